// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/eps_sweep.h"

#include "core/explore/eps_scale.h"
#include "core/io/number_text.h"
#include "core/tensor/random_tensor.h"
#include "tests/support/roundings.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <vector>

namespace layernorm {
namespace {

using testing::infinity;
using testing::nan;
using testing::roundoffOf;

const std::vector<double> manyEps = [] {
    std::vector<double> eps = logarithmicEps(epsSweepPoints);
    eps.insert(eps.begin(), 0);
    return eps;
}();

EpsSweep swept(const Tensor& input, const std::vector<double>& eps = manyEps, int normalizedDims = 1,
               const Execution& execution = {})
{
    LayerNormParameters parameters;
    parameters.normalizedDims = normalizedDims;
    Result<EpsSweep> sweep = sweepEps(input, parameters, eps, execution);
    EXPECT_TRUE(sweep) << sweep.error().text();
    return std::move(*sweep);
}

bool sameBits(const std::vector<double>& a, const std::vector<double>& b)
{
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

bool sameBits(const EpsSweep& a, const EpsSweep& b)
{
    return a.tokens == b.tokens && a.dtype == b.dtype && sameBits(a.eps, b.eps) &&
           sameBits(a.variance, b.variance) && sameBits(a.outputVariance, b.outputVariance) &&
           sameBits(a.maxAbsOutput, b.maxAbsOutput) && sameBits(a.differenceToEps0, b.differenceToEps0);
}

/// Tokens of very different scales and means.
Tensor variedTokens(const Shape& shape, DType dtype)
{
    Tensor tensor = randn(shape, 3, dtype);
    const std::int64_t dimension = shape.trailingElements(1);
    for (std::int64_t i = 0; i < tensor.elements(); ++i) {
        const auto token = static_cast<int>(i / dimension % 8);
        tensor.set(i, std::pow(10.0, -token) * (tensor.at(i) + (token % 2 == 0 ? 10 : 0)));
    }
    return tensor;
}

// ---------------------------------------------------------------------------------------------------------------
// The values of eps

TEST(LogarithmicEps, HasTheWholeDecadesExactlyAndRises)
{
    for (const int count : {16, 17, 31, 200, 1000}) {
        const std::vector<double> eps = logarithmicEps(count);
        ASSERT_EQ(eps.size(), static_cast<std::size_t>(count));
        EXPECT_EQ(eps.front(), 1e-14);
        EXPECT_EQ(eps.back(), 10);
        EXPECT_TRUE(std::is_sorted(eps.begin(), eps.end(), std::less_equal<>())) << count;
        for (const double decade :
             {1e-13, 1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0})
            EXPECT_TRUE(std::binary_search(eps.begin(), eps.end(), decade)) << decade << " of " << count;
    }
}

TEST(LogarithmicEps, IsEvenlySpaced)
{
    const std::vector<double> eps = logarithmicEps(200);
    for (std::size_t i = 1; i < eps.size(); ++i) {
        // 13 or 14 steps a decade; three digits blur a step by 0.005 / 1 at either end.
        const double step = std::log10(eps[i] / eps[i - 1]);
        EXPECT_GT(step, 1.0 / 14 - 0.0045) << eps[i];
        EXPECT_LT(step, 1.0 / 13 + 0.0045) << eps[i];
    }
}

TEST(OnEpsGrid, IsTheScaleAndGoesOnBeyondIt)
{
    for (int position = 0; position <= epsLastPosition; ++position)
        EXPECT_EQ(onEpsGrid(epsAtPosition(position)), epsAtPosition(position));
    EXPECT_EQ(onEpsGrid(1.04e-5), 1e-5);
    EXPECT_EQ(onEpsGrid(1.04e-14), 1e-14);
    EXPECT_EQ(onEpsGrid(100), 100);
    EXPECT_EQ(onEpsGrid(-1), 0);
    EXPECT_EQ(onEpsGrid(nan), 0);
}

// ---------------------------------------------------------------------------------------------------------------
// The sweep against the library, the law and the core

struct Golden {
    double eps;
    std::int64_t token;
    double variance, outputVariance, maxAbsOutput, difference;
};

void expectGolden(const Tensor& input, const std::vector<Golden>& golden)
{
    // The library's own outputs are a few roundings off, in float32.
    const double tolerance = 10 * roundoffOf(input.dtype());
    for (const Golden& expected : golden) {
        const EpsSweep sweep = swept(input, {expected.eps});
        const std::size_t place = sweep.place(0, expected.token);
        EXPECT_NEAR(sweep.variance[static_cast<std::size_t>(expected.token)], expected.variance,
                    tolerance * expected.variance);
        EXPECT_NEAR(sweep.outputVariance[place], expected.outputVariance,
                    tolerance * expected.outputVariance);
        EXPECT_NEAR(sweep.maxAbsOutput[place], expected.maxAbsOutput, tolerance * expected.maxAbsOutput);
        EXPECT_NEAR(sweep.differenceToEps0[place], expected.difference, tolerance);
    }
}

TEST(EpsSweep, MeasuresWhatPyTorchsOutputsHave)
{
    // torch 1.13.1: F.layer_norm(x, (4,), eps=eps) measured in double, for torch.manual_seed(0);
    // torch.randn(2, 3, 4)
    expectGolden(
        randn(Shape::of({2, 3, 4}), 0),
        {{0, 0, 0.16303876283739988, 0.9999997836068324, 1.213742733001709, 0.0},
         {0, 1, 1.393737436614773, 1.0000000770099362, 1.6031211614608765, 0.0},
         {1e-05, 0, 0.16303876283739988, 0.999938601652915, 1.2137056589126587, 3.707408905029297e-05},
         {1e-05, 5, 1.111370495572423, 0.9999911020986978, 1.4969156980514526, 6.556510925292969e-06},
         {0.001, 0, 0.16303876283739988, 0.9939036041634814, 1.2100375890731812, 0.003705143928527832},
         {0.1, 1, 1.393737436614773, 0.9330539622363937, 1.5485303401947021, 0.054590821266174316},
         {10, 0, 0.16303876283739988, 0.016042322146879395, 0.1537306010723114, 1.0600121319293976},
         {10, 5, 1.111370495572423, 0.10002100386148274, 0.47341811656951904, 1.0235041379928589}});
}

TEST(EpsSweep, MeasuresWhatPyTorchsFloat64OutputsHave)
{
    Tensor input = randn(Shape::of({2, 3, 4}), 0, DType::Float64);
    for (std::int64_t i = 0; i < input.elements(); ++i)
        input.set(i, input.at(i) * 1e-4);
    expectGolden(
        input,
        {{1e-12, 0, 1.429488703219381e-08, 0.9999300498109878, 1.4098992886203565, 4.931394801865885e-05},
         {1e-12, 4, 4.551159633347499e-09, 0.9997803240482439, 1.5287206788201806, 0.00016793925471270121},
         {1e-08, 0, 1.429488703219381e-08, 0.5883907594734346, 1.081524104521618, 0.3284244980467572},
         {1e-08, 4, 4.551159633347499e-09, 0.3127695488212099, 0.8550432430607344, 0.6738453750141589},
         {1e-05, 4, 4.551159633347499e-09, 0.0004549089270201995, 0.03260904478546746, 1.4962795732894258}});
}

TEST(EpsSweep, FollowsTheLaw)
{
    for (const DType dtype : {DType::Float32, DType::Float64})
        for (const std::int64_t dimension : {2, 3, 4, 12, 13, 64, 768, 1001}) {
            const EpsSweep sweep = swept(variedTokens(Shape::of({8, dimension}), dtype));
            // Each output is a rounding or a little more off (float64: of the largest), squared; then double
            // sums.
            const double tolerance = 2 * 1.25 * roundoffOf(dtype) + static_cast<double>(dimension) * 0x1p-53;
            for (std::size_t point = 0; point < sweep.eps.size(); ++point)
                for (std::int64_t token = 0; token < sweep.tokens; ++token) {
                    const std::size_t place = sweep.place(point, token);
                    const double variance = sweep.variance[static_cast<std::size_t>(token)];
                    const double law = epsLaw(variance, sweep.eps[point]);
                    const double spread = std::max(1.0, sweep.maxAbsOutput[place] / std::sqrt(law));
                    ASSERT_NEAR(sweep.outputVariance[place], law, tolerance * spread * law)
                        << name(dtype) << " D " << dimension << " token " << token << " eps "
                        << sweep.eps[point];
                    // y(eps) is y(0) times the root of the law.
                    const double atZero = sweep.maxAbsOutput[sweep.place(0, token)];
                    ASSERT_NEAR(sweep.maxAbsOutput[place], atZero * std::sqrt(law), tolerance * atZero);
                    ASSERT_NEAR(sweep.differenceToEps0[place], atZero * (1 - std::sqrt(law)),
                                2 * tolerance * atZero);
                }
        }
}

TEST(EpsSweep, LargerEpsNeverGivesLargerOutputs)
{
    const EpsSweep sweep = swept(variedTokens(Shape::of({8, 96}), DType::Float32));
    // Every single output falls or stays when eps grows, and rounding keeps that; so the largest does, and
    // the distance to eps = 0 grows. The variance is such a sum too.
    for (std::size_t point = 1; point < sweep.eps.size(); ++point)
        for (std::int64_t token = 0; token < sweep.tokens; ++token) {
            const std::size_t here = sweep.place(point, token);
            const std::size_t before = sweep.place(point - 1, token);
            ASSERT_LE(sweep.maxAbsOutput[here], sweep.maxAbsOutput[before]);
            ASSERT_GE(sweep.differenceToEps0[here], sweep.differenceToEps0[before]);
            // But the rounded mean of the outputs, which the variance is about, need not be.
            ASSERT_LE(sweep.outputVariance[here], sweep.outputVariance[before] * (1 + 1e-13));
        }
}

/// Measured the slow way from what layerNorm gives.
TEST(EpsSweep, IsMeasuredFromTheOutputsOfTheCore)
{
    for (const DType dtype : {DType::Float32, DType::Float64})
        for (int dims = 1; dims <= 2; ++dims) {
            Tensor input = variedTokens(Shape::of({3, 5, 19}), dtype);
            input.set(3, nan);
            LayerNormParameters parameters;
            parameters.normalizedDims = dims;
            const EpsSweep sweep = swept(input, {0, 1e-5, 1}, dims);
            const std::int64_t dimension = input.shape().trailingElements(dims);
            ASSERT_EQ(sweep.tokens, input.elements() / dimension);
            parameters.eps = 0;
            const Tensor atZero = layerNorm(input, parameters)->output;
            for (std::size_t point = 0; point < sweep.eps.size(); ++point) {
                parameters.eps = sweep.eps[point];
                const Tensor output = layerNorm(input, parameters)->output;
                for (std::int64_t token = 1; token < sweep.tokens; ++token) {
                    double largest = 0;
                    double difference = 0;
                    double squares = 0;
                    for (std::int64_t i = token * dimension; i < (token + 1) * dimension; ++i) {
                        largest = std::max(largest, std::abs(output.at(i)));
                        difference = std::max(difference, std::abs(output.at(i) - atZero.at(i)));
                        squares += output.at(i) * output.at(i);
                    }
                    const std::size_t place = sweep.place(point, token);
                    EXPECT_EQ(sweep.maxAbsOutput[place], largest);
                    EXPECT_EQ(sweep.differenceToEps0[place], difference);
                    // The outputs' mean is a rounding at most.
                    const double variance = squares / static_cast<double>(dimension);
                    EXPECT_NEAR(sweep.outputVariance[place], variance, 1e-12 * variance);
                }
            }
        }
}

TEST(MeasureOutputs, MeasuresAsTheSweepDoes)
{
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        Tensor input = variedTokens(Shape::of({3, 4, 21}), dtype);
        for (std::int64_t i = 0; i < 21; ++i)
            input.set(i, 1);
        const EpsSweep sweep = swept(input, {0, 1e-3});
        LayerNormParameters parameters;
        parameters.eps = 0;
        const Tensor atZero = layerNorm(input, parameters)->output;
        parameters.eps = 1e-3;
        const std::vector<OutputMeasures> measures =
            measureOutputs(layerNorm(input, parameters)->output, atZero, 1);
        ASSERT_EQ(measures.size(), 12U);
        EXPECT_EQ(measures[0].variance, 0);
        EXPECT_TRUE(std::isnan(measures[0].difference));
        for (std::int64_t token = 1; token < 12; ++token) {
            const OutputMeasures& measure = measures[static_cast<std::size_t>(token)];
            EXPECT_EQ(measure.variance, sweep.outputVariance[sweep.place(1, token)]);
            EXPECT_EQ(measure.maxAbs, sweep.maxAbsOutput[sweep.place(1, token)]);
            EXPECT_EQ(measure.difference, sweep.differenceToEps0[sweep.place(1, token)]);
        }
    }
}

TEST(EpsSweep, RoundsEpsToTheTensorsType)
{
    const std::vector<double> eps{1e-5, 1e-50};
    const EpsSweep narrow = swept(randn(Shape::of({2, 4}), 0), eps);
    EXPECT_EQ(narrow.eps, (std::vector<double>{static_cast<double>(1e-5F), 0}));
    EXPECT_EQ(swept(randn(Shape::of({2, 4}), 0, DType::Float64), eps).eps, eps);
}

TEST(EpsSweep, LeavesGammaAndBetaOut)
{
    const Tensor input = randn(Shape::of({3, 6}), 0);
    LayerNormParameters parameters;
    parameters.gamma = randn(Shape::of({6}), 1);
    parameters.beta = randn(Shape::of({6}), 2);
    const Result<EpsSweep> sweep = sweepEps(input, parameters, manyEps);
    ASSERT_TRUE(sweep);
    EXPECT_TRUE(sameBits(*sweep, swept(input)));
}

// ---------------------------------------------------------------------------------------------------------------
// Edges

TEST(EpsSweep, HasNoNumberWhereAConstantTokenMeetsNoEps)
{
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        Tensor input(Shape::of({2, 5}), dtype);
        for (std::int64_t i = 0; i < 10; ++i)
            input.set(i, i < 5 ? 0.1 : static_cast<double>(i));
        const EpsSweep sweep = swept(input, {0, 1e-5});
        EXPECT_EQ(sweep.variance[0], 0);
        EXPECT_TRUE(std::isnan(sweep.outputVariance[sweep.place(0, 0)]));
        EXPECT_TRUE(std::isnan(sweep.maxAbsOutput[sweep.place(0, 0)]));
        EXPECT_TRUE(std::isnan(epsLaw(0, 0)));
        EXPECT_EQ(sweep.outputVariance[sweep.place(1, 0)], 0);
        EXPECT_EQ(sweep.maxAbsOutput[sweep.place(1, 0)], 0);
        EXPECT_EQ(epsLaw(0, 1e-5), 0);
        for (const std::size_t point : {0U, 1U}) {
            EXPECT_TRUE(std::isnan(sweep.differenceToEps0[sweep.place(point, 0)])) << "there is nothing at 0";
            EXPECT_TRUE(std::isfinite(sweep.differenceToEps0[sweep.place(point, 1)]));
        }
    }
}

TEST(EpsSweep, KeepsWhatIsNoNumberInItsToken)
{
    for (const std::int64_t dimension : {3, 8, 20, 100}) {
        const Tensor clean = variedTokens(Shape::of({12, dimension}), DType::Float32);
        Tensor dirty = clean;
        dirty.set(2 * dimension + 1, nan);
        dirty.set(7 * dimension, infinity);
        const EpsSweep expected = swept(clean);
        const EpsSweep sweep = swept(dirty);
        for (std::size_t point = 0; point < sweep.eps.size(); ++point)
            for (std::int64_t token = 0; token < 12; ++token) {
                const std::size_t place = sweep.place(point, token);
                if (token == 2 || token == 7) {
                    ASSERT_TRUE(std::isnan(sweep.outputVariance[place]));
                    ASSERT_TRUE(std::isnan(sweep.maxAbsOutput[place]));
                    ASSERT_TRUE(std::isnan(sweep.differenceToEps0[place]));
                    continue;
                }
                ASSERT_EQ(sweep.outputVariance[place], expected.outputVariance[place]);
                ASSERT_EQ(sweep.maxAbsOutput[place], expected.maxAbsOutput[place]);
                ASSERT_EQ(sweep.differenceToEps0[place], expected.differenceToEps0[place]);
            }
    }
}

TEST(EpsSweep, HasNoNumberWithoutEpsWhereTheSquaresUnderflow)
{
    // float64 squares of 1e-200 are 0: the variance is 0, the deviations are not, and eps = 0 divides by it.
    const Tensor input(Shape::of({1, 2}), std::vector<double>{1e-200, -1e-200});
    const EpsSweep sweep = swept(input, {0, 1e-5});
    EXPECT_EQ(sweep.variance[0], 0);
    EXPECT_TRUE(std::isnan(sweep.maxAbsOutput[0]));
    EXPECT_NEAR(sweep.maxAbsOutput[1], 1e-200 / std::sqrt(1e-5), 1e-210);
    EXPECT_TRUE(std::isnan(sweep.differenceToEps0[1]));
}

TEST(EpsSweep, RefusesWhatItCannotSweep)
{
    const Tensor input = randn(Shape::of({2, 4}), 0);
    EXPECT_EQ(sweepEps(input, {}, std::vector<double>{1e-5, -1}).error().text(), checkEps(-1).error().text());
    LayerNormParameters parameters;
    parameters.normalizedDims = 3;
    EXPECT_FALSE(sweepEps(input, parameters, manyEps));
    const Result<EpsSweep> large = sweepEps(Tensor(Shape::of({1'000'000, 1}), DType::Float32), {}, manyEps);
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error().text(),
              "201 values of eps on 1000000 tokens are too many to sweep; give fewer tokens, or "
              "fewer values of eps");
}

