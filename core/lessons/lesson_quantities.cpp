// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lessons/lesson_quantities.h"

#include "core/explore/gradient_flow.h"
#include "core/lessons/lesson_tensors.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace layernorm {

namespace {

namespace made = lesson_tensors;
using Maker = LessonNumbers::Maker;
using Arguments = std::span<const double>;

Result<std::int64_t> wholeNumber(double value)
{
    constexpr double largest = 1e9;
    if (value != std::floor(value) || std::abs(value) > largest)
        return failure(LAYERNORM_SENTENCE("Core", "%1 is no index; take a whole number from 0 on"),
                       {std::to_string(value)});
    return static_cast<std::int64_t>(value);
}

Result<std::vector<std::int64_t>> wholeNumbers(Arguments arguments)
{
    std::vector<std::int64_t> numbers;
    for (const double argument : arguments) {
        const Result<std::int64_t> number = wholeNumber(argument);
        if (!number)
            return tl::unexpected(number.error());
        numbers.push_back(*number);
    }
    return numbers;
}

Result<std::int64_t> rowOf(const LessonNumbers& now, Arguments place)
{
    const auto numbers = wholeNumbers(place.first(2));
    return numbers ? now.state().row((*numbers)[0], (*numbers)[1]) : tl::unexpected(numbers.error());
}

Result<std::int64_t> cellOf(const LessonNumbers& now, Arguments place)
{
    const auto numbers = wholeNumbers(place.first(3));
    return numbers ? now.state().cell((*numbers)[0], (*numbers)[1], (*numbers)[2])
                   : tl::unexpected(numbers.error());
}

Result<double> valueAt(const Result<Tensor>& tensor, const Result<std::int64_t>& place)
{
    if (!place)
        return tl::unexpected(place.error());
    if (!tensor)
        return tl::unexpected(tensor.error());
    return tensor->at(*place);
}

// The shapes of quantities

/// NAME(batch, token, dimension)
template <Maker make>
Result<double> cell(LessonNumbers& now, LessonNumbers&, Arguments place)
{
    return valueAt(now.tensor(make), cellOf(now, place));
}

/// NAME(batch, token): of the group of values that the token lies in.
template <Maker make>
Result<double> token(LessonNumbers& now, LessonNumbers&, Arguments place)
{
    const Result<std::int64_t> row = rowOf(now, place);
    const Result<Tensor>& values = now.tensor(make);
    if (!row || !values)
        return valueAt(values, row);
    return values->at(*row * values->elements() / now.state().extents().rows());
}

/// NAME(dimension)
template <Tensor LessonState::*which>
Result<double> parameter(LessonNumbers& now, LessonNumbers&, Arguments place)
{
    const Tensor& tensor = now.state().*which;
    const Result<std::int64_t> index = wholeNumber(place[0]);
    if (!index)
        return tl::unexpected(index.error());
    if (const auto inside = checkIndex("gamma, beta", *index, tensor.elements()); !inside)
        return tl::unexpected(inside.error());
    return tensor.at(*index);
}

template <std::int64_t Block::*which>
Result<double> size(LessonNumbers& now, LessonNumbers&, Arguments)
{
    return static_cast<double>(now.state().extents().*which);
}

Result<double> epsOf(LessonNumbers& now, LessonNumbers&, Arguments)
{
    return now.state().eps;
}

Result<double> outputWithEps(LessonNumbers& now, LessonNumbers&, Arguments arguments)
{
    const Result<std::int64_t> place = cellOf(now, arguments.subspan(1));
    return place ? valueAt(now.tensor(made::withEps, {arguments[0]}), place) : tl::unexpected(place.error());
}

// What changed

bool sameBits(double a, double b)
{
    return std::memcmp(&a, &b, sizeof a) == 0;
}

/// NAME(batch, token): 1 where any bit of the token differs from before, else 0.
template <Maker make>
Result<double> differs(LessonNumbers& now, LessonNumbers& before, Arguments place)
{
    const Result<std::int64_t> row = rowOf(now, place);
    const Result<Tensor>& values = now.tensor(make);
    const Result<Tensor>& old = before.tensor(make);
    if (!row)
        return tl::unexpected(row.error());
    if (!values || !old)
        return tl::unexpected(values ? old.error() : values.error());
    if (values->shape() != old->shape() || values->dtype() != old->dtype())
        return 1.0;
    const std::int64_t dimension = now.state().extents().dimension;
    for (std::int64_t i = *row * dimension; i < (*row + 1) * dimension; ++i)
        if (!sameBits(values->at(i), old->at(i)))
            return 1.0;
    return 0.0;
}

// Blocks

/// attention(batch, head, of token, to token)
Result<double> attentionWeight(LessonNumbers& now, LessonNumbers&, Arguments arguments)
{
    const auto place = wholeNumbers(arguments);
    const Result<Tensor>& weights = now.tensor(made::attentionWeights);
    if (!place || !weights)
        return tl::unexpected(place ? weights.error() : place.error());
    constexpr const char* axes[] = {LAYERNORM_SENTENCE("Core", "batch"), LAYERNORM_SENTENCE("Core", "head"),
                                    LAYERNORM_SENTENCE("Core", "token"), LAYERNORM_SENTENCE("Core", "token")};
    std::int64_t index = 0;
    for (std::size_t axis = 0; axis < std::size(axes); ++axis) {
        const std::int64_t extent = weights->shape()[static_cast<int>(axis)];
        if (const auto inside = checkIndex(axes[axis], (*place)[axis], extent); !inside)
            return tl::unexpected(inside.error());
        index = index * extent + (*place)[axis];
    }
    return weights->at(index);
}

/// gradient_norm(residual, norm, layer, depth)
Result<double> gradientNorm(LessonNumbers& now, LessonNumbers&, Arguments arguments)
{
    const auto numbers = wholeNumbers(arguments);
    if (!numbers)
        return tl::unexpected(numbers.error());
    if (const auto known = checkIndex(LAYERNORM_SENTENCE("Core", "norm"), (*numbers)[1], 3); !known)
        return tl::unexpected(known.error());
    const std::int64_t depth = std::clamp<std::int64_t>((*numbers)[3], 0, largestDepth + 1);
    if (const auto inside = checkIndex(LAYERNORM_SENTENCE("Core", "layer"), (*numbers)[2], depth + 1);
        !inside)
        return tl::unexpected(inside.error());
    return valueAt(now.tensor(made::gradientNorms,
                              {arguments[0] != 0 ? 1.0 : 0.0, arguments[1], static_cast<double>(depth)}),
                   (*numbers)[2]);
}

constexpr LessonQuantity quantities[] = {
    {"B", 0, size<&Block::batch>},
    {"S", 0, size<&Block::sequence>},
    {"D", 0, size<&Block::dimension>},
    {"eps", 0, epsOf},
    {"x", 3, cell<made::input>},
    {"y", 3, cell<made::output>},
    {"mean", 2, token<made::mean>},
    {"variance", 2, token<made::variance>},
    {"rstd", 2, token<made::reciprocalStd>},
    {"gamma", 1, parameter<&LessonState::gamma>},
    {"beta", 1, parameter<&LessonState::beta>},
    {"output_mean", 2, token<made::outputMean>},
    {"output_variance", 2, token<made::outputVariance>},
    {"unbiased_variance", 2, token<made::unbiasedVariance>},
    {"y_unbiased", 3, cell<made::unbiased>},
    {"y_eps_outside", 3, cell<made::epsOutside>},
    {"y_eps", 4, outputWithEps},
    {"y_one_pass", 3, cell<made::onePass>},
    {"y_half", 3, cell<made::half>},
    {"rms", 2, token<made::rootMeanSquare>},
    {"y_rms", 3, cell<made::rmsOutput>},
    {"y_batch", 3, cell<made::batchNorm>},
    {"y_instance", 3, cell<made::instanceNorm>},
    {"y_all", 3, cell<made::wholeNorm>},
    {"changed", 2, differs<made::output>},
    {"input_changed", 2, differs<made::input>},
    {"attention", 4, attentionWeight},
    {"attention_out", 3, cell<made::attention>},
    {"sum", 3, cell<made::sum>},
    {"block", 3, cell<made::blockOutput>},
    {"gradient_norm", 4, gradientNorm},
    {"dx", 3, cell<made::gradientOfOnes>},
    {"dx_pattern", 3, cell<made::gradientOfPattern>},
};

} // namespace

std::span<const LessonQuantity> lessonQuantities()
{
    return quantities;
}

} // namespace layernorm
