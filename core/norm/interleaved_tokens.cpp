// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/norm/interleaved_tokens.h"

#include "core/norm/memory_hints.h"
#include "core/norm/token_moments.h"

#include <algorithm>
#include <array>
#include <utility>

namespace layernorm {

namespace {

/// Tokens at a time: a few full registers, so that what one step stores has arrived where the next one loads
/// it.
constexpr std::int64_t blockTokens(std::int64_t dimension)
{
    return std::clamp<std::int64_t>(2048 / dimension / laneCount * laneCount, laneCount, 256);
}

constexpr std::int64_t blockValues = 2048;

// ---------------------------------------------------------------------------------------------------------------
// From tokens to features and back

/// Feature i of token t to place i * blockTokens + t. With every bound known while compiling, the compiler
/// turns this into a transposition in registers.
template <typename T, std::int64_t dimension>
void interleave(const T* __restrict tokens, T* __restrict features)
{
    for (std::int64_t token = 0; token < blockTokens(dimension); ++token)
#pragma GCC unroll 12
        for (std::int64_t i = 0; i < dimension; ++i)
            features[i * blockTokens(dimension) + token] = tokens[token * dimension + i];
}

template <typename T, std::int64_t dimension>
void deinterleave(const T* __restrict features, T* __restrict tokens)
{
    for (std::int64_t token = 0; token < blockTokens(dimension); ++token)
#pragma GCC unroll 12
        for (std::int64_t i = 0; i < dimension; ++i)
            tokens[token * dimension + i] = features[i * blockTokens(dimension) + token];
}

#ifdef __SSE2__
// Left to itself the compiler moves these one by one.
template <>
void interleave<float, 4>(const float* __restrict tokens, float* __restrict features)
{
    constexpr std::int64_t width = blockTokens(4);
    for (std::int64_t token = 0; token < width; token += 4) {
        __m128 a = _mm_loadu_ps(tokens + token * 4);
        __m128 b = _mm_loadu_ps(tokens + token * 4 + 4);
        __m128 c = _mm_loadu_ps(tokens + token * 4 + 8);
        __m128 d = _mm_loadu_ps(tokens + token * 4 + 12);
        _MM_TRANSPOSE4_PS(a, b, c, d);
        _mm_storeu_ps(features + token, a);
        _mm_storeu_ps(features + width + token, b);
        _mm_storeu_ps(features + 2 * width + token, c);
        _mm_storeu_ps(features + 3 * width + token, d);
    }
}

template <>
void deinterleave<float, 4>(const float* __restrict features, float* __restrict tokens)
{
    constexpr std::int64_t width = blockTokens(4);
    for (std::int64_t token = 0; token < width; token += 4) {
        __m128 a = _mm_loadu_ps(features + token);
        __m128 b = _mm_loadu_ps(features + width + token);
        __m128 c = _mm_loadu_ps(features + 2 * width + token);
        __m128 d = _mm_loadu_ps(features + 3 * width + token);
        _MM_TRANSPOSE4_PS(a, b, c, d);
        _mm_storeu_ps(tokens + token * 4, a);
        _mm_storeu_ps(tokens + token * 4 + 4, b);
        _mm_storeu_ps(tokens + token * 4 + 8, c);
        _mm_storeu_ps(tokens + token * 4 + 12, d);
    }
}
#endif

template <typename T>
using Transposition = void (*)(const T* __restrict, T* __restrict);

template <typename T>
struct Transpositions {
    Transposition<T> interleave;
    Transposition<T> deinterleave;
};

/// Those for 1, 2, ... values a token.
template <typename T, std::size_t... index>
constexpr auto transpositionsOf(std::index_sequence<index...>)
{
    return std::array{Transpositions<T>{&interleave<T, static_cast<std::int64_t>(index) + 1>,
                                        &deinterleave<T, static_cast<std::int64_t>(index) + 1>}...};
}

template <typename T>
constexpr auto transpositions = transpositionsOf<T>(std::make_index_sequence<longestInterleaved>());

// ---------------------------------------------------------------------------------------------------------------
// Eight tokens at a time, one a lane

/// A block of tokens, one feature a row. `fixed` is the dimension where it is known while compiling, else 0.
template <typename T, int fixed>
class Block
{
public:
    explicit Block(const TokenArguments<T>& arguments) : m_arguments(arguments) {}