// ---------------------------------------------------------------------------------------------------------------
// Parts, threads and stopping

TEST(EpsSweep, UpdatesTokensToTheBitsOfANewSweep)
{
#ifdef LAYERNORM_SANITIZED
    constexpr std::int64_t longest = 600; // the tokens fill several blocks all the same
#else
    constexpr std::int64_t longest = 3000;
#endif
    for (const DType dtype : {DType::Float32, DType::Float64})
        for (const std::int64_t dimension : {std::int64_t{4}, std::int64_t{50}, longest}) {
            Tensor input = variedTokens(Shape::of({40, dimension}), dtype);
            EpsSweep sweep = swept(input);
            for (const TokenRange range : {TokenRange{0, 1}, {39, 1}, {13, 9}}) {
                for (std::int64_t i = range.first * dimension; i < (range.first + range.count) * dimension;
                     i += 3)
                    input.set(i, 2 * input.at(i) + 0.5);
                EXPECT_FALSE(sameBits(sweep, swept(input)));
                EXPECT_EQ(updateEpsSweep(sweep, input, {}, range), Completion::Finished);
                EXPECT_TRUE(sameBits(sweep, swept(input)))
                    << name(dtype) << dimension << " from " << range.first;
            }
        }
}

TEST(EpsSweep, HasTheSameBitsOnEveryNumberOfThreads)
{
    const Tensor input = variedTokens(Shape::of({64, 768}), DType::Float32);
    const EpsSweep one = swept(input, manyEps, 1, {.threads = 1});
    for (const int threads : {0, 2, 5})
        EXPECT_TRUE(sameBits(one, swept(input, manyEps, 1, {.threads = threads}))) << threads;
}

