// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/norm/layer_norm_gradient.h"

#include "core/tensor/random_tensor.h"
#include "tests/support/finite_differences.h"
#include "tests/support/roundings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <vector>

namespace layernorm {
namespace {

using namespace layernorm::testing;

LayerNormGradient gradientOf(const Tensor& input, const LayerNormParameters& parameters,
                             const Tensor& upstream, const Execution& execution = {})
{
    return *layerNormGradient(input, parameters, *layerNorm(input, parameters), upstream, execution);
}

bool sameGradients(const LayerNormGradient& a, const LayerNormGradient& b)
{
    return sameBits(a.input, b.input) && sameBits(a.gamma, b.gamma) && sameBits(a.beta, b.beta);
}

Tensor filled(const Shape& shape, DType dtype, double value)
{
    return mapped(Tensor(shape, dtype), [=](double) { return value; });
}

// --------------------------------------------------------------------------------------------------------------
// Golden numbers of torch

struct Golden {
    std::string head; ///< the line it was read from
    Tensor input;     ///< in float64, as are the next
    LayerNormParameters parameters;
    Tensor upstream;
    double offset = 0;
    LayerNormGradient gradient;
};

/// As `numbers` of write_layer_norm.py.
Tensor goldenNumbers(const Shape& shape, std::uint64_t seed, double offset)
{
    Tensor tensor(shape, DType::Float64);
    for (std::int64_t i = 0; i < tensor.elements(); ++i) {
        std::uint64_t bits = (static_cast<std::uint64_t>(i) + (seed << 32) + 1) * 0x9E3779B97F4A7C15U;
        bits = (bits ^ (bits >> 29)) * 0xBF58476D1CE4E5B9U;
        const double uniform = static_cast<double>(bits >> 40) * 0x1p-22 - 2;
        tensor.set(i, static_cast<double>(static_cast<float>(uniform + offset)));
    }
    return tensor;
}

/// The hexadecimal floats of a line, after its name.
Tensor goldenLine(std::ifstream& file, const std::string& name, const Shape& shape)
{
    std::string line;
    std::getline(file, line);
    std::istringstream words(line);
    std::string word;
    words >> word;
    EXPECT_EQ(word, name);
    std::vector<double> numbers;
    while (words >> word)
        numbers.push_back(std::strtod(word.c_str(), nullptr));
    return Tensor(shape, std::move(numbers));
}

std::vector<Golden> goldenCases()
{
    std::ifstream file(LAYERNORM_GOLDEN_DIR "/torch-layer-norm-gradient.txt");
    std::vector<Golden> cases;
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string word, shapeText, eps;
        bool gamma = false;
        std::uint64_t seed = 0;
        Golden golden;
        words >> word >> shapeText >> golden.parameters.normalizedDims >> eps >> gamma >> golden.offset >>
            seed;
        EXPECT_EQ(word, "case");
        golden.head = line;
        const Shape shape = *Shape::parse(shapeText);
        const Shape trailing = shape.trailing(golden.parameters.normalizedDims);
        golden.parameters.eps = std::strtod(eps.c_str(), nullptr);
        golden.input = goldenNumbers(shape, seed, golden.offset);
        golden.upstream = goldenNumbers(shape, seed + 3000, 0);
        if (gamma)
            golden.parameters.gamma = goldenNumbers(trailing, seed + 1000, 0);
        golden.gradient.input = goldenLine(file, "input", shape);
        golden.gradient.gamma = goldenLine(file, "gamma", trailing);
        golden.gradient.beta = goldenLine(file, "beta", trailing);
        cases.push_back(std::move(golden));
    }
    EXPECT_EQ(cases.size(), 11U);
    return cases;
}

/// |ours - theirs| <= rtol * |theirs| + atol
void expectNear(const Tensor& ours, const Tensor& theirs, double rtol, double atol, const char* what)
{
    ASSERT_EQ(ours.shape(), theirs.shape()) << what;
    for (std::int64_t i = 0; i < ours.elements(); ++i)
        EXPECT_NEAR(ours.at(i), theirs.at(i), rtol * std::abs(theirs.at(i)) + atol) << what << ' ' << i;
}

void expectGolden(const LayerNormGradient& ours, const Golden& golden, double rtol)
{
    // Each is a sum of numbers up to 4 * rstd (dL/dy and gamma are below 2) that may cancel; what the library
    // sums adds some roundings of these, and of a mean far from 0 its deviations' roundings.
    const double rstd = largestMagnitude(layerNorm(golden.input, golden.parameters)->reciprocalStd);
    const double tokens = static_cast<double>(golden.input.elements() / golden.gradient.gamma.elements());
    const double sums = 64 * roundoff<double> * (4 + std::abs(golden.offset)) * std::max(1.0, rstd);
    expectNear(ours.input, golden.gradient.input, rtol, sums * std::max(1.0, rstd), "input");
    expectNear(ours.gamma, golden.gradient.gamma, rtol, sums * tokens, "gamma");
    expectNear(ours.beta, golden.gradient.beta, rtol, sums * tokens, "beta");
}

TEST(LayerNormGradientGolden, IsTorchsInFloat64)
{
    for (const Golden& golden : goldenCases()) {
        SCOPED_TRACE(golden.head);
        expectGolden(gradientOf(golden.input, golden.parameters, golden.upstream), golden, 0);
    }
}

TEST(LayerNormGradientGolden, IsThatRoundedOnceInFloat32)
{
    for (const Golden& golden : goldenCases()) {
        SCOPED_TRACE(golden.head);
        // The numbers are float32 in both types, so this is the same question.
        LayerNormParameters parameters = golden.parameters;
        if (parameters.gamma)
            parameters.gamma = parameters.gamma->converted(DType::Float32);
        const LayerNormGradient ours = gradientOf(golden.input.converted(DType::Float32), parameters,
                                                  golden.upstream.converted(DType::Float32));
        EXPECT_EQ(ours.input.dtype(), DType::Float32);
        EXPECT_EQ(ours.gamma.dtype(), DType::Float32);
        EXPECT_EQ(ours.beta.dtype(), DType::Float32);
        expectGolden(ours, golden, oneRounding * roundoff<float>);
    }
}

// --------------------------------------------------------------------------------------------------------------
// Finite differences

constexpr std::array<std::int64_t, 7> dimensions{1, 2, 7, 8, 9, 64, 769};

void expectFiniteDifferences(const Shape& shape, int normalizedDims, bool affine, double eps, double mean)
{
    SCOPED_TRACE(shape.text() + " over " + std::to_string(normalizedDims) + (affine ? " affine" : ""));
    const auto tokens = static_cast<std::uint64_t>(shape.elements());
    const Tensor input =
        mapped(randn(shape, 100 + tokens, DType::Float64), [=](double x) { return mean + x; });
    const Tensor upstream = randn(shape, 200 + tokens, DType::Float64);
    LayerNormParameters parameters{.eps = eps, .normalizedDims = normalizedDims, .gamma = {}, .beta = {}};
    const Shape trailing = shape.trailing(normalizedDims);
    const Tensor ones = filled(trailing, DType::Float64, 1);
    if (affine) {
        parameters.gamma = randn(trailing, 300, DType::Float64);
        parameters.beta = randn(trailing, 400, DType::Float64);
    }
    const LayerNormGradient gradient = gradientOf(input, parameters, upstream);
    const auto loss = [&](const Tensor& x, const LayerNormParameters& with) {
        return weightedSum(layerNorm(x, with)->output, upstream);
    };
    if (trailing.elements() > 1)
        expectSameGradient(gradient.input,
                           finiteDifferences(input, [&](const Tensor& x) { return loss(x, parameters); }),
                           "input");
    // Without gamma and beta their gradients are those at ones and zeros.
    expectSameGradient(gradient.beta,
                       finiteDifferences(mapped(ones, [](double) { return 0; }),
                                         [&](const Tensor& beta) {
                                             LayerNormParameters with = parameters;
                                             with.beta = beta;
                                             return loss(input, with);
                                         }),
                       "beta");
    if (trailing.elements() > 1)
        expectSameGradient(gradient.gamma,
                           finiteDifferences(parameters.gamma.value_or(ones),
                                             [&](const Tensor& gamma) {
                                                 LayerNormParameters with = parameters;
                                                 with.gamma = gamma;
                                                 return loss(input, with);
                                             }),
                           "gamma");
}

// As many LayerNorms as there are values, four times: the longest tokens would take ten minutes under the
// sanitizers.
#ifdef LAYERNORM_SANITIZED
constexpr std::int64_t longestDifferentiated = 64;
#else
constexpr std::int64_t longestDifferentiated = 1000;
#endif

TEST(LayerNormGradient, IsThatOfFiniteDifferences)
{
    for (const std::int64_t dimension : dimensions)
        for (const bool affine : {false, true})
            if (dimension <= longestDifferentiated)
                expectFiniteDifferences(Shape::of({dimension < 100 ? 3 : 2, dimension}), 1, affine, 0.1, 0);
}

TEST(LayerNormGradient, IsThatOfFiniteDifferencesOverSeveralDimensions)
{
    for (const int normalizedDims : {2, 3})
        for (const bool affine : {false, true}) {
            expectFiniteDifferences(Shape::of({2, 3, 4}), normalizedDims, affine, 1e-5, 0);
            expectFiniteDifferences(Shape::of({2, 1, 5, 3}), normalizedDims, affine, 1e-5, 3);
        }
}

TEST(LayerNormGradient, OfASingleValueIsZero)
{
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        const Tensor input = randn(Shape::of({20, 1}), 0, dtype);
        const LayerNormGradient gradient = gradientOf(input, {}, randn(input.shape(), 1, dtype));
        EXPECT_EQ(largestMagnitude(gradient.input), 0);
        EXPECT_EQ(largestMagnitude(gradient.gamma), 0);
    }
}

