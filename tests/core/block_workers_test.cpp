// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/add_and_norm.h"
#include "core/explore/gradient_flow.h"
#include "core/norm/layer_norm_gradient.h"
#include "core/tensor/random_tensor.h"
#include "core/transformer/block.h"
#include "tests/support/greeted_worker.h"

#include <array>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace layernorm {

namespace {

using layernorm::testing::maxDifference;
using layernorm::testing::oneDnnWorker;
using layernorm::testing::pythonWorker;
using layernorm::testing::torchWorker;
using layernorm::testing::Worker;
using layernorm::testing::WorkerKind;

constexpr int configurations = 200;

double largestMagnitude(const Tensor& tensor)
{
    return maxDifference(tensor, Tensor(tensor.shape(), tensor.dtype()));
}

/// Of values of size 1; larger ones round the more, and a sum of them as well. Some hundred roundings of
/// float32 (6e-8) in sums over D, S and F, which LayerNorm enlarges some times; float64's (1.1e-16) leave
/// more room.
double toleranceFor(DType dtype)
{
    return dtype == DType::Float32 ? 1e-5 : 1e-12;
}

/// Absolute for values below 1, relative to the largest one otherwise. NaN where any value is.
double deviation(const Tensor& ours, const Tensor& theirs)
{
    return maxDifference(ours, theirs) / std::max(1.0, largestMagnitude(ours));
}

/// The same numbers on every platform, as distributions of the standard library are not.
class Dice
{
public:
    std::int64_t between(std::int64_t first, std::int64_t last)
    {
        return first + static_cast<std::int64_t>(m_numbers() % static_cast<std::uint32_t>(last - first + 1));
    }
    bool coin() { return between(0, 1) == 1; }
    template <typename T, std::size_t count>
    T oneOf(const std::array<T, count>& choices)
    {
        return choices[static_cast<std::size_t>(between(0, count - 1))];
    }

private:
    std::mt19937 m_numbers{20170612};
};

/// A block and what goes through it.
struct Configuration {
    Tensor input;
    std::vector<BlockWeights> blocks;
    BlockOptions options;

    [[nodiscard]] std::string text() const
    {
        std::ostringstream out;
        out << input.shape().text() << ' ' << name(input.dtype()) << " heads " << options.attention.heads
            << (options.attention.causal ? " causal" : "") << (options.residual ? " residual" : "") << ' '
            << name(options.norm) << " eps " << options.layerNorm.eps << " feed-forward "
            << options.feedForward << (options.layerNorm.gamma ? " affine" : "") << " depth "
            << blocks.size();
        return out.str();
    }
};

/// At least 8 values a token: of fewer some are so close together that LayerNorm, of theirs and of ours,
/// makes a large error of a rounding before it.
Configuration randomConfiguration(Dice& dice, std::uint64_t seed, DType dtype, int depth)
{
    const auto heads = static_cast<int>(dice.oneOf(std::array<std::int64_t, 4>{1, 2, 4, 8}));
    const std::int64_t dimension = heads * dice.between(8 / heads, 8);
    const Shape shape = Shape::of({dice.between(1, 4), dice.between(1, 12), dimension});
    Configuration configuration{randn(shape, seed, dtype), {}, {}};
    BlockOptions& options = configuration.options;
    options.attention = {.heads = heads, .causal = dice.coin()};
    options.residual = dice.coin();
    options.norm = dice.oneOf(std::array{NormPlacement::None, NormPlacement::Post, NormPlacement::Pre});
    options.layerNorm.eps = dice.oneOf(std::array{1e-12, 1e-5, 1e-3, 0.25});
    options.feedForward = dice.coin() ? dice.between(1, 64) : 0;
    if (dice.coin()) {
        options.layerNorm.gamma = randn(Shape::of({dimension}), seed + 2, dtype);
        options.layerNorm.beta = randn(Shape::of({dimension}), seed + 3, dtype);
    }
    for (int block = 0; block < depth; ++block)
        configuration.blocks.push_back(drawBlockWeights(
            dimension, options.feedForward, seed + 1000 * static_cast<std::uint64_t>(block + 1), dtype));
    return configuration;
}

/// For googletest's report.
void record(const char* what, DType dtype, double largest)
{
    std::ostringstream text;
    text << largest;
    ::testing::Test::RecordProperty(what + std::string(name(dtype)), text.str());
}

class BlockWorkers : public ::testing::TestWithParam<WorkerKind>
{
};

INSTANTIATE_TEST_SUITE_P(Reference, BlockWorkers, ::testing::Values(torchWorker, pythonWorker),
                         [](const auto& instance) { return std::string(instance.param.label); });

/// The largest deviation of any stage; nothing where the library did not answer.
std::optional<double> deviationOfStages(Worker& worker, const Configuration& configuration)
{
    const auto& [input, blocks, options] = configuration;
    const Result<BlockStages> ours = blockForward(input, blocks.front(), options);
    const Result<Tensor> answer = worker.ask(input, addAndNormQuestion(blocks.front(), options));
    if (!ours || !answer)
        return std::nullopt;
    const std::optional<LibraryStages> theirs = libraryStages(*answer, input, options);
    if (!theirs)
        return std::nullopt;
    double largest = 0;
    for (const auto& [our, their] :
         {std::pair(&ours->attentionWeights, &theirs->attentionWeights),
          std::pair(&ours->attention, &theirs->attention), std::pair(&ours->sum, &theirs->sum),
          std::pair(&ours->output, &theirs->output)}) {
        const double stage = deviation(*our, *their);
        largest = stage <= largest ? largest : stage;
        if (std::isnan(stage))
            return stage;
    }
    return largest;
}

} // namespace

