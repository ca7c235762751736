// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/npy_header.h"

#include "core/io/printed_numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

namespace layernorm::npy {

namespace {

struct Dictionary {
    std::string descr; ///< without quotes; "[" for a structured type
    bool fortranOrder = false;
    std::vector<std::int64_t> extents;
};

/// Reads the Python dictionary. After a failure, `position` and `expected` say where and what.
class DictionaryParser
{
public:
    explicit DictionaryParser(std::string_view text) : m_text(text) {}

    std::optional<Dictionary> parse();
    [[nodiscard]] std::size_t position() const { return m_position; }
    /// In Python's own words, so that it needs no translation.
    [[nodiscard]] const char* expected() const { return m_expected; }

private:
    struct Field {
        std::string_view key;
        const char* quotedKey;
        bool (DictionaryParser::*read)();
    };
    static const std::array<Field, 3> fields;

    bool readEntry();
    bool readDescr();
    bool readFortranOrder();
    bool readShape();
    bool readExtent();
    bool readString(std::string_view& content, const char* example);
    bool skipList();

    void skipBlanks()
    {
        m_position = std::min(m_text.find_first_not_of(" \t\r\n", m_position), m_text.size());
    }
    [[nodiscard]] bool nextIs(char symbol);
    bool take(std::string_view word);
    bool require(std::string_view word, const char* example) { return take(word) || miss(example); }
    bool miss(const char* example);

    std::string_view m_text;
    std::size_t m_position = 0;
    const char* m_expected = "";
    Dictionary m_dictionary;
    std::array<bool, 3> m_seen{};
};

const std::array<DictionaryParser::Field, 3> DictionaryParser::fields{
    Field{"descr", "'descr'", &DictionaryParser::readDescr},
    Field{"fortran_order", "'fortran_order'", &DictionaryParser::readFortranOrder},
    Field{"shape", "'shape'", &DictionaryParser::readShape},
};

std::optional<Dictionary> DictionaryParser::parse()
{
    if (!require("{", "{"))
        return std::nullopt;
    while (!nextIs('}')) {
        if (!readEntry() || !(take(",") || nextIs('}') || miss("}")))
            return std::nullopt;
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!m_seen[i] && !miss(fields[i].quotedKey))
            return std::nullopt;
    }
    take("}");
    skipBlanks();
    if (m_position != m_text.size() && !miss("\\n"))
        return std::nullopt;
    return std::move(m_dictionary);
}

bool DictionaryParser::readEntry()
{
    constexpr const char* keys = "'descr' / 'fortran_order' / 'shape'";
    skipBlanks();
    const std::size_t start = m_position;
    std::string_view key;
    if (!readString(key, keys))
        return false;
    const auto* field =
        std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.key == key; });
    const auto index = static_cast<std::size_t>(field - fields.begin());
    // A key given twice is refused: two readers could disagree about which one counts.
    if (field == fields.end() || std::exchange(m_seen[index], true)) {
        m_position = start;
        return miss(keys);
    }
    return require(":", ":") && (this->*field->read)();
}

bool DictionaryParser::readDescr()
{
    if (nextIs('[')) {
        m_dictionary.descr = "[";
        return skipList();
    }
    std::string_view descr;
    if (!readString(descr, "'<f4'"))
        return false;
    m_dictionary.descr = descr;
    return true;
}

bool DictionaryParser::readFortranOrder()
{
    m_dictionary.fortranOrder = take("True");
    return m_dictionary.fortranOrder || require("False", "True / False");
}

bool DictionaryParser::readShape()
{
    if (!require("(", "(2, 3, 4)"))
        return false;
    while (!take(")")) {
        if (!readExtent())
            return false;
        const bool comma = take(",");
        // (3) is a number in Python, and (3,) is a shape.
        if (!comma && (m_dictionary.extents.size() == 1 || !nextIs(')')))
            return miss(",");
    }
    return true;
}

