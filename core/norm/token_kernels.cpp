// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/norm/token_kernels.h"

#include "core/norm/interleaved_tokens.h"
#include "core/norm/memory_hints.h"
#include "core/norm/token_moments.h"

#include <algorithm>
#include <array>

namespace layernorm {

namespace {

/// Bytes of input or output that a kernel works on at a time: together with as many of the other they stay in
/// the first-level cache.
constexpr std::int64_t blockBytes = 16 * 1024;

template <typename T>
constexpr std::int64_t blockElements = blockBytes / static_cast<std::int64_t>(sizeof(T));

// ---------------------------------------------------------------------------------------------------------------
// One token after the other, eight values at a time

/// Ones for the values that fill no eight: they are read as the last eight, with those counted already.
Lanes remainderMask(std::int64_t count)
{
    std::array<double, laneCount> mask;
    for (std::int64_t i = 0; i < laneCount; ++i)
        mask[static_cast<std::size_t>(i)] = i < laneCount - count % laneCount ? 0 : 1;
    return Lanes::load(mask.data());
}

/// Sums about 0 of as many values as `mask` is the remainderMask of. count >= 8
template <typename T>
LAYERNORM_INLINE ChunkSums<T> sumsOfRow(const T* x, std::int64_t count, const Lanes& mask)
{
    // Two sums of float32 go side by side, so that one addition need not wait for the one before.
    DeviationSums<T> sums;
    DeviationSums<T> others;
    std::int64_t i = 0;
    if constexpr (std::is_same_v<T, float>)
        for (; i + 2 * laneCount <= count; i += 2 * laneCount) {
            sums.addValues(wideLanes(x + i));
            others.addValues(wideLanes(x + i + laneCount));
        }
    for (; i + laneCount <= count; i += laneCount)
        sums.addValues(wideLanes(x + i));
    if (i < count)
        others.addValues(masked(wideLanes(x + count - laneCount), mask));
    return {folded(sums.deviations + others.deviations), folded(sums.squares + others.squares)};
}

/// count >= 8
template <typename T>
ChunkSums<T> sumsOfRowAbout(const Wide<T>& center, const T* x, std::int64_t count)
{
    const WideLanes<T> centers = everyLane(center);
    DeviationSums<T> sums;
    std::int64_t i = 0;
    for (; i + laneCount <= count; i += laneCount)
        sums.add(deviationsFrom(centers, x + i));
    if (i < count)
        sums.add(masked(deviationsFrom(centers, x + count - laneCount), remainderMask(count)));
    return {folded(sums.deviations), folded(sums.squares)};
}

/// The outputs of eight values. gamma and beta point to theirs, or are null.
template <typename T, bool hasGamma, bool hasBeta, bool streaming = false>
LAYERNORM_INLINE void storeOutputs(const WideLanes<T>& deviations, const WideLanes<T>& reciprocalStd,
                                   const T* gamma, const T* beta, T* y)
{
    if constexpr (!hasGamma && !hasBeta) {
        storeOutput<streaming>(productToRound(reciprocalStd, deviations), y);
    } else {
        WideLanes<T> output = deviations * reciprocalStd;
        if constexpr (hasGamma)
            output = output * wideLanes(gamma);
        if constexpr (hasBeta)
            output = output + wideLanes(beta);
        storeOutput<streaming>(toRound(output), y);
    }
}

/// y may be x. count >= 8; a multiple of 16 when `streaming`, with y aligned to 32 bytes. What is read next
/// lies `ahead` values further on.
template <typename T, bool hasGamma, bool hasBeta, bool streaming>
LAYERNORM_INLINE void writeOutputs(const T* x, T* y, std::int64_t count, const Wide<T>& mean,
                                   const Wide<T>& reciprocalStd, const T* gamma, const T* beta,
                                   std::int64_t ahead)
{
    const WideLanes<T> means = everyLane(mean);
    const WideLanes<T> factors = everyLane(reciprocalStd);
    const auto eight = [&](std::int64_t i) LAYERNORM_INLINE_LAMBDA {
        storeOutputs<T, hasGamma, hasBeta, streaming>(deviationsFrom(means, x + i), factors,
                                                      hasGamma ? gamma + i : nullptr,
                                                      hasBeta ? beta + i : nullptr, y + i);
    };
    if constexpr (streaming) {
        for (std::int64_t i = 0; i < count; i += 2 * laneCount) {
            prefetch(x + i, ahead);
            eight(i);
            eight(i + laneCount);
        }
    } else {
        // Read before they are overwritten, when y is x.
        const std::int64_t tail = count - laneCount;
        const WideLanes<T> last = deviationsFrom(means, x + tail);
        std::int64_t i = 0;
        for (; i + laneCount <= count; i += laneCount)
            eight(i);
        if (i < count)
            storeOutputs<T, hasGamma, hasBeta>(last, factors, hasGamma ? gamma + tail : nullptr,
                                               hasBeta ? beta + tail : nullptr, y + tail);
    }
}

/// Writes `count` outputs of a token from `from` on, past the caches where that pays and the memory is so
/// aligned.
template <typename T, bool hasGamma, bool hasBeta>
LAYERNORM_INLINE void writePart(const TokenArguments<T>& arguments, std::int64_t token, std::int64_t from,
                                std::int64_t count, const Wide<T>& mean, const Wide<T>& reciprocalStd,
                                std::int64_t ahead)
{
    const T* x = arguments.input + token * arguments.inputStride + from;
    T* y = arguments.output + token * arguments.outputStride + from;
    const T* gamma = hasGamma ? arguments.gamma + from : nullptr;
    const T* beta = hasBeta ? arguments.beta + from : nullptr;
    if (arguments.streaming && reinterpret_cast<std::uintptr_t>(y) % 32 == 0 && count % (2 * laneCount) == 0)
        writeOutputs<T, hasGamma, hasBeta, true>(x, y, count, mean, reciprocalStd, gamma, beta, ahead);
    else
        writeOutputs<T, hasGamma, hasBeta, false>(x, y, count, mean, reciprocalStd, gamma, beta, ahead);
}

/// Calls `function.template operator()<hasGamma, hasBeta>()`.
template <typename T, typename Function>
void withAffine(const TokenArguments<T>& arguments, Function&& function)
{
    if (arguments.gamma && arguments.beta)
        function.template operator()<true, true>();
    else if (arguments.gamma)
        function.template operator()<true, false>();
    else if (arguments.beta)
        function.template operator()<false, true>();
    else
        function.template operator()<false, false>();
}

template <typename T>
const T* inputOf(const TokenArguments<T>& arguments, std::int64_t token)
{
    return arguments.input + token * arguments.inputStride;
}

template <typename T>
[[gnu::noinline]] MomentLanes<T> repairedMoments(const TokenArguments<T>& arguments, std::int64_t first,
                                                 const Gathered<T>& deviations, const Gathered<T>& squares)
{
    return repaired<T>(
        everyLane(Wide<T>{}), DeviationSums<T>(deviations.lanes(), squares.lanes()),
        Divisor(arguments.dimension),
        [&](std::int64_t i, const Wide<T>& center) {
            return sumsOfRowAbout<T>(center, inputOf(arguments, first + i), arguments.dimension);
        },
        [&](std::int64_t i) { return plainMoments(inputOf(arguments, first + i), arguments.dimension); });
}

/// Up to eight tokens of one chunk each: their moments are finished side by side.
template <typename T>
OutputLanes<T> momentsOfTokens(const TokenArguments<T>& arguments, std::int64_t first, std::int64_t count,
                               const Lanes& mask)
{
    Gathered<T> deviations;
    Gathered<T> squares;
    for (std::int64_t i = 0; i < count; ++i) {
        const ChunkSums<T> found = sumsOfRow(inputOf(arguments, first + i), arguments.dimension, mask);
        deviations.set(i, found.deviations);
        squares.set(i, found.squares);
    }
    MomentLanes<T> moments =
        momentsAbout<T>(everyLane(Wide<T>{}), DeviationSums<T>(deviations.lanes(), squares.lanes()),
                        Divisor(arguments.dimension));
    if (needsRepair<T>(moments))
        moments = repairedMoments(arguments, first, deviations, squares);
    return finishMoments<T>(arguments, first, count, moments.mean, moments.variance);
}

/// Calls `moments(first, count)` and writes the outputs of those tokens, a few at a time.
template <typename T, typename MomentsFunction>
void tokenByToken(const TokenArguments<T>& arguments, std::int64_t first, std::int64_t count,
                  MomentsFunction&& moments)
{
    const std::int64_t group = std::clamp<std::int64_t>(blockElements<T> / arguments.dimension, 1, laneCount);
    withAffine(arguments, [&]<bool hasGamma, bool hasBeta>() {
        for (std::int64_t done = 0; done < count; done += group) {
            const std::int64_t tokens = std::min(group, count - done);
            const OutputLanes<T> lanes = moments(first + done, tokens);
            const Gathered<T> means(lanes.mean);
            const Gathered<T> factors(lanes.reciprocalStd);
            for (std::int64_t i = 0; i < tokens; ++i)
                writePart<T, hasGamma, hasBeta>(arguments, first + done + i, 0, arguments.dimension, means[i],
                                                factors[i], tokens * arguments.inputStride);
        }
    });
}

struct Extent {
    std::int64_t first;
    std::int64_t count;
};

Extent extentOfChunk(std::int64_t dimension, std::int64_t chunk)
{
    const std::int64_t first = chunk * chunkElements;
    return {first, chunk + 1 == chunksOf(dimension) ? dimension - first : chunkElements};
}

} // namespace

template <typename T>
void normalizeTokens(const TokenArguments<T>& arguments, std::int64_t first, std::int64_t count)
{
    if (arguments.dimension <= longestInterleaved) {
        normalizeInterleaved(arguments, first, count, false);
    } else {
        const Lanes mask = remainderMask(arguments.dimension);
        tokenByToken(arguments, first, count, [&](std::int64_t token, std::int64_t tokens) {
            return momentsOfTokens(arguments, token, tokens, mask);
        });
    }
    if (arguments.streaming)
        finishStreaming();
}

template <typename T>
void outputsOfTokens(const TokenArguments<T>& arguments, std::int64_t first, std::int64_t count)
{
    if (arguments.dimension <= longestInterleaved)
        normalizeInterleaved(arguments, first, count, true);
    else
        tokenByToken(arguments, first, count, [&](std::int64_t token, std::int64_t tokens) {
            return storedOutputLanes(arguments, token, tokens);
        });
    if (arguments.streaming)
        finishStreaming();
}

template <typename T>
ChunkSums<T> sumsOfChunk(const TokenArguments<T>& arguments, std::int64_t token, std::int64_t chunk,
                         const std::optional<Wide<T>>& center)
{
    const Extent extent = extentOfChunk(arguments.dimension, chunk);
    const T* x = arguments.input + token * arguments.inputStride + extent.first;
    return center ? sumsOfRowAbout<T>(*center, x, extent.count)
                  : sumsOfRow(x, extent.count, remainderMask(extent.count));
}

template <typename T>
std::optional<TokenMoments<T>> momentsOfChunks(const TokenArguments<T>& arguments, std::int64_t token,
                                               std::span<const ChunkSums<T>> chunks,
                                               std::optional<Wide<T>>& center)
{
    ChunkSums<T> total = chunks[0];
    for (const ChunkSums<T>& chunk : chunks.subspan(1)) {
        total.deviations = total.deviations + chunk.deviations;
        total.squares = total.squares + chunk.squares;
    }
    const DeviationSums<T> sums{everyLane(total.deviations), everyLane(total.squares)};
    const MomentLanes<T> moments =
        momentsAbout<T>(everyLane(center.value_or(Wide<T>{})), sums, Divisor(arguments.dimension));
    const Wide<T> mean = Gathered<T>(moments.mean)[0];
    const Wide<T> variance = Gathered<T>(moments.variance)[0];
    const double meanSquare = leading(Gathered<T>(moments.meanSquare)[0]);
    if (isExtreme(meanSquare))
        return plainMoments(arguments.input + token * arguments.inputStride, arguments.dimension);
    if (!center && isCancelled<T>(leading(variance), meanSquare)) {
        center = centerNear(mean);
        return std::nullopt;
    }
    return TokenMoments<T>{mean, atLeastZero(variance)};
}

template <typename T>
void storeMoments(const TokenArguments<T>& arguments, std::int64_t token, const TokenMoments<T>& moments)
{
    finishMoments<T>(arguments, token, 1, everyLane(moments.mean), everyLane(moments.variance));
}

template <typename T>
void outputsOfChunk(const TokenArguments<T>& arguments, std::int64_t token, std::int64_t chunk,
                    const TokenMoments<T>& moments)
{
    const WideLanes<T> reciprocalStd = reciprocalRoot(plus(everyLane(moments.variance), arguments.eps));
    const Extent extent = extentOfChunk(arguments.dimension, chunk);
    withAffine(arguments, [&]<bool hasGamma, bool hasBeta>() {
        writePart<T, hasGamma, hasBeta>(arguments, token, extent.first, extent.count, moments.mean,
                                        Gathered<T>(reciprocalStd)[0], extent.count);
    });
    if (arguments.streaming)
        finishStreaming();
}

// clang-format off
#define LAYERNORM_KERNELS(T)                                                                                   \
    template void normalizeTokens(const TokenArguments<T>&, std::int64_t, std::int64_t);                       \
    template void outputsOfTokens(const TokenArguments<T>&, std::int64_t, std::int64_t);                       \
    template ChunkSums<T> sumsOfChunk(const TokenArguments<T>&, std::int64_t, std::int64_t,                    \
                                      const std::optional<Wide<T>>&);                                          \
    template std::optional<TokenMoments<T>> momentsOfChunks(                                                   \
        const TokenArguments<T>&, std::int64_t, std::span<const ChunkSums<T>>, std::optional<Wide<T>>&);       \
    template void storeMoments(const TokenArguments<T>&, std::int64_t, const TokenMoments<T>&);                \
    template TokenMoments<T> storedMoments(const TokenArguments<T>&, std::int64_t);                            \
    template void outputsOfChunk(const TokenArguments<T>&, std::int64_t, std::int64_t, const TokenMoments<T>&);
// clang-format on

LAYERNORM_KERNELS(float)
LAYERNORM_KERNELS(double)

} // namespace layernorm
