// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/pasted_text.h"

#include "core/io/csv_cells.h"
#include "core/io/csv_table.h"
#include "core/io/number_text.h"
#include "core/io/printed_numbers.h"
#include "core/io/utf8.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace layernorm {

namespace {

using Extents = std::vector<std::int64_t>;

// ------------------------------------------------------------------------------------------- print-outs

/// k of 10^k; nullopt of what is no power of ten.
std::optional<int> powerOfTen(double factor)
{
    const int power = static_cast<int>(std::lround(std::log10(factor)));
    const Result<double> exact = parseNumber("1e" + std::to_string(power), DType::Float64);
    return exact && *exact == factor ? std::optional(power) : std::nullopt;
}

/// As many as there are.
class PastedNumbers : public PrintedNumbers
{
public:
    PastedNumbers(std::string_view text, DType dtype) : PrintedNumbers(text, {}, dtype) {}

    [[nodiscard]] std::size_t count() const override { return m_found.size(); }
    void scaleFromHere(double factor) override { m_factor = factor; }

    /// Errors: none.
    Result<LabelledTensor> take(Extents extents);

protected:
    Result<void> keep(std::string_view token, double value) override;

private:
    [[nodiscard]] double scaled(std::string_view token, double value) const;

    std::vector<double> m_found;
    double m_factor = 1;
};

Result<void> PastedNumbers::keep(std::string_view token, double value)
{
    if (count() == static_cast<std::size_t>(Shape::maxElements))
        return failureAt(token,
                         LAYERNORM_SENTENCE("Core", "%1line %2, column %3: here begins one number more than "
                                                    "the %4 that a tensor may have; paste a part of them"),
                         {std::to_string(Shape::maxElements)});
    m_found.push_back(m_factor == 1 ? value : scaled(token, value));
    return {};
}

/// "1.2345" under a factor of "1e-05 *" is 1.2345e-05: a product would be rounded once more.
double PastedNumbers::scaled(std::string_view token, double value) const
{
    const std::optional<int> power = powerOfTen(m_factor);
    if (power && token.find_first_of("eExX") == std::string_view::npos) {
        const Result<double> number = parseNumber(std::string(token) + "e" + std::to_string(*power), dtype());
        if (number)
            return *number;
    }
    return value * m_factor;
}

Result<LabelledTensor> PastedNumbers::take(Extents extents)
{
    if (count() == 0)
        return failureAt(end(), LAYERNORM_SENTENCE("Core", "%1line %2, column %3: the text ends without a "
                                                           "number; copy cells, a list or a print-out"));
    Result<Shape> shape = Shape::make(std::move(extents));
    if (!shape)
        return tl::unexpected(shape.error());
    applyOrder(m_found);
    if (dtype() == DType::Float64)
        return LabelledTensor{Tensor(*shape, std::move(m_found)), {}, std::nullopt};
    std::vector<float> values(m_found.size());
    std::ranges::transform(m_found, values.begin(), [](double value) { return static_cast<float>(value); });
    return LabelledTensor{Tensor(*shape, std::move(values)), {}, std::nullopt};
}

Result<LabelledTensor> parsePrintout(std::string_view text, DType dtype)
{
    PastedNumbers numbers(text, dtype);
    Result<Extents> extents = readPrinted(numbers, OneColumn::IsAMatrix);
    if (!extents)
        return tl::unexpected(extents.error());
    return numbers.take(*std::move(extents));
}

// ---------------------------------------------------------------------------------------------- tables

/// One line of cells is a list of numbers: nothing says that there is another axis.
Result<LabelledTensor> parseCells(std::string_view text, DType dtype)
{
    Result<LabelledTensor> table = parseTable(text, {}, {.tensor = {}, .ranges = {}, .dtype = dtype});
    if (table && table->tensor.shape().rank() == 2 && table->tensor.shape()[0] == 1)
        table->tensor = std::move(table->tensor).reshaped(table->tensor.shape().trailing(1));
    return table;
}

/// Cells of a spreadsheet: tabs that are more than the margin of a list in Python.
bool isSpreadsheet(std::string_view text)
{
    while (!text.empty()) {
        const std::string_view line = trimmedText(takeLine(text));
        if (!line.empty())
            return line.find('\t') != std::string_view::npos;
    }
    return false;
}

bool isBracket(char character)
{
    return std::string_view("[]()").find(character) != std::string_view::npos;
}

bool isLetterOrDigit(char character)
{
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
           (character >= 'A' && character <= 'Z') || static_cast<unsigned char>(character) >= 0x80;
}

/// "[1", "([-2.5", "x]": as no word has it, but "[CLS]", "(" and ":(" may be words.
bool hasBracketOfList(std::string_view cell)
{
    const auto opening = std::ranges::count_if(cell, [](char c) { return c == '[' || c == '('; });
    const auto brackets = std::ranges::count_if(cell, isBracket);
    if (brackets == 0)
        return false;
    std::string inside(cell);
    std::ranges::replace_if(inside, isBracket, ' ');
    std::string_view rest = inside;
    return parseNumber(takeWord(rest), DType::Float64) ||
           (brackets != 2 * opening && std::ranges::any_of(inside, isLetterOrDigit));
}

/// Whether brackets make lists of numbers, so that the text is no table whatever is wrong with it.
bool hasLists(std::string_view text, std::string_view separators)
{
    constexpr std::size_t longestWord = 200;
    if (text.find_first_of("[]()") == std::string_view::npos)
        return false;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(separators), text.size());
        if (hasBracketOfList(text.substr(0, std::min(end, longestWord))))
            return true;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return false;
}

