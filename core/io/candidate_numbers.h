// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/candidate_text.h"
#include "core/io/printed_numbers.h"

namespace layernorm {

/// Private to the core: printed numbers, as many as a shape has, with how far each is known.
class CandidateNumbers : public PrintedNumbers
{
public:
    CandidateNumbers(std::string_view text, std::string source, const Shape& shape);

    [[nodiscard]] std::size_t count() const override { return m_found.values.size(); }
    void scaleFromHere(double factor) override { m_factors.emplace_back(count(), factor); }
    void leavesOutDecimalsOfWholeNumbers() override { m_barePoints = true; }

    /// Errors: none or fewer numbers than expected.
    Result<Candidate> take(std::vector<std::int64_t> extents);

protected:
    Result<void> keep(std::string_view token, double value) override;

private:
    struct Digits;
    /// The most that any number shows.
    struct Longest {
        int decimals = 0;
        int significant = 0;
    };

    void noteDigits(std::string_view token, double value);
    void settleUncertainty();
    void applyFactors();

    Shape m_shape;
    Candidate m_found; ///< `uncertainty` is half of each number's own last digit until `take`
    Longest m_longest;
    Longest m_longestFixed;          ///< of those without an exponent
    std::vector<bool> m_hasExponent; ///< a number each
    bool m_barePoints = false;
    bool m_anyPoint = false;
    std::vector<std::pair<std::size_t, double>> m_factors;
};

} // namespace layernorm
