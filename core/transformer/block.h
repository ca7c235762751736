// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm.h"
#include "core/transformer/attention.h"

/// One block of a Transformer: attention and, as an option, a position-wise feed-forward part, each a
/// sublayer f with the residual connection ("add") and LayerNorm ("norm") wired around it in one of these
/// ways:
///
///     Post-LN (Vaswani et al. 2017; the "Add & Norm"):   x -> LayerNorm(x + f(x))
///
///     Pre-LN  (Xiong et al. 2020 compare both):          x -> x + f(LayerNorm(x))
///
///     none:                                              x -> x + f(x)
///
/// and the same without "x +" where the residual is off. The feed-forward part is max(0, x W1^T) W2^T,
/// without biases.
namespace layernorm {

enum class NormPlacement { None, Post, Pre };

/// "none", "post", "pre"
[[nodiscard]] const char* name(NormPlacement norm);

struct BlockOptions {
    AttentionOptions attention{};
    bool residual = true;
    NormPlacement norm = NormPlacement::Post;
    /// Of every LayerNorm in the block; normalizedDims is 1. gamma and beta are those of the attention's
    /// LayerNorm only.
    LayerNormParameters layerNorm{};
    std::int64_t feedForward = 0; ///< hidden size; 0 for no feed-forward part
};

struct BlockWeights {
    AttentionWeights attention;
    Tensor expand;   ///< W1: [feedForward, D]; any tensor where there is no feed-forward part
    Tensor contract; ///< W2: [D, feedForward]
};

/// Attention's weights from `seed`; then torch.manual_seed(seed + 1); torch.randn(2, feedForward, D), the
/// first half divided by sqrt(D) is W1, the second, transposed and divided by sqrt(feedForward), W2. Sizes
/// as `checkBlockOptions` allows them.
[[nodiscard]] BlockWeights drawBlockWeights(std::int64_t dimension, std::int64_t feedForward,
                                            std::uint64_t seed, DType dtype);

/// What can be told before there are weights. Errors: as `checkAttentionOptions` and `checkParameters`;
/// normalizedDims other than 1; feedForward negative or beyond 65536, or W1 and W2 of more than
/// Shape::maxElements values.
Result<void> checkBlockOptions(const Tensor& input, const BlockOptions& options);

/// Errors: as `checkBlockOptions`; weights of another shape or type than the input and the options demand.
Result<void> checkBlock(const Tensor& input, const BlockWeights& weights, const BlockOptions& options);

/// Every stage of the attention's sublayer, left to right, and the block's output.
struct BlockStages {
    Tensor attentionInput;   ///< what attention works on: the input, or for Pre-LN its LayerNorm
    Tensor attentionWeights; ///< [B, H, S, S]
    Tensor attention;        ///< attention's output
    Tensor sum;              ///< input + attention; without the residual the same as attention
    Tensor normalized;       ///< Post-LN: LayerNorm(sum); otherwise the same as sum
    Tensor output;           ///< of the block: normalized, or what the feed-forward sublayer makes of it
};

/// `input`: [B, S, D]. Errors: as `checkBlock`. Without the feed-forward part `output` equals `normalized`.
Result<BlockStages> blockForward(const Tensor& input, const BlockWeights& weights,
                                 const BlockOptions& options);

struct BlockGradient {
    Tensor input;         ///< dL/d input
    BlockWeights weights; ///< dL/d weights, of their shapes
    Tensor gamma;         ///< of the attention's LayerNorm, [D]; zeros where there is none
    Tensor beta;
};

/// From dL/d output; computes the forward pass again. Errors: as `checkBlock`; upstream of another shape or
/// type.
Result<BlockGradient> blockBackward(const Tensor& input, const BlockWeights& weights,
                                    const BlockOptions& options, const Tensor& upstream);

} // namespace layernorm
