// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

namespace layernorm {

/// Report, output file and experiment: everything without a picture. Prints to stdout and says what is wrong
/// in one line on stderr. Needs a QCoreApplication.
ExitCode runHeadless(const CommandLine& commandLine);

/// One line on stderr.
void complain(const QString& message);
ExitCode complain(const Error& error);

} // namespace layernorm
