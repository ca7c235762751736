// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors_header.h"

#include "core/io/safetensors_json.h"
#include "core/io/safetensors_layout.h"
#include "core/io/unique_keys.h"
#include "core/io/utf8.h"

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <utility>

namespace layernorm::safetensors {

namespace {

constexpr std::string_view metadataKey = "__metadata__";
constexpr std::string_view tokensKey = "tokens";
constexpr std::array<std::string_view, 3> fieldNames{"dtype", "shape", "data_offsets"};
// PyTorch's limit and above NumPy's: what lists more axes is damage, and an extent takes more memory than
// text.
constexpr std::size_t mostAxes = 64;

struct FormatType {
    std::string_view name;
    StoredType type;
};

constexpr std::array formatTypes{
    FormatType{"BOOL", StoredType::Bool},
    FormatType{"U8", StoredType::UInt8},
    FormatType{"I8", StoredType::Int8},
    FormatType{"F8_E5M2", StoredType::Float8E5M2},
    FormatType{"F8_E4M3", StoredType::Float8E4M3},
    FormatType{"I16", StoredType::Int16},
    FormatType{"U16", StoredType::UInt16},
    FormatType{"F16", StoredType::Float16},
    FormatType{"BF16", StoredType::BFloat16},
    FormatType{"I32", StoredType::Int32},
    FormatType{"U32", StoredType::UInt32},
    FormatType{"F32", StoredType::Float32},
    FormatType{"I64", StoredType::Int64},
    FormatType{"U64", StoredType::UInt64},
    FormatType{"F64", StoredType::Float64},
};

std::string knownTypes()
{
    std::string list;
    for (const FormatType& known : formatTypes)
        list += (list.empty() ? "" : " ") + std::string(known.name);
    return list;
}

/// Reads the header from front to back. It knows which value belongs where, so nesting deeper than the
/// format's is refused where it begins.
///
/// Functions give false when something is wrong; `m_error` or the reader's then tells what.
class HeaderParser
{
public:
    HeaderParser(const std::string& file, std::string_view start, std::uint64_t valueBytes)
        : m_file(file),
          m_valueBytes(valueBytes),
          m_json(start, file)
    {
    }

    Result<Header> parse();

private:
    bool readHeader();
    bool readMetadata();
    bool readTensor();
    bool readField(const std::string& key);
    bool readType();
    bool readShape();
    bool readOffsets();
    bool endTensor();
    bool checkWhole();

    bool refuse(const char* sentence, std::vector<std::string> arguments);
    /// `sentence` has %1 for the file, %2 for `key` and %3 for the value that comes next, which does not
    /// belong there.
    bool misplaced(const char* sentence, const std::string& key);
    [[nodiscard]] bool failed() const { return m_error || m_json.error(); }

    const std::string& m_file;
    std::uint64_t m_valueBytes;
    HeaderJson m_json;

