// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/norm/layer_norm.h"

#include "core/io/number_text.h"
#include "core/norm/lane_sum.h"

#include <algorithm>
#include <cmath>

namespace layernorm {

namespace {

template <typename T>
struct Moments {
    T mean;
    T meanRemainder;
    T variance;
};

template <typename T>
T sum(const T* x, std::int64_t dimension)
{
    LevelledSum<T> total;
    for (std::int64_t begin = 0; begin < dimension; begin += total.blockElements) {
        Lanes<T> partial = Lanes<T>::Zero();
        forEachLanes(
            begin, std::min(dimension, begin + total.blockElements),
            [&](std::int64_t i) { partial += LanesMap<T>(x + i); },
            [&](std::int64_t lane, std::int64_t i) { partial[lane] += x[i]; });
        total.add(partial);
    }
    return total.total();
}

template <typename T>
struct DeviationSums {
    T sum;
    T sumOfSquares;
};

template <typename T>
DeviationSums<T> deviationSums(const T* x, std::int64_t dimension, T center)
{
    LevelledSum<T> sums;
    LevelledSum<T> squares;
    for (std::int64_t begin = 0; begin < dimension; begin += sums.blockElements) {
        Lanes<T> partialSum = Lanes<T>::Zero();
        Lanes<T> partialSquares = Lanes<T>::Zero();
        forEachLanes(
            begin, std::min(dimension, begin + sums.blockElements),
            [&](std::int64_t i) {
                const Lanes<T> deviation = LanesMap<T>(x + i) - center;
                partialSum += deviation;
                partialSquares += deviation * deviation;
            },
            [&](std::int64_t lane, std::int64_t i) {
                const T deviation = x[i] - center;
                partialSum[lane] += deviation;
                partialSquares[lane] += deviation * deviation;
            });
        sums.add(partialSum);
        squares.add(partialSquares);
    }
    return {sums.total(), squares.total()};
}

template <typename T>
Moments<T> moments(const T* x, std::int64_t dimension)
{
    const T count = static_cast<T>(dimension);
    T center = sum(x, dimension) / count;
    DeviationSums<T> deviations = deviationSums(x, dimension, center);
    T correction = deviations.sum / count;
    // A center so far off that its square makes up much of sumOfSquares would cancel the variance away; one
    // step nearer it cannot. Equal values get their own value as the mean here, and exactly 0 as the
    // variance, as the library finds it, even where the squares underflow or overflow.
    if (correction * correction * 4 >= deviations.sumOfSquares / count ||
        std::isinf(deviations.sumOfSquares)) {
        center += correction;
        deviations = deviationSums(x, dimension, center);
        correction = deviations.sum / count;
    }
    const T mean = center + correction;
    // What rounding took from the mean: mean + meanRemainder is the mean to about twice the precision.
    const T meanRemainder = correction - (mean - center);
    const T variance = deviations.sumOfSquares / count - correction * correction;
    // std::max would turn a NaN into 0.
    return {mean, meanRemainder, variance < T(0) ? T(0) : variance};
}

/// Typed pointers to everything a token's computation reads and writes.
template <typename T>
struct Workspace {
    std::int64_t dimension;
    T eps;
    const T* input;
    const T* gamma;
    const T* beta;
    T* output;
    T* mean;
    T* meanRemainder;
    T* variance;
    T* reciprocalStd;

    void updateMoments(std::int64_t token) const
    {
        const Moments<T> found = moments(input + token * dimension, dimension);
        mean[token] = found.mean;
        meanRemainder[token] = found.meanRemainder;
        variance[token] = found.variance;
    }

