// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reference/protocol.h"
#include "core/tensor/random_tensor.h"
#include "tests/support/greeted_worker.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <gtest/gtest.h>
#include <limits>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

namespace layernorm {

namespace {

using layernorm::testing::expectEnd;
using layernorm::testing::maxDifference;
using layernorm::testing::oneDnnWorker;
using layernorm::testing::pythonWorker;
using layernorm::testing::SpawnedProcess;
using layernorm::testing::torchWorker;
using layernorm::testing::Worker;
using layernorm::testing::WorkerKind;

LayerNormParameters over(int normalizedDims, double eps)
{
    LayerNormParameters parameters;
    parameters.normalizedDims = normalizedDims;
    parameters.eps = eps;
    return parameters;
}

/// The formula in double precision, whatever the tensor's type.
Tensor formula(const Tensor& input, const LayerNormParameters& parameters)
{
    const std::int64_t dimension = input.shape().trailingElements(parameters.normalizedDims);
    const auto count = static_cast<double>(dimension);
    Tensor output(input.shape(), DType::Float64);
    for (std::int64_t first = 0; first < input.elements(); first += dimension) {
        double mean = 0;
        double variance = 0;
        for (std::int64_t i = 0; i < dimension; ++i)
            mean += input.at(first + i) / count;
        for (std::int64_t i = 0; i < dimension; ++i)
            variance += std::pow(input.at(first + i) - mean, 2) / count;
        for (std::int64_t i = 0; i < dimension; ++i) {
            const double gamma = parameters.gamma ? parameters.gamma->at(i) : 1;
            const double beta = parameters.beta ? parameters.beta->at(i) : 0;
            const double normalized = (input.at(first + i) - mean) / std::sqrt(variance + parameters.eps);
            output.set(first + i, normalized * gamma + beta);
        }
    }
    return output;
}

/// Values of size 1 pass some ten roundings on the way.
double toleranceFor(DType dtype)
{
    return dtype == DType::Float32 ? 5e-6 : 1e-14;
}

struct Question {
    Tensor input;
    LayerNormParameters parameters;
};

/// Every rank, one to three normalised dimensions, with and without gamma and beta.
std::vector<Question> questions(DType dtype)
{
    const std::vector<std::int64_t> extents{2, 1, 3, 2, 1, 2, 5, 4};
    std::vector<Question> all;
    for (std::size_t rank = 1; rank <= extents.size(); ++rank) {
        const Shape shape = *Shape::make({extents.end() - static_cast<std::ptrdiff_t>(rank), extents.end()});
        for (int dims = 1; dims <= std::min(3, shape.rank()); ++dims) {
            const Tensor input = randn(shape, rank, dtype);
            all.push_back({input, over(dims, 1e-5)});
            const Shape trailing = shape.trailing(dims);
            all.push_back({input,
                           {.eps = 1e-3,
                            .normalizedDims = dims,
                            .gamma = randn(trailing, 1, dtype),
                            .beta = randn(trailing, 2, dtype)}});
        }
    }
    return all;
}

class Workers : public ::testing::TestWithParam<WorkerKind>
{
};

INSTANTIATE_TEST_SUITE_P(Reference, Workers, ::testing::Values(torchWorker, oneDnnWorker, pythonWorker),
                         [](const auto& instance) { return std::string(instance.param.label); });

} // namespace

TEST_P(Workers, GreetAndGiveTheKnownAnswer)
{
    const auto start = std::chrono::steady_clock::now();
    Worker worker(GetParam());
    const std::chrono::duration<double, std::milli> greeted = std::chrono::steady_clock::now() - start;
    RecordProperty("millisecondsToGreeting", std::to_string(greeted.count()));
    EXPECT_EQ(worker.greeting.name, GetParam().name);
    EXPECT_EQ(worker.greeting.operations, GetParam().operations);
    EXPECT_TRUE(worker.givesTheKnownAnswer());
    worker.process.closeInput();
    EXPECT_EQ(worker.process.readRest(), "");
    expectEnd(worker.process, true);
}

TEST_P(Workers, ComputeTheFormulaForEveryRank)
{
    Worker worker(GetParam());
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        if (dtype == DType::Float64 && !GetParam().float64)
            continue;
        for (const auto& [input, parameters] : questions(dtype)) {
            const Result<Tensor> reply = worker.layerNorm(input, parameters);
            ASSERT_TRUE(reply) << reply.error().text();
            EXPECT_EQ(reply->shape(), input.shape());
            EXPECT_EQ(reply->dtype(), dtype);
            EXPECT_LT(maxDifference(*reply, formula(input, parameters)), toleranceFor(dtype))
                << input.shape().text() << " over " << parameters.normalizedDims << " in " << name(dtype);
        }
    }
}

TEST_P(Workers, SayWhatTheyCannotDo)
{
    Worker worker(GetParam());
    if (!GetParam().float64) {
        const Result<Tensor> reply = worker.layerNorm(Tensor(Shape::of({2, 3}), DType::Float64), {});
        ASSERT_FALSE(reply);
        EXPECT_NE(reply.error().text().find("choose float32"), std::string::npos) << reply.error().text();
    }
    EXPECT_EQ(worker.randn(Shape::of({3}), 0, DType::Float32).has_value(), GetParam().offers("randn"));
    EXPECT_TRUE(worker.givesTheKnownAnswer());
}

