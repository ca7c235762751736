// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/candidate_numbers.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace layernorm {

namespace {

constexpr int decimalsOfTorch = 4;
// The powers of ten a double has; a printed exponent beyond says nothing more.
constexpr int extremeExponent = 330;

bool isDigit(char character)
{
    return character >= '0' && character <= '9';
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

CandidateNumbers::CandidateNumbers(std::string_view text, std::string source, const Shape& shape)
    : PrintedNumbers(text, std::move(source), DType::Float64),
      m_shape(shape)
{
}

Result<void> CandidateNumbers::keep(std::string_view token, double value)
{
    if (count() < static_cast<std::size_t>(m_shape.elements())) {
        m_found.values.push_back(value);
        noteDigits(token, value);
        return {};
    }
    const std::vector<std::string> expected{std::to_string(m_shape.elements()), m_shape.text()};
    if (!m_anyPoint && text().find(',') != std::string_view::npos)
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

struct CandidateNumbers::Digits {
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

void CandidateNumbers::noteDigits(std::string_view token, double value)
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

void CandidateNumbers::settleUncertainty()
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

void CandidateNumbers::applyFactors()
{
    for (auto factor = m_factors.begin(); factor != m_factors.end(); ++factor) {
        const std::size_t end = factor + 1 == m_factors.end() ? count() : (factor + 1)->first;
        for (std::size_t i = factor->first; i < end; ++i) {
            m_found.values[i] *= factor->second;
            m_found.uncertainty[i] *= factor->second;
        }
    }
}

Result<Candidate> CandidateNumbers::take(std::vector<std::int64_t> extents)
{
    if (count() == 0)
        return failureAt(
            end(), LAYERNORM_SENTENCE("Core", "%1line %2, column %3: the text ends without a number; give "
                                              "the output your own code computed for this input"));
    if (count() < static_cast<std::size_t>(m_shape.elements()))
        return failureAt(end(),
                         LAYERNORM_SENTENCE("Core",
                                            "%1line %2, column %3: the text ends after %4 of the %5 numbers "
                                            "that the input %6 has; give the whole output for this input"),
                         {std::to_string(count()), std::to_string(m_shape.elements()), m_shape.text()});
    settleUncertainty();
    applyFactors();
    applyOrder(m_found.values);
    applyOrder(m_found.uncertainty);
    m_found.extents = std::move(extents);
    return std::move(m_found);
}

} // namespace layernorm
