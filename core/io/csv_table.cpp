// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/csv_table.h"

#include "core/io/csv_layout.h"
#include "core/io/printed_numbers.h"
#include "core/io/source_file.h"
#include "core/io/utf8.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace layernorm {

namespace {

constexpr int digitsOfFloat32 = std::numeric_limits<float>::max_digits10;

/// A run of one axis, its end known.
struct Run {
    std::int64_t first = 0;
    std::int64_t end = 1;

    [[nodiscard]] bool has(std::int64_t index) const { return index >= first && index < end; }
};

/// Of a table's three axes.
struct Selection {
    Run blocks;
    Run lines;
    Run columns;
};

Selection selectionOf(const Shape& selected, const std::vector<IndexRange>& ranges)
{
    Selection selection;
    const std::array axes{&selection.blocks, &selection.lines, &selection.columns};
    const auto rank = static_cast<std::size_t>(selected.rank());
    for (std::size_t axis = 0; axis < rank; ++axis) {
        const std::int64_t first = axis < ranges.size() ? ranges[axis].first : 0;
        *axes[axes.size() - rank + axis] = {first, first + selected[static_cast<int>(axis)]};
    }
    return selection;
}

/// A label as it was meant.
std::string unquoted(const TableCell& cell)
{
    std::string text(cell.text);
    if (cell.quoted)
        for (auto at = text.find('"'); at != std::string::npos; at = text.find('"', at + 1))
            text.erase(at, 1); // the first of two
    return text;
}

Result<std::string> labelOf(const TableCells& cells)
{
    if (firstNoUtf8(cells.cell().text) < cells.cell().text.size())
        return cells.failureHere(LAYERNORM_SENTENCE("Core", "%1line %2, column %3: the label \"%4\" is not "
                                                            "written in UTF-8; save the table as UTF-8"),
                                 {quotable(cells.cell().text)});
    return unquoted(cells.cell());
}

/// Reads what the layout says is there: all of it is checked, the selected part is kept.
template <typename T>
class TableReader
{
public:
    TableReader(const TableCells& cells, const TableLayout& layout, const Selection& selection,
                bool leaveToDouble)
        : m_cells(cells),
          m_layout(layout),
          m_selection(selection),
          m_leaveToDouble(leaveToDouble)
    {
    }

    /// False where float32 would not do and may be left for float64.
    Result<bool> read(std::size_t elements);

    TensorValues<T> values;
    std::vector<std::string> labels;

    /// The cell that float32 would not do for.
    [[nodiscard]] const TableCells& place() const { return m_cells; }

private:
    /// Whether what is kept takes more room than the text.
    [[nodiscard]] bool outgrowsText(std::size_t elements) const;
    /// All of it without keeping anything.
    Result<bool> rehearse();
    Result<bool> readLines();
    Result<bool> readLine();
    Result<bool> readNumber(bool keep);
    [[nodiscard]] bool needsDouble(T value) const;