TEST_P(Workers, GiveBetaForADimensionOfOne)
{
    Worker worker(GetParam());
    const Tensor input(Shape::of({3, 1}), std::vector<float>{0.5F, -2, 3});
    const LayerNormParameters parameters{.eps = 1e-5,
                                         .normalizedDims = 1,
                                         .gamma = Tensor(Shape::of({1}), std::vector<float>{2}),
                                         .beta = Tensor(Shape::of({1}), std::vector<float>{7})};
    const Result<Tensor> reply = worker.layerNorm(input, parameters);
    ASSERT_TRUE(reply) << reply.error().text();
    for (std::int64_t i = 0; i < 3; ++i) // libtorch scales by 1/sqrt(eps) = 316 before it subtracts
        EXPECT_NEAR(reply->at(i), 7, 1e-4);
}

TEST_P(Workers, KeepNotANumberInItsToken)
{
    Worker worker(GetParam());
    Tensor input = randn(Shape::of({5, 4}), 0);
    for (std::int64_t i = 0; i < 4; ++i)
        input.set(i, 3); // constant
    input.set(9, std::numeric_limits<double>::quiet_NaN());
    input.set(18, std::numeric_limits<double>::infinity());
    const Result<Tensor> reply = worker.layerNorm(input, over(1, 0));
    ASSERT_TRUE(reply) << reply.error().text();
    for (std::int64_t i = 0; i < input.elements(); ++i)
        EXPECT_EQ(std::isnan(reply->at(i)), i / 4 % 2 == 0) << "element " << i;
}

namespace {

LibraryQuestion about(Operation operation, double eps, std::int64_t groups = 1)
{
    return {.operation = operation, .parameters = over(1, eps), .groups = groups};
}

constexpr std::array sampleNorms{Operation::BatchNorm, Operation::InstanceNorm, Operation::GroupNorm};

/// What the elements that share their statistics have in common, from 0 on.
std::size_t statisticsOf(std::int64_t index, const Shape& shape, const LibraryQuestion& question)
{
    const std::int64_t channels = shape[-1];
    const std::int64_t channel = index % channels;
    const std::int64_t sample = index / (shape.elements() / shape[0]);
    if (question.operation == Operation::BatchNorm)
        return static_cast<std::size_t>(channel);
    if (question.operation == Operation::InstanceNorm)
        return static_cast<std::size_t>(sample * channels + channel);
    return static_cast<std::size_t>(sample * question.groups + channel / (channels / question.groups));
}

/// The formula in double precision, whatever the tensor's type.
Tensor formulaOfNorm(const Tensor& input, const LibraryQuestion& question)
{
    const auto key = [&](std::int64_t index) { return statisticsOf(index, input.shape(), question); };
    const std::size_t keys = key(input.elements() - 1) + 1;
    const double count = static_cast<double>(input.elements()) / static_cast<double>(keys);
    std::vector<double> mean(keys);
    std::vector<double> variance(keys);
    for (std::int64_t i = 0; i < input.elements(); ++i)
        mean[key(i)] += input.at(i) / count;
    for (std::int64_t i = 0; i < input.elements(); ++i)
        variance[key(i)] += std::pow(input.at(i) - mean[key(i)], 2) / count;
    Tensor output(input.shape(), DType::Float64);
    for (std::int64_t i = 0; i < input.elements(); ++i)
        output.set(i, (input.at(i) - mean[key(i)]) / std::sqrt(variance[key(i)] + question.parameters.eps));
    return output;
}

/// Every rank, few samples and many, and every number of groups. Each leaves several values to normalise.
std::vector<std::pair<Shape, LibraryQuestion>> sampleQuestions()
{
    std::vector<std::pair<Shape, LibraryQuestion>> all;
    for (const Shape& shape :
         {Shape::of({5, 6}), Shape::of({2, 3, 4}), Shape::of({1, 7, 6}), Shape::of({64, 2, 1}),
          Shape::of({3, 2, 5, 8}), Shape::of({2, 1, 3, 2, 1, 2, 1, 12}), Shape::of({8, 128, 16})}) {
        all.emplace_back(shape, about(Operation::BatchNorm, 1e-5));
        all.emplace_back(shape, about(Operation::BatchNorm, 0.5));
        if (shape.rank() > 2)
            all.emplace_back(shape, about(Operation::InstanceNorm, 1e-3));
        for (std::int64_t groups = 1; groups <= shape[-1]; ++groups)
            if (shape[-1] % groups == 0 && (shape.rank() > 2 || groups < shape[-1]))
                all.emplace_back(shape, about(Operation::GroupNorm, 1e-3, groups));
    }
    return all;
}

} // namespace

