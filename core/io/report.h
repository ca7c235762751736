// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm.h"
#include "core/reference/comparison.h"

#include <functional>
#include <optional>
#include <string>

namespace layernorm {

/// A library's answer, as the report shows it.
struct ReferenceReport {
    std::string name;    ///< "LibTorch"
    std::string version; ///< "1.13.1"
    Tensor output;
    Comparison comparison;
};

/// Everything the program prints without a window.
struct Report {
    const Tensor& input;
    const LayerNormParameters& parameters;
    const LayerNormResult& result;
    std::optional<ReferenceReport> reference;
    std::string referenceError; ///< why there is no reference; empty when none was asked for
};

/// What the article's script prints: embedding, layer_norm (the library's), mean, var and y_custom (ours),
/// each under its heading, then the verdict. Every number reads back to the same bits; above 1000 elements a
/// listing shows the first and last three along each axis, as torch prints it. Without a reference a line in
/// parentheses stands under layer_norm. The last line begins "agrees: ", "differs: " or "not compared: ".
/// `wording` writes the rest of that line, in another language for example.
using Wording = std::function<std::string(const Error&)>;
[[nodiscard]] std::string textReport(const Report& report, const Wording& wording = {});

/// One JSON object: shape, dtype, eps, normalized_dims, affine, input, mean, variance, reciprocal_std, output
/// (each {"shape":[...],"values":[...]}, row-major; values null above 100000 elements; NaN and infinities as
/// the strings "nan", "inf", "-inf"), and reference (name, version, output, max_abs_difference,
/// max_ulp_difference, agrees) or null, then together with reference_error (null where no reference was asked
/// for). max_ulp_difference is a whole number, or "nan" where one side is NaN and the other is not. Numbers
/// always have a point or an exponent, so that readers keep -0.
[[nodiscard]] std::string jsonReport(const Report& report);

} // namespace layernorm