TEST_P(BlockWorkers, AgreeWithOurStages)
{
    Worker worker(GetParam());
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        Dice dice;
        double largest = 0;
        for (std::uint64_t seed = 0; seed < configurations; ++seed) {
            const Configuration configuration = randomConfiguration(dice, seed, dtype, 1);
            const std::optional<double> found = deviationOfStages(worker, configuration);
            ASSERT_TRUE(found) << configuration.text();
            EXPECT_LT(*found, toleranceFor(dtype)) << configuration.text();
            largest = std::max(largest, *found);
        }
        record("stages", dtype, largest);
    }
}

TEST_P(BlockWorkers, TakeGammaOrBetaAlone)
{
    Worker worker(GetParam());
    Dice dice;
    Configuration configuration = randomConfiguration(dice, 1, DType::Float64, 1);
    configuration.options.norm = NormPlacement::Post;
    const Tensor values = randn(Shape::of({configuration.input.shape()[-1]}), 9, DType::Float64);
    configuration.options.layerNorm.gamma = values;
    configuration.options.layerNorm.beta.reset();
    EXPECT_LT(deviationOfStages(worker, configuration).value_or(1), 1e-12);
    configuration.options.layerNorm.gamma.reset();
    configuration.options.layerNorm.beta = values;
    EXPECT_LT(deviationOfStages(worker, configuration).value_or(1), 1e-12);
}

TEST_P(BlockWorkers, SpreadNotANumberAsOurs)
{
    Worker worker(GetParam());
    for (const bool causal : {false, true})
        for (const NormPlacement norm : {NormPlacement::None, NormPlacement::Post, NormPlacement::Pre}) {
            Tensor input = randn(Shape::of({2, 4, 8}), 5);
            input.set(2 * 8 + 3, std::numeric_limits<double>::quiet_NaN()); // of the first batch element
            BlockOptions options;
            options.attention = {.heads = 2, .causal = causal};
            options.norm = norm;
            const BlockWeights weights = drawBlockWeights(8, 0, 3, DType::Float32);
            const Result<BlockStages> ours = blockForward(input, weights, options);
            const Result<Tensor> answer = worker.ask(input, addAndNormQuestion(weights, options));
            ASSERT_TRUE(answer) << answer.error().text();
            const std::optional<LibraryStages> theirs = libraryStages(*answer, input, options);
            ASSERT_TRUE(ours && theirs);
            for (const auto& [our, their] :
                 {std::pair(&ours->attentionWeights, &theirs->attentionWeights),
                  std::pair(&ours->attention, &theirs->attention), std::pair(&ours->sum, &theirs->sum),
                  std::pair(&ours->output, &theirs->output)})
                for (std::int64_t i = 0; i < our->elements(); ++i)
                    EXPECT_EQ(std::isnan(our->at(i)), std::isnan(their->at(i)))
                        << name(norm) << (causal ? " causal " : " ") << i;
        }
}