TEST(EpsSweep, OfATokenDoesNotDependOnItsNeighbours)
{
    const Tensor input = variedTokens(Shape::of({30, 7}), DType::Float32);
    const EpsSweep all = swept(input);
    for (const std::int64_t token : {0, 11, 29}) {
        const std::vector<std::int64_t> alone{token};
        const EpsSweep sweep = swept(gatheredTokens(input, 1, alone));
        for (std::size_t point = 0; point < all.eps.size(); ++point) {
            EXPECT_EQ(sweep.outputVariance[point], all.outputVariance[all.place(point, token)]);
            EXPECT_EQ(sweep.differenceToEps0[point], all.differenceToEps0[all.place(point, token)]);
        }
    }
}

TEST(EpsSweep, TellsItsProgressAndStops)
{
    const Tensor input = variedTokens(Shape::of({256, 768}), DType::Float32);
    EpsSweep sweep = swept(input, {1e-5, 1e-3});
    std::vector<double> told;
    EXPECT_EQ(
        updateEpsSweep(sweep, input, {}, {0, 256}, {.progress = [&](double part) { told.push_back(part); }}),
        Completion::Finished);
    EXPECT_GT(told.size(), 5U);
    EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
    EXPECT_EQ(told.back(), 1);

    std::stop_source stop;
    EpsSweep stopped = sweep;
    std::fill(stopped.variance.begin(), stopped.variance.end(), -1);
    EXPECT_EQ(updateEpsSweep(
                  stopped, input, {}, {0, 256},
                  {.threads = 1, .stop = stop.get_token(), .progress = [&](double) { stop.request_stop(); }}),
              Completion::Stopped);
    EXPECT_EQ(stopped.variance.back(), -1) << "nothing is done after the stop";
    EXPECT_NE(stopped.variance.front(), -1);

    EXPECT_EQ(updateEpsSweep(sweep, input, {}, {0, 256}, {.stop = stop.get_token()}), Completion::Stopped);
    EXPECT_EQ(updateEpsSweep(sweep, input, {}, {0, 0}), Completion::Finished);
}

