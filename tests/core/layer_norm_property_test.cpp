// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/norm/exact_layer_norm.h"
#include "core/norm/layer_norm.h"

#include "tests/support/layer_norm_question.h"
#include "tests/support/roundings.h"
#include "tests/support/same_bits.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <gtest/gtest.h>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

namespace layernorm {
namespace {

using namespace layernorm::testing;

#ifdef LAYERNORM_SANITIZED
constexpr int questionCount = 400;
#else
constexpr int questionCount = 2000;
#endif

TEST(Property, ResultsHaveTheShapesAndTheTypeOfTheInput)
{
    Random random(1);
    for (int i = 0; i < questionCount; ++i) {
        const Question question = anyQuestion(random, i % 2 == 0);
        const LayerNormResult result = question.result();
        const Shape reduced = question.input.shape().reduced(question.parameters.normalizedDims);
        ASSERT_EQ(result.output.shape(), question.input.shape());
        ASSERT_EQ(result.output.dtype(), question.input.dtype());
        for (const Tensor* tensor : {&result.mean, &result.variance, &result.reciprocalStd}) {
            ASSERT_EQ(tensor->shape(), reduced);
            ASSERT_EQ(tensor->dtype(), question.input.dtype());
        }
    }
}

TEST(Property, OutputHasMeanZeroAndVarianceOfVOverVPlusEps)
{
    Random random(2);
    for (int i = 0; i < questionCount; ++i) {
        const Question question = anyQuestion(random, false);
        const LayerNormResult result = question.result();
        const std::int64_t dimension = question.dimension();
        const double few = oneRounding * roundoffOf(question.input.dtype()) + 8 * roundoff<double>;
        for (std::int64_t token = 0; token < question.tokens(); ++token) {
            double sum = 0;
            double squares = 0;
            double largest = 0;
            for (std::int64_t j = 0; j < dimension; ++j) {
                const double y = result.output.at(token * dimension + j);
                sum += y;
                squares += y * y;
                largest = std::max(largest, std::abs(y));
            }
            const auto count = static_cast<double>(dimension);
            const double variance = result.variance.at(token);
            // Every output is off by a rounding of the largest; the sums here, in double, by some of their
            // own.
            ASSERT_NEAR(sum / count, 0, few * largest) << describe(question);
            ASSERT_NEAR(squares / count, variance / (variance + question.parameters.eps),
                        3 * few * largest * largest)
                << describe(question);
        }
    }
}

TEST(Property, AddingAConstantChangesNothingButTheMean)
{
    Random random(3);
    for (int i = 0; i < questionCount; ++i) {
        Question question = anyQuestion(random, false);
        // Numbers and sums that either type holds exactly.
        question.input = mapped(question.input, [](double x) { return std::round(x * 256) / 256; });
        Question shifted = question;
        const double shift = static_cast<double>(random() % 8000) - 4000;
        shifted.input = mapped(question.input, [shift](double x) { return x + shift; });
        const LayerNormResult before = question.result();
        const LayerNormResult after = shifted.result();
        const double roundoff = roundoffOf(question.input.dtype());
        // Both are off by a few roundings of the largest output.
        ASSERT_LE(largestDifference(before.output, after.output),
                  2 * oneRounding * roundoff * largestMagnitude(before.output))
            << describe(question) << ", shifted by " << shift;
        for (std::int64_t token = 0; token < question.tokens(); ++token)
            ASSERT_NEAR(after.mean.at(token) - before.mean.at(token), shift, 4 * roundoff * 5000);
    }
}

TEST(Property, ScalingByAPowerOfTwoScalesEverythingToTheBit)
{
    Random random(4);
    for (int i = 0; i < questionCount; ++i) {
        Question question = anyQuestion(random, false);
        question.parameters.eps = 0x1p-10;
        Question scaled = question;
        scaled.input = mapped(question.input, [](double x) { return -8 * x; });
        scaled.parameters.eps = 0x1p-4;
        const LayerNormResult before = question.result();
        const LayerNormResult after = scaled.result();
        ASSERT_TRUE(sameBits(after.variance, mapped(before.variance, [](double v) { return 64 * v; })))
            << describe(question);
        ASSERT_EQ(largestDifference(after.output, mapped(before.output, [](double y) { return -y; })), 0);
        ASSERT_EQ(largestDifference(after.mean, mapped(before.mean, [](double m) { return -8 * m; })), 0);
    }
}

TEST(Property, ScalingChangesNothingWithoutEps)
{
    Random random(5);
    for (int i = 0; i < questionCount; ++i) {
        Question question = anyQuestion(random, false);
        question.parameters.eps = 0;
        // Whole numbers below 2^21, so that three times as much is exact. Two different ones in every token.
        question.input = mapped(question.input, [](double x) { return std::round(x * 1024); });
        Question scaled = question;
        scaled.input = mapped(question.input, [](double x) { return 3 * x; });
        const LayerNormResult before = question.result();
        const LayerNormResult after = scaled.result();
        for (std::int64_t j = 0; j < question.input.elements(); ++j) {
            if (std::isnan(before.output.at(j))) {
                ASSERT_TRUE(std::isnan(after.output.at(j))) << describe(question);
                continue;
            }
            // Both are off by a few roundings of the token's largest output, which is sqrt(D) at most.
            ASSERT_NEAR(after.output.at(j), before.output.at(j),
                        2 * oneRounding * roundoffOf(question.input.dtype()) *
                            std::sqrt(static_cast<double>(question.dimension())))
                << describe(question);
        }
    }
}

TEST(Property, PermutingATokensValuesPermutesItsOutput)
{
    Random random(6);
    for (int i = 0; i < questionCount; ++i) {
        const Question question = anyQuestion(random, false);
        std::vector<std::int64_t> order(static_cast<std::size_t>(question.dimension()));
        std::iota(order.begin(), order.end(), 0);
        std::shuffle(order.begin(), order.end(), random);
        Question permuted = question;
        const auto source = [&](std::int64_t place) {
            const std::int64_t within = place % question.dimension();
            return place - within + order[static_cast<std::size_t>(within)];
        };
        for (std::int64_t place = 0; place < question.input.elements(); ++place)
            permuted.input.set(place, question.input.at(source(place)));
        const LayerNormResult before = question.result();
        const LayerNormResult after = permuted.result();
        const double tolerance =
            2 * oneRounding * roundoffOf(question.input.dtype()) * largestMagnitude(before.output);
        for (std::int64_t place = 0; place < question.input.elements(); ++place)
            ASSERT_NEAR(after.output.at(place), before.output.at(source(place)), tolerance)
                << describe(question);
    }
}

/// One token as a tensor of its own.
Tensor tokenAlone(const Question& question, std::int64_t token)
{
    const auto size = static_cast<std::size_t>(question.dimension()) * sizeOf(question.input.dtype());
    Tensor alone(Shape::of({question.dimension()}), question.input.dtype());
    std::memcpy(alone.bytes().data(), question.input.bytes().data() + static_cast<std::size_t>(token) * size,
                size);
    return alone;
}

bool sameBitsAt(const Tensor& all, std::int64_t place, const Tensor& part)
{
    const std::size_t size = part.bytes().size();
    return all.dtype() == part.dtype() &&
           std::memcmp(all.bytes().data() + static_cast<std::size_t>(place) * size, part.bytes().data(),
                       size) == 0;
}

TEST(Property, ATokenAloneGivesTheSameBitsAsAmongOthers)
{
    // Among others it also lies at any alignment.
    Random random(7);
    for (int i = 0; i < questionCount; ++i) {
        const Question question = anyQuestion(random, i % 2 == 0);
        const LayerNormResult together = question.result();
        LayerNormParameters parameters = question.parameters;
        parameters.normalizedDims = 1;
        for (std::optional<Tensor>* values : {&parameters.gamma, &parameters.beta})
            if (*values)
                *values = (*values)->reshaped(Shape::of({question.dimension()}));
        for (std::int64_t token = 0; token < question.tokens(); ++token) {
            const LayerNormResult alone = *layerNorm(tokenAlone(question, token), parameters);
            ASSERT_TRUE(sameBitsAt(together.output, token, alone.output))
                << describe(question) << ", token " << token;
            ASSERT_TRUE(sameBitsAt(together.mean, token, alone.mean));
            ASSERT_TRUE(sameBitsAt(together.variance, token, alone.variance));
            ASSERT_TRUE(sameBitsAt(together.reciprocalStd, token, alone.reciprocalStd));
        }
    }
}

TEST(Property, ASpoiledTokenChangesNoOthersBits)
{
    Random random(8);
    const std::array<double, 4> spoilers{nan, infinity, -infinity, 1e300};
    for (int i = 0; i < questionCount; ++i) {
        const Question question = anyQuestion(random, i % 2 == 0);
        const std::int64_t dimension = question.dimension();
        const auto place =
            static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(question.input.elements()));
        Question spoiled = question;
        spoiled.input.set(place, spoilers[random() % spoilers.size()]);
        const LayerNormResult before = question.result();
        const LayerNormResult after = spoiled.result();
        for (std::int64_t token = 0; token < question.tokens(); ++token) {
            if (token == place / dimension)
                continue;
            for (std::int64_t j = token * dimension; j < (token + 1) * dimension; ++j)
                ASSERT_EQ(std::bit_cast<std::uint64_t>(after.output.at(j)),
                          std::bit_cast<std::uint64_t>(before.output.at(j)))
                    << describe(question);
            ASSERT_EQ(after.mean.at(token), before.mean.at(token));
            ASSERT_EQ(after.variance.at(token), before.variance.at(token));
        }
    }
}

TEST(Property, UpdatingTokensGivesTheBitsOfComputingAfresh)
{
    Random random(9);
    for (int i = 0; i < questionCount; ++i) {
        Question question = anyQuestion(random, i % 2 == 0);
        LayerNormResult result = question.result();
        const auto first =
            static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(question.tokens()));
        const std::int64_t count =
            1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(question.tokens() - first));
        for (std::int64_t token = first; token < first + count; ++token)
            question.input.set(token * question.dimension() +
                                   static_cast<std::int64_t>(random() % 1000) % question.dimension(),
                               normal(random));
        updateTokens(question.input, question.parameters, {first, count}, result);
        ASSERT_TRUE(sameResults(result, question.result())) << describe(question);
    }
}

