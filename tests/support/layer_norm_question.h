// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm.h"
#include "core/tensor/tensor.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

/// Questions asked of LayerNorm, chosen at random (the same in every run), and what is compared of the
/// answers.
namespace layernorm::testing {

using Random = std::mt19937_64;

inline double normal(Random& random)
{
    return std::normal_distribution<double>()(random);
}

/// A tensor and how it is to be normalised.
struct Question {
    Tensor input;
    LayerNormParameters parameters;

    [[nodiscard]] std::int64_t dimension() const
    {
        return input.shape().trailingElements(parameters.normalizedDims);
    }
    [[nodiscard]] std::int64_t tokens() const { return input.elements() / dimension(); }
    [[nodiscard]] LayerNormResult result() const { return *layerNorm(input, parameters); }
};

inline Tensor anyNumbers(const Shape& shape, DType dtype, Random& random, double mean = 0)
{
    Tensor tensor(shape, dtype);
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        tensor.set(i, mean + normal(random));
    return tensor;
}

/// Any rank, number of normalised dimensions, type, eps and mean.
inline Question anyQuestion(Random& random, bool affine)
{
    std::vector<std::int64_t> extents(1 + random() % 8);
    for (std::int64_t& extent : extents)
        extent = 1 + static_cast<std::int64_t>(random() % (extents.size() < 3 ? 40 : 4));
    const Shape shape = *Shape::make(extents);
    const DType dtype = random() % 2 == 0 ? DType::Float32 : DType::Float64;
    const std::array<double, 4> eps{1e-12, 1e-5, 0.1, 10};
    const std::array<double, 3> means{0, 3, -500};
    Question question{anyNumbers(shape, dtype, random, means[random() % means.size()]), {}};
    question.parameters.eps = eps[random() % eps.size()];
    question.parameters.normalizedDims = 1 + static_cast<int>(random() % extents.size());
    if (affine) {
        const Shape trailing = shape.trailing(question.parameters.normalizedDims);
        question.parameters.gamma = anyNumbers(trailing, dtype, random);
        question.parameters.beta = anyNumbers(trailing, dtype, random);
    }
    return question;
}

inline std::string describe(const Question& question)
{
    return question.input.shape().text() + " over " + std::to_string(question.parameters.normalizedDims) +
           ", " + name(question.input.dtype()) + ", eps " + std::to_string(question.parameters.eps);
}

inline Tensor mapped(const Tensor& tensor, const std::function<double(double)>& function)
{
    Tensor result = tensor;
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        result.set(i, function(tensor.at(i)));
    return result;
}

inline double largestDifference(const Tensor& a, const Tensor& b)
{
    double largest = 0;
    for (std::int64_t i = 0; i < a.elements(); ++i)
        largest = std::max(largest, std::abs(a.at(i) - b.at(i)));
    return largest;
}

inline double largestMagnitude(const Tensor& tensor)
{
    return largestDifference(tensor, Tensor(tensor.shape(), tensor.dtype()));
}

} // namespace layernorm::testing