// ---------------------------------------------------------------------------------------------------------------
// Which tokens are shown

Tensor tensorOf(std::vector<float> values)
{
    const Shape shape = Shape::of({static_cast<std::int64_t>(values.size()), 1});
    return Tensor(shape, std::move(values));
}

TEST(RepresentativeTokens, AreAllWhereTheyAreFew)
{
    EXPECT_EQ(representativeTokens(tensorOf({3, 1, 2}), 2, 6), (std::vector<std::int64_t>{0, 1, 2}));
}

TEST(RepresentativeTokens, AreSpreadByVarianceAfterTheFirst)
{
    std::vector<float> variances;
    for (int i = 0; i < 101; ++i)
        variances.push_back(static_cast<float>((i * 37) % 101)); // 37 i mod 101 takes every value once
    const std::vector<std::int64_t> chosen = representativeTokens(tensorOf(variances), 50, 6);
    ASSERT_EQ(chosen.size(), 6U);
    EXPECT_EQ(chosen.front(), 50);
    const auto variance = [&](std::size_t i) { return variances[static_cast<std::size_t>(chosen[i])]; };
    EXPECT_EQ(variance(1), 0);
    EXPECT_NEAR(variance(2), 25, 1);
    EXPECT_NEAR(variance(3), 50, 1);
    EXPECT_NEAR(variance(4), 75, 1);
    EXPECT_EQ(variance(5), 100);
}

