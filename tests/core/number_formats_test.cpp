// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/norm/number_formats.h"

#include <cmath>
#include <cstdint>
#include <fstream>
#include <gtest/gtest.h>
#include <limits>
#include <string>

namespace layernorm {
namespace {

constexpr NumberFormat formats[] = {NumberFormat::Float16, NumberFormat::BFloat16};

std::uint16_t patternOf(unsigned bits)
{
    return static_cast<std::uint16_t>(bits);
}

TEST(NumberFormats, EveryPatternComesBack)
{
    for (const NumberFormat format : formats)
        for (unsigned bits = 0; bits < 0x10000; ++bits) {
            const double number = numberOf(patternOf(bits), format);
            ASSERT_EQ(std::signbit(number), bits >= 0x8000) << bits;
            if (std::isnan(number)) {
                ASSERT_TRUE(std::isnan(rounded(number, format)));
                ASSERT_TRUE(std::isnan(numberOf(bitsOf(number, format), format)));
            } else {
                ASSERT_EQ(rounded(number, format), number) << bits;
                ASSERT_EQ(bitsOf(number, format), bits);
            }
        }
}

TEST(NumberFormats, HaveAsManyNumbersThatAreNoneAsTheirFractionsAllow)
{
    for (const NumberFormat format : formats) {
        int nans = 0;
        int infinities = 0;
        for (unsigned bits = 0; bits < 0x10000; ++bits) {
            nans += std::isnan(numberOf(patternOf(bits), format)) ? 1 : 0;
            infinities += std::isinf(numberOf(patternOf(bits), format)) ? 1 : 0;
        }
        EXPECT_EQ(infinities, 2);
        EXPECT_EQ(nans, format == NumberFormat::Float16 ? 2 * 1023 : 2 * 127);
    }
}

/// Between two neighbours: the middle goes to the even one, what lies beside it to the nearer one.
TEST(NumberFormats, RoundToTheNearestAndTiesToEven)
{
    for (const NumberFormat format : formats) {
        const unsigned infinity = format == NumberFormat::Float16 ? 0x7c00 : 0x7f80;
        for (unsigned bits = 0; bits + 1 < infinity; ++bits) {
            const double low = numberOf(patternOf(bits), format);
            const double high = numberOf(patternOf(bits + 1), format);
            ASSERT_LT(low, high);
            const double middle = low + (high - low) / 2;
            const double even = bits % 2 == 0 ? low : high;
            for (const double sign : {1.0, -1.0}) {
                ASSERT_EQ(rounded(sign * middle, format), sign * even) << bits;
                ASSERT_EQ(rounded(sign * std::nextafter(middle, low), format), sign * low) << bits;
                ASSERT_EQ(rounded(sign * std::nextafter(middle, high), format), sign * high) << bits;
            }
        }
    }
}

TEST(NumberFormats, BecomeInfiniteHalfAStepBeyondTheLargest)
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(rounded(std::nextafter(65520.0, 0), NumberFormat::Float16), 65504);
    EXPECT_EQ(rounded(65520, NumberFormat::Float16), infinity);
    EXPECT_EQ(rounded(-1e300, NumberFormat::Float16), -infinity);
    EXPECT_EQ(rounded(std::nextafter(0x1.ffp127, 0), NumberFormat::BFloat16), 0x1.fep127);
    EXPECT_EQ(rounded(0x1.ffp127, NumberFormat::BFloat16), infinity);
    EXPECT_EQ(rounded(std::numeric_limits<double>::max(), NumberFormat::BFloat16), infinity);
}

TEST(NumberFormats, KeepTheSignOfWhatBecomesZero)
{
    for (const NumberFormat format : formats)
        for (const double tiny : {0.0, 5e-324, 1e-310, 1e-60}) {
            EXPECT_EQ(bitsOf(tiny, format), 0);
            EXPECT_EQ(bitsOf(-tiny, format), 0x8000);
        }
}

TEST(NumberFormats, RoundOnceWhereTwiceWouldDiffer)
{
    // Just above a tie, by less than a float32 shows.
    const double number = 1 + 0x1p-11 + 0x1p-40;
    EXPECT_EQ(static_cast<double>(static_cast<float>(number)), 1 + 0x1p-11);
    EXPECT_EQ(rounded(number, NumberFormat::Float16), 1 + 0x1p-10);
}

TEST(NumberFormats, GiveTheBitsOfNumpyAndTorch)
{
    std::ifstream file(LAYERNORM_GOLDEN_DIR "/number-formats.txt");
    ASSERT_TRUE(file);
    int count = 0;
    std::string number;
    std::string half;
    std::string brain;
    while (file >> number >> half >> brain) {
        const double value = std::strtod(number.c_str(), nullptr);
        ASSERT_EQ(bitsOf(value, NumberFormat::Float16), std::stoul(half, nullptr, 16)) << number;
        ASSERT_EQ(bitsOf(value, NumberFormat::BFloat16), std::stoul(brain, nullptr, 16)) << number;
        ++count;
    }
    EXPECT_GT(count, 1000);
}

TEST(NumberFormats, HaveTheNamesOfPyTorch)
{
    EXPECT_STREQ(name(NumberFormat::Float16), "float16");
    EXPECT_STREQ(name(NumberFormat::BFloat16), "bfloat16");
}

} // namespace
} // namespace layernorm
