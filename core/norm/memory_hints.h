// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

/// Makes what was stored past the caches visible to other threads.
inline void finishStreaming()
{
#ifdef __SSE2__
    _mm_sfence();
#endif
}

} // namespace layernorm
