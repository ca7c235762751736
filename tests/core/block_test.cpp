// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transformer/block.h"

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
#include <utility>
#include <vector>

namespace layernorm {
namespace {

using namespace layernorm::testing;

constexpr std::array norms{NormPlacement::None, NormPlacement::Post, NormPlacement::Pre};

/// A tensor, weights and options that fit each other.
struct Case {
    Tensor input;
    BlockWeights weights;
    BlockOptions options;

    [[nodiscard]] BlockStages stages() const { return *blockForward(input, weights, options); }
    [[nodiscard]] BlockGradient gradient(const Tensor& upstream) const
    {
        return *blockBackward(input, weights, options, upstream);
    }
    [[nodiscard]] std::string text() const
    {
        return std::string(options.residual ? "residual, " : "no residual, ") + name(options.norm) + ", " +
               std::to_string(options.feedForward) + (options.attention.causal ? ", causal" : "");
    }
};

Case caseOf(const Shape& shape, std::int64_t feedForward, DType dtype = DType::Float64)
{
    Case that{randn(shape, 21, dtype), drawBlockWeights(shape[-1], feedForward, 22, dtype), {}};
    that.options.feedForward = feedForward;
    return that;
}

/// Every wiring, with and without a feed-forward part, causal or not.
std::vector<Case> wirings(const Shape& shape, int heads, DType dtype = DType::Float64)
{
    std::vector<Case> all;
    for (const bool residual : {true, false})
        for (const NormPlacement norm : norms)
            for (const std::int64_t feedForward : {0, 5}) {
                Case that = caseOf(shape, feedForward, dtype);
                that.options.attention = {.heads = heads, .causal = all.size() % 2 == 1};
                that.options.residual = residual;
                that.options.norm = norm;
                that.options.layerNorm.gamma = randn(shape.trailing(1), 23, dtype);
                that.options.layerNorm.beta = randn(shape.trailing(1), 24, dtype);
                all.push_back(std::move(that));
            }
    return all;
}

// --------------------------------------------------------------------------------------------------------------
// Golden numbers of torch: torch-block.txt, which write_block.py wrote

const Shape goldenShape = Shape::of({2, 3, 4});
constexpr std::int64_t goldenHidden = 6;
constexpr std::uint64_t goldenSeed = 5;

/// The numbers of a line, after its name.
Tensor goldenLine(std::istream& file, const std::string& name, const Shape& shape)
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

BlockWeights goldenWeights(std::istream& file)
{
    const Shape square = Shape::of({goldenShape[-1], goldenShape[-1]});
    BlockWeights weights;
    weights.attention.query = goldenLine(file, "query", square);
    weights.attention.key = goldenLine(file, "key", square);
    weights.attention.value = goldenLine(file, "value", square);
    weights.attention.output = goldenLine(file, "output", square);
    weights.expand = goldenLine(file, "expand", Shape::of({goldenHidden, goldenShape[-1]}));
    weights.contract = goldenLine(file, "contract", Shape::of({goldenShape[-1], goldenHidden}));
    return weights;
}

void expectNear(const BlockWeights& ours, const BlockWeights& theirs, double tolerance)
{
    const auto differ = [](const Tensor& a, const Tensor& b) {
        EXPECT_EQ(a.shape(), b.shape());
        return largestDifference(a, b);
    };
    EXPECT_LE(differ(ours.attention.query, theirs.attention.query), tolerance);
    EXPECT_LE(differ(ours.attention.key, theirs.attention.key), tolerance);
    EXPECT_LE(differ(ours.attention.value, theirs.attention.value), tolerance);
    EXPECT_LE(differ(ours.attention.output, theirs.attention.output), tolerance);
    EXPECT_LE(differ(ours.expand, theirs.expand), tolerance);
    EXPECT_LE(differ(ours.contract, theirs.contract), tolerance);
}

NormPlacement placement(const std::string& text)
{
    return *std::find_if(norms.begin(), norms.end(), [&](NormPlacement norm) { return text == name(norm); });
}

/// Reads "block residual norm causal".
Case goldenCase(std::istream& file)
{
    std::string line, word, norm;
    std::getline(file, line);
    std::istringstream words(line);
    Case that{randn(goldenShape, 11, DType::Float64),
              drawBlockWeights(goldenShape[-1], goldenHidden, goldenSeed, DType::Float64),
              {}};
    words >> word >> that.options.residual >> norm >> that.options.attention.causal;
    EXPECT_EQ(word, "block");
    that.options.norm = placement(norm);
    that.options.attention.heads = 2;
    that.options.feedForward = goldenHidden;
    that.options.layerNorm.gamma = randn(goldenShape.trailing(1), 13, DType::Float64);
    that.options.layerNorm.beta = randn(goldenShape.trailing(1), 14, DType::Float64);
    return that;
}

TEST(BlockGolden, WeightsAreTorchsDrawnFromTheSeed)
{
    std::ifstream file(LAYERNORM_GOLDEN_DIR "/torch-block.txt");
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        std::string line;
        std::getline(file, line);
        ASSERT_EQ(line, std::string("weights ") + name(dtype));
        // torch's own float32 logarithm, sine and cosine depend on the processor (see random_tensor.h).
        expectNear(drawBlockWeights(goldenShape[-1], goldenHidden, goldenSeed, dtype), goldenWeights(file),
                   dtype == DType::Float32 ? 1e-6 : 1e-15);
    }
}

TEST(BlockGolden, OutputAndGradientsAreThoseOfAutograd)
{
    std::ifstream file(LAYERNORM_GOLDEN_DIR "/torch-block.txt");
    std::string line;
    for (int i = 0; i < 14; ++i) // the weights
        std::getline(file, line);
    for (int wiring = 0; wiring < 6; ++wiring) {
        const Case that = goldenCase(file);
        SCOPED_TRACE(that.text());
        // Some dozen roundings of numbers up to 10, passed on by LayerNorms that enlarge them ten times.
        constexpr double tolerance = 1e-12;
        EXPECT_LE(largestDifference(that.stages().output, goldenLine(file, "output", goldenShape)),
                  tolerance);
        const BlockGradient ours = that.gradient(randn(goldenShape, 12, DType::Float64));
        EXPECT_LE(largestDifference(ours.input, goldenLine(file, "input", goldenShape)), tolerance);
        expectNear(ours.weights, goldenWeights(file), tolerance);
        const Shape trailing = goldenShape.trailing(1);
        EXPECT_LE(largestDifference(ours.gamma, goldenLine(file, "gamma", trailing)), tolerance);
        EXPECT_LE(largestDifference(ours.beta, goldenLine(file, "beta", trailing)), tolerance);
    }
    EXPECT_FALSE(std::getline(file, line));
}

// --------------------------------------------------------------------------------------------------------------
// Stages

Tensor sumOf(const Tensor& a, const Tensor& b)
{
    Tensor sum = a;
    for (std::int64_t i = 0; i < a.elements(); ++i)
        sum.set(i, a.at(i) + b.at(i));
    return sum;
}

TEST(Block, HasTheStagesOfItsWiring)
{
    for (const DType dtype : {DType::Float32, DType::Float64})
        for (const Case& that : wirings(Shape::of({2, 3, 4}), 2, dtype)) {
            SCOPED_TRACE(that.text());
            const BlockStages stages = that.stages();
            const auto normalized = [&](const Tensor& stage) {
                return layerNorm(stage, that.options.layerNorm)->output;
            };
            const NormPlacement norm = that.options.norm;
            EXPECT_TRUE(sameBits(stages.attentionInput,
                                 norm == NormPlacement::Pre ? normalized(that.input) : that.input));
            const AttentionResult attended =
                *attention(stages.attentionInput, that.weights.attention, that.options.attention);
            EXPECT_TRUE(sameBits(stages.attentionWeights, attended.weights));
            EXPECT_TRUE(sameBits(stages.attention, attended.output));
            EXPECT_TRUE(sameBits(stages.sum, that.options.residual ? sumOf(that.input, stages.attention)
                                                                   : stages.attention));
            EXPECT_TRUE(sameBits(stages.normalized,
                                 norm == NormPlacement::Post ? normalized(stages.sum) : stages.sum));
            EXPECT_EQ(sameBits(stages.output, stages.normalized), that.options.feedForward == 0);
        }
}

TEST(Block, FeedsForwardTokenByToken)
{
    Case that = caseOf(Shape::of({1, 3, 4}), 7);
    that.options.norm = NormPlacement::None;
    const BlockStages stages = that.stages();
    for (std::int64_t i = 0; i < 12; ++i) {
        double expected = stages.normalized.at(i);
        for (std::int64_t h = 0; h < 7; ++h) {
            double hidden = 0;
            for (std::int64_t k = 0; k < 4; ++k)
                hidden += stages.normalized.at(i / 4 * 4 + k) * that.weights.expand.at(h * 4 + k);
            expected += std::max(0.0, hidden) * that.weights.contract.at(i % 4 * 7 + h);
        }
        EXPECT_NEAR(stages.output.at(i), expected, 1e-14);
    }
}

TEST(Block, SpreadsNanOverItsBatchElementAndNoOther)
{
    for (Case that : wirings(Shape::of({2, 3, 4}), 2)) {
        SCOPED_TRACE(that.text());
        const Tensor before = that.stages().output;
        that.input.set(12 + 5, nan);
        const BlockStages after = that.stages();
        for (std::int64_t i = 0; i < 24; ++i) {
            EXPECT_EQ(std::isnan(after.output.at(i)), i >= 12) << i;
            EXPECT_TRUE(i >= 12 || after.output.at(i) == before.at(i)) << i;
            // LayerNorm alone keeps it in its token, the second of the second batch element.
            EXPECT_EQ(std::isnan(after.attentionInput.at(i)),
                      that.options.norm == NormPlacement::Pre ? i / 4 == 4 : i == 12 + 5)
                << i;
        }
    }
}

TEST(Block, HasTheSameBitsInEveryRun)
{
    for (const Case& that : wirings(Shape::of({2, 9, 24}), 3, DType::Float32)) {
        EXPECT_TRUE(sameBits(that.stages().output, that.stages().output));
        const Tensor upstream = randn(that.input.shape(), 3);
        const BlockGradient first = that.gradient(upstream);
        const BlockGradient second = that.gradient(upstream);
        EXPECT_TRUE(sameBits(first.input, second.input));
        EXPECT_TRUE(sameBits(first.weights.attention.key, second.weights.attention.key));
    }
}

// --------------------------------------------------------------------------------------------------------------
// Gradients

/// One of the tensors the output depends on, and its gradient.
struct Part {
    const char* name;
    Tensor& (*tensor)(Case&);
    const Tensor& (*gradient)(const BlockGradient&);
};

const std::vector<Part> parts{
    {"input", [](Case& c) -> Tensor& { return c.input; },
     [](const BlockGradient& g) -> const Tensor& { return g.input; }},
    {"Wq", [](Case& c) -> Tensor& { return c.weights.attention.query; },
     [](const BlockGradient& g) -> const Tensor& { return g.weights.attention.query; }},
    {"Wk", [](Case& c) -> Tensor& { return c.weights.attention.key; },
     [](const BlockGradient& g) -> const Tensor& { return g.weights.attention.key; }},
    {"Wv", [](Case& c) -> Tensor& { return c.weights.attention.value; },
     [](const BlockGradient& g) -> const Tensor& { return g.weights.attention.value; }},
    {"Wo", [](Case& c) -> Tensor& { return c.weights.attention.output; },
     [](const BlockGradient& g) -> const Tensor& { return g.weights.attention.output; }},
    {"W1", [](Case& c) -> Tensor& { return c.weights.expand; },
     [](const BlockGradient& g) -> const Tensor& { return g.weights.expand; }},
    {"W2", [](Case& c) -> Tensor& { return c.weights.contract; },
     [](const BlockGradient& g) -> const Tensor& { return g.weights.contract; }},
    {"gamma", [](Case& c) -> Tensor& { return *c.options.layerNorm.gamma; },
     [](const BlockGradient& g) -> const Tensor& { return g.gamma; }},
    {"beta", [](Case& c) -> Tensor& { return *c.options.layerNorm.beta; },
     [](const BlockGradient& g) -> const Tensor& { return g.beta; }},
};

bool matters(const Part& part, const Case& that)
{
    const std::string name = part.name;
    return !((that.options.feedForward == 0 && (name == "W1" || name == "W2")) ||
             (that.options.norm == NormPlacement::None && (name == "gamma" || name == "beta")));
}

TEST(BlockGradient, IsThatOfFiniteDifferencesInEveryWiring)
{
    for (Case that : wirings(Shape::of({2, 3, 4}), 2)) {
        SCOPED_TRACE(that.text());
        // LayerNorms of small variances change over lengths below 1; a large eps keeps them from that.
        that.options.layerNorm.eps = 0.5;
        const Tensor upstream = randn(that.input.shape(), 3, DType::Float64);
        const BlockGradient ours = that.gradient(upstream);
        for (const Part& part : parts) {
            if (!matters(part, that)) {
                EXPECT_EQ(largestMagnitude(part.gradient(ours)), 0) << part.name;
                continue;
            }
            Case moved = that;
            const Tensor differences = finiteDifferences(part.tensor(moved), [&](const Tensor& tensor) {
                part.tensor(moved) = tensor;
                return weightedSum(moved.stages().output, upstream);
            });
            expectSameGradient(part.gradient(ours), differences, part.name);
        }
    }
}

TEST(BlockGradient, InFloat32IsThatOfFloat64WithinTheToleranceOfTheType)
{
    for (Case that : wirings(Shape::of({2, 5, 8}), 2, DType::Float32)) {
        SCOPED_TRACE(that.text());
        const Tensor upstream = randn(that.input.shape(), 3);
        Case wide = that;
        for (const Part& part : parts)
            part.tensor(wide) = part.tensor(wide).converted(DType::Float64);
        const BlockGradient ours = that.gradient(upstream);
        const BlockGradient exact = wide.gradient(upstream.converted(DType::Float64));
        for (const Part& part : parts) {
            EXPECT_EQ(part.gradient(ours).dtype(), DType::Float32) << part.name;
            const double scale = std::max(1.0, largestMagnitude(part.gradient(exact)));
            EXPECT_LE(largestDifference(part.gradient(ours), part.gradient(exact)), 1e-5 * scale)
                << part.name;
        }
    }
}

TEST(BlockGradient, HasZerosForGammaAndBetaWithoutALayerNorm)
{
    Case that = caseOf(Shape::of({1, 2, 4}), 0, DType::Float32);
    that.options.norm = NormPlacement::None;
    const BlockGradient gradient = that.gradient(that.input);
    for (const Tensor* tensor : {&gradient.gamma, &gradient.beta})
        EXPECT_TRUE(sameBits(*tensor, Tensor(Shape::of({4}), DType::Float32)));
}

// --------------------------------------------------------------------------------------------------------------
// What is refused

std::string refusal(const Case& that)
{
    const Result<BlockStages> stages = blockForward(that.input, that.weights, that.options);
    const Result<BlockGradient> gradient = blockBackward(that.input, that.weights, that.options, that.input);
    EXPECT_FALSE(stages);
    EXPECT_FALSE(gradient);
    if (stages || gradient)
        return {};
    EXPECT_EQ(stages.error().text(), gradient.error().text());
    return stages.error().text();
}

TEST(Block, RefusesOptionsBeyondTheirLimits)
{
    const Case good = caseOf(Shape::of({2, 3, 4}), 5);
    Case that = good;
    that.options.attention.heads = 3;
    EXPECT_EQ(refusal(that), "3 heads do not divide the dimension 4; choose a number that does, such as 1");
    that = good;
    that.options.layerNorm.normalizedDims = 2;
    EXPECT_EQ(refusal(that), "A block normalises over the dimension, not over 2 dimensions; choose 1");
    that = good;
    that.options.layerNorm.eps = nan;
    EXPECT_EQ(refusal(that), checkEps(nan).error().text());
    for (const std::int64_t size : {std::int64_t{-1}, std::int64_t{65537}, std::int64_t{1} << 62}) {
        that = good;
        that.options.feedForward = size;
        EXPECT_EQ(refusal(that), "A feed-forward part of " + std::to_string(size) +
                                     " values is out of range; choose 0 (none) to 65536");
    }
    that = good;
    that.input = randn(Shape::of({1, 1, 600}), 0);
    that.options.feedForward = 60000;
    EXPECT_EQ(refusal(that), "A feed-forward part of 60000 values has more than 64000000 weights for the "
                             "dimension 600; choose a smaller one");
}

TEST(Block, RefusesTensorsThatDoNotFit)
{
    const Case good = caseOf(Shape::of({2, 3, 4}), 5);
    Case that = good;
    that.input = randn(Shape::of({6, 4}), 0, DType::Float64);
    EXPECT_EQ(refusal(that), "Attention works on [batch, sequence, dimension], not on the shape 6x4; reshape "
                             "it to three dimensions");
    that = good;
    that.weights.attention.value = Tensor();
    EXPECT_EQ(refusal(that), "The attention weight Wv has the shape 1 in float32; it must be 4x4 in float64, "
                             "which the input's last dimension demands");
    that = good;
    that.weights.expand = randn(Shape::of({4, 5}), 0, DType::Float64);
    EXPECT_EQ(refusal(that),
              "The feed-forward weight W1 has the shape 4x5 in float64; it must be 5x4 in float64");
    that = good;
    that.weights.contract = randn(Shape::of({4, 5}), 0);
    EXPECT_EQ(refusal(that),
              "The feed-forward weight W2 has the shape 4x5 in float32; it must be 4x5 in float64");
    that = good;
    that.options.layerNorm.gamma = randn(Shape::of({3}), 0, DType::Float64);
    EXPECT_EQ(refusal(that), checkParameters(that.input, that.options.layerNorm).error().text());
    EXPECT_EQ(
        blockBackward(good.input, good.weights, good.options, randn(Shape::of({3, 2, 4}), 0)).error().text(),
        "The upstream gradient has the shape 3x2x4 in float32; it must be 2x3x4 in float64, as the "
        "output");
}

TEST(Block, NamesItsNormPlacements)
{
    EXPECT_STREQ(name(NormPlacement::None), "none");
    EXPECT_STREQ(name(NormPlacement::Post), "post");
    EXPECT_STREQ(name(NormPlacement::Pre), "pre");
}

} // namespace
} // namespace layernorm
