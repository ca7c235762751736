// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reference/protocol.h"

#include "core/reference/json_fields.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>
#include <utility>

namespace layernorm::protocol {

namespace {

using nlohmann::ordered_json;

static_assert(std::endian::native == std::endian::little, "tensors go over the pipe as they lie in memory");

constexpr JsonFields::Sentences workerSentences{
    .noObject = LAYERNORM_SENTENCE(
        "Core", "The reference worker wrote \"%1\" where a line with a JSON object belongs; "
                "check that it is a worker for this program"),
    .repeatedKey =
        LAYERNORM_SENTENCE("Core", "The reference worker named \"%1\" twice in one line; it must be "
                                   "corrected to do so once"),
    .badField = LAYERNORM_SENTENCE("Core", "The reference worker's line lacks a valid \"%1\"; it must be "
                                           "corrected to send %2 there"),
};

Result<JsonFields> parseLine(std::string_view line)
{
    if (line.size() > maxLineLength)
        return failure(LAYERNORM_SENTENCE(
                           "Core", "The reference worker wrote a line of %1 bytes where at most %2 belong; "
                                   "check that it is a worker for this program"),
                       {std::to_string(line.size()), std::to_string(maxLineLength)});
    return JsonFields::parse(line, workerSentences);
}

Result<std::vector<std::string>> readOperations(const JsonFields& fields)
{
    Result<std::vector<std::string>> operations = fields.texts("operations");
    if (operations && std::find(operations->begin(), operations->end(), "layer_norm") == operations->end())
        return failure(
            LAYERNORM_SENTENCE("Core", "The reference worker does not offer layer_norm among its operations; "
                                       "choose a worker that does"));
    return operations;
}

std::size_t bytesOf(const Shape& shape, DType dtype)
{
    return static_cast<std::size_t>(shape.elements()) * sizeOf(dtype);
}

tl::unexpected<Error> wrongLength(std::uint64_t bytes, const Shape& shape, DType dtype)
{
    return failure(
        LAYERNORM_SENTENCE("Core",
                           "The reference worker sent %1 bytes for the shape %2 in %3, which takes %4; it "
                           "must be corrected to send as many"),
        {std::to_string(bytes), shape.text(), name(dtype), std::to_string(bytesOf(shape, dtype))});
}

Tensor filledLike(const Tensor& other, double value)
{
    Tensor tensor(other.shape(), other.dtype());
    tensor.visit([value](auto values) {
        std::fill(values.begin(), values.end(),
                  static_cast<typename std::decay_t<decltype(values)>::value_type>(value));
    });
    return tensor;
}

void append(std::string& message, const Tensor& tensor)
{
    const std::span<const std::byte> bytes = tensor.bytes();
    message.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

using Data = std::vector<const Tensor*>;

/// The line so far, to which each operation adds its own fields.
ordered_json beginning(const char* operation, std::uint64_t id, const Tensor& input, double eps)
{
    ordered_json line;
    line["id"] = id;
    line["operation"] = operation;
    line["shape"] = input.shape().extents();
    line["dtype"] = name(input.dtype());
    line["eps"] = eps;
    return line;
}

std::size_t bytesOf(const Data& data)
{
    return std::accumulate(
        data.begin(), data.end(), std::size_t{0},
        [](std::size_t bytes, const Tensor* tensor) { return bytes + tensor->bytes().size(); });
}

/// The whole request: the line, `data` and then gamma and beta, both where either is set.
std::string message(ordered_json line, const Data& data, const LayerNormParameters& affine)
{
    const std::optional<Tensor>& gamma = affine.gamma;
    const std::optional<Tensor>& beta = affine.beta;
    const std::size_t affineBytes = gamma || beta ? 2 * (gamma ? gamma : beta)->bytes().size() : 0;
    const std::size_t bytes = bytesOf(data) + affineBytes;
    line["bytes"] = bytes;

    std::string text = line.dump() + '\n';
    text.reserve(text.size() + bytes);
    for (const Tensor* tensor : data)
        append(text, *tensor);
    if (gamma || beta) {
        append(text, gamma ? *gamma : filledLike(*beta, 1));
        append(text, beta ? *beta : filledLike(*gamma, 0));
    }
    return text;
}

std::string layerNormMessage(const char* operation, std::uint64_t id, const Data& data,
                             const LayerNormParameters& parameters)
{
    ordered_json line = beginning(operation, id, *data.front(), parameters.eps);
    line["normalized_dims"] = parameters.normalizedDims;
    line["affine"] = parameters.gamma || parameters.beta;
    return message(std::move(line), data, parameters);
}

Data withFurther(const Tensor& input, const LibraryQuestion& question)
{
    Data data{&input};
    for (const std::shared_ptr<const Tensor>& tensor : question.further)
        data.push_back(tensor.get());
    return data;
}

/// Of add_and_norm or gradient_flow; the latter has no gamma and beta.
std::string blockMessage(std::uint64_t id, const Tensor& input, const LibraryQuestion& question)
{
    const BlockOptions& block = question.block;
    ordered_json line = beginning(name(question.operation), id, input, block.layerNorm.eps);
    line["heads"] = block.attention.heads;
    line["causal"] = block.attention.causal;
    line["residual"] = block.residual;
    line["norm"] = name(block.norm);
    line["feed_forward"] = block.feedForward;
    if (question.operation == Operation::GradientFlow) {
        line["depth"] = question.depth;
        return message(std::move(line), withFurther(input, question), {});
    }
    line["affine"] = block.layerNorm.gamma || block.layerNorm.beta;
    return message(std::move(line), withFurther(input, question), block.layerNorm);
}

} // namespace

Result<Greeting> parseGreeting(std::string_view line)
{
    const Result<JsonFields> fields = parseLine(line);
    if (!fields)
        return tl::unexpected(fields.error());
    const Result<std::uint64_t> spoken = fields->wholeNumber("protocol");
    if (!spoken)
        return tl::unexpected(spoken.error());
    if (*spoken != version)
        return failure(LAYERNORM_SENTENCE(
                           "Core", "The reference worker speaks version %1 of the protocol and this program "
                                   "version %2; install a worker and a program of the same release"),
                       {std::to_string(*spoken), std::to_string(version)});
    Result<std::string> library = fields->text("name");
    if (!library)
        return tl::unexpected(library.error());
    Result<std::string> libraryVersion = fields->text("version");
    if (!libraryVersion)
        return tl::unexpected(libraryVersion.error());
    Result<std::vector<std::string>> operations = readOperations(*fields);
    if (!operations)
        return tl::unexpected(operations.error());
    return Greeting{std::move(*library), std::move(*libraryVersion), std::move(*operations)};
}

std::string layerNormRequest(std::uint64_t id, const Tensor& input, const LayerNormParameters& parameters)
{
    return layerNormMessage("layer_norm", id, {&input}, parameters);
}

std::string questionRequest(std::uint64_t id, const Tensor& input, const LibraryQuestion& question)
{
    switch (question.operation) {
    case Operation::LayerNorm:
        return layerNormRequest(id, input, question.parameters);
    case Operation::LayerNormBackward:
        return layerNormMessage(name(question.operation), id, withFurther(input, question),
                                question.parameters);
    case Operation::AddAndNorm:
    case Operation::GradientFlow:
        return blockMessage(id, input, question);
    case Operation::BatchNorm:
    case Operation::InstanceNorm:
    case Operation::GroupNorm:
        break;
    }
    ordered_json line = beginning(name(question.operation), id, input, question.parameters.eps);
    if (question.operation == Operation::GroupNorm)
        line["groups"] = question.groups;
    return message(std::move(line), {&input}, {});
}

Result<Shape> answerShape(const Tensor& input, const LibraryQuestion& question)
{
    const Shape& shape = input.shape();
    switch (question.operation) {
    case Operation::LayerNormBackward:
        return Shape::make(
            {shape.elements() + 2 * shape.trailingElements(question.parameters.normalizedDims)});
    case Operation::AddAndNorm:
        // rows of attention weights, of S values each
        return Shape::make({3 * shape.elements() +
                            shape.elements() / shape[-1] * question.block.attention.heads * shape[-2]});
    case Operation::GradientFlow:
        return Shape::make({2 * std::int64_t{question.depth} + 1});
    case Operation::LayerNorm:
    case Operation::BatchNorm:
    case Operation::InstanceNorm:
    case Operation::GroupNorm:
        break;
    }
    return shape;
}

std::string randnRequest(std::uint64_t id, const Shape& shape, std::uint64_t seed, DType dtype)
{
    ordered_json line;
    line["id"] = id;
    line["operation"] = "randn";
    line["shape"] = shape.extents();
    line["dtype"] = name(dtype);
    line["seed"] = seed;
    line["bytes"] = 0;
    return line.dump() + '\n';
}

Result<ReplyLine> parseReplyLine(std::string_view line)
{
    const Result<JsonFields> fields = parseLine(line);
    if (!fields)
        return tl::unexpected(fields.error());
    const Result<std::uint64_t> id = fields->wholeNumber("id");
    if (!id)
        return tl::unexpected(id.error());
    if (fields->contains("error")) {
        return fields->text("error").map([&](const std::string& error) {
            return ReplyLine{.id = *id, .shape = {}, .dtype = DType::Float32, .bytes = 0, .error = error};
        });
    }
    const Result<Shape> shape = fields->shape();
    if (!shape)
        return tl::unexpected(shape.error());
    const Result<DType> dtype = fields->dtype();
    if (!dtype)
        return tl::unexpected(dtype.error());
    const Result<std::uint64_t> bytes = fields->wholeNumber("bytes");
    if (!bytes)
        return tl::unexpected(bytes.error());
    if (*bytes != bytesOf(*shape, *dtype))
        return wrongLength(*bytes, *shape, *dtype);
    return ReplyLine{.id = *id, .shape = *shape, .dtype = *dtype, .bytes = *bytes, .error = {}};
}

Result<Tensor> replyTensor(const ReplyLine& line, std::span<const std::byte> data)
{
    if (data.size() != bytesOf(line.shape, line.dtype))
        return wrongLength(data.size(), line.shape, line.dtype);
    Tensor tensor(line.shape, line.dtype);
    std::memcpy(tensor.bytes().data(), data.data(), data.size());
    return tensor;
}

const KnownAnswer& knownAnswer()
{
    // An eps this large would show in the output if it were left out, or added to the standard deviation.
    static const KnownAnswer known{
        .input = Tensor(Shape::of({2, 4}), std::vector<float>{1, 2, 4, 1, -3, 0.5F, 0.25F, 10}),
        .parameters = {.eps = 0.125,
                       .normalizedDims = 1,
                       .gamma = Tensor(Shape::of({4}), std::vector<float>{1, 0.5F, -2, 1.5F}),
                       .beta = Tensor(Shape::of({4}), std::vector<float>{0, 1, 0.25F, -1})},
        .output = Tensor(Shape::of({2, 4}),
                         std::vector<float>{-0.784464541F, 1.0F, -2.88785816F, -2.17669681F, //
                                            -1.01423850F, 0.852357686F, 0.943276952F, 1.48424241F}),
    };
    return known;
}

Result<void> checkKnownAnswer(const Tensor& reply)
{
    constexpr double tolerance = 1e-5;
    const Tensor& expected = knownAnswer().output;
    if (reply.shape() != expected.shape() || reply.dtype() != expected.dtype())
        return failure(
            LAYERNORM_SENTENCE("Core",
                               "The reference worker answered the test question with shape %1 in %2 where "
                               "%3 in %4 belongs; it is not used, choose another one"),
            {reply.shape().text(), name(reply.dtype()), expected.shape().text(), name(expected.dtype())});
    for (std::int64_t i = 0; i < expected.elements(); ++i) {
        const bool close = std::abs(reply.at(i) - expected.at(i)) <= tolerance; // false for NaN
        if (!close)
            return failure(
                LAYERNORM_SENTENCE("Core", "The reference worker answered the test question with %1 where %2 "
                                           "belongs; it is not used, choose another one"),
                {std::to_string(reply.at(i)), std::to_string(expected.at(i))});
    }
    return {};
}

} // namespace layernorm::protocol