    void run(std::int64_t first, std::int64_t count, bool momentsKnown);

private:
    [[nodiscard]] LAYERNORM_INLINE std::int64_t dimension() const
    {
        return fixed > 0 ? fixed : m_arguments.dimension;
    }
    [[nodiscard]] LAYERNORM_INLINE T* feature(std::int64_t i, std::int64_t place)
    {
        return m_values + i * blockTokens(dimension()) + place;
    }

    LAYERNORM_INLINE void prefetchLanes(const T* x, std::int64_t ahead)
    {
        constexpr std::int64_t line = 64 / sizeof(T);
        for (std::int64_t i = 0; i < laneCount * dimension(); i += line)
            prefetch(x + i, ahead);
    }
    void interleaveSome(const T* x, std::int64_t tokens);
    void deinterleaveSome(T* y, std::int64_t tokens);
    DeviationSums<T> sumsAbout(const WideLanes<T>& center, std::int64_t place);
    [[nodiscard]] std::array<T, longestInterleaved> token(std::int64_t place);
    [[nodiscard]] WideLanes<T> centerOf(std::int64_t place);
    DeviationSums<T> sumsAboutCenter(const WideLanes<T>& center, std::int64_t place);
    MomentLanes<T> repairedMoments(std::int64_t place);
    MomentLanes<T> moments(std::int64_t place);
    void normalize(std::int64_t place, const OutputLanes<T>& lanes);