TEST_P(Workers, ComputeTheOtherNormsOfEveryRank)
{
    Worker worker(GetParam());
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        if (dtype == DType::Float64 && !GetParam().float64)
            continue;
        for (const auto& [shape, question] : sampleQuestions()) {
            if (!GetParam().offers(name(question.operation)))
                continue;
            const Tensor input = randn(shape, 3, dtype);
            const Result<Tensor> reply = worker.ask(input, question);
            ASSERT_TRUE(reply) << reply.error().text();
            EXPECT_EQ(reply->shape(), shape);
            EXPECT_EQ(reply->dtype(), dtype);
            EXPECT_LT(maxDifference(*reply, formulaOfNorm(input, question)), toleranceFor(dtype))
                << name(question.operation) << " of " << shape.text() << " in " << name(dtype) << ", "
                << question.groups << " groups";
        }
    }
}

// As torch.nn.functional of PyTorch 1.13 printed them for the same numbers in float64, with the channels
// moved to axis 1 and back.
TEST_P(Workers, RepeatTheOtherNormsOfPyTorch)
{
    const Tensor input(Shape::of({2, 3, 4}),
                       std::vector<float>{1,  -2, 0.5F, 3,      4, 0.25F, -1, 2, 0, 5,     2.5F, -3,
                                          -4, 1,  7,    0.125F, 2, 2,     -6, 1, 3, -0.5F, 1.5F, 8});
    const std::vector<std::pair<LibraryQuestion, std::vector<double>>> golden{
        {about(Operation::BatchNorm, 1e-3),
         {0,
          -1.35009879571,
          -0.0640601100937,
          0.34445507844,
          1.16180787154,
          -0.32326309193,
          -0.448420770656,
          0.0438397372561,
          -0.387269290513,
          1.8445011716,
          0.448420770656,
          -1.45923696867,
          -1.93634645257,
          0.0190154759959,
          1.60150275234,
          -0.519814027465,
          0.387269290513,
          0.475386899897,
          -1.72962297253,
          -0.256775603928,
          0.774538581026,
          -0.665541659856,
          0.192180330281,
          1.84753178436}},
        {about(Operation::InstanceNorm, 1e-3),
         {-0.392164401541, -1.05664958162,  -0.116219372604, 0.888936371767,  1.37257540539,  -0.285580968005,
          -1.16219372604,  0.50796364101,   -0.980411003853, 1.34223054962,   1.27841309864,  -1.39690001278,
          -1.40175270604,  0.16214463396,   1.15736042326,   -0.827572573519, 0.539135656169, 1.13501243772,
          -1.28248046901,  -0.579300801464, 0.86261704987,   -1.29715707168,  0.125120045758, 1.40687337498}},
        {about(Operation::GroupNorm, 1e-3, 2),
         {-0.155878898793, -1.40291008913,  -0.078802230929,  1.10323123301,   1.09115229155,
          -0.467636696378, -0.78802230929,  0.630417847432,   -0.571555962239, 1.50682935499,
          0.866824540219,  -1.73364908044,  -1.97802827139,   0.179820751945,  1.08865434823,
          -0.389765137021, 0.611390556612,  0.611390556612,   -1.70690249661,  -0.20160265708,
          1.04296036128,   -0.467533955057, -0.0940812399706, 1.30369718245}},
    };
    Worker worker(GetParam());
    for (const auto& [question, expected] : golden) {
        if (!GetParam().offers(name(question.operation)))
            continue;
        const Result<Tensor> reply = worker.ask(input, question);
        ASSERT_TRUE(reply) << reply.error().text();
        for (std::size_t i = 0; i < expected.size(); ++i)
            EXPECT_NEAR(reply->at(static_cast<std::int64_t>(i)), expected[i], 1e-6)
                << name(question.operation) << ", element " << i;
    }
}

TEST_P(Workers, KeepNotANumberInItsStatistics)
{
    Worker worker(GetParam());
    Tensor input = randn(Shape::of({3, 5, 4}), 0);
    input.set(21, std::numeric_limits<double>::quiet_NaN());
    for (const Operation operation : sampleNorms) {
        if (!GetParam().offers(name(operation)))
            continue;
        const LibraryQuestion question = about(operation, 1e-5, 2);
        const Result<Tensor> reply = worker.ask(input, question);
        ASSERT_TRUE(reply) << reply.error().text();
        for (std::int64_t i = 0; i < input.elements(); ++i)
            EXPECT_EQ(std::isnan(reply->at(i)),
                      statisticsOf(i, input.shape(), question) == statisticsOf(21, input.shape(), question))
                << name(operation) << ", element " << i;
    }
}

TEST_P(Workers, SayWhichNormsTheyLack)
{
    Worker worker(GetParam());
    for (const Operation operation : sampleNorms) {
        const Result<Tensor> reply = worker.ask(randn(Shape::of({2, 3, 4}), 0), about(operation, 1e-5));
        EXPECT_EQ(reply.has_value(), GetParam().offers(name(operation))) << name(operation);
        if (!reply) {
            EXPECT_EQ(reply.error().text(),
                      std::string(GetParam().name) + " has no " + name(operation) +
                          " of its own; ask it for one of these: layer_norm, batch_norm, "
                          "layer_norm_backward");
        }
    }
    if (!GetParam().float64) {
        const Tensor input(Shape::of({2, 3}), DType::Float64);
        const Result<Tensor> reply = worker.ask(input, about(Operation::BatchNorm, 1e-5));
        ASSERT_FALSE(reply);
        EXPECT_NE(reply.error().text().find("choose float32"), std::string::npos) << reply.error().text();
    }
    EXPECT_TRUE(worker.givesTheKnownAnswer());
}

