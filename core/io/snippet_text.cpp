// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/snippet_text.h"

#include "core/io/number_text.h"

#include <cmath>

namespace layernorm::snippet {

namespace {

constexpr std::int64_t largestCode = 10000;
constexpr std::size_t lineWidth = 100;

/// A shortest float32 can lie so near the middle of two float32 that its double is that middle:
/// 7.038531e-26 read as a double and rounded is another float32.
bool survivesDoubleReading(const std::string& text, double value)
{
    const Result<double> read = parseNumber(text, DType::Float64);
    return read && static_cast<double>(static_cast<float>(*read)) == value;
}

std::string finiteText(double value, DType dtype, const NumberStyle& style)
{
    std::string text = exactText(value, dtype);
    if (style.readsDoubles && dtype == DType::Float32 && !survivesDoubleReading(text, value))
        text = exactText(value, DType::Float64);
    // A whole number would be an integer, which has no -0.
    if (text.find_first_of(".e") == std::string::npos)
        text += ".0";
    return text + style.suffix;
}

/// Puts the values of a tensor into text, one after the other.
class ListWriter
{
public:
    ListWriter(const Tensor& tensor, const NumberStyle& style, std::size_t column)
        : m_tensor(tensor),
          m_style(style),
          m_column(column),
          m_used(column)
    {
    }

    /// The next block of the axis and those below it.
    void writeLists(int axis);
    /// The next row of the last extent; continued under `column` where the line is full.
    void writeRow(std::size_t column);
    void write(const std::string& text);
    void startLine(std::size_t column);

    [[nodiscard]] bool atEnd() const { return m_next == m_tensor.elements(); }
    [[nodiscard]] const std::string& text() const { return m_text; }

private:
    const Tensor& m_tensor;
    const NumberStyle& m_style;
    std::size_t m_column;
    std::size_t m_used; ///< columns of the current line
    std::int64_t m_next = 0;
    std::string m_text;
};

void ListWriter::write(const std::string& text)
{
    m_text += text;
    m_used += text.size();
}

void ListWriter::startLine(std::size_t column)
{
    m_text += '\n' + std::string(column, ' ');
    m_used = column;
}

void ListWriter::writeRow(std::size_t column)
{
    const std::int64_t count = m_tensor.shape()[-1];
    for (std::int64_t i = 0; i < count; ++i) {
        const bool last = i + 1 == count;
        const std::string number = numberText(m_tensor.at(m_next++), m_tensor.dtype(), m_style);
        if (i > 0 && m_used + 1 + number.size() >= lineWidth)
            startLine(column);
        else if (i > 0)
            write(" ");
        write(last ? number : number + ",");
    }
}

void ListWriter::writeLists(int axis)
{
    const std::size_t column = m_column + static_cast<std::size_t>(axis) + 1;
    write("[");
    if (axis + 1 == m_tensor.shape().rank()) {
        writeRow(column);
    } else {
        for (std::int64_t i = 0; i < m_tensor.shape()[axis]; ++i) {
            if (i > 0) {
                write(",");
                startLine(column);
            }
            writeLists(axis + 1);
        }
    }
    write("]");
}

} // namespace

std::string numberText(double value, DType dtype, const NumberStyle& style)
{
    if (std::isnan(value))
        return style.nan;
    if (std::isinf(value))
        return (value < 0 ? "-" : "") + std::string(style.infinity);
    return finiteText(value, dtype, style);
}

std::string nestedLists(const Tensor& tensor, const NumberStyle& style, std::size_t column)
{
    ListWriter writer(tensor, style, column);
    writer.writeLists(0);
    return writer.text();
}

std::string valueLines(const Tensor& tensor, const NumberStyle& style, std::size_t column)
{
    ListWriter writer(tensor, style, column);
    while (!writer.atEnd()) {
        writer.startLine(column);
        writer.writeRow(column);
        writer.write(",");
    }
    return writer.text();
}

std::string extentsText(const Shape& shape)
{
    std::string text;
    for (const std::int64_t extent : shape.extents())
        text += (text.empty() ? "" : ", ") + std::to_string(extent);
    return text;
}

Result<void> checkCodeSize(const Tensor& tensor)
{
    if (tensor.elements() <= largestCode)
        return {};
    return failure(LAYERNORM_SENTENCE("Core", "The tensor's %1 values are too many to write down as code, "
                                              "where at most %2 go; save it as a file and load that"),
                   {std::to_string(tensor.elements()), std::to_string(largestCode)});
}

} // namespace layernorm::snippet
