// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/norm/layer_norm_gradient.h"

#include "core/norm/lanes.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

namespace layernorm {

namespace {

/// Runs of tokens that add up dL/dgamma and dL/dbeta by themselves: the same whatever the number of threads,
/// so that the sums have the same bits.
constexpr std::int64_t runs = 16;

/// Below this waking another thread costs more than it saves, as in the forward pass.
constexpr std::int64_t parallelElements = std::int64_t{1} << 17;

/// The compiler's own vectors, one register each: structures of them stay in registers, where those of Lanes
/// are copied through memory.
using Doubles = NativeDoubles;

LAYERNORM_INLINE Doubles loaded(const float* values)
{
    return native(widenedRegister(values));
}
LAYERNORM_INLINE Doubles loaded(const double* values)
{
    Doubles wide;
    std::memcpy(&wide, values, sizeof wide);
    return wide;
}
LAYERNORM_INLINE void stored(const Doubles& wide, double* values)
{
    std::memcpy(values, &wide, sizeof wide);
}
LAYERNORM_INLINE void stored(const Doubles& wide, float* values)
{
    Register part;
    stored(wide, part.data());
    storeRounded(part, values);
}

template <typename T>
struct Arguments {
    std::int64_t dimension = 1;
    const T* input = nullptr;
    const T* upstream = nullptr;
    const T* gamma = nullptr; ///< null for 1
    T* gradient = nullptr;
    const double* moments = nullptr;
    double eps = 0;
};

/// Of one token.
struct Moments {
    double mean;
    double meanRest; ///< what rounding took from the mean of float64 values
    double reciprocalStd;
};

template <typename T>
Moments momentsOf(const Arguments<T>& arguments, std::int64_t token)
{
    const double* moments = arguments.moments + token * momentDoubles<T>;
    // float64: each moment is a pair, the value and what rounding took from it.
    constexpr bool pairs = momentDoubles<T> == 4;
    const double variance = moments[momentDoubles<T> / 2];
    return {moments[0], pairs ? moments[1] : 0, 1 / std::sqrt(variance + arguments.eps)};
}

/// What some values of a token contribute.
struct Contribution {
    Doubles upstream;
    Doubles scaled; ///< g, the upstream gradient times gamma
    Doubles normalized;
};

template <typename T>
LAYERNORM_INLINE Contribution contributionOf(const T* x, const T* upstream, const T* gamma,
                                             const Moments& moments)
{
    Contribution values;
    values.upstream = loaded(upstream);
    values.scaled = gamma ? values.upstream * loaded(gamma) : values.upstream;
    Doubles deviation = loaded(x) - moments.mean;
    if constexpr (momentDoubles<T> == 4)
        deviation = deviation - moments.meanRest;
    values.normalized = deviation * moments.reciprocalStd;
    return values;
}

/// The last values of a token, filled up to eight with ones that contribute nothing.
template <typename T>
struct Tail {
    T x[laneCount];
    T upstream[laneCount] = {};
    T gammas[laneCount] = {};
    const T* gamma = nullptr; ///< null for 1

    Tail(const Arguments<T>& arguments, std::int64_t token, std::int64_t begin, double mean)
    {
        std::fill_n(x, laneCount, static_cast<T>(mean));
        const std::int64_t count = arguments.dimension - begin;
        const std::int64_t place = token * arguments.dimension + begin;
        std::copy_n(arguments.input + place, count, x);
        std::copy_n(arguments.upstream + place, count, upstream);
        if (arguments.gamma)
            gamma = std::copy_n(arguments.gamma + begin, count, gammas) - count;
    }
    Tail(const Tail&) = delete;
    Tail& operator=(const Tail&) = delete;
};

/// Sums of a part's tokens, as long as a token and filled up to eight.
struct AffineSums {
    std::vector<double> gamma;
    std::vector<double> beta;

