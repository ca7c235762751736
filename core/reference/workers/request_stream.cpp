// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reference/workers/request_stream.h"

#include "core/reference/protocol.h"
#include "core/reference/workers/pipe.h"

#include <algorithm>
#include <array>

namespace layernorm::worker {

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

Result<void> RequestData::read(Tensor& tensor)
{
    const std::span<std::byte> destination = tensor.bytes();
    m_brokenOff = m_brokenOff || destination.size() > m_left || !m_stream.read(destination);
    if (m_brokenOff)
        return failure(
            LAYERNORM_SENTENCE("Core", "The request's data broke off; send as many bytes as its line says"));
    m_left -= destination.size();
    return {};
}

bool RequestData::skipRest()
{
    std::array<std::byte, 65536> ignored;
    while (!m_brokenOff && m_left > 0) {
        const std::uint64_t count = std::min<std::uint64_t>(m_left, ignored.size());
        m_brokenOff = !m_stream.read(std::span(ignored).first(count));
        m_left -= count;
    }
    return !m_brokenOff;
}

} // namespace layernorm::worker
