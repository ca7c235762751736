// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

/// The two 16-bit formats of deep learning, to tell what rounding to them does to a number.
///
///     float16   1 sign, 5 exponent, 10 fraction bits: 11 significant bits, 2^-14 .. 65504, subnormals from
///     2^-24 bfloat16  1 sign, 8 exponent,  7 fraction bits:  8 significant bits, 2^-126 .. 3.39e38,
///     subnormals from 2^-133
///
/// Rounded is to the nearest, ties to even, from the double itself: once. (PyTorch goes from double to
/// float32 first, which can differ next to a tie.) What rounds beyond the largest number becomes infinite:
/// from 65520 on for float16. Signs of zeros stay; a NaN stays a NaN. Source: IEEE 754-2019, binary16;
/// bfloat16 is the upper half of a float32.
namespace layernorm {

enum class NumberFormat { Float16, BFloat16 };

/// "float16", "bfloat16"
[[nodiscard]] const char* name(NumberFormat format);

/// The nearest number of the format, widened exactly to double.
[[nodiscard]] double rounded(double value, NumberFormat format);

/// The bits of `rounded(value, format)`; a NaN becomes the quiet one without payload, of the same sign.
[[nodiscard]] std::uint16_t bitsOf(double value, NumberFormat format);

/// The number that the bits stand for, exactly.
[[nodiscard]] double numberOf(std::uint16_t bits, NumberFormat format);

} // namespace layernorm