TEST(RepresentativeTokens, AreDistinctAndSkipWhatIsNoNumber)
{
    std::vector<float> variances(50, std::nanf(""));
    variances[7] = 1;
    variances[30] = 2;
    EXPECT_EQ(representativeTokens(tensorOf(variances), 4, 6), (std::vector<std::int64_t>{4, 7, 30}));
    EXPECT_EQ(representativeTokens(tensorOf(std::vector<float>(50, std::nanf(""))), 4, 6),
              (std::vector<std::int64_t>{4}));
    const auto equal = representativeTokens(tensorOf(std::vector<float>(50, 1)), 10, 6);
    EXPECT_EQ(std::set<std::int64_t>(equal.begin(), equal.end()).size(), 6U);
}

TEST(RepresentativeTokens, FindTheExtremesOfVeryMany)
{
    std::vector<float> variances(200'000, 1);
    variances[77'777] = 0;
    variances[133'333] = 9;
    const std::vector<std::int64_t> chosen = representativeTokens(tensorOf(variances), 0, 6);
    EXPECT_EQ(chosen[1], 77'777);
    EXPECT_EQ(chosen[5], 133'333);
}

TEST(GatheredTokens, AreTheListedOnesInOrder)
{
    const Tensor input(Shape::of({1, 3, 2}), std::vector<double>{1, 2, 3, 4, 5, 6});
    const std::vector<std::int64_t> tokens{2, 0};
    EXPECT_TRUE(layernorm::sameBits(gatheredTokens(input, 1, tokens),
                                    Tensor(Shape::of({2, 2}), std::vector<double>{5, 6, 1, 2})));
    const std::vector<std::int64_t> all{0};
    EXPECT_TRUE(layernorm::sameBits(gatheredTokens(input, 2, all), input.reshaped(Shape::of({1, 6}))));
}

// ---------------------------------------------------------------------------------------------------------------
// The table

Result<ExperimentTable> tableOf(const Tensor& input, const LayerNormParameters& parameters)
{
    return epsTable({.input = input, .parameters = parameters});
}

TEST(EpsTable, HasARowForEveryEpsAndTokenThatReadsBack)
{
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        const Tensor input = randn(Shape::of({2, 3, 4}), 0, dtype);
        LayerNormParameters parameters;
        parameters.eps = 0.00123;
        const Result<ExperimentTable> table = tableOf(input, parameters);
        ASSERT_TRUE(table) << table.error().text();
        EXPECT_EQ(table->columns, (std::vector<std::string>{"eps", "token", "variance", "output_variance",
                                                            "law", "max_abs_output", "difference_to_eps_0"}));
        const std::vector<double> eps = epsOfTable(parameters.eps, dtype);
        const EpsSweep sweep = swept(input, eps);
        ASSERT_EQ(table->rows.size(), eps.size() * 6);
        for (std::size_t row = 0; row < table->rows.size(); ++row) {
            const std::vector<std::string>& cells = table->rows[row];
            const auto typed = [&](std::size_t column) { return *parseNumber(cells[column], dtype); };
            const auto wide = [&](std::size_t column) { return *parseNumber(cells[column], DType::Float64); };
            EXPECT_EQ(typed(0), eps[row / 6]);
            EXPECT_EQ(cells[1], std::to_string(row % 6));
            EXPECT_NEAR(typed(2), sweep.variance[row % 6], roundoffOf(dtype) * sweep.variance[row % 6]);
            EXPECT_EQ(wide(3), sweep.outputVariance[row]);
            EXPECT_EQ(wide(4), epsLaw(sweep.variance[row % 6], eps[row / 6]));
            EXPECT_EQ(typed(5), sweep.maxAbsOutput[row]);
            EXPECT_EQ(wide(6), sweep.differenceToEps0[row]);
        }
    }
}

TEST(EpsTable, CallsTheTokensOfASweepByTheirNames)
{
    const EpsSweep sweep = swept(randn(Shape::of({2, 4}), 0), {0, 1e-5});
    const std::vector<std::int64_t> names{17, 3};
    const ExperimentTable table = epsSweepTable(sweep, names);
    ASSERT_EQ(table.rows.size(), 4U);
    for (std::size_t row = 0; row < 4; ++row)
        EXPECT_EQ(table.rows[row][1], row % 2 == 0 ? "17" : "3");
}

TEST(EpsTable, BeginsWithZeroAndHasTheDefaultsAndTheCurrentEps)
{
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        const std::vector<double> eps = epsOfTable(0.00123, dtype);
        EXPECT_EQ(eps.front(), 0);
        EXPECT_TRUE(std::is_sorted(eps.begin(), eps.end(), std::less_equal<>()));
        EXPECT_GE(eps.size(), 1U + epsSweepPoints);
        for (const double wanted : {1e-14, 1e-12, 1e-6, 1e-5, 1e-3, 0.00123, 10.0}) {
            const double rounded =
                dtype == DType::Float32 ? static_cast<double>(static_cast<float>(wanted)) : wanted;
            EXPECT_TRUE(std::binary_search(eps.begin(), eps.end(), rounded)) << wanted;
        }
    }
    EXPECT_EQ(epsOfTable(0, DType::Float32), epsOfTable(1e-5, DType::Float32)) << "each once";
}

TEST(EpsTable, SpellsWhatIsNoNumber)
{
    const ExperimentTable table = *tableOf(Tensor(Shape::of({1, 3}), DType::Float32), {});
    EXPECT_EQ(table.rows.front(), (std::vector<std::string>{"0", "0", "0", "nan", "nan", "nan", "nan"}));
    EXPECT_EQ(table.rows.back(), (std::vector<std::string>{"10", "0", "0", "0", "0", "0", "nan"}));
}

TEST(EpsTable, CountsGroupsWhereSeveralDimensionsAreNormalised)
{
    LayerNormParameters parameters;
    parameters.normalizedDims = 2;
    const ExperimentTable table = *tableOf(randn(Shape::of({2, 3, 4}), 0), parameters);
    EXPECT_EQ(table.rows.size(), 2 * epsOfTable(parameters.eps, DType::Float32).size());
}

TEST(EpsTable, RefusesMoreThanAMillionRowsAndPassesErrorsOn)
{
    const Result<ExperimentTable> table = tableOf(Tensor(Shape::of({5000, 2}), DType::Float32), {});
    ASSERT_FALSE(table);
    const std::size_t points = epsOfTable(1e-5, DType::Float32).size();
    EXPECT_EQ(table.error().text(),
              "The eps sweep of 5000 tokens is too long to print; give a tensor of at most " +
                  std::to_string(1'000'000 / points));
    LayerNormParameters parameters;
    parameters.eps = -1;
    EXPECT_EQ(tableOf(Tensor(), parameters).error().text(), checkEps(-1).error().text());
}

// ---------------------------------------------------------------------------------------------------------------
// Examples

TEST(EpsExamples, MakeEpsVisible)
{
    std::set<std::string> ids;
    for (const EpsExample& example : epsExamples())
        for (const DType dtype : {DType::Float32, DType::Float64})
            for (const std::int64_t dimension : {2, 4, 768}) {
                ids.insert(example.id);
                const Tensor tensor = example.make(dimension, dtype);
                EXPECT_EQ(tensor.shape(), Shape::of({1, 4, dimension})) << example.id;
                EXPECT_EQ(tensor.dtype(), dtype);
                EXPECT_TRUE(checkEps(example.eps));
            }
    EXPECT_EQ(ids, (std::set<std::string>{"scales", "constant", "constant-without-eps"}));
}

TEST(EpsExamples, HaveTheSameTokenAtFourScales)
{
    const EpsSweep sweep = swept(epsExamples()[0].make(64, DType::Float64));
    for (std::size_t token = 1; token < 4; ++token)
        EXPECT_NEAR(sweep.variance[token] / sweep.variance[0] * std::pow(10, 4 * token), 1, 1e-12);
    // What eps does depends on its ratio to the variance alone: 1e-8 times the eps does the same to 1e-4
    // times x.
    const EpsSweep large = swept(epsExamples()[0].make(64, DType::Float64), {1});
    const EpsSweep small = swept(epsExamples()[0].make(64, DType::Float64), {1e-8});
    EXPECT_NEAR(large.outputVariance[0], small.outputVariance[2], 1e-12);
}

TEST(EpsExamples, HaveOneConstantTokenAmongOthers)
{
    for (const std::size_t example : {1U, 2U}) {
        const EpsSweep sweep = swept(epsExamples()[example].make(16, DType::Float32), {0});
        for (const std::size_t token : {0U, 1U, 2U, 3U})
            EXPECT_EQ(std::isnan(sweep.outputVariance[token]), token == 1) << token;
    }
    EXPECT_EQ(epsExamples()[2].eps, 0);
}

} // namespace
} // namespace layernorm
