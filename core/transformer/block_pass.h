// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm_gradient.h"
#include "core/transformer/attention_pass.h"
#include "core/transformer/block.h"

namespace layernorm {

/// Private to the core: LayerNorm of a stage, with what its gradient needs.
struct NormPass {
    Tensor input;
    LayerNormParameters parameters;
    LayerNormResult result;
};

/// Private to the core: one way forward through a block. Stages are rounded to the tensor's type one by one.
struct BlockPass {
    Shape shape; ///< [B, S, D]
    DType dtype = DType::Float32;
    BlockOptions options;
    Matrix input;
    NormPass attentionNorm; ///< Pre-LN: of the input; Post-LN: of the sum; otherwise empty
    AttentionPass attention;
    Matrix attended;   ///< attention's output
    Matrix sum;        ///< with the input, where there is a residual
    Matrix normalized; ///< what the feed-forward part begins with
    NormPass feedNorm; ///< Pre-LN: of `normalized`; Post-LN: of the second sum; otherwise empty
    Matrix feedInput;  ///< what W1 is applied to
    Matrix hidden;     ///< max(0, feedInput W1^T)
    Matrix output;
};

struct BlockMatrices {
    AttentionMatrices attention;
    Matrix expand, contract;

    BlockMatrices() = default;
    explicit BlockMatrices(const BlockWeights& weights)
        : attention(weights.attention),
          expand(weights.expand),
          contract(weights.contract)
    {
    }
};

[[nodiscard]] BlockPass forwardThrough(Matrix input, const Shape& shape, DType dtype,
                                       const BlockMatrices& weights, const BlockOptions& options);

struct BlockBack {
    Matrix input;
    BlockMatrices weights;
    std::optional<LayerNormGradient> norm; ///< of the attention's LayerNorm
};

[[nodiscard]] BlockBack backwardThrough(const BlockPass& pass, const BlockMatrices& weights, Matrix upstream);

/// `stage` normalised. Parameters are checked.
[[nodiscard]] NormPass normalizeStage(const Matrix& stage, const Shape& shape, DType dtype,
                                      const LayerNormParameters& parameters);

} // namespace layernorm
