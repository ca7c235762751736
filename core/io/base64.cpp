// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/base64.h"

#include <array>
#include <cstdint>

namespace layernorm {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t noDigit = 0xff;
constexpr std::size_t bytesInGroup = 3;
constexpr std::size_t digitsInGroup = 4;

constexpr std::array<std::uint8_t, 256> makeDigits()
{
    std::array<std::uint8_t, 256> digits{};
    digits.fill(noDigit);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        digits[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return digits;
}

constexpr std::array<std::uint8_t, 256> digitOf = makeDigits();

/// Appends the digits of 1 to 3 bytes, and = for those that no bit falls to.
template <std::size_t count>
void encode(const std::byte* bytes, std::string& text)
{
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < bytesInGroup; ++i)
        bits = bits << 8 | (i < count ? std::to_integer<std::uint32_t>(bytes[i]) : 0U);
    std::array<char, digitsInGroup> group{};
    for (std::size_t i = 0; i < digitsInGroup; ++i)
        group[i] = i <= count ? alphabet[bits >> (18 - 6 * i) & 0x3f] : '=';
    text.append(group.data(), group.size());
}

/// Of the four characters that `count` bytes take, the first that cannot stand there; 4 where all can.
template <std::size_t count>
std::size_t wrongDigit(const char* group)
{
    for (std::size_t i = 0; i < digitsInGroup; ++i) {
        const bool fits =
            i <= count ? digitOf[static_cast<unsigned char>(group[i])] != noDigit : group[i] == '=';
        if (!fits)
            return i;
    }
    return digitsInGroup;
}

template <std::size_t count>
bool decode(const char* group, std::byte* bytes, std::size_t& wrong)
{
    std::uint32_t bits = 0;
    std::uint32_t allDigits = 0;
    bool padded = true;
    for (std::size_t i = 0; i < digitsInGroup; ++i) {
        const std::uint32_t digit = i <= count ? digitOf[static_cast<unsigned char>(group[i])] : 0U;
        padded = padded && (i <= count || group[i] == '=');
        allDigits |= digit;
        bits = bits << 6 | digit;
    }
    constexpr std::uint32_t unusedBits = (1U << (8 * (bytesInGroup - count))) - 1;
    const bool sound = padded && allDigits < alphabet.size();
    wrong = sound ? count : wrongDigit<count>(group);
    if (!sound || (bits & unusedBits) != 0)
        return false;
    for (std::size_t i = 0; i < count; ++i)
        bytes[i] = static_cast<std::byte>(bits >> (16 - 8 * i) & 0xff);
    return true;
}

bool decodeLast(const char* group, std::span<std::byte> bytes, std::size_t& wrong)
{
    return bytes.empty() || (bytes.size() == 1 ? decode<1>(group, bytes.data(), wrong)
                                               : decode<2>(group, bytes.data(), wrong));
}

} // namespace

void appendBase64(std::string& text, std::span<const std::byte> bytes)
{
    text.reserve(text.size() + base64Length(bytes.size()));
    for (; bytes.size() >= bytesInGroup; bytes = bytes.subspan(bytesInGroup))
        encode<bytesInGroup>(bytes.data(), text);
    if (bytes.size() == 1)
        encode<1>(bytes.data(), text);
    if (bytes.size() == 2)
        encode<2>(bytes.data(), text);
}

bool decodeBase64(std::string_view text, std::span<std::byte> bytes, std::size_t& wrongAt)
{
    wrongAt = 0;
    if (text.size() != base64Length(bytes.size()))
        return false;
    std::size_t wrong = 0;
    bool sound = true;
    for (; bytes.size() >= bytesInGroup && sound; bytes = bytes.subspan(bytesInGroup)) {
        sound = decode<bytesInGroup>(text.data() + wrongAt, bytes.data(), wrong);
        wrongAt += sound ? digitsInGroup : wrong;
    }
    if (sound && !decodeLast(text.data() + wrongAt, bytes, wrong)) {
        sound = false;
        wrongAt += wrong;
    }
    return sound;
}

} // namespace layernorm