    void updateOutput(std::int64_t token) const
    {
        using Row = Eigen::Array<T, Eigen::Dynamic, 1>;
        reciprocalStd[token] = T(1) / std::sqrt(variance[token] + eps);

        const Eigen::Map<const Row> x(input + token * dimension, dimension);
        Eigen::Map<Row> y(output + token * dimension, dimension);
        y = ((x - mean[token]) - meanRemainder[token]) * reciprocalStd[token];
        if (gamma)
            y *= Eigen::Map<const Row>(gamma, dimension);
        if (beta)
            y += Eigen::Map<const Row>(beta, dimension);
    }
};

template <typename T>
Workspace<T> workspace(const Tensor& input, const LayerNormParameters& parameters, LayerNormResult& result)
{
    return {input.shape().trailingElements(parameters.normalizedDims),
            static_cast<T>(parameters.eps),
            input.values<T>().data(),
            parameters.gamma ? parameters.gamma->values<T>().data() : nullptr,
            parameters.beta ? parameters.beta->values<T>().data() : nullptr,
            result.output.values<T>().data(),
            result.mean.values<T>().data(),
            result.meanRemainder.values<T>().data(),
            result.variance.values<T>().data(),
            result.reciprocalStd.values<T>().data()};
}

/// Calls `function` with the Workspace of the input's type.
template <typename Function>
void withWorkspace(const Tensor& input, const LayerNormParameters& parameters, LayerNormResult& result,
                   Function&& function)
{
    if (input.dtype() == DType::Float32)
        function(workspace<float>(input, parameters, result));
    else
        function(workspace<double>(input, parameters, result));
}

Result<void> checkAffine(const char* which, const Tensor& values, const Tensor& input, int normalizedDims)
{
    const Shape wanted = input.shape().trailing(normalizedDims);
    if (values.shape() != wanted)
        return failure(
            LAYERNORM_SENTENCE("Core",
                               "%1 has the shape %2; it must be %3, the shape of the normalised dimensions"),
            {which, values.shape().text(), wanted.text()});
    if (values.dtype() != input.dtype())
        return failure(LAYERNORM_SENTENCE("Core", "%1 is %2 and the input is %3; convert one of them"),
                       {which, name(values.dtype()), name(input.dtype())});
    return {};
}

} // namespace

Result<void> checkEps(double eps)
{
    if (std::isfinite(eps) && eps >= 0)
        return {};
    return failure(LAYERNORM_SENTENCE(
                       "Core", "eps is %1; it must be a finite number that is not negative, such as 1e-5"),
                   {exactText(eps, DType::Float64)});
}

Result<void> checkParameters(const Tensor& input, const LayerNormParameters& parameters)
{
    if (Result<void> eps = checkEps(parameters.eps); !eps)
        return eps;
    const int rank = input.shape().rank();
    if (parameters.normalizedDims < 1 || parameters.normalizedDims > rank)
        return failure(
            LAYERNORM_SENTENCE("Core", "%1 normalised dimensions do not fit the shape %2; choose 1 to %3"),
            {std::to_string(parameters.normalizedDims), input.shape().text(), std::to_string(rank)});
    if (parameters.gamma)
        if (auto gamma = checkAffine("gamma", *parameters.gamma, input, parameters.normalizedDims); !gamma)
            return gamma;
    if (parameters.beta)
        return checkAffine("beta", *parameters.beta, input, parameters.normalizedDims);
    return {};
}

LayerNormResult emptyResult(const Tensor& input, int normalizedDims)
{
    const Shape tokens = input.shape().reduced(normalizedDims);
    const Tensor perToken(tokens, input.dtype());
    return {Tensor(input.shape(), input.dtype()), perToken, perToken, perToken, perToken};
}

void updateTokens(const Tensor& input, const LayerNormParameters& parameters, TokenRange tokens,
                  LayerNormResult& result)
{
    withWorkspace(input, parameters, result, [&](const auto& workspace) {
        for (std::int64_t token = tokens.first; token < tokens.first + tokens.count; ++token) {
            workspace.updateMoments(token);
            workspace.updateOutput(token);
        }
    });
}

void updateOutputs(const Tensor& input, const LayerNormParameters& parameters, TokenRange tokens,
                   LayerNormResult& result)
{
    withWorkspace(input, parameters, result, [&](const auto& workspace) {
        for (std::int64_t token = tokens.first; token < tokens.first + tokens.count; ++token)
            workspace.updateOutput(token);
    });
}

Result<LayerNormResult> layerNorm(const Tensor& input, const LayerNormParameters& parameters)
{
    if (auto checked = checkParameters(input, parameters); !checked)
        return tl::unexpected(checked.error());
    LayerNormResult result = emptyResult(input, parameters.normalizedDims);
    updateTokens(input, parameters, {0, result.mean.elements()}, result);
    return result;
}

} // namespace layernorm