// PyTorch refuses to normalise single values, in its words and through both of its workers.
TEST_P(Workers, RefuseSingleValuesAsTheirLibraryDoes)
{
    struct Single {
        Shape shape;
        LibraryQuestion question;
        const char* reason;
    };
    const std::vector<Single> singles{
        {Shape::of({1, 4}), about(Operation::BatchNorm, 1e-5),
         "value per channel when training, got input size torch.Size([1, 4])"},
        {Shape::of({1, 1, 1, 2}), about(Operation::BatchNorm, 1e-5),
         "value per channel when training, got input size torch.Size([1, 2, 1, 1])"},
        {Shape::of({3, 1, 4}), about(Operation::InstanceNorm, 1e-5),
         "spatial element when training, got input size torch.Size([3, 4, 1])"},
        {Shape::of({1, 1, 4}), about(Operation::GroupNorm, 1e-5, 4),
         "value per channel when training, got input size [1, 4, 1]"},
    };
    Worker worker(GetParam());
    for (const auto& [shape, question, reason] : singles) {
        if (!GetParam().offers(name(question.operation)))
            continue;
        const Result<Tensor> reply = worker.ask(randn(shape, 0), question);
        ASSERT_EQ(reply.has_value(), !GetParam().refusesSingleValues) << shape.text();
        if (reply) {
            EXPECT_EQ(maxDifference(*reply, Tensor(shape, DType::Float32)), 0) << "a value is its own mean";
        } else {
            EXPECT_EQ(reply.error().text(), std::string(GetParam().name) +
                                                " could not compute this (Expected more than 1 " + reason +
                                                "); try another tensor or other parameters");
        }
    }
    EXPECT_TRUE(worker.givesTheKnownAnswer());
}

// What torch.nn.functional.group_norm counts are the values of a group in all samples together.
TEST(PyTorchWorkers, GiveZeroForGroupsOfSingleValuesInSeveralSamples)
{
    for (const WorkerKind& kind : {torchWorker, pythonWorker}) {
        Worker worker(kind);
        const Result<Tensor> reply =
            worker.ask(randn(Shape::of({2, 4}), 0), about(Operation::GroupNorm, 1e-5, 4));
        ASSERT_TRUE(reply) << reply.error().text();
        // torch scales by 1/sqrt(eps) = 316 before it subtracts
        EXPECT_LT(maxDifference(*reply, Tensor(Shape::of({2, 4}), DType::Float32)), 1e-4);
    }
}

TEST_P(Workers, AnswerALargeRequest)
{
    Worker worker(GetParam());
    const Tensor input = randn(Shape::of({1024, 768}), 0);
    double fastest = std::numeric_limits<double>::infinity();
    for (int repetition = 0; repetition < 5; ++repetition) {
        const auto start = std::chrono::steady_clock::now();
        const Result<Tensor> reply = worker.layerNorm(input, {});
        const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
        fastest = std::min(fastest, taken.count());
        ASSERT_TRUE(reply) << reply.error().text();
        EXPECT_LT(maxDifference(*reply, formula(input, {})), toleranceFor(DType::Float32));
    }
    RecordProperty("millisecondsFor1024x768", std::to_string(fastest));
}

TEST_P(Workers, AnswerRequestsThatComeTogetherInOrder)
{
    Worker worker(GetParam());
    const Tensor first = randn(Shape::of({2, 3}), 1);
    const Tensor second = randn(Shape::of({64, 768}), 2); // more than a pipe holds
    ASSERT_TRUE(worker.process.write(protocol::layerNormRequest(1, first, {}) +
                                     protocol::layerNormRequest(2, second, {}) +
                                     protocol::layerNormRequest(3, second, {})));
    EXPECT_LT(maxDifference(worker.readTensor(1).value(), formula(first, {})), toleranceFor(DType::Float32));
    EXPECT_LT(maxDifference(worker.readTensor(2).value(), formula(second, {})), toleranceFor(DType::Float32));
    EXPECT_TRUE(worker.readTensor(3));
}

TEST_P(Workers, AnswerARequestThatComesByteByByte)
{
    Worker worker(GetParam());
    const Tensor input = randn(Shape::of({2, 3}), 1);
    for (const char byte : protocol::layerNormRequest(1, input, {}))
        ASSERT_TRUE(worker.process.write({&byte, 1}));
    EXPECT_LT(maxDifference(worker.readTensor(1).value(), formula(input, {})), toleranceFor(DType::Float32));
}

