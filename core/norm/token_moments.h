// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/token_kernels.h"

#include <limits>

/// From what eight tokens add up to, one a lane, to what their outputs are made with.
///
/// Private to core/norm.
namespace layernorm {

template <typename T>
struct MomentLanes {
    WideLanes<T> mean;
    WideLanes<T> variance;
    WideLanes<T> meanSquare; ///< about the center
};

template <typename T>
LAYERNORM_INLINE MomentLanes<T> momentsAbout(const WideLanes<T>& center, const DeviationSums<T>& sums,
                                             const Divisor& dimension)
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
inline bool isExtreme(double meanSquare)
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

inline double atLeastZero(double value)
{
    return value < 0 ? 0 : value; // std::max would make 0 of NaN
}

inline Pair<double> atLeastZero(const Pair<double>& value)
{
    return value.high < 0 ? Pair<double>{0, 0} : value;
}

/// The moments of tokens some of whose `sums` about `center` are no good. `sumsAbout(i, center)` adds token i
/// up again, `plain(i)` gives its `plainMoments`. To be called from a function that is not inlined: what has
/// an address is kept in memory, on the usual path too.
template <typename T, typename SumsAbout, typename Plain>
MomentLanes<T> repaired(const WideLanes<T>& center, const DeviationSums<T>& sums, const Divisor& dimension,
                        SumsAbout&& sumsAbout, Plain&& plain)
{
    MomentLanes<T> moments = momentsAbout<T>(center, sums, dimension);
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
    return moments;
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

inline void storeWide(double* to, double value)
{
    to[0] = value;
}

inline void storeWide(double* to, const Pair<double>& value)
{
    to[0] = value.high;
    to[1] = value.low;
}

inline void loadWide(const double* from, double& value)
{
    value = from[0];
}

inline void loadWide(const double* from, Pair<double>& value)
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
TokenMoments<T> storedMoments(const TokenArguments<T>& arguments, std::int64_t token)
{
    const double* stored = arguments.moments + token * momentDoubles<T>;
    TokenMoments<T> moments;
    loadWide(stored, moments.mean);
    loadWide(stored + momentDoubles<T> / 2, moments.variance);
    return moments;
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

} // namespace layernorm
