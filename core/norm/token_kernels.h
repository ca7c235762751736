// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/forward.h"
#include "core/norm/wide_arithmetic.h"

#include <cstdint>
#include <optional>
#include <span>

/// LayerNorm of a run of tokens, on one thread: where the arithmetic is.
///
/// Sums are taken of the values and of their squares in twice the tensor's precision, which is enough for a
/// mean of up to 64 standard deviations in float32, 4096 in float64. Where the mean is larger the sums are
/// taken again about it (the corrected two-pass algorithm; Chan, Golub and LeVeque 1983).
///
/// A token's results depend on its values and their number alone: tokens of up to 12 values go through the
/// lanes side by side, each lane one token; longer ones one after the other, value i of a chunk in lane i mod
/// 8 of one sum or of two in turn (those that fill no eight in the last lanes). So neither other tokens, nor
/// threads, nor alignment change a bit.
///
/// Private to core/norm.
namespace layernorm {

template <typename T>
struct TokenArguments {
    std::int64_t dimension = 1;
    double eps = 0;
    const T* input = nullptr;
    std::int64_t inputStride = 1; ///< from a token to the next
    T* output = nullptr;
    std::int64_t outputStride = 1;
    const T* gamma = nullptr;  ///< `dimension` values, or null for 1
    const T* beta = nullptr;   ///< `dimension` values, or null for 0
    double* moments = nullptr; ///< `momentDoubles<T>` each, or null
    T* mean = nullptr;         ///< one a token, or null, as the next two
    T* variance = nullptr;
    T* reciprocalStd = nullptr;
    bool streaming = false; ///< the output does not fit into the caches
};

/// Longer tokens are summed up chunk by chunk; the last one may be up to twice as long.
inline constexpr std::int64_t chunkElements = std::int64_t{1} << 16;

inline std::int64_t chunksOf(std::int64_t dimension)
{
    return dimension < 2 * chunkElements ? 1 : dimension / chunkElements;
}

/// The sums of a chunk of a token.
template <typename T>
struct FoldedSums {
    Wide<T> deviations;
    Wide<T> squares;
};

/// Everything of `count` tokens from `first` on.
template <typename T>
void normalizeTokens(const TokenArguments<T>& arguments, std::int64_t first, std::int64_t count);

/// The outputs and reciprocalStd of `count` tokens from their moments.
template <typename T>
void outputsOfTokens(const TokenArguments<T>& arguments, std::int64_t first, std::int64_t count);

// The same for one token of many chunks, in steps that can be shared among threads.

template <typename T>
struct TokenMoments {
    Wide<T> mean;
    Wide<T> variance;
};

/// What a chunk's values, less a center, add up to.
template <typename T>
struct ChunkSums {
    Wide<T> deviations;
    Wide<T> squares;
};

/// About 0 without a center.
template <typename T>
ChunkSums<T> sumsOfChunk(const TokenArguments<T>& arguments, std::int64_t token, std::int64_t chunk,
                         const std::optional<Wide<T>>& center);

/// The moments from the sums of every chunk about `center`; or nothing where, without a center, they cancel:
/// then the sums have to be taken again about `center`, which is set.
template <typename T>
std::optional<TokenMoments<T>> momentsOfChunks(const TokenArguments<T>& arguments, std::int64_t token,
                                               std::span<const ChunkSums<T>> chunks,
                                               std::optional<Wide<T>>& center);

/// Stores the moments and what follows from them.
template <typename T>
void storeMoments(const TokenArguments<T>& arguments, std::int64_t token, const TokenMoments<T>& moments);

/// What `storeMoments` stored.
template <typename T>
TokenMoments<T> storedMoments(const TokenArguments<T>& arguments, std::int64_t token);

template <typename T>
void outputsOfChunk(const TokenArguments<T>& arguments, std::int64_t token, std::int64_t chunk,
                    const TokenMoments<T>& moments);

} // namespace layernorm
