// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/dimension_sweep.h"

#include "core/io/number_text.h"
#include "core/tensor/random_tensor.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <numeric>
#include <stop_token>
#include <string>
#include <vector>

namespace layernorm {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<double> firstValues(const Tensor& tensor, std::int64_t count)
{
    std::vector<double> values;
    for (std::int64_t i = 0; i < count; ++i)
        values.push_back(tensor.at(i));
    return values;
}

Tensor tokenOf(const std::vector<double>& values, DType dtype)
{
    return Tensor(Shape::of({static_cast<std::int64_t>(values.size())}), values).converted(dtype);
}

/// The first `dimension` values as a tensor of their own.
Tensor truncated(const Tensor& token, std::int64_t dimension)
{
    return tokenOf(firstValues(token, dimension), token.dtype());
}

DimensionPoint pointAt(const Tensor& token, double eps, std::int64_t dimension)
{
    const std::vector<std::int64_t> dimensions{dimension};
    return dimensionSweep(token, eps, dimensions)->front();
}

/// Exact outputs stay below the bound; the nearest number of the type may lie above it, but not above the
/// number nearest to the bound.
double roundedBound(const DimensionPoint& point, DType dtype)
{
    return dtype == DType::Float32 ? static_cast<double>(static_cast<float>(point.bound)) : point.bound;
}

TEST(DimensionSweep, IsLayerNormOfTheFirstValuesBitForBit)
{
    for (const DType dtype : {DType::Float32, DType::Float64})
        for (const double eps : {0.0, 1e-5, 0.5}) {
            const Tensor token = randn(Shape::of({4096}), 3, dtype);
            const auto points = dimensionSweep(token, eps, defaultDimensions);
            ASSERT_TRUE(points);
            ASSERT_EQ(points->size(), defaultDimensions.size());
            for (const DimensionPoint& point : *points) {
                LayerNormParameters parameters;
                parameters.eps = eps;
                const LayerNormResult result = *layerNorm(truncated(token, point.dimension), parameters);
                EXPECT_EQ(point.mean, result.mean.at(0));
                EXPECT_EQ(point.variance, result.variance.at(0));
                const std::vector<double> outputs = firstValues(result.output, point.dimension);
                if (eps == 0 && point.dimension == 1) {
                    EXPECT_TRUE(std::isnan(point.maxAbsOutput)); // 0 / 0
                    continue;
                }
                EXPECT_EQ(outputsAt(token, eps, point.dimension), outputs);
                double largest = 0;
                for (const double output : outputs)
                    largest = std::max(largest, std::abs(output));
                EXPECT_EQ(point.maxAbsOutput, largest);
            }
        }
}

TEST(DimensionSweep, StatesBoundAndFactor)
{
    const auto points = *dimensionSweep(randn(Shape::of({4096}), 0), 1e-5, defaultDimensions);
    EXPECT_EQ(points[0].dimension, 1);
    EXPECT_EQ(points[0].bound, 0);
    EXPECT_EQ(points[0].besselFactor, infinity);
    EXPECT_EQ(points[1].bound, 1);
    EXPECT_EQ(points[1].besselFactor, 2);
    EXPECT_EQ(points[2].besselFactor, 1.5);
    EXPECT_EQ(points.back().dimension, 4096);
    EXPECT_EQ(points.back().bound, std::sqrt(4095.0));
    EXPECT_EQ(points.back().besselFactor, 4096.0 / 4095.0);
}

TEST(DimensionSweep, LeavesOneAndTwoValuesNoFreedom)
{
    const Tensor token = tokenOf({3, -1}, DType::Float64);
    EXPECT_EQ(outputsAt(token, 1e-5, 1), std::vector<double>{0});
    const DimensionPoint two = pointAt(token, 1e-5, 2);
    EXPECT_EQ(two.mean, 1);
    EXPECT_EQ(two.variance, 4);
    // sqrt(4 / 4.00001) = 0.99999875000234...
    const std::vector<double> outputs = outputsAt(token, 1e-5, 2);
    EXPECT_NEAR(outputs[0], 0.99999875000234, 1e-14);
    EXPECT_EQ(outputs[1], -outputs[0]);
    EXPECT_EQ(two.maxAbsOutput, outputs[0]);
    EXPECT_EQ(outputsAt(tokenOf({7, 7}, DType::Float32), 1e-5, 2), (std::vector<double>{0, 0}));
    EXPECT_TRUE(std::isnan(pointAt(tokenOf({7, 7}, DType::Float32), 0, 2).maxAbsOutput));
}

TEST(DimensionSweep, PutsThreeOutputsOnACircle)
{
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        const double eps = seed % 2 == 0 ? 1e-5 : 0.3;
        const Tensor token = randn(Shape::of({3}), seed, DType::Float64);
        const double variance = pointAt(token, eps, 3).variance;
        const std::vector<double> y = outputsAt(token, eps, 3);
        // Some roundings of outputs that are at most sqrt(2).
        EXPECT_NEAR(y[0] + y[1] + y[2], 0, 1e-15);
        EXPECT_NEAR(y[0] * y[0] + y[1] * y[1] + y[2] * y[2], 3 * variance / (variance + eps), 4e-15);
    }
}

