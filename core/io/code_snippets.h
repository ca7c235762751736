// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm.h"

#include <span>
#include <string>

namespace layernorm {

/// A document to be written as code.
struct SnippetRequest {
    const Tensor& input;
    const LayerNormParameters& parameters; ///< must have passed `checkParameters`
    std::int64_t token = 0; ///< whose formula is written (for LaTeX); counts groups of core/norm
};

/// A language the document can be copied in. A new one is one line in the table behind `codeLanguages`.
struct CodeLanguage {
    const char* id;    ///< "pytorch", "numpy", "libtorch", "latex"
    const char* title; ///< English; for the menu, translated in the context "Core"
    /// Complete code that runs as it stands and prints the output, with every number to the last bit; LaTeX:
    /// the formula, and the same with the token's numbers put in. Errors: a tensor too large to write down as
    /// code (above 10000 elements: save it as a file and load that; LaTeX: a token above 64 values).
    Result<std::string> (*write)(const SnippetRequest& request);
};

[[nodiscard]] std::span<const CodeLanguage> codeLanguages();

} // namespace layernorm
