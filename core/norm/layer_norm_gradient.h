// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm.h"

#include <vector>

/// LayerNorm backward: from dL/dy, the upstream gradient, to the gradients of what went in.
///
///     xhat   = (x - mean) * rstd                      the output without gamma and beta
///     g      = dL/dy * gamma
///
///     dL/dx  = rstd * (g - mean(g) - xhat * mean(g * xhat))      means over the D values of the token
///
///     dL/dgamma = sum over tokens of dL/dy * xhat,    dL/dbeta = sum over tokens of dL/dy
///
/// Of the D directions g can have LayerNorm takes two away: the constant one (adding a number to all values
/// of a token changes nothing) and the one along the output (scaling a token about its mean changes nothing,
/// but for eps). Hence sum(y).backward() gives zero: g is constant then. With eps > 0 the second is taken
/// away up to the factor mean(xhat^2) = variance / (variance + eps): for g = xhat what remains is rstd * xhat
/// * eps / (variance + eps).
///
/// Precision: double for both types (mean and variance are those of the result, which are known in twice the
/// tensor's precision), rounded once. Sums run in a fixed order: the bits depend neither on the processor nor
/// on the number of threads. Edges: NaN in x or upstream makes that token's dL/dx NaN and no other's,
/// dL/dbeta in the columns where upstream is NaN, dL/dgamma there or, with NaN in x, in all. eps = 0 and a
/// constant token: NaN. Source: the formula of torch.native_layer_norm_backward; Ba, Kiros and Hinton 2016
/// give the forward pass.
namespace layernorm {

struct LayerNormGradient {
    Tensor input; ///< dL/dx, of the input's shape
    Tensor gamma; ///< of shape input.shape().trailing(normalizedDims), as is the next; also where there is no
                  ///< gamma
    Tensor beta;
    /// Stopped: some tokens of `input` are 0, and gamma and beta are sums of the others.
    Completion completion = Completion::Finished;
};

/// `result` is that of `layerNorm(input, parameters)`. Errors: as `checkParameters`; an upstream gradient of
/// another shape or type than the input.
Result<LayerNormGradient> layerNormGradient(const Tensor& input, const LayerNormParameters& parameters,
                                            const LayerNormResult& result, const Tensor& upstream,
                                            const Execution& execution = {});

/// What becomes of one token's upstream gradient, as numbers to show.
struct TokenGradient {
    double meanPart = 0;     ///< mean(g): the constant direction, taken away
    double outputPart = 0;   ///< mean(g * xhat): the direction along the output, taken away
    double upstreamNorm = 0; ///< Euclidean norm of g
    double removedNorm = 0;  ///< of what the two directions take away: mean(g) + xhat * mean(g * xhat)
    double gradientNorm = 0; ///< of dL/dx
};

/// One a token, in double precision. Errors: as above.
Result<std::vector<TokenGradient>> tokenGradients(const Tensor& input, const LayerNormParameters& parameters,
                                                  const LayerNormResult& result, const Tensor& upstream);

} // namespace layernorm
