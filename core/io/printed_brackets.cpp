// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/printed_numbers.h"

#include <algorithm>
#include <array>

namespace layernorm {

namespace {

constexpr std::string_view marks = "[](),=";

/// What may stand before a round bracket, after its module ("torch.", "np.").
constexpr std::array callables{
    std::string_view("tensor"),   std::string_view("Tensor"),      std::string_view("array"),
    std::string_view("Array"),    std::string_view("DeviceArray"), std::string_view("matrix"),
    std::string_view("float16"),  std::string_view("float32"),     std::string_view("float64"),
    std::string_view("bfloat16"),
};

bool isCallable(std::string_view word)
{
    const auto point = word.rfind('.');
    const std::string_view name = point == std::string_view::npos ? word : word.substr(point + 1);
    return std::find(callables.begin(), callables.end(), name) != callables.end();
}

/// Reads nested brackets without recursion, so that no text can exhaust the stack.
class BracketReader
{
public:
    explicit BracketReader(PrintedNumbers& numbers) : m_numbers(numbers), m_text(numbers.text()) {}

    Result<std::vector<std::int64_t>> read();

private:
    enum class Separator { Unknown, Comma, Blank };
    /// A list or a call that is not closed yet; the outermost is the text itself.
    struct Open {
        std::size_t offset = 0;
        char closing = '\0';
        bool isCall = false;
        bool afterComma = false;
        Separator separator = Separator::Unknown;
        std::int64_t items = 0;
    };

    Result<void> step();
    Result<void> comma();
    Result<void> open(char closing);
    Result<void> openCall();
    Result<void> close(char bracket);
    Result<void> closeList(const Open& list);
    Result<void> word();
    Result<void> number(std::string_view token);
    Result<void> keyword(std::string_view token);
    Result<void> beginItem();
    [[nodiscard]] Result<void> notAlike() const;
    [[nodiscard]] std::string_view wordHere() const;
    [[nodiscard]] char markAfter(std::size_t offset) const;
    void skipArgument();

