// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/norm/layer_norm.h"

#include "core/io/number_text.h"

#include <cmath>

namespace layernorm {

namespace {

template <typename T>
ForwardMemory<T> memoryOf(const Tensor& input, const LayerNormParameters& parameters, TokenRange tokens,
                          LayerNormResult& result)
{
    const std::int64_t dimension = input.shape().trailingElements(parameters.normalizedDims);
    return {.tokens = tokens.count,
            .dimension = dimension,
            .input = input.values<T>().data() + tokens.first * dimension,
            .output = result.output.values<T>().data() + tokens.first * dimension,
            .gamma = parameters.gamma ? parameters.gamma->values<T>().data() : nullptr,
            .beta = parameters.beta ? parameters.beta->values<T>().data() : nullptr,
            .eps = parameters.eps,
            .mean = result.mean.values<T>().data() + tokens.first,
            .variance = result.variance.values<T>().data() + tokens.first,
            .reciprocalStd = result.reciprocalStd.values<T>().data() + tokens.first,
            .moments = result.moments.data() + tokens.first * momentDoubles<T>};
}

/// Calls `function` with the memory as the input's type.
template <typename Function>
Completion withMemory(const Tensor& input, const LayerNormParameters& parameters, TokenRange tokens,
                      LayerNormResult& result, Function&& function)
{
    if (input.dtype() == DType::Float32)
        return *function(memoryOf<float>(input, parameters, tokens, result));
    return *function(memoryOf<double>(input, parameters, tokens, result));
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
    const Tensor perToken(input.shape().reduced(normalizedDims), input.dtype());
    const std::int64_t doubles =
        input.dtype() == DType::Float32 ? momentDoubles<float> : momentDoubles<double>;
    return {Tensor(input.shape(), input.dtype()), perToken, perToken, perToken,
            std::vector<double>(static_cast<std::size_t>(doubles * perToken.elements()))};
}

double deviation(const LayerNormResult& result, std::int64_t token, double x)
{
    if (result.mean.dtype() == DType::Float32)
        return x - result.moments[static_cast<std::size_t>(token * momentDoubles<float>)];
    const auto mean = static_cast<std::size_t>(token * momentDoubles<double>);
    return (x - result.moments[mean]) - result.moments[mean + 1];
}

Completion updateTokens(const Tensor& input, const LayerNormParameters& parameters, TokenRange tokens,
                        LayerNormResult& result, const Execution& execution)
{
    return withMemory(input, parameters, tokens, result,
                      [&](const auto& memory) { return forward(memory, execution); });
}

Completion updateOutputs(const Tensor& input, const LayerNormParameters& parameters, TokenRange tokens,
                         LayerNormResult& result, const Execution& execution)
{
    return withMemory(input, parameters, tokens, result,
                      [&](const auto& memory) { return forwardOutputs(memory, execution); });
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
