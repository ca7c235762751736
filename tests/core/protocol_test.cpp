// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reference/protocol.h"

#include <cmath>
#include <cstring>
#include <gtest/gtest.h>
#include <limits>
#include <memory>
#include <tuple>

namespace layernorm::protocol {

namespace {

Tensor sequence(const Shape& shape, DType dtype)
{
    Tensor tensor(shape, dtype);
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        tensor.set(i, 0.1 * static_cast<double>(i + 1));
    return tensor;
}

LayerNormParameters withEps(double eps)
{
    LayerNormParameters parameters;
    parameters.eps = eps;
    return parameters;
}

std::string asText(const Tensor& tensor)
{
    const std::span<const std::byte> bytes = tensor.bytes();
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::pair<std::string, std::string> splitMessage(const std::string& message)
{
    const std::size_t newline = message.find('\n');
    return {message.substr(0, newline), message.substr(newline + 1)};
}

template <typename T>
std::string errorOf(const Result<T>& result)
{
    return result ? "no error" : result.error().text();
}

constexpr const char* goodGreeting =
    R"({"protocol":1,"name":"LibTorch","version":"1.13.1","operations":["layer_norm","randn"]})";
constexpr const char* goodReply = R"({"id":7,"shape":[2,3,4],"dtype":"float32","bytes":96})";

} // namespace

TEST(Greeting, NamesTheLibrary)
{
    const Result<Greeting> greeting = parseGreeting(goodGreeting);
    ASSERT_TRUE(greeting) << errorOf(greeting);
    EXPECT_EQ(greeting->name, "LibTorch");
    EXPECT_EQ(greeting->version, "1.13.1");
    EXPECT_EQ(greeting->operations, (std::vector<std::string>{"layer_norm", "randn"}));
}

TEST(Greeting, MaySayMoreThanThisProgramKnows)
{
    EXPECT_TRUE(parseGreeting(
        R"( {"threads":{"name":1,"name":2},"protocol":1,"name":"x","version":"1","operations":["layer_norm"]} )"));
}

struct BadLine {
    const char* line;
    const char* complaint;
};

class BadGreeting : public ::testing::TestWithParam<BadLine>
{
};

TEST_P(BadGreeting, IsRefused)
{
    const Result<Greeting> greeting = parseGreeting(GetParam().line);
    ASSERT_FALSE(greeting);
    EXPECT_NE(errorOf(greeting).find(GetParam().complaint), std::string::npos) << errorOf(greeting);
}

INSTANTIATE_TEST_SUITE_P(
    Protocol, BadGreeting,
    ::testing::Values(
        BadLine{"", "a JSON object"}, BadLine{"Hello", "\"Hello\""}, BadLine{"[1]", "a JSON object"},
        BadLine{"null", "a JSON object"}, BadLine{"\x1b[31m\xff", "?[31m?"},
        BadLine{R"({"protocol":1)", "a JSON object"}, BadLine{R"({"protocol":1} x)", "a JSON object"},
        BadLine{R"({"name":"x","version":"1","operations":["layer_norm"]})", "\"protocol\""},
        BadLine{R"({"protocol":"1","name":"x","version":"1","operations":["layer_norm"]})", "\"protocol\""},
        BadLine{R"({"protocol":true,"name":"x","version":"1","operations":["layer_norm"]})", "\"protocol\""},
        BadLine{R"({"protocol":1.0,"name":"x","version":"1","operations":["layer_norm"]})", "\"protocol\""},
        BadLine{R"({"protocol":2,"name":"x","version":"1","operations":["layer_norm"]})", "version 2"},
        BadLine{R"({"protocol":1,"version":"1","operations":["layer_norm"]})", "\"name\""},
        BadLine{R"({"protocol":1,"name":"","version":"1","operations":["layer_norm"]})", "\"name\""},
        BadLine{R"({"protocol":1,"name":"x","version":1,"operations":["layer_norm"]})", "\"version\""},
        BadLine{R"({"protocol":1,"name":"x","version":"1"})", "\"operations\""},
        BadLine{R"({"protocol":1,"name":"x","version":"1","operations":"layer_norm"})", "\"operations\""},
        BadLine{R"({"protocol":1,"name":"x","version":"1","operations":["layer_norm",1]})", "\"operations\""},
        BadLine{R"({"protocol":1,"name":"x","version":"1","operations":[]})", "layer_norm"},
        BadLine{R"({"protocol":1,"name":"x","name":"y","version":"1","operations":["layer_norm"]})",
                "\"name\" twice"}));

TEST(Greeting, OfEndlessLengthIsRefused)
{
    const Result<Greeting> greeting = parseGreeting(goodGreeting + std::string(maxLineLength, ' '));
    ASSERT_FALSE(greeting);
    EXPECT_NE(errorOf(greeting).find("65536"), std::string::npos) << errorOf(greeting);
}

TEST(Greeting, NestedWithoutEndIsRefused)
{
    EXPECT_FALSE(parseGreeting(std::string(maxLineLength, '[')));
}

TEST(Request, IsALineAndTheInput)
{
    const Tensor input = sequence(Shape::of({2, 3, 4}), DType::Float32);
    const auto [line, data] = splitMessage(layerNormRequest(7, input, {}));
    EXPECT_EQ(line, R"({"id":7,"operation":"layer_norm","shape":[2,3,4],"dtype":"float32","eps":1e-05,)"
                    R"("normalized_dims":1,"affine":false,"bytes":96})");
    EXPECT_EQ(data, asText(input));
}

TEST(Request, CarriesGammaThenBeta)
{
    const Tensor input = sequence(Shape::of({2, 3}), DType::Float64);
    const Tensor gamma = sequence(Shape::of({3}), DType::Float64);
    const Tensor beta = Tensor(Shape::of({3}), std::vector<double>{7, 8, 9});
    const auto [line, data] = splitMessage(
        layerNormRequest(1, input, {.eps = 0, .normalizedDims = 1, .gamma = gamma, .beta = beta}));
    EXPECT_NE(line.find(R"("dtype":"float64","eps":0.0,"normalized_dims":1,"affine":true,"bytes":96)"),
              line.npos)
        << line;
    EXPECT_EQ(data, asText(input) + asText(gamma) + asText(beta));
}

TEST(Request, FillsInTheMissingGammaOrBeta)
{
    const Tensor input = sequence(Shape::of({2, 2}), DType::Float32);
    const Tensor given(Shape::of({2}), std::vector<float>{3, 4});
    const Tensor ones(Shape::of({2}), std::vector<float>{1, 1});
    const Tensor zeros(Shape::of({2}), DType::Float32);
    LayerNormParameters onlyGamma;
    onlyGamma.gamma = given;
    EXPECT_EQ(splitMessage(layerNormRequest(1, input, onlyGamma)).second,
              asText(input) + asText(given) + asText(zeros));
    LayerNormParameters onlyBeta;
    onlyBeta.beta = given;
    EXPECT_EQ(splitMessage(layerNormRequest(1, input, onlyBeta)).second,
              asText(input) + asText(ones) + asText(given));
}

TEST(Request, PrintsEpsSoThatItReadsBack)
{
    for (const double eps :
         {1e-5, 0.1, 1.0 / 3, 5e-324, 1.7976931348623157e308, 1e-12, 123456789.123456789}) {
        const std::string message = layerNormRequest(1, Tensor(), withEps(eps));
        const std::size_t start = message.find("\"eps\":") + std::strlen("\"eps\":");
        EXPECT_EQ(std::strtod(message.c_str() + start, nullptr), eps) << message;
    }
}

TEST(Request, OfTheOtherNormsHasNoAffine)
{
    const Tensor input = sequence(Shape::of({2, 3, 4}), DType::Float32);
    const Tensor unused = sequence(Shape::of({4}), DType::Float32);
    LibraryQuestion question{
        .operation = Operation::BatchNorm,
        .parameters = {.eps = 1e-5, .normalizedDims = 2, .gamma = unused, .beta = unused},
        .groups = 2};
    const auto [line, data] = splitMessage(questionRequest(9, input, question));
    EXPECT_EQ(
        line,
        R"({"id":9,"operation":"batch_norm","shape":[2,3,4],"dtype":"float32","eps":1e-05,"bytes":96})");
    EXPECT_EQ(data, asText(input));
    question.operation = Operation::InstanceNorm;
    EXPECT_EQ(
        splitMessage(questionRequest(9, input, question)).first,
        R"({"id":9,"operation":"instance_norm","shape":[2,3,4],"dtype":"float32","eps":1e-05,"bytes":96})");
}

TEST(Request, OfGroupNormCountsTheGroups)
{
    const Tensor input = sequence(Shape::of({2, 4}), DType::Float64);
    const LibraryQuestion question{
        .operation = Operation::GroupNorm, .parameters = withEps(0.25), .groups = 2};
    const auto [line, data] = splitMessage(questionRequest(10, input, question));
    EXPECT_EQ(line, R"({"id":10,"operation":"group_norm","shape":[2,4],"dtype":"float64","eps":0.25,)"
                    R"("groups":2,"bytes":64})");
    EXPECT_EQ(data, asText(input));
}

TEST(Request, OfAGradientCarriesTheUpstreamOneBeforeGammaAndBeta)
{
    const Tensor input = sequence(Shape::of({2, 3}), DType::Float64);
    const Tensor upstream(input.shape(), std::vector<double>{6, 5, 4, 3, 2, 1});
    const Tensor gamma(Shape::of({3}), std::vector<double>{7, 8, 9});
    const Tensor zeros(Shape::of({3}), DType::Float64);
    LibraryQuestion question{.operation = Operation::LayerNormBackward, .parameters = withEps(0.5)};
    question.further.push_back(std::make_shared<const Tensor>(upstream));
    const auto [line, data] = splitMessage(questionRequest(3, input, question));
    EXPECT_EQ(line, R"({"id":3,"operation":"layer_norm_backward","shape":[2,3],"dtype":"float64","eps":0.5,)"
                    R"("normalized_dims":1,"affine":false,"bytes":96})");
    EXPECT_EQ(data, asText(input) + asText(upstream));
    question.parameters.gamma = gamma;
    const auto [affineLine, affineData] = splitMessage(questionRequest(3, input, question));
    EXPECT_NE(affineLine.find(R"("affine":true,"bytes":144})"), line.npos) << affineLine;
    EXPECT_EQ(affineData, asText(input) + asText(upstream) + asText(gamma) + asText(zeros));
}

namespace {

/// Of heads and weights that are easy to tell apart.
LibraryQuestion blockQuestion(Operation operation)
{
    LibraryQuestion question{.operation = operation, .parameters = withEps(7)}; // not the block's
    question.block.attention = {.heads = 2, .causal = true};
    question.block.residual = false;
    question.block.norm = NormPlacement::Pre;
    question.block.layerNorm.eps = 0.25;
    question.block.feedForward = 3;
    question.depth = 2;
    for (const double value : {1, 2})
        question.further.push_back(
            std::make_shared<const Tensor>(Shape::of({2}), std::vector<double>{value, value}));
    return question;
}

} // namespace

TEST(Request, AboutABlockCarriesItsWeightsBeforeGammaAndBeta)
{
    const Tensor input = sequence(Shape::of({1, 2, 4}), DType::Float64);
    const Tensor beta(Shape::of({4}), std::vector<double>{4, 3, 2, 1});
    const Tensor ones(Shape::of({4}), std::vector<double>{1, 1, 1, 1});
    LibraryQuestion question = blockQuestion(Operation::AddAndNorm);
    const std::string weights = asText(*question.further[0]) + asText(*question.further[1]);
    const auto [line, data] = splitMessage(questionRequest(9, input, question));
    EXPECT_EQ(line, R"({"id":9,"operation":"add_and_norm","shape":[1,2,4],"dtype":"float64","eps":0.25,)"
                    R"("heads":2,"causal":true,"residual":false,"norm":"pre","feed_forward":3,)"
                    R"("affine":false,"bytes":96})");
    EXPECT_EQ(data, asText(input) + weights);
    question.block.layerNorm.beta = beta;
    const auto [affineLine, affineData] = splitMessage(questionRequest(9, input, question));
    EXPECT_NE(affineLine.find(R"("affine":true,"bytes":160})"), line.npos) << affineLine;
    EXPECT_EQ(affineData, asText(input) + weights + asText(ones) + asText(beta));
}

TEST(Request, AboutAStackOfBlocksCountsThemAndHasNoAffine)
{
    const Tensor input = sequence(Shape::of({1, 2, 4}), DType::Float64);
    LibraryQuestion question = blockQuestion(Operation::GradientFlow);
    question.block.layerNorm.gamma = sequence(Shape::of({4}), DType::Float64);
    const auto [line, data] = splitMessage(questionRequest(9, input, question));
    EXPECT_EQ(line, R"({"id":9,"operation":"gradient_flow","shape":[1,2,4],"dtype":"float64","eps":0.25,)"
                    R"("heads":2,"causal":true,"residual":false,"norm":"pre","feed_forward":3,)"
                    R"("depth":2,"bytes":96})");
    EXPECT_EQ(data, asText(input) + asText(*question.further[0]) + asText(*question.further[1]));
}

TEST(Request, KnowsTheShapeOfItsAnswer)
{
    const Tensor input(Shape::of({3, 5, 4}), DType::Float32);
    for (const Operation operation :
         {Operation::LayerNorm, Operation::BatchNorm, Operation::InstanceNorm, Operation::GroupNorm})
        EXPECT_EQ(answerShape(input, {.operation = operation}).value(), input.shape());
    LibraryQuestion question{.operation = Operation::LayerNormBackward, .parameters = withEps(0)};
    EXPECT_EQ(answerShape(input, question).value(), Shape::of({60 + 2 * 4}));
    question.parameters.normalizedDims = 2;
    EXPECT_EQ(answerShape(input, question).value(), Shape::of({60 + 2 * 20}));
    question = blockQuestion(Operation::AddAndNorm);
    EXPECT_EQ(answerShape(input, question).value(), Shape::of({3 * 2 * 5 * 5 + 3 * 60}));
    question.operation = Operation::GradientFlow;
    EXPECT_EQ(answerShape(input, question).value(), Shape::of({5}));
    question.operation = Operation::AddAndNorm;
    EXPECT_FALSE(answerShape(Tensor(Shape::of({1, 8000, 2}), DType::Float32), question));
}

TEST(Request, OfLayerNormIsThatOfItsOwnFunction)
{
    const Tensor input = sequence(Shape::of({2, 3}), DType::Float32);
    LibraryQuestion question;
    question.parameters.gamma = sequence(Shape::of({3}), DType::Float32);
    EXPECT_EQ(questionRequest(1, input, question), layerNormRequest(1, input, question.parameters));
}

TEST(Operation, IsReadAsItIsWritten)
{
    for (const auto& [operation, text] :
         {std::pair(Operation::LayerNorm, "layer_norm"), std::pair(Operation::BatchNorm, "batch_norm"),
          std::pair(Operation::InstanceNorm, "instance_norm"), std::pair(Operation::GroupNorm, "group_norm"),
          std::pair(Operation::LayerNormBackward, "layer_norm_backward"),
          std::pair(Operation::AddAndNorm, "add_and_norm"),
          std::pair(Operation::GradientFlow, "gradient_flow")}) {
        EXPECT_STREQ(name(operation), text);
        EXPECT_EQ(parseOperation(text), operation);
    }
    for (const char* other : {"", "randn", "LayerNorm", "layer_norm "})
        EXPECT_FALSE(parseOperation(other)) << other;
}

TEST(Request, ForRandomNumbersHasNoData)
{
    EXPECT_EQ(
        randnRequest(8, Shape::of({2, 3}), std::numeric_limits<std::uint64_t>::max(), DType::Float64),
        R"({"id":8,"operation":"randn","shape":[2,3],"dtype":"float64","seed":18446744073709551615,"bytes":0})"
        "\n");
}

TEST(Reply, IsUnderstood)
{
    const Result<ReplyLine> reply = parseReplyLine(goodReply);
    ASSERT_TRUE(reply) << errorOf(reply);
    EXPECT_EQ(reply->id, 7U);
    EXPECT_EQ(reply->shape, Shape::of({2, 3, 4}));
    EXPECT_EQ(reply->dtype, DType::Float32);
    EXPECT_EQ(reply->bytes, 96U);
    EXPECT_EQ(reply->error, "");
}

TEST(Reply, OfAnErrorNeedsNoMore)
{
    const Result<ReplyLine> reply = parseReplyLine(R"({"id":18446744073709551615,"error":"no \u03b5"})");
    ASSERT_TRUE(reply) << errorOf(reply);
    EXPECT_EQ(reply->id, std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(reply->error, "no \xce\xb5");
    EXPECT_EQ(reply->bytes, 0U);
}

class BadReply : public ::testing::TestWithParam<BadLine>
{
};

TEST_P(BadReply, IsRefused)
{
    const Result<ReplyLine> reply = parseReplyLine(GetParam().line);
    ASSERT_FALSE(reply);
    EXPECT_NE(errorOf(reply).find(GetParam().complaint), std::string::npos) << errorOf(reply);
}

INSTANTIATE_TEST_SUITE_P(
    Protocol, BadReply,
    ::testing::Values(
        BadLine{"", "a JSON object"}, BadLine{"\"id\"", "a JSON object"},
        BadLine{R"({"shape":[1],"dtype":"float32","bytes":4})", "\"id\""},
        BadLine{R"({"id":-1,"shape":[1],"dtype":"float32","bytes":4})", "\"id\""},
        BadLine{R"({"id":1e3,"shape":[1],"dtype":"float32","bytes":4})", "\"id\""},
        BadLine{R"({"id":null,"error":"x"})", "\"id\""}, BadLine{R"({"id":1,"error":""})", "\"error\""},
        BadLine{R"({"id":1,"error":5})", "\"error\""},
        BadLine{R"({"id":1,"error":"x","error":"y"})", "twice"},
        BadLine{R"({"id":1,"dtype":"float32","bytes":4})", "\"shape\""},
        BadLine{R"({"id":1,"shape":4,"dtype":"float32","bytes":4})", "\"shape\""},
        BadLine{R"({"id":1,"shape":[1.0],"dtype":"float32","bytes":4})", "\"shape\""},
        BadLine{R"({"id":1,"shape":[-1],"dtype":"float32","bytes":4})", "\"shape\""},
        BadLine{R"({"id":1,"shape":[18446744073709551615],"dtype":"float32","bytes":4})", "\"shape\""},
        BadLine{R"({"id":1,"shape":[9223372036854775807,9223372036854775807],"dtype":"float32","bytes":4})",
                "64 million"},
        BadLine{R"({"id":1,"shape":[],"dtype":"float32","bytes":4})", "1 to 8"},
        BadLine{R"({"id":1,"shape":[1,1,1,1,1,1,1,1,1],"dtype":"float32","bytes":4})", "1 to 8"},
        BadLine{R"({"id":1,"shape":[0],"dtype":"float32","bytes":0})", "at least 1"},
        BadLine{R"({"id":1,"shape":[1],"bytes":4})", "\"dtype\""},
        BadLine{R"({"id":1,"shape":[1],"dtype":7,"bytes":4})", "\"dtype\""},
        BadLine{R"({"id":1,"shape":[1],"dtype":"float16","bytes":2})", "float16"},
        BadLine{R"({"id":1,"shape":[1],"dtype":"float32"})", "\"bytes\""},
        BadLine{R"({"id":1,"shape":[1],"dtype":"float32","bytes":"4"})", "\"bytes\""},
        BadLine{R"({"id":1,"shape":[2,3],"dtype":"float32","bytes":48})", "takes 24"},
        BadLine{R"({"id":1,"shape":[1],"dtype":"float32","bytes":18446744073709551615})", "takes 4"}));

class ReplyTensor : public ::testing::TestWithParam<DType>
{
};

TEST_P(ReplyTensor, HasTheBitsThatWereSent)
{
    Tensor sent = sequence(Shape::of({2, 3}), GetParam());
    sent.set(1, std::numeric_limits<double>::quiet_NaN());
    sent.set(2, -std::numeric_limits<double>::infinity());
    sent.set(3, -0.0);
    const ReplyLine line{
        .id = 1, .shape = sent.shape(), .dtype = sent.dtype(), .bytes = sent.bytes().size(), .error = {}};
    const Result<Tensor> received = replyTensor(line, sent.bytes());
    ASSERT_TRUE(received) << errorOf(received);
    EXPECT_TRUE(sameBits(*received, sent));
}

TEST_P(ReplyTensor, OfWrongLengthIsRefused)
{
    const Tensor sent = sequence(Shape::of({2, 3}), GetParam());
    const ReplyLine line{
        .id = 1, .shape = sent.shape(), .dtype = sent.dtype(), .bytes = sent.bytes().size(), .error = {}};
    EXPECT_FALSE(replyTensor(line, sent.bytes().first(sent.bytes().size() - 1)));
    EXPECT_FALSE(replyTensor(line, {}));
    const Tensor larger = sequence(Shape::of({2, 4}), GetParam());
    EXPECT_FALSE(replyTensor(line, larger.bytes()));
}

INSTANTIATE_TEST_SUITE_P(Protocol, ReplyTensor, ::testing::Values(DType::Float32, DType::Float64),
                         [](const auto& instance) { return std::string(name(instance.param)); });

TEST(KnownAnswer, IsTheFormula)
{
    const KnownAnswer& known = knownAnswer();
    const auto& [eps, dims, gamma, beta] = known.parameters;
    ASSERT_EQ(dims, 1);
    const std::int64_t dimension = known.input.shape()[-1];
    const auto count = static_cast<double>(dimension);
    for (std::int64_t token = 0; token < known.input.shape()[0]; ++token) {
        double mean = 0;
        double variance = 0;
        for (std::int64_t i = 0; i < dimension; ++i)
            mean += known.input.at(token * dimension + i) / count;
        for (std::int64_t i = 0; i < dimension; ++i)
            variance += std::pow(known.input.at(token * dimension + i) - mean, 2) / count;
        for (std::int64_t i = 0; i < dimension; ++i) {
            const double normalized =
                (known.input.at(token * dimension + i) - mean) / std::sqrt(variance + eps);
            // half a unit of the float32 in which the answer is kept
            EXPECT_NEAR(known.output.at(token * dimension + i), normalized * gamma->at(i) + beta->at(i),
                        1.2e-7);
        }
    }
}

TEST(KnownAnswer, IsAccepted)
{
    EXPECT_TRUE(checkKnownAnswer(knownAnswer().output));
    Tensor rounded = knownAnswer().output;
    rounded.set(0, rounded.at(0) + 9e-6);
    EXPECT_TRUE(checkKnownAnswer(rounded));
}

TEST(KnownAnswer, IsRefusedWhenAnyValueIsOff)
{
    for (const double value :
         {2e-5, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
        for (std::int64_t i = 0; i < knownAnswer().output.elements(); ++i) {
            Tensor wrong = knownAnswer().output;
            wrong.set(i, wrong.at(i) + value);
            EXPECT_FALSE(checkKnownAnswer(wrong)) << i;
        }
    }
}

TEST(KnownAnswer, IsRefusedInAnotherShapeOrType)
{
    EXPECT_FALSE(checkKnownAnswer(knownAnswer().output.reshaped(Shape::of({4, 2}))));
    EXPECT_FALSE(checkKnownAnswer(knownAnswer().output.converted(DType::Float64)));
    EXPECT_FALSE(checkKnownAnswer(Tensor()));
}

} // namespace layernorm::protocol
