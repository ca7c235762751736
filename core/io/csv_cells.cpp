// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/csv_cells.h"

#include "core/io/number_text.h"
#include "core/io/printed_numbers.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace layernorm {

namespace {

bool isDigit(char character)
{
    return character >= '0' && character <= '9';
}

bool beginsAsNumber(std::string_view text)
{
    std::string_view digits = withoutSign(text);
    if (digits.starts_with('.') || digits.starts_with(','))
        digits.remove_prefix(1);
    return !digits.empty() && isDigit(digits.front());
}

bool isHexadecimal(std::string_view text)
{
    const std::string_view number = withoutSign(text);
    return number.starts_with("0x") || number.starts_with("0X");
}

// More digits than any number needs; a megabyte of them is no number to spend time on.
constexpr std::size_t longestNumber = 2000;

/// Tells words, of which a table may have many from numbers without a copy of them.
bool mayBeNumber(std::string_view text)
{
    constexpr std::string_view firstLetters = "iInN";
    const std::string_view number = withoutSign(text);
    return !number.empty() &&
           (beginsAsNumber(number) || firstLetters.find(number.front()) != std::string_view::npos);
}

} // namespace

// ----------------------------------------------------------------------------------------------- numbers

template <typename T>
bool parseCell(std::string_view text, T& value)
{
    if (text.size() > longestNumber)
        return false;
    // Nearly always; what from_chars takes beside decimal numbers (nan(1), inf) begins with a letter.
    if (!text.empty() && (isDigit(text.back()) || text.back() == '.')) {
        const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (code == std::errc() && end == text.data() + text.size())
            return true;
    }
    if (isHexadecimal(text) || !mayBeNumber(text))
        return false;
    constexpr DType dtype = sizeof(T) == sizeof(float) ? DType::Float32 : DType::Float64;
    const Result<double> number = parseNumber(text, dtype);
    value = static_cast<T>(number.value_or(0));
    return number.has_value();
}

template bool parseCell(std::string_view text, float& value);
template bool parseCell(std::string_view text, double& value);

int significantDigits(std::string_view text)
{
    int digits = 0;
    for (const char character : text) {
        if (character == 'e' || character == 'E')
            break;
        digits += isDigit(character) && (digits > 0 || character != '0') ? 1 : 0;
    }
    return digits;
}

CellKind kindOf(const TableCell& cell)
{
    if (cell.text.empty())
        return CellKind::Blank;
    double value = 0;
    if (parseCell(cell.text, value))
        return CellKind::Number;
    return !cell.quoted && beginsAsNumber(cell.text) ? CellKind::NumberLike : CellKind::Word;
}

// --------------------------------------------------------------------------------------------- separator

namespace {

constexpr std::string_view candidates = "\t;,";

/// Which of the candidates a line has outside of quotes.
struct LineMarks {
    std::array<bool, candidates.size()> has{};
    bool isBlank = true;
};

/// Takes the next line from the front of `rest`; a quote at the beginning of a cell goes to its end.
LineMarks takeMarks(std::string_view& rest)
{
    LineMarks marks;
    bool cellBegins = true;
    std::size_t at = 0;
    for (; at < rest.size() && rest[at] != '\n' && rest[at] != '\r'; ++at) {
        const char character = rest[at];
        const std::size_t candidate = candidates.find(character);
        if (candidate != std::string_view::npos)
            marks.has[candidate] = true;
        if (character == '"' && cellBegins)
            at = std::min(rest.find('"', at + 1), rest.size() - 1);
        // A doubled quote ends one and begins the next.
        cellBegins = candidate != std::string_view::npos || (cellBegins && character == ' ') ||
                     (cellBegins && character == '"' && rest.substr(at + 1).starts_with('"'));
        marks.isBlank = marks.isBlank && character == ' ';
    }
    rest.remove_prefix(std::min(at + 1, rest.size()));
    return marks;
}

} // namespace

