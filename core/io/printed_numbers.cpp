// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/printed_numbers.h"

#include "core/io/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace layernorm {

namespace {

constexpr std::string_view trueMinus = "\u2212";
constexpr std::string_view unbreakableBlank = "\u00A0";
constexpr int decimalsOfTorch = 4;
// The powers of ten a double has; a printed exponent beyond says nothing more.
constexpr int extremeExponent = 330;

bool isDigit(char character)
{
    return character >= '0' && character <= '9';
}

std::string_view withoutSign(std::string_view token)
{
    if (token.starts_with(trueMinus))
        return token.substr(trueMinus.size());
    return token.starts_with('-') || token.starts_with('+') ? token.substr(1) : token;
}

bool isCutMark(std::string_view token)
{
    return token.starts_with("...") || token.starts_with("\u2026");
}

/// "0,5": what German, French and others write for 0.5, or the numbers 0 and 5.
bool mayHaveDecimalComma(std::string_view token)
{
    const std::string_view digits = withoutSign(token);
    const auto comma = digits.find(',');
    return comma != 0 && comma != std::string_view::npos && comma + 1 < digits.size() &&
           std::all_of(digits.begin(), digits.end(), [](char c) { return isDigit(c) || c == ','; }) &&
           digits.find(',', comma + 1) == std::string_view::npos;
}

bool isBeyondDouble(std::string_view token)
{
    const std::string_view number = withoutSign(token);
    double value = 0;
    const auto [end, code] = std::from_chars(number.data(), number.data() + number.size(), value);
    return code == std::errc::result_out_of_range && end == number.data() + number.size();
}

/// How many bytes the UTF-8 character at the front takes; 0 when it is none.
std::size_t characterBytes(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t bytes = first < 0x80                    ? 1
                              : first >= 0xC2 && first < 0xE0 ? 2
                              : first >= 0xE0 && first < 0xF0 ? 3
                              : first >= 0xF0 && first < 0xF5 ? 4
                                                              : 0;
    if (bytes == 0 || bytes > text.size())
        return 0;
    const bool continued = std::all_of(text.begin() + 1, text.begin() + static_cast<std::ptrdiff_t>(bytes),
                                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; });
    return continued ? bytes : 0;
}

/// From this number's magnitude to the next that the type has, for any type with so many bits of fraction.
double ulp(double value, int fractionBits, int lowestExponent)
{
    return std::ldexp(1.0, std::max(std::ilogb(value), lowestExponent) - fractionBits);
}

/// The spacing of the coarsest type that may have printed `significant` digits as its shortest text.
double spacingOfType(double value, int significant)
{
    constexpr int digitsOfFloat16 = 5;
    constexpr int digitsOfFloat32 = 9;
    if (value == 0 || significant > digitsOfFloat32)
        return 0;
    return significant <= digitsOfFloat16 ? ulp(value, 10, -14) : ulp(value, 23, -126);
}

double powerOfTen(int exponent)
{
    static const std::vector<double> powers = [] {
        std::vector<double> table;
        for (int power = -extremeExponent; power <= std::numeric_limits<double>::max_exponent10; ++power)
            table.push_back(std::pow(10.0, power));
        return table;
    }();
    const int place = std::clamp(exponent + extremeExponent, 0, static_cast<int>(powers.size()) - 1);
    return powers[static_cast<std::size_t>(place)];
}

} // namespace

// ------------------------------------------------------------------------------------------------ text

std::size_t blankAt(std::string_view text)
{
    if (!text.empty() && text.front() > ' ' && text.front() < 0x7F)
        return 0; // nearly always
    if (text.starts_with(unbreakableBlank))
        return unbreakableBlank.size();
    constexpr std::string_view blanks = " \t\r\n\v\f";
    return !text.empty() && blanks.find(text.front()) != std::string_view::npos ? 1 : 0;
}

std::string_view trimmedText(std::string_view text)
{
    while (const std::size_t bytes = blankAt(text))
        text.remove_prefix(bytes);
    while (!text.empty()) {
        const std::size_t bytes =
            text.ends_with(unbreakableBlank) ? 2 : blankAt(text.substr(text.size() - 1));
        if (bytes == 0)
            break;
        text.remove_suffix(bytes);
    }
    return text;
}

std::string_view takeLine(std::string_view& rest)
{
    const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
    const std::string_view line = rest.substr(0, end);
    const std::size_t lineEnd = rest.substr(end).starts_with("\r\n") ? 2 : 1;
    rest.remove_prefix(std::min(end + lineEnd, rest.size()));
    return line;
}

std::string_view takeWord(std::string_view& rest)
{
    while (const std::size_t bytes = blankAt(rest))
        rest.remove_prefix(bytes);
    std::size_t end = 0;
    while (end < rest.size() && blankAt(rest.substr(end)) == 0)
        ++end;
    const std::string_view word = rest.substr(0, end);
    rest.remove_prefix(end);
    return word;
}