TEST(LayerNormGradient, KnowsDeviationsFromALargeMean)
{
    // The values are whole numbers and the mean is none: what a double keeps of the mean itself would leave
    // an error of 1e-10 in the deviations.
    constexpr double mean = 1e6;
    const Shape shape = Shape::of({2, 7});
    const Tensor small = mapped(randn(shape, 1), [](double x) { return std::round(100 * x); });
    const Tensor around = small.converted(DType::Float64);
    const Tensor away = mapped(around, [](double x) { return mean + x; });
    const Tensor upstream = randn(shape, 2, DType::Float64);
    const LayerNormGradient expected = gradientOf(around, {}, upstream);
    const LayerNormGradient shifted = gradientOf(away, {}, upstream);
    EXPECT_LE(largestDifference(shifted.input, expected.input),
              16 * roundoff<double> * largestMagnitude(expected.input));
    EXPECT_LE(largestDifference(shifted.gamma, expected.gamma), 16 * roundoff<double> * 4);
}

// --------------------------------------------------------------------------------------------------------------
// Properties

/// Any question and an upstream gradient for it.
struct Case {
    Question question;
    Tensor upstream;
};

std::vector<Case> anyCases(int count, bool affine)
{
    Random random(6);
    std::vector<Case> cases;
    while (count-- > 0) {
        Question question = anyQuestion(random, affine);
        Tensor upstream = anyNumbers(question.input.shape(), question.input.dtype(), random);
        cases.push_back({std::move(question), std::move(upstream)});
    }
    return cases;
}

