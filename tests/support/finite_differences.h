// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/layer_norm_question.h"

#include <cstdint>
#include <functional>
#include <gtest/gtest.h>

/// Gradients without calculus, to hold those of the core against. float64 only.
namespace layernorm::testing {

/// L = sum(output * upstream), whose gradient to `output` is `upstream`. Summed in more digits than it has.
inline long double weightedSum(const Tensor& output, const Tensor& upstream)
{
    long double sum = 0;
    for (std::int64_t i = 0; i < output.elements(); ++i)
        sum += static_cast<long double>(output.at(i)) * static_cast<long double>(upstream.at(i));
    return sum;
}

/// d loss / d tensor by central differences of fourth order,
///
///     f' = (8 (f(x + h) - f(x - h)) - (f(x + 2h) - f(x - 2h))) / 12 h
///
/// With h = 1e-3 the next term of the series is about 1e-12 of functions that change over lengths of 1, and a
/// rounding of f about 1e-13 of it: both far below 1e-7. `tensor` is a copy: `loss` may put what it is given
/// where the tensor came from.
inline Tensor finiteDifferences(Tensor tensor, const std::function<long double(const Tensor&)>& loss,
                                double step = 1e-3)
{
    Tensor gradient(tensor.shape(), DType::Float64);
    Tensor moved = tensor;
    for (std::int64_t i = 0; i < tensor.elements(); ++i) {
        const auto at = [&](double steps) {
            moved.set(i, tensor.at(i) + steps * step);
            return loss(moved);
        };
        const long double near = at(1) - at(-1);
        const long double far = at(2) - at(-2);
        gradient.set(i, static_cast<double>((8 * near - far) / (12 * static_cast<long double>(step))));
        moved.set(i, tensor.at(i));
    }
    return gradient;
}

/// To 1e-7 of the largest value of either.
inline void expectSameGradient(const Tensor& gradient, const Tensor& differences, const char* what)
{
    ASSERT_EQ(gradient.shape(), differences.shape()) << what;
    const double scale = std::max(largestMagnitude(gradient), largestMagnitude(differences));
    EXPECT_GT(scale, 0) << what << ": nothing to compare";
    EXPECT_LE(largestDifference(gradient, differences), 1e-7 * scale) << what;
}

} // namespace layernorm::testing
