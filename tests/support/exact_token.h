// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/roundings.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

/// The formula of LayerNorm in quadruple precision, to measure errors with.
namespace layernorm::testing {

#ifdef __SIZEOF_FLOAT128__
__extension__ typedef __float128 Quad;
#else
using Quad = long double; // 113 bits where there is no __float128 (aarch64)
#endif

inline Quad magnitude(Quad value)
{
    return value < 0 ? -value : value;
}

inline Quad squareRoot(Quad value)
{
    if (!(value > 0))
        return 0;
    Quad result = static_cast<Quad>(std::sqrt(static_cast<long double>(value)));
    for (int step = 0; step < 2; ++step)
        result = (result + value / result) / 2;
    return result;
}

/// Mean, variance and outputs of one token.
template <typename T>
struct ExactToken {
    explicit ExactToken(std::span<const T> x)
    {
        const auto count = static_cast<Quad>(x.size());
        for (const T value : x)
            mean += static_cast<Quad>(value);
        mean /= count;
        for (const T value : x) {
            const Quad deviation = static_cast<Quad>(value) - mean;
            variance += deviation * deviation;
            largestDeviation = std::max(largestDeviation, magnitude(deviation));
        }
        variance /= count;
    }

    [[nodiscard]] Quad rootWith(double eps) const
    {
        return squareRoot(variance + static_cast<Quad>(static_cast<T>(eps)));
    }

    /// The largest error of `output`, in roundings of the largest exact output; infinite where one is no
    /// number.
    [[nodiscard]] double largestError(std::span<const T> x, std::span<const T> output, double eps) const
    {
        const Quad root = rootWith(eps);
        Quad worst = 0; // of output * root, which is the deviation
        for (std::size_t i = 0; i < x.size(); ++i) {
            if (!std::isfinite(output[i]))
                return infinity;
            worst = std::max(
                worst, magnitude(static_cast<Quad>(output[i]) * root - (static_cast<Quad>(x[i]) - mean)));
        }
        // An output is a multiple of the smallest subnormal, whatever its own size; in float64 so is a deviation.
        worst -= static_cast<Quad>(std::numeric_limits<T>::denorm_min()) *
                 (sizeof(T) == sizeof(double) ? std::max<Quad>(root, 1) : root);
        if (worst <= 0)
            return 0;
        return largestDeviation == 0 ? infinity : static_cast<double>(worst / largestDeviation) / roundoff<T>;
    }

    Quad mean = 0;
    Quad variance = 0;
    Quad largestDeviation = 0;
};

} // namespace layernorm::testing