namespace {

struct Field {
    const char* key;
    const char* value; ///< as JSON; empty to leave the field out
};

/// A request like `good` but for one field.
std::string lineWith(const std::vector<Field>& good, const Field& different)
{
    std::string line;
    for (const Field& field : good) {
        const char* value = field.key == std::string_view(different.key) ? different.value : field.value;
        if (*value != '\0')
            line += (line.empty() ? "{\"" : ",\"") + std::string(field.key) + "\":" + value;
    }
    return line + "}\n";
}

std::string layerNormLineWith(const Field& different)
{
    return lineWith({{"id", "5"},
                     {"operation", R"("layer_norm")"},
                     {"shape", "[2]"},
                     {"dtype", R"("float32")"},
                     {"eps", "1"},
                     {"normalized_dims", "1"},
                     {"affine", "false"},
                     {"bytes", "8"}},
                    different);
}

/// Of batch_norm, instance_norm or group_norm; only the last needs the groups.
std::string sampleNormLineWith(const char* operation, const Field& different)
{
    const std::string quoted = '"' + std::string(operation) + '"';
    return lineWith({{"id", "5"},
                     {"operation", quoted.c_str()},
                     {"shape", "[1,2,4]"},
                     {"dtype", R"("float32")"},
                     {"eps", "1"},
                     {"groups", "2"},
                     {"bytes", "32"}},
                    different);
}

std::string layerNormBackwardLineWith(const Field& different)
{
    return lineWith({{"id", "5"},
                     {"operation", R"("layer_norm_backward")"},
                     {"shape", "[2,2]"},
                     {"dtype", R"("float32")"},
                     {"eps", "1"},
                     {"normalized_dims", "1"},
                     {"affine", "false"},
                     {"bytes", "32"}},
                    different);
}

/// Of add_and_norm, which has no depth, or gradient_flow, which has no affine.
std::string blockLineWith(const char* operation, const char* bytes, const Field& different)
{
    const std::string quoted = '"' + std::string(operation) + '"';
    return lineWith({{"id", "5"},
                     {"operation", quoted.c_str()},
                     {"shape", "[1,2,4]"},
                     {"dtype", R"("float32")"},
                     {"eps", "1"},
                     {"heads", "2"},
                     {"causal", "false"},
                     {"residual", "true"},
                     {"norm", R"("post")"},
                     {"feed_forward", "3"},
                     {"affine", "true"},
                     {"depth", "2"},
                     {"bytes", bytes}},
                    different);
}

std::string randnLineWith(const Field& different)
{
    return lineWith({{"id", "5"},
                     {"operation", R"("randn")"},
                     {"shape", "[2]"},
                     {"dtype", R"("float32")"},
                     {"seed", "0"},
                     {"bytes", "0"}},
                    different);
}

void expectErrorReply(Worker& worker, const std::string& line, std::size_t bytes)
{
    ASSERT_TRUE(worker.process.write(line + std::string(bytes, '\n')));
    const protocol::ReplyLine reply = worker.readReplyLine();
    EXPECT_EQ(reply.id, 5U) << line;
    EXPECT_NE(reply.error, "") << line;
}

} // namespace

TEST_P(Workers, AnswerABadRequestWithAnErrorAndGoOn)
{
    Worker worker(GetParam());
    for (const Field& bad : std::vector<Field>{{"operation", R"("softmax")"},
                                               {"operation", "5"},
                                               {"operation", ""},
                                               {"dtype", R"("float16")"},
                                               {"dtype", "4"},
                                               {"dtype", ""},
                                               {"eps", "-1"},
                                               {"eps", "null"},
                                               {"eps", R"("1")"},
                                               {"eps", ""},
                                               {"normalized_dims", "0"},
                                               {"normalized_dims", "2"},
                                               {"normalized_dims", "true"},
                                               {"normalized_dims", ""},
                                               {"affine", "0"},
                                               {"affine", "true"}, // then 24 bytes belong there
                                               {"affine", ""},
                                               {"shape", "[]"},
                                               {"shape", "2"},
                                               {"shape", "[0]"},
                                               {"shape", "[-2]"},
                                               {"shape", "[2.0]"},
                                               {"shape", "[3]"},
                                               {"shape", R"(["nan"])"},
                                               {"shape", "[null]"},
                                               {"shape", "[1,1,1,1,1,1,1,1,2]"},
                                               {"shape", "[9223372036854775807,9223372036854775807]"},
                                               {"shape", ""}})
        expectErrorReply(worker, layerNormLineWith(bad), 8);
    for (const char* norm : {"batch_norm", "instance_norm", "group_norm"})
        for (const Field& bad : std::vector<Field>{{"shape", ""},
                                                   {"shape", "[8]"},
                                                   {"shape", "[1,2,5]"},
                                                   {"dtype", R"("int8")"},
                                                   {"eps", "-1"},
                                                   {"eps", ""}})
            expectErrorReply(worker, sampleNormLineWith(norm, bad), 32);
    expectErrorReply(worker, sampleNormLineWith("instance_norm", {"shape", "[2,4]"}), 32);
    for (const char* groups : {"", "0", "3", "8", "-1", "2.0", "true", R"("2")", "18446744073709551615"})
        expectErrorReply(worker, sampleNormLineWith("group_norm", {"groups", groups}), 32);
    for (const char* bytes : {"0", "31", "33"})
        expectErrorReply(worker, sampleNormLineWith("batch_norm", {"bytes", bytes}),
                         std::strtoul(bytes, nullptr, 10));
    for (const char* bytes : {"0", "7", "9", "200000"})
        expectErrorReply(worker, layerNormLineWith({"bytes", bytes}), std::strtoul(bytes, nullptr, 10));
    for (const Field& bad : std::vector<Field>{{"seed", ""},
                                               {"seed", "-1"},
                                               {"seed", "18446744073709551616"},
                                               {"shape", "[64000001]"},
                                               {"dtype", "{}"}})
        expectErrorReply(worker, randnLineWith(bad), 0);
    expectErrorReply(worker, randnLineWith({"bytes", "8"}), 8);
    EXPECT_TRUE(worker.givesTheKnownAnswer());
}