double largestRstd(const Case& each)
{
    return largestMagnitude(each.question.result().reciprocalStd);
}

TEST(LayerNormGradient, OfTheSumOfTheOutputIsZero)
{
    for (const Case& each : anyCases(200, false)) {
        SCOPED_TRACE(describe(each.question));
        const Tensor ones = filled(each.question.input.shape(), each.question.input.dtype(), 1);
        const LayerNormGradient gradient = gradientOf(each.question.input, each.question.parameters, ones);
        // rstd * xhat * mean(xhat): mean(xhat) is not 0 exactly, but some roundings of numbers up to sqrt(D),
        // and what rounding the mean to double changes of every xhat.
        const LayerNormResult result = each.question.result();
        const double root = std::sqrt(static_cast<double>(each.question.dimension()));
        const double meanRounding = largestMagnitude(result.mean) * largestRstd(each);
        EXPECT_LE(largestMagnitude(gradient.input),
                  8 * roundoff<double> * largestRstd(each) * root * (root + meanRounding));
    }
}

TEST(LayerNormGradient, AddsUpToZeroInEveryToken)
{
    for (const Case& each : anyCases(200, true)) {
        SCOPED_TRACE(describe(each.question));
        const LayerNormGradient gradient =
            gradientOf(each.question.input, each.question.parameters, each.upstream);
        const std::int64_t dimension = each.question.dimension();
        for (std::int64_t token = 0; token < each.question.tokens(); ++token) {
            double sum = 0;
            double magnitude = 0;
            for (std::int64_t i = token * dimension; i < (token + 1) * dimension; ++i) {
                sum += gradient.input.at(i);
                magnitude = std::max(magnitude, std::abs(gradient.input.at(i)));
            }
            // Each value is rounded to the type; the sums in double precision are of numbers up to some 20
            // rstd.
            const double roundings = roundoffOf(each.question.input.dtype()) * magnitude +
                                     32 * roundoff<double> * 20 * largestRstd(each);
            ASSERT_LE(std::abs(sum), static_cast<double>(dimension) * roundings) << "token " << token;
        }
    }
}

