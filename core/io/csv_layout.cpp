// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/csv_layout.h"

#include <algorithm>

namespace layernorm {

namespace {

// A first line of more empty cells is not followed to an end that may be far.
constexpr std::int64_t mostEmptyNames = 1000;

/// Goes through all lines once.
class LayoutFinder
{
public:
    explicit LayoutFinder(const TableCells& cells) : m_cells(cells) {}

    Result<TableLayout> find();

private:
    struct Line {
        std::size_t offset = 0;
        std::int64_t cells = 0;
        TableCell first;
        bool blank = true;
        // Of the cells after the first:
        bool secondQuoted = false;
        bool words = false;
        bool numbers = false;
        bool countsUp = true; ///< 0, 1, 2, ... or 1, 2, 3, ...
    };

    Result<void> readLine();
    void noteCell(Line& line) const;
    void noteHeaderCell(Line& line) const;
    Result<void> endLine(const Line& line);
    Result<void> endFirstLine(const Line& line);
    Result<void> endBlock();
    void beginFrom(const Line& line);
    [[nodiscard]] static bool isHeader(const Line& line);
    [[nodiscard]] static bool beginsWithLabel(const Line& line);
    [[nodiscard]] tl::unexpected<Error> beginsEmpty(const Line& line) const;
    [[nodiscard]] tl::unexpected<Error> surplusCell() const;
    [[nodiscard]] tl::unexpected<Error> missingCell(const Line& line) const;

