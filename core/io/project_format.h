// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reference/libraries.h"

#include <cstdint>
#include <string_view>
#include <type_traits>

/// Private to the core: what the writer and the reader of .lnx files have in common; see project_file.h.
namespace layernorm::project_format {

inline constexpr std::string_view name = "layernorm-explorer";
inline constexpr std::uint64_t version = 1;

/// More values than these are written as base64.
inline constexpr std::int64_t mostNumbers = 100'000;

// JSON has no numbers for these.
inline constexpr std::string_view nan = "nan";
inline constexpr std::string_view infinity = "inf";
inline constexpr std::string_view minusInfinity = "-inf";
inline constexpr std::string_view nanWithBits = "nan:"; ///< and as many hexadecimal digits as the type has

template <typename T>
using BitsOf = std::conditional_t<std::is_same_v<T, float>, std::uint32_t, std::uint64_t>;

/// Quiet, positive, without a payload.
template <typename T>
inline constexpr BitsOf<T> usualNan = std::is_same_v<T, float> ? BitsOf<T>{0x7fc00000}
                                                               : static_cast<BitsOf<T>>(0x7ff8000000000000);

// Project::library where there is none.
inline constexpr std::string_view noLibrary = "none";

[[nodiscard]] inline bool isLibrary(std::string_view id)
{
    return id == noLibrary || findReferenceLibrary(id) != nullptr;
}

} // namespace layernorm::project_format
