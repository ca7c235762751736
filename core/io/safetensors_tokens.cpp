// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors_tokens.h"

#include "core/io/json_reader.h"

#include <nlohmann/json.hpp>
#include <span>
#include <utility>

namespace layernorm::safetensors {

namespace {

using nlohmann::json;
using Extents = std::vector<std::int64_t>;

/// Those along which tokens lie.
Extents tokenExtents(const Extents& extents)
{
    return extents.size() < 2 ? Extents{1} : Extents(extents.begin(), extents.end() - 1);
}

bool contains(const IndexRange& range, std::int64_t index)
{
    return index >= range.first && (range.count == 0 || index - range.first < range.count);
}

/// Stops at the first part that does not fit, and keeps the words within the ranges only: a large file may
/// have millions of others.
class TokensParser
{
public:
    TokensParser(const std::string& text, const Extents& extents, const std::vector<IndexRange>& ranges)
        : m_reader(text, {}),
          m_extents(tokenExtents(extents)),
          m_ranges(ranges)
    {
        m_ranges.resize(extents.size());
    }

    std::vector<std::string> parse()
    {
        do {
            if (!readNext() || !closeFullLists() || !countNext())
                return {};
        } while (!m_counts.empty());
        return m_reader.finish() ? std::move(m_words) : std::vector<std::string>();
    }

private:
    /// Into a list, or past a word.
    bool readNext()
    {
        if (m_counts.size() < m_extents.size()) {
            m_counts.push_back(0);
            return m_reader.beginArray();
        }
        std::string word;
        if (!m_reader.readText(word))
            return false;
        if (isWanted())
            m_words.push_back(std::move(word));
        return true;
    }

    /// Past the ends of lists, up to the next item.
    bool closeFullLists()
    {
        while (!m_counts.empty() && !m_reader.nextItem()) {
            if (m_reader.error() || m_counts.back() != m_extents[m_counts.size() - 1])
                return false;
            m_counts.pop_back();
        }
        return true;
    }

    bool countNext() { return m_counts.empty() || ++m_counts.back() <= m_extents[m_counts.size() - 1]; }

    [[nodiscard]] bool isWanted() const
    {
        // A tensor of rank 1 is one token, whatever is taken of its values.
        if (m_ranges.size() < 2)
            return true;
        for (std::size_t axis = 0; axis < m_counts.size(); ++axis) {
            if (!contains(m_ranges[axis], m_counts[axis] - 1))
                return false;
        }
        return true;
    }

    JsonReader m_reader;
    Extents m_extents;
    std::vector<IndexRange> m_ranges;
    Extents m_counts; ///< items so far, this one included, of each list that is open, outermost first
    std::vector<std::string> m_words;
};

json nested(std::span<const std::string> labels, std::span<const std::int64_t> extents)
{
    json list = json::array();
    const std::size_t items = labels.size() / static_cast<std::size_t>(extents.front());
    for (; !labels.empty(); labels = labels.subspan(items))
        list.push_back(extents.size() == 1 ? json(labels.front())
                                           : nested(labels.first(items), extents.subspan(1)));
    return list;
}

} // namespace

std::vector<std::string> readTokens(const std::string& text, const Extents& extents,
                                    const std::vector<IndexRange>& ranges)
{
    return TokensParser(text, extents, ranges).parse();
}

std::string tokensText(const std::vector<std::string>& labels, const Shape& shape)
{
    return nested(labels, tokenExtents(shape.extents())).dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace layernorm::safetensors