TEST(LayerNormGradient, AlongTheOutputKeepsThePartThatEpsIsOfVariancePlusEps)
{
    for (const double eps : {0.0, 1e-5, 0.1, 10.0})
        for (const std::int64_t dimension : dimensions) {
            if (dimension == 1)
                continue;
            const Tensor input = randn(Shape::of({3, dimension}), 5, DType::Float64);
            const LayerNormParameters parameters{.eps = eps, .normalizedDims = 1, .gamma = {}, .beta = {}};
            const LayerNormResult result = *layerNorm(input, parameters);
            const LayerNormGradient gradient = *layerNormGradient(input, parameters, result, result.output);
            for (std::int64_t i = 0; i < input.elements(); ++i) {
                const std::int64_t token = i / dimension;
                const double variance = result.variance.at(token);
                const double rstd = result.reciprocalStd.at(token);
                ASSERT_NEAR(gradient.input.at(i), rstd * result.output.at(i) * (eps / (variance + eps)),
                            64 * roundoff<double> * rstd * std::sqrt(static_cast<double>(dimension)))
                    << "eps " << eps << " D " << dimension;
            }
        }
}

TEST(LayerNormGradient, OfGammaAndBetaAreSumsOverTokens)
{
    for (const Case& each : anyCases(100, true)) {
        SCOPED_TRACE(describe(each.question));
        LayerNormParameters plain = each.question.parameters;
        plain.gamma = plain.beta = std::nullopt;
        const Tensor normalized = layerNorm(each.question.input.converted(DType::Float64), plain)->output;
        const LayerNormGradient gradient =
            gradientOf(each.question.input, each.question.parameters, each.upstream);
        const std::int64_t dimension = each.question.dimension();
        for (std::int64_t i = 0; i < dimension; ++i) {
            double gamma = 0;
            double beta = 0;
            double magnitude = 0;
            for (std::int64_t at = i; at < normalized.elements(); at += dimension) {
                gamma += each.upstream.at(at) * normalized.at(at);
                beta += each.upstream.at(at);
                magnitude += std::abs(each.upstream.at(at)) * std::max(1.0, std::abs(normalized.at(at)));
            }
            // float32 rounds eps, too: half a rounding of rstd.
            const double tolerance =
                2 * roundoffOf(each.question.input.dtype()) * magnitude + 1e-12 * magnitude;
            ASSERT_NEAR(gradient.gamma.at(i), gamma, tolerance);
            ASSERT_NEAR(gradient.beta.at(i), beta, tolerance);
        }
    }
}

