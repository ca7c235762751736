// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transformer/attention.h"
#include "core/transformer/matrix.h"

namespace layernorm {

/// Private to the core: one way forward through attention, in double precision, with all that the way back
/// needs. See attention.h for the formulas. Checked input.
struct AttentionPass {
    std::int64_t batch = 1;
    std::int64_t sequence = 1;
    AttentionOptions options;
    Matrix input; ///< [B S, D], as are the next four
    Matrix query, key, value;
    Matrix context;              ///< of all heads, side by side
    std::vector<Matrix> weights; ///< A of batch element 0, head 0, head 1, ...: [S, S] each
    Matrix output;               ///< [B S, D]

    [[nodiscard]] std::int64_t headColumns() const { return input.columns / options.heads; }
};

/// The weights as matrices.
struct AttentionMatrices {
    Matrix query, key, value, output;

    explicit AttentionMatrices(const AttentionWeights& weights)
        : query(weights.query),
          key(weights.key),
          value(weights.value),
          output(weights.output)
    {
    }
    AttentionMatrices() = default;
};

[[nodiscard]] AttentionPass attentionForward(Matrix input, std::int64_t batch,
                                             const AttentionMatrices& weights,
                                             const AttentionOptions& options);

struct AttentionBack {
    Matrix input;
    AttentionMatrices weights;
};

/// From dL/d output.
[[nodiscard]] AttentionBack attentionBackward(const AttentionPass& pass, const AttentionMatrices& weights,
                                              const Matrix& upstream);

} // namespace layernorm