TEST(Property, UpdatingTokensLeavesTheOthersAlone)
{
    Random random(10);
    for (int i = 0; i < questionCount; ++i) {
        const Question question = anyQuestion(random, i % 2 == 0);
        const LayerNormResult whole = question.result();
        LayerNormResult result = emptyResult(question.input, question.parameters.normalizedDims);
        const auto token =
            static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(question.tokens()));
        updateTokens(question.input, question.parameters, {0, 0}, result);
        updateTokens(question.input, question.parameters, {token, 1}, result);
        for (std::int64_t j = 0; j < question.input.elements(); ++j)
            ASSERT_EQ(result.output.at(j), j / question.dimension() == token ? whole.output.at(j) : 0)
                << describe(question);
        for (std::int64_t other = 0; other < question.tokens(); ++other) {
            ASSERT_EQ(result.mean.at(other), other == token ? whole.mean.at(other) : 0);
            ASSERT_EQ(result.variance.at(other), other == token ? whole.variance.at(other) : 0);
            ASSERT_EQ(result.reciprocalStd.at(other), other == token ? whole.reciprocalStd.at(other) : 0);
        }
    }
}

TEST(Property, UpdatingOutputsGivesTheBitsOfComputingAfresh)
{
    Random random(11);
    for (int i = 0; i < questionCount; ++i) {
        Question question = anyQuestion(random, i % 2 == 0);
        LayerNormResult result = question.result();
        question.parameters.eps = 0.037;
        const Shape trailing = question.input.shape().trailing(question.parameters.normalizedDims);
        question.parameters.gamma.reset();
        if (i % 3 == 0)
            question.parameters.gamma = anyNumbers(trailing, question.input.dtype(), random);
        question.parameters.beta = anyNumbers(trailing, question.input.dtype(), random);
        updateOutputs(question.input, question.parameters, {0, question.tokens()}, result);
        ASSERT_TRUE(sameResults(result, question.result())) << describe(question);
    }
}

