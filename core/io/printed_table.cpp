// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/printed_numbers.h"

namespace layernorm {

namespace {

bool isComment(std::string_view row)
{
    return row.starts_with('#');
}

/// The first of tab, semicolon and comma that stands inside a row parts the numbers; the others may then only
/// be mistakes.
char separatorOf(std::string_view text)
{
    constexpr std::string_view separators = "\t;,";
    std::size_t first = separators.size();
    while (!text.empty() && first > 0) {
        const std::string_view row = trimmedText(takeLine(text));
        for (std::size_t i = 0; i < first && !isComment(row); ++i)
            if (row.find(separators[i]) != std::string_view::npos)
                first = i;
    }
    return first < separators.size() ? separators[first] : ' ';
}

/// Lines of numbers, as spreadsheets copy them and numpy.savetxt writes them.
class TableReader
{
public:
    TableReader(PrintedNumbers& numbers, OneColumn column);

    Result<std::vector<std::int64_t>> read();

private:
    Result<void> readLine(std::string_view line);
    Result<std::int64_t> readWords(std::string_view line);
    Result<std::int64_t> readCells(std::string_view line);
    Result<void> endRow(std::string_view line, std::int64_t columns);
    void endBlock();
    [[nodiscard]] std::vector<std::int64_t> extents() const;

    PrintedNumbers& m_numbers;
    OneColumn m_oneColumn;
    char m_separator;
    std::int64_t m_columns = 0;
    std::int64_t m_rows = 0;
    std::int64_t m_blocks = 0;
    std::int64_t m_rowsOfBlock = 0;
    std::int64_t m_rowsOfBlocks = 0; ///< of every block so far
    bool m_blocksAlike = true;
};

TableReader::TableReader(PrintedNumbers& numbers, OneColumn column)
    : m_numbers(numbers),
      m_oneColumn(column),
      m_separator(separatorOf(numbers.text()))
{
}

Result<std::vector<std::int64_t>> TableReader::read()
{
    for (std::string_view rest = m_numbers.text(); !rest.empty();) {
        const Result<void> done = readLine(takeLine(rest));
        if (!done)
            return tl::unexpected(done.error());
    }
    endBlock();
    return extents();
}

Result<void> TableReader::readLine(std::string_view line)
{
    const std::string_view row = trimmedText(line);
    if (row.empty())
        endBlock();
    if (row.empty() || isComment(row))
        return {};
    const Result<std::int64_t> columns = m_separator == ' ' ? readWords(row) : readCells(row);
    if (!columns)
        return tl::unexpected(columns.error());
    return endRow(row, *columns);
}

Result<std::int64_t> TableReader::readWords(std::string_view line)
{
    std::int64_t columns = 0;
    for (std::string_view word = takeWord(line); !word.empty(); word = takeWord(line)) {
        const Result<void> added = m_numbers.add(word);
        if (!added)
            return tl::unexpected(added.error());
        ++columns;
    }
    return columns;
}

Result<std::int64_t> TableReader::readCells(std::string_view line)
{
    std::int64_t columns = 0;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(m_separator), line.size());
        std::string_view cell = trimmedText(line.substr(0, end));
        if (cell.empty())
            return m_numbers.failureAt(line,
                                       LAYERNORM_SENTENCE("Core", "%1line %2, column %3: this cell is empty; "
                                                                  "fill it in or take it out"));
        // Programs that print ",\t" after each number mean one separator.
        if (m_separator == '\t' && (cell.ends_with(',') || cell.ends_with(';')))
            cell.remove_suffix(1);
        const Result<void> added = m_numbers.add(cell);
        if (!added)
            return tl::unexpected(added.error());
        ++columns;
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return columns;
}

Result<void> TableReader::endRow(std::string_view line, std::int64_t columns)
{
    if (m_rows > 0 && columns != m_columns)
        return m_numbers.ragged(static_cast<std::size_t>(line.data() - m_numbers.text().data()), columns,
                                m_columns);
    m_columns = columns;
    ++m_rows;
    ++m_rowsOfBlock;
    return {};
}

void TableReader::endBlock()
{
    if (m_rowsOfBlock == 0)
        return;
    m_blocksAlike = m_blocksAlike && (m_blocks == 0 || m_rowsOfBlock == m_rowsOfBlocks);
    m_rowsOfBlocks = m_rowsOfBlock;
    m_rowsOfBlock = 0;
    ++m_blocks;
}

std::vector<std::int64_t> TableReader::extents() const
{
    if (m_rows <= 1 || (m_columns == 1 && m_oneColumn == OneColumn::IsAList))
        return {m_rows * m_columns};
    if (m_blocks > 1 && m_blocksAlike && m_rowsOfBlocks > 1)
        return {m_blocks, m_rowsOfBlocks, m_columns};
    return {m_rows, m_columns};
}

} // namespace

Result<std::vector<std::int64_t>> readTable(PrintedNumbers& numbers, OneColumn column)
{
    return TableReader(numbers, column).read();
}

} // namespace layernorm