    explicit AffineSums(std::int64_t dimension)
        : gamma(static_cast<std::size_t>(dimension + laneCount)),
          beta(gamma.size())
    {
    }
};

/// The two directions that are taken away of a token's gradient, and its moments.
struct TokenParts {
    Moments moments;
    double meanPart;
    double outputPart;
};

/// Of eight lanes each.
struct DirectionSums {
    Doubles constant[Lanes::registers] = {};
    Doubles along[Lanes::registers] = {};
};

template <typename T>
LAYERNORM_INLINE void addEight(DirectionSums& sums, const T* x, const T* upstream, const T* gamma,
                               const Moments& moments)
{
#pragma GCC unroll 4
    for (int i = 0; i < Lanes::registers; ++i) {
        const int place = i * registerDoubles;
        const Contribution values =
            contributionOf(x + place, upstream + place, gamma ? gamma + place : nullptr, moments);
        sums.constant[i] = sums.constant[i] + values.scaled;
        sums.along[i] = sums.along[i] + values.scaled * values.normalized;
    }
}

LAYERNORM_INLINE double folded(const Doubles* sums)
{
    double lanes[laneCount];
    for (int i = 0; i < Lanes::registers; ++i)
        stored(sums[i], lanes + i * registerDoubles);
    return foldByHalves(Lanes::load(lanes));
}

template <typename T>
TokenParts partsOf(const Arguments<T>& arguments, std::int64_t token)
{
    const Moments moments = momentsOf(arguments, token);
    const T* x = arguments.input + token * arguments.dimension;
    const T* upstream = arguments.upstream + token * arguments.dimension;
    const std::int64_t whole = arguments.dimension / laneCount * laneCount;
    DirectionSums sums;
    for (std::int64_t i = 0; i < whole; i += laneCount)
        addEight(sums, x + i, upstream + i, arguments.gamma ? arguments.gamma + i : nullptr, moments);
    if (whole < arguments.dimension) {
        const Tail<T> tail(arguments, token, whole, moments.mean);
        addEight(sums, tail.x, tail.upstream, tail.gamma, moments);
    }
    const auto dimension = static_cast<double>(arguments.dimension);
    return {moments, folded(sums.constant) / dimension, folded(sums.along) / dimension};
}

/// Tokens whose contributions to dL/dgamma and dL/dbeta are added before the sums go back to memory; one
/// after the other, so that it changes no bit.
constexpr int together = 4;

LAYERNORM_INLINE Doubles gradientOf(const Contribution& values, const TokenParts& token)
{
    const Doubles kept = (values.scaled - token.meanPart) - values.normalized * token.outputPart;
    return token.moments.reciprocalStd * kept;
}

/// A register of values of each token.
template <int count, typename T>
LAYERNORM_INLINE void finish(const Arguments<T>& arguments, std::int64_t first, const TokenParts* tokens,
                             std::int64_t begin, double* gammaSums, double* betaSums)
{
    Doubles gamma = loaded(gammaSums + begin);
    Doubles beta = loaded(betaSums + begin);
    const T* scale = arguments.gamma ? arguments.gamma + begin : nullptr;
#pragma GCC unroll 4
    for (int i = 0; i < count; ++i) {
        const std::int64_t place = (first + i) * arguments.dimension + begin;
        const Contribution values =
            contributionOf(arguments.input + place, arguments.upstream + place, scale, tokens[i].moments);
        stored(gradientOf(values, tokens[i]), arguments.gradient + place);
        gamma = gamma + values.upstream * values.normalized;
        beta = beta + values.upstream;
    }
    stored(gamma, gammaSums + begin);
    stored(beta, betaSums + begin);
}

/// The last values, fewer than eight.
template <typename T>
void finishLast(const Arguments<T>& arguments, std::int64_t token, const TokenParts& found,
                std::int64_t begin, AffineSums& sums)
{
    const Tail<T> tail(arguments, token, begin, found.moments.mean);
    T last[laneCount];
    for (int i = 0; i < laneCount; i += registerDoubles) {
        const Contribution values = contributionOf(tail.x + i, tail.upstream + i,
                                                   tail.gamma ? tail.gamma + i : nullptr, found.moments);
        stored(gradientOf(values, found), last + i);
        double* gamma = sums.gamma.data() + begin + i;
        double* beta = sums.beta.data() + begin + i;
        stored(loaded(gamma) + values.upstream * values.normalized, gamma);
        stored(loaded(beta) + values.upstream, beta);
    }
    std::copy_n(last, arguments.dimension - begin, arguments.gradient + token * arguments.dimension + begin);
}

/// `arguments` is a copy: what is stored could be part of the original, as far as the compiler knows, and it
/// would be read again and again.
template <int count, typename T>
void gradientOfTokens(const Arguments<T> arguments, std::int64_t first, AffineSums& sums)
{
    TokenParts tokens[count];
    for (int i = 0; i < count; ++i)
        tokens[i] = partsOf(arguments, first + i);
    const std::int64_t whole = arguments.dimension / laneCount * laneCount;
    double* const gamma = sums.gamma.data();
    double* const beta = sums.beta.data();
    for (std::int64_t begin = 0; begin < whole; begin += registerDoubles)
        finish<count>(arguments, first, tokens, begin, gamma, beta);
    if (whole < arguments.dimension)
        for (int i = 0; i < count; ++i)
            finishLast(arguments, first + i, tokens[i], whole, sums);
}

template <typename T>
std::vector<T> folded(const std::vector<AffineSums>& all, std::vector<double> AffineSums::*which,
                      std::int64_t dimension)
{
    std::vector<T> result(static_cast<std::size_t>(dimension));
    for (std::size_t i = 0; i < result.size(); ++i) {
        double sum = 0;
        for (const AffineSums& part : all)
            sum += (part.*which)[i];
        result[i] = static_cast<T>(sum);
    }
    return result;
}

/// Tells the part done, from several threads.
class PartsDone
{
public:
    PartsDone(const Execution& execution, std::int64_t all) : m_execution(execution), m_all(all) {}

