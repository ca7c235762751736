// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace layernorm {

/// Private to the core: the keys of one object, to find one that was given twice. All lie in one text, at
/// most 4 GB of it: as strings of their own, millions of short keys would take many times their length.
class UniqueKeys
{
public:
    void add(std::string_view key);

    /// The first in alphabetical order that is there more than once; nullopt if each is there once.
    [[nodiscard]] std::optional<std::string> repeated() const;

private:
    [[nodiscard]] std::string_view key(std::uint32_t place) const;

    std::string m_text;
    std::vector<std::uint32_t> m_ends;
};

} // namespace layernorm
