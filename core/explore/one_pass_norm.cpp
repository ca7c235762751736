// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/one_pass_norm.h"

#include <cmath>

namespace layernorm {

namespace {

template <typename T>
void normalizeToken(std::span<const T> x, T eps, std::span<T> y)
{
    T sum = 0;
    T squares = 0;
    for (const T value : x) {
        sum += value;
        squares += value * value;
    }
    const T size = static_cast<T>(x.size());
    const T mean = sum / size;
    const T variance = squares / size - mean * mean;
    const T root = std::sqrt(variance + eps);
    for (std::size_t i = 0; i < x.size(); ++i)
        y[i] = (x[i] - mean) / root;
}

template <typename T>
void affine(std::span<T> y, const LayerNormParameters& parameters)
{
    for (std::size_t i = 0; i < y.size(); ++i) {
        if (parameters.gamma)
            y[i] *= parameters.gamma->values<T>()[i];
        if (parameters.beta)
            y[i] += parameters.beta->values<T>()[i];
    }
}

template <typename T>
Tensor normalized(const Tensor& input, const LayerNormParameters& parameters)
{
    Tensor output(input.shape(), input.dtype());
    const auto size = static_cast<std::size_t>(input.shape().trailingElements(parameters.normalizedDims));
    const std::span<const T> x = input.values<T>();
    const std::span<T> y = output.values<T>();
    for (std::size_t first = 0; first < x.size(); first += size) {
        normalizeToken(x.subspan(first, size), static_cast<T>(parameters.eps), y.subspan(first, size));
        affine(y.subspan(first, size), parameters);
    }
    return output;
}

} // namespace

Result<Tensor> onePassNorm(const Tensor& input, const LayerNormParameters& parameters)
{
    if (const auto checked = checkParameters(input, parameters); !checked)
        return tl::unexpected(checked.error());
    return input.dtype() == DType::Float32 ? normalized<float>(input, parameters)
                                           : normalized<double>(input, parameters);
}

} // namespace layernorm
