// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace layernorm {

/// Private to the core: base64 as RFC 4648, section 4, has it: + and /, padded with =, no line breaks.
/// Boost's is private to one of its libraries, or throws and takes texts that stand for no bytes.

/// Characters that so many bytes become.
[[nodiscard]] constexpr std::size_t base64Length(std::size_t bytes)
{
    return (bytes + 2) / 3 * 4;
}

/// Appends. All but the last of several parts must have a multiple of 3 bytes.
void appendBase64(std::string& text, std::span<const std::byte> bytes);

/// Fills `bytes` from a text of `base64Length(bytes.size())` characters (false for any other). On false,
/// `wrongAt` is the first character that cannot stand there: outside of the alphabet, no padding where it
/// belongs, or one whose unused bits are not 0, so that one content has one text.
[[nodiscard]] bool decodeBase64(std::string_view text, std::span<std::byte> bytes, std::size_t& wrongAt);

} // namespace layernorm