TEST(LayerNormGradient, KeepsNanInItsToken)
{
    constexpr std::int64_t dimension = 11;
    for (const DType dtype : {DType::Float32, DType::Float64})
        for (const double intruder : {nan, infinity}) {
            Tensor input = randn(Shape::of({4, dimension}), 0, dtype);
            const Tensor upstream = randn(input.shape(), 1, dtype);
            const LayerNormGradient before = gradientOf(input, {}, upstream);
            input.set(2 * dimension + 9, intruder);
            const LayerNormGradient after = gradientOf(input, {}, upstream);
            for (std::int64_t i = 0; i < input.elements(); ++i) {
                if (i / dimension == 2)
                    EXPECT_TRUE(std::isnan(after.input.at(i))) << i;
                else
                    EXPECT_EQ(after.input.at(i), before.input.at(i)) << i;
            }
            for (std::int64_t i = 0; i < dimension; ++i)
                EXPECT_TRUE(std::isnan(after.gamma.at(i)));
            EXPECT_TRUE(sameBits(after.beta, before.beta));
        }
}

TEST(LayerNormGradient, KeepsNanOfTheUpstreamGradientInItsTokenAndColumn)
{
    constexpr std::int64_t dimension = 11;
    const Tensor input = randn(Shape::of({4, dimension}), 0);
    Tensor upstream = randn(input.shape(), 1);
    const LayerNormGradient before = gradientOf(input, {}, upstream);
    upstream.set(2 * dimension + 9, nan);
    const LayerNormGradient after = gradientOf(input, {}, upstream);
    for (std::int64_t i = 0; i < input.elements(); ++i)
        EXPECT_EQ(std::isnan(after.input.at(i)), i / dimension == 2) << i;
    for (std::int64_t i = 0; i < dimension; ++i) {
        EXPECT_EQ(std::isnan(after.gamma.at(i)), i == 9);
        EXPECT_EQ(std::isnan(after.beta.at(i)), i == 9);
        if (i != 9) {
            EXPECT_EQ(after.gamma.at(i), before.gamma.at(i));
            EXPECT_EQ(after.beta.at(i), before.beta.at(i));
        }
    }
}

TEST(LayerNormGradient, OfAConstantTokenIsTheDeviationOfTheUpstreamGradientOverTheRootOfEps)
{
    for (const DType dtype : {DType::Float32, DType::Float64})
        for (const std::int64_t dimension : dimensions) {
            const Tensor input = filled(Shape::of({2, dimension}), dtype, 0.1);
            const Tensor upstream = randn(input.shape(), 3, dtype);
            const LayerNormParameters parameters{.eps = 0.25, .normalizedDims = 1, .gamma = {}, .beta = {}};
            const LayerNormGradient gradient = gradientOf(input, parameters, upstream);
            for (std::int64_t i = 0; i < input.elements(); ++i) {
                double mean = 0;
                for (std::int64_t j = 0; j < dimension; ++j)
                    mean += upstream.at(i / dimension * dimension + j) / static_cast<double>(dimension);
                const double expected = (upstream.at(i) - mean) / 0.5;
                ASSERT_NEAR(gradient.input.at(i), expected,
                            roundoffOf(dtype) * 1.001 * std::abs(expected) + 1e-13);
            }
            EXPECT_EQ(largestMagnitude(gradient.gamma), 0);
        }
}

TEST(LayerNormGradient, OfAConstantTokenWithoutEpsIsNan)
{
    for (const DType dtype : {DType::Float32, DType::Float64})
        for (const std::int64_t dimension : dimensions) {
            const LayerNormParameters parameters{.eps = 0, .normalizedDims = 1, .gamma = {}, .beta = {}};
            Tensor input = randn(Shape::of({3, dimension}), 0, dtype);
            for (std::int64_t i = 0; i < dimension; ++i)
                input.set(dimension + i, 0.1);
            const LayerNormGradient gradient = gradientOf(input, parameters, randn(input.shape(), 3, dtype));
            for (std::int64_t i = 0; i < input.elements(); ++i)
                ASSERT_EQ(std::isnan(gradient.input.at(i)), dimension == 1 || i / dimension == 1)
                    << i << " of " << dimension;
        }
}

