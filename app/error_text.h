// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QString>

namespace layernorm {

/// The core's sentence in the user's language.
[[nodiscard]] QString errorText(const Error& error);

} // namespace layernorm