TEST(DimensionSweep, NeverExceedsTheBound)
{
    constexpr int tokens = 2000;
    for (const DType dtype : {DType::Float32, DType::Float64})
        for (std::uint64_t seed = 0; seed < tokens; ++seed) {
            Tensor token = randn(Shape::of({64}), seed, dtype);
            // Some with one value far out, at changing places.
            if (seed % 3 == 0)
                token.set(static_cast<std::int64_t>(seed % 64),
                          std::pow(10.0, static_cast<double>(seed % 11)));
            const std::vector<std::int64_t> dimensions{1, 2, 3, 4, 5, 8, 17, 64};
            const auto points = dimensionSweep(token, 1e-12, dimensions);
            for (const DimensionPoint& point : *points)
                ASSERT_LE(point.maxAbsOutput, roundedBound(point, dtype)) << point.dimension;
        }
}

TEST(DimensionSweep, ReachesTheBoundWithOneValueApart)
{
    for (const DType dtype : {DType::Float32, DType::Float64})
        for (const std::int64_t dimension : {2, 3, 6, 64, 1000, 4096}) {
            Tensor token(Shape::of({dimension}), dtype);
            token.set(dimension / 2, 1);
            const double eps = 1e-3 / static_cast<double>(dimension);
            const DimensionPoint point = pointAt(token, eps, dimension);
            const double rounding = dtype == DType::Float32 ? 0x1p-23 : 0x1p-51;
            // 0 and 1 differ by the bound but for eps: y = sqrt(D - 1) sqrt(v / (v + eps)).
            const double expected = point.bound * std::sqrt(point.variance / (point.variance + eps));
            EXPECT_NEAR(point.maxAbsOutput, expected, 2 * rounding * expected);
            EXPECT_LT(point.maxAbsOutput, point.bound);
            EXPECT_NEAR(pointAt(token, 0, dimension).maxAbsOutput, point.bound, rounding * point.bound);
        }
}

TEST(DimensionSweep, KeepsNanToTheDimensionsThatHoldIt)
{
    Tensor token = randn(Shape::of({16}), 1);
    token.set(5, infinity);
    const std::vector<std::int64_t> dimensions{4, 8, 16};
    const auto points = *dimensionSweep(token, 1e-5, dimensions);
    EXPECT_TRUE(std::isfinite(points[0].maxAbsOutput));
    EXPECT_TRUE(std::isnan(points[1].maxAbsOutput));
    EXPECT_TRUE(std::isnan(points[2].maxAbsOutput));
}

TEST(DimensionSweep, StopsAndTellsHowFarItIs)
{
    const Tensor token = randn(Shape::of({4096}), 1);
    std::stop_source stop;
    std::vector<double> parts;
    Execution execution;
    execution.stop = stop.get_token();
    execution.progress = [&](double part) {
        parts.push_back(part);
        if (part > 0.1)
            stop.request_stop();
    };
    EXPECT_FALSE(dimensionSweep(token, 1e-5, defaultDimensions, execution));
    EXPECT_TRUE(std::is_sorted(parts.begin(), parts.end()));
    EXPECT_LT(parts.back(), 0.3); // 1024 of 8194 values were the last
    EXPECT_FALSE(measureTimePerToken(64, DType::Float32, execution));
}

