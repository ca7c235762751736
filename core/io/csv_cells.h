// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Private to the core: the cells of a table in a text.
namespace layernorm {

struct TableCell {
    std::string_view text; ///< without blanks and quotes around it; a quote inside of quotes is still doubled
    bool quoted = false;
    bool endsLine = false;

    [[nodiscard]] bool isBlank() const { return text.empty() && !quoted; }
};

/// What a cell may be to those who look for a header and labels.
enum class CellKind {
    Blank,
    Number,
    NumberLike, ///< begins as a number and is none ("0,5", "0x1p3", "1e400", "1st"): most likely a mistake
    Word,       ///< also anything in quotes that is no number
};

[[nodiscard]] CellKind kindOf(const TableCell& cell);

/// False where it is no decimal number, or one beyond the largest T. Rounds once.
template <typename T>
[[nodiscard]] bool parseCell(std::string_view text, T& value);

/// Digits that are written before an exponent, from the first on that is not 0.
[[nodiscard]] int significantDigits(std::string_view text);

/// What separates the cells of most lines: tabs, or else semicolons, or else commas. Looks at the beginning
/// of a long text.
[[nodiscard]] char separatorOf(std::string_view text);

/// Walks through the cells of a text and names the place of errors. Copying it marks a place. Nothing is
/// allocated, however many cells there are.
class TableCells
{
public:
    /// `source` stands before the place in errors. Both texts must stay where they are.
    TableCells(std::string_view text, std::string_view source, char separator)
        : m_text(text),
          m_source(source),
          m_separator(separator)
    {
    }

    /// To the next cell. False at the end of the text and where an error stops it.
    bool next();
    /// To the last cell of this line.
    void toLineEnd();
    /// A quote that does not end; text behind the end of a quote.
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

    /// Of the whole text, in bytes.
    [[nodiscard]] std::size_t size() const { return m_text.size(); }
    [[nodiscard]] const TableCell& cell() const { return m_cell; }
    /// From 1, within its line.
    [[nodiscard]] std::int64_t column() const { return m_column; }
    /// Where the cell begins, in bytes.
    [[nodiscard]] std::size_t offset() const { return m_cellAt; }
    [[nodiscard]] char separator() const { return m_separator; }

    /// An error whose sentence begins "%1line %2, column %3: " and tells of this cell; `more` fills %4 and
    /// the following.
    [[nodiscard]] tl::unexpected<Error> failureHere(const char* sentence,
                                                    std::vector<std::string> more = {}) const
    {
        return failureAt(m_cellAt, m_column, sentence, std::move(more));
    }
    [[nodiscard]] tl::unexpected<Error> failureAt(std::size_t offset, std::int64_t column,
                                                  const char* sentence,
                                                  std::vector<std::string> more = {}) const;

private:
    bool readQuoted();
    void readPlain();
    void endCell();
    [[nodiscard]] bool isEndOfCell(char character) const
    {
        return character == m_separator || character == '\n' || character == '\r';
    }

    std::string_view m_text;
    std::string_view m_source;
    char m_separator;
    std::size_t m_at = 0;
    std::size_t m_cellAt = 0;
    std::int64_t m_column = 0;
    TableCell m_cell{.text = {}, .quoted = false, .endsLine = true};
    std::optional<Error> m_error;
};

/// What is wrong with a cell that should have been a number of `dtype`, with the remedy.
[[nodiscard]] tl::unexpected<Error> notANumber(const TableCells& cells, DType dtype);

} // namespace layernorm
