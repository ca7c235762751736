// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace layernorm {

/// The numbers that are found in a text, and the errors that name a place in it. What becomes of them is left
/// to those who want them.
class PrintedNumbers
{
public:
    /// `source` stands before the place in errors: empty, or "FILE, ". `text` must stay where it is. Every
    /// number is rounded to `dtype` once.
    PrintedNumbers(std::string_view text, std::string source, DType dtype);
    virtual ~PrintedNumbers() = default;
    PrintedNumbers(const PrintedNumbers&) = delete;
    PrintedNumbers& operator=(const PrintedNumbers&) = delete;

    [[nodiscard]] std::string_view text() const { return m_text; }
    [[nodiscard]] DType dtype() const { return m_dtype; }
    [[nodiscard]] virtual std::size_t count() const = 0;

    /// `token` is a part of the text. Errors: no number; beyond the largest of the type; more numbers than
    /// are wanted; "...".
    Result<void> add(std::string_view token);
    /// All numbers from the next on were divided by `factor` before they were printed.
    virtual void scaleFromHere(double factor) = 0;
    /// Whole numbers are printed without decimals only where all of a matrix are whole (NumPy, PyTorch).
    virtual void leavesOutDecimalsOfWholeNumbers() {}
    /// In the end, the i-th number will be the one that was found as the `order[i]`-th.
    void setOrder(std::vector<std::size_t> order) { m_order = std::move(order); }

    /// An error whose sentence begins "%1line %2, column %3: "; `more` fills %4 and the following.
    [[nodiscard]] tl::unexpected<Error> failureAt(std::size_t offset, const char* sentence,
                                                  std::vector<std::string> more = {}) const;
    [[nodiscard]] tl::unexpected<Error> failureAt(std::string_view token, const char* sentence,
                                                  std::vector<std::string> more = {}) const;
    /// A row of `count` numbers where the others have `others`.
    [[nodiscard]] tl::unexpected<Error> ragged(std::size_t offset, std::int64_t count,
                                               std::int64_t others) const;

protected:
    /// The next number, as it is written and what it is. Errors: more than are wanted.
    virtual Result<void> keep(std::string_view token, double value) = 0;
    /// Puts `found` into the order that was set.
    void applyOrder(std::vector<double>& found) const;
    /// Where the text, apart from blanks, ends.
    [[nodiscard]] std::size_t end() const;

private:
    [[nodiscard]] tl::unexpected<Error> notANumber(std::string_view token) const;

    std::string_view m_text;
    std::string m_source;
    DType m_dtype;
    std::vector<std::size_t> m_order; ///< empty: as found
};

/// At most 24 characters of a text, with what cannot be shown replaced.
[[nodiscard]] std::string quotable(std::string_view token);
[[nodiscard]] std::string_view withoutSign(std::string_view token);
/// Without blanks (also unbreakable ones) at both ends.
[[nodiscard]] std::string_view trimmedText(std::string_view text);
/// Bytes of the blank that the text begins with; 0 when it begins with none.
[[nodiscard]] std::size_t blankAt(std::string_view text);
/// Takes the next line, without its end, from the front of `rest`.
[[nodiscard]] std::string_view takeLine(std::string_view& rest);
/// Takes the next run of what is not blank from the front of `rest`; empty at its end.
[[nodiscard]] std::string_view takeWord(std::string_view& rest);

/// What numbers one a line are, as far as the extents tell: [n], or a matrix [n, 1].
enum class OneColumn { IsAList, IsAMatrix };

/// Reads any of the notations below into `numbers` and gives the extents. Errors: as `parseCandidate`.
Result<std::vector<std::int64_t>> readPrinted(PrintedNumbers& numbers, OneColumn column);

// Each reads one family of them.
Result<std::vector<std::int64_t>> readBrackets(PrintedNumbers& numbers);
Result<std::vector<std::int64_t>> readTable(PrintedNumbers& numbers, OneColumn column);
Result<std::vector<std::int64_t>> readLibTorch(PrintedNumbers& numbers);

} // namespace layernorm