TEST(ExtendedToken, BeginsWithTheTokensOwnValues)
{
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        const Tensor input = randn(Shape::of({2, 3, 4}), 0, dtype);
        for (std::int64_t token = 0; token < 6; ++token) {
            const Tensor extended = extendedToken(input, 1, token, 9);
            ASSERT_EQ(extended.shape(), Shape::of({9}));
            ASSERT_EQ(extended.dtype(), dtype);
            for (std::int64_t i = 0; i < 4; ++i)
                EXPECT_EQ(extended.at(i), input.at(token * 4 + i));
            EXPECT_TRUE(sameBits(extendedToken(input, 1, token, 3), truncated(extended, 3)));
        }
        EXPECT_TRUE(sameBits(extendedToken(input, 2, 1, 12),
                             tokenOf(firstValues(extendedToken(input, 2, 1, 50), 12), dtype)));
        EXPECT_EQ(extendedToken(input, 2, 1, 12).at(0), input.at(12));
    }
}

TEST(ExtendedToken, GoesOnWithTorchsNumbersOfTheStatedSeed)
{
    const Tensor input(Shape::of({2, 4}), DType::Float32);
    for (std::int64_t token = 0; token < 2; ++token) {
        const Tensor drawn = randn(Shape::of({112}), extensionSeed + static_cast<std::uint64_t>(token));
        const Tensor extended = extendedToken(input, 1, token, 104);
        for (std::int64_t i = 0; i < 100; ++i)
            ASSERT_EQ(extended.at(4 + i), drawn.at(i));
    }
    EXPECT_FALSE(sameBits(extendedToken(input, 1, 0, 104), extendedToken(input, 1, 1, 104)));
}

TEST(ExtendedToken, OfALargerDimensionBeginsWithTheSmaller)
{
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        const Tensor input = randn(Shape::of({3, 7}), 5, dtype);
        const Tensor largest = extendedToken(input, 1, 2, 4096);
        for (const std::int64_t dimension : {1, 6, 7, 8, 9, 20, 22, 23, 24, 100, 2048, 4095})
            ASSERT_TRUE(sameBits(extendedToken(input, 1, 2, dimension), truncated(largest, dimension)))
                << dimension;
        EXPECT_TRUE(sameBits(extendedToken(input, 1, 2, 4096), largest));
    }
}

TEST(NormalLaw, IsWhatManyDrawsShow)
{
    constexpr int draws = 20'000;
    for (const std::int64_t dimension : {2, 3, 8, 50}) {
        const Tensor values = randn(Shape::of({draws, dimension}), 17, DType::Float64);
        const LayerNormResult result = *layerNorm(values, {});
        double squaredMeans = 0;
        double variances = 0;
        double squaredVariances = 0;
        for (std::int64_t i = 0; i < draws; ++i) {
            squaredMeans += std::pow(result.mean.at(i), 2);
            variances += result.variance.at(i);
            squaredVariances += std::pow(result.variance.at(i), 2);
        }
        const double average = variances / draws;
        const NormalLaw law = normalLaw(dimension);
        // Standard errors over 20000 draws are at most 0.5 % of a mean's and 1.3 % of a variance's deviation
        // (at D = 2, whose kurtosis is largest); four of them.
        EXPECT_NEAR(std::sqrt(squaredMeans / draws) / law.meanDeviation, 1, 0.02);
        EXPECT_NEAR(average, law.variance, 4 * law.varianceDeviation / std::sqrt(draws));
        EXPECT_NEAR(std::sqrt(squaredVariances / draws - average * average) / law.varianceDeviation, 1,
                    0.052);
    }
    EXPECT_EQ(normalLaw(1).meanDeviation, 1);
    EXPECT_EQ(normalLaw(1).variance, 0);
    EXPECT_EQ(normalLaw(1).varianceDeviation, 0);
}

double area(const Histogram& histogram)
{
    return std::accumulate(histogram.density.begin(), histogram.density.end(), 0.0) * histogram.width;
}

TEST(OutputHistogram, HasAreaOne)
{
    for (const std::int64_t dimension : {1, 2, 3, 64, 4096})
        for (const int bins : {1, 2, 7, 40, 1000}) {
            const std::vector<double> outputs = outputsAt(randn(Shape::of({4096}), 9), 1e-5, dimension);
            const Histogram histogram = outputHistogram(outputs, bins);
            EXPECT_NEAR(area(histogram), 1, 1e-12);
            EXPECT_EQ(histogram.density.size(), static_cast<std::size_t>(bins));
            EXPECT_EQ(histogram.counted, dimension);
            EXPECT_EQ(histogram.first, -4);
            EXPECT_NEAR(histogram.first + bins * histogram.width, 4, 1e-12);
        }
}

