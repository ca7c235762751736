// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/experiments.h"
#include "core/norm/layer_norm.h"

#include <cstdint>
#include <vector>

namespace layernorm {

/// The article's steps for one token, each with the numbers the program computed.
///
/// `mean`, `variance`, `reciprocalStd`, `normalized` and `output` are the results of `layerNorm`, bit for
/// bit; what lies between them (deviations, squares, root) is rounded to the tensor's own type on the way.
/// All is given widened to double.
struct Walkthrough {
    DType dtype = DType::Float32;
    std::vector<double> values; ///< x, the token's D values (all of them)
    double sum = 0;             ///< of x, added up in double precision
    double mean = 0;
    std::vector<double> deviations; ///< x - mean, of the mean before it was rounded
    std::vector<double> squares;    ///< (x - mean)^2
    double sumOfSquares = 0;        ///< added up in double precision
    double variance = 0;            ///< biased
    double eps = 0;                 ///< rounded to the tensor's type
    double variancePlusEps = 0;
    double root = 0; ///< sqrt(variance + eps)
    double reciprocalStd = 0;
    std::vector<double> normalized; ///< (x - mean) * rstd; the same as `output` without gamma and beta
    std::vector<double> gamma;      ///< empty without gamma
    std::vector<double> beta;       ///< empty without beta
    std::vector<double> output;
};

/// `result` is what `layerNorm(input, parameters)` gave; 0 <= token < number of tokens.
[[nodiscard]] Walkthrough walkthrough(const Tensor& input, const LayerNormParameters& parameters,
                                      const LayerNormResult& result, std::int64_t token);

/// The steps of one token as a table: a row a value.
[[nodiscard]] ExperimentTable walkthroughTable(const Walkthrough& steps, std::int64_t token);

/// The steps of every token as a table: a row a value. Errors: those of `layerNorm`; more than 1 000 000
/// values.
Result<ExperimentTable> walkthroughTable(const ExperimentRequest& request);

} // namespace layernorm
