// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/candidate_text.h"

#include <string>
#include <utility>

namespace layernorm {

/// The numbers found so far in a text, with how far each is known; and the errors that name a place in the
/// text.
class PrintedNumbers
{
public:
    /// `source` stands before the place in errors: empty, or "FILE, ". `text` must stay where it is.
    PrintedNumbers(std::string_view text, std::string source, const Shape& shape);

    [[nodiscard]] std::string_view text() const { return m_text; }
    [[nodiscard]] std::size_t count() const { return m_found.values.size(); }

    /// `token` is a part of the text. Errors: no number; beyond the largest double; more numbers than
    /// expected; "...".
    Result<void> add(std::string_view token);
    /// All numbers from the next on were divided by `factor` before they were printed.
    void scaleFromHere(double factor) { m_factors.emplace_back(count(), factor); }
    /// Whole numbers are printed without decimals only where all of a matrix are whole (NumPy, PyTorch).
    void leavesOutDecimalsOfWholeNumbers() { m_barePoints = true; }
    /// Once taken, the i-th number will be the one that was found as the `order[i]`-th.
    void setOrder(std::vector<std::size_t> order) { m_order = std::move(order); }

    /// Errors: none or fewer numbers than expected.
    Result<Candidate> take(std::vector<std::int64_t> extents);

    /// An error whose sentence begins "%1line %2, column %3: "; `more` fills %4 and the following.
    [[nodiscard]] tl::unexpected<Error> failureAt(std::size_t offset, const char* sentence,
                                                  std::vector<std::string> more = {}) const;
    [[nodiscard]] tl::unexpected<Error> failureAt(std::string_view token, const char* sentence,
                                                  std::vector<std::string> more = {}) const;
    /// A row of `count` numbers where the others have `others`.
    [[nodiscard]] tl::unexpected<Error> ragged(std::size_t offset, std::int64_t count,
                                               std::int64_t others) const;

private:
    struct Digits;
    /// The most that any number shows.
    struct Longest {
        int decimals = 0;
        int significant = 0;
    };

    [[nodiscard]] tl::unexpected<Error> notANumber(std::string_view token) const;
    void noteDigits(std::string_view token, double value);
    void settleUncertainty();
    void applyFactors();
    void applyOrder();

    std::string_view m_text;
    std::string m_source;
    Shape m_shape;
    Candidate m_found; ///< `uncertainty` is half of each number's own last digit until `take`
    Longest m_longest;
    Longest m_longestFixed;          ///< of those without an exponent
    std::vector<bool> m_hasExponent; ///< a number each
    bool m_barePoints = false;
    bool m_anyPoint = false;
    std::vector<std::pair<std::size_t, double>> m_factors;
    std::vector<std::size_t> m_order; ///< empty: as found
};

/// At most 24 characters of a text, with what cannot be shown replaced.
[[nodiscard]] std::string quotable(std::string_view token);
/// Without blanks (also unbreakable ones) at both ends.
[[nodiscard]] std::string_view trimmedText(std::string_view text);
/// Bytes of the blank that the text begins with; 0 when it begins with none.
[[nodiscard]] std::size_t blankAt(std::string_view text);
/// Takes the next line, without its end, from the front of `rest`.
[[nodiscard]] std::string_view takeLine(std::string_view& rest);
/// Takes the next run of what is not blank from the front of `rest`; empty at its end.
[[nodiscard]] std::string_view takeWord(std::string_view& rest);

// Each reads one family of notations into `numbers` and gives the extents. Errors: as `parseCandidate`.
Result<std::vector<std::int64_t>> readBrackets(PrintedNumbers& numbers);
Result<std::vector<std::int64_t>> readTable(PrintedNumbers& numbers);
Result<std::vector<std::int64_t>> readLibTorch(PrintedNumbers& numbers);

} // namespace layernorm
