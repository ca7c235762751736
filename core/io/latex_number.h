// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <optional>
#include <string>

/// Numbers as formulas in LaTeX show them: 1.5, 2.5 \cdot 10^{-7}, 10^{30}, \infty, \mathrm{NaN}.
namespace layernorm::latex {

/// Any finite double, and whatever is made of them without roots, without error.
using Exact = boost::multiprecision::cpp_rational;

struct Number {
    bool negative = false; ///< never for zero and NaN
    std::string magnitude;
    std::optional<Exact> shown; ///< what the text says, with its sign; nothing when not finite
    bool isExact = true;        ///< the text has all digits of the value

    [[nodiscard]] bool isFinite() const { return shown.has_value(); }
};

/// Rounded to `digits` significant digits (halves away from zero), without trailing zeros.
[[nodiscard]] Number rounded(const Exact& value, int digits);
[[nodiscard]] Number rounded(double value, int digits);
/// The shortest decimal number that reads back to this double.
[[nodiscard]] Number shortest(double value);

/// "-0.5"
[[nodiscard]] std::string leading(const Number& number);
/// " - 0.5", to go on after something
[[nodiscard]] std::string added(const Number& number);
/// " + 0.5" for -0.5
[[nodiscard]] std::string subtracted(const Number& number);

} // namespace layernorm::latex
