// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm.h"
#include "core/tensor/tensor.h"

#include <cstdint>
#include <limits>
#include <vector>

namespace layernorm {

/// |ours - theirs| <= atol + rtol * |theirs|, as numpy.allclose and torch.allclose have it; two NaN agree,
/// and so do two equal infinities.
struct Tolerance {
    double rtol = 1e-5;
    double atol = 1e-6;
};

/// float32: rtol 1e-5, atol 1e-6. float64: rtol 1e-12, atol 1e-12.
[[nodiscard]] Tolerance toleranceFor(DType dtype);

[[nodiscard]] bool isClose(double ours, double theirs, Tolerance tolerance);

/// How far two tensors of one shape and type are apart.
struct Comparison {
    /// The distance where one is NaN and the other is not: no number of steps leads there.
    static constexpr std::uint64_t incomparable = std::numeric_limits<std::uint64_t>::max();

    /// For every element the number of representable numbers between the two (units in the last place);
    /// 0 for equal values, for 0 and -0, and for two NaN.
    std::vector<std::uint64_t> ulp;
    double maxAbsDifference = 0; ///< NaN where one side is NaN and the other is not, somewhere
    std::uint64_t maxUlpDifference = 0;
    std::int64_t worstIndex = 0;  ///< where maxAbsDifference is first reached
    std::int64_t disagreeing = 0; ///< elements beyond the tolerance
    Tolerance tolerance;

    [[nodiscard]] bool agrees() const { return disagreeing == 0; }
};

/// Errors: the shapes or types differ.
Result<Comparison> compare(const Tensor& ours, const Tensor& theirs, Tolerance tolerance);

/// Which of two differing values is nearer to the exact one.
struct Judgement {
    enum class Nearer { Ours, Theirs, Equal };
    double exact = 0;
    double ourError = 0;   ///< |ours - exact|
    double theirError = 0; ///< |theirs - exact|
    Nearer nearer = Nearer::Equal;
};

/// Judges at `index` by `exactOutput`, and is as slow.
[[nodiscard]] Judgement judge(const Tensor& input, const LayerNormParameters& parameters, const Tensor& ours,
                              const Tensor& theirs, std::int64_t index);

/// |a - b| as the comparison counts it: 0 for equal values (infinities too) and for two NaN.
[[nodiscard]] double absoluteDifference(double a, double b);

} // namespace layernorm
