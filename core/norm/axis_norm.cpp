// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/norm/axis_norm.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace layernorm {

namespace {

constexpr std::array allAxes{Axis::Batch, Axis::Sequence, Axis::Dimension};

/// How far it is from one value to the next along an axis in memory.
struct Walk {
    std::int64_t extent;
    std::int64_t step;
};

/// The cells of a block in another order: outermost axis first.
using Order = std::array<Walk, 3>;

/// The axes that are left outside, those normalised over inside, each in their usual order: groups lie side
/// by side.
Order groupsSideBySide(const Block& block, AxisSet axes)
{
    const std::array<Walk, 3> walks{Walk{block.batch, block.sequence * block.dimension},
                                    Walk{block.sequence, block.dimension}, Walk{block.dimension, 1}};
    Order order{};
    std::size_t count = 0;
    for (const bool inside : {false, true})
        for (std::size_t i = 0; i < allAxes.size(); ++i)
            if (axes.has(allAxes[i]) == inside)
                order[count++] = walks[i];
    return order;
}

/// Whether that is the order of the tensor itself.
bool isRowMajor(const Order& order)
{
    // An axis of one value may stand anywhere.
    std::int64_t step = 1;
    for (auto walk = order.rbegin(); walk != order.rend(); ++walk) {
        if (walk->extent == 1)
            continue;
        if (walk->step != step)
            return false;
        step *= walk->extent;
    }
    return true;
}

/// A run of indices along one axis.
struct Stretch {
    std::int64_t first;
    std::int64_t end;
};

/// Calls `function` with one stretch after the other, as long as it returns true.
template <typename Function>
bool inStretches(std::int64_t extent, Function&& function)
{
    constexpr std::int64_t length = 32;
    for (std::int64_t first = 0; first < extent; first += length)
        if (!function(Stretch{first, std::min(first + length, extent)}))
            return false;
    return true;
}

/// Calls `move(inOrder, inTensor)` for every cell, with its index in that order and in the tensor. Tile by
/// tile: one of the two indices jumps, and what it brought into the cache is to be used up.
template <typename Move>
Completion forEachCell(const Order& order, const Execution& execution, Move&& move)
{
    const Walk outer = order[0];
    const Walk middle = order[1];
    const Walk inner = order[2];
    const auto moveTile = [&](Stretch is, Stretch js, Stretch ks) {
        for (std::int64_t i = is.first; i < is.end; ++i)
            for (std::int64_t j = js.first; j < js.end; ++j) {
                const std::int64_t inOrder = (i * middle.extent + j) * inner.extent;
                const std::int64_t inTensor = i * outer.step + j * middle.step;
                for (std::int64_t k = ks.first; k < ks.end; ++k)
                    move(static_cast<std::size_t>(inOrder + k),
                         static_cast<std::size_t>(inTensor + k * inner.step));
            }
        return !execution.stop.stop_requested();
    };
    const bool finished = inStretches(outer.extent, [&](Stretch is) {
        return inStretches(middle.extent, [&](Stretch js) {
            return inStretches(inner.extent, [&](Stretch ks) { return moveTile(is, js, ks); });
        });
    });
    return finished ? Completion::Finished : Completion::Stopped;
}

/// `tensor` with its cells in that order.
Completion putInOrder(const Tensor& tensor, const Order& order, Tensor& ordered, const Execution& execution)
{
    return tensor.visit([&](const auto& from) {
        using T = typename std::decay_t<decltype(from)>::value_type;
        const std::span<T> to = ordered.values<T>();
        return forEachCell(order, execution,
                           [&](std::size_t inOrder, std::size_t inTensor) { to[inOrder] = from[inTensor]; });
    });
}

Completion putBack(const Tensor& ordered, const Order& order, Tensor& tensor, const Execution& execution)
{
    return ordered.visit([&](const auto& from) {
        using T = typename std::decay_t<decltype(from)>::value_type;
        const std::span<T> to = tensor.values<T>();
        return forEachCell(order, execution,
                           [&](std::size_t inOrder, std::size_t inTensor) { to[inTensor] = from[inOrder]; });
    });
}

Shape shapeOfStatistics(const Block& block, AxisSet axes)
{
    return Shape::of({axes.has(Axis::Batch) ? 1 : block.batch, axes.has(Axis::Sequence) ? 1 : block.sequence,
                      axes.has(Axis::Dimension) ? 1 : block.dimension});
}

Result<void> checkQuestion(AxisSet axes, double eps)
{
    if (axes.isEmpty())
        return failure(LAYERNORM_SENTENCE(
            "Core",
            "There is no axis to normalise over; choose at least one of batch, sequence and dimension"));
    return checkEps(eps);
}

/// Calls `normalize(groups)`, which writes what becomes of the groups into the tensor that it is given and
/// returns it, on a tensor [groups, values], and puts its cells back where they were.
template <typename Normalize>
Completion onGroups(const Tensor& input, const Block& block, AxisSet axes, Tensor& output,
                    const Execution& execution, Normalize&& normalize)
{
    const Grouping grouping(block, axes);
    const Shape groups = Shape::of({grouping.groups(), grouping.valuesPerGroup()});
    const Order order = groupsSideBySide(block, axes);
    if (isRowMajor(order)) {
        Tensor normalized(groups, input.dtype());
        const Completion completion = normalize(input.reshaped(groups), normalized);
        output = std::move(normalized).reshaped(input.shape());
        return completion;
    }
    Tensor ordered(groups, input.dtype());
    if (putInOrder(input, order, ordered, execution) == Completion::Stopped)
        return Completion::Stopped;
    Tensor normalized(groups, input.dtype());
    if (normalize(ordered, normalized) == Completion::Stopped)
        return Completion::Stopped;
    return putBack(normalized, order, output, execution);
}

/// Values that are mirrored at a time: they stay in the cache.
constexpr std::int64_t mirroredElements = std::int64_t{1} << 16;

template <typename T>
Completion rmsNormGroups(std::span<const T> input, std::int64_t groups, double eps, std::span<T> output,
                         std::span<T> meanSquare, const Execution& execution)
{
    const std::int64_t values = static_cast<std::int64_t>(input.size()) / groups;
    const std::int64_t atATime = std::clamp<std::int64_t>(mirroredElements / values, 1, groups);
    std::vector<T> mirrored(static_cast<std::size_t>(2 * atATime * values));
    for (std::int64_t first = 0; first < groups; first += atATime) {
        const std::int64_t count = std::min(atATime, groups - first);
        for (std::int64_t i = 0; i < count; ++i)
            for (std::int64_t k = 0; k < values; ++k) {
                const T x = input[static_cast<std::size_t>((first + i) * values + k)];
                mirrored[static_cast<std::size_t>(2 * i * values + k)] = x;
                mirrored[static_cast<std::size_t>((2 * i + 1) * values + k)] = -x;
            }
        ForwardMemory<T> memory;
        memory.tokens = count;
        memory.dimension = 2 * values;
        memory.input = mirrored.data();
        memory.output = mirrored.data();
        memory.eps = eps;
        memory.variance = meanSquare.data() + first;
        if (*forward(memory, {.threads = execution.threads, .stop = execution.stop}) == Completion::Stopped)
            return Completion::Stopped;
        for (std::int64_t i = 0; i < count; ++i)
            std::copy_n(mirrored.begin() + 2 * i * values, values, output.begin() + (first + i) * values);
        if (execution.progress)
            execution.progress(static_cast<double>(first + count) / static_cast<double>(groups));
    }
    return Completion::Finished;
}

} // namespace