TEST(OutputHistogram, CountsEveryValueOnceAndEdgesToTheRight)
{
    const std::vector<double> outputs{-8, -4, 0, 3.9, 4, 8, std::nan(""), infinity, -infinity};
    const Histogram histogram = outputHistogram(outputs, 4);
    EXPECT_EQ(histogram.first, -8);
    EXPECT_EQ(histogram.width, 4);
    EXPECT_EQ(histogram.counted, 6);
    const std::vector<double> counts{1, 1, 2, 2};
    for (std::size_t i = 0; i < counts.size(); ++i)
        EXPECT_NEAR(histogram.density[i], counts[i] / 24, 1e-15);
}

TEST(OutputHistogram, IsEmptyWhereNothingIsFinite)
{
    const Histogram histogram = outputHistogram(std::vector<double>(5, std::nan("")), 3);
    EXPECT_EQ(histogram.counted, 0);
    EXPECT_EQ(histogram.density, std::vector<double>(3, 0));
}

TEST(OutputHistogram, OfManyOutputsFollowsTheNormalDensity)
{
    const std::vector<double> outputs = outputsAt(randn(Shape::of({1'000'000}), 2), 1e-5, 1'000'000);
    const Histogram histogram = outputHistogram(outputs, histogramBins(outputs));
    EXPECT_GT(histogram.density.size(), 100U);
    for (std::size_t i = 0; i < histogram.density.size(); ++i) {
        const double left = histogram.first + static_cast<double>(i) * histogram.width;
        const double share =
            (std::erf((left + histogram.width) / std::sqrt(2)) - std::erf(left / std::sqrt(2))) / 2;
        // Five standard deviations of a count, for each of some 300 bins, and one count.
        const double deviation = std::sqrt(share * 1e6) * 5 + 1;
        EXPECT_NEAR(histogram.density[i] * histogram.width * 1e6, share * 1e6, deviation) << left;
    }
}

TEST(OutputHistogram, HasNarrowBinsWhereManyValuesFillThem)
{
    EXPECT_EQ(histogramBins(std::vector<double>{-1, 1}), 16);
    // 3.49 / 16 = 0.218 in 8.
    EXPECT_EQ(histogramBins(std::vector<double>(4096, 1.0)), 37);
    EXPECT_EQ(histogramBins(std::vector<double>{-5000, 5000}), 2000);
    EXPECT_GE(histogramBins({}), 1);
}

TEST(ParseDimensions, TakesCommasSemicolonsAndBlanks)
{
    const std::vector<std::int64_t> expected{1, 2, 30};
    for (const char* text : {"1,2,30", "1, 2, 30", " 1 2\t30 ", "1;2;30,"})
        EXPECT_EQ(*parseDimensions(text), expected) << text;
    EXPECT_EQ(*parseDimensions("64000000"), std::vector<std::int64_t>{64'000'000});
}

TEST(ParseDimensions, NamesWhatIsWrong)
{
    const std::vector<std::pair<const char*, const char*>> cases{
        {"", "The list of dimensions is empty; write some like 1, 2, 4, 8"},
        {" , ;", "The list of dimensions is empty; write some like 1, 2, 4, 8"},
        {"1, two", "'two' in the list of dimensions is no whole number from 1 to 64000000; write them like "
                   "1, 2, 4, 8"},
        {"1.5", "'1.5' in the list of dimensions is no whole number from 1 to 64000000; write them like "
                "1, 2, 4, 8"},
        {"64000001", "'64000001' in the list of dimensions is no whole number from 1 to 64000000; write them "
                     "like 1, 2, 4, 8"},
        {"99999999999999999999",
         "'99999999999999999999' in the list of dimensions is no whole number from 1 to "
         "64000000; write them like 1, 2, 4, 8"},
        {"0, 1", "0 in the list of dimensions is below 1; a token has at least one value"},
        {"-3", "-3 in the list of dimensions is below 1; a token has at least one value"},
        {"1, 4, 2", "2 follows 4 in the list of dimensions; each must be larger than the one before"},
        {"4 4", "4 follows 4 in the list of dimensions; each must be larger than the one before"},
        {"1, 64000000",
         "Up to 64000000 the dimensions add up to more than the 64000000 values possible; end the "
         "list before it"},
    };
    for (const auto& [text, sentence] : cases) {
        const auto parsed = parseDimensions(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().text(), sentence);
    }
}

