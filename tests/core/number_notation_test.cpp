// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/number_notation.h"
#include "core/io/number_text.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <random>

namespace layernorm {
namespace {

using Kind = NumberNotation::Kind;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

/// Numbers of every size, the odd ones first.
std::vector<double> manyNumbers(DType dtype)
{
    std::vector<double> numbers{0.0,     -0.0,       1,        -1,        0.5,       0.1,       9.99995,
                                0.00005, 0.00004999, 1e15,     1e-5,      1e30F,     -1234.567, 99999,
                                1e5,     -1e-9,      infinity, -infinity, notANumber};
    if (dtype == DType::Float32) {
        for (const float number :
             {std::numeric_limits<float>::denorm_min(), std::numeric_limits<float>::max(),
              std::numeric_limits<float>::min(), -3e-45F})
            numbers.push_back(number);
        for (double& number : numbers)
            number = static_cast<double>(static_cast<float>(number));
    } else {
        for (const double number : {std::numeric_limits<double>::denorm_min(),
                                    std::numeric_limits<double>::max(), std::numeric_limits<double>::min()})
            numbers.push_back(number);
    }
    std::mt19937_64 random(7);
    while (numbers.size() < 4000) {
        const std::uint64_t bits = random();
        const double number =
            dtype == DType::Float32
                ? static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)))
                : std::bit_cast<double>(bits);
        numbers.push_back(number);
    }
    return numbers;
}

TEST(NumberNotation, DecimalsAreAsManyAsAskedFor)
{
    EXPECT_EQ(notatedText(1.23456, {Kind::Decimals, 1}), "1.2");
    EXPECT_EQ(notatedText(-1.23456, {Kind::Decimals, 3}), "-1.235");
    EXPECT_EQ(notatedText(123456.75, {Kind::Decimals, 2}), "123456.75")
        << "however many stand before the point";
    EXPECT_EQ(notatedText(static_cast<double>(0.1F), {Kind::Decimals, 17}), "0.10000000149011612")
        << "what a float32 of 0.1 is";
    EXPECT_EQ(notatedText(0.1, {Kind::Decimals, 17}), "0.10000000000000001");
    EXPECT_EQ(notatedText(1, {Kind::Decimals, 2}), "1.00");
}

TEST(NumberNotation, WhatDecimalsCannotShowIsScientificAndNeverZeros)
{
    EXPECT_EQ(notatedText(0.001, {Kind::Decimals, 2}), "1.0e-03");
    EXPECT_EQ(notatedText(0.005001, {Kind::Decimals, 2}), "0.01");
    EXPECT_EQ(notatedText(-1.25e-9, {Kind::Decimals, 8}), "-1.2500e-09");
    EXPECT_EQ(notatedText(1e30, {Kind::Decimals, 4}), "1.0000e+30");
    EXPECT_EQ(notatedText(999999999999999.0, {Kind::Decimals, 1}), "999999999999999.0");
    EXPECT_EQ(notatedText(static_cast<double>(std::numeric_limits<float>::denorm_min()), {Kind::Decimals, 6}),
              "1.40e-45");
}

TEST(NumberNotation, ScientificCountsSignificantDigits)
{
    EXPECT_EQ(notatedText(1.23456, {Kind::Scientific, 3}), "1.23e+00");
    EXPECT_EQ(notatedText(-0.00123456, {Kind::Scientific, 1}), "-1e-03");
    EXPECT_EQ(notatedText(1e30, {Kind::Scientific, 2}), "1.0e+30");
    EXPECT_EQ(notatedText(std::numeric_limits<double>::denorm_min(), {Kind::Scientific, 4}), "4.941e-324");
    EXPECT_EQ(notatedText(0.1, {Kind::Scientific, 17}), "1.0000000000000001e-01");
}

TEST(NumberNotation, AFractionIsOfTheTablesLargest)
{
    EXPECT_EQ(notatedText(-1.46, {Kind::FractionOfMax, 2}, 2), "-0.73");
    EXPECT_EQ(notatedText(2, {Kind::FractionOfMax, 2}, 2), "1.00");
    EXPECT_EQ(notatedText(1e-300, {Kind::FractionOfMax, 3}, 4e-300), "0.250") << "however small both are";
    EXPECT_EQ(notatedText(std::numeric_limits<double>::max(), {Kind::FractionOfMax, 2},
                          std::numeric_limits<double>::max()),
              "1.00");
    EXPECT_EQ(notatedText(1e-6, {Kind::FractionOfMax, 2}, 1), "1.0e-06") << "not 0.00";
    EXPECT_EQ(notatedText(1.5, {Kind::FractionOfMax, 2}), automaticText(1.5)) << "of nothing that is known";
}