std::string name(AxisSet axes)
{
    constexpr std::array names{"batch", "sequence", "dimension"};
    std::string text;
    for (std::size_t i = 0; i < allAxes.size(); ++i)
        if (axes.has(allAxes[i]))
            text += (text.empty() ? "" : "+") + std::string(names[i]);
    return text;
}

Block Block::of(const Shape& shape)
{
    const Shape whole = shape.withRankAtLeast(3);
    return {whole.elements() / (whole[-2] * whole[-1]), whole[-2], whole[-1]};
}

Shape Block::shape() const
{
    return Shape::of({batch, sequence, dimension});
}

Grouping::Grouping(const Block& block, AxisSet axes) : m_block(block)
{
    const std::array extents{block.batch, block.sequence, block.dimension};
    for (std::size_t i = extents.size(); i-- > 0;)
        if (!axes.has(allAxes[i])) {
            m_steps[i] = m_groups;
            m_groups *= extents[i];
        }
}

std::int64_t Grouping::groupOf(std::int64_t cell) const
{
    const std::int64_t row = cell / m_block.dimension;
    return groupOf(row / m_block.sequence, row % m_block.sequence, cell % m_block.dimension);
}

Result<AxisNormResult> axisNorm(const Tensor& input, AxisSet axes, double eps, const Execution& execution)
{
    if (auto checked = checkQuestion(axes, eps); !checked)
        return tl::unexpected(checked.error());
    const Block block = Block::of(input.shape());
    const Tensor perGroup(shapeOfStatistics(block, axes), input.dtype());
    AxisNormResult result{Tensor(input.shape(), input.dtype()), perGroup, perGroup, perGroup};
    const auto normalize = [&](const Tensor& groups, Tensor& normalized) {
        return groups.visit([&](const auto& values) {
            using T = typename std::decay_t<decltype(values)>::value_type;
            ForwardMemory<T> memory;
            memory.tokens = groups.shape()[0];
            memory.dimension = groups.shape()[1];
            memory.input = values.data();
            memory.output = normalized.values<T>().data();
            memory.eps = eps;
            memory.mean = result.mean.values<T>().data();
            memory.variance = result.variance.values<T>().data();
            memory.reciprocalStd = result.reciprocalStd.values<T>().data();
            return *forward(memory, execution);
        });
    };
    result.completion = onGroups(input, block, axes, result.output, execution, normalize);
    return result;
}

Result<RmsNormResult> rmsNorm(const Tensor& input, AxisSet axes, double eps, const Execution& execution)
{
    if (auto checked = checkQuestion(axes, eps); !checked)
        return tl::unexpected(checked.error());
    const Block block = Block::of(input.shape());
    RmsNormResult result{Tensor(input.shape(), input.dtype()),
                         Tensor(shapeOfStatistics(block, axes), input.dtype())};
    const auto normalize = [&](const Tensor& groups, Tensor& normalized) {
        return groups.visit([&](const auto& values) {
            using T = typename std::decay_t<decltype(values)>::value_type;
            return rmsNormGroups<T>(values, groups.shape()[0], eps, normalized.values<T>(),
                                    result.meanSquare.values<T>(), execution);
        });
    };
    result.completion = onGroups(input, block, axes, result.output, execution, normalize);
    return result;
}

} // namespace layernorm
