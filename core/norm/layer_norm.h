// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <cstdint>
#include <optional>
#include <span>

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
/// Precision: the arithmetic is the tensor's own type. Sums are corrected two-pass (Chan, Golub and LeVeque
/// 1983): the second pass adds up both d = x - mean and d^2, and the small c = sum(d)/D is taken out of mean,
/// variance and output (of the output as `meanRemainder`, so that the output pass can run alone). Sums run in
/// 16 lanes that are folded in one fixed order, so the bits do not depend on the processor, its vector
/// length, or the alignment of the data.
///
/// Edges: eps is rounded to the tensor's type, as the library does; a constant token gives beta when eps > 0
/// and NaN when eps = 0; NaN or an infinity in a token makes that token NaN and no other.
namespace layernorm {

struct LayerNormParameters {
    double eps = 1e-5;           ///< >= 0 and finite, added to the variance
    int normalizedDims = 1;      ///< 1 <= normalizedDims <= rank
    std::optional<Tensor> gamma; ///< of shape input.shape().trailing(normalizedDims); none means 1
    std::optional<Tensor> beta;  ///< of shape input.shape().trailing(normalizedDims); none means 0
};

struct LayerNormResult {
    Tensor output;        ///< of the input's shape
    Tensor mean;          ///< of shape input.shape().reduced(normalizedDims), as are the next three
    Tensor variance;      ///< biased
    Tensor reciprocalStd; ///< 1 / sqrt(variance + eps)
    Tensor meanRemainder; ///< what rounding took from the mean; (x - mean) - meanRemainder is the deviation
};

/// A run of tokens: `first`, `first + 1`, ... `first + count - 1`.
struct TokenRange {
    std::int64_t first = 0;
    std::int64_t count = 0;
};

/// Errors: see `checkParameters`.
Result<LayerNormResult> layerNorm(const Tensor& input, const LayerNormParameters& parameters);

/// Errors: eps negative, NaN or infinite.
Result<void> checkEps(double eps);

/// Errors: as `checkEps`; normalizedDims outside 1..rank; gamma or beta of another shape or
/// type than the input demands.
Result<void> checkParameters(const Tensor& input, const LayerNormParameters& parameters);

/// A result of the right shapes and type, all zero, for the two functions below to fill.
[[nodiscard]] LayerNormResult emptyResult(const Tensor& input, int normalizedDims);

/// Fills mean, variance, reciprocalStd and output of `tokens` only: what one edited value costs.
/// `parameters` must have passed `checkParameters`, `result` come from `emptyResult` for this input.
void updateTokens(const Tensor& input, const LayerNormParameters& parameters, TokenRange tokens,
                  LayerNormResult& result);

/// Fills reciprocalStd and output of `tokens` from the mean and variance that `result` holds already: what a
/// change of eps, gamma or beta costs. The same bits as `updateTokens`.
void updateOutputs(const Tensor& input, const LayerNormParameters& parameters, TokenRange tokens,
                   LayerNormResult& result);

} // namespace layernorm
