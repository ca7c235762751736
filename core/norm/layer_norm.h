// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/forward.h"
#include "core/tensor/tensor.h"

#include <cstdint>
#include <optional>
#include <vector>

/// LayerNorm forward (Ba, Kiros and Hinton 2016), as torch.nn.functional.layer_norm defines it.
///
///     mean       = sum(x) / D
///     variance   = sum((x - mean)^2) / D             biased: divided by D, not D - 1
///     rstd       = 1 / sqrt(variance + eps)          eps inside the root
///     y          = (x - mean) * rstd * gamma + beta
///
/// over the last `normalizedDims` extents; D is their product and such a group of D values a *token* (for the
/// usual one dimension it is the embedding of one token). Every token is computed by itself.
///
/// Precision: twice that of the tensor (double for float32, pairs of doubles for float64), rounded to the
/// tensor's type once, at the end; nearly all outputs are the exact values rounded. (Not so where float64
/// values differ in their last digits only: the mean is known to 106 bits, and the error reaches 1.25
/// roundings of the token's largest output.) Where the mean is so large against the standard deviation that
/// the sums of values and squares cancel, they are taken again about the mean (the corrected two-pass
/// algorithm; Chan, Golub and LeVeque 1983). Sums run in lanes that are folded in one fixed order: the bits
/// depend neither on the processor, nor on its vector length, the number of threads or the alignment.
///
/// Edges: eps is rounded to the tensor's type, as the library does; a constant token gives beta when eps > 0
/// and NaN when eps = 0; NaN or an infinity in a token makes that token NaN and no other. Squares of float32
/// values neither overflow nor underflow, whatever the values. Those of float64 values beyond 1e154 do, and
/// give 0 or NaN as the library does; below 1e-154 they are 0, which matters only when eps is.
namespace layernorm {

struct LayerNormParameters {
    double eps = 1e-5;           ///< >= 0 and finite, added to the variance
    int normalizedDims = 1;      ///< 1 <= normalizedDims <= rank
    std::optional<Tensor> gamma; ///< of shape input.shape().trailing(normalizedDims); none means 1
    std::optional<Tensor> beta;  ///< of shape input.shape().trailing(normalizedDims); none means 0
};

struct LayerNormResult {
    Tensor output;        ///< of the input's shape
    Tensor mean;          ///< of shape input.shape().reduced(normalizedDims), as are the next two
    Tensor variance;      ///< biased
    Tensor reciprocalStd; ///< 1 / sqrt(variance + eps)
    /// Mean and variance of every token in twice the precision: two doubles for float32; for float64 four,
    /// each rounded value followed by what rounding took from it.
    std::vector<double> moments;
};

/// A run of tokens: `first`, `first + 1`, ... `first + count - 1`.
struct TokenRange {
    std::int64_t first = 0;
    std::int64_t count = 0;
};

/// x - mean, as the formula goes on with it, widened to double (float64: rounded).
[[nodiscard]] double deviation(const LayerNormResult& result, std::int64_t token, double x);

/// Errors: see `checkParameters`.
Result<LayerNormResult> layerNorm(const Tensor& input, const LayerNormParameters& parameters);

/// Errors: eps negative, NaN or infinite.
Result<void> checkEps(double eps);

/// Errors: as `checkEps`; normalizedDims outside 1..rank; gamma or beta of another shape or
/// type than the input demands.
Result<void> checkParameters(const Tensor& input, const LayerNormParameters& parameters);

/// A result of the right shapes and type, all zero, for the two functions below to fill.
[[nodiscard]] LayerNormResult emptyResult(const Tensor& input, int normalizedDims);

/// Fills everything of `tokens` only: what one edited value costs.
/// `parameters` must have passed `checkParameters`, `result` come from `emptyResult` for this input.
Completion updateTokens(const Tensor& input, const LayerNormParameters& parameters, TokenRange tokens,
                        LayerNormResult& result, const Execution& execution = {});

/// Fills reciprocalStd and output of `tokens` from the moments that `result` holds already: what a change of
/// eps, gamma or beta costs. The same bits as `updateTokens`.
Completion updateOutputs(const Tensor& input, const LayerNormParameters& parameters, TokenRange tokens,
                         LayerNormResult& result, const Execution& execution = {});

} // namespace layernorm