TEST(NumberNotation, WhatIsNoFiniteNumberSaysSoInEveryNotation)
{
    for (const Kind kind :
         {Kind::Automatic, Kind::Decimals, Kind::Scientific, Kind::FractionOfMax, Kind::Hexadecimal}) {
        const NumberNotation notation{kind, 2};
        EXPECT_EQ(notatedText(notANumber, notation, 3), "nan");
        EXPECT_EQ(notatedText(infinity, notation, 3), "inf");
        EXPECT_EQ(notatedText(-infinity, notation, 3), "-inf");
        const bool hexadecimal = kind == Kind::Hexadecimal;
        EXPECT_EQ(notatedText(0.0, notation, 3), hexadecimal ? "0x0p+0" : "0");
        EXPECT_EQ(notatedText(-0.0, notation, 3), hexadecimal ? "-0x0p+0" : "-0");
    }
}

TEST(NumberNotation, HexadecimalIsEveryBitOfBothTypes)
{
    EXPECT_EQ(notatedText(1, {Kind::Hexadecimal}), "0x1p+0");
    EXPECT_EQ(notatedText(static_cast<double>(-0.1F), {Kind::Hexadecimal}), "-0x1.99999ap-4");
    EXPECT_EQ(notatedText(0.1, {Kind::Hexadecimal}), "0x1.999999999999ap-4");
    EXPECT_EQ(notatedText(static_cast<double>(std::numeric_limits<float>::denorm_min()), {Kind::Hexadecimal}),
              "0x1p-149");
    EXPECT_EQ(notatedText(std::numeric_limits<double>::denorm_min(), {Kind::Hexadecimal}),
              "0x0.0000000000001p-1022");
    for (const DType dtype : {DType::Float32, DType::Float64})
        for (const double number : manyNumbers(dtype)) {
            const std::string text = notatedText(number, {Kind::Hexadecimal});
            const Result<double> read = parseNumber(text, dtype);
            ASSERT_TRUE(read) << text;
            EXPECT_TRUE(std::isnan(number)
                            ? std::isnan(*read)
                            : std::bit_cast<std::uint64_t>(*read) == std::bit_cast<std::uint64_t>(number))
                << text;
        }
}

TEST(NumberNotation, NoTextIsLongerThanTheWidest)
{
    for (const DType dtype : {DType::Float32, DType::Float64})
        for (const Kind kind : {Kind::Decimals, Kind::Scientific, Kind::FractionOfMax, Kind::Hexadecimal})
            for (const int digits : {1, 2, 5, 6, 16, 17}) {
                std::vector<double> numbers = manyNumbers(dtype);
                for (const double largest : {0.25, 9.9996, 123.0, 7e14, 2e15, 1e38}) {
                    const NumberNotation notation{kind, digits};
                    const std::string widest = widestText(notation, dtype, largest);
                    for (const double number : numbers) {
                        if (std::abs(number) > largest)
                            continue;
                        const std::string text = notatedText(number, notation, largest);
                        EXPECT_LE(text.size(), widest.size()) << text << " in " << notation.text();
                    }
                }
            }
    EXPECT_EQ(widestText({}, DType::Float32, 3), "") << "columns keep the width they have";
}

TEST(NumberNotation, IsRememberedAsText)
{
    for (const Kind kind :
         {Kind::Automatic, Kind::Decimals, Kind::Scientific, Kind::FractionOfMax, Kind::Hexadecimal}) {
        const NumberNotation notation{kind, kind == Kind::Automatic || kind == Kind::Hexadecimal ? 4 : 17};
        const Result<NumberNotation> read = NumberNotation::parse(notation.text());
        ASSERT_TRUE(read) << notation.text();
        EXPECT_EQ(*read, notation);
    }
    EXPECT_EQ(NumberNotation::parse("scientific")->digits, 4);
    for (const char* wrong : {"", "decimal", "decimals:", "decimals:0", "decimals:18", "decimals:4x",
                              "fraction:-1", "decimals:99999999999"}) {
        const Result<NumberNotation> read = NumberNotation::parse(wrong);
        EXPECT_FALSE(read) << wrong;
        EXPECT_NE(read.error().text().find(std::string("\"") + wrong + '"'), std::string::npos);
    }
}

TEST(AutomaticText, HasAboutFiveDigitsWhereverThePointStands)
{
    EXPECT_EQ(automaticText(1.23456), "1.2346");
    EXPECT_EQ(automaticText(-12.3456), "-12.346");
    EXPECT_EQ(automaticText(1234.56), "1234.6");
    EXPECT_EQ(automaticText(3e-9), "3.0e-09");
    EXPECT_EQ(automaticText(-0.0), "-0");
    EXPECT_EQ(automaticText(1.23456, 2), "1.23");
}

} // namespace
} // namespace layernorm
