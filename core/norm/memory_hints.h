// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

#ifdef __SSE2__
#include <immintrin.h>
#endif

/// What a processor can be told about memory; nothing where it cannot.
///
/// Private to core/norm.
namespace layernorm {

/// Fetches what will be read soon. Only an address is made of it: it may lie beyond the last value.
template <typename T>
inline void prefetch([[maybe_unused]] const T* from, [[maybe_unused]] std::int64_t ahead)
{
#ifdef __SSE2__
    const std::uintptr_t address =
        reinterpret_cast<std::uintptr_t>(from) + static_cast<std::uintptr_t>(ahead) * sizeof(T);
    _mm_prefetch(reinterpret_cast<const char*>(address), _MM_HINT_T0);
#endif
}

/// Copies memory that does not overlap past the caches.
template <typename T>
inline void copyPastCaches(const T* from, T* to, std::int64_t count)
{
    std::int64_t i = 0;
#ifdef __SSE2__
    constexpr std::int64_t step = 16 / static_cast<std::int64_t>(sizeof(T));
    const auto offset = static_cast<std::int64_t>(reinterpret_cast<std::uintptr_t>(to) % 16 / sizeof(T));
    const std::int64_t unaligned = std::min((step - offset) % step, count);
    for (; i < unaligned; ++i)
        to[i] = from[i];
    for (; i + step <= count; i += step)
        _mm_stream_si128(reinterpret_cast<__m128i*>(to + i),
                         _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + i)));
#endif
    for (; i < count; ++i)
        to[i] = from[i];
}

/// Makes what was stored past the caches visible to other threads.
inline void finishStreaming()
{
#ifdef __SSE2__
    _mm_sfence();
#endif
}

} // namespace layernorm