    void add()
    {
        const std::lock_guard lock(m_mutex);
        ++m_done;
        if (m_execution.progress)
            m_execution.progress(static_cast<double>(m_done) / static_cast<double>(m_all));
    }
    [[nodiscard]] Completion completion() const
    {
        return m_done == m_all ? Completion::Finished : Completion::Stopped;
    }

private:
    const Execution& m_execution;
    const std::int64_t m_all;
    std::mutex m_mutex;
    std::int64_t m_done = 0;
};

/// False where it was stopped.
template <typename T>
bool addTokens(const Arguments<T>& arguments, std::int64_t first, std::int64_t end,
               const std::stop_token& stop, AffineSums& sums)
{
    if (stop.stop_requested())
        return false;
    std::int64_t token = first;
    for (; token + together <= end; token += together) {
        if (stop.stop_requested())
            return false;
        gradientOfTokens<together>(arguments, token, sums);
    }
    for (; token < end; ++token)
        gradientOfTokens<1>(arguments, token, sums);
    return true;
}

/// Calls `part(i)` for 0 <= i < count, on several threads where there is enough to do.
template <typename Part>
void forParts(std::int64_t count, std::int64_t elements, const Execution& execution, const Part& part)
{
    if (execution.threads == 1 || elements < parallelElements)
        for (std::int64_t i = 0; i < count; ++i)
            part(i);
    else if (execution.threads <= 0)
        tbb::parallel_for(std::int64_t{0}, count, part);
    else
        tbb::task_arena(execution.threads).execute([&] { tbb::parallel_for(std::int64_t{0}, count, part); });
}

/// All tokens; into `gradient`, whose input is there already.
template <typename T>
void fill(LayerNormGradient& gradient, const Arguments<T>& arguments, const Shape& affine,
          const Execution& execution)
{
    const std::int64_t elements = gradient.input.elements();
    const std::int64_t tokens = elements / arguments.dimension;
    const std::int64_t count = std::min(runs, tokens);
    std::vector<AffineSums> sums(static_cast<std::size_t>(count), AffineSums(arguments.dimension));
    PartsDone done(execution, count);
    forParts(count, elements, execution, [&](std::int64_t part) {
        if (addTokens(arguments, part * tokens / count, (part + 1) * tokens / count, execution.stop,
                      sums[static_cast<std::size_t>(part)]))
            done.add();
    });
    gradient.gamma = Tensor(affine, folded<T>(sums, &AffineSums::gamma, arguments.dimension));
    gradient.beta = Tensor(affine, folded<T>(sums, &AffineSums::beta, arguments.dimension));
    gradient.completion = done.completion();
}

template <typename T>
LayerNormGradient gradientOf(const Tensor& input, const LayerNormParameters& parameters,
                             const LayerNormResult& result, const Tensor& upstream,
                             const Execution& execution)
{
    const Shape affine = input.shape().trailing(parameters.normalizedDims);
    LayerNormGradient gradient{.input = Tensor(input.shape(), input.dtype()), .gamma = {}, .beta = {}};
    const Arguments<T> arguments{.dimension = affine.elements(),
                                 .input = input.values<T>().data(),
                                 .upstream = upstream.values<T>().data(),
                                 .gamma = parameters.gamma ? parameters.gamma->values<T>().data() : nullptr,
                                 .gradient = gradient.input.values<T>().data(),
                                 .moments = result.moments.data(),
                                 .eps = static_cast<double>(static_cast<T>(parameters.eps))};
    fill(gradient, arguments, affine, execution);
    return gradient;
}

Result<void> checkUpstream(const Tensor& input, const LayerNormParameters& parameters, const Tensor& upstream)
{
    if (const auto checked = checkParameters(input, parameters); !checked)
        return checked;
    if (upstream.shape() == input.shape() && upstream.dtype() == input.dtype())
        return {};
    return failure(
        LAYERNORM_SENTENCE("Core", "The upstream gradient has the shape %1 in %2; it must be %3 in %4, as "
                                   "the output"),
        {upstream.shape().text(), name(upstream.dtype()), input.shape().text(), name(input.dtype())});
}

double reciprocalStdInDouble(const LayerNormResult& result, double eps, std::int64_t token)
{
    const bool single = result.mean.dtype() == DType::Float32;
    const std::int64_t doubles = single ? momentDoubles<float> : momentDoubles<double>;
    const double variance = result.moments[static_cast<std::size_t>(token * doubles + doubles / 2)];
    return 1 / std::sqrt(variance + (single ? static_cast<double>(static_cast<float>(eps)) : eps));
}

TokenGradient tokenGradient(const Tensor& input, const LayerNormParameters& parameters,
                            const LayerNormResult& result, const Tensor& upstream, std::int64_t token)
{
    const std::int64_t dimension = input.shape().trailingElements(parameters.normalizedDims);
    const double rstd = reciprocalStdInDouble(result, parameters.eps, token);
    std::vector<double> scaled(static_cast<std::size_t>(dimension));
    std::vector<double> normalized(scaled.size());
    TokenGradient gradient;
    for (std::size_t i = 0; i < scaled.size(); ++i) {
        const auto index = static_cast<std::int64_t>(i);
        const std::int64_t place = token * dimension + index;
        scaled[i] = upstream.at(place) * (parameters.gamma ? parameters.gamma->at(index) : 1);
        normalized[i] = deviation(result, token, input.at(place)) * rstd;
        gradient.meanPart += scaled[i] / static_cast<double>(dimension);
        gradient.outputPart += scaled[i] * normalized[i] / static_cast<double>(dimension);
    }
    for (std::size_t i = 0; i < scaled.size(); ++i) {
        const double removed = gradient.meanPart + normalized[i] * gradient.outputPart;
        gradient.upstreamNorm += scaled[i] * scaled[i];
        gradient.removedNorm += removed * removed;
        gradient.gradientNorm += (scaled[i] - removed) * (scaled[i] - removed);
    }
    gradient.upstreamNorm = std::sqrt(gradient.upstreamNorm);
    gradient.removedNorm = std::sqrt(gradient.removedNorm);
    gradient.gradientNorm = rstd * std::sqrt(gradient.gradientNorm);
    return gradient;
}

} // namespace

Result<LayerNormGradient> layerNormGradient(const Tensor& input, const LayerNormParameters& parameters,
                                            const LayerNormResult& result, const Tensor& upstream,
                                            const Execution& execution)
{
    if (const auto checked = checkUpstream(input, parameters, upstream); !checked)
        return tl::unexpected(checked.error());
    return input.dtype() == DType::Float32
               ? gradientOf<float>(input, parameters, result, upstream, execution)
               : gradientOf<double>(input, parameters, result, upstream, execution);
}

Result<std::vector<TokenGradient>> tokenGradients(const Tensor& input, const LayerNormParameters& parameters,
                                                  const LayerNormResult& result, const Tensor& upstream)
{
    if (const auto checked = checkUpstream(input, parameters, upstream); !checked)
        return tl::unexpected(checked.error());
    std::vector<TokenGradient> gradients;
    gradients.reserve(static_cast<std::size_t>(result.mean.elements()));
    for (std::int64_t token = 0; token < result.mean.elements(); ++token)
        gradients.push_back(tokenGradient(input, parameters, result, upstream, token));
    return gradients;
}

} // namespace layernorm
