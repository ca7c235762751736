// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/value_range.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace layernorm {

namespace {

/// Extremes of the finite values, kept in lanes so that the compiler can use vectors.
template <typename T>
struct Extremes {
    static constexpr std::size_t lanes = 16;
    std::array<T, lanes> minimum;
    std::array<T, lanes> maximum;

    Extremes()
    {
        minimum.fill(std::numeric_limits<T>::infinity());
        maximum.fill(-std::numeric_limits<T>::infinity());
    }

    void take(std::size_t lane, T value)
    {
        // Of NaN and infinities the difference is NaN.
        const bool finite = value - value == T(0);
        minimum[lane] = finite && value < minimum[lane] ? value : minimum[lane];
        maximum[lane] = finite && value > maximum[lane] ? value : maximum[lane];
    }
};

template <typename T>
ValueRange rangeOf(std::span<const T> values)
{
    Extremes<T> extremes;
    std::size_t i = 0;
    for (; i + extremes.lanes <= values.size(); i += extremes.lanes)
        for (std::size_t lane = 0; lane < extremes.lanes; ++lane)
            extremes.take(lane, values[i + lane]);
    for (; i < values.size(); ++i)
        extremes.take(0, values[i]);
    const double minimum = *std::min_element(extremes.minimum.begin(), extremes.minimum.end());
    const double maximum = *std::max_element(extremes.maximum.begin(), extremes.maximum.end());
    if (minimum > maximum)
        return {};
    return {minimum, maximum, std::max(std::abs(minimum), std::abs(maximum))};
}

} // namespace

ValueRange finiteRange(const Tensor& tensor)
{
    return tensor.visit([](const auto& values) { return rangeOf(values); });
}

ValueRange finiteRange(std::span<const double> values)
{
    return rangeOf(values);
}

} // namespace layernorm
