// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/random_tensor.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

namespace layernorm {
namespace {

struct GoldenLine {
    DType dtype = DType::Float32;
    std::uint64_t seed = 0;
    std::vector<double> values;
};

/// What write_randn.py wrote.
std::vector<GoldenLine> goldenLines()
{
    std::ifstream file(LAYERNORM_GOLDEN_DIR "/torch-randn.txt");
    std::vector<GoldenLine> lines;
    for (std::string text; std::getline(file, text);) {
        std::istringstream words(text);
        std::string dtype;
        std::size_t size = 0;
        GoldenLine line;
        words >> dtype >> line.seed >> size;
        line.dtype = *parseDType(dtype);
        for (std::string word; words >> word;)
            line.values.push_back(std::strtod(word.c_str(), nullptr));
        EXPECT_EQ(line.values.size(), size) << text;
        lines.push_back(std::move(line));
    }
    return lines;
}

/// The largest difference torch may have from us.
double allowance(const GoldenLine& line)
{
    if (line.dtype == DType::Float64)
        // The same bits with the same C library on the same processor (workers_test); the stored numbers come
        // from another, whose logarithm, sine and cosine may round another way: 2 ulp of numbers below 8.
        return 2 * 0x1p-50;
    if (line.values.size() < 16)
        // Rounded from double: another C library shows once in a hundred million numbers.
        return 0;
    // torch's own float functions, see randn.
    return 1e-6;
}

TEST(Randn, GivesTheStoredNumbersOfTorch)
{
    const std::vector<GoldenLine> lines = goldenLines();
    ASSERT_EQ(lines.size(), 88U);
    for (const GoldenLine& line : lines) {
        const auto size = static_cast<std::int64_t>(line.values.size());
        const Tensor tensor = randn(Shape::of({size}), line.seed, line.dtype);
        ASSERT_EQ(tensor.dtype(), line.dtype);
        for (std::int64_t i = 0; i < size; ++i)
            ASSERT_NEAR(tensor.at(i), line.values[static_cast<std::size_t>(i)], allowance(line))
                << name(line.dtype) << " seed " << line.seed << " size " << size << " element " << i;
    }
}

void expectNumbers(const Tensor& tensor, std::int64_t first, const std::vector<double>& published)
{
    // They are printed with four decimals.
    for (std::size_t i = 0; i < published.size(); ++i)
        EXPECT_NEAR(tensor.at(first + static_cast<std::int64_t>(i)), published[i], 5.1e-5) << "element " << i;
}

TEST(Randn, GivesThePublishedNumbersOfSeed42)
{
    const Tensor tensor = randn(Shape::of({2, 3, 4}), 42);
    EXPECT_EQ(tensor.dtype(), DType::Float32);
    expectNumbers(tensor, 0,
                  {1.9269, 1.4873, 0.9007, -2.1055, 0.6784, -1.2345, -0.0431, -1.6047, 0.3559, -0.6866,
                   -0.4934, 0.2415});
    expectNumbers(tensor, 20, {-0.5920, -0.0631, -0.8286, 0.3309});
}

TEST(Randn, GivesThePublishedNumbersOfSeed0)
{
    expectNumbers(randn(Shape::of({2, 3, 4}), 0), 0, {-1.1258, -1.1524, -0.2506, -0.4339});
}

TEST(Randn, DependsOnTheNumberOfElementsOnly)
{
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        const Tensor flat = randn(Shape::of({24}), 7, dtype);
        EXPECT_TRUE(sameBits(randn(Shape::of({2, 3, 4}), 7, dtype).reshaped(Shape::of({24})), flat));
        EXPECT_TRUE(sameBits(randn(Shape::of({24}), 7, dtype), flat));
        EXPECT_FALSE(sameBits(randn(Shape::of({24}), 8, dtype), flat));
    }
}

TEST(Randn, TakesTheLow32BitsOfTheSeed)
{
    constexpr std::uint64_t beyond = std::uint64_t{1} << 32;
    for (const std::int64_t size : {5, 40}) {
        const Shape shape = Shape::of({size});
        EXPECT_TRUE(sameBits(randn(shape, 5), randn(shape, beyond + 5)));
        EXPECT_TRUE(
            sameBits(randn(shape, beyond - 1), randn(shape, std::numeric_limits<std::uint64_t>::max())));
        EXPECT_FALSE(sameBits(randn(shape, 5), randn(shape, beyond / 2 + 5)));
    }
}

TEST(Randn, BeginsAlikeBelow16Elements)
{
    const Tensor all = randn(Shape::of({15}), 3);
    for (std::int64_t size = 1; size < 15; ++size) {
        const Tensor some = randn(Shape::of({size}), 3);
        EXPECT_TRUE(
            std::ranges::equal(some.values<float>(), all.values<float>().first(some.values<float>().size())));
    }
    EXPECT_TRUE(sameBits(randn(Shape::of({15}), 3, DType::Float64).converted(DType::Float32), all));
}

TEST(Randn, DrawsTheLast16AfreshWhere16DoesNotDivideTheSize)
{
    const auto whole = randn(Shape::of({48}), 9);
    const auto cut = randn(Shape::of({40}), 9);
    const auto wholeValues = whole.values<float>();
    const auto cutValues = cut.values<float>();
    EXPECT_TRUE(std::ranges::equal(wholeValues.first(24), cutValues.first(24)));
    for (std::size_t i = 24; i < 40; ++i)
        EXPECT_NE(wholeValues[i], cutValues[i]) << i;
}

void expectNormal(DType dtype)
{
    constexpr std::int64_t count = 1'000'000;
    const Tensor tensor = randn(Shape::of({count}), 1, dtype);
    double sum = 0;
    double squares = 0;
    double fourths = 0;
    std::int64_t withinOne = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        const double value = tensor.at(i);
        sum += value;
        squares += value * value;
        fourths += value * value * value * value;
        withinOne += std::abs(value) < 1 ? 1 : 0;
    }
    // Five standard errors each: of the mean 1, of the square sqrt(2), of the fourth power sqrt(96), of the
    // count sqrt(p (1 - p)), over sqrt(count) = 1000.
    EXPECT_NEAR(sum / count, 0, 5 * 1e-3);
    EXPECT_NEAR(squares / count, 1, 5 * 1.415e-3);
    EXPECT_NEAR(fourths / count, 3, 5 * 9.8e-3);
    EXPECT_NEAR(static_cast<double>(withinOne) / count, 0.682689, 5 * 0.466e-3);
}

TEST(Randn, IsStandardNormal)
{
    expectNormal(DType::Float32);
    expectNormal(DType::Float64);
}

TEST(Randn, IsFiniteForEverySeed)
{
    for (std::uint64_t seed = 0; seed < 2000; ++seed)
        for (const std::int64_t size : {15, 33}) {
            const Tensor tensor = randn(Shape::of({size}), seed);
            ASSERT_TRUE(
                std::ranges::all_of(tensor.values<float>(), [](float v) { return std::isfinite(v); }));
        }
}

} // namespace
} // namespace layernorm
