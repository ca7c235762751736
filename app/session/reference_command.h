// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/worker_process.h"
#include "core/reference/libraries.h"

namespace layernorm {

/// How to start a library's worker. It is looked for, in this order, in the directory that the environment
/// variable LAYERNORM_EXPLORER_WORKERS names, beside the program, and in ../libexec/layernorm-explorer.
/// `python` is the interpreter for workers that run in one; empty for the python3 of the PATH.
[[nodiscard]] WorkerCommand referenceCommand(const ReferenceLibrary& library, const QString& python);

} // namespace layernorm