// --------------------------------------------------------------------------------------------------------------
// Threads, stopping, errors

TEST(LayerNormGradient, HasTheSameBitsOnAnyNumberOfThreads)
{
    // The last is large enough to be shared.
    for (const Shape& shape : {Shape::of({1, 5}), Shape::of({17, 9}), Shape::of({300, 769})})
        for (const DType dtype : {DType::Float32, DType::Float64}) {
            const Tensor input = randn(shape, 0, dtype);
            const Tensor upstream = randn(shape, 1, dtype);
            LayerNormParameters parameters;
            parameters.gamma = randn(shape.trailing(1), 2, dtype);
            const LayerNormGradient one = gradientOf(input, parameters, upstream, {.threads = 1});
            EXPECT_EQ(one.completion, Completion::Finished);
            for (const int threads : {0, 2, 3})
                EXPECT_TRUE(sameGradients(gradientOf(input, parameters, upstream, {.threads = threads}), one))
                    << shape.text() << " on " << threads;
        }
}

TEST(LayerNormGradient, StopsAndTellsProgress)
{
    const Tensor input = randn(Shape::of({300, 769}), 0);
    for (const int threads : {1, 0}) {
        std::stop_source stop;
        stop.request_stop();
        const LayerNormGradient stopped =
            gradientOf(input, {}, input, {.threads = threads, .stop = stop.get_token()});
        EXPECT_EQ(stopped.completion, Completion::Stopped);
        EXPECT_EQ(largestMagnitude(stopped.input), 0);

        std::vector<double> told;
        const LayerNormGradient gradient = gradientOf(
            input, {}, input, {.threads = threads, .progress = [&](double part) { told.push_back(part); }});
        EXPECT_EQ(gradient.completion, Completion::Finished);
        EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
        ASSERT_FALSE(told.empty());
        EXPECT_EQ(told.back(), 1);
    }
}

TEST(LayerNormGradient, StopsInTheMiddle)
{
    const Tensor input = randn(Shape::of({64, 100}), 0);
    std::stop_source stop;
    const Execution execution{.threads = 1, .stop = stop.get_token(), .progress = [&](double part) {
                                  if (part >= 0.5)
                                      stop.request_stop();
                              }};
    const LayerNormGradient gradient = gradientOf(input, {}, input, execution);
    EXPECT_EQ(gradient.completion, Completion::Stopped);
    EXPECT_NE(gradient.input.at(0), 0);
    EXPECT_EQ(gradient.input.at(input.elements() - 1), 0);
}

TEST(LayerNormGradient, RefusesAnUpstreamGradientThatDoesNotFit)
{
    const Tensor input = randn(Shape::of({2, 3}), 0);
    const LayerNormResult result = *layerNorm(input, {});
    EXPECT_EQ(layerNormGradient(input, {}, result, randn(Shape::of({3, 2}), 0)).error().text(),
              "The upstream gradient has the shape 3x2 in float32; it must be 2x3 in float32, as the output");
    EXPECT_EQ(layerNormGradient(input, {}, result, input.converted(DType::Float64)).error().text(),
              "The upstream gradient has the shape 2x3 in float64; it must be 2x3 in float32, as the output");
    EXPECT_EQ(tokenGradients(input, {}, result, randn(Shape::of({6}), 0)).error().text(),
              "The upstream gradient has the shape 6 in float32; it must be 2x3 in float32, as the output");
    LayerNormParameters parameters;
    parameters.eps = -1;
    EXPECT_EQ(layerNormGradient(input, parameters, result, input).error().text(),
              checkEps(-1).error().text());
    parameters = {};
    parameters.gamma = randn(Shape::of({2}), 0);
    EXPECT_FALSE(layerNormGradient(input, parameters, result, input));
    EXPECT_FALSE(tokenGradients(input, parameters, result, input));
}

