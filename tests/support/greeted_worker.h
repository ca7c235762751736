// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reference/protocol.h"
#include "tests/support/spawned_process.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <ostream>
#include <string>
#include <vector>

/// The reference workers as a test talks to them. LAYERNORM_WORKER_DIR and LAYERNORM_PYTHON_WORKER say where
/// they are.
namespace layernorm::testing {

struct WorkerKind {
    const char* label;
    const char* name;
    std::vector<std::string> command;
    std::vector<std::string> operations{"layer_norm",          "batch_norm",   "instance_norm", "group_norm",
                                        "layer_norm_backward", "add_and_norm", "gradient_flow", "randn"};
    bool float64 = true;
    bool refusesSingleValues = true; ///< what leaves one value to normalise

    [[nodiscard]] bool offers(const char* operation) const
    {
        return std::find(operations.begin(), operations.end(), operation) != operations.end();
    }
};

/// For googletest's messages.
inline std::ostream& operator<<(std::ostream& out, const WorkerKind& kind)
{
    return out << kind.label;
}

inline const WorkerKind torchWorker{"torch", "LibTorch", {LAYERNORM_WORKER_DIR "/layernorm-reference-torch"}};
inline const WorkerKind oneDnnWorker{"onednn",
                                     "oneDNN",
                                     {LAYERNORM_WORKER_DIR "/layernorm-reference-onednn"},
                                     {"layer_norm", "batch_norm", "layer_norm_backward"},
                                     false,
                                     false};
inline const WorkerKind pythonWorker{"python", "PyTorch", {"/usr/bin/python3", LAYERNORM_PYTHON_WORKER}};

/// A worker that has greeted.
class Worker
{
public:
    explicit Worker(const WorkerKind& kind) : process(kind.command)
    {
        const std::string line = process.readLine().value_or("");
        const Result<protocol::Greeting> parsed = protocol::parseGreeting(line);
        EXPECT_TRUE(parsed) << line << process.errorText();
        greeting = parsed.value_or(protocol::Greeting{});
    }

    /// That of id 0 and without an error where none came.
    protocol::ReplyLine readReplyLine()
    {
        const std::string line = process.readLine().value_or("nothing");
        const Result<protocol::ReplyLine> reply = protocol::parseReplyLine(line);
        EXPECT_TRUE(reply) << line << process.errorText();
        return reply.value_or(protocol::ReplyLine{});
    }

    Result<Tensor> readTensor(std::uint64_t id)
    {
        const protocol::ReplyLine line = readReplyLine();
        EXPECT_EQ(line.id, id);
        if (!line.error.empty())
            return failure("%1", {line.error});
        if (line.id == 0)
            return failure("no reply");
        const std::string data = process.readBytes(line.bytes).value_or("");
        return protocol::replyTensor(line, std::as_bytes(std::span(data)));
    }

    Result<Tensor> layerNorm(const Tensor& input, const LayerNormParameters& parameters)
    {
        ++lastId;
        EXPECT_TRUE(process.write(protocol::layerNormRequest(lastId, input, parameters)));
        return readTensor(lastId);
    }

    Result<Tensor> ask(const Tensor& input, const LibraryQuestion& question)
    {
        ++lastId;
        EXPECT_TRUE(process.write(protocol::questionRequest(lastId, input, question)));
        return readTensor(lastId);
    }

    Result<Tensor> randn(const Shape& shape, std::uint64_t seed, DType dtype)
    {
        ++lastId;
        EXPECT_TRUE(process.write(protocol::randnRequest(lastId, shape, seed, dtype)));
        return readTensor(lastId);
    }

    [[nodiscard]] bool givesTheKnownAnswer()
    {
        const protocol::KnownAnswer& known = protocol::knownAnswer();
        const Result<Tensor> reply = layerNorm(known.input, known.parameters);
        return reply && protocol::checkKnownAnswer(*reply);
    }

    SpawnedProcess process;
    protocol::Greeting greeting;
    std::uint64_t lastId = 100;
};

inline void expectEnd(SpawnedProcess& process, bool success)
{
    const std::optional<SpawnedProcess::End> end = process.wait();
    ASSERT_TRUE(end) << "it still runs";
    EXPECT_FALSE(end->bySignal) << "signal " << end->code << process.errorText();
    EXPECT_EQ(end->code == 0, success) << "status " << end->code << process.errorText();
}

/// NaN where any value is.
inline double maxDifference(const Tensor& a, const Tensor& b)
{
    double largest = 0;
    for (std::int64_t i = 0; i < a.elements(); ++i) {
        const double difference = std::abs(a.at(i) - b.at(i));
        largest = difference <= largest || std::isnan(largest) ? largest : difference;
    }
    return largest;
}

} // namespace layernorm::testing
