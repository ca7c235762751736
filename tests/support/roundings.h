// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <limits>

/// Numbers that tests of LayerNorm measure errors with.
namespace layernorm::testing {

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double infinity = std::numeric_limits<double>::infinity();

/// Half a unit in the last place of numbers around 1: the most that one rounding changes a number,
/// relatively.
template <typename T>
inline constexpr double roundoff = std::numeric_limits<T>::epsilon() / 2;

inline double roundoffOf(DType dtype)
{
    return dtype == DType::Float32 ? roundoff<float> : roundoff<double>;
}

template <typename T>
inline constexpr DType dtypeOf = sizeof(T) == 4 ? DType::Float32 : DType::Float64;

// Outputs are computed in twice the precision and rounded once. The rest is for what the second rounding of a
// number close to half a step changes.
inline constexpr double oneRounding = 1.001;

} // namespace layernorm::testing
