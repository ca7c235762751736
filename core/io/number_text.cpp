// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/number_text.h"

#include <algorithm>
#include <array>
#include <boost/algorithm/string/replace.hpp>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <system_error>

namespace layernorm {

namespace {

constexpr double scientificFrom = 1e5;

std::string_view withoutBlanks(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Takes the sign away from the front of `text`; true for a minus.
bool takeSign(std::string_view& text)
{
    struct Sign {
        std::string_view characters;
        bool negative;
    };
    static constexpr std::array signs{Sign{"-", true}, Sign{"\u2212", true}, Sign{"+", false}};
    for (const Sign& sign : signs) {
        if (!text.starts_with(sign.characters))
            continue;
        text.remove_prefix(sign.characters.size());
        return sign.negative;
    }
    return false;
}

char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// Not left to from_chars, which also takes nan(123) and, after 0x, inf.
std::optional<double> namedValue(std::string_view text)
{
    std::string name(text);
    std::transform(name.begin(), name.end(), name.begin(), lower);
    if (name == "nan")
        return std::numeric_limits<double>::quiet_NaN();
    if (name == "inf" || name == "infinity")
        return std::numeric_limits<double>::infinity();
    return std::nullopt;
}

bool startsAsNumber(std::string_view text, std::chars_format format)
{
    constexpr std::string_view decimal = "0123456789.";
    constexpr std::string_view hexadecimal = "0123456789abcdefABCDEF.";
    const std::string_view allowed = format == std::chars_format::hex ? hexadecimal : decimal;
    return !text.empty() && allowed.find(text.front()) != std::string_view::npos;
}

/// Which side of the range a number lies on that from_chars calls out of range.
bool isBelowOne(std::string_view text, std::chars_format format)
{
    const bool hexadecimal = format == std::chars_format::hex;
    const auto exponentAt = text.find_first_of(hexadecimal ? "pP" : "eE");
    const std::string_view digits = text.substr(0, exponentAt);
    const auto point = static_cast<std::int64_t>(std::min(digits.find('.'), digits.size()));
    const auto first = static_cast<std::int64_t>(digits.find_first_not_of("0."));
    const std::int64_t order = first < point ? point - first - 1 : point - first;
    std::int64_t exponent = 0;
    if (exponentAt != std::string_view::npos) {
        std::string_view written = text.substr(exponentAt + 1);
        if (written.starts_with('+'))
            written.remove_prefix(1);
        const auto [end, code] = std::from_chars(written.data(), written.data() + written.size(), exponent);
        if (code != std::errc())
            return written.starts_with('-');
    }
    return order * (hexadecimal ? 4 : 1) + exponent < 0;
}

template <typename T>
struct Magnitude {
    T value = 0;
    std::errc code = std::errc::invalid_argument;
};

/// Straight to T, because rounding to double first would round twice.
template <typename T>
Magnitude<T> parseMagnitude(std::string_view text)
{
    auto format = std::chars_format::general;
    if (text.starts_with("0x") || text.starts_with("0X")) {
        format = std::chars_format::hex;
        text.remove_prefix(2);
    }
    if (!startsAsNumber(text, format))
        return {};
    Magnitude<T> magnitude;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), magnitude.value, format);
    if (code == std::errc::invalid_argument || end != text.data() + text.size())
        return {};
    // from_chars leaves the value alone when it is out of range, and says so for numbers that round to 0 too.
    magnitude.code = code;
    if (code == std::errc::result_out_of_range && isBelowOne(text, format))
        magnitude = {0, std::errc()};
    return magnitude;
}

template <typename T>
std::string shortest(T value)
{
    std::array<char, 64> buffer{};
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return std::string(buffer.data(), written.ptr);
}

template <typename T>
Result<double> parseNumberAs(std::string_view text, DType dtype)
{
    const std::string_view number = withoutBlanks(text);
    std::string_view unsignedText = number;
    const bool negative = takeSign(unsignedText);
    if (const std::optional<double> named = namedValue(unsignedText))
        return negative ? -*named : *named;
    const Magnitude<T> magnitude = parseMagnitude<T>(unsignedText);
    if (magnitude.code == std::errc::result_out_of_range)
        return failure(LAYERNORM_SENTENCE(
                           "Core", "%1 is beyond the largest %2, %3; write a smaller number, or inf to mean "
                                   "infinity"),
                       {std::string(number), name(dtype), shortest(std::numeric_limits<T>::max())});
    if (magnitude.code != std::errc())
        return failure(LAYERNORM_SENTENCE(
                           "Core", "\"%1\" is not a number; write it like 1.5, -2e-3, 0x1.8p+1, inf or nan, "
                                   "with a point for the decimals"),
                       {std::string(number)});
    return static_cast<double>(negative ? -magnitude.value : magnitude.value);
}

std::optional<std::string> nonFiniteText(double value)
{
    if (std::isnan(value))
        return "nan";
    if (std::isinf(value))
        return value > 0 ? "inf" : "-inf";
    return std::nullopt;
}

} // namespace

Result<double> parseNumber(std::string_view text, DType dtype)
{
    const auto parse = [dtype](std::string_view number) {
        return dtype == DType::Float32 ? parseNumberAs<float>(number, dtype)
                                       : parseNumberAs<double>(number, dtype);
    };
    Result<double> value = parse(text);
    // An exponent may have a true minus, too; what is wrong quotes the text as it was.
    constexpr std::string_view trueMinus = "\u2212";
    if (value || text.find(trueMinus) == std::string_view::npos)
        return value;
    const Result<double> plain = parse(boost::replace_all_copy(std::string(text), trueMinus, "-"));
    return plain ? plain : value;
}

std::string exactText(double value, DType dtype)
{
    if (auto text = nonFiniteText(value))
        return *std::move(text);
    return dtype == DType::Float32 ? shortest(static_cast<float>(value)) : shortest(value);
}

std::string digitsText(double value, std::chars_format format, int digits)
{
    // The largest double takes 309 digits before the point.
    std::string text(static_cast<std::size_t>(digits) + 320, '\0');
    const auto written = std::to_chars(text.data(), text.data() + text.size(), value, format, digits);
    text.resize(static_cast<std::size_t>(written.ptr - text.data()));
    return text;
}

std::string shortText(double value, int digits)
{
    if (auto text = nonFiniteText(value))
        return *std::move(text);
    if (std::abs(value) >= scientificFrom)
        return digitsText(value, std::chars_format::scientific, digits);
    std::string text = digitsText(value, std::chars_format::fixed, digits);
    const bool showsNothing = value != 0 && text.find_first_not_of("-0.") == std::string::npos;
    return showsNothing ? digitsText(value, std::chars_format::scientific, digits) : text;
}

} // namespace layernorm