// --------------------------------------------------------------------------------------------------------------
// What becomes of one token's upstream gradient

double normOf(const Tensor& tensor, std::int64_t token, std::int64_t dimension)
{
    double squares = 0;
    for (std::int64_t i = token * dimension; i < (token + 1) * dimension; ++i)
        squares += tensor.at(i) * tensor.at(i);
    return std::sqrt(squares);
}

TEST(TokenGradients, AreTheNormsOfTheGradientTokenByToken)
{
    for (const Case& each : anyCases(60, true)) {
        SCOPED_TRACE(describe(each.question));
        const Question& question = each.question;
        const LayerNormResult result = question.result();
        const auto tokens = *tokenGradients(question.input, question.parameters, result, each.upstream);
        ASSERT_EQ(static_cast<std::int64_t>(tokens.size()), question.tokens());
        const Tensor gradient = gradientOf(question.input, question.parameters, each.upstream).input;
        Tensor scaled = each.upstream.converted(DType::Float64);
        for (std::int64_t i = 0; i < scaled.elements(); ++i)
            scaled.set(i, scaled.at(i) * question.parameters.gamma->at(i % question.dimension()));
        for (std::int64_t token = 0; token < question.tokens(); ++token) {
            const TokenGradient& numbers = tokens[static_cast<std::size_t>(token)];
            const double rstd = result.reciprocalStd.at(token);
            const double upstream = normOf(scaled, token, question.dimension());
            EXPECT_NEAR(numbers.upstreamNorm, upstream, 1e-12 * upstream);
            EXPECT_NEAR(numbers.gradientNorm, normOf(gradient, token, question.dimension()),
                        roundoffOf(question.input.dtype()) * numbers.gradientNorm + 1e-12 * rstd * upstream);
        }
    }
}

TEST(TokenGradients, SplitTheUpstreamGradientAtRightAngles)
{
    // eps = 0: mean(xhat^2) = 1, the two directions are at right angles, and so is what is left.
    const LayerNormParameters parameters{.eps = 0, .normalizedDims = 1, .gamma = {}, .beta = {}};
    const Tensor input = randn(Shape::of({5, 12}), 0, DType::Float64);
    const LayerNormResult result = *layerNorm(input, parameters);
    const auto tokens = *tokenGradients(input, parameters, result, randn(input.shape(), 1, DType::Float64));
    for (std::size_t token = 0; token < tokens.size(); ++token) {
        const TokenGradient& numbers = tokens[token];
        const double left = numbers.gradientNorm / result.reciprocalStd.at(static_cast<std::int64_t>(token));
        EXPECT_NEAR(std::hypot(numbers.removedNorm, left), numbers.upstreamNorm, 1e-14 * 12);
        EXPECT_NEAR(numbers.removedNorm, std::sqrt(12) * std::hypot(numbers.meanPart, numbers.outputPart),
                    1e-14 * 12);
    }
}

TEST(TokenGradients, OfTheSumOfTheOutputAreAllMean)
{
    const Tensor input = randn(Shape::of({2, 3, 4}), 0);
    const auto tokens =
        *tokenGradients(input, {}, *layerNorm(input, {}), filled(input.shape(), DType::Float32, 1));
    ASSERT_EQ(tokens.size(), 6U);
    for (const TokenGradient& numbers : tokens) {
        EXPECT_EQ(numbers.meanPart, 1);
        EXPECT_NEAR(numbers.outputPart, 0, 1e-15);
        EXPECT_EQ(numbers.upstreamNorm, 2);
        EXPECT_NEAR(numbers.removedNorm, 2, 1e-14);
        EXPECT_NEAR(numbers.gradientNorm, 0, 1e-14);
    }
}

} // namespace
} // namespace layernorm