char separatorOf(std::string_view text)
{
    constexpr std::size_t telling = std::size_t{1} << 20;
    std::string_view rest = text.substr(0, telling);
    std::array<std::int64_t, candidates.size()> lines{};
    std::int64_t filled = 0;
    while (!rest.empty()) {
        const LineMarks marks = takeMarks(rest);
        filled += marks.isBlank ? 0 : 1;
        for (std::size_t i = 0; i < candidates.size(); ++i)
            lines[i] += marks.has[i] ? 1 : 0;
    }
    for (std::size_t i = 0; i < candidates.size(); ++i)
        if (2 * lines[i] > filled)
            return candidates[i];
    return ',';
}

// ------------------------------------------------------------------------------------------------- cells

bool TableCells::next()
{
    if (m_error || (m_cell.endsLine && m_at == m_text.size()))
        return false;
    m_column = m_cell.endsLine ? 1 : m_column + 1;
    m_cell.quoted = false;
    m_cellAt = m_at;
    while (m_at < m_text.size() && m_text[m_at] == ' ')
        ++m_at;
    if (m_at < m_text.size() && m_text[m_at] == '"') {
        if (!readQuoted())
            return false;
    } else {
        readPlain();
    }
    endCell();
    return true;
}

void TableCells::toLineEnd()
{
    while (!m_cell.endsLine && next()) {
    }
}

bool TableCells::readQuoted()
{
    m_cellAt = m_at++;
    const std::size_t begin = m_at;
    while (true) {
        m_at = m_text.find('"', m_at);
        if (m_at == std::string_view::npos) {
            m_error = failureHere(LAYERNORM_SENTENCE("Core", "%1line %2, column %3: the quote that begins "
                                                             "here does not end; close it, or write a quote "
                                                             "that is meant as such as \"\"\"\""))
                          .value();
            return false;
        }
        if (!m_text.substr(m_at + 1).starts_with('"'))
            break;
        m_at += 2;
    }
    m_cell.text = m_text.substr(begin, m_at - begin);
    m_cell.quoted = true;
    ++m_at;
    while (m_at < m_text.size() && m_text[m_at] == ' ')
        ++m_at;
    if (m_at == m_text.size() || isEndOfCell(m_text[m_at]))
        return true;
    m_error = failureHere(LAYERNORM_SENTENCE("Core", "%1line %2, column %3: text follows behind the quote "
                                                     "that ends here; put all of the cell into quotes and "
                                                     "double the quotes inside"))
                  .value();
    return false;
}

void TableCells::readPlain()
{
    const std::size_t begin = m_at;
    while (m_at < m_text.size() && !isEndOfCell(m_text[m_at]))
        ++m_at;
    m_cell.text = trimmedText(m_text.substr(begin, m_at - begin));
}

void TableCells::endCell()
{
    m_cell.endsLine = m_at == m_text.size() || m_text[m_at] != m_separator;
    if (m_at < m_text.size())
        m_at += m_text.substr(m_at).starts_with("\r\n") ? 2 : 1;
}

// ------------------------------------------------------------------------------------------------ errors

tl::unexpected<Error> TableCells::failureAt(std::size_t offset, std::int64_t column, const char* sentence,
                                            std::vector<std::string> more) const
{
    const std::string_view before = m_text.substr(0, offset);
    std::int64_t line = 1 + std::count(before.begin(), before.end(), '\n');
    for (auto end = before.find('\r'); end != std::string_view::npos; end = before.find('\r', end + 1))
        line += m_text.substr(end + 1).starts_with('\n') ? 0 : 1;
    std::vector<std::string> arguments{std::string(m_source), std::to_string(line), std::to_string(column)};
    arguments.insert(arguments.end(), std::make_move_iterator(more.begin()),
                     std::make_move_iterator(more.end()));
    return failure(sentence, std::move(arguments));
}

