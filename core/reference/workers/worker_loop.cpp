// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reference/workers/worker_loop.h"

#include "core/reference/protocol.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <span>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace layernorm::worker {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

/// Input, gamma and beta of the largest tensor there can be.
constexpr std::uint64_t maxRequestBytes = 3 * sizeof(double) * Shape::maxElements;
static_assert(maxRequestBytes == 1'536'000'000, "as the error sentence has it");

/// Whether read() or write() is worth another try after it failed.
bool mayRetry(int descriptor, short event)
{
    if (errno == EINTR)
        return true;
    if (errno != EAGAIN)
        return false;
    pollfd waiting{.fd = descriptor, .events = event, .revents = 0};
    return poll(&waiting, 1, -1) > 0 || errno == EINTR;
}

/// Bytes read, 0 at the end or on an error.
std::size_t readSome(int descriptor, std::span<std::byte> destination)
{
    while (true) {
        const ssize_t count = read(descriptor, destination.data(), destination.size());
        if (count >= 0)
            return static_cast<std::size_t>(count);
        if (!mayRetry(descriptor, POLLIN))
            return 0;
    }
}

bool writeAll(int descriptor, std::span<const std::byte> source)
{
    while (!source.empty()) {
        const ssize_t count = write(descriptor, source.data(), source.size());
        if (count >= 0)
            source = source.subspan(static_cast<std::size_t>(count));
        else if (!mayRetry(descriptor, POLLOUT))
            return false;
    }
    return true;
}

enum class LineEnd { Complete, Nothing, BrokenOff, TooLong };

class RequestStream
{
public:
    explicit RequestStream(int descriptor) : m_descriptor(descriptor) {}

    LineEnd readLine(std::string& line);
    /// False where the stream ends before `destination` is full.
    bool read(std::span<std::byte> destination);

private:
    bool refill();

    int m_descriptor;
    std::vector<std::byte> m_buffer = std::vector<std::byte>(65536);
    std::span<const std::byte> m_unread;
};

bool RequestStream::refill()
{
    m_unread = std::span<const std::byte>(m_buffer).first(readSome(m_descriptor, m_buffer));
    return !m_unread.empty();
}

LineEnd RequestStream::readLine(std::string& line)
{
    line.clear();
    while (!m_unread.empty() || refill()) {
        const auto newline = std::find(m_unread.begin(), m_unread.end(), std::byte{'\n'});
        const auto length = static_cast<std::size_t>(newline - m_unread.begin());
        if (line.size() + length > protocol::maxLineLength)
            return LineEnd::TooLong;
        line.append(reinterpret_cast<const char*>(m_unread.data()), length);
        const bool complete = length < m_unread.size();
        m_unread = m_unread.subspan(length + (complete ? 1 : 0));
        if (complete)
            return LineEnd::Complete;
    }
    return line.empty() ? LineEnd::Nothing : LineEnd::BrokenOff;
}

bool RequestStream::read(std::span<std::byte> destination)
{
    const std::size_t buffered = std::min(destination.size(), m_unread.size());
    std::copy_n(m_unread.begin(), buffered, destination.begin());
    m_unread = m_unread.subspan(buffered);
    destination = destination.subspan(buffered);
    while (!destination.empty()) {
        const std::size_t count = readSome(m_descriptor, destination);
        if (count == 0)
            return false;
        destination = destination.subspan(count);
    }
    return true;
}

/// The data behind one request's line, and never a byte beyond.
class RequestData
{
public:
    RequestData(RequestStream& stream, std::uint64_t bytes) : m_stream(stream), m_left(bytes) {}

    [[nodiscard]] std::uint64_t left() const { return m_left; }

    Result<void> read(Tensor& tensor)
    {
        const std::span<std::byte> destination = tensor.bytes();
        m_brokenOff = m_brokenOff || destination.size() > m_left || !m_stream.read(destination);
        if (m_brokenOff)
            return failure(
                LAYERNORM_SENTENCE("Core", "The request's data broke off; send as many bytes as its line says"));
        m_left -= destination.size();
        return {};
    }

    /// False where the stream ended before the data did.
    bool skipRest()
    {
        std::array<std::byte, 65536> ignored;
        while (!m_brokenOff && m_left > 0) {
            const std::uint64_t count = std::min<std::uint64_t>(m_left, ignored.size());
            m_brokenOff = !m_stream.read(std::span(ignored).first(count));
            m_left -= count;
        }
        return !m_brokenOff;
    }

private:
    RequestStream& m_stream;
    std::uint64_t m_left;
    bool m_brokenOff = false;
};

tl::unexpected<Error> badField(const char* key, const char* expected)
{
    return failure(LAYERNORM_SENTENCE("Core", "The request lacks a valid \"%1\"; send %2 there"), {key, expected});
}

Result<std::uint64_t> readWholeNumber(const json& request, const char* key)
{
    const auto field = request.find(key);
    if (field == request.end() || !field->is_number_unsigned())
        return badField(key, "a whole number");
    return field->get<std::uint64_t>();
}

Result<std::uint64_t> readBytes(const json& request)
{
    const Result<std::uint64_t> bytes = readWholeNumber(request, "bytes");
    if (!bytes || *bytes > maxRequestBytes)
        return badField("bytes", "the length of the data, at most 1536000000");
    return bytes;
}

Result<Shape> readShape(const json& request)
{
    constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();
    const auto field = request.find("shape");
    const auto isExtent = [](const json& item) {
        return item.is_number_unsigned() && item.get<std::uint64_t>() <= largest;
    };
    if (field == request.end() || !field->is_array() || !std::all_of(field->begin(), field->end(), isExtent))
        return badField("shape", "a list of whole numbers");
    return Shape::make(field->get<std::vector<std::int64_t>>());
}

Result<DType> readDType(const json& request)
{
    const auto field = request.find("dtype");
    if (field == request.end() || !field->is_string())
        return badField("dtype", "float32 or float64");
    return parseDType(field->get_ref<const std::string&>());
}

Result<double> readEps(const json& request)
{
    const auto field = request.find("eps");
    if (field == request.end() || !field->is_number() || !(field->get<double>() >= 0))
        return badField("eps", "a number that is not negative");
    return field->get<double>();
}

Result<int> readNormalizedDims(const json& request, int rank)
{
    const Result<std::uint64_t> dims = readWholeNumber(request, "normalized_dims");
    if (!dims || *dims < 1 || *dims > static_cast<std::uint64_t>(rank))
        return badField("normalized_dims", "a whole number from 1 to the rank of the shape");
    return static_cast<int>(*dims);
}

Result<bool> readAffine(const json& request)
{
    const auto field = request.find("affine");
    if (field == request.end() || !field->is_boolean())
        return badField("affine", "true or false");
    return field->get<bool>();
}

Result<void> expectBytes(std::uint64_t bytes, std::uint64_t expected)
{
    if (bytes == expected)
        return {};
    return failure(
        LAYERNORM_SENTENCE("Core", "The request announces %1 bytes where its shape and type take %2; send as many"),
        {std::to_string(bytes), std::to_string(expected)});
}

struct LayerNormRequest {
    Tensor input;
    LayerNormParameters parameters;

    /// In the order in which their values come.
    std::vector<Tensor*> tensors()
    {
        if (!parameters.gamma)
            return {&input};
        return {&input, &*parameters.gamma, &*parameters.beta};
    }
};

/// Everything but the values: the tensors are zero still.
Result<LayerNormRequest> readLayerNormLine(const json& line)
{
    const Result<Shape> shape = readShape(line);
    if (!shape)
        return tl::unexpected(shape.error());
    const Result<DType> dtype = readDType(line);
    if (!dtype)
        return tl::unexpected(dtype.error());
    const Result<double> eps = readEps(line);
    if (!eps)
        return tl::unexpected(eps.error());
    const Result<int> dims = readNormalizedDims(line, shape->rank());
    if (!dims)
        return tl::unexpected(dims.error());
    const Result<bool> affine = readAffine(line);
    if (!affine)
        return tl::unexpected(affine.error());

    const auto affineElements = static_cast<std::uint64_t>(*affine ? 2 * shape->trailingElements(*dims) : 0);
    const auto elements = static_cast<std::uint64_t>(shape->elements()) + affineElements;
    return expectBytes(line["bytes"].get<std::uint64_t>(), elements * sizeOf(*dtype)).map([&] {
        LayerNormRequest request{Tensor(*shape, *dtype),
                                 {.eps = *eps, .normalizedDims = *dims, .gamma = {}, .beta = {}}};
        if (*affine) {
            request.parameters.gamma.emplace(shape->trailing(*dims), *dtype);
            request.parameters.beta.emplace(shape->trailing(*dims), *dtype);
        }
        return request;
    });
}

Result<Tensor> answerLayerNorm(const Library& library, const json& line, RequestData& data)
{
    Result<LayerNormRequest> request = readLayerNormLine(line);
    if (!request)
        return tl::unexpected(request.error());
    for (Tensor* tensor : request->tensors()) {
        if (const Result<void> read = data.read(*tensor); !read)
            return tl::unexpected(read.error());
    }
    return library.layerNorm(request->input, request->parameters);
}

Result<Tensor> answerRandn(const Library& library, const json& line, RequestData& data)
{
    if (!library.randn)
        return failure(LAYERNORM_SENTENCE("Core", "%1 offers no random numbers here; ask for layer_norm"),
                       {library.name});
    const Result<Shape> shape = readShape(line);
    if (!shape)
        return tl::unexpected(shape.error());
    const Result<DType> dtype = readDType(line);
    if (!dtype)
        return tl::unexpected(dtype.error());
    const Result<std::uint64_t> seed = readWholeNumber(line, "seed");
    if (!seed)
        return tl::unexpected(seed.error());
    if (const Result<void> none = expectBytes(data.left(), 0); !none)
        return tl::unexpected(none.error());
    return library.randn(*shape, *seed, *dtype);
}

struct Operation {
    const char* name;
    Result<Tensor> (*answer)(const Library&, const json& line, RequestData&);
};
constexpr std::array<Operation, 2> operations{{{"layer_norm", answerLayerNorm}, {"randn", answerRandn}}};

std::string firstLine(std::string_view text)
{
    constexpr std::size_t enough = 500; // libtorch puts a whole backtrace behind its first line
    return std::string(text.substr(0, std::min(text.find('\n'), enough)));
}

Result<Tensor> answer(const Library& library, const json& line, RequestData& data)
{
    const json name = line.value("operation", json());
    const auto operation = std::find_if(operations.begin(), operations.end(),
                                        [&](const Operation& known) { return name == known.name; });
    if (operation == operations.end())
        return badField("operation", "layer_norm or randn");
    try {
        return operation->answer(library, line, data);
    } catch (const std::exception& problem) {
        return failure(
            LAYERNORM_SENTENCE("Core", "%1 could not compute this (%2); try a smaller tensor or other parameters"),
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
        line["operations"] = {"layer_norm"};
        if (library.randn)
            line["operations"].push_back("randn");
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
    const json line = json::parse(text, nullptr, false);
    const Result<std::uint64_t> id = readWholeNumber(line, "id");
    const Result<std::uint64_t> bytes = readBytes(line);
    if (!id || !bytes) {
        replies.reply(id.value_or(0), id ? bytes.error() : id.error());
        return Next::Lost;
    }
    RequestData data(requests, *bytes);
    const Result<Tensor> tensor = answer(library, line, data);
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