    PrintedNumbers& m_numbers;
    std::string_view m_text;
    std::size_t m_at = 0;
    std::vector<Open> m_open{Open{}};
    std::size_t m_lists = 0;            ///< how many of the open are lists
    std::size_t m_numberDepth = 0;      ///< how many lists a number lies in, once there is one
    std::vector<std::int64_t> m_levels; ///< lengths of the closed lists, outermost first; 0 while not known
};

Result<std::vector<std::int64_t>> BracketReader::read()
{
    while (true) {
        while (const std::size_t bytes = blankAt(m_text.substr(m_at)))
            m_at += bytes;
        if (m_at == m_text.size())
            break;
        const Result<void> done = step();
        if (!done)
            return tl::unexpected(done.error());
    }
    if (m_open.size() > 1)
        return m_numbers.failureAt(
            m_open.back().offset,
            LAYERNORM_SENTENCE("Core", "%1line %2, column %3: this bracket is never closed; "
                                       "give the print-out from its first to its last bracket"));
    if (m_open.front().items > 1)
        m_levels.insert(m_levels.begin(), m_open.front().items);
    if (m_levels.empty())
        m_levels.push_back(m_open.front().items);
    return m_levels;
}

Result<void> BracketReader::step()
{
    switch (m_text[m_at]) {
    case '[':
        return open(']');
    case '(':
        return open(')');
    case ']':
    case ')':
        return close(m_text[m_at]);
    case ',':
        return comma();
    default:
        return word();
    }
}

Result<void> BracketReader::comma()
{
    Open& around = m_open.back();
    if (around.items == 0 || around.afterComma)
        return m_numbers.failureAt(m_at, LAYERNORM_SENTENCE("Core",
                                                            "%1line %2, column %3: there is no number before "
                                                            "this comma; fill it in or take the comma out"));
    around.afterComma = true;
    ++m_at;
    return {};
}

/// What all lists and numbers begin with: separated from the one before as its neighbours are.
Result<void> BracketReader::beginItem()
{
    Open& around = m_open.back();
    if (around.items > 0) {
        const Separator separator = around.afterComma ? Separator::Comma : Separator::Blank;
        const bool second = around.separator == Separator::Unknown;
        if ((!second && separator != around.separator) || around.isCall)
            return m_numbers.failureAt(
                m_at, LAYERNORM_SENTENCE(
                          "Core", "%1line %2, column %3: some numbers are separated by commas and some "
                                  "by blanks; use one of them, with a point for the decimals"));
        around.separator = separator;
    }
    around.afterComma = false;
    ++around.items;
    return {};
}

Result<void> BracketReader::notAlike() const
{
    return m_numbers.failureAt(
        m_at, LAYERNORM_SENTENCE("Core", "%1line %2, column %3: a number and a list stand side "
                                         "by side; put all numbers into equally many brackets"));
}

Result<void> BracketReader::open(char closing)
{
    if (m_numbers.count() > 0 && m_lists >= m_numberDepth)
        return notAlike();
    if (m_lists == static_cast<std::size_t>(Shape::maxRank))
        return m_numbers.failureAt(m_at, LAYERNORM_SENTENCE("Core",
                                                            "%1line %2, column %3: this is the ninth bracket "
                                                            "around one number; a tensor has at most 8"));
    const Result<void> begun = beginItem();
    if (!begun)
        return begun;
    m_open.push_back({.offset = m_at, .closing = closing});
    if (m_levels.size() == m_lists)
        m_levels.push_back(0);
    ++m_lists;
    ++m_at;
    return {};
}

Result<void> BracketReader::openCall()
{
    const Result<void> begun = beginItem();
    if (!begun)
        return begun;
    m_at = m_text.find('(', m_at);
    m_open.push_back({.offset = m_at, .closing = ')', .isCall = true});
    ++m_at;
    return {};
}

Result<void> BracketReader::close(char bracket)
{
    const Open closed = m_open.back();
    if (closed.closing != bracket)
        return m_numbers.failureAt(m_at,
                                   LAYERNORM_SENTENCE("Core",
                                                      "%1line %2, column %3: no bracket is open that "
                                                      "\"%4\" could close; give the print-out from its "
                                                      "first to its last bracket"),
                                   {std::string(1, bracket)});
    if (closed.items == 0)
        return m_numbers.failureAt(
            m_at, LAYERNORM_SENTENCE("Core", "%1line %2, column %3: there is no number in these "
                                             "brackets; fill them or take them out"));
    if (!closed.isCall) {
        const Result<void> done = closeList(closed);
        if (!done)
            return done;
    }
    m_open.pop_back();
    ++m_at;
    return {};
}

Result<void> BracketReader::closeList(const Open& list)
{
    --m_lists;
    std::int64_t& length = m_levels[m_lists];
    if (length != 0 && length != list.items)
        return m_numbers.ragged(list.offset, list.items, length);
    length = list.items;
    return {};
}

std::string_view BracketReader::wordHere() const
{
    std::size_t end = m_at;
    while (end < m_text.size() && marks.find(m_text[end]) == std::string_view::npos &&
           blankAt(m_text.substr(end)) == 0)
        ++end;
    return m_text.substr(m_at, end - m_at);
}

char BracketReader::markAfter(std::size_t offset) const
{
    const std::string_view rest = m_text.substr(offset);
    return rest.empty() ? '\0' : rest.front();
}

Result<void> BracketReader::word()
{
    const std::string_view token = wordHere();
    const char mark = markAfter(m_at + token.size());
    constexpr std::string_view parameterHeading = "Parameter containing:";
    if (m_open.size() == 1 && m_text.substr(m_at).starts_with(parameterHeading)) {
        m_at += parameterHeading.size();
        return {};
    }
    // Another depth than 8 lists, a call around each and one around a number cannot be reached.
    if (mark == '(' && isCallable(token) && !m_open.back().isCall)
        return openCall();
    if (mark == '=' && m_open.back().isCall && m_open.back().afterComma && !token.empty())
        return keyword(token);
    return number(token.empty() ? m_text.substr(m_at, 1) : token);
}

Result<void> BracketReader::number(std::string_view token)
{
    const Result<void> added = m_numbers.add(token);
    if (!added)
        return added;
    if (m_numbers.count() > 1 && m_lists != m_numberDepth)
        return notAlike();
    const Result<void> begun = beginItem();
    if (!begun)
        return begun;
    m_numberDepth = m_lists;
    m_at += token.size();
    return {};
}

/// dtype=..., device=..., grad_fn=<...> and the like say nothing about the numbers.
Result<void> BracketReader::keyword(std::string_view token)
{
    m_at += token.size();
    skipArgument();
    m_open.back().afterComma = false;
    return {};
}

/// To the comma or bracket that ends an argument; brackets and quotes inside it are passed over.
void BracketReader::skipArgument()
{
    constexpr std::string_view opening = "([{<";
    constexpr std::string_view closing = ")]}>";
    int depth = 0;
    char quote = '\0';
    for (; m_at < m_text.size(); ++m_at) {
        const char character = m_text[m_at];
        if (quote != '\0' || character == '\'' || character == '"') {
            quote = quote == '\0' ? character : quote == character ? '\0' : quote;
            continue;
        }
        if (depth == 0 && (character == ',' || character == ')'))
            return;
        depth += opening.find(character) != std::string_view::npos ? 1 : 0;
        depth -= closing.find(character) != std::string_view::npos ? 1 : 0;
    }
}

} // namespace

Result<std::vector<std::int64_t>> readBrackets(PrintedNumbers& numbers)
{
    return BracketReader(numbers).read();
}

} // namespace layernorm
