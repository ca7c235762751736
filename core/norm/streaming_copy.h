// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <immintrin.h>
#endif

/// Copies past the caches, for results larger than they are: an ordinary store first reads the line it is
/// going to overwrite, half as much memory traffic again. C++ has no word for it, so this is the one place
/// with the processor's own.
///
/// Private to core/norm.
namespace layernorm {

inline constexpr std::size_t cacheLine = 64;

/// Makes what `streamingCopy` wrote visible to other threads.
inline void finishStreaming()
{
#ifdef __SSE2__
    _mm_sfence();
#endif
}

#ifdef __SSE2__
inline void streamLine(std::byte* to, const std::byte* from)
{
#if defined(__AVX512F__)
    _mm512_stream_si512(reinterpret_cast<__m512i*>(to), _mm512_loadu_si512(from));
#elif defined(__AVX__)
    for (std::size_t i = 0; i < cacheLine; i += sizeof(__m256i))
        _mm256_stream_si256(reinterpret_cast<__m256i*>(to + i),
                            _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + i)));
#else
    for (std::size_t i = 0; i < cacheLine; i += sizeof(__m128i))
        _mm_stream_si128(reinterpret_cast<__m128i*>(to + i),
                         _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + i)));
#endif
}

/// `next` is what will be read after this, as long as what is copied; null for none.
inline void streamingCopy(std::byte* to, const std::byte* from, std::size_t bytes, const std::byte* next)
{
    const std::size_t misaligned = reinterpret_cast<std::uintptr_t>(to) % cacheLine;
    std::size_t done = misaligned == 0 ? 0 : cacheLine - misaligned;
    if (done > bytes)
        done = bytes;
    std::memcpy(to, from, done);
    for (; done + cacheLine <= bytes; done += cacheLine) {
        if (next) // an address only: it may lie beyond the last value
            _mm_prefetch(reinterpret_cast<const char*>(reinterpret_cast<std::uintptr_t>(next) + done),
                         _MM_HINT_T0);
        streamLine(to + done, from + done);
    }
    std::memcpy(to + done, from + done, bytes - done);
}
#else
inline void streamingCopy(std::byte* to, const std::byte* from, std::size_t bytes, const std::byte*)
{
    std::memcpy(to, from, bytes);
}
#endif

} // namespace layernorm