namespace {

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// What may stand between groups of digits, apart from commas and points.
constexpr std::array groupMarks{std::string_view("'"),      std::string_view("_"),
                                std::string_view("\u2019"), std::string_view("\u00A0"),
                                std::string_view("\u202F"), std::string_view("\u2009")};

bool isMark(char character)
{
    return character == ',' || character == '.';
}

/// "0,5", "-12,25e-3"
bool hasDecimalComma(std::string_view text)
{
    std::string pointed(text);
    std::ranges::replace(pointed, ',', '.');
    double value = 0;
    return std::ranges::count(text, ',') == 1 && !has(text, ".") && parseCell(pointed, value);
}

/// "1,234,567.5", "1'234", "1.234,5"
bool groupsDigits(std::string_view text)
{
    std::string bare(withoutSign(text));
    for (const std::string_view mark : groupMarks)
        for (auto at = bare.find(mark); at != std::string::npos; at = bare.find(mark))
            bare.erase(at, mark.size());
    const bool grouped = bare.size() < withoutSign(text).size() || std::ranges::count_if(bare, isMark) > 1;
    std::erase_if(bare, isMark);
    return grouped && !bare.empty() && std::ranges::all_of(bare, isDigit);
}

/// "1 2 3"
bool isSeveralNumbers(std::string_view text)
{
    int words = 0;
    double value = 0;
    for (std::string_view word = takeWord(text); !word.empty(); word = takeWord(text), ++words)
        if (!parseCell(word, value))
            return false;
    return words > 1;
}

bool isBeyondDouble(std::string_view text)
{
    const std::string_view number = withoutSign(text);
    double value = 0;
    const auto [end, code] = std::from_chars(number.data(), number.data() + number.size(), value);
    return code == std::errc::result_out_of_range && end == number.data() + number.size();
}

const char* separatorName(char separator)
{
    return separator == '\t' ? "tab" : separator == ';' ? ";" : ",";
}

struct Trouble {
    bool (*is)(std::string_view text);
    const char* sentence;
};

// The first that holds, so from the particular to the general.
constexpr std::array troubles{
    Trouble{isHexadecimal,
            LAYERNORM_SENTENCE("Core", "%1line %2, column %3: \"%4\" is a hexadecimal number; write decimal "
                                       "numbers")},
    Trouble{hasDecimalComma, LAYERNORM_SENTENCE("Core", "%1line %2, column %3: \"%4\" has a decimal comma "
                                                        "or one between thousands; write decimals with a "
                                                        "point and thousands without a mark")},
    Trouble{groupsDigits,
            LAYERNORM_SENTENCE("Core", "%1line %2, column %3: \"%4\" has its digits in groups; write it "
                                       "without marks between thousands, with a point for the decimals")},
    Trouble{isBeyondDouble, LAYERNORM_SENTENCE("Core", "%1line %2, column %3: %4 is beyond the largest "
                                                       "float64; write inf to mean infinity")},
    Trouble{isSeveralNumbers,
            LAYERNORM_SENTENCE("Core", "%1line %2, column %3: \"%4\" are several numbers with blanks between "
                                       "them; separate them by commas")},
};

} // namespace

tl::unexpected<Error> notANumber(const TableCells& cells, DType dtype)
{
    const std::string_view text = cells.cell().text;
    if (text.empty())
        return cells.failureHere(
            LAYERNORM_SENTENCE("Core", "%1line %2, column %3: this cell is empty; write a number, or nan for "
                                       "one that is missing, or take out the separator (%4) before it"),
            {separatorName(cells.separator())});
    for (const Trouble& trouble : troubles)
        if (text.size() <= longestNumber && trouble.is(text))
            return cells.failureHere(trouble.sentence, {quotable(text)});
    double value = 0;
    if (dtype == DType::Float32 && parseCell(text, value))
        return cells.failureHere(LAYERNORM_SENTENCE("Core",
                                                    "%1line %2, column %3: %4 is beyond the largest float32; "
                                                    "read it as float64, or write inf to mean infinity"),
                                 {quotable(text)});
    return cells.failureHere(
        LAYERNORM_SENTENCE("Core", "%1line %2, column %3: \"%4\" is not a number; write one like -1.5 or "
                                   "2e-3, or nan for one that is missing"),
        {quotable(text)});
}

} // namespace layernorm
