// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/utf8.h"

#include <algorithm>

namespace layernorm {

namespace {

unsigned char byteAt(std::string_view text, std::size_t place)
{
    return static_cast<unsigned char>(text[place]);
}

bool continues(std::string_view text, std::size_t place)
{
    return (byteAt(text, place) & 0xC0U) == 0x80;
}

/// What the first byte says of how many belong together; 0 where none begins with it.
std::size_t promisedBytes(unsigned char first)
{
    return first < 0x80                    ? 1
           : first >= 0xC2 && first < 0xE0 ? 2
           : first >= 0xE0 && first < 0xF0 ? 3
           : first >= 0xF0 && first < 0xF5 ? 4
                                           : 0;
}

/// Longer than need be, half of a pair, or beyond the last character there is.
bool isForbidden(unsigned char first, unsigned char second)
{
    return (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
           (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
}

/// Bytes of the character that `text`, which is not empty, begins with; 0 where it is none.
std::size_t characterBytes(std::string_view text)
{
    const std::size_t bytes = promisedBytes(byteAt(text, 0));
    if (bytes > text.size() || (bytes > 1 && isForbidden(byteAt(text, 0), byteAt(text, 1))))
        return 0;
    for (std::size_t i = 1; i < bytes; ++i) {
        if (!continues(text, i))
            return 0;
    }
    return bytes;
}

} // namespace

std::size_t firstNoUtf8(std::string_view text)
{
    std::size_t place = 0;
    while (place < text.size()) {
        const std::size_t bytes = characterBytes(text.substr(place));
        if (bytes == 0)
            break;
        place += bytes;
    }
    return place;
}

std::string excerpt(std::string_view text)
{
    constexpr std::size_t shown = 60;
    std::size_t end = std::min(text.size(), shown);
    while (end > 0 && end < text.size() && continues(text, end))
        --end;
    std::string start(text.substr(0, end));
    std::ranges::replace_if(
        start, [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; }, '?');
    return end < text.size() ? start + "..." : start;
}

} // namespace layernorm
