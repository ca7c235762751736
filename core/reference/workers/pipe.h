// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

/// Reading and writing descriptors that may be interrupted or in non-blocking mode; both wait.
namespace layernorm::worker {

/// Bytes read, at least one; 0 at the end or on an error. `destination` is not empty.
std::size_t readSome(int descriptor, std::span<std::byte> destination);

/// False on an error, such as that nobody reads any more (with SIGPIPE ignored).
bool writeAll(int descriptor, std::span<const std::byte> source);

} // namespace layernorm::worker
