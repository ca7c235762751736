// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/stored_tensor.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace layernorm {

/// Private to the core: the values that the bytes of a file stand for.
///
/// `bytes` are values of `type`, one behind the other, in big- or little-endian order; as many of them as
/// `values` has places, whose type T (float, double) is that of `readAs(type)`. NaNs keep their sign and
/// payload. Returns how many values were rounded: integers beyond 2^53 that no double is equal to.
template <typename T>
std::size_t decodeValues(std::span<const std::byte> bytes, StoredType type, bool bigEndian,
                         std::span<T> values);

/// Whether the file's bytes are the tensor's, so that they can be read into their place.
[[nodiscard]] bool isStoredAsRead(StoredType type, bool bigEndian);

} // namespace layernorm
