// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/latex_number.h"

#include "core/io/number_text.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace layernorm::latex {

namespace {

using boost::multiprecision::cpp_int;

// Beyond these, 0.000012 and 12000000 are harder to read than powers of ten.
constexpr int smallestFixedExponent = -4;
constexpr int largestFixedExponent = 5;

Exact powerOfTen(int exponent)
{
    const Exact power(boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(std::abs(exponent))));
    return exponent < 0 ? Exact(1 / power) : power;
}

/// The exponent of the first digit; magnitude > 0.
int decimalExponent(const Exact& magnitude)
{
    const int estimate = static_cast<int>(numerator(magnitude).str().size()) -
                         static_cast<int>(denominator(magnitude).str().size());
    return magnitude < powerOfTen(estimate) ? estimate - 1 : estimate;
}

std::string fixedText(const std::string& digits, int beforePoint)
{
    const int count = static_cast<int>(digits.size());
    if (beforePoint <= 0)
        return "0." + std::string(static_cast<std::size_t>(-beforePoint), '0') + digits;
    if (beforePoint >= count)
        return digits + std::string(static_cast<std::size_t>(beforePoint - count), '0');
    const auto point = static_cast<std::size_t>(beforePoint);
    return digits.substr(0, point) + "." + digits.substr(point);
}

/// `digits` without zeros at its end, the first one being that of 10^exponent.
std::string magnitudeText(const std::string& digits, int exponent)
{
    const bool tooLarge = exponent > largestFixedExponent && exponent + 1 > static_cast<int>(digits.size());
    if (exponent >= smallestFixedExponent && !tooLarge)
        return fixedText(digits, exponent + 1);
    const std::string power = "10^{" + std::to_string(exponent) + "}";
    return digits == "1" ? power : fixedText(digits, 1) + " \\cdot " + power;
}

Number notFinite(double value)
{
    return std::isnan(value) ? Number{false, "\\mathrm{NaN}", {}, true}
                             : Number{value < 0, "\\infty", {}, true};
}

} // namespace

Number rounded(const Exact& value, int digits)
{
    if (value == 0)
        return {false, "0", Exact(0), true};
    const bool negative = value < 0;
    const Exact magnitude = negative ? Exact(-value) : value;
    int shift = digits - 1 - decimalExponent(magnitude);
    const Exact scaled = magnitude * powerOfTen(shift) + Exact(1, 2);
    cpp_int whole = numerator(scaled) / denominator(scaled);
    for (; whole % 10 == 0; --shift)
        whole /= 10;
    const Exact shown = Exact(whole) * powerOfTen(-shift);
    const std::string text = whole.str();
    const int exponent = static_cast<int>(text.size()) - 1 - shift;
    return {negative, magnitudeText(text, exponent), negative ? Exact(-shown) : shown, shown == magnitude};
}

Number rounded(double value, int digits)
{
    return std::isfinite(value) ? rounded(Exact(value), digits) : notFinite(value);
}

Number shortest(double value)
{
    const std::string text = exactText(value, DType::Float64);
    const std::string mantissa = text.substr(0, text.find('e'));
    const auto first =
        std::find_if(mantissa.begin(), mantissa.end(), [](char c) { return c >= '1' && c <= '9'; });
    const auto digits = std::count_if(first, mantissa.end(), [](char c) { return c >= '0' && c <= '9'; });
    return rounded(value, static_cast<int>(digits));
}

std::string leading(const Number& number)
{
    return (number.negative ? "-" : "") + number.magnitude;
}

std::string added(const Number& number)
{
    return (number.negative ? " - " : " + ") + number.magnitude;
}

std::string subtracted(const Number& number)
{
    return (number.negative ? " + " : " - ") + number.magnitude;
}

} // namespace layernorm::latex
