// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors_json.h"

#include "core/io/safetensors_header.h"
#include "core/io/utf8.h"

#include <charconv>
#include <utility>

namespace layernorm::safetensors {

HeaderJson::HeaderJson(std::string_view start, const std::string& file)
    : JsonReader(start, file),
      m_start(start)
{
    moveTo(lengthBytes);
}

bool HeaderJson::enterObject()
{
    m_freshObject = kind() == Kind::Object;
    return m_freshObject && take('{');
}

bool HeaderJson::nextKey(std::string& key)
{
    const bool fresh = std::exchange(m_freshObject, false);
    if (error() || take('}'))
        return false;
    if (!fresh && !take(','))
        return expected(", / }");
    if (kind() != Kind::Text)
        return expected("\"");
    return readText(key) && (take(':') || expected(":"));
}

std::optional<std::uint64_t> HeaderJson::readWhole(std::uint64_t largest)
{
    const std::size_t start = nextOffset();
    std::string_view text;
    if (!readNumber(text))
        return std::nullopt;
    std::uint64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code == std::errc() && end == text.data() + text.size() && value <= largest)
        return value;
    moveTo(start);
    return std::nullopt;
}

std::string HeaderJson::describeNext()
{
    std::string_view written;
    bool truth = false;
    switch (kind()) {
    case Kind::Object:
        return "{...}";
    case Kind::Array:
        return "[...]";
    case Kind::Text:
        return readWrittenText(written) ? '"' + excerpt(written) + '"' : "";
    case Kind::Number:
        return readNumber(written) ? excerpt(written) : "";
    case Kind::Truth:
        return readTruth(truth) ? (truth ? "true" : "false") : "";
    default:
        return skipValue() ? "null" : "";
    }
}

bool HeaderJson::isAtEnd()
{
    const std::size_t next = nextOffset();
    return !error() &&
           (next == m_start.size() ||
            fail(next,
                 LAYERNORM_SENTENCE("Core", "%1, byte %2: something stands behind the header's JSON, where "
                                            "only blanks may follow; save the tensors again with save_file "
                                            "of safetensors")));
}

/// Where the next thing that is no blank begins.
std::size_t HeaderJson::nextOffset()
{
    static_cast<void>(kind());
    return offset();
}

bool HeaderJson::take(char symbol)
{
    const std::size_t next = nextOffset();
    const bool here = next < m_start.size() && m_start[next] == symbol;
    if (here)
        moveTo(next + 1);
    return here;
}

bool HeaderJson::expected(const char* symbols)
{
    return fail(offset(),
                LAYERNORM_SENTENCE("Core",
                                   "%1, byte %2: %3 belongs here in the header; save the tensors again "
                                   "with save_file of safetensors"),
                {symbols});
}

} // namespace layernorm::safetensors