namespace {

struct BlockOperation {
    const char* name;
    const char* bytes; ///< (8 + 4 * 16 + 2 * 12 + 2 * 4) * 4, and (2 * 8 + 2 * (4 * 16 + 2 * 12)) * 4
    std::vector<Field> ownBadFields;
};

const std::array blockOperations{
    BlockOperation{"add_and_norm", "416", {{"affine", ""}, {"affine", "1"}, {"affine", "false"}}},
    BlockOperation{"gradient_flow",
                   "768",
                   {{"depth", ""},
                    {"depth", "0"},
                    {"depth", "-1"},
                    {"depth", "1"},
                    {"depth", "3"},
                    {"depth", "97"},
                    {"depth", "1000"},
                    {"depth", "2.0"},
                    {"depth", R"("2")"},
                    {"depth", "18446744073709551615"}}},
};

const std::vector<Field> badBlockFields{{"shape", ""},
                                        {"shape", "[8]"},
                                        {"shape", "[2,4]"},
                                        {"shape", "[1,1,2,4]"},
                                        {"shape", "[1,2,5]"},
                                        {"shape", "[1,2,2]"},
                                        {"shape", "[1,64000000,1]"},
                                        {"shape", "[1,1,64000000]"},
                                        {"shape", "[1,5656,4]"}, // 64 million attention weights, and the rest
                                        {"shape", "[1,2,9223372036854775807]"},
                                        {"dtype", R"("float64")"},
                                        {"dtype", R"("int8")"},
                                        {"dtype", ""},
                                        {"eps", "-1"},
                                        {"eps", ""},
                                        {"heads", ""},
                                        {"heads", "0"},
                                        {"heads", "3"},
                                        {"heads", "8"},
                                        {"heads", "-2"},
                                        {"heads", "2.0"},
                                        {"heads", "true"},
                                        {"heads", "4294967298"}, // 2 in the low 32 bits
                                        {"heads", "18446744073709551615"},
                                        {"causal", ""},
                                        {"causal", "0"},
                                        {"residual", ""},
                                        {"residual", R"("true")"},
                                        {"norm", ""},
                                        {"norm", "null"},
                                        {"norm", "2"},
                                        {"norm", R"("")"},
                                        {"norm", R"("Post")"},
                                        {"norm", R"(["post"])"},
                                        {"feed_forward", ""},
                                        {"feed_forward", "-1"},
                                        {"feed_forward", "0"}, // then fewer bytes belong there
                                        {"feed_forward", "2"},
                                        {"feed_forward", "3.0"},
                                        {"feed_forward", "65536"},
                                        {"feed_forward", "65537"},
                                        {"feed_forward", "18446744073709551615"}};

} // namespace

TEST_P(Workers, AnswerABadRequestForAGradientWithAnErrorAndGoOn)
{
    Worker worker(GetParam());
    ASSERT_TRUE(worker.process.write(layerNormBackwardLineWith({"", ""}) + std::string(32, '\0')));
    EXPECT_TRUE(worker.readTensor(5));
    for (const Field& bad :
         std::vector<Field>{{"dtype", R"("float64")"},
                            {"dtype", ""},
                            {"eps", "-1"},
                            {"eps", ""},
                            {"normalized_dims", "0"},
                            {"normalized_dims", "3"},
                            {"normalized_dims", ""},
                            {"affine", "0"},
                            {"affine", "true"}, // then 48 bytes belong there
                            {"affine", ""},
                            {"shape", "[]"},
                            {"shape", "[4,2]"},
                            {"shape", "[2,0]"},
                            {"shape", "[1,40000000]"}, // dgamma and dbeta make it too large
                            {"shape", ""}})
        expectErrorReply(worker, layerNormBackwardLineWith(bad), 32);
    for (const char* bytes : {"0", "16", "31", "33", "200000"})
        expectErrorReply(worker, layerNormBackwardLineWith({"bytes", bytes}),
                         std::strtoul(bytes, nullptr, 10));
    EXPECT_TRUE(worker.givesTheKnownAnswer());
}

TEST_P(Workers, AnswerABadRequestAboutABlockWithAnErrorAndGoOn)
{
    Worker worker(GetParam());
    for (const auto& [name, bytes, ownBadFields] : blockOperations) {
        const auto length = std::strtoul(bytes, nullptr, 10);
        ASSERT_TRUE(worker.process.write(blockLineWith(name, bytes, {"", ""}) + std::string(length, '\0')));
        EXPECT_EQ(worker.readTensor(5).has_value(), GetParam().offers(name));
        for (const Field& bad : badBlockFields)
            expectErrorReply(worker, blockLineWith(name, bytes, bad), length);
        for (const Field& bad : ownBadFields)
            expectErrorReply(worker, blockLineWith(name, bytes, bad), length);
        for (const char* wrong : {"0", "1", "415", "767", "769", "200000"})
            expectErrorReply(worker, blockLineWith(name, wrong, {"", ""}), std::strtoul(wrong, nullptr, 10));
    }
    EXPECT_TRUE(worker.givesTheKnownAnswer());
}