TEST(MeasuredTime, IsPositiveAndGrowsWithTheToken)
{
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        const auto one = measureTimePerToken(1, dtype);
        const auto many = measureTimePerToken(200'000, dtype);
        ASSERT_TRUE(one && many);
        EXPECT_GT(*one, 0);
        EXPECT_GT(*many, *one); // 200000 values against one
    }
}

TEST(DimensionTable, HasARowForEveryDimensionAndTokenThatReadsBack)
{
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        const Tensor input = randn(Shape::of({2, 3, 4}), 0, dtype);
        LayerNormParameters parameters;
        parameters.eps = 1e-3;
        const Result<ExperimentTable> table = dimensionTable({input, parameters});
        ASSERT_TRUE(table) << table.error().text();
        EXPECT_EQ(table->columns, (std::vector<std::string>{"dimension", "token", "mean", "variance",
                                                            "max_abs_output", "bound", "bessel_factor"}));
        ASSERT_EQ(table->rows.size(), 6 * defaultDimensions.size());
        for (std::size_t row = 0; row < table->rows.size(); ++row) {
            const std::vector<std::string>& cells = table->rows[row];
            const auto token = static_cast<std::int64_t>(row % 6);
            const std::int64_t dimension = defaultDimensions[row / 6];
            const DimensionPoint point =
                pointAt(extendedToken(input, 1, token, dimension), parameters.eps, dimension);
            ASSERT_EQ(cells.size(), table->columns.size());
            EXPECT_EQ(cells[0], std::to_string(dimension));
            EXPECT_EQ(cells[1], std::to_string(token));
            EXPECT_EQ(*parseNumber(cells[2], dtype), point.mean);
            EXPECT_EQ(*parseNumber(cells[3], dtype), point.variance);
            EXPECT_EQ(*parseNumber(cells[4], dtype), point.maxAbsOutput);
            EXPECT_EQ(*parseNumber(cells[5], DType::Float64), point.bound);
            EXPECT_EQ(*parseNumber(cells[6], DType::Float64), point.besselFactor);
        }
        EXPECT_EQ(table->rows.front().back(), "inf");
        // At its own size a token is the document's.
        const LayerNormResult result = *layerNorm(input, parameters);
        EXPECT_EQ(table->rows[3 * 6 + 5][2], exactText(result.mean.at(5), dtype));
        EXPECT_EQ(table->rows[3 * 6 + 5][3], exactText(result.variance.at(5), dtype));
    }
}

TEST(DimensionTable, LeavesGammaAndBetaOut)
{
    const Tensor input = randn(Shape::of({2, 4}), 0);
    LayerNormParameters parameters;
    const ExperimentTable plain = *dimensionTable({input, parameters});
    parameters.gamma = randn(Shape::of({4}), 1);
    parameters.beta = randn(Shape::of({4}), 2);
    EXPECT_EQ(dimensionTable({input, parameters})->rows, plain.rows);
}

TEST(DimensionTable, IsTheSameEveryTime)
{
    const Tensor input = randn(Shape::of({5, 24}), 0);
    EXPECT_EQ(dimensionTable({input, {}})->rows, dimensionTable({input, {}})->rows);
}

TEST(DimensionTable, CountsGroupsAsTokens)
{
    const Tensor input = randn(Shape::of({2, 3, 4}), 0);
    LayerNormParameters parameters;
    parameters.normalizedDims = 3;
    const ExperimentTable table = *dimensionTable({input, parameters});
    EXPECT_EQ(table.rows.size(), defaultDimensions.size());
}

TEST(DimensionTable, RefusesTooManyTokensAndSaysHowMany)
{
    const Tensor input(Shape::of({7811, 1}), DType::Float32);
    const Result<ExperimentTable> table = dimensionTable({input, {}});
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().text(),
              "The dimension experiment on 7811 tokens takes too long; give a tensor of at "
              "most 7810 tokens");
}

TEST(DimensionTable, PassesTheErrorsOfLayerNormOn)
{
    LayerNormParameters parameters;
    parameters.eps = -1;
    const Result<ExperimentTable> table = dimensionTable({Tensor(), parameters});
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().text(), checkEps(-1).error().text());
}

} // namespace
} // namespace layernorm