/// The number of the line that the `index`-th of `count` labels begins; what comes before the first is a
/// header.
std::size_t lineOfLabel(std::string_view text, std::size_t index, std::size_t count)
{
    std::vector<std::size_t> lines;
    for (std::size_t line = 1; !text.empty(); ++line)
        if (!trimmedText(takeLine(text)).empty())
            lines.push_back(line);
    const std::size_t headers = lines.size() - std::min(count, lines.size());
    return index + headers < lines.size() ? lines[index + headers] : 1;
}

/// A word among numbers is a slip of the pen rather than a label, unless a header with an empty first cell
/// says so.
Result<void> checkLabels(std::string_view text, const std::vector<std::string>& labels)
{
    const auto isNumber = [](const std::string& label) {
        return parseNumber(label, DType::Float64).has_value();
    };
    const bool headed = text.find_first_of("\t,;") == 0;
    const auto word = std::ranges::find_if_not(labels, isNumber);
    if (headed || word == labels.end() || std::ranges::none_of(labels, isNumber))
        return {};
    const std::size_t line =
        lineOfLabel(text, static_cast<std::size_t>(word - labels.begin()), labels.size());
    return failure(
        LAYERNORM_SENTENCE("Core", "line %1, column 1: \"%2\" is not a number, as others in this column are; "
                                   "correct it, or paste the labels under a header whose first cell is "
                                   "empty"),
        {std::to_string(line), quotable(*word)});
}

bool hasSeparators(std::string_view text)
{
    return text.find(separatorOf(text)) != std::string_view::npos;
}

} // namespace

Result<LabelledTensor> parsePastedText(std::string_view text, DType dtype)
{
    if (text.starts_with(byteOrderMark))
        text.remove_prefix(byteOrderMark.size());
    const bool spreadsheet = isSpreadsheet(text);
    if (hasLists(text, spreadsheet ? "\t\r\n" : ",;\t\r\n"))
        return parsePrintout(text, dtype);
    Result<LabelledTensor> printout = parsePrintout(text, dtype);
    if (printout && !spreadsheet)
        return printout;
    Result<LabelledTensor> table = parseCells(text, dtype);
    if (table) {
        if (const auto checked = checkLabels(text, table->labels); !checked)
            return tl::unexpected(checked.error());
        return table;
    }
    return printout || !hasSeparators(text) ? printout : table;
}

} // namespace layernorm
