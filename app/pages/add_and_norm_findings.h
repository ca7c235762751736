// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/add_and_norm.h"
#include "core/explore/value_range.h"

#include <array>
#include <optional>
#include <vector>

namespace layernorm {

/// What the page "Add & Norm" knows of a block: every stage with its tokens' statistics, what the last edit
/// changed, and how far the library is from it.

/// The stages from left to right.
enum class StageKind { Input, AttentionInput, Weights, Attention, Sum, Output };
inline constexpr std::size_t stageKinds = 6;

/// What is chosen on the page and changes the numbers.
struct BlockChoice {
    int heads = 1;
    bool causal = false;
    bool residual = true;
    NormPlacement norm = NormPlacement::Post;
    std::uint64_t seed = addAndNormSeed;

    friend bool operator==(const BlockChoice&, const BlockChoice&) = default;
};

/// The block's LayerNorm runs over the last dimension, whatever the document normalises over; gamma and beta
/// are the document's where they have that shape.
[[nodiscard]] BlockOptions blockOptions(const BlockChoice& choice, const LayerNormParameters& document);

/// The stages worth drawing: what another stage repeats is left out.
[[nodiscard]] std::vector<StageKind> shownStages(const BlockChoice& choice);

/// Whether a block of the shape [B, S, D] is worked through while one edits: 8 B S D D + 4 B S S D, its
/// multiplications and additions, are at most 6e9, and its B H S S attention weights at most 8 million.
[[nodiscard]] bool followsEdits(const Shape& block, int heads);

/// The largest divisor of `dimension` that is at most `heads`.
[[nodiscard]] int fittingHeads(int heads, std::int64_t dimension);

struct StageFinding {
    Tensor values; ///< [B, S, D]; the weights: [B, H, S, S]
    Tensor mean;   ///< of every token; not of the weights, as the next two
    Tensor variance;
    double largestVariance = 0;
    ValueRange range;
    std::vector<bool> changed; ///< tokens that the last edit gave other bits; empty where there was none
    std::int64_t changedTokens = 0;
    std::int64_t nanTokens = 0; ///< tokens with a value that is NaN or infinite
    /// Largest |ours - the library's|; none while there is no answer.
    std::optional<double> difference;
};

struct BlockFindings {
    BlockChoice choice;
    BlockOptions options;
    std::array<StageFinding, stageKinds> stages{};
    StageFinding alone{};  ///< LayerNorm of X by itself, without attention
    bool compared = false; ///< whether the `changed` are filled

    [[nodiscard]] const StageFinding& operator[](StageKind kind) const
    {
        return stages[static_cast<std::size_t>(kind)];
    }
    [[nodiscard]] StageFinding& operator[](StageKind kind) { return stages[static_cast<std::size_t>(kind)]; }
};

/// Errors: as `checkBlock`.
Result<BlockFindings> findBlock(const Tensor& blockInput, const BlockWeights& weights,
                                const BlockChoice& choice, const BlockOptions& options);

/// Marks the tokens that differ from `before`, where only the input does. For an input that does not differ
/// the marks are those of `before`.
void compareWithBefore(BlockFindings& findings, const BlockFindings& before);

/// Whether no token of the LayerNorm's output changed that had not changed in its input.
[[nodiscard]] bool layerNormChangedNoOther(const BlockFindings& findings);

/// Whether a stage agrees with the library's: |difference| at most 1e-5 (float32) or 1e-12 (float64), times
/// the stage's largest |value| where that is above 1.
[[nodiscard]] bool agrees(const StageFinding& stage);

/// As `addAndNormTable` prints it; for Pre-LN with a row attention_input after the first. The facts name the
/// choices that are not those of the experiment.
[[nodiscard]] ExperimentTable findingsTable(const BlockFindings& findings);

} // namespace layernorm