namespace {

double euclideanNorm(const std::vector<const Tensor*>& tensors)
{
    double sum = 0;
    for (const Tensor* tensor : tensors)
        for (std::int64_t i = 0; i < tensor->elements(); ++i)
            sum += tensor->at(i) * tensor->at(i);
    return std::sqrt(sum);
}

LibraryQuestion flowQuestionOf(const Configuration& configuration, const Tensor& upstream)
{
    LibraryQuestion question;
    question.operation = Operation::GradientFlow;
    question.block = configuration.options;
    question.depth = static_cast<int>(configuration.blocks.size());
    question.further.push_back(std::make_shared<const Tensor>(upstream));
    for (const BlockWeights& weights : configuration.blocks) {
        const LibraryQuestion block = addAndNormQuestion(weights, configuration.options);
        question.further.insert(question.further.end(), block.further.begin(), block.further.end());
    }
    return question;
}

/// dL/dh_depth from dL/dy.
Tensor gradientAtTop(const Tensor& top, const BlockOptions& options, const Tensor& upstream)
{
    if (options.norm != NormPlacement::Pre)
        return upstream;
    return layerNormGradient(top, options.layerNorm, *layerNorm(top, options.layerNorm), upstream)->input;
}

/// What the library is asked for, by `blockForward` and `blockBackward`, block by block in the tensor's type.
std::vector<double> ourNorms(const Configuration& configuration, const Tensor& upstream)
{
    const auto& [input, blocks, options] = configuration;
    std::vector<Tensor> layers{input};
    for (const BlockWeights& weights : blocks)
        layers.push_back(blockForward(layers.back(), weights, options)->output);
    Tensor gradient = gradientAtTop(layers.back(), options, upstream);
    std::vector<double> norms(2 * blocks.size() + 1);
    norms[blocks.size()] = euclideanNorm({&gradient});
    for (std::size_t block = blocks.size(); block-- > 0;) {
        BlockGradient back = *blockBackward(layers[block], blocks[block], options, gradient);
        const AttentionWeights& attention = back.weights.attention;
        std::vector<const Tensor*> weights{&attention.query, &attention.key, &attention.value,
                                           &attention.output};
        if (options.feedForward > 0)
            weights.insert(weights.end(), {&back.weights.expand, &back.weights.contract});
        norms[blocks.size() + 1 + block] = euclideanNorm(weights);
        gradient = std::move(back.input);
        norms[block] = euclideanNorm({&gradient});
    }
    return norms;
}

} // namespace

// A norm says nothing about directions; but with several blocks the norm at a layer hangs on the direction
// at the next.
TEST_P(BlockWorkers, AgreeWithOurGradients)
{
    Worker worker(GetParam());
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        Dice dice;
        double largest = 0;
        for (std::uint64_t seed = 0; seed < configurations; ++seed) {
            Configuration configuration =
                randomConfiguration(dice, seed, dtype, 1 + static_cast<int>(seed % 3));
            configuration.options.layerNorm.gamma.reset(); // it has none
            configuration.options.layerNorm.beta.reset();
            const Tensor upstream = randn(configuration.input.shape(), seed + 7, dtype);
            const std::vector<double> ours = ourNorms(configuration, upstream);
            const Result<Tensor> theirs =
                worker.ask(configuration.input, flowQuestionOf(configuration, upstream));
            ASSERT_TRUE(theirs) << theirs.error().text();
            ASSERT_EQ(theirs->elements(), static_cast<std::int64_t>(ours.size()));
            const double found = deviation(Tensor(theirs->shape(), ours).converted(dtype), *theirs);
            EXPECT_LT(found, toleranceFor(dtype)) << configuration.text();
            largest = std::max(largest, found);
        }
        record("gradients", dtype, largest);
    }
}