bool DictionaryParser::readExtent()
{
    skipBlanks();
    const std::string_view rest = m_text.substr(m_position);
    std::int64_t extent = 0;
    const auto [end, code] = std::from_chars(rest.data(), rest.data() + rest.size(), extent);
    if (code == std::errc::invalid_argument)
        return miss("(2, 3, 4)");
    using Limits = std::numeric_limits<std::int64_t>;
    // A number beyond 64 bits stays too large, or negative, for the check of the shape to refuse.
    if (code == std::errc::result_out_of_range)
        extent = rest.front() == '-' ? Limits::min() : Limits::max();
    m_dictionary.extents.push_back(extent);
    m_position += static_cast<std::size_t>(end - rest.data());
    // Python 2 wrote its long integers as 3L.
    if (m_position < m_text.size() && m_text[m_position] == 'L')
        ++m_position;
    return true;
}

bool DictionaryParser::readString(std::string_view& content, const char* example)
{
    skipBlanks();
    const char quote = nextIs('"') ? '"' : '\'';
    const auto end = nextIs(quote) ? m_text.find(quote, m_position + 1) : std::string_view::npos;
    if (end == std::string_view::npos)
        return miss(example);
    content = m_text.substr(m_position + 1, end - m_position - 1);
    m_position = end + 1;
    return true;
}

bool DictionaryParser::skipList()
{
    int depth = 0;
    do {
        std::string_view ignored;
        if (nextIs('\'') || nextIs('"')) {
            if (!readString(ignored, "]"))
                return false;
            continue;
        }
        if (m_position == m_text.size())
            return miss("]");
        depth += nextIs('[') ? 1 : 0;
        depth -= nextIs(']') ? 1 : 0;
        ++m_position;
    } while (depth > 0);
    return true;
}

bool DictionaryParser::nextIs(char symbol)
{
    skipBlanks();
    return m_position < m_text.size() && m_text[m_position] == symbol;
}

bool DictionaryParser::take(std::string_view word)
{
    skipBlanks();
    const bool here = m_text.substr(m_position).starts_with(word);
    m_position += here ? word.size() : 0;
    return here;
}

bool DictionaryParser::miss(const char* example)
{
    m_expected = example;
    return false;
}

struct ForeignType {
    std::string_view code; ///< as in descr without the byte order; one letter stands for every size of it
    const char* name;
    const char* conversion;
};

constexpr const char* toFloat32 = "array.astype(\"float32\")";
constexpr const char* realToFloat32 = "array.real.astype(\"float32\")";
constexpr const char* toFloat64 = "array.astype(\"float64\")";

constexpr std::array foreignTypes{
    ForeignType{"f12", "longdouble", toFloat64},
    ForeignType{"f16", "longdouble", toFloat64},
    ForeignType{"b1", "bool", toFloat32},
    ForeignType{"c8", "complex64", realToFloat32},
    ForeignType{"c16", "complex128", realToFloat32},
    ForeignType{"c24", "clongdouble", realToFloat32},
    ForeignType{"c32", "clongdouble", realToFloat32},
    ForeignType{"O", "object", toFloat32},
    ForeignType{"S", "bytes", toFloat32},
    ForeignType{"U", "str", toFloat32},
    ForeignType{"V", "void", toFloat32},
    ForeignType{"M", "datetime64", toFloat32},
    ForeignType{"m", "timedelta64", toFloat32},
    ForeignType{"[", "structured", "array[\"field\"].astype(\"float32\")"},
};

tl::unexpected<Error> foreignType(const std::string& file, const std::string& descr)
{
    std::string_view code = descr;
    if (code.find_first_of("<>|=") == 0)
        code.remove_prefix(1);
    const auto* known = std::find_if(foreignTypes.begin(), foreignTypes.end(), [&](const ForeignType& type) {
        return type.code == code || (type.code.size() == 1 && code.starts_with(type.code));
    });
    const bool named = known != foreignTypes.end();
    return failure(
        LAYERNORM_SENTENCE("Core", "%1, header: the values have the type %2, which is not read; "
                                   "save %3"),
        {file, named ? known->name : "'" + quotable(descr) + "'", named ? known->conversion : toFloat32});
}

