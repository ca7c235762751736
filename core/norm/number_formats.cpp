// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/norm/number_formats.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace layernorm {

namespace {

constexpr int doubleBias = 1023;
constexpr int doubleFraction = 52;

struct Layout {
    int fractionBits;
    int smallestExponent; ///< of normal numbers
    double largest;

    [[nodiscard]] constexpr int bias() const { return 1 - smallestExponent; }
    [[nodiscard]] constexpr unsigned infinity() const { return (2U * unsigned(bias()) + 1U) << fractionBits; }
};

constexpr Layout layoutOf(NumberFormat format)
{
    return format == NumberFormat::Float16 ? Layout{10, -14, 65504.0} : Layout{7, -126, 0x1.fep127};
}

double powerOfTwo(int exponent)
{
    return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + doubleBias) << doubleFraction);
}

/// Of a finite number; what is subnormal as a double counts as the smallest normal.
int exponentOf(double value)
{
    const auto bits = std::bit_cast<std::uint64_t>(value);
    return static_cast<int>((bits >> doubleFraction) & 0x7ff) - doubleBias;
}

} // namespace

const char* name(NumberFormat format)
{
    return format == NumberFormat::Float16 ? "float16" : "bfloat16";
}

double rounded(double value, NumberFormat format)
{
    if (!std::isfinite(value))
        return value;
    const Layout layout = layoutOf(format);
    const double magnitude = std::abs(value);
    if (magnitude >= 2 * layout.largest)
        return std::copysign(std::numeric_limits<double>::infinity(), value);
    const int exponent = std::max(exponentOf(magnitude), layout.smallestExponent);
    // A sum with this has steps as wide as the format's; the addition itself rounds to the nearest of them.
    const double shifter = 1.5 * powerOfTwo(exponent - layout.fractionBits + doubleFraction);
    const double nearest = (magnitude + shifter) - shifter;
    return std::copysign(nearest > layout.largest ? std::numeric_limits<double>::infinity() : nearest, value);
}

std::uint16_t bitsOf(double value, NumberFormat format)
{
    const Layout layout = layoutOf(format);
    const unsigned sign = std::signbit(value) ? 0x8000U : 0U;
    const double magnitude = std::abs(rounded(value, format));
    unsigned bits = layout.infinity();
    if (std::isnan(magnitude))
        bits |= 1U << (layout.fractionBits - 1);
    else if (std::isfinite(magnitude)) {
        const int exponent = std::max(exponentOf(magnitude), layout.smallestExponent);
        // In steps of the format; the leading bit of a normal number adds the 1 that its exponent lacks here.
        const double steps = magnitude * powerOfTwo(layout.fractionBits - exponent);
        bits = (static_cast<unsigned>(exponent - layout.smallestExponent) << layout.fractionBits) +
               static_cast<unsigned>(steps);
    }
    return static_cast<std::uint16_t>(sign | bits);
}

double numberOf(std::uint16_t bits, NumberFormat format)
{
    const Layout layout = layoutOf(format);
    const unsigned magnitudeBits = bits & 0x7fffU;
    const unsigned fraction = magnitudeBits & ((1U << layout.fractionBits) - 1U);
    const int field = static_cast<int>(magnitudeBits >> layout.fractionBits);
    double magnitude = std::numeric_limits<double>::infinity();
    if (magnitudeBits > layout.infinity())
        magnitude = std::numeric_limits<double>::quiet_NaN();
    else if (magnitudeBits < layout.infinity()) {
        const int exponent = std::max(field, 1) - layout.bias();
        const double steps = (field > 0 ? powerOfTwo(layout.fractionBits) : 0.0) + fraction;
        magnitude = steps * powerOfTwo(exponent - layout.fractionBits);
    }
    return std::copysign(magnitude, (bits & 0x8000U) != 0 ? -1.0 : 1.0);
}

} // namespace layernorm
