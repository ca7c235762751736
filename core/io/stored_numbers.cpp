// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/stored_numbers.h"

#include "core/norm/number_formats.h"

#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

namespace layernorm {

namespace {

constexpr bool isBigEndianMachine = std::endian::native == std::endian::big;

/// An unsigned integer as wide as T.
template <typename T>
using BitsOf =
    std::conditional_t<sizeof(T) == 1, std::uint8_t,
                       std::conditional_t<sizeof(T) == 2, std::uint16_t,
                                          std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>>>;

std::uint8_t swapped(std::uint8_t bits)
{
    return bits;
}

std::uint16_t swapped(std::uint16_t bits)
{
    return __builtin_bswap16(bits);
}

std::uint32_t swapped(std::uint32_t bits)
{
    return __builtin_bswap32(bits);
}

std::uint64_t swapped(std::uint64_t bits)
{
    return __builtin_bswap64(bits);
}

/// values[i] = convert(the i-th Stored of `bytes`)
template <typename Stored, typename T, typename Convert>
void convertEach(std::span<const std::byte> bytes, bool swap, std::span<T> values, Convert convert)
{
    const std::byte* from = bytes.data();
    const auto run = [&](auto order) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            BitsOf<Stored> bits = 0;
            std::memcpy(&bits, from + i * sizeof bits, sizeof bits);
            values[i] = convert(std::bit_cast<Stored>(order(bits)));
        }
    };
    // Two loops, so that neither asks at every value.
    if (swap)
        run([](BitsOf<Stored> bits) { return swapped(bits); });
    else
        run([](BitsOf<Stored> bits) { return bits; });
}

/// Doubles have 53 significant bits.
template <typename Integer>
bool isDouble(Integer value)
{
    auto magnitude = static_cast<std::uint64_t>(value);
    if (value < Integer{0})
        magnitude = 0 - magnitude;
    constexpr int digits = std::numeric_limits<double>::digits;
    return magnitude >> digits == 0 || std::bit_width(magnitude) - std::countr_zero(magnitude) <= digits;
}

template <typename Stored, typename T>
std::size_t decodePlain(std::span<const std::byte> bytes, bool swap, std::span<T> values)
{
    std::size_t rounded = 0;
    convertEach<Stored>(bytes, swap, values, [&](Stored value) {
        if constexpr (std::is_integral_v<Stored> && sizeof(Stored) == sizeof(std::uint64_t))
            rounded += isDouble(value) ? 0 : 1;
        return static_cast<T>(value);
    });
    return rounded;
}

float widenedBFloat16(std::uint16_t bits)
{
    return std::bit_cast<float>(std::uint32_t{bits} << 16);
}

float widenedFloat16(std::uint16_t bits)
{
    const unsigned infinity = 0x7c00;
    const unsigned magnitude = bits & 0x7fffU;
    if (magnitude <= infinity)
        return static_cast<float>(numberOf(bits, NumberFormat::Float16));
    return std::bit_cast<float>((bits & 0x8000U) << 16 | 0x7f80'0000U | (magnitude - infinity) << 13);
}

/// All float16 there are: looking one up takes a tenth of the time of computing it.
const std::vector<float>& float16Numbers()
{
    static const std::vector<float> numbers = [] {
        std::vector<float> all(std::size_t{1} << 16);
        for (std::size_t bits = 0; bits < all.size(); ++bits)
            all[bits] = widenedFloat16(static_cast<std::uint16_t>(bits));
        return all;
    }();
    return numbers;
}

template <typename T>
std::size_t decodeFloat16(std::span<const std::byte> bytes, bool swap, std::span<T> values)
{
    const std::vector<float>& numbers = float16Numbers();
    convertEach<std::uint16_t>(bytes, swap, values,
                               [&](std::uint16_t bits) { return static_cast<T>(numbers[bits]); });
    return 0;
}

template <typename T>
std::size_t decodeBFloat16(std::span<const std::byte> bytes, bool swap, std::span<T> values)
{
    convertEach<std::uint16_t>(bytes, swap, values,
                               [](std::uint16_t bits) { return static_cast<T>(widenedBFloat16(bits)); });
    return 0;
}

template <typename T>
using Decode = std::size_t (*)(std::span<const std::byte> bytes, bool swap, std::span<T> values);

template <typename T>
Decode<T> decoderOf(StoredType type)
{
    switch (type) {
    case StoredType::Int8:
        return decodePlain<std::int8_t, T>;
    case StoredType::UInt8:
        return decodePlain<std::uint8_t, T>;
    case StoredType::Int16:
        return decodePlain<std::int16_t, T>;
    case StoredType::UInt16:
        return decodePlain<std::uint16_t, T>;
    case StoredType::Int32:
        return decodePlain<std::int32_t, T>;
    case StoredType::UInt32:
        return decodePlain<std::uint32_t, T>;
    case StoredType::Int64:
        return decodePlain<std::int64_t, T>;
    case StoredType::UInt64:
        return decodePlain<std::uint64_t, T>;
    case StoredType::Float16:
        return decodeFloat16<T>;
    case StoredType::BFloat16:
        return decodeBFloat16<T>;
    case StoredType::Float32:
        return decodePlain<float, T>;
    case StoredType::Float64:
        return decodePlain<double, T>;
    case StoredType::Bool:
    case StoredType::Float8E4M3:
    case StoredType::Float8E5M2:
        break;
    }
    return nullptr; // readAs has none of these
}

} // namespace

template <typename T>
std::size_t decodeValues(std::span<const std::byte> bytes, StoredType type, bool bigEndian,
                         std::span<T> values)
{
    return decoderOf<T>(type)(bytes, bigEndian != isBigEndianMachine, values);
}

template std::size_t decodeValues(std::span<const std::byte>, StoredType, bool, std::span<float>);
template std::size_t decodeValues(std::span<const std::byte>, StoredType, bool, std::span<double>);

bool isStoredAsRead(StoredType type, bool bigEndian)
{
    const bool isReal = type == StoredType::Float32 || type == StoredType::Float64;
    return isReal && bigEndian == isBigEndianMachine;
}

} // namespace layernorm