namespace {

/// libtorch takes half a second to load, and its worker has the same loop as oneDNN's.
class WorkerLoops : public Workers
{
};

INSTANTIATE_TEST_SUITE_P(Reference, WorkerLoops, ::testing::Values(oneDnnWorker, pythonWorker),
                         [](const auto& instance) { return std::string(instance.param.label); });

} // namespace

TEST_P(WorkerLoops, EndWhereTheNextRequestCannotBeFound)
{
    for (const std::string& line : std::vector<std::string>{
             "GET / HTTP/1.1\n", "\n", "[1]\n", "\xff\xfe\n", layerNormLineWith({"id", ""}),
             layerNormLineWith({"id", "-1"}), layerNormLineWith({"bytes", ""}),
             layerNormLineWith({"bytes", "-8"}), layerNormLineWith({"bytes", "8.0"}),
             layerNormLineWith({"bytes", "18446744073709551615"}), layerNormLineWith({"bytes", "1536000001"}),
             layerNormLineWith({"shape", "[nan]"}), layerNormLineWith({"bytes", R"(8,"bytes":16)"}),
             layerNormLineWith({"shape", R"([2],"shape":[2])"}), std::string(70000, ' ') + '\n',
             std::string(60000, '[') + '\n'}) {
        Worker worker(GetParam());
        worker.process.write(line);
        EXPECT_NE(worker.readReplyLine().error, "") << line.substr(0, 80);
        expectEnd(worker.process, false);
    }
}

TEST_P(WorkerLoops, EndWithTheirInput)
{
    const std::string request = protocol::layerNormRequest(1, randn(Shape::of({64, 768}), 0), {});
    const std::size_t dataStart = request.find('\n') + 1;
    for (const std::size_t sent :
         {std::size_t{0}, std::size_t{20}, dataStart, dataStart + 1, request.size() - 1}) {
        Worker worker(GetParam());
        ASSERT_TRUE(worker.process.write(std::string_view(request).substr(0, sent)));
        worker.process.closeInput();
        expectEnd(worker.process, sent == 0);
    }
}

TEST_P(Workers, EndQuietlyWhenNobodyListens)
{
    Worker worker(GetParam());
    worker.process.closeOutput();
    worker.process.write(protocol::layerNormRequest(1, randn(Shape::of({64, 768}), 0), {}));
    expectEnd(worker.process, true);
    EXPECT_EQ(worker.process.errorText(), "");
}

TEST_P(Workers, KeepTheirLibraryOffTheReplies)
{
    setenv("ONEDNN_VERBOSE", "1", 1); // oneDNN prints a line for each primitive, to stdout
    Worker worker(GetParam());
    unsetenv("ONEDNN_VERBOSE");
    EXPECT_TRUE(worker.givesTheKnownAnswer());
    worker.process.closeInput();
    EXPECT_EQ(worker.process.readRest(), "");
    expectEnd(worker.process, true);
    if (GetParam().name == oneDnnWorker.name) {
        EXPECT_NE(worker.process.errorText().find("layer_normalization"), std::string::npos);
    }
}

TEST(PythonWorker, SaysThatThereIsNoTorch)
{
    // Without its site packages no Python has PyTorch.
    SpawnedProcess process({"/usr/bin/python3", "-I", "-S", LAYERNORM_PYTHON_WORKER});
    const std::optional<SpawnedProcess::End> end = process.wait();
    ASSERT_TRUE(end);
    EXPECT_FALSE(end->bySignal);
    EXPECT_EQ(end->code, 3);
    EXPECT_EQ(process.readRest(), "");
    const std::string& text = process.errorText();
    EXPECT_NE(text.find("/usr/bin/python3"), std::string::npos) << text;
    EXPECT_NE(text.find("install"), std::string::npos) << text;
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
}

namespace {

struct Deviation {
    std::int64_t valuesThatDiffer = 0;
    double largest = 0;

    void add(const Tensor& ours, const Tensor& theirs)
    {
        for (std::int64_t i = 0; i < ours.elements(); ++i)
            valuesThatDiffer += ours.at(i) == theirs.at(i) ? 0 : 1;
        largest = std::max(largest, maxDifference(ours, theirs));
    }
};

/// Our randn against the worker's, of every size up to `sizes`, in one request after the other without
/// waiting.
void addDeviations(Worker& worker, std::uint64_t seed, DType dtype, std::int64_t sizes, Deviation& below16,
                   Deviation& from16)
{
    std::string requests;
    for (std::int64_t size = 1; size <= sizes; ++size)
        requests += protocol::randnRequest(static_cast<std::uint64_t>(size), Shape::of({size}), seed, dtype);
    ASSERT_TRUE(worker.process.write(requests));
    for (std::int64_t size = 1; size <= sizes; ++size) {
        const Result<Tensor> theirs = worker.readTensor(static_cast<std::uint64_t>(size));
        ASSERT_TRUE(theirs) << theirs.error().text();
        (size < 16 ? below16 : from16).add(randn(Shape::of({size}), seed, dtype), *theirs);
    }
}

class RandomNumbers : public ::testing::TestWithParam<WorkerKind>
{
};

INSTANTIATE_TEST_SUITE_P(Reference, RandomNumbers, ::testing::Values(torchWorker, pythonWorker),
                         [](const auto& instance) { return std::string(instance.param.label); });

} // namespace

