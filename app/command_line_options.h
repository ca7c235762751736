// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

#include <span>

namespace layernorm {

/// One option of the command line. A new one is a line in the table behind `commandLineOptions`.
struct CommandLineOption {
    const char* name;
    const char* value;       ///< what it takes; nullptr for one that is given or not
    const char* explanation; ///< for --help; to be translated in the context "CommandLine"
    Result<void> (*set)(CommandLine&, const QString& value);
};

[[nodiscard]] std::span<const CommandLineOption> commandLineOptions();

} // namespace layernorm