TEST_P(BlockWorkers, AgreeWithOurGradientFlow)
{
    Worker worker(GetParam());
    const Tensor input = randn(Shape::of({2, 5, 16}), 3, DType::Float64);
    for (const std::int64_t feedForward : {0, 24}) {
        FlowRequest request{.input = input, .depth = 12, .wirings = {}};
        request.attention = {.heads = 4, .causal = true};
        request.feedForward = feedForward;
        request.wirings.assign(allWirings().begin(), allWirings().end());
        request.seeds = {0, 4};
        const Result<std::vector<FlowCurve>> curves = gradientFlow(request);
        ASSERT_TRUE(curves) << curves.error().text();
        ASSERT_EQ(curves->size(), 12U);
        for (const FlowCurve& ours : *curves) {
            const Result<Tensor> answer = worker.ask(input, flowQuestion(request, ours.wiring, ours.seed));
            ASSERT_TRUE(answer) << answer.error().text();
            const std::optional<FlowCurve> theirs = libraryCurve(*answer, request, ours.wiring, ours.seed);
            ASSERT_TRUE(theirs);
            // Relative: a gradient that has vanished is compared as well. Twelve blocks pass roundings on.
            for (std::size_t layer = 0; layer < ours.gradient.size(); ++layer)
                EXPECT_NEAR(theirs->gradient[layer] / ours.gradient[layer], 1, 1e-10)
                    << ours.wiring.residual << name(ours.wiring.norm) << " layer " << layer;
            for (std::size_t block = 0; block < ours.weightGradient.size(); ++block)
                EXPECT_NEAR(theirs->weightGradient[block] / ours.weightGradient[block], 1, 1e-10)
                    << ours.wiring.residual << name(ours.wiring.norm) << " block " << block;
        }
    }
}

TEST_P(BlockWorkers, MeasureGradientsWhoseSquaresAreNoNumbers)
{
    Worker worker(GetParam());
    Dice dice;
    Configuration configuration = randomConfiguration(dice, 0, DType::Float64, 1);
    configuration.options.norm = NormPlacement::None;
    configuration.options.layerNorm = {};
    for (const double size : {1e-200, 1e200}) {
        Tensor upstream = randn(configuration.input.shape(), 1, DType::Float64);
        const double norm = euclideanNorm({&upstream});
        for (std::int64_t i = 0; i < upstream.elements(); ++i)
            upstream.set(i, upstream.at(i) * size);
        const Result<Tensor> answer =
            worker.ask(configuration.input, flowQuestionOf(configuration, upstream));
        ASSERT_TRUE(answer) << answer.error().text();
        EXPECT_NEAR(answer->at(1) / size / norm, 1, 1e-12);
        for (std::int64_t i = 0; i < answer->elements(); ++i)
            EXPECT_TRUE(answer->at(i) > 0 && std::isfinite(answer->at(i))) << i;
    }
}

TEST_P(BlockWorkers, GoThroughTheLargestDepth)
{
    Worker worker(GetParam());
    const Tensor input = randn(Shape::of({1, 3, 8}), 3, DType::Float64);
    FlowRequest request{.input = input, .depth = largestDepth, .wirings = {}};
    request.wirings = {{true, NormPlacement::Post}};
    const Result<std::vector<FlowCurve>> ours = gradientFlow(request);
    ASSERT_TRUE(ours) << ours.error().text();
    const Result<Tensor> answer = worker.ask(input, flowQuestion(request, request.wirings.front(), 0));
    ASSERT_TRUE(answer) << answer.error().text();
    ASSERT_EQ(answer->elements(), 2 * largestDepth + 1);
    EXPECT_NEAR(answer->at(0) / ours->front().gradient.front(), 1, 1e-8);
}

