// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/experiments.h"
#include "core/norm/axis_norm.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// "Over which axis does LayerNorm normalise?", answered by trying all of them.
///
/// Each of the seven non-empty subsets of {batch, sequence, dimension} of a block [B, S, D] is what some
/// layer does (PyTorch's names; in training, without gamma and beta):
///
///     dimension                  LayerNorm(D)
///     sequence                   InstanceNorm1d(D) of [B, D, S]
///     batch                      BatchNorm1d(S*D) of the flattened sentences [B, S*D]
///     sequence+dimension         LayerNorm([S, D]), which is GroupNorm(1, D) of [B, D, S], too
///     batch+dimension            BatchNorm1d(S) of [B, S, D]: D was meant and the axes were not swapped
///     batch+sequence             BatchNorm1d(D) of [B, D, S]
///     batch+sequence+dimension   LayerNorm([B, S, D])
///
/// So the slip of writing LayerNorm([S, D]) for LayerNorm(D) leaves B means where there should be B*S.
///
/// Gamma and beta are not applied anywhere here. NaN and infinities: see core/norm/axis_norm.h. BatchNorm and
/// InstanceNorm of a single value a channel are defined here (0 where eps > 0); PyTorch refuses them in
/// training.
namespace layernorm {

/// The order of the table.
inline constexpr std::array axisSubsets{
    AxisSet{Axis::Dimension},
    AxisSet{Axis::Sequence},
    AxisSet{Axis::Batch},
    AxisSet{Axis::Sequence, Axis::Dimension},
    AxisSet{Axis::Batch, Axis::Dimension},
    AxisSet{Axis::Batch, Axis::Sequence},
    AxisSet{Axis::Batch, Axis::Sequence, Axis::Dimension},
};

// What a library calls it

/// How the block has to lie for the question to mean what is meant.
enum class BlockArrangement {
    AsItIs,    ///< [B, S, D]
    Flattened, ///< [B, S*D]
    Swapped    ///< [B, D, S]: the sequence takes the channels' place
};

struct NamedOperation {
    std::string name; ///< "LayerNorm(4)", "BatchNorm1d(12)"
    BlockArrangement arrangement = BlockArrangement::AsItIs;
    LibraryQuestion question;
};

[[nodiscard]] NamedOperation namedOperation(AxisSet axes, const Block& block, double eps);
/// GroupNorm(1, D), the other name of LayerNorm([S, D]).
[[nodiscard]] NamedOperation groupNormOfOneGroup(const Block& block, double eps);

/// The tensor as the question wants it.
[[nodiscard]] Tensor arranged(const Tensor& input, BlockArrangement arrangement);
/// The answer with the cells where the input has them, and of its shape. nullopt for an answer of another
/// shape or type than was asked.
[[nodiscard]] std::optional<Tensor> arrangedBack(Tensor answer, BlockArrangement arrangement,
                                                 const Tensor& input);

// The hypotheses

/// How far a result is from another one.
struct Distance {
    double largest =
        0; ///< largest |a - b|, as absoluteDifference has it; NaN where only one is NaN, somewhere
    bool agrees = true; ///< within the tolerance for the type, everywhere; see core/reference/comparison.h
};

/// Both have as many values, of the same type.
[[nodiscard]] Distance distanceBetween(const Tensor& ours, const Tensor& theirs);

struct AxisHypothesis {
    AxisSet axes;
    /// The operation's, and what about it is unusual: "BatchNorm1d(12) on the flattened sentence".
    std::string name;
    std::int64_t groups = 0; ///< means, and variances
    /// Of our result over these axes to LayerNorm(D).
    Distance toLayerNorm{};
    /// Of our result to the library's own operation of that name; nullopt without a library, where it does
    /// not offer the operation, or refuses it.
    std::optional<Distance> toLibrary{};
};

/// All but the distances.
[[nodiscard]] AxisHypothesis hypothesisOf(AxisSet axes, const Block& block);

[[nodiscard]] ExperimentTable axesTable(std::span<const AxisHypothesis> hypotheses,
                                        const std::string& library);

/// All seven with parameters.eps. What toLayerNorm is measured to is the library's LayerNorm(D), or
/// ours where there is none. Errors: those of `layerNorm`.
Result<ExperimentTable> axesTable(const ExperimentRequest& request);

// Two proofs of what a token's output depends on

/// What became of the rows (tokens) of an output when the input was changed.
struct RowMovement {
    std::vector<bool> moved;    ///< for every row whether a value has other bits (two NaN count as equal)
    std::int64_t movedRows = 0; ///< how many
    double largest = 0;         ///< largest |difference|, as Distance::largest
};

/// A value to change x into that nobody overlooks: x + max(1, |x|), or x / 2 where that is too large for the
/// type; 1 for NaN and infinities.
[[nodiscard]] double conspicuousEdit(double x, DType dtype);

struct EditProof {
    bool editedRowMoved = false;
    RowMovement others; ///< its own row counts as not moved there
};

/// The cell of that index takes another value. `output` is what `axisNorm(input, axes, eps)` gave.
/// Errors, and of no use when stopped: as `axisNorm`.
Result<EditProof> proveEdit(const Tensor& input, const Tensor& output, std::int64_t cell, double value,
                            AxisSet axes, double eps, const Execution& execution = {});

/// One more sentence [S, D], drawn from the seed as the last part of a block [B + 1, S, D].
/// Errors: as Shape::make of that block.
Result<Tensor> drawnSentence(const Tensor& input, std::uint64_t seed);

/// The block [B + 1, S, D] with the sentence as the last one; it is converted to the input's type.
/// Errors: as Shape::make; a sentence that does not have S*D values.
Result<Tensor> withSentence(const Tensor& input, const Tensor& sentence);

/// The batch is followed by one more sentence: `longer` came from `withSentence`. How far the old rows move.
/// `output` is what `axisNorm(input, axes, eps)` gave. Errors, and of no use when stopped: as `axisNorm`.
Result<RowMovement> proveAppend(const Tensor& output, const Tensor& longer, AxisSet axes, double eps,
                                const Execution& execution = {});

} // namespace layernorm