TEST(Property, GammaOfOneAndBetaOfZeroChangeNoBit)
{
    Random random(12);
    for (int i = 0; i < questionCount; ++i) {
        Question question = anyQuestion(random, false);
        const LayerNormResult without = question.result();
        const Shape trailing = question.input.shape().trailing(question.parameters.normalizedDims);
        const Tensor zeros(trailing, question.input.dtype());
        question.parameters.gamma = mapped(zeros, [](double) { return 1; });
        ASSERT_TRUE(sameResults(question.result(), without)) << describe(question);
        question.parameters.beta = zeros;
        // Adding 0 makes 0 of -0, which are equal.
        ASSERT_EQ(largestDifference(question.result().output, without.output), 0) << describe(question);
    }
}

TEST(Property, GammaAndBetaApplyToTheNormalizedValueElementByElement)
{
    Random random(13);
    for (int i = 0; i < questionCount / 10; ++i) {
        const Question question = anyQuestion(random, true);
        const LayerNormResult result = question.result();
        for (std::int64_t j = 0; j < question.input.elements(); ++j) {
            const std::int64_t within = j % question.dimension();
            const double exact = exactOutput(question.input, question.parameters, j);
            // Where product and beta cancel, what the sum is rounded of is larger than the sum.
            const double size = std::abs(exact) + std::abs(question.parameters.beta->at(within)) * 0x1p-20;
            ASSERT_NEAR(result.output.at(j), exact, oneRounding * roundoffOf(question.input.dtype()) * size)
                << describe(question);
        }
    }
}

} // namespace
} // namespace layernorm
