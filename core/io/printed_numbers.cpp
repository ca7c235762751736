// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/printed_numbers.h"

#include "core/io/number_text.h"
#include "core/io/utf8.h"

#include <algorithm>
#include <charconv>

namespace layernorm {

namespace {

constexpr std::string_view unbreakableBlank = "\u00A0";

bool isDigit(char character)
{
    return character >= '0' && character <= '9';
}

bool isCutMark(std::string_view token)
{
    return token.starts_with("...") || token.starts_with("\u2026");
}

/// "0,5": what German, French and others write for 0.5, or the numbers 0 and 5.
bool mayHaveDecimalComma(std::string_view token)
{
    const std::string_view digits = withoutSign(token);
    const auto comma = digits.find(',');
    return comma != 0 && comma != std::string_view::npos && comma + 1 < digits.size() &&
           std::all_of(digits.begin(), digits.end(), [](char c) { return isDigit(c) || c == ','; }) &&
           digits.find(',', comma + 1) == std::string_view::npos;
}

bool isBeyondDouble(std::string_view token)
{
    const std::string_view number = withoutSign(token);
    double value = 0;
    const auto [end, code] = std::from_chars(number.data(), number.data() + number.size(), value);
    return code == std::errc::result_out_of_range && end == number.data() + number.size();
}

/// How many bytes the UTF-8 character at the front takes; 0 when it is none.
std::size_t characterBytes(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t bytes = first < 0x80                    ? 1
                              : first >= 0xC2 && first < 0xE0 ? 2
                              : first >= 0xE0 && first < 0xF0 ? 3
                              : first >= 0xF0 && first < 0xF5 ? 4
                                                              : 0;
    return bytes <= text.size() && firstNoUtf8(text.substr(0, bytes)) == bytes ? bytes : 0;
}

} // namespace

// ------------------------------------------------------------------------------------------------ text

std::string_view withoutSign(std::string_view token)
{
    constexpr std::string_view trueMinus = "\u2212";
    if (token.starts_with(trueMinus))
        return token.substr(trueMinus.size());
    return token.starts_with('-') || token.starts_with('+') ? token.substr(1) : token;
}

std::size_t blankAt(std::string_view text)
{
    if (!text.empty() && text.front() > ' ' && text.front() < 0x7F)
        return 0; // nearly always
    if (text.starts_with(unbreakableBlank))
        return unbreakableBlank.size();
    constexpr std::string_view blanks = " \t\r\n\v\f";
    return !text.empty() && blanks.find(text.front()) != std::string_view::npos ? 1 : 0;
}

std::string_view trimmedText(std::string_view text)
{
    while (const std::size_t bytes = blankAt(text))
        text.remove_prefix(bytes);
    while (!text.empty()) {
        const std::size_t bytes =
            text.ends_with(unbreakableBlank) ? 2 : blankAt(text.substr(text.size() - 1));
        if (bytes == 0)
            break;
        text.remove_suffix(bytes);
    }
    return text;
}

std::string_view takeLine(std::string_view& rest)
{
    const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
    const std::string_view line = rest.substr(0, end);
    const std::size_t lineEnd = rest.substr(end).starts_with("\r\n") ? 2 : 1;
    rest.remove_prefix(std::min(end + lineEnd, rest.size()));
    return line;
}

std::string_view takeWord(std::string_view& rest)
{
    while (const std::size_t bytes = blankAt(rest))
        rest.remove_prefix(bytes);
    std::size_t end = 0;
    while (end < rest.size() && blankAt(rest.substr(end)) == 0)
        ++end;
    const std::string_view word = rest.substr(0, end);
    rest.remove_prefix(end);
    return word;
}

std::string quotable(std::string_view token)
{
    constexpr int longest = 24;
    std::string quoted;
    for (int shown = 0; !token.empty(); ++shown) {
        if (shown == longest)
            return quoted + "\u2026";
        const std::size_t bytes = characterBytes(token);
        const bool shows = bytes > 1 || (bytes == 1 && token.front() >= ' ' && token.front() != 0x7F);
        quoted += shows ? token.substr(0, bytes) : std::string_view("\uFFFD");
        token.remove_prefix(std::max<std::size_t>(bytes, 1));
    }
    return quoted;
}

// ---------------------------------------------------------------------------------------------- errors

PrintedNumbers::PrintedNumbers(std::string_view text, std::string source, DType dtype)
    : m_text(text),
      m_source(std::move(source)),
      m_dtype(dtype)
{
}

tl::unexpected<Error> PrintedNumbers::failureAt(std::size_t offset, const char* sentence,
                                                std::vector<std::string> more) const
{
    std::size_t line = 1;
    std::string_view before = m_text.substr(0, offset);
    for (auto end = before.find_first_of("\r\n"); end != std::string_view::npos;
         end = before.find_first_of("\r\n")) {
        (void)takeLine(before);
        ++line;
    }
    const auto characters = std::count_if(
        before.begin(), before.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    std::vector<std::string> arguments{m_source, std::to_string(line), std::to_string(characters + 1)};
    arguments.insert(arguments.end(), std::make_move_iterator(more.begin()),
                     std::make_move_iterator(more.end()));
    return failure(sentence, std::move(arguments));
}

tl::unexpected<Error> PrintedNumbers::failureAt(std::string_view token, const char* sentence,
                                                std::vector<std::string> more) const
{
    return failureAt(static_cast<std::size_t>(token.data() - m_text.data()), sentence, std::move(more));
}

tl::unexpected<Error> PrintedNumbers::ragged(std::size_t offset, std::int64_t count,
                                             std::int64_t others) const
{
    return failureAt(
        offset,
        LAYERNORM_SENTENCE("Core", "%1line %2, column %3: this row is of length %4, the one before it of "
                                   "length %5; give all rows the same length"),
        {std::to_string(count), std::to_string(others)});
}

tl::unexpected<Error> PrintedNumbers::notANumber(std::string_view token) const
{
    if (isCutMark(token))
        return failureAt(
            token,
            LAYERNORM_SENTENCE("Core", "%1line %2, column %3: the print-out was cut short here; print all of "
                                       "it after torch.set_printoptions(profile=\"full\") or "
                                       "numpy.set_printoptions(threshold=sys.maxsize)"));
    if (mayHaveDecimalComma(token))
        return failureAt(token,
                         LAYERNORM_SENTENCE("Core",
                                            "%1line %2, column %3: \"%4\" is one number with a decimal comma "
                                            "or two numbers; write decimals with a point"),
                         {quotable(token)});
    if (isBeyondDouble(token))
        return failureAt(token,
                         LAYERNORM_SENTENCE("Core",
                                            "%1line %2, column %3: %4 is beyond the largest float64; write "
                                            "inf to mean infinity"),
                         {quotable(token)});
    if (m_dtype == DType::Float32 && parseNumber(token, DType::Float64))
        return failureAt(token,
                         LAYERNORM_SENTENCE("Core",
                                            "%1line %2, column %3: %4 is beyond the largest float32; change "
                                            "the type to float64, or write inf to mean infinity"),
                         {quotable(token)});
    return failureAt(
        token,
        LAYERNORM_SENTENCE("Core", "%1line %2, column %3: \"%4\" is not a number; leave only the numbers, "
                                   "with a point for the decimals"),
        {quotable(token)});
}

// ----------------------------------------------------------------------------------------------- numbers

Result<void> PrintedNumbers::add(std::string_view token)
{
    const Result<double> value = parseNumber(token, m_dtype);
    if (!value)
        return notANumber(token);
    return keep(token, *value);
}

void PrintedNumbers::applyOrder(std::vector<double>& found) const
{
    if (m_order.size() != found.size())
        return;
    const std::vector<double> before = found;
    for (std::size_t i = 0; i < m_order.size(); ++i)
        found[i] = before[m_order[i]];
}

std::size_t PrintedNumbers::end() const
{
    const std::string_view written = trimmedText(m_text);
    return static_cast<std::size_t>(written.data() + written.size() - m_text.data());
}

// --------------------------------------------------------------------------------------------- notations

namespace {

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// "[ CPUFloatType{2,3} ]", "[torch.FloatTensor of size 2x3]", "(1,.,.) =", "Columns 1 to 8", "1e-05 *"
bool isLibTorch(std::string_view text)
{
    return has(text, "Type{") || has(text, "Tensor of size ") || has(text, ".,.)") || has(text, "Columns ") ||
           has(text, "*");
}

} // namespace

Result<std::vector<std::int64_t>> readPrinted(PrintedNumbers& numbers, OneColumn column)
{
    const std::string_view text = numbers.text();
    if (const auto zero = text.find('\0'); zero != std::string_view::npos)
        return numbers.failureAt(zero, LAYERNORM_SENTENCE("Core",
                                                          "%1line %2, column %3: there is a byte 0, which no "
                                                          "UTF-8 text has; save the numbers as UTF-8 text or "
                                                          "with numpy.save"));
    if (isLibTorch(text))
        return readLibTorch(numbers);
    return text.find_first_of("[]()") != std::string_view::npos ? readBrackets(numbers)
                                                                : readTable(numbers, column);
}

} // namespace layernorm
