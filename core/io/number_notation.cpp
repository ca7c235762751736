// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/number_notation.h"

#include "core/io/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace layernorm {

namespace {

using Kind = NumberNotation::Kind;

struct NotationName {
    Kind kind;
    std::string_view name;
};

constexpr NotationName names[] = {
    {Kind::Automatic, "automatic"},    {Kind::Decimals, "decimals"},       {Kind::Scientific, "scientific"},
    {Kind::FractionOfMax, "fraction"}, {Kind::Hexadecimal, "hexadecimal"},
};

/// From here on a float64 has no decimals.
constexpr double decimalsEnd = 1e15;
/// What "e-05" takes: so many digits fewer make a scientific text as long as "0.0001".
constexpr int exponentLength = 4;

std::string decimalText(double value, int digits)
{
    if (std::abs(value) >= decimalsEnd)
        return digitsText(value, std::chars_format::scientific, digits);
    std::string text = digitsText(value, std::chars_format::fixed, digits);
    if (text.find_first_not_of("-0.") != std::string::npos)
        return text;
    return digitsText(value, std::chars_format::scientific, std::max(1, digits - exponentLength));
}

/// A float32 is written as the float64 it is: the same bits, and no leading zeros where it is subnormal.
std::string hexadecimalText(double value)
{
    std::array<char, 64> buffer{};
    const auto written =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(value), std::chars_format::hex);
    return (std::signbit(value) ? "-0x" : "0x") + std::string(buffer.data(), written.ptr);
}

} // namespace

Result<NumberNotation> NumberNotation::parse(std::string_view text)
{
    const auto colon = text.find(':');
    const std::string_view name = text.substr(0, colon);
    const std::string_view digits = colon == std::string_view::npos ? "4" : text.substr(colon + 1);
    NumberNotation notation;
    const auto known = std::ranges::find(names, name, &NotationName::name);
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), notation.digits);
    const bool counted = code == std::errc() && end == digits.data() + digits.size() &&
                         notation.digits >= fewestDigits && notation.digits <= mostDigits;
    if (known == std::end(names) || !counted)
        return failure(LAYERNORM_SENTENCE("Core", "\"%1\" is no number format; write automatic, decimals:4, "
                                                  "scientific:5, fraction:2 or hexadecimal, with 1 to 17 "
                                                  "digits"),
                       {std::string(text)});
    notation.kind = known->kind;
    return notation;
}

std::string NumberNotation::text() const
{
    const std::string name(std::ranges::find(names, kind, &NotationName::kind)->name);
    return hasDigits() ? name + ':' + std::to_string(digits) : name;
}

std::string automaticText(double value, int digits)
{
    if (value == 0)
        return std::signbit(value) ? "-0" : "0";
    for (double limit = 10; digits > 0 && std::abs(value) >= limit; limit *= 10)
        --digits;
    const bool tiny = std::abs(value) * 2 < std::pow(10.0, -digits);
    return shortText(value, tiny ? 1 : digits);
}

std::string notatedText(double value, const NumberNotation& notation, double largest)
{
    if (!std::isfinite(value))
        return exactText(value, DType::Float64);
    if (notation.kind == Kind::Hexadecimal)
        return hexadecimalText(value);
    if (value == 0)
        return automaticText(value);
    switch (notation.kind) {
    case Kind::Decimals:
        return decimalText(value, notation.digits);
    case Kind::Scientific:
        return digitsText(value, std::chars_format::scientific, notation.digits - 1);
    case Kind::FractionOfMax:
        return largest > 0 ? decimalText(value / largest, notation.digits) : automaticText(value);
    default:
        return automaticText(value);
    }
}

std::string widestText(const NumberNotation& notation, DType dtype, double largest)
{
    const bool isFloat32 = dtype == DType::Float32;
    const std::string exponent = isFloat32 ? "e-38" : "e-308";
    const auto scientific = [&](int decimals) {
        return "-8." + std::string(static_cast<std::size_t>(decimals), '8') + exponent;
    };
    const auto decimals = [&](double magnitude) {
        const double shown = std::min(magnitude, decimalsEnd / 2);
        std::string fixed = digitsText(-shown, std::chars_format::fixed, notation.digits);
        std::string small = scientific(
            magnitude >= decimalsEnd ? notation.digits : std::max(1, notation.digits - exponentLength));
        std::ranges::replace_if(
            fixed, [](char c) { return c >= '0' && c <= '9'; }, '8');
        return fixed.size() >= small.size() ? fixed : small;
    };
    switch (notation.kind) {
    case Kind::Decimals:
        return decimals(largest);
    case Kind::Scientific:
        return scientific(std::max(1, notation.digits - 1));
    case Kind::FractionOfMax:
        return decimals(1);
    case Kind::Hexadecimal:
        return isFloat32 ? "-0x1.ddddddp-149" : "-0x1.dddddddddddddp-1074";
    default:
        return {};
    }
}

} // namespace layernorm
