// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/code_snippets.h"
#include "core/io/latex_number.h"

#include <cstddef>
#include <vector>

namespace layernorm::latex {

/// One token as a formula shows it, and which equations between the numbers shown hold exactly: these may be
/// written with "=", all others with an approximate sign.
///
/// What is not finite follows the rules of floating-point numbers, which count as exact: 1 + NaN = NaN.
struct ShownToken {
    std::vector<Number> x;
    std::vector<Number> gamma; ///< empty for none
    std::vector<Number> beta;  ///< empty for none
    std::vector<Number> y;
    Number mean;
    Number variance;
    Number eps; ///< all its digits, as it was given

    /// mean = sum(x) / D
    [[nodiscard]] bool isMeanOfValues() const;
    /// variance = sum((x - mean)^2) / D
    [[nodiscard]] bool isMeanOfSquares() const;
    /// y = gamma (x - mean) / sqrt(variance + eps) + beta
    [[nodiscard]] bool isOutput(std::size_t i) const;

    // Whether the numbers shown are those of the formula, with all digits.
    [[nodiscard]] bool areValuesExact() const;
    [[nodiscard]] bool isMeanExact() const { return areValuesExact() && isMeanOfValues(); }
    [[nodiscard]] bool isVarianceExact() const { return isMeanExact() && isMeanOfSquares(); }
    [[nodiscard]] bool isAffineExact(std::size_t i) const;
};

/// Numbers of five digits; more for values and mean where their differences would have fewer left.
/// Errors: those of `layerNorm`.
Result<ShownToken> shownToken(const SnippetRequest& request);

} // namespace layernorm::latex
