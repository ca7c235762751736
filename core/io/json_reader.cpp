// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/json_reader.h"

#include "core/io/utf8.h"

#include <algorithm>
#include <boost/locale/utf.hpp>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <utility>

namespace layernorm {

namespace {

using Utf8 = boost::locale::utf::utf_traits<char>;
using Utf16 = boost::locale::utf::utf_traits<char16_t>;

constexpr std::string_view digits = "0123456789";
constexpr std::size_t longestCharacter = 4;
// In JSON's own words, so that it needs no translation.
constexpr const char* anyValue = "0 / \"\" / [] / {} / true / false / null";

/// What stands in a text as itself and takes one byte.
constexpr bool isPlain(char symbol)
{
    return symbol >= ' ' && symbol != '"' && symbol != '\\'; // char is signed: above ASCII it is negative
}

/// The first symbol that is not plain. Whole blocks first, without a branch a symbol: texts of base64 have
/// hundreds of millions.
const char* endOfPlain(const char* symbol, const char* end)
{
    constexpr std::ptrdiff_t block = 64;
    for (; end - symbol >= block; symbol += block) {
        unsigned others = 0;
        for (std::ptrdiff_t i = 0; i < block; ++i)
            others |= isPlain(symbol[i]) ? 0U : 1U;
        if (others != 0)
            break;
    }
    return std::find_if_not(symbol, end, isPlain);
}

} // namespace

JsonReader::JsonReader(std::string_view text, std::string name) : m_text(text), m_name(std::move(name))
{
    if (m_text.starts_with(byteOrderMark))
        m_offset = byteOrderMark.size();
}

bool JsonReader::fail(std::size_t offset, const char* sentence, std::vector<std::string> more)
{
    if (m_error)
        return false;
    std::vector<std::string> arguments{m_name, std::to_string(offset)};
    std::move(more.begin(), more.end(), std::back_inserter(arguments));
    m_error = Error{sentence, std::move(arguments)};
    m_offset = m_text.size();
    return false;
}

bool JsonReader::miss(const char* expected)
{
    return fail(m_offset,
                LAYERNORM_SENTENCE("Core", "%1, byte %2: %3 belongs here; the file is damaged or cut short, "
                                           "open another copy of it"),
                {expected});
}

JsonReader::Kind JsonReader::kind()
{
    skipBlanks();
    if (m_offset == m_text.size())
        return Kind::Nothing;
    switch (m_text[m_offset]) {
    case '{':
        return Kind::Object;
    case '[':
        return Kind::Array;
    case '"':
        return Kind::Text;
    case 't':
    case 'f':
        return Kind::Truth;
    case 'n':
        return Kind::Null;
    default:
        return nextIs('-') || nextIsOneOf(digits) ? Kind::Number : Kind::Nothing;
    }
}

// ------------------------------------------------------------------------------------------------ containers

bool JsonReader::beginObject()
{
    if (kind() != Kind::Object)
        return false;
    ++m_offset;
    m_freshContainer = true;
    return true;
}

bool JsonReader::beginArray()
{
    if (kind() != Kind::Array)
        return false;
    ++m_offset;
    m_freshContainer = true;
    return true;
}

bool JsonReader::nextInContainer(char end)
{
    if (m_error)
        return false;
    skipBlanks();
    const bool fresh = std::exchange(m_freshContainer, false);
    if (take(end))
        return false;
    if (!fresh && !take(','))
        return miss(end == ']' ? ", / ]" : ", / }");
    skipBlanks();
    return true;
}

bool JsonReader::nextItem()
{
    return nextInContainer(']') && (kind() != Kind::Nothing || miss(anyValue));
}

bool JsonReader::nextKey(std::string& key)
{
    if (!nextInContainer('}'))
        return false;
    key.clear();
    if (!nextIs('"'))
        return miss("\"");
    if (!readString(&key))
        return false;
    skipBlanks();
    return (take(':') || miss(":")) && (kind() != Kind::Nothing || miss(anyValue));
}

std::size_t JsonReader::countItems()
{
    const std::size_t start = m_offset;
    std::size_t count = 0;
    for (beginArray(); nextItem() && skipValue();)
        ++count;
    moveTo(start);
    return count;
}

bool JsonReader::locate(std::span<const std::string_view> keys, std::span<std::size_t> offsets)
{
    std::fill(offsets.begin(), offsets.end(), nowhere);
    if (!beginObject())
        return false;
    std::string key;
    while (nextKey(key)) {
        const auto known = std::find(keys.begin(), keys.end(), key);
        if (known != keys.end()) {
            std::size_t& offset = offsets[static_cast<std::size_t>(known - keys.begin())];
            // Two readers could disagree about which one counts.
            if (offset != nowhere)
                return fail(m_offset,
                            LAYERNORM_SENTENCE("Core", "%1, byte %2: the key \"%3\" is given twice; remove "
                                                       "one of the two in a text editor"),
                            {key});
            offset = m_offset;
        }
        if (!skipValue())
            return false;
    }
    return !m_error;
}

bool JsonReader::skipValue()
{
    std::vector<Kind> open;
    std::string ignored;
    do {
        const Kind next = kind();
        const bool container = next == Kind::Object || next == Kind::Array;
        if (!(container ? openNested(next, open) : skipScalar(next)))
            return false;
        while (!open.empty() && !(open.back() == Kind::Object ? nextKey(ignored) : nextItem())) {
            if (m_error)
                return false;
            open.pop_back();
        }
    } while (!open.empty());
    return true;
}

bool JsonReader::openNested(Kind kind, std::vector<Kind>& open)
{
    if (open.size() == deepestNesting)
        return fail(m_offset,
                    LAYERNORM_SENTENCE("Core", "%1, byte %2: more than %3 brackets are open here, which no "
                                               "document has; open another copy of it"),
                    {std::to_string(deepestNesting)});
    open.push_back(kind);
    return kind == Kind::Object ? beginObject() : beginArray();
}

bool JsonReader::skipScalar(Kind kind)
{
    std::string_view number;
    bool truth = false;
    switch (kind) {
    case Kind::Text:
        return readString(nullptr);
    case Kind::Number:
        return readNumber(number);
    case Kind::Truth:
        return readTruth(truth);
    case Kind::Null:
        return readWord("null") || miss("null");
    default:
        return miss(anyValue);
    }
}

bool JsonReader::finish()
{
    skipBlanks();
    if (!m_error && m_offset != m_text.size())
        fail(m_offset, LAYERNORM_SENTENCE("Core", "%1, byte %2: something follows after the last }; remove "
                                                  "it in a text editor or open another copy"));
    return !m_error;
}

// --------------------------------------------------------------------------------------------------- scalars

bool JsonReader::readWord(std::string_view word)
{
    const bool here = m_text.substr(m_offset).starts_with(word);
    m_offset += here ? word.size() : 0;
    return here;
}

bool JsonReader::readTruth(bool& value)
{
    if (kind() != Kind::Truth)
        return false;
    value = readWord("true");
    return value || readWord("false") || miss("true / false");
}

bool JsonReader::readDigits()
{
    const std::size_t start = m_offset;
    m_offset = std::min(m_text.find_first_not_of(digits, m_offset), m_text.size());
    return m_offset > start || miss("0");
}

bool JsonReader::readNumber(std::string_view& value)
{
    if (kind() != Kind::Number)
        return false;
    const std::size_t start = m_offset;
    take('-');
    if (!take('0') && !readDigits())
        return false;
    if (take('.') && !readDigits())
        return false;
    if (take('e') || take('E')) {
        if (!take('-'))
            take('+');
        if (!readDigits())
            return false;
    }
    value = m_text.substr(start, m_offset - start);
    return true;
}

bool JsonReader::readText(std::string& value)
{
    value.clear();
    return kind() == Kind::Text && readString(&value);
}

bool JsonReader::readWrittenText(std::string_view& value)
{
    if (kind() != Kind::Text)
        return false;
    const std::size_t start = m_offset + 1;
    if (!readString(nullptr))
        return false;
    value = m_text.substr(start, m_offset - 1 - start);
    return true;
}

/// `value` may be null, for a text that is passed over.
bool JsonReader::readString(std::string* value)
{
    ++m_offset;
    while (!take('"')) {
        const char* const start = m_text.data() + m_offset;
        const char* const end = endOfPlain(start, m_text.data() + m_text.size());
        m_offset += static_cast<std::size_t>(end - start);
        if (value)
            value->append(start, end);
        if (!nextIs('"') && !readCharacter(value))
            return false;
    }
    return true;
}

bool JsonReader::readCharacter(std::string* value)
{
    if (m_offset == m_text.size())
        return miss("\"");
    if (take('\\'))
        return readEscape(value);
    if (m_text[m_offset] >= 0 && m_text[m_offset] < ' ')
        return fail(m_offset,
                    LAYERNORM_SENTENCE("Core", "%1, byte %2: a line break or control character stands inside "
                                               "a text; write it as \\n or open another copy"));
    return readBeyondAscii(value);
}

bool JsonReader::readBeyondAscii(std::string* value)
{
    const std::string_view rest = m_text.substr(m_offset);
    const auto ascii = std::find_if(rest.begin(), rest.end(), [](char symbol) { return symbol >= 0; });
    const std::string_view beyondAscii(rest.begin(), ascii);
    const std::size_t good = firstNoUtf8(beyondAscii);
    m_offset += good;
    if (value)
        value->append(beyondAscii);
    if (good == beyondAscii.size())
        return true;
    const std::size_t wrong = beyondAscii.size() - good;
    if (ascii == rest.end() && wrong < longestCharacter) {
        m_offset = m_text.size(); // cut short inside a character, rather
        return miss("\"");
    }
    return fail(m_offset,
                LAYERNORM_SENTENCE("Core", "%1, byte %2: no UTF-8 character begins here; save the file "
                                           "as UTF-8 in the editor that has changed it"));
}

/// From the character after the backslash on.
bool JsonReader::readEscape(std::string* value)
{
    constexpr std::string_view escapes = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (nextIs('u'))
        return readEscapedCharacter(value);
    if (!nextIsOneOf(escapes))
        return miss("\\\" / \\\\ / \\/ / \\b / \\f / \\n / \\r / \\t / \\u0000");
    if (value)
        value->push_back(meanings[escapes.find(m_text[m_offset])]);
    ++m_offset;
    return true;
}

/// One unit of UTF-16, or two that make a character together.
bool JsonReader::readEscapedCharacter(std::string* value)
{
    std::uint16_t first = 0;
    std::uint16_t second = 0;
    if (!readCodeUnit(first))
        return false;
    if (Utf16::is_second_surrogate(first))
        return miss("\\ud800 ... \\udbff");
    boost::locale::utf::code_point character = first;
    if (Utf16::is_first_surrogate(first)) {
        const bool escaped = take('\\') || miss("\\udc00 ... \\udfff");
        if (!escaped || !readCodeUnit(second))
            return false;
        if (!Utf16::is_second_surrogate(second))
            return miss("\\udc00 ... \\udfff");
        character = Utf16::combine_surrogate(first, second);
    }
    if (value)
        Utf8::encode(character, std::back_inserter(*value));
    return true;
}

/// From the u on: one unit of UTF-16 in four hexadecimal digits.
bool JsonReader::readCodeUnit(std::uint16_t& unit)
{
    constexpr std::size_t length = 4;
    const std::string_view text = nextIs('u') ? m_text.substr(m_offset + 1, length) : std::string_view();
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), unit, 16);
    if (code != std::errc() || end != text.data() + length)
        return miss("u0000 ... uffff");
    m_offset += 1 + length;
    return true;
}

// ------------------------------------------------------------------------------------------------ characters

void JsonReader::skipBlanks()
{
    m_offset = std::min(m_text.find_first_not_of(" \t\r\n", m_offset), m_text.size());
}

bool JsonReader::nextIs(char symbol) const
{
    return m_offset < m_text.size() && m_text[m_offset] == symbol;
}

bool JsonReader::nextIsOneOf(std::string_view symbols) const
{
    return m_offset < m_text.size() && symbols.find(m_text[m_offset]) != std::string_view::npos;
}

bool JsonReader::take(char symbol)
{
    const bool here = nextIs(symbol);
    m_offset += here ? 1 : 0;
    return here;
}

} // namespace layernorm
