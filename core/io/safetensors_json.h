// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/json_reader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace layernorm::safetensors {

/// Private to the core: JSON whose objects may have any keys, as the header's have; and what an error says of
/// a value that does not belong where it stands.
class HeaderJson : public JsonReader
{
public:
    /// `start` is the file's up to the end of the header, so that errors name bytes of the file; reading
    /// begins behind the header's length.
    HeaderJson(std::string_view start, const std::string& file);

    bool enterObject();
    /// Whether a key with its value comes next; false at the end of the object, which is then passed over.
    bool nextKey(std::string& key);
    /// Passes over a whole number from 0 to `largest`; nullopt if something else comes next, and it still
    /// does.
    std::optional<std::uint64_t> readWhole(std::uint64_t largest);
    /// Passes over the value that comes next, for a sentence: -1, "text", [...], null. Empty where there is
    /// no value; `error` then tells of it.
    std::string describeNext();
    /// Whether nothing but blanks follows; an error otherwise.
    bool isAtEnd();

private:
    std::size_t nextOffset();
    bool take(char symbol);
    bool expected(const char* symbols);

    std::string_view m_start;
    bool m_freshObject = false; ///< no key has been read of it, so no comma is due
};

} // namespace layernorm::safetensors
