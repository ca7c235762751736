// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <charconv>
#include <string>
#include <string_view>

namespace layernorm {

/// The number a text stands for, rounded once to `dtype` and widened exactly to double.
///
/// Any number of the C locale: 1, -0.5, +.25, 1e-3, 0x1.8p+1, inf, -infinity, nan (any case); a true minus
/// sign (U+2212) counts as '-'; blanks around it are ignored. A magnitude too small for the type becomes 0 or
/// the smallest subnormal, whichever is nearer. Errors: no number; something after the number; a magnitude
/// beyond the type's largest (write inf to mean it).
Result<double> parseNumber(std::string_view text, DType dtype);

/// The shortest text that reads back to the same bits of `dtype`; "nan", "inf", "-inf".
[[nodiscard]] std::string exactText(double value, DType dtype);

/// `digits` digits after the point, or scientific where that would show nothing or overflow the cell
/// (0 < |value| < 10^-digits / 2, or |value| >= 1e5); "nan", "inf", "-inf". With '-' as the sign.
[[nodiscard]] std::string shortText(double value, int digits = 4);

/// `digits` digits after the point, in a notation without hexadecimal digits; a finite value.
[[nodiscard]] std::string digitsText(double value, std::chars_format format, int digits);

} // namespace layernorm
