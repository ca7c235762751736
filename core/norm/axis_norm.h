// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm.h"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>

/// LayerNorm's formula, without gamma and beta, over any of the axes of a block [batch, sequence, dimension]:
///
///     mean     = sum(x) / n
///     variance = sum((x - mean)^2) / n
///     y        = (x - mean) / sqrt(variance + eps)
///
/// where x runs over the n cells that differ in the chosen axes only: a *group*. Over the dimension this is
/// LayerNorm, over batch and sequence what BatchNorm does in training (Ioffe and Szegedy 2015), over the
/// sequence InstanceNorm (Ulyanov, Vedaldi and Lempitsky 2016).
///
/// The groups are laid side by side and given to core/norm/forward.h: precision, bits and edges (eps,
/// constant groups, NaN and infinities) are those of core/norm/layer_norm.h, with group for token. Over
/// trailing axes the bits are `layerNorm`'s.
namespace layernorm {

enum class Axis : unsigned { Batch = 1, Sequence = 2, Dimension = 4 };

/// Some of the three axes.
class AxisSet
{
public:
    constexpr AxisSet() = default;
    constexpr AxisSet(std::initializer_list<Axis> axes)
    {
        for (const Axis axis : axes)
            m_bits |= static_cast<unsigned>(axis);
    }

    [[nodiscard]] constexpr bool has(Axis axis) const { return (m_bits & static_cast<unsigned>(axis)) != 0; }
    [[nodiscard]] constexpr bool isEmpty() const { return m_bits == 0; }

    friend constexpr bool operator==(AxisSet, AxisSet) = default;

private:
    unsigned m_bits = 0;
};

/// "batch+sequence": always in the order batch, sequence, dimension.
[[nodiscard]] std::string name(AxisSet axes);

/// The extents of a tensor seen as [batch, sequence, dimension]: a rank below 3 gets leading 1s; above 3 all
/// but the last two extents are run together into the batch.
struct Block {
    std::int64_t batch = 1;
    std::int64_t sequence = 1;
    std::int64_t dimension = 1;

    static Block of(const Shape& shape);

    [[nodiscard]] Shape shape() const;
    /// Rows of the tables people look at: tokens.
    [[nodiscard]] std::int64_t rows() const { return batch * sequence; }

    friend bool operator==(const Block&, const Block&) = default;
};

/// Which cells share their statistics.
class Grouping
{
public:
    Grouping(const Block& block, AxisSet axes);

    [[nodiscard]] std::int64_t groups() const { return m_groups; }
    [[nodiscard]] std::int64_t valuesPerGroup() const { return m_block.shape().elements() / m_groups; }
    /// The group of a cell, 0 to groups() - 1. Groups are numbered row-major over the axes that are left, as
    /// the values of AxisNormResult::mean are.
    [[nodiscard]] std::int64_t groupOf(std::int64_t batch, std::int64_t sequence,
                                       std::int64_t dimension) const
    {
        return batch * m_steps[0] + sequence * m_steps[1] + dimension * m_steps[2];
    }
    /// The same for the row-major index of a cell.
    [[nodiscard]] std::int64_t groupOf(std::int64_t cell) const;

private:
    Block m_block;
    std::array<std::int64_t, 3> m_steps{}; ///< 0 along the axes that are normalised over
    std::int64_t m_groups = 1;
};

struct AxisNormResult {
    Tensor output;   ///< of the input's shape
    Tensor mean;     ///< of the block's shape with 1 for the axes normalised over, as are the next two
    Tensor variance; ///< biased
    Tensor reciprocalStd;
    Completion completion = Completion::Finished; ///< when stopped, the rest is of no use
};

/// Takes memory for two more tensors of the input's size where the axes are not the trailing ones.
/// Errors: no axes; as `checkEps`.
Result<AxisNormResult> axisNorm(const Tensor& input, AxisSet axes, double eps,
                                const Execution& execution = {});

/// y = x / sqrt(mean(x^2) + eps) over the same groups, without a factor (Zhang and Sennrich 2019).
struct RmsNormResult {
    Tensor output;     ///< of the input's shape
    Tensor meanSquare; ///< of the block's shape with 1 for the axes normalised over
    Completion completion = Completion::Finished;
};

/// The core's LayerNorm of every group together with its negatives: their mean is 0 and their variance the
/// mean square, so the precision is the same, too. eps is rounded to the tensor's type. A group of zeros
/// gives 0, or NaN where eps = 0; NaN or an infinity makes its group NaN and no other. Errors: no axes; as
/// `checkEps`; more than Shape::maxElements / 2 values in a group.
Result<RmsNormResult> rmsNorm(const Tensor& input, AxisSet axes, double eps, const Execution& execution = {});

} // namespace layernorm
