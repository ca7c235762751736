// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/stored_tensor.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Private to the core: what safetensors.cpp reads first of a .safetensors file.
namespace layernorm::safetensors {

/// Bytes that tell the length of the header, before it.
inline constexpr std::uint64_t lengthBytes = 8;
/// That of the reference implementation (MAX_HEADER_SIZE).
inline constexpr std::uint64_t longestHeader = 100'000'000;

/// A tensor, and which bytes behind the header are its values: from `begin` to before `end`.
struct Entry {
    StoredTensor tensor;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

struct Header {
    std::vector<Entry> entries; ///< in the order of the header
    /// The text `tokens` of the metadata, as it is; nullopt where there is none.
    std::optional<std::string> tokens;
};

/// `start` is the file's up to the end of the header, its length first; `valueBytes` is how many bytes
/// follow. Every entry of the result lies within them, has the span its shape and type take, and all together
/// cover them exactly once.
///
/// Takes memory for what it returns, for the keys and for their order, and for entries only that have passed
/// their own checks. Errors, each naming `file`: those of listSafetensors but the header's length.
Result<Header> parseHeader(const std::string& file, std::string_view start, std::uint64_t valueBytes);

/// "F32"
[[nodiscard]] const char* formatName(StoredType type);
/// "[4,6,100]"
[[nodiscard]] std::string shapeText(const std::vector<std::int64_t>& extents);

} // namespace layernorm::safetensors
