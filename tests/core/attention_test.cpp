// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transformer/attention.h"

#include "core/tensor/random_tensor.h"
#include "tests/support/finite_differences.h"
#include "tests/support/roundings.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

namespace layernorm {
namespace {

using namespace layernorm::testing;

/// A tensor, weights and options that fit each other.
struct Case {
    Tensor input;
    AttentionWeights weights;
    AttentionOptions options;

    [[nodiscard]] AttentionResult result() const { return *attention(input, weights, options); }
    [[nodiscard]] std::int64_t batch() const { return input.shape()[0]; }
    [[nodiscard]] std::int64_t sequence() const { return input.shape()[1]; }
    [[nodiscard]] std::int64_t dimension() const { return input.shape()[2]; }
    [[nodiscard]] std::string text() const
    {
        return input.shape().text() + ", " + std::to_string(options.heads) + " heads" +
               (options.causal ? ", causal" : "");
    }
};

Case caseOf(const Shape& shape, int heads, bool causal, DType dtype = DType::Float64)
{
    return {randn(shape, 1, dtype), drawAttentionWeights(shape[-1], 2, dtype), {heads, causal}};
}

std::vector<Case> cases(DType dtype = DType::Float64)
{
    std::vector<Case> all;
    for (const bool causal : {false, true})
        for (const auto& [shape, heads] :
             {std::pair(Shape::of({1, 1, 1}), 1), std::pair(Shape::of({2, 3, 4}), 1),
              std::pair(Shape::of({2, 3, 4}), 2), std::pair(Shape::of({1, 5, 6}), 6),
              std::pair(Shape::of({3, 2, 12}), 3), std::pair(Shape::of({2, 17, 9}), 3),
              std::pair(Shape::of({2, 9, 24}), 2)})
            all.push_back(caseOf(shape, heads, causal, dtype));
    return all;
}

// --------------------------------------------------------------------------------------------------------------
// The same as loops over every index, straight from the formula

/// x W^T for one token, one column.
double projected(const Case& that, const Tensor& x, const Tensor& weight, std::int64_t token,
                 std::int64_t column)
{
    double sum = 0;
    for (std::int64_t k = 0; k < that.dimension(); ++k)
        sum += x.at(token * that.dimension() + k) * weight.at(column * that.dimension() + k);
    return sum;
}

double score(const Case& that, std::int64_t query, std::int64_t key, std::int64_t head)
{
    const std::int64_t width = that.dimension() / that.options.heads;
    double sum = 0;
    for (std::int64_t c = head * width; c < (head + 1) * width; ++c)
        sum += projected(that, that.input, that.weights.query, query, c) *
               projected(that, that.input, that.weights.key, key, c);
    return sum / std::sqrt(static_cast<double>(width));
}

/// A of one row; no largest score taken out.
std::vector<double> softmaxRow(const Case& that, std::int64_t element, std::int64_t head, std::int64_t t)
{
    std::vector<double> row;
    double sum = 0;
    for (std::int64_t s = 0; s < that.sequence(); ++s) {
        const bool seen = !that.options.causal || s <= t;
        const std::int64_t first = element * that.sequence();
        row.push_back(seen ? std::exp(score(that, first + t, first + s, head)) : 0);
        sum += row.back();
    }
    for (double& value : row)
        value /= sum;
    return row;
}

AttentionResult byLoops(const Case& that)
{
    const std::int64_t sequence = that.sequence();
    const std::int64_t dimension = that.dimension();
    const std::int64_t width = dimension / that.options.heads;
    AttentionResult result{
        Tensor(Shape::of({that.batch(), that.options.heads, sequence, sequence}), DType::Float64), {}};
    Tensor context(that.input.shape(), DType::Float64);
    std::int64_t next = 0;
    for (std::int64_t element = 0; element < that.batch(); ++element)
        for (std::int64_t head = 0; head < that.options.heads; ++head)
            for (std::int64_t t = 0; t < sequence; ++t) {
                const std::vector<double> row = softmaxRow(that, element, head, t);
                for (const double value : row)
                    result.weights.set(next++, value);
                for (std::int64_t c = head * width; c < (head + 1) * width; ++c) {
                    double sum = 0;
                    for (std::int64_t s = 0; s < sequence; ++s)
                        sum += row[static_cast<std::size_t>(s)] *
                               projected(that, that.input, that.weights.value, element * sequence + s, c);
                    context.set((element * sequence + t) * dimension + c, sum);
                }
            }
    result.output = Tensor(that.input.shape(), DType::Float64);
    for (std::int64_t i = 0; i < context.elements(); ++i)
        result.output.set(i, projected(that, context, that.weights.output, i / dimension, i % dimension));
    return result;
}

TEST(Attention, IsThatOfLoopsOverEveryIndex)
{
    for (const Case& that : cases()) {
        SCOPED_TRACE(that.text());
        const AttentionResult ours = that.result();
        const AttentionResult loops = byLoops(that);
        ASSERT_EQ(ours.weights.shape(), loops.weights.shape());
        ASSERT_EQ(ours.output.shape(), loops.output.shape());
        // Sums of up to 24 products of numbers around 1, three of them one after the other.
        EXPECT_LE(largestDifference(ours.weights, loops.weights), 1e-13);
        EXPECT_LE(largestDifference(ours.output, loops.output), 1e-13);
    }
}

TEST(Attention, InFloat32IsThatOfFloat64RoundedOnce)
{
    for (const Case& that : cases(DType::Float32)) {
        SCOPED_TRACE(that.text());
        Case wide = that;
        for (Tensor* tensor :
             {&wide.input, &wide.weights.query, &wide.weights.key, &wide.weights.value, &wide.weights.output})
            *tensor = tensor->converted(DType::Float64);
        EXPECT_TRUE(sameBits(that.result().weights, wide.result().weights.converted(DType::Float32)));
        EXPECT_TRUE(sameBits(that.result().output, wide.result().output.converted(DType::Float32)));
    }
}

// --------------------------------------------------------------------------------------------------------------
// Properties

TEST(Attention, RowsAddUpToOneAndCausalOnesSeeNothingLater)
{
    for (const Case& that : cases()) {
        SCOPED_TRACE(that.text());
        const Tensor weights = that.result().weights;
        const std::int64_t sequence = that.sequence();
        for (std::int64_t row = 0; row < weights.elements() / sequence; ++row) {
            double sum = 0;
            for (std::int64_t s = 0; s < sequence; ++s) {
                const double weight = weights.at(row * sequence + s);
                sum += weight;
                EXPECT_GE(weight, 0);
                EXPECT_EQ(weight == 0, that.options.causal && s > row % sequence);
            }
            EXPECT_NEAR(sum, 1, 2 * roundoff<double> * static_cast<double>(sequence));
        }
    }
}

/// Tokens in another order, the same in every batch element.
Tensor permuted(const Tensor& tensor, const std::vector<std::int64_t>& order)
{
    const auto sequence = static_cast<std::int64_t>(order.size());
    const std::int64_t dimension = tensor.shape()[-1];
    Tensor result = tensor;
    for (std::int64_t i = 0; i < tensor.elements(); ++i) {
        const std::int64_t token = i / dimension;
        const std::int64_t from =
            token / sequence * sequence + order[static_cast<std::size_t>(token % sequence)];
        result.set(i, tensor.at(from * dimension + i % dimension));
    }
    return result;
}

TEST(Attention, WithoutAMaskCaresNothingForTheOrderOfTokens)
{
    const std::vector<std::int64_t> order{3, 0, 4, 1, 2};
    Case that = caseOf(Shape::of({2, 5, 8}), 2, false);
    const Tensor before = permuted(that.result().output, order);
    that.input = permuted(that.input, order);
    EXPECT_LE(largestDifference(that.result().output, before), 1e-14 * 8);
    that.options.causal = true;
    const Tensor causal = permuted(caseOf(Shape::of({2, 5, 8}), 2, true).result().output, order);
    EXPECT_GT(largestDifference(that.result().output, causal), 0.1);
}

TEST(Attention, WithAMaskTakesNothingOfLaterTokens)
{
    Case that = caseOf(Shape::of({1, 6, 8}), 4, true);
    const Tensor before = that.result().output;
    for (std::int64_t i = 4 * 8; i < 6 * 8; ++i)
        that.input.set(i, 7 * that.input.at(i));
    const Tensor after = that.result().output;
    for (std::int64_t i = 0; i < after.elements(); ++i)
        EXPECT_EQ(after.at(i) == before.at(i), i < 4 * 8) << i;
}

TEST(Attention, WorksOnEveryBatchElementByItself)
{
    for (const bool causal : {false, true}) {
        const Case both = caseOf(Shape::of({2, 5, 8}), 2, causal);
        const Tensor output = both.result().output;
        for (std::int64_t element = 0; element < 2; ++element) {
            Case one = both;
            one.input = Tensor(Shape::of({1, 5, 8}), DType::Float64);
            for (std::int64_t i = 0; i < 40; ++i)
                one.input.set(i, both.input.at(element * 40 + i));
            const Tensor alone = one.result().output;
            for (std::int64_t i = 0; i < 40; ++i)
                EXPECT_EQ(alone.at(i), output.at(element * 40 + i));
        }
    }
}

TEST(Attention, SpreadsNanOverItsBatchElementAndNoOther)
{
    for (const DType dtype : {DType::Float32, DType::Float64})
        for (const bool causal : {false, true})
            for (const double intruder : {nan, infinity, -infinity}) {
                Case that = caseOf(Shape::of({3, 5, 8}), 2, causal, dtype);
                const Tensor before = that.result().output;
                that.input.set((5 + 2) * 8 + 3, intruder);
                const Tensor after = that.result().output;
                for (std::int64_t i = 0; i < after.elements(); ++i) {
                    if (i / 40 != 1)
                        EXPECT_EQ(after.at(i), before.at(i)) << i;
                    else if (std::isnan(intruder))
                        EXPECT_TRUE(std::isnan(after.at(i))) << i;
                    else
                        EXPECT_FALSE(std::isfinite(after.at(i))) << i;
                }
            }
}

TEST(Attention, OfHugeScoresIsTheLargestOne)
{
    // exp of these would be infinite if the largest were not taken out first.
    Case that = caseOf(Shape::of({1, 4, 4}), 1, false);
    that.input = mapped(that.input, [](double x) { return 1e4 * x; });
    const AttentionResult result = that.result();
    for (std::int64_t row = 0; row < 4; ++row) {
        double largest = 0;
        for (std::int64_t s = 0; s < 4; ++s)
            largest = std::max(largest, result.weights.at(row * 4 + s));
        EXPECT_EQ(largest, 1);
    }
}

TEST(Attention, OfOneTokenIsItsValue)
{
    Case that = caseOf(Shape::of({2, 1, 6}), 3, false);
    const AttentionResult result = that.result();
    EXPECT_EQ(result.weights.at(0), 1);
    for (std::int64_t i = 0; i < 12; ++i) {
        double expected = 0;
        for (std::int64_t k = 0; k < 6; ++k)
            expected += projected(that, that.input, that.weights.value, i / 6, k) *
                        that.weights.output.at(i % 6 * 6 + k);
        EXPECT_NEAR(result.output.at(i), expected, 1e-14);
    }
}

// --------------------------------------------------------------------------------------------------------------
// Gradients

TEST(AttentionGradient, IsThatOfFiniteDifferences)
{
    for (const Case& that : cases()) {
        if (that.input.elements() > 100 || that.sequence() == 1)
            continue;
        SCOPED_TRACE(that.text());
        const Tensor upstream = randn(that.input.shape(), 3, DType::Float64);
        const AttentionGradient ours = *attentionGradient(that.input, that.weights, that.options, upstream);
        const auto differences = [&](auto member) {
            Case moved = that;
            return finiteDifferences(member(moved), [&](const Tensor& tensor) {
                member(moved) = tensor;
                return weightedSum(moved.result().output, upstream);
            });
        };
        using Weights = AttentionWeights;
        expectSameGradient(ours.input, differences([](Case& c) -> Tensor& { return c.input; }), "input");
        for (const auto& [name, weight] :
             {std::pair("Wq", &Weights::query), std::pair("Wk", &Weights::key),
              std::pair("Wv", &Weights::value), std::pair("Wo", &Weights::output)}) {
            Tensor Weights::*member = weight;
            expectSameGradient(ours.weights.*member,
                               differences([=](Case& c) -> Tensor& { return c.weights.*member; }), name);
        }
    }
}

TEST(AttentionGradient, OfOneTokenDoesNotReachQueryAndKey)
{
    const Case that = caseOf(Shape::of({2, 1, 6}), 3, false);
    const AttentionGradient ours = *attentionGradient(that.input, that.weights, that.options, that.input);
    EXPECT_EQ(largestMagnitude(ours.weights.query), 0);
    EXPECT_EQ(largestMagnitude(ours.weights.key), 0);
    EXPECT_GT(largestMagnitude(ours.weights.value), 0);
}

TEST(AttentionGradient, HasTheSameBitsInEveryRun)
{
    const Case that = caseOf(Shape::of({2, 9, 24}), 2, true, DType::Float32);
    const Tensor upstream = randn(that.input.shape(), 3);
    const AttentionGradient first = *attentionGradient(that.input, that.weights, that.options, upstream);
    const AttentionGradient second = *attentionGradient(that.input, that.weights, that.options, upstream);
    EXPECT_TRUE(sameBits(first.input, second.input));
    EXPECT_TRUE(sameBits(first.weights.query, second.weights.query));
    EXPECT_TRUE(sameBits(that.result().output, that.result().output));
}

TEST(AttentionGradient, RefusesAnUpstreamGradientThatDoesNotFit)
{
    const Case that = caseOf(Shape::of({1, 2, 4}), 1, false);
    EXPECT_EQ(attentionGradient(that.input, that.weights, {}, randn(Shape::of({1, 2, 4}), 0)).error().text(),
              "The upstream gradient has the shape 1x2x4 in float32; it must be 1x2x4 in float64, as the "
              "output");
    EXPECT_FALSE(attentionGradient(that.input, that.weights, {.heads = 3}, that.input));
}

// --------------------------------------------------------------------------------------------------------------
// Weights and what is refused

TEST(AttentionWeights, AreDrawnOneAfterTheOther)
{
    const Tensor drawn = randn(Shape::of({4, 6, 6}), 9, DType::Float64);
    const AttentionWeights weights = drawAttentionWeights(6, 9, DType::Float64);
    std::int64_t next = 0;
    for (const Tensor* weight : {&weights.query, &weights.key, &weights.value, &weights.output}) {
        EXPECT_EQ(weight->shape(), Shape::of({6, 6}));
        for (std::int64_t i = 0; i < 36; ++i)
            EXPECT_EQ(weight->at(i), drawn.at(next++) / std::sqrt(6.0));
    }
}

std::string refusal(const Shape& shape, const AttentionOptions& options)
{
    return checkAttentionOptions(shape, options).error().text();
}

TEST(Attention, RefusesWhatItCannotWorkOn)
{
    EXPECT_EQ(refusal(Shape::of({3, 4}), {}),
              "Attention works on [batch, sequence, dimension], not on the shape 3x4; reshape it to three "
              "dimensions");
    for (const int heads : {3, 0, -1, 8})
        EXPECT_EQ(refusal(Shape::of({2, 3, 4}), {.heads = heads}),
                  std::to_string(heads) +
                      " heads do not divide the dimension 4; choose a number that does, such as 1");
    EXPECT_EQ(
        refusal(Shape::of({1, 1, 4001}), {}),
        "The attention weights of the dimension 4001 would be more than 64000000 values; take a smaller "
        "dimension");
    EXPECT_EQ(refusal(Shape::of({1, 8001, 2}), {}),
              "The attention of the shape 1x8001x2 with 1 heads would be more than 64000000 values; take "
              "fewer tokens or heads");
    EXPECT_TRUE(checkAttentionOptions(Shape::of({1, 8000, 2}), {}));
    EXPECT_FALSE(checkAttentionOptions(Shape::of({1, 8000, 2}), {.heads = 2}));
    EXPECT_TRUE(checkAttentionOptions(Shape::of({1, 1, 4000}), {}));
}

TEST(Attention, RefusesWeightsThatDoNotFit)
{
    const Case that = caseOf(Shape::of({1, 2, 4}), 1, false, DType::Float32);
    using Weights = AttentionWeights;
    for (const auto& [name, member] : {std::pair("Wq", &Weights::query), std::pair("Wk", &Weights::key),
                                       std::pair("Wv", &Weights::value), std::pair("Wo", &Weights::output)}) {
        const std::string rest = "; it must be 4x4 in float32, which the input's last dimension demands";
        Weights weights = that.weights;
        weights.*member = randn(Shape::of({4, 3}), 0);
        EXPECT_EQ(attention(that.input, weights, {}).error().text(),
                  std::string("The attention weight ") + name + " has the shape 4x3 in float32" + rest);
        weights.*member = randn(Shape::of({4, 4}), 0, DType::Float64);
        EXPECT_EQ(attention(that.input, weights, {}).error().text(),
                  std::string("The attention weight ") + name + " has the shape 4x4 in float64" + rest);
    }
}

} // namespace
} // namespace layernorm