    TableCells m_cells;
    TableLayout m_layout;
    std::int64_t m_cellsOfLine = 0; ///< 0 before the first
    std::int64_t m_linesOfBlock = 0;
    std::size_t m_blockAt = 0;
    bool m_countsColumns = false; ///< the header is numbers
};

Result<TableLayout> LayoutFinder::find()
{
    while (m_cells.next()) {
        const Result<void> read = readLine();
        if (!read)
            return tl::unexpected(read.error());
    }
    if (m_cells.error())
        return tl::unexpected(*m_cells.error());
    const Result<void> ended = endBlock();
    if (!ended)
        return tl::unexpected(ended.error());
    if (m_layout.blocks == 0)
        return m_cells.failureAt(
            m_cells.offset(), std::max<std::int64_t>(m_cells.column(), 1),
            LAYERNORM_SENTENCE("Core", "%1line %2, column %3: the table ends without a number; give a token "
                                       "a line, with commas or tabs between its numbers"));
    m_layout.columns = m_cellsOfLine - (m_layout.labels ? 1 : 0);
    return m_layout;
}

Result<void> LayoutFinder::readLine()
{
    Line line;
    line.offset = m_cells.offset();
    line.first = m_cells.cell();
    do {
        noteCell(line);
        if (m_cellsOfLine > 0 && line.cells > m_cellsOfLine)
            return surplusCell();
        if (m_cellsOfLine == 0 && line.blank && line.cells > mostEmptyNames)
            return beginsEmpty(line);
    } while (!m_cells.cell().endsLine && m_cells.next());
    if (m_cells.error())
        return tl::unexpected(*m_cells.error());
    return endLine(line);
}

void LayoutFinder::noteCell(Line& line) const
{
    ++line.cells;
    line.blank = line.blank && m_cells.cell().isBlank();
    if (line.cells == 2)
        line.secondQuoted = m_cells.cell().quoted;
    if (m_cellsOfLine == 0 && line.cells > 1)
        noteHeaderCell(line);
}

void LayoutFinder::noteHeaderCell(Line& line) const
{
    const CellKind kind = kindOf(m_cells.cell());
    line.words = line.words || kind == CellKind::Word;
    line.numbers = line.numbers || kind == CellKind::Number || kind == CellKind::NumberLike;
    const std::string_view text = m_cells.cell().text;
    line.countsUp =
        line.countsUp && (text == std::to_string(line.cells - 2) || text == std::to_string(line.cells - 1));
}

Result<void> LayoutFinder::endLine(const Line& line)
{
    if (line.blank && line.cells == 1)
        return endBlock();
    if (m_cellsOfLine == 0)
        return endFirstLine(line);
    if (line.cells < m_cellsOfLine)
        return missingCell(line);
    if (line.blank)
        return endBlock();
    if (m_countsColumns && line.first.isBlank())
        return m_cells.failureAt(line.offset, 1,
                                 LAYERNORM_SENTENCE("Core",
                                                    "%1line %2, column %3: this cell is empty, though "
                                                    "the first line counts the columns after it as "
                                                    "if it were a label; fill it in, or take the "
                                                    "first column out"));
    beginFrom(line);
    return {};
}

Result<void> LayoutFinder::endFirstLine(const Line& line)
{
    if (line.blank)
        return beginsEmpty(line);
    m_cellsOfLine = line.cells;
    m_layout.header = isHeader(line);
    m_countsColumns = m_layout.header && line.numbers;
    if (m_layout.header)
        m_layout.labels = line.cells > 1 && line.first.text.empty();
    else
        beginFrom(line);
    return {};
}

/// As it is written; and as pandas writes it where the columns have no names: ",0,1,2".
bool LayoutFinder::isHeader(const Line& line)
{
    if (line.cells == 1)
        return kindOf(line.first) == CellKind::Word;
    const CellKind first = kindOf(line.first);
    const bool named = first == CellKind::Word || first == CellKind::Blank;
    return (named && line.words && !line.numbers) || (line.first.isBlank() && line.countsUp);
}

/// Also a number that is quoted where the numbers are not.
bool LayoutFinder::beginsWithLabel(const Line& line)
{
    return line.cells > 1 &&
           (kindOf(line.first) == CellKind::Word || (line.first.quoted && !line.secondQuoted));
}

void LayoutFinder::beginFrom(const Line& line)
{
    m_layout.labels = m_layout.labels || beginsWithLabel(line);
    if (m_linesOfBlock++ == 0)
        m_blockAt = line.offset;
}

Result<void> LayoutFinder::endBlock()
{
    if (m_linesOfBlock == 0)
        return {};
    if (m_layout.blocks == 0)
        m_layout.lines = m_linesOfBlock;
    if (m_linesOfBlock != m_layout.lines)
        return m_cells.failureAt(m_blockAt, 1,
                                 LAYERNORM_SENTENCE("Core", "%1line %2, column %3: the batch that begins "
                                                            "here has %4 lines, the first has %5; make them "
                                                            "equally long, or take the blank lines out"),
                                 {std::to_string(m_linesOfBlock), std::to_string(m_layout.lines)});
    ++m_layout.blocks;
    m_linesOfBlock = 0;
    return {};
}

tl::unexpected<Error> LayoutFinder::beginsEmpty(const Line& line) const
{
    return m_cells.failureAt(line.offset, 1,
                             LAYERNORM_SENTENCE("Core", "%1line %2, column %3: the table begins with a "
                                                        "line of empty cells; begin with numbers"));
}

tl::unexpected<Error> LayoutFinder::surplusCell() const
{
    return m_cells.failureHere(
        LAYERNORM_SENTENCE("Core", "%1line %2, column %3: here is a cell more than the %4 of the first line; "
                                   "give every line equally many, and write decimals with a point"),
        {std::to_string(m_cellsOfLine)});
}

tl::unexpected<Error> LayoutFinder::missingCell(const Line& line) const
{
    return m_cells.failureAt(
        line.offset, line.cells + 1,
        LAYERNORM_SENTENCE("Core", "%1line %2, column %3: the line ends after %4 of the %5 cells that the "
                                   "first line has; give every line equally many"),
        {std::to_string(line.cells), std::to_string(m_cellsOfLine)});
}

} // namespace

std::vector<std::int64_t> TableLayout::extents() const
{
    if (blocks > 1)
        return {blocks, lines, columns};
    return {lines, columns};
}

Result<TableLayout> findLayout(TableCells cells)
{
    return LayoutFinder(cells).find();
}

bool isBlankLine(TableCells cells)
{
    while (cells.cell().isBlank() && !cells.cell().endsLine && cells.next()) {
    }
    return cells.cell().isBlank() && cells.cell().endsLine;
}

} // namespace layernorm
