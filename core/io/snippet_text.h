// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/code_snippets.h"

#include <cstddef>
#include <string>

/// The parts that snippets in programming languages are made of, and the snippets themselves.
namespace layernorm::snippet {

/// How a language writes numbers.
struct NumberStyle {
    const char* nan;
    const char* infinity; ///< negative with a minus before it
    const char* suffix;   ///< after a finite number
    bool readsDoubles;    ///< takes every number for a double before it becomes one of the tensor's type
};

/// Reads back to the same bits (a NaN to some NaN), and as a floating-point number: "1.0", "-0.0".
[[nodiscard]] std::string numberText(double value, DType dtype, const NumberStyle& style);

/// Nested lists in brackets, a row of the last extent on a line (more where it is long). `column` is where
/// the first bracket will stand; the lines below go on under it.
[[nodiscard]] std::string nestedLists(const Tensor& tensor, const NumberStyle& style, std::size_t column);

/// The values one after the other, each row of the last extent on a line of its own (or more), indented by
/// `column`.
[[nodiscard]] std::string valueLines(const Tensor& tensor, const NumberStyle& style, std::size_t column);

/// "2, 3, 4"
[[nodiscard]] std::string extentsText(const Shape& shape);

/// Errors: too many elements for code.
Result<void> checkCodeSize(const Tensor& tensor);

Result<std::string> writePyTorch(const SnippetRequest& request);
Result<std::string> writeNumPy(const SnippetRequest& request);
Result<std::string> writeLibTorch(const SnippetRequest& request);
Result<std::string> writeLatex(const SnippetRequest& request);

} // namespace layernorm::snippet
