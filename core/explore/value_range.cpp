// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/value_range.h"

#include <algorithm>
#include <cmath>

namespace layernorm {

ValueRange finiteRange(const Tensor& tensor)
{
    return tensor.visit([](const auto& values) {
        using T = typename std::decay_t<decltype(values)>::value_type;
        T minimum = std::numeric_limits<T>::infinity();
        T maximum = -minimum;
        for (const T value : values) {
            const bool finite = std::isfinite(value);
            minimum = finite && value < minimum ? value : minimum;
            maximum = finite && value > maximum ? value : maximum;
        }
        if (minimum > maximum)
            return ValueRange{};
        return ValueRange{static_cast<double>(minimum), static_cast<double>(maximum),
                          static_cast<double>(std::max(std::abs(minimum), std::abs(maximum)))};
    });
}

} // namespace layernorm
