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

// An output has passed two roundings of its deviation and one of the product; rstd three of its own (two of
// them halved by the root), and half of the variance's, of which there are two or three. They hardly ever all
// point the same way: of some ten million tokens none was further off than 4.5.
inline constexpr double fewRoundings = 5;

} // namespace layernorm::testing
