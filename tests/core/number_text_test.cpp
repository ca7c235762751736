// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/number_text.h"

#include <bit>
#include <clocale>
#include <cmath>
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <string>

namespace layernorm {
namespace {

double parsed(std::string_view text, DType dtype = DType::Float64)
{
    const Result<double> value = parseNumber(text, dtype);
    EXPECT_TRUE(value.has_value()) << '"' << text << "\": " << (value ? "" : value.error().text());
    return value.value_or(-12345);
}

std::string refusal(std::string_view text, DType dtype = DType::Float64)
{
    const Result<double> value = parseNumber(text, dtype);
    EXPECT_FALSE(value.has_value()) << '"' << text << "\" was read as " << value.value_or(0);
    return value ? "" : value.error().text();
}

TEST(ParseNumber, ReadsEveryFormTheContractNames)
{
    EXPECT_EQ(parsed("1"), 1);
    EXPECT_EQ(parsed("-0.5"), -0.5);
    EXPECT_EQ(parsed("+.25"), 0.25);
    EXPECT_EQ(parsed("3."), 3);
    EXPECT_EQ(parsed("1e-3"), 1e-3);
    EXPECT_EQ(parsed("1E+3"), 1e3);
    EXPECT_EQ(parsed("0x1.8p+1"), 3);
    EXPECT_EQ(parsed("-0X1.8P1"), -3);
    EXPECT_EQ(parsed("+0xff"), 255);
    EXPECT_EQ(parsed("\u22122.5"), -2.5);
    EXPECT_EQ(parsed("\u22120x.8"), -0.5);
    EXPECT_EQ(parsed(" \t7\r\n"), 7);
}

TEST(ParseNumber, KeepsTheSignOfZero)
{
    EXPECT_TRUE(std::signbit(parsed("-0")));
    EXPECT_TRUE(std::signbit(parsed("-0.0", DType::Float32)));
    EXPECT_TRUE(std::signbit(parsed("-1e-999")));
    EXPECT_FALSE(std::signbit(parsed("0")));
}

TEST(ParseNumber, ReadsTheNamesInAnyCase)
{
    for (const char* text : {"nan", "NaN", "NAN", "-nan", "+nan"})
        EXPECT_TRUE(std::isnan(parsed(text))) << text;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (const char* text : {"inf", "Inf", "INFINITY", "+infinity"})
        EXPECT_EQ(parsed(text), infinity) << text;
    for (const char* text : {"-inf", "-INFINITY", "\u2212inf"})
        EXPECT_EQ(parsed(text, DType::Float32), -infinity) << text;
}

TEST(ParseNumber, TakesATrueMinusInFrontAndInTheExponent)
{
    EXPECT_EQ(parseNumber("\u22121.5e\u22123", DType::Float64).value(), -1.5e-3);
    EXPECT_EQ(parseNumber("0x1.8p\u22121", DType::Float32).value(), 0.75);
}

TEST(ParseNumber, RefusesWhatIsNoNumberAndQuotesIt)
{
    for (const char* text :
         {"",      " ",    "abc",  "1,5", "1.2.3", "1 2",     "nan(123)", "0x",  "0x.",   "0xinf",
          "0xnan", "0x-1", "0x 1", ".",   "-",     "+",       "--1",      "+-1", "-+1",   "- 1",
          "1e",    "1e+",  "0x1p", "e5",  "1_000", "infinit", "inf1",     "1f",  "\u2212"}) {
        const std::string quoted = std::string(text) == " " ? "\"\"" : "\"" + std::string(text) + "\"";
        EXPECT_NE(refusal(text).find(quoted + " is not a number; write it like"), std::string::npos) << text;
        refusal(text, DType::Float32);
    }
    refusal(std::string_view("1\0", 2));
}

TEST(ParseNumber, RoundsOnceToTheType)
{
    EXPECT_EQ(parsed("0.1", DType::Float32), static_cast<double>(0.1F));
    EXPECT_EQ(parsed("0.1", DType::Float64), 0.1);
    // Just above the middle of two floats: by way of double it would land on the middle and then below.
    EXPECT_EQ(parsed("1.00000017881393432617187499", DType::Float32), 0x1.000002p0);
    EXPECT_EQ(parsed("1.000000059604644775390625000000000001", DType::Float32), 0x1.000002p0);
    EXPECT_EQ(parsed("0x1.000001p0", DType::Float32), 1);
    EXPECT_EQ(parsed("0x1.0000010000000000001p0", DType::Float32), 0x1.000002p0);
}

TEST(ParseNumber, TooSmallBecomesZeroOrTheSubnormalNearest)
{
    EXPECT_EQ(parsed("1e-46", DType::Float32), 0);
    EXPECT_EQ(parsed("1e-45", DType::Float32), 0x1p-149);
    EXPECT_EQ(parsed("1e-40", DType::Float32), static_cast<double>(1e-40F));
    EXPECT_EQ(parsed("1e-400"), 0);
    EXPECT_EQ(parsed("3e-324"), 0x1p-1074);
    EXPECT_EQ(parsed("0x1p-1080"), 0);
    EXPECT_EQ(parsed("0x1.8p-150", DType::Float32), 0x1p-149);
    EXPECT_EQ(parsed("1e-99999999999999999999"), 0);
    EXPECT_EQ(parsed("0.000" + std::string(500, '0') + "1"), 0);
    EXPECT_EQ(parsed("0.0001e-322"), 0);
    EXPECT_EQ(parsed("0e99999999999999999999"), 0);
}

TEST(ParseNumber, TooLargeIsRefusedWithTheLargest)
{
    EXPECT_EQ(
        refusal("1e39", DType::Float32),
        "1e39 is beyond the largest float32, 3.4028235e+38; write a smaller number, or inf to mean infinity");
    EXPECT_NE(refusal("-1e309").find("-1e309 is beyond the largest float64, 1.7976931348623157e+308"),
              std::string::npos);
    refusal("3.4028236e38", DType::Float32);
    refusal("0x1p1024");
    refusal("0x0.0001p+2000");
    refusal("1e99999999999999999999");
    refusal("0.001e+400");
    refusal(std::string(400, '9'));
    EXPECT_EQ(parsed("3.4028235e38", DType::Float32), static_cast<double>(std::numeric_limits<float>::max()));
}

TEST(ExactText, IsTheShortestThatReadsBack)
{
    EXPECT_EQ(exactText(0.1, DType::Float64), "0.1");
    EXPECT_EQ(exactText(static_cast<double>(0.1F), DType::Float32), "0.1");
    EXPECT_EQ(exactText(static_cast<double>(0.1F), DType::Float64), "0.10000000149011612");
    EXPECT_EQ(exactText(-0.0, DType::Float32), "-0");
    EXPECT_EQ(exactText(1e-5, DType::Float64), "1e-05");
    EXPECT_EQ(exactText(std::nan(""), DType::Float64), "nan");
    EXPECT_EQ(exactText(-std::nan(""), DType::Float32), "nan");
    EXPECT_EQ(exactText(-HUGE_VAL, DType::Float32), "-inf");
    EXPECT_EQ(exactText(HUGE_VAL, DType::Float64), "inf");
}

template <typename Float, typename Bits>
void readsBack(DType dtype)
{
    std::mt19937_64 random(7);
    for (int i = 0; i < 50000; ++i) {
        const auto value = std::bit_cast<Float>(static_cast<Bits>(random()));
        if (std::isnan(value))
            continue;
        const std::string text = exactText(static_cast<double>(value), dtype);
        const auto back = static_cast<Float>(parsed(text, dtype));
        ASSERT_EQ(std::bit_cast<Bits>(back), std::bit_cast<Bits>(value)) << text;
    }
}

TEST(ExactText, AnyBitsReadBackToThemselves)
{
    readsBack<float, std::uint32_t>(DType::Float32);
    readsBack<double, std::uint64_t>(DType::Float64);
}

TEST(ExactText, IgnoresTheLocale)
{
    const std::string before = std::setlocale(LC_ALL, nullptr);
    const char* german = std::setlocale(LC_ALL, "de_DE.UTF-8");
    EXPECT_EQ(exactText(0.5, DType::Float64), "0.5");
    EXPECT_EQ(shortText(0.5), "0.5000");
    EXPECT_EQ(parsed("0.5"), 0.5);
    refusal("0,5");
    std::setlocale(LC_ALL, before.c_str());
    if (german == nullptr)
        GTEST_SKIP() << "the system has no German locale; checked in the C locale only";
}

TEST(ShortText, ShowsDigitsAfterThePoint)
{
    EXPECT_EQ(shortText(-1.12584), "-1.1258");
    EXPECT_EQ(shortText(0), "0.0000");
    EXPECT_EQ(shortText(3, 0), "3");
    EXPECT_EQ(shortText(99999.5, 1), "99999.5");
    EXPECT_EQ(shortText(0.00006), "0.0001");
}

TEST(ShortText, TurnsScientificWhereFixedShowsNothingOrTooMuch)
{
    EXPECT_EQ(shortText(0.00004), "4.0000e-05");
    EXPECT_EQ(shortText(-2.5e-9, 2), "-2.50e-09");
    EXPECT_EQ(shortText(0.5, 0), "5e-01");
    EXPECT_EQ(shortText(1e5), "1.0000e+05");
    EXPECT_EQ(shortText(-1.7e308, 1), "-1.7e+308");
}

TEST(ShortText, NamesWhatIsNotFinite)
{
    EXPECT_EQ(shortText(std::nan("")), "nan");
    EXPECT_EQ(shortText(HUGE_VAL), "inf");
    EXPECT_EQ(shortText(-HUGE_VAL), "-inf");
}

} // namespace
} // namespace layernorm
