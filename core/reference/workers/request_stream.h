// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// The requests as a worker gets them, lines of text with data in between.
namespace layernorm::worker {

/// How a line ended.
enum class LineEnd { Complete, Nothing, BrokenOff, TooLong };

/// The lines and data that a descriptor brings, in the order in which the caller asks for them.
class RequestStream
{
public:
    explicit RequestStream(int descriptor) : m_descriptor(descriptor) {}

    /// `line` is without its newline, and at most `protocol::maxLineLength` long.
    LineEnd readLine(std::string& line);
    /// False where the stream ends before `destination` is full.
    bool read(std::span<std::byte> destination);

private:
    bool refill();

    int m_descriptor;
    std::vector<std::byte> m_buffer = std::vector<std::byte>(65536);
    std::span<const std::byte> m_unread;
};

/// The data behind one request's line, and never a byte beyond.
class RequestData
{
public:
    RequestData(RequestStream& stream, std::uint64_t bytes) : m_stream(stream), m_left(bytes) {}

    [[nodiscard]] std::uint64_t left() const { return m_left; }

    /// The tensor's values. Errors: fewer bytes are left, or the stream ends before; then nothing more is
    /// read.
    Result<void> read(Tensor& tensor);
    /// False where the stream ended before the data did.
    bool skipRest();

private:
    RequestStream& m_stream;
    std::uint64_t m_left;
    bool m_brokenOff = false;
};

} // namespace layernorm::worker