TEST_P(RandomNumbers, AreTorchsToTheLastBitBelow16AndInFloat64)
{
    Worker worker(GetParam());
    Deviation below16;
    Deviation from16;
    for (std::uint64_t seed = 0; seed < 100; ++seed)
        addDeviations(worker, seed, DType::Float64, 200, below16, from16);
    RecordProperty("float64Below16", std::to_string(below16.valuesThatDiffer));
    RecordProperty("float64From16", std::to_string(from16.valuesThatDiffer));
    EXPECT_EQ(below16.valuesThatDiffer, 0) << below16.largest;
    EXPECT_EQ(from16.valuesThatDiffer, 0) << from16.largest;
}

TEST_P(RandomNumbers, AreTorchsInFloat32UpToItsLogarithmAndSine)
{
    Worker worker(GetParam());
    Deviation below16;
    Deviation from16;
    for (std::uint64_t seed = 0; seed < 100; ++seed)
        addDeviations(worker, seed, DType::Float32, 200, below16, from16);
    std::ostringstream largest;
    largest << from16.largest;
    RecordProperty("float32From16MaxDifference", largest.str());
    RecordProperty("float32From16ValuesThatDiffer", std::to_string(from16.valuesThatDiffer));
    EXPECT_EQ(below16.valuesThatDiffer, 0) << below16.largest;
    EXPECT_LT(from16.largest, 1e-6);
}

TEST_P(RandomNumbers, TakeEverySeed)
{
    Worker worker(GetParam());
    constexpr std::uint64_t last = std::numeric_limits<std::uint64_t>::max();
    for (const std::uint64_t seed : {std::uint64_t{1} << 31, std::uint64_t{1} << 32,
                                     (std::uint64_t{1} << 32) + 5, std::uint64_t{1} << 63, last}) {
        const Result<Tensor> theirs = worker.randn(Shape::of({5, 7}), seed, DType::Float64);
        ASSERT_TRUE(theirs) << theirs.error().text();
        EXPECT_TRUE(sameBits(randn(Shape::of({5, 7}), seed, DType::Float64), *theirs)) << seed;
    }
}

namespace {

void expectNear(const Tensor& tensor, std::int64_t first, const std::vector<double>& expected,
                double tolerance)
{
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(tensor.at(first + static_cast<std::int64_t>(i)), expected[i], tolerance)
            << "element " << i;
}

} // namespace

// The published examples are printed with four decimals.
constexpr double fourDecimals = 5.1e-5;

TEST(TorchWorker, RepeatsThePublishedExampleOfSeed42)
{
    Worker worker(torchWorker);
    const Result<Tensor> input = worker.randn(Shape::of({2, 3, 4}), 42, DType::Float32);
    ASSERT_TRUE(input) << input.error().text();
    expectNear(*input, 0,
               {1.9269, 1.4873, 0.9007, -2.1055, 0.6784, -1.2345, -0.0431, -1.6047, 0.3559, -0.6866, -0.4934,
                0.2415},
               fourDecimals);
    expectNear(*input, 20, {-0.5920, -0.0631, -0.8286, 0.3309}, fourDecimals);

    const Tensor printed(Shape::of({1, 4}), std::vector<double>{1.9269, 1.4873, 0.9007, -2.1055});
    const Result<Tensor> output = worker.layerNorm(printed, over(1, 1e-5));
    ASSERT_TRUE(output) << output.error().text();
    expectNear(*output, 0, {0.87156387, 0.59282575, 0.22087903, -1.68526865}, 5e-9);

    const Result<Tensor> overTwo = worker.layerNorm(*input, over(2, 1e-5));
    ASSERT_TRUE(overTwo) << overTwo.error().text();
    expectNear(*overTwo, 0, {(1.9269 + 0.04809167) / std::sqrt(1.38355239 + 1e-5)}, 2 * fourDecimals);
}

TEST(TorchWorker, RepeatsThePublishedExampleOfSeed0)
{
    Worker worker(torchWorker);
    const Result<Tensor> input = worker.randn(Shape::of({2, 3, 4}), 0, DType::Float32);
    ASSERT_TRUE(input) << input.error().text();
    expectNear(*input, 0, {-1.1258, -1.1524, -0.2506, -0.4339}, fourDecimals);
    const Result<Tensor> output = worker.layerNorm(*input, over(1, 1e-5));
    ASSERT_TRUE(output) << output.error().text();
    expectNear(*output, 0, {-0.9539, -1.0196, 1.2137, 0.7598}, fourDecimals);
}

} // namespace layernorm
