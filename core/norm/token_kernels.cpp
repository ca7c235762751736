// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/norm/token_kernels.h"

#include "core/norm/memory_hints.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace layernorm {

namespace {

/// Up to here tokens lie side by side in the lanes; measured, from 13 values on one after the other is
/// faster.
constexpr std::int64_t longestInterleaved = 12;

/// Bytes of input or output that a kernel works on at a time: together with as many of the other they stay in
/// the first-level cache.
constexpr std::int64_t blockBytes = 16 * 1024;

template <typename T>
constexpr std::int64_t blockElements = blockBytes / static_cast<std::int64_t>(sizeof(T));

// ---------------------------------------------------------------------------------------------------------------
// Moments of eight tokens, one a lane

template <typename T>
struct MomentLanes {
    WideLanes<T> mean;
    WideLanes<T> variance;
    WideLanes<T> meanSquare; ///< about the center
};

template <typename T>
LAYERNORM_INLINE MomentLanes<T> momentsAbout(const WideLanes<T>& center, const DeviationSums<T>& sums,
                                             double dimension)
{
    const WideLanes<T> offset = dividedBy(sums.deviations, dimension);
    const WideLanes<T> meanSquare = dividedBy(sums.squares, dimension);
    return {center + offset, meanSquare - offset * offset, meanSquare};
}

/// Whether the subtraction that gave the variance cancelled so much that it is better done about the mean.
template <typename T>
bool isCancelled(double variance, double meanSquare)
{
    return variance * toleratedCancellation<T> < meanSquare;
}

/// Whether an infinity or NaN is among the values, or a square overflowed.
bool isExtreme(double meanSquare)
{
    return !(meanSquare < std::numeric_limits<double>::infinity());
}

/// Whether any lane is one of the two.
template <typename T>
LAYERNORM_INLINE bool needsRepair(const MomentLanes<T>& moments)
{
    const Lanes margin =
        leading(moments.variance) * Lanes(toleratedCancellation<T>) - leading(moments.meanSquare);
    return !allAtLeastZero(margin);
}

/// The two passes of the formula in plain double precision, for what `isExtreme`.
template <typename T>
TokenMoments<T> plainMoments(const T* x, std::int64_t dimension)
{
    const auto count = static_cast<double>(dimension);
    double sum = 0;
    for (std::int64_t i = 0; i < dimension; ++i)
        sum += static_cast<double>(x[i]);
    const double mean = sum / count;
    double squares = 0;
    for (std::int64_t i = 0; i < dimension; ++i) {
        const double deviation = static_cast<double>(x[i]) - mean;
        squares += deviation * deviation;
    }
    TokenMoments<T> moments{};
    if constexpr (std::is_same_v<T, float>)
        moments = {mean, squares / count};
    else
        moments = {{mean, 0}, {squares / count, 0}};
    return moments;
}

double atLeastZero(double value)
{
    return value < 0 ? 0 : value; // std::max would make 0 of NaN
}

Pair<double> atLeastZero(const Pair<double>& value)
{
    return value.high < 0 ? Pair<double>{0, 0} : value;
}

/// Moments of tokens whose `sums` about `center` are no good. `sumsAbout(i, center)` adds token i up
/// again, `plain(i)` gives its `plainMoments`.
template <typename T, typename SumsAbout, typename Plain>
[[gnu::noinline]] void repair(MomentLanes<T>& moments, const WideLanes<T>& center,
                              const DeviationSums<T>& sums, double dimension, SumsAbout&& sumsAbout,
                              Plain&& plain)
{
    const Gathered<T> oldMean(moments.mean);
    const Gathered<T> oldVariance(moments.variance);
    const Gathered<T> oldMeanSquare(moments.meanSquare);
    Gathered<T> centers(center);
    Gathered<T> deviations(sums.deviations);
    Gathered<T> squares(sums.squares);
    for (std::int64_t i = 0; i < laneCount; ++i)
        if (isCancelled<T>(leading(oldVariance[i]), leading(oldMeanSquare[i]))) {
            const Wide<T> nearMean = centerNear(oldMean[i]);
            const ChunkSums<T> again = sumsAbout(i, nearMean);
            centers.set(i, nearMean);
            deviations.set(i, again.deviations);
            squares.set(i, again.squares);
        }
    moments =
        momentsAbout<T>(centers.lanes(), DeviationSums<T>(deviations.lanes(), squares.lanes()), dimension);

    Gathered<T> mean(moments.mean);
    Gathered<T> variance(moments.variance);
    for (std::int64_t i = 0; i < laneCount; ++i) {
        variance.set(i, atLeastZero(variance[i]));
        if (isExtreme(leading(oldMeanSquare[i]))) {
            const TokenMoments<T> found = plain(i);
            mean.set(i, found.mean);
            variance.set(i, found.variance);
        }
    }
    moments.mean = mean.lanes();
    moments.variance = variance.lanes();
}

template <typename T>
struct OutputLanes {
    WideLanes<T> mean;
    WideLanes<T> reciprocalStd;
};

template <typename T>
void store(T* to, std::int64_t token, double value)
{
    if (to)
        to[token] = static_cast<T>(value);
}

void storeWide(double* to, double value)
{
    to[0] = value;
}

void storeWide(double* to, const Pair<double>& value)
{
    to[0] = value.high;
    to[1] = value.low;
}

void loadWide(const double* from, double& value)
{
    value = from[0];
}

void loadWide(const double* from, Pair<double>& value)
{
    value = {from[0], from[1]};
}

template <typename T>
LAYERNORM_INLINE OutputLanes<T> outputLanes(const TokenArguments<T>& arguments, std::int64_t first,
                                            std::int64_t count, const WideLanes<T>& mean,
                                            const WideLanes<T>& variance)
{
    const OutputLanes<T> lanes{mean, reciprocalRoot(plus(variance, arguments.eps))};
    if (arguments.reciprocalStd) {
        const Gathered<T> reciprocalStd(lanes.reciprocalStd);
        for (std::int64_t i = 0; i < count; ++i)
            store(arguments.reciprocalStd, first + i, leading(reciprocalStd[i]));
    }
    return lanes;
}

/// Stores the moments of up to eight tokens and says what their outputs are made with.
template <typename T>
LAYERNORM_INLINE OutputLanes<T> finishMoments(const TokenArguments<T>& arguments, std::int64_t first,
                                              std::int64_t count, const WideLanes<T>& mean,
                                              const WideLanes<T>& variance)
{
    if (arguments.mean || arguments.variance || arguments.moments) {
        const Gathered<T> means(mean);
        const Gathered<T> variances(variance);
        for (std::int64_t i = 0; i < count; ++i) {
            store(arguments.mean, first + i, leading(means[i]));
            store(arguments.variance, first + i, leading(variances[i]));
            if (arguments.moments) {
                double* moments = arguments.moments + (first + i) * momentDoubles<T>;
                storeWide(moments, means[i]);
                storeWide(moments + momentDoubles<T> / 2, variances[i]);
            }
        }
    }
    return outputLanes<T>(arguments, first, count, mean, variance);
}

template <typename T>
LAYERNORM_INLINE OutputLanes<T> storedOutputLanes(const TokenArguments<T>& arguments, std::int64_t first,
                                                  std::int64_t count)
{
    Gathered<T> mean;
    Gathered<T> variance;
    for (std::int64_t i = 0; i < count; ++i) {
        const TokenMoments<T> moments = storedMoments(arguments, first + i);
        mean.set(i, moments.mean);
        variance.set(i, moments.variance);
    }
    return outputLanes<T>(arguments, first, count, mean.lanes(), variance.lanes());
}

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

/// Up to eight tokens of one chunk each: their moments are finished side by side.
template <typename T>
OutputLanes<T> momentsOfTokens(const TokenArguments<T>& arguments, std::int64_t first, std::int64_t count,
                               const Lanes& mask)
{
    const auto dimension = static_cast<double>(arguments.dimension);
    const auto input = [&](std::int64_t i) { return arguments.input + (first + i) * arguments.inputStride; };
    Gathered<T> deviations;
    Gathered<T> squares;
    for (std::int64_t i = 0; i < count; ++i) {
        const ChunkSums<T> found = sumsOfRow(input(i), arguments.dimension, mask);
        deviations.set(i, found.deviations);
        squares.set(i, found.squares);
    }
    const DeviationSums<T> sums(deviations.lanes(), squares.lanes());
    MomentLanes<T> moments = momentsAbout<T>(everyLane(Wide<T>{}), sums, dimension);
    if (needsRepair<T>(moments))
        repair(
            moments, everyLane(Wide<T>{}), sums, dimension,
            [&](std::int64_t i, const Wide<T>& center) {
                return sumsOfRowAbout<T>(center, input(i), arguments.dimension);
            },
            [&](std::int64_t i) { return plainMoments(input(i), arguments.dimension); });
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

// ---------------------------------------------------------------------------------------------------------------
// Eight short tokens side by side, one a lane

/// Tokens at a time: a few full registers, so that what one step stores has arrived where the next one loads
/// it.
template <typename T, std::int64_t dimension>
constexpr std::int64_t interleavedTokens = std::clamp<std::int64_t>(2048 / dimension / laneCount * laneCount,
                                                                    laneCount, 256);

/// One feature of many tokens a row.
template <typename T, std::int64_t dimension>
using Interleaved = std::array<std::array<T, interleavedTokens<T, dimension>>, dimension>;

/// With every bound known while compiling, the compiler turns this into a transposition in registers.
template <typename T, std::int64_t dimension, std::int64_t count = interleavedTokens<T, dimension>>
LAYERNORM_INLINE void interleave(const T* __restrict tokens, Interleaved<T, dimension>& features)
{
    for (std::int64_t token = 0; token < count; ++token)
#pragma GCC unroll 12
        for (std::int64_t i = 0; i < dimension; ++i)
            features[static_cast<std::size_t>(i)][static_cast<std::size_t>(token)] =
                tokens[token * dimension + i];
}

template <typename T, std::int64_t dimension>
LAYERNORM_INLINE void deinterleave(const Interleaved<T, dimension>& features, T* __restrict tokens)
{
    for (std::int64_t token = 0; token < interleavedTokens<T, dimension>; ++token)
#pragma GCC unroll 12
        for (std::int64_t i = 0; i < dimension; ++i)
            tokens[token * dimension + i] =
                features[static_cast<std::size_t>(i)][static_cast<std::size_t>(token)];
}

template <typename T, std::int64_t dimension>
struct InterleavedBlock {
    explicit InterleavedBlock(const TokenArguments<T>& tokenArguments) : arguments(tokenArguments) {}

    const TokenArguments<T>& arguments;
    alignas(64) Interleaved<T, dimension> features;

    [[nodiscard]] T* feature(std::int64_t i, std::int64_t place)
    {
        return features[static_cast<std::size_t>(i)].data() + place;
    }

    /// The lanes that no token is left for hold zeros.
    void interleaveSome(const T* x, std::int64_t tokens)
    {
        const std::int64_t filled = (tokens + laneCount - 1) / laneCount * laneCount;
        for (std::int64_t token = 0; token < filled; ++token)
            for (std::int64_t i = 0; i < dimension; ++i)
                *feature(i, token) = token < tokens ? x[token * arguments.inputStride + i] : 0;
    }

    LAYERNORM_INLINE DeviationSums<T> sumsAboutZero(std::int64_t place)
    {
        DeviationSums<T> sums;
#pragma GCC unroll 12
        for (std::int64_t i = 0; i < dimension; ++i)
            sums.addValues(wideLanes(feature(i, place)));
        return sums;
    }

    LAYERNORM_INLINE DeviationSums<T> sumsAbout(const WideLanes<T>& center, std::int64_t place)
    {
        DeviationSums<T> sums;
#pragma GCC unroll 12
        for (std::int64_t i = 0; i < dimension; ++i)
            sums.add(deviationsFrom(center, feature(i, place)));
        return sums;
    }

    /// Moments of the eight tokens at `place`, of which `count` from `first` on are real.
    LAYERNORM_INLINE OutputLanes<T> moments(std::int64_t place, std::int64_t first, std::int64_t count)
    {
        // One value is its own mean; about 0 it would cancel every time.
        const WideLanes<T> center = dimension == 1 ? wideLanes(feature(0, place)) : everyLane(Wide<T>{});
        const DeviationSums<T> sums = dimension == 1 ? sumsAbout(center, place) : sumsAboutZero(place);
        MomentLanes<T> found = momentsAbout<T>(center, sums, static_cast<double>(dimension));
        if (needsRepair(found))
            repair(
                found, center, sums, static_cast<double>(dimension),
                [&](std::int64_t i, const Wide<T>& about) {
                    const DeviationSums<T> again = sumsAbout(everyLane(about), place);
                    return ChunkSums<T>{Gathered<T>(again.deviations)[i], Gathered<T>(again.squares)[i]};
                },
                [&](std::int64_t i) {
                    std::array<T, dimension> token;
                    for (std::int64_t j = 0; j < dimension; ++j)
                        token[static_cast<std::size_t>(j)] = *feature(j, place + i);
                    return plainMoments(token.data(), dimension);
                });
        return finishMoments<T>(arguments, first, count, found.mean, found.variance);
    }

    template <bool hasGamma, bool hasBeta>
    LAYERNORM_INLINE void normalize(std::int64_t place, const OutputLanes<T>& lanes)
    {
#pragma GCC unroll 12
        for (std::int64_t i = 0; i < dimension; ++i) {
            T* values = feature(i, place);
            std::array<T, laneCount> gamma;
            std::array<T, laneCount> beta;
            if constexpr (hasGamma)
                gamma.fill(arguments.gamma[i]);
            if constexpr (hasBeta)
                beta.fill(arguments.beta[i]);
            storeOutputs<T, hasGamma, hasBeta>(deviationsFrom(lanes.mean, values), lanes.reciprocalStd,
                                               gamma.data(), beta.data(), values);
        }
    }

    template <bool hasGamma, bool hasBeta, bool momentsKnown>
    void normalizeAll(std::int64_t first, std::int64_t count)
    {
        for (std::int64_t place = 0; place < count; place += laneCount) {
            const std::int64_t real = std::min<std::int64_t>(laneCount, count - place);
            if constexpr (momentsKnown)
                normalize<hasGamma, hasBeta>(place, storedOutputLanes(arguments, first + place, real));
            else
                normalize<hasGamma, hasBeta>(place, moments(place, first + place, real));
        }
    }
};

template <typename T, std::int64_t dimension, bool momentsKnown>
void runInterleavedOf(const TokenArguments<T>& arguments, std::int64_t first, std::int64_t count)
{
    constexpr std::int64_t blockTokens = interleavedTokens<T, dimension>;
    InterleavedBlock<T, dimension> block(arguments);
    const bool dense = arguments.inputStride == dimension && arguments.outputStride == dimension;

    for (std::int64_t done = 0; done < count; done += blockTokens) {
        const std::int64_t tokens = std::min(blockTokens, count - done);
        const T* x = arguments.input + (first + done) * arguments.inputStride;
        T* y = arguments.output + (first + done) * arguments.outputStride;
        const bool whole = dense && tokens == blockTokens;
        if (whole)
            interleave<T, dimension>(x, block.features);
        else
            block.interleaveSome(x, tokens);

        withAffine(arguments, [&]<bool hasGamma, bool hasBeta>() {
            block.template normalizeAll<hasGamma, hasBeta, momentsKnown>(first + done, tokens);
        });

        if (whole) {
            deinterleave<T, dimension>(block.features, y);
        } else {
            for (std::int64_t token = 0; token < tokens; ++token)
                for (std::int64_t i = 0; i < dimension; ++i)
                    y[token * arguments.outputStride + i] = *block.feature(i, token);
        }
    }
}

/// The kernels for 1, 2, ... values a token.
template <typename T, bool momentsKnown, std::size_t... index>
constexpr auto interleavedKernels(std::index_sequence<index...>)
{
    return std::array{&runInterleavedOf<T, static_cast<std::int64_t>(index) + 1, momentsKnown>...};
}

template <typename T, bool momentsKnown>
void runInterleaved(const TokenArguments<T>& arguments, std::int64_t first, std::int64_t count)
{
    static constexpr auto kernels =
        interleavedKernels<T, momentsKnown>(std::make_index_sequence<longestInterleaved>());
    kernels[static_cast<std::size_t>(arguments.dimension - 1)](arguments, first, count);
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
        runInterleaved<T, false>(arguments, first, count);
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
        runInterleaved<T, true>(arguments, first, count);
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
    const MomentLanes<T> moments = momentsAbout<T>(everyLane(center.value_or(Wide<T>{})), sums,
                                                   static_cast<double>(arguments.dimension));
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
TokenMoments<T> storedMoments(const TokenArguments<T>& arguments, std::int64_t token)
{
    const double* stored = arguments.moments + token * momentDoubles<T>;
    TokenMoments<T> moments;
    loadWide(stored, moments.mean);
    loadWide(stored + momentDoubles<T> / 2, moments.variance);
    return moments;
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
