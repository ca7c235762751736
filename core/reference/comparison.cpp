// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reference/comparison.h"

#include "core/norm/exact_layer_norm.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <type_traits>

namespace layernorm {

namespace {

/// Numbers in order as integers in order: neighbours differ by 1, and 0 and -0 are both 0.
template <typename T>
std::int64_t ordinal(T value)
{
    using Bits = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;
    const Bits bits = std::bit_cast<Bits>(value);
    // The magnitude's bits grow with the magnitude; a negative number counts down from 0.
    return bits >= 0 ? bits : static_cast<Bits>(std::numeric_limits<Bits>::min() - bits);
}

template <typename T>
std::uint64_t ulpDistance(T a, T b)
{
    if (std::isnan(a) || std::isnan(b))
        return std::isnan(a) && std::isnan(b) ? 0 : Comparison::incomparable;
    const auto first = static_cast<std::uint64_t>(ordinal(a));
    const auto second = static_cast<std::uint64_t>(ordinal(b));
    return ordinal(a) >= ordinal(b) ? first - second : second - first;
}

template <typename T>
Comparison compareValues(std::span<const T> ours, std::span<const T> theirs, Tolerance tolerance)
{
    Comparison comparison;
    comparison.tolerance = tolerance;
    comparison.ulp.resize(ours.size());
    for (std::size_t i = 0; i < ours.size(); ++i) {
        const auto a = static_cast<double>(ours[i]);
        const auto b = static_cast<double>(theirs[i]);
        comparison.ulp[i] = ulpDistance(ours[i], theirs[i]);
        comparison.maxUlpDifference = std::max(comparison.maxUlpDifference, comparison.ulp[i]);
        comparison.disagreeing += isClose(a, b, tolerance) ? 0 : 1;
        const double difference = absoluteDifference(a, b);
        // A NaN difference is the worst there is, and the first one is kept.
        if (difference > comparison.maxAbsDifference ||
            (std::isnan(difference) && !std::isnan(comparison.maxAbsDifference))) {
            comparison.maxAbsDifference = difference;
            comparison.worstIndex = static_cast<std::int64_t>(i);
        }
    }
    return comparison;
}

} // namespace

bool isClose(double ours, double theirs, Tolerance tolerance)
{
    if (ours == theirs || (std::isnan(ours) && std::isnan(theirs)))
        return true;
    // An infinite right-hand side would let everything pass.
    return std::isfinite(theirs) &&
           std::abs(ours - theirs) <= tolerance.atol + tolerance.rtol * std::abs(theirs);
}

Tolerance toleranceFor(DType dtype)
{
    return dtype == DType::Float32 ? Tolerance{1e-5, 1e-6} : Tolerance{1e-12, 1e-12};
}

double absoluteDifference(double a, double b)
{
    if (a == b || (std::isnan(a) && std::isnan(b)))
        return 0;
    return std::abs(a - b);
}

Result<Comparison> compare(const Tensor& ours, const Tensor& theirs, Tolerance tolerance)
{
    if (ours.shape() != theirs.shape() || ours.dtype() != theirs.dtype())
        return failure(
            LAYERNORM_SENTENCE("Core", "The library's result is %1 of shape %2 and ours is %3 of shape %4; "
                                       "only equal shapes and types can be compared"),
            {name(theirs.dtype()), theirs.shape().text(), name(ours.dtype()), ours.shape().text()});
    if (ours.dtype() == DType::Float32)
        return compareValues(ours.values<float>(), theirs.values<float>(), tolerance);
    return compareValues(ours.values<double>(), theirs.values<double>(), tolerance);
}

Judgement judge(const Tensor& input, const LayerNormParameters& parameters, const Tensor& ours,
                const Tensor& theirs, std::int64_t index)
{
    Judgement judgement;
    judgement.exact = exactOutput(input, parameters, index);
    judgement.ourError = absoluteDifference(ours.at(index), judgement.exact);
    judgement.theirError = absoluteDifference(theirs.at(index), judgement.exact);
    if (judgement.ourError < judgement.theirError)
        judgement.nearer = Judgement::Nearer::Ours;
    else if (judgement.theirError < judgement.ourError)
        judgement.nearer = Judgement::Nearer::Theirs;
    return judgement;
}

} // namespace layernorm