    Header m_header;
    UniqueKeys m_names;
    std::string m_name; ///< the key of the file's object that is being read
    Entry m_entry;      ///< the tensor of that name
    std::array<bool, fieldNames.size()> m_seen{};
    std::optional<Error> m_error;
};

Result<Header> HeaderParser::parse()
{
    if (readHeader() && m_json.isAtEnd() && checkWhole())
        return std::move(m_header);
    return tl::unexpected(m_error ? *m_error : *m_json.error());
}

bool HeaderParser::readHeader()
{
    m_json.enterObject();
    while (m_json.nextKey(m_name)) {
        m_names.add(m_name);
        if (!(m_name == metadataKey ? readMetadata() : readTensor()))
            return false;
    }
    return !failed();
}

/// What can only be told of all tensors together.
bool HeaderParser::checkWhole()
{
    if (const std::optional<std::string> twin = m_names.repeated())
        return refuse(LAYERNORM_SENTENCE("Core",
                                         "%1, header: the name \"%2\" is there twice; give each tensor "
                                         "its own and save them again"),
                      {excerpt(*twin)});
    if (const Result<void> sound = checkCoverage(m_file, m_header.entries, m_valueBytes); !sound)
        m_error = sound.error();
    return !m_error;
}

bool HeaderParser::readMetadata()
{
    if (!m_json.enterObject())
        return misplaced(LAYERNORM_SENTENCE("Core",
                                            "%1, header: \"%2\" is %3, not an object of texts; save the "
                                            "tensors again with save_file of safetensors"),
                         m_name);
    UniqueKeys keys;
    for (std::string key; m_json.nextKey(key);) {
        keys.add(key);
        std::string_view passedOver;
        if (!(key == tokensKey ? m_json.readText(m_header.tokens.emplace())
                               : m_json.readWrittenText(passedOver)))
            return misplaced(LAYERNORM_SENTENCE("Core",
                                                "%1, header: \"%2\" in the metadata is %3, not a text; "
                                                "write it as one, with quotes around it"),
                             key);
    }
    if (failed())
        return false;
    if (const std::optional<std::string> twin = keys.repeated())
        return refuse(LAYERNORM_SENTENCE("Core",
                                         "%1, header: the metadata has the key \"%2\" twice; leave one "
                                         "of them out"),
                      {excerpt(*twin)});
    return true;
}

bool HeaderParser::readTensor()
{
    m_entry = {};
    m_seen.fill(false);
    if (!m_json.enterObject())
        return misplaced(LAYERNORM_SENTENCE("Core",
                                            "%1, header: the tensor \"%2\" is %3, not an object with "
                                            "dtype, shape and data_offsets; save the tensors again with "
                                            "save_file of safetensors"),
                         m_name);
    for (std::string key; m_json.nextKey(key);) {
        if (!readField(key))
            return false;
    }
    return !failed() && endTensor();
}

bool HeaderParser::readField(const std::string& key)
{
    const auto* const field = std::ranges::find(fieldNames, std::string_view(key));
    if (field == fieldNames.end())
        return refuse(LAYERNORM_SENTENCE("Core", "%1, header: the tensor \"%2\" has a field \"%3\" besides "
                                                 "dtype, shape and data_offsets; leave it out"),
                      {excerpt(m_name), excerpt(key)});
    const auto place = static_cast<std::size_t>(field - fieldNames.begin());
    if (std::exchange(m_seen.at(place), true))
        return refuse(LAYERNORM_SENTENCE("Core", "%1, header: the tensor \"%2\" has the field \"%3\" twice; "
                                                 "leave one of them out"),
                      {excerpt(m_name), key});
    return place == 0 ? readType() : place == 1 ? readShape() : readOffsets();
}

bool HeaderParser::readType()
{
    std::string_view name;
    if (!m_json.readWrittenText(name))
        return misplaced(LAYERNORM_SENTENCE("Core",
                                            "%1, header: the dtype of the tensor \"%2\" is %3, not a "
                                            "text such as \"F32\"; save the tensors again with save_file "
                                            "of safetensors"),
                         m_name);
    const auto* const known = std::ranges::find(formatTypes, name, &FormatType::name);
    if (known == formatTypes.end())
        return refuse(LAYERNORM_SENTENCE("Core",
                                         "%1, header: the dtype \"%3\" of the tensor \"%2\" is unknown; "
                                         "save it as one of: %4"),
                      {excerpt(m_name), excerpt(name), knownTypes()});
    m_entry.tensor.type = known->type;
    return true;
}

bool HeaderParser::readShape()
{
    constexpr const char* sentence = LAYERNORM_SENTENCE(
        "Core", "%1, header: the shape of the tensor \"%2\" holds %3, where only whole "
                "numbers from 0 to 2^63-1 belong, in one list; save the tensors again with "
                "save_file of safetensors");
    if (!m_json.beginArray())
        return misplaced(sentence, m_name);
    while (m_json.nextItem()) {
        const std::optional<std::uint64_t> extent =
            m_json.readWhole(std::numeric_limits<std::int64_t>::max());
        if (!extent)
            return misplaced(sentence, m_name);
        if (m_entry.tensor.extents.size() == mostAxes)
            return refuse(LAYERNORM_SENTENCE("Core",
                                             "%1, header: the shape of the tensor \"%2\" has more than "
                                             "%3 dimensions; save it with at most 8"),
                          {excerpt(m_name), std::to_string(mostAxes)});
        m_entry.tensor.extents.push_back(static_cast<std::int64_t>(*extent));
    }
    m_entry.tensor.extents.shrink_to_fit();
    return !failed();
}

bool HeaderParser::readOffsets()
{
    constexpr const char* sentence = LAYERNORM_SENTENCE(
        "Core", "%1, header: the data_offsets of the tensor \"%2\" hold %3, where exactly two "
                "whole numbers from 0 belong, in one list; save the tensors again with "
                "save_file of safetensors");
    if (!m_json.beginArray())
        return misplaced(sentence, m_name);
    std::vector<std::uint64_t> offsets;
    while (m_json.nextItem()) {
        const std::optional<std::uint64_t> offset =
            m_json.readWhole(std::numeric_limits<std::uint64_t>::max());
        if (!offset)
            return misplaced(sentence, m_name);
        if (offsets.size() == 2)
            return refuse(sentence, {excerpt(m_name), std::to_string(*offset)});
        offsets.push_back(*offset);
    }
    if (failed())
        return false;
    if (offsets.size() != 2)
        return refuse(sentence, {excerpt(m_name),
                                 "[" + (offsets.empty() ? "" : std::to_string(offsets.front())) + "]"});
    m_entry.begin = offsets.front();
    m_entry.end = offsets.back();
    return true;
}

bool HeaderParser::endTensor()
{
    const auto* const missing = std::ranges::find(m_seen, false);
    if (missing != m_seen.end())
        return refuse(LAYERNORM_SENTENCE("Core", "%1, header: the tensor \"%2\" lacks the field \"%3\"; save "
                                                 "the tensors again with save_file of safetensors"),
                      {excerpt(m_name),
                       std::string(fieldNames.at(static_cast<std::size_t>(missing - m_seen.begin())))});
    m_entry.tensor.name = m_name;
    if (const Result<void> sound = checkSpan(m_file, m_entry, m_valueBytes); !sound) {
        m_error = sound.error();
        return false;
    }
    m_header.entries.push_back(std::move(m_entry));
    return true;
}

bool HeaderParser::refuse(const char* sentence, std::vector<std::string> arguments)
{
    arguments.insert(arguments.begin(), m_file);
    m_error = Error{sentence, std::move(arguments)};
    return false;
}

bool HeaderParser::misplaced(const char* sentence, const std::string& key)
{
    const std::string found = m_json.describeNext();
    return !failed() && refuse(sentence, {excerpt(key), found});
}

Result<void> checkText(const std::string& file, std::string_view start)
{
    if (!start.substr(lengthBytes).starts_with('{'))
        return failure(LAYERNORM_SENTENCE("Core",
                                          "%1, byte 8: the header does not begin with {, so this is no "
                                          ".safetensors file; save the tensors with save_file of "
                                          "safetensors"),
                       {file});
    const std::size_t place = lengthBytes + firstNoUtf8(start.substr(lengthBytes));
    if (place < start.size())
        return failure(LAYERNORM_SENTENCE("Core",
                                          "%1, byte %2: the header is not UTF-8 there; save the tensors "
                                          "again with save_file of safetensors"),
                       {file, std::to_string(place)});
    return {};
}

} // namespace

Result<Header> parseHeader(const std::string& file, std::string_view start, std::uint64_t valueBytes)
{
    if (const Result<void> checked = checkText(file, start); !checked)
        return tl::unexpected(checked.error());
    return HeaderParser(file, start, valueBytes).parse();
}

const char* formatName(StoredType type)
{
    return std::ranges::find(formatTypes, type, &FormatType::type)->name.data();
}

std::string shapeText(const std::vector<std::int64_t>& extents)
{
    // Of more extents than a tensor can have, the first ones: a header has room for millions.
    constexpr std::size_t shown = Shape::maxRank;
    std::string text = "[";
    for (const std::int64_t extent : std::span(extents).first(std::min(extents.size(), shown)))
        text += (text.size() == 1 ? "" : ",") + std::to_string(extent);
    return text + (extents.size() > shown ? ",...]" : "]");
}

} // namespace layernorm::safetensors
