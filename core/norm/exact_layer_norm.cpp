// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/norm/exact_layer_norm.h"

#include <boost/multiprecision/cpp_bin_float.hpp>

namespace layernorm {

namespace {

using Exact = boost::multiprecision::cpp_bin_float_quad;

double roundedToType(double value, DType dtype)
{
    return dtype == DType::Float32 ? static_cast<double>(static_cast<float>(value)) : value;
}

} // namespace

double exactOutput(const Tensor& input, const LayerNormParameters& parameters, std::int64_t index)
{
    const std::int64_t dimension = input.shape().trailingElements(parameters.normalizedDims);
    const std::int64_t first = index / dimension * dimension;
    Exact sum = 0;
    for (std::int64_t i = first; i < first + dimension; ++i)
        sum += Exact(input.at(i));
    const Exact mean = sum / dimension;
    Exact squares = 0;
    for (std::int64_t i = first; i < first + dimension; ++i) {
        const Exact deviation = Exact(input.at(i)) - mean;
        squares += deviation * deviation;
    }
    const Exact variance = squares / dimension;
    Exact output = (Exact(input.at(index)) - mean) /
                   sqrt(variance + Exact(roundedToType(parameters.eps, input.dtype())));
    if (parameters.gamma)
        output *= Exact(parameters.gamma->at(index - first));
    if (parameters.beta)
        output += Exact(parameters.beta->at(index - first));
    return static_cast<double>(output);
}

} // namespace layernorm
