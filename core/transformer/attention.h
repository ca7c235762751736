// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <cstdint>

/// Scaled dot-product self-attention with H heads (Vaswani et al. 2017), forward and backward.
///
///     q = x Wq^T,  k = x Wk^T,  v = x Wv^T            as torch.nn.Linear(bias=False) has it
///     per head, over its d = D / H columns:
///     A = softmax(q k^T / sqrt(d))      [S, S]: row t says how much token t takes of each token
///
///     c = A v
///
///     output = (c of all heads, side by side) Wo^T
///
/// Causal: token t takes nothing of tokens after it; their scores are -infinity before the softmax.
///
/// Every product is summed in a fixed order in double precision and every result named here rounded to the
/// tensor's type once, so that the bits depend neither on the processor's vectors nor on threads (the
/// exponential of softmax is glibc's: its last bit in double may differ between processors). NaN in one token
/// of a batch element reaches the scores of all its tokens and so all outputs of this batch element (with a
/// mask too: its value enters as 0 * NaN), as in the library; it does not reach other batch elements.
namespace layernorm {

/// Each [D, D].
struct AttentionWeights {
    Tensor query, key, value, output;
};

struct AttentionOptions {
    int heads = 1; ///< divides D
    bool causal = false;
};

/// What can be told before there are weights. Errors, each naming the limit: a rank other than 3; heads below
/// 1 or not dividing D; weights or A of more than Shape::maxElements values.
Result<void> checkAttentionOptions(const Shape& shape, const AttentionOptions& options);

/// Errors: as `checkAttentionOptions`; weights of another shape than [D, D] or another type than the input.
Result<void> checkAttention(const Tensor& input, const AttentionWeights& weights,
                            const AttentionOptions& options);

/// torch.manual_seed(seed); torch.randn(4, dimension, dimension, dtype) / sqrt(dimension): query, key, value,
/// output. 1 <= dimension, and 4 dimension^2 at most Shape::maxElements, as `checkAttentionOptions` has it.
[[nodiscard]] AttentionWeights drawAttentionWeights(std::int64_t dimension, std::uint64_t seed, DType dtype);

struct AttentionResult {
    Tensor weights; ///< A: [B, H, S, S], rows add up to 1
    Tensor output;  ///< [B, S, D]
};

/// `input`: [B, S, D]. Errors: as `checkAttention`.
Result<AttentionResult> attention(const Tensor& input, const AttentionWeights& weights,
                                  const AttentionOptions& options);

struct AttentionGradient {
    Tensor input;
    AttentionWeights weights;
};

/// From dL/d output. Errors: as `checkAttention`; upstream of another shape or type than the input.
Result<AttentionGradient> attentionGradient(const Tensor& input, const AttentionWeights& weights,
                                            const AttentionOptions& options, const Tensor& upstream);

} // namespace layernorm
