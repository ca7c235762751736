// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/experiments.h"
#include "core/transformer/block.h"

namespace layernorm {

/// The article's "Add & Norm" on a tensor: what the program and a library make of it, stage by stage.

/// Of the tensor as the block takes it: [B, S, D], leading extents run together, lower ranks with leading 1s.
[[nodiscard]] Tensor blockInput(const Tensor& input);
/// Its shape.
[[nodiscard]] Shape blockShape(const Shape& input);

inline constexpr std::uint64_t addAndNormSeed = 0; ///< of the weights, unless another one is chosen

/// What a library says to the same block, taken apart.
struct LibraryStages {
    Tensor attentionWeights, attention, sum, output;
};

/// The question to ask a library: input and weights as the protocol wants them.
[[nodiscard]] LibraryQuestion addAndNormQuestion(const BlockWeights& weights, const BlockOptions& options);
/// Takes its answer apart. nullopt for an answer of another length.
[[nodiscard]] std::optional<LibraryStages> libraryStages(const Tensor& answer, const Tensor& input,
                                                         const BlockOptions& options);

/// For --experiment add-and-norm: rows input, attention_weights, attention, sum, output; columns stage,
/// max_abs_value, max_abs_difference (to the library; empty without one). Errors: as `checkBlockOptions`.
Result<ExperimentTable> addAndNormTable(const ExperimentRequest& request);

} // namespace layernorm
