// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reference/workers/worker_loop.h"

#include "core/reference/json_fields.h"
#include "core/reference/protocol.h"
#include "core/reference/workers/block_requests.h"
#include "core/reference/workers/pipe.h"
#include "core/reference/workers/request_fields.h"
#include "core/reference/workers/request_stream.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <exception>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace layernorm::worker {

namespace {

using nlohmann::ordered_json;
using protocol::JsonFields;

/// Input, gamma and beta of the largest tensor there can be; input, upstream gradient and all weights of
/// gradient_flow are no more. An add_and_norm can be larger, from a dimension of 6900 in float64 on, and is
/// not taken then.
constexpr std::uint64_t maxRequestBytes = 3 * sizeof(double) * Shape::maxElements;
static_assert(maxRequestBytes == 1'536'000'000, "as the error sentence has it");

constexpr JsonFields::Sentences requestSentences{
    .noObject = LAYERNORM_SENTENCE("Core", "The request \"%1\" is not a line with a JSON object; send one"),
    .repeatedKey = LAYERNORM_SENTENCE("Core", "The request names \"%1\" twice; send it once"),
    .badField = LAYERNORM_SENTENCE("Core", "The request lacks a valid \"%1\"; send %2 there"),
};

Result<std::uint64_t> readBytes(const JsonFields& request)
{
    const Result<std::uint64_t> bytes = request.wholeNumber("bytes");
    if (!bytes || *bytes > maxRequestBytes)
        return request.badField("bytes", "the length of the data, at most 1536000000");
    return bytes;
}

/// What the line of layer_norm and that of its gradient say.
struct LayerNormLine {
    Shape shape;
    DType dtype = DType::Float32;
    double eps = 0;
    int normalizedDims = 1;
    bool affine = false;

    /// Of gamma and beta together, as gradients too.
    [[nodiscard]] std::int64_t affineElements() const { return 2 * shape.trailingElements(normalizedDims); }

    /// Of `count` tensors of the shape, and gamma and beta.
    [[nodiscard]] std::uint64_t bytes(int count) const
    {
        const std::int64_t elements = count * shape.elements() + (affine ? affineElements() : 0);
        return static_cast<std::uint64_t>(elements) * sizeOf(dtype);
    }
};

Result<LayerNormLine> readLayerNormLine(const JsonFields& line)
{
    const Result<Shape> shape = line.shape();
    if (!shape)
        return tl::unexpected(shape.error());
    const Result<DType> dtype = line.dtype();
    if (!dtype)
        return tl::unexpected(dtype.error());
    const Result<double> eps = readEps(line);
    if (!eps)
        return tl::unexpected(eps.error());
    const Result<int> dims = readNormalizedDims(line, shape->rank());
    if (!dims)
        return tl::unexpected(dims.error());
    return line.truth("affine").map([&](bool affine) {
        return LayerNormLine{*shape, *dtype, *eps, *dims, affine};
    });
}

/// gamma and beta are the data's next tensors.
Result<LayerNormParameters> readParameters(const LayerNormLine& line, RequestData& data)
{
    LayerNormParameters parameters{
        .eps = line.eps, .normalizedDims = line.normalizedDims, .gamma = {}, .beta = {}};
    if (!line.affine)
        return parameters;
    for (std::optional<Tensor>* parameter : {&parameters.gamma, &parameters.beta}) {
        Result<Tensor> values = readTensor(data, line.shape.trailing(line.normalizedDims), line.dtype);
        if (!values)
            return tl::unexpected(values.error());
        *parameter = std::move(*values);
    }
    return parameters;
}

Result<Tensor> answerLayerNorm(const Library& library, const JsonFields& fields, RequestData& data)
{
    const Result<LayerNormLine> line = readLayerNormLine(fields);
    if (!line)
        return tl::unexpected(line.error());
    if (const Result<void> bytes = expectBytes(data.left(), line->bytes(1)); !bytes)
        return tl::unexpected(bytes.error());
    const Result<Tensor> input = readTensor(data, line->shape, line->dtype);
    if (!input)
        return tl::unexpected(input.error());
    const Result<LayerNormParameters> parameters = readParameters(*line, data);
    return parameters ? library.layerNorm(*input, *parameters) : tl::unexpected(parameters.error());
}

Result<Tensor> answerLayerNormBackward(const Library& library, const JsonFields& fields, RequestData& data)
{
    const Result<LayerNormLine> line = readLayerNormLine(fields);
    if (!line)
        return tl::unexpected(line.error());
    if (const Result<void> size = expectAnswerOf(line->shape.elements() + line->affineElements()); !size)
        return tl::unexpected(size.error());
    if (const Result<void> bytes = expectBytes(data.left(), line->bytes(2)); !bytes)
        return tl::unexpected(bytes.error());
    Result<Tensor> input = readTensor(data, line->shape, line->dtype);
    if (!input)
        return tl::unexpected(input.error());
    Result<Tensor> upstream = readTensor(data, line->shape, line->dtype);
    if (!upstream)
        return tl::unexpected(upstream.error());
    Result<LayerNormParameters> parameters = readParameters(*line, data);
    if (!parameters)
        return tl::unexpected(parameters.error());
    return library.layerNormBackward({std::move(*input), std::move(*upstream), std::move(*parameters)});
}

/// What is asked of the norms besides layer_norm; the input is zero still.
struct SamplesRequest {
    Tensor input;
    double eps;
};

Result<Shape> readSamplesShape(const JsonFields& line, int smallestRank)
{
    Result<Shape> shape = line.shape();
    if (shape && shape->rank() < smallestRank)
        return failure(LAYERNORM_SENTENCE(
                           "Core", "The request's shape %1 has too few sizes for this operation, which wants "
                                   "samples first and channels last; send at least %2"),
                       {shape->text(), std::to_string(smallestRank)});
    return shape;
}

Result<SamplesRequest> readSamplesLine(const JsonFields& line, std::uint64_t bytes, int smallestRank)
{
    const Result<Shape> shape = readSamplesShape(line, smallestRank);
    if (!shape)
        return tl::unexpected(shape.error());
    const Result<DType> dtype = line.dtype();
    if (!dtype)
        return tl::unexpected(dtype.error());
    const Result<double> eps = readEps(line);
    if (!eps)
        return tl::unexpected(eps.error());
    return expectBytes(bytes, static_cast<std::uint64_t>(shape->elements()) * sizeOf(*dtype)).map([&] {
        return SamplesRequest{Tensor(*shape, *dtype), *eps};
    });
}

Result<std::int64_t> readGroups(const JsonFields& line, std::int64_t channels)
{
    const Result<std::uint64_t> groups = line.wholeNumber("groups");
    if (!groups || *groups < 1)
        return line.badField("groups", "a whole number of at least 1");
    if (static_cast<std::uint64_t>(channels) % *groups != 0)
        return failure(
            LAYERNORM_SENTENCE(
                "Core", "The request asks for %1 groups of %2 channels; send a number that divides them"),
            {std::to_string(*groups), std::to_string(channels)});
    return static_cast<std::int64_t>(*groups);
}

Result<Tensor> answerBatchNorm(const Library& library, const JsonFields& line, RequestData& data)
{
    Result<SamplesRequest> request = readSamplesLine(line, data.left(), 2);
    if (!request)
        return tl::unexpected(request.error());
    if (const Result<void> read = data.read(request->input); !read)
        return tl::unexpected(read.error());
    return library.batchNorm(request->input, request->eps);
}

Result<Tensor> answerInstanceNorm(const Library& library, const JsonFields& line, RequestData& data)
{
    Result<SamplesRequest> request = readSamplesLine(line, data.left(), 3);
    if (!request)
        return tl::unexpected(request.error());
    if (const Result<void> read = data.read(request->input); !read)
        return tl::unexpected(read.error());
    return library.instanceNorm(request->input, request->eps);
}

Result<Tensor> answerGroupNorm(const Library& library, const JsonFields& line, RequestData& data)
{
    Result<SamplesRequest> request = readSamplesLine(line, data.left(), 2);
    if (!request)
        return tl::unexpected(request.error());
    const Result<std::int64_t> groups = readGroups(line, request->input.shape()[-1]);
    if (!groups)
        return tl::unexpected(groups.error());
    if (const Result<void> read = data.read(request->input); !read)
        return tl::unexpected(read.error());
    return library.groupNorm(request->input, request->eps, *groups);
}

Result<Tensor> answerRandn(const Library& library, const JsonFields& line, RequestData& data)
{
    const Result<Shape> shape = line.shape();
    if (!shape)
        return tl::unexpected(shape.error());
    const Result<DType> dtype = line.dtype();
    if (!dtype)
        return tl::unexpected(dtype.error());
    const Result<std::uint64_t> seed = line.wholeNumber("seed");
    if (!seed)
        return tl::unexpected(seed.error());
    if (const Result<void> none = expectBytes(data.left(), 0); !none)
        return tl::unexpected(none.error());
    return library.randn(*shape, *seed, *dtype);
}

/// An operation of the protocol, and how a library that has it answers.
struct Known {
    const char* name;
    bool (*offeredBy)(const Library&);
    Result<Tensor> (*answer)(const Library&, const JsonFields& line, RequestData&);
};

/// Whether the library has this function.
template <auto function>
bool has(const Library& library)
{
    return static_cast<bool>(library.*function);
}

constexpr std::array<Known, 8> operations{{
    {"layer_norm", has<&Library::layerNorm>, answerLayerNorm},
    {"batch_norm", has<&Library::batchNorm>, answerBatchNorm},
    {"instance_norm", has<&Library::instanceNorm>, answerInstanceNorm},
    {"group_norm", has<&Library::groupNorm>, answerGroupNorm},
    {"layer_norm_backward", has<&Library::layerNormBackward>, answerLayerNormBackward},
    {"add_and_norm", has<&Library::addAndNorm>, answerAddAndNorm},
    {"gradient_flow", has<&Library::gradientFlow>, answerGradientFlow},
    {"randn", has<&Library::randn>, answerRandn},
}};

std::vector<std::string> operationsOf(const Library& library)
{
    std::vector<std::string> names;
    for (const Known& known : operations)
        if (known.offeredBy(library))
            names.emplace_back(known.name);
    return names;
}

/// "layer_norm, batch_norm, randn": an argument of sentences, so without words of any language.
std::string offerOf(const Library& library)
{
    std::string offer;
    for (const std::string& name : operationsOf(library))
        offer += (offer.empty() ? "" : ", ") + name;
    return offer;
}

std::string firstLine(std::string_view text)
{
    constexpr std::size_t enough = 500; // libtorch puts a whole backtrace behind its first line
    return std::string(text.substr(0, std::min(text.find('\n'), enough)));
}

Result<Tensor> answer(const Library& library, const JsonFields& line, RequestData& data)
{
    const Result<std::string> name = line.text("operation");
    const auto operation = std::find_if(operations.begin(), operations.end(),
                                        [&](const Known& known) { return name && *name == known.name; });
    if (operation == operations.end())
        return line.badField("operation", ("one of " + offerOf(library)).c_str());
    if (!operation->offeredBy(library))
        return failure(LAYERNORM_SENTENCE("Core", "%1 has no %2 of its own; ask it for one of these: %3"),
                       {library.name, operation->name, offerOf(library)});
    try {
        return operation->answer(library, line, data);
    } catch (const std::exception& problem) {
        return failure(LAYERNORM_SENTENCE(
                           "Core", "%1 could not compute this (%2); try another tensor or other parameters"),
                       {library.name, firstLine(problem.what())});
    }
}

class ReplyStream
{
public:
    explicit ReplyStream(int descriptor) : m_descriptor(descriptor) {}

    // Each is false where nobody reads any more.
    bool greet(const Library& library) const
    {
        ordered_json line;
        line["protocol"] = protocol::version;
        line["name"] = library.name;
        line["version"] = library.version;
        line["operations"] = operationsOf(library);
        return writeLine(line);
    }

    bool reply(std::uint64_t id, const Tensor& tensor) const
    {
        ordered_json line;
        line["id"] = id;
        line["shape"] = tensor.shape().extents();
        line["dtype"] = name(tensor.dtype());
        line["bytes"] = tensor.bytes().size();
        return writeLine(line) && writeAll(m_descriptor, tensor.bytes());
    }

    bool reply(std::uint64_t id, const Error& error) const
    {
        ordered_json line;
        line["id"] = id;
        line["error"] = error.text();
        return writeLine(line);
    }

private:
    bool writeLine(const ordered_json& line) const
    {
        // A library's message may be in any encoding; JSON is UTF-8.
        const std::string text = line.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + '\n';
        return writeAll(m_descriptor, std::as_bytes(std::span(text)));
    }

    int m_descriptor;
};

Error lineTooLong()
{
    return {LAYERNORM_SENTENCE("Core", "The request's line is longer than %1 bytes; send a shorter one"),
            {std::to_string(protocol::maxLineLength)}};
}

enum class Next { Request, Done, Lost };

Next serveRequest(const Library& library, const std::string& text, RequestStream& requests,
                  const ReplyStream& replies)
{
    const Result<JsonFields> line = JsonFields::parse(text, requestSentences);
    if (!line) {
        replies.reply(0, line.error());
        return Next::Lost;
    }
    const Result<std::uint64_t> id = line->wholeNumber("id");
    const Result<std::uint64_t> bytes = readBytes(*line);
    if (!id || !bytes) {
        replies.reply(id.value_or(0), id ? bytes.error() : id.error());
        return Next::Lost;
    }
    RequestData data(requests, *bytes);
    const Result<Tensor> tensor = answer(library, *line, data);
    if (!data.skipRest())
        return Next::Lost;
    const bool heard = tensor ? replies.reply(*id, *tensor) : replies.reply(*id, tensor.error());
    return heard ? Next::Request : Next::Done;
}

/// Keeps stdout for the protocol alone: libraries print there (oneDNN does when ONEDNN_VERBOSE is set).
int takeStdout()
{
    const int own = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    dup2(STDERR_FILENO, STDOUT_FILENO);
    return own;
}

} // namespace

int serve(const Library& library)
{
    std::signal(SIGPIPE, SIG_IGN); // a failed write says the same without killing
    const ReplyStream replies(takeStdout());
    RequestStream requests(STDIN_FILENO);
    if (!replies.greet(library))
        return 0;
    std::string line;
    while (true) {
        const LineEnd end = requests.readLine(line);
        if (end == LineEnd::Nothing)
            return 0;
        if (end == LineEnd::TooLong)
            replies.reply(0, lineTooLong());
        const Next next =
            end == LineEnd::Complete ? serveRequest(library, line, requests, replies) : Next::Lost;
        if (next != Next::Request)
            return next == Next::Done ? 0 : 1;
    }
}

} // namespace layernorm::worker