    TableCells m_cells;
    const TableLayout& m_layout;
    const Selection& m_selection;
    bool m_leaveToDouble;
    bool m_keeps = true;
    std::int64_t m_block = 0;
    std::int64_t m_line = 0;
};

template <typename T>
Result<bool> TableReader<T>::read(std::size_t elements)
{
    if (outgrowsText(elements)) {
        const TableCells start = m_cells;
        if (const Result<bool> done = rehearse(); !done || !*done)
            return done;
        m_cells = start;
        m_block = 0;
        m_line = 0;
    }
    values.reserve(elements);
    return readLines();
}

/// A number of one digit has two bytes in a file and four or eight in memory: it gets them only once there is
/// nothing wrong further on.
template <typename T>
bool TableReader<T>::outgrowsText(std::size_t elements) const
{
    const std::size_t lines = m_layout.labels ? elements / static_cast<std::size_t>(m_layout.columns) + 1 : 0;
    return elements * sizeof(T) + lines * sizeof(std::string) > m_cells.size();
}

template <typename T>
Result<bool> TableReader<T>::rehearse()
{
    m_keeps = false;
    const Result<bool> done = readLines();
    m_keeps = true;
    return done;
}

template <typename T>
Result<bool> TableReader<T>::readLines()
{
    bool skipsHeader = m_layout.header;
    while (m_cells.next()) {
        if (m_cells.cell().isBlank() && isBlankLine(m_cells)) {
            m_cells.toLineEnd();
            m_block += m_line > 0 ? 1 : 0;
            m_line = 0;
        } else if (std::exchange(skipsHeader, false)) {
            m_cells.toLineEnd();
        } else if (const Result<bool> done = readLine(); !done || !*done) {
            return done;
        }
    }
    return true;
}

template <typename T>
Result<bool> TableReader<T>::readLine()
{
    const bool keep = m_keeps && m_selection.blocks.has(m_block) && m_selection.lines.has(m_line);
    if (m_layout.labels) {
        Result<std::string> label = labelOf(m_cells);
        if (!label)
            return tl::unexpected(label.error());
        if (keep)
            labels.push_back(*std::move(label));
        m_cells.next();
    }
    for (std::int64_t column = 0; column < m_layout.columns; ++column) {
        if (column > 0)
            m_cells.next();
        const Result<bool> done = readNumber(keep && m_selection.columns.has(column));
        if (!done || !*done)
            return done;
    }
    ++m_line;
    return true;
}

template <typename T>
Result<bool> TableReader<T>::readNumber(bool keep)
{
    T value = 0;
    const std::string_view text = m_cells.cell().text;
    const bool isNumber = parseCell(text, value);
    double wider = 0;
    if (m_leaveToDouble && (isNumber ? needsDouble(value) : parseCell(text, wider)))
        return false;
    if (!isNumber)
        return notANumber(m_cells, sizeof(T) == sizeof(float) ? DType::Float32 : DType::Float64);
    if (keep)
        values.push_back(value);
    return true;
}

/// Nine digits tell every float32 apart; more may be there only because all digits of one were written. A
/// number that would become 0 is as much beyond the type as one that would become infinite.
template <typename T>
bool TableReader<T>::needsDouble(T value) const
{
    const std::string_view text = m_cells.cell().text;
    if (value != 0 && (text.size() <= digitsOfFloat32 || significantDigits(text) <= digitsOfFloat32))
        return false;
    double wider = 0;
    return parseCell(text, wider) && std::isfinite(wider) && wider != static_cast<double>(value);
}

// ------------------------------------------------------------------------------------------------ notice

Error noticeOf(const TableLayout& layout, DType dtype)
{
    const char* sentence = LAYERNORM_SENTENCE("Core", "The numbers were read as %1");
    if (layout.header && layout.labels)
        sentence = LAYERNORM_SENTENCE("Core", "The numbers were read as %1, the first line as names of "
                                              "columns and the first column as labels");
    else if (layout.header)
        sentence = LAYERNORM_SENTENCE("Core", "The numbers were read as %1, the first line as names of "
                                              "columns");
    else if (layout.labels)
        sentence = LAYERNORM_SENTENCE("Core", "The numbers were read as %1, the first column as labels");
    return {sentence, {name(dtype)}};
}

// ------------------------------------------------------------------------------------------------- parse

bool isUtf16(std::string_view text)
{
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
        return true;
    if (text.size() < 4)
        return false;
    const std::array zeros{text[0] == '\0', text[1] == '\0', text[2] == '\0', text[3] == '\0'};
    return zeros == std::array{false, true, false, true} || zeros == std::array{true, false, true, false};
}

Result<void> requireText(std::string_view text, const std::string& source)
{
    if (isUtf16(text))
        return failure(LAYERNORM_SENTENCE("Core", "%1line 1, column 1: the text is written in UTF-16, not "
                                                  "in UTF-8; save it as UTF-8 (in Excel: CSV UTF-8)"),
                       {source});
    const std::size_t zero = text.find('\0');
    if (zero == std::string_view::npos)
        return {};
    TableCells cells(text.substr(0, zero), source, separatorOf(text));
    while (cells.next()) {
    }
    if (cells.error())
        return tl::unexpected(*cells.error());
    const std::int64_t column = text.substr(0, zero).ends_with('\n') ? 1 : cells.column();
    return cells.failureAt(zero, std::max<std::int64_t>(column, 1),
                           LAYERNORM_SENTENCE("Core", "%1line %2, column %3: there is a byte 0, which no "
                                                      "text has; save the table as text in UTF-8"));
}

/// The name of the file that `source` begins with.
std::string nameIn(const std::string& source)
{
    return source.ends_with(", ") ? source.substr(0, source.size() - 2) : std::string("The table");
}

/// Whatever its values become.
Result<Shape> selectedShape(const TableLayout& layout, const std::string& source, const ReadRequest& request)
{
    return readableShape(nameIn(source), {{}, layout.extents(), StoredType::Float64}, request.ranges);
}

template <typename T>
LabelledTensor labelled(TableReader<T>&& reader, const Shape& shape)
{
    return {Tensor(shape, std::move(reader.values)), std::move(reader.labels), std::nullopt};
}

Result<LabelledTensor> readValues(const TableCells& cells, const TableLayout& layout, const Shape& shape,
                                  const ReadRequest& request)
{
    const Selection selection = selectionOf(shape, request.ranges);
    const auto elements = static_cast<std::size_t>(shape.elements());
    if (request.dtype != DType::Float64) {
        TableReader<float> reader(cells, layout, selection, !request.dtype);
        const Result<bool> done = reader.read(elements);
        if (!done)
            return tl::unexpected(done.error());
        if (*done)
            return labelled(std::move(reader), shape);
    }
    TableReader<double> reader(cells, layout, selection, false);
    const Result<bool> done = reader.read(elements);
    if (!done)
        return tl::unexpected(done.error());
    return labelled(std::move(reader), shape);
}

bool isTabSeparated(const std::filesystem::path& file)
{
    std::string extension = file.extension().string();
    std::ranges::transform(extension, extension.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return extension == ".tsv";
}

} // namespace

Result<LabelledTensor> parseTable(std::string_view text, const std::string& source,
                                  const ReadRequest& request, char separator)
{
    if (!request.tensor.empty())
        return failure(LAYERNORM_SENTENCE("Core", "%1: a table holds one tensor without a name, not \"%2\"; "
                                                  "leave the name out"),
                       {nameIn(source), request.tensor});
    if (const Result<void> readable = requireText(text, source); !readable)
        return tl::unexpected(readable.error());
    if (text.starts_with(byteOrderMark))
        text.remove_prefix(byteOrderMark.size());
    const TableCells cells(text, source, separator == '\0' ? separatorOf(text) : separator);
    const Result<TableLayout> layout = findLayout(cells);
    if (!layout)
        return tl::unexpected(layout.error());
    const Result<Shape> shape = selectedShape(*layout, source, request);
    if (!shape)
        return tl::unexpected(shape.error());
    Result<LabelledTensor> read = readValues(cells, *layout, *shape, request);
    if (read && (!request.dtype || layout->header || layout->labels))
        read->notice = noticeOf(*layout, read->tensor.dtype());
    return read;
}

Result<LabelledTensor> readCsv(const std::filesystem::path& file, const ReadRequest& request)
{
    constexpr std::uint64_t bytesOfNumber = 64;
    const Result<std::string> text =
        readWholeFile(file, LAYERNORM_SENTENCE("Core", "save the table into it again"),
                      bytesOfNumber * static_cast<std::uint64_t>(Shape::maxElements));
    if (!text)
        return tl::unexpected(text.error());
    return parseTable(*text, file.string() + ", ", request, isTabSeparated(file) ? '\t' : '\0');
}

} // namespace layernorm
