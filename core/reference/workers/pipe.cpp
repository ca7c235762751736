// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reference/workers/pipe.h"

#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace layernorm::worker {

namespace {

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

} // namespace

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

} // namespace layernorm::worker