namespace {

class GradientWorkers : public ::testing::TestWithParam<WorkerKind>
{
};

INSTANTIATE_TEST_SUITE_P(Reference, GradientWorkers,
                         ::testing::Values(torchWorker, oneDnnWorker, pythonWorker),
                         [](const auto& instance) { return std::string(instance.param.label); });

struct GradientCase {
    Tensor input;
    LayerNormParameters parameters;
    Tensor upstream;
};

/// Of every rank up to five, over one to all dimensions.
GradientCase randomGradientCase(Dice& dice, std::uint64_t seed, DType dtype)
{
    std::vector<std::int64_t> extents;
    for (std::int64_t rank = dice.between(0, 4); rank > 0; --rank)
        extents.push_back(dice.between(1, 4));
    extents.push_back(dice.between(8, 80)); // not fewer: see randomConfiguration
    const Shape shape = *Shape::make(extents);
    GradientCase gradient{randn(shape, seed, dtype), {}, randn(shape, seed + 1, dtype)};
    LayerNormParameters& parameters = gradient.parameters;
    parameters.eps = dice.oneOf(std::array{1e-12, 1e-5, 1e-3, 0.25});
    parameters.normalizedDims = static_cast<int>(dice.between(1, shape.rank()));
    if (dice.coin()) {
        parameters.gamma = randn(shape.trailing(parameters.normalizedDims), seed + 2, dtype);
        parameters.beta = randn(shape.trailing(parameters.normalizedDims), seed + 3, dtype);
    }
    return gradient;
}

LibraryQuestion backwardQuestion(const GradientCase& gradient)
{
    LibraryQuestion question;
    question.operation = Operation::LayerNormBackward;
    question.parameters = gradient.parameters;
    question.further.push_back(std::make_shared<const Tensor>(gradient.upstream));
    return question;
}

/// Flat, as the library answers.
Tensor ourGradient(const GradientCase& gradient)
{
    const auto& [input, parameters, upstream] = gradient;
    const LayerNormGradient ours =
        *layerNormGradient(input, parameters, *layerNorm(input, parameters), upstream);
    std::vector<double> values;
    for (const Tensor* part : {&ours.input, &ours.gamma, &ours.beta})
        for (std::int64_t i = 0; i < part->elements(); ++i)
            values.push_back(part->at(i));
    const auto count = static_cast<std::int64_t>(values.size());
    return Tensor(Shape::of({count}), std::move(values)).converted(input.dtype());
}

} // namespace

TEST_P(GradientWorkers, AgreeWithOurGradientOfLayerNorm)
{
    Worker worker(GetParam());
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        if (dtype == DType::Float64 && !GetParam().float64)
            continue;
        Dice dice;
        double largest = 0;
        for (std::uint64_t seed = 0; seed < configurations; ++seed) {
            const GradientCase gradient = randomGradientCase(dice, seed, dtype);
            const LibraryQuestion question = backwardQuestion(gradient);
            const Result<Tensor> theirs = worker.ask(gradient.input, question);
            ASSERT_TRUE(theirs) << theirs.error().text();
            EXPECT_EQ(theirs->shape(), protocol::answerShape(gradient.input, question).value());
            const Tensor ours = ourGradient(gradient);
            ASSERT_EQ(theirs->shape(), ours.shape());
            const double found = deviation(ours, *theirs);
            EXPECT_LT(found, toleranceFor(dtype))
                << gradient.input.shape().text() << " over " << gradient.parameters.normalizedDims;
            largest = std::max(largest, found);
        }
        record("layerNormBackward", dtype, largest);
    }
}

TEST_P(GradientWorkers, FindNothingLeftOfASum)
{
    Worker worker(GetParam());
    GradientCase gradient{randn(Shape::of({4, 64}), 0), {}, Tensor(Shape::of({4, 64}), DType::Float32)};
    for (std::int64_t i = 0; i < gradient.upstream.elements(); ++i)
        gradient.upstream.set(i, 1);
    const Result<Tensor> answer = worker.ask(gradient.input, backwardQuestion(gradient));
    ASSERT_TRUE(answer) << answer.error().text();
    for (std::int64_t i = 0; i < gradient.input.elements(); ++i)
        EXPECT_NEAR(answer->at(i), 0, 1e-5);
    for (std::int64_t i = 0; i < 64; ++i)
        EXPECT_EQ(answer->at(gradient.input.elements() + 64 + i), 4); // dL/dbeta counts the tokens
}

TEST_P(GradientWorkers, SayThatFloat64IsNotTheirs)
{
    Worker worker(GetParam());
    Dice dice;
    const GradientCase gradient = randomGradientCase(dice, 0, DType::Float64);
    const Result<Tensor> answer = worker.ask(gradient.input, backwardQuestion(gradient));
    EXPECT_EQ(answer.has_value(), GetParam().float64);
    if (!answer) {
        EXPECT_NE(answer.error().text().find("choose float32"), std::string::npos) << answer.error().text();
    }
    EXPECT_TRUE(worker.givesTheKnownAnswer());
}

} // namespace layernorm