std::string quotable(std::string_view token)
{
    constexpr int longest = 24;
    std::string quoted;
    for (int shown = 0; !token.empty(); ++shown) {
        if (shown == longest)
            return quoted + "\u2026";
        const std::size_t bytes = characterBytes(token);
        const bool shows = bytes > 1 || (bytes == 1 && token.front() >= ' ' && token.front() != 0x7F);
        quoted += shows ? token.substr(0, bytes) : std::string_view("\uFFFD");
        token.remove_prefix(std::max<std::size_t>(bytes, 1));
    }
    return quoted;
}

// ---------------------------------------------------------------------------------------------- errors

PrintedNumbers::PrintedNumbers(std::string_view text, std::string source, const Shape& shape)
    : m_text(text),
      m_source(std::move(source)),
      m_shape(shape)
{
}

tl::unexpected<Error> PrintedNumbers::failureAt(std::size_t offset, const char* sentence,
                                                std::vector<std::string> more) const
{
    std::size_t line = 1;
    std::string_view before = m_text.substr(0, offset);
    for (auto end = before.find_first_of("\r\n"); end != std::string_view::npos;
         end = before.find_first_of("\r\n")) {
        (void)takeLine(before);
        ++line;
    }
    const auto characters = std::count_if(
        before.begin(), before.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    std::vector<std::string> arguments{m_source, std::to_string(line), std::to_string(characters + 1)};
    arguments.insert(arguments.end(), std::make_move_iterator(more.begin()),
                     std::make_move_iterator(more.end()));
    return failure(sentence, std::move(arguments));
}

tl::unexpected<Error> PrintedNumbers::failureAt(std::string_view token, const char* sentence,
                                                std::vector<std::string> more) const
{
    return failureAt(static_cast<std::size_t>(token.data() - m_text.data()), sentence, std::move(more));
}

tl::unexpected<Error> PrintedNumbers::ragged(std::size_t offset, std::int64_t count,
                                             std::int64_t others) const
{
    return failureAt(
        offset,
        LAYERNORM_SENTENCE("Core", "%1line %2, column %3: this row is of length %4, the one before it of "
                                   "length %5; give all rows the same length"),
        {std::to_string(count), std::to_string(others)});
}

tl::unexpected<Error> PrintedNumbers::notANumber(std::string_view token) const
{
    if (isCutMark(token))
        return failureAt(
            token,
            LAYERNORM_SENTENCE("Core", "%1line %2, column %3: the print-out was cut short here; print all of "
                                       "it after torch.set_printoptions(profile=\"full\") or "
                                       "numpy.set_printoptions(threshold=sys.maxsize)"));
    if (mayHaveDecimalComma(token))
        return failureAt(token,
                         LAYERNORM_SENTENCE("Core",
                                            "%1line %2, column %3: \"%4\" is one number with a decimal comma "
                                            "or two numbers; write decimals with a point"),
                         {quotable(token)});
    if (isBeyondDouble(token))
        return failureAt(token,
                         LAYERNORM_SENTENCE("Core",
                                            "%1line %2, column %3: %4 is beyond the largest float64; write "
                                            "inf to mean infinity"),
                         {quotable(token)});
    return failureAt(
        token,
        LAYERNORM_SENTENCE("Core", "%1line %2, column %3: \"%4\" is not a number; leave only the numbers, "
                                   "with a point for the decimals"),
        {quotable(token)});
}

// --------------------------------------------------------------------------------------------- numbers

Result<void> PrintedNumbers::add(std::string_view token)
{
    const Result<double> value = parseNumber(token, DType::Float64);
    if (!value)
        return notANumber(token);
    if (count() < static_cast<std::size_t>(m_shape.elements())) {
        m_found.values.push_back(*value);
        noteDigits(token, *value);
        return {};
    }
    const std::vector<std::string> expected{std::to_string(m_shape.elements()), m_shape.text()};
    if (!m_anyPoint && m_text.find(',') != std::string_view::npos)
        return failureAt(
            token,
            LAYERNORM_SENTENCE("Core", "%1line %2, column %3: here begins one number more than the %4 of "
                                       "the input %5; if the commas are decimal commas, write points"),
            expected);
    return failureAt(
        token,
        LAYERNORM_SENTENCE("Core", "%1line %2, column %3: here begins one number more than the %4 of the "
                                   "input %5; give only the output for this input"),
        expected);
}

struct PrintedNumbers::Digits {
    int fraction = 0;    ///< digits after the point
    int significant = 0; ///< digits from the first that is not 0 on
    int exponent = 0;
    bool hasExponent = false;
    bool point = false;

    explicit Digits(std::string_view number)
    {
        const std::size_t mantissaEnd = std::min(number.find_first_of("eE"), number.size());
        for (const char character : number.substr(0, mantissaEnd)) {
            point = point || character == '.';
            fraction += point && isDigit(character) ? 1 : 0;
            significant += isDigit(character) && (significant > 0 || character != '0') ? 1 : 0;
        }
        hasExponent = mantissaEnd < number.size();
        if (hasExponent)
            readExponent(number.substr(mantissaEnd + 1));
    }

    void readExponent(std::string_view written)
    {
        const bool negative = written.starts_with('-');
        written = withoutSign(written);
        const auto [end, code] = std::from_chars(written.data(), written.data() + written.size(), exponent);
        if (code == std::errc::result_out_of_range)
            exponent = extremeExponent;
        exponent = std::min(exponent, 2 * extremeExponent) * (negative ? -1 : 1);
    }

    [[nodiscard]] int decimals() const { return fraction - exponent; }
};

void PrintedNumbers::noteDigits(std::string_view token, double value)
{
    const std::string_view number = withoutSign(token);
    const bool exact = number.starts_with("0x") || number.starts_with("0X"); // C's %a writes every bit
    if (exact || !std::isfinite(value)) {
        m_found.uncertainty.push_back(0);
        m_hasExponent.push_back(false);
        return;
    }
    const Digits digits(number);
    for (Longest* longest : {&m_longest, digits.hasExponent ? &m_longest : &m_longestFixed})
        *longest = {std::max(longest->decimals, digits.decimals()),
                    std::max(longest->significant, digits.significant)};
    m_hasExponent.push_back(digits.hasExponent);
    m_anyPoint = m_anyPoint || digits.point;
    m_barePoints = m_barePoints || (digits.point && digits.fraction == 0 && number.size() > 1);
    m_found.uncertainty.push_back(powerOfTen(-digits.decimals()) / 2);
}

void PrintedNumbers::settleUncertainty()
{
    if (m_barePoints)
        for (Longest* longest : {&m_longest, &m_longestFixed})
            longest->decimals = std::max(longest->decimals, decimalsOfTorch);
    for (std::size_t i = 0; i < count(); ++i) {
        // Where small numbers alone have an exponent, its digits say nothing about the others.
        const Longest& longest = m_hasExponent[i] ? m_longest : m_longestFixed;
        const double finest = powerOfTen(-longest.decimals);
        double& uncertainty = m_found.uncertainty[i];
        if (uncertainty <= finest / 2)
            continue;
        const double value = m_found.values[i];
        double unit = std::max(finest, spacingOfType(value, longest.significant));
        // With a bare point the number of decimals is what all have in common, not that of significant
        // digits.
        if (value != 0 && !m_barePoints) {
            const int order = static_cast<int>(std::floor(std::log10(std::abs(value))));
            unit = std::max(unit, powerOfTen(order + 1 - longest.significant));
        }
        uncertainty = std::min(uncertainty, unit / 2);
    }
}

void PrintedNumbers::applyFactors()
{
    for (auto factor = m_factors.begin(); factor != m_factors.end(); ++factor) {
        const std::size_t end = factor + 1 == m_factors.end() ? count() : (factor + 1)->first;
        for (std::size_t i = factor->first; i < end; ++i) {
            m_found.values[i] *= factor->second;
            m_found.uncertainty[i] *= factor->second;
        }
    }
}

void PrintedNumbers::applyOrder()
{
    if (m_order.size() != count())
        return;
    for (std::vector<double>* numbers : {&m_found.values, &m_found.uncertainty}) {
        const std::vector<double> found = *numbers;
        for (std::size_t i = 0; i < m_order.size(); ++i)
            (*numbers)[i] = found[m_order[i]];
    }
}

Result<Candidate> PrintedNumbers::take(std::vector<std::int64_t> extents)
{
    const std::string_view written = trimmedText(m_text);
    const auto end = static_cast<std::size_t>(written.data() + written.size() - m_text.data());
    if (count() == 0)
        return failureAt(end, LAYERNORM_SENTENCE("Core",
                                                 "%1line %2, column %3: the text ends without a number; give "
                                                 "the output your own code computed for this input"));
    if (count() < static_cast<std::size_t>(m_shape.elements()))
        return failureAt(end,
                         LAYERNORM_SENTENCE("Core",
                                            "%1line %2, column %3: the text ends after %4 of the %5 numbers "
                                            "that the input %6 has; give the whole output for this input"),
                         {std::to_string(count()), std::to_string(m_shape.elements()), m_shape.text()});
    settleUncertainty();
    applyFactors();
    applyOrder();
    m_found.extents = std::move(extents);
    return std::move(m_found);
}

} // namespace layernorm
