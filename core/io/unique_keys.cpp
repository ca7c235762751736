// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/unique_keys.h"

#include <algorithm>
#include <numeric>

namespace layernorm {

void UniqueKeys::add(std::string_view key)
{
    m_text += key;
    m_ends.push_back(static_cast<std::uint32_t>(m_text.size()));
}

std::optional<std::string> UniqueKeys::repeated() const
{
    std::vector<std::uint32_t> order(m_ends.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto keyAt = [this](std::uint32_t place) { return key(place); };
    std::ranges::sort(order, {}, keyAt);
    const auto twin = std::ranges::adjacent_find(order, {}, keyAt);
    return twin == order.end() ? std::nullopt : std::optional<std::string>(key(*twin));
}

std::string_view UniqueKeys::key(std::uint32_t place) const
{
    const std::uint32_t begin = place == 0 ? 0 : m_ends[place - 1];
    return std::string_view(m_text).substr(begin, m_ends[place] - begin);
}

} // namespace layernorm