struct KnownType {
    std::string_view code; ///< as in descr without the byte order
    StoredType type;
};

constexpr std::array knownTypes{
    KnownType{"f2", StoredType::Float16}, KnownType{"f4", StoredType::Float32},
    KnownType{"f8", StoredType::Float64}, KnownType{"i1", StoredType::Int8},
    KnownType{"i2", StoredType::Int16},   KnownType{"i4", StoredType::Int32},
    KnownType{"i8", StoredType::Int64},   KnownType{"u1", StoredType::UInt8},
    KnownType{"u2", StoredType::UInt16},  KnownType{"u4", StoredType::UInt32},
    KnownType{"u8", StoredType::UInt64},
};

/// Errors: as `foreignType`.
Result<StoredType> storedType(const std::string& file, const std::string& descr)
{
    // NumPy has "|" only where there is no byte order to tell.
    const bool hasOrder = !descr.empty() && std::string_view("<>=|").find(descr[0]) != std::string_view::npos;
    const std::string_view code = hasOrder ? std::string_view(descr).substr(1) : std::string_view();
    const auto* known = std::ranges::find(knownTypes, code, &KnownType::code);
    if (known == knownTypes.end() || (descr[0] == '|' && sizeOf(known->type) > 1))
        return foreignType(file, descr);
    return known->type;
}

bool isBigEndian(const std::string& descr)
{
    return (descr[0] == '<' || descr[0] == '>' ? descr[0] : nativeOrder) == '>';
}

/// "(2, 3)"; of more extents than a tensor can have, the first ones: a header has room for thousands.
std::string tupleText(const std::vector<std::int64_t>& extents)
{
    constexpr std::size_t shown = Shape::maxRank;
    std::string text = "(";
    for (const std::int64_t extent : std::span(extents).first(std::min(extents.size(), shown)))
        text += (text.size() == 1 ? "" : ", ") + std::to_string(extent);
    return text + (extents.size() == 1 ? ",)" : extents.size() > shown ? ", ...)" : ")");
}

Result<std::uint64_t> byteCount(const std::string& file, const std::vector<std::int64_t>& extents,
                                std::size_t valueSize)
{
    if (std::ranges::any_of(extents, [](std::int64_t extent) { return extent < 0; }))
        return failure(LAYERNORM_SENTENCE("Core", "%1, header: the shape %2 has a negative size; save the "
                                                  "array again with numpy.save"),
                       {file, tupleText(extents)});
    if (std::ranges::find(extents, 0) != extents.end())
        return 0;
    std::uint64_t bytes = valueSize;
    for (const std::int64_t extent : extents) {
        if (__builtin_mul_overflow(bytes, static_cast<std::uint64_t>(extent), &bytes))
            return failure(LAYERNORM_SENTENCE("Core", "%1, header: the shape %2 takes more bytes than any "
                                                      "file has; save the array again with numpy.save"),
                           {file, tupleText(extents)});
    }
    return bytes;
}

} // namespace

Result<Header> parseHeader(const std::string& file, std::string_view text, std::uint64_t start)
{
    DictionaryParser parser(text);
    const std::optional<Dictionary> dictionary = parser.parse();
    if (!dictionary)
        return failure(
            LAYERNORM_SENTENCE("Core",
                               "%1, header, byte %2: %3 belongs here; save the array again with numpy.save"),
            {file, std::to_string(start + parser.position()), parser.expected()});
    const Result<StoredType> type = storedType(file, dictionary->descr);
    if (!type)
        return tl::unexpected(type.error());
    return byteCount(file, dictionary->extents, sizeOf(*type)).map([&](std::uint64_t bytes) {
        return Header{{{}, dictionary->extents, *type},
                      {start + text.size(), isBigEndian(dictionary->descr), dictionary->fortranOrder},
                      bytes};
    });
}

} // namespace layernorm::npy