    const TokenArguments<T>& m_arguments;
    alignas(64) T m_values[blockValues];
    alignas(64) T m_outputs[blockValues];
};

/// The lanes that no token is left for hold zeros.
template <typename T, int fixed>
void Block<T, fixed>::interleaveSome(const T* x, std::int64_t tokens)
{
    const std::int64_t filled = (tokens + laneCount - 1) / laneCount * laneCount;
    for (std::int64_t i = 0; i < dimension(); ++i) {
        T* row = feature(i, 0);
        std::fill_n(row + filled - laneCount, laneCount, T{0});
        for (std::int64_t token = 0; token < tokens; ++token)
            row[token] = x[token * m_arguments.inputStride + i];
    }
}

template <typename T, int fixed>
void Block<T, fixed>::deinterleaveSome(T* y, std::int64_t tokens)
{
    for (std::int64_t token = 0; token < tokens; ++token)
        for (std::int64_t i = 0; i < dimension(); ++i)
            y[token * m_arguments.outputStride + i] = *feature(i, token);
}

template <typename T, int fixed>
LAYERNORM_INLINE DeviationSums<T> Block<T, fixed>::sumsAbout(const WideLanes<T>& center, std::int64_t place)
{
    DeviationSums<T> sums;
    for (std::int64_t i = 0; i < dimension(); ++i)
        sums.add(deviationsFrom(center, feature(i, place)));
    return sums;
}

template <typename T, int fixed>
std::array<T, longestInterleaved> Block<T, fixed>::token(std::int64_t place)
{
    std::array<T, longestInterleaved> values{};
    for (std::int64_t i = 0; i < dimension(); ++i)
        values[static_cast<std::size_t>(i)] = *feature(i, place);
    return values;
}

/// One value is its own mean; about 0 it would cancel every time.
template <typename T, int fixed>
LAYERNORM_INLINE WideLanes<T> Block<T, fixed>::centerOf(std::int64_t place)
{
    return dimension() == 1 ? wideLanes(feature(0, place)) : everyLane(Wide<T>{});
}

template <typename T, int fixed>
LAYERNORM_INLINE DeviationSums<T> Block<T, fixed>::sumsAboutCenter(const WideLanes<T>& center,
                                                                   std::int64_t place)
{
    if (dimension() == 1)
        return sumsAbout(center, place);
    DeviationSums<T> sums;
    for (std::int64_t i = 0; i < dimension(); ++i)
        sums.addValues(wideLanes(feature(i, place)));
    return sums;
}

template <typename T, int fixed>
[[gnu::noinline]] MomentLanes<T> Block<T, fixed>::repairedMoments(std::int64_t place)
{
    const WideLanes<T> center = centerOf(place);
    return repaired<T>(
        center, sumsAboutCenter(center, place), Divisor(dimension()),
        [&](std::int64_t i, const Wide<T>& about) {
            const DeviationSums<T> again = sumsAbout(everyLane(about), place);
            return ChunkSums<T>{Gathered<T>(again.deviations)[i], Gathered<T>(again.squares)[i]};
        },
        [&](std::int64_t i) { return plainMoments(token(place + i).data(), dimension()); });
}

template <typename T, int fixed>
LAYERNORM_INLINE MomentLanes<T> Block<T, fixed>::moments(std::int64_t place)
{
    const WideLanes<T> center = centerOf(place);
    const MomentLanes<T> found =
        momentsAbout<T>(center, sumsAboutCenter(center, place), Divisor(dimension()));
    return needsRepair(found) ? repairedMoments(place) : found;
}

template <typename T>
LAYERNORM_INLINE WideLanes<T> everyLaneOf(T value)
{
    std::array<T, laneCount> values;
    values.fill(value);
    return wideLanes(values.data());
}

template <typename T, int fixed>
LAYERNORM_INLINE void Block<T, fixed>::normalize(std::int64_t place, const OutputLanes<T>& lanes)
{
    for (std::int64_t i = 0; i < dimension(); ++i) {
        T* values = feature(i, place);
        const WideLanes<T> deviations = deviationsFrom(lanes.mean, values);
        if (!m_arguments.gamma && !m_arguments.beta) {
            storeOutput<false>(productToRound(lanes.reciprocalStd, deviations), values);
            continue;
        }
        WideLanes<T> output = deviations * lanes.reciprocalStd;
        if (m_arguments.gamma)
            output = output * everyLaneOf(m_arguments.gamma[i]);
        if (m_arguments.beta)
            output = output + everyLaneOf(m_arguments.beta[i]);
        storeOutput<false>(toRound(output), values);
    }
}

template <typename T, int fixed>
void Block<T, fixed>::run(std::int64_t first, std::int64_t count, bool momentsKnown)
{
    const Transpositions<T>& transposition = transpositions<T>[static_cast<std::size_t>(dimension() - 1)];
    const std::int64_t most = blockTokens(dimension());
    const bool dense = m_arguments.inputStride == dimension() && m_arguments.outputStride == dimension();
    for (std::int64_t done = 0; done < count; done += most) {
        const std::int64_t tokens = std::min(most, count - done);
        const T* x = m_arguments.input + (first + done) * m_arguments.inputStride;
        T* y = m_arguments.output + (first + done) * m_arguments.outputStride;
        const bool whole = dense && tokens == most;
        if (whole)
            transposition.interleave(x, m_values);
        else
            interleaveSome(x, tokens);

        for (std::int64_t place = 0; place < tokens; place += laneCount) {
            const std::int64_t token = first + done + place;
            const std::int64_t real = std::min<std::int64_t>(laneCount, tokens - place);
            if (m_arguments.streaming)
                prefetchLanes(x + place * m_arguments.inputStride, tokens * m_arguments.inputStride);
            if (momentsKnown) {
                normalize(place, storedOutputLanes(m_arguments, token, real));
            } else {
                const MomentLanes<T> found = moments(place);
                normalize(place, finishMoments<T>(m_arguments, token, real, found.mean, found.variance));
            }
        }

        if (whole && m_arguments.streaming) {
            transposition.deinterleave(m_values, m_outputs);
            copyPastCaches(m_outputs, y, tokens * dimension());
        } else if (whole) {
            transposition.deinterleave(m_values, y);
        } else {
            deinterleaveSome(y, tokens);
        }
    }
}

} // namespace

template <typename T>
void normalizeInterleaved(const TokenArguments<T>& arguments, std::int64_t first, std::int64_t count,
                          bool momentsKnown)
{
    // Where the arithmetic is one instruction a step, the loops around it count.
    if constexpr (std::is_same_v<T, float>) {
        switch (arguments.dimension) {
        case 2:
            return Block<T, 2>(arguments).run(first, count, momentsKnown);
        case 3:
            return Block<T, 3>(arguments).run(first, count, momentsKnown);
        case 4:
            return Block<T, 4>(arguments).run(first, count, momentsKnown);
        default:
            break;
        }
    }
    Block<T, 0>(arguments).run(first, count, momentsKnown);
}

template void normalizeInterleaved(const TokenArguments<float>&, std::int64_t, std::int64_t, bool);
template void normalizeInterleaved(const TokenArguments<double>&, std::int64_t, std::int64_t, bool);

} // namespace layernorm
