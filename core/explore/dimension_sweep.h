// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/experiments.h"
#include "core/norm/layer_norm.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// One token at many sizes: its first D values, or all of them followed by drawn ones, for each D of a list.
///
///     y             = (x - mean) / sqrt(variance + eps)     gamma and beta are left out
///     max|y|       <= sqrt(D - 1)
///     unbiased      = variance * D / (D - 1)                variance is the biased one
///
/// The bound is Samuelson's inequality |x_i - mean| <= s sqrt(n - 1) with s the biased standard deviation
/// ("How Deviant Can You Be?", Journal of the American Statistical Association 63, 1968): one value that
/// stands apart while all others are equal reaches it. With eps > 0 exact outputs stay strictly below;
/// rounding them to the tensor's type may lift one above by half a unit in its last place.
///
/// Small D leave a token no freedom. D = 1: the value is its own mean, y = 0 (after gamma and beta: beta).
/// D = 2: y = +-sqrt(v / (v + eps)), or 0 twice. D = 3: the outputs add up to 0 (a plane) and their squares
/// to 3 v / (v + eps) (a sphere), which meet in a circle. With eps = 0 all of these are NaN where v = 0.
namespace layernorm {

/// 1, 2, 3, then powers of two.
inline constexpr std::array<std::int64_t, 14> defaultDimensions{1,  2,   3,   4,   8,    16,   32,
                                                                64, 128, 256, 512, 1024, 2048, 4096};

/// Seed of the values drawn for token 0; token t has this plus t. (The number of arXiv:1607.06450, Ba, Kiros
/// and Hinton, so that nobody's input is drawn from it by chance.)
inline constexpr std::uint64_t extensionSeed = 160'706'450;

/// Errors: no size; a size below 1; one that is not larger than the one before; more than Shape::maxElements
/// values in all.
Result<void> checkDimensions(std::span<const std::int64_t> dimensions);

/// Whole numbers between commas, semicolons or blanks. Errors: other text, and as `checkDimensions`.
Result<std::vector<std::int64_t>> parseDimensions(std::string_view text);

/// [dimension]: the token's own values as far as they go, then
/// `torch.manual_seed(extensionSeed + token); torch.randn(n)`, n the next multiple of 16 (such draws are the
/// beginnings of each other, so that a larger dimension begins with all values of a smaller one).
///
/// A token is `normalizedDims` extents of the input in row-major order, counted as in layerNorm's mean.
/// 0 <= token < number of tokens; 1 <= dimension <= Shape::maxElements.
[[nodiscard]] Tensor extendedToken(const Tensor& input, int normalizedDims, std::int64_t token,
                                   std::int64_t dimension);

/// What the first `dimension` values give. All but bound and factor are of the tensor's type, widened.
struct DimensionPoint {
    std::int64_t dimension = 1;
    double mean = 0;
    double variance = 0;     ///< biased
    double maxAbsOutput = 0; ///< NaN if any output is
    double bound = 0;        ///< sqrt(D - 1)
    double besselFactor = 0; ///< D / (D - 1); infinity at D = 1, where nothing is left to estimate from
};

/// `token` is one whole token (of any shape) with at least as many values as the largest of `dimensions`,
/// which have passed `checkDimensions`; eps has passed `checkEps`. nullopt when stopped.
[[nodiscard]] std::optional<std::vector<DimensionPoint>>
dimensionSweep(const Tensor& token, double eps, std::span<const std::int64_t> dimensions,
               const Execution& execution = {});

/// y of the first `dimension` values of `token`, widened. Requirements as above.
[[nodiscard]] std::vector<double> outputsAt(const Tensor& token, double eps, std::int64_t dimension);

/// How mean and biased variance of D independent values of N(0, 1) are spread: mean ~ N(0, 1 / D), and
/// D * variance is chi-squared with D - 1 degrees of freedom. Says nothing of values from elsewhere, such as
/// a token's own.
struct NormalLaw {
    double meanDeviation = 0;     ///< 1 / sqrt(D), around 0
    double variance = 0;          ///< (D - 1) / D
    double varianceDeviation = 0; ///< sqrt(2 (D - 1)) / D
};

[[nodiscard]] NormalLaw normalLaw(std::int64_t dimension);

/// Outputs counted in bins of one width, as a density: the bars' area is 1, as that of the normal density
/// exp(-y^2 / 2) / sqrt(2 pi) is.
struct Histogram {
    double first = 0;            ///< left edge of the first bin
    double width = 0;            ///< of each bin
    std::vector<double> density; ///< a bin each: count / (counted * width); all 0 where nothing was counted
    std::int64_t counted = 0;    ///< outputs that are finite; NaN and infinities are passed over
};

/// From -r to r, r the largest finite |output| but 4 at least, where the normal density is gone to the eye.
/// A value on an edge counts to the right of it, r to the last bin. bins >= 1.
[[nodiscard]] Histogram outputHistogram(std::span<const double> outputs, int bins);

/// How many bins suit them: of width 3.49 n^(-1/3), which is best for n values of a standard normal (Scott
/// 1979), but at most half a standard deviation so that few values are told apart, and at most 2000 bins.
[[nodiscard]] int histogramBins(std::span<const double> outputs);

/// Seconds a token of `dimension` values takes in this process, on one thread: the median over calls of
/// `forward` (with mean, variance and reciprocalStd wanted, as `layerNorm` wants them) on some 65536 standard
/// normal values, warm. nullopt when stopped. Not the same twice. 1 <= dimension <= Shape::maxElements.
[[nodiscard]] std::optional<double> measureTimePerToken(std::int64_t dimension, DType dtype,
                                                        const Execution& execution = {});

/// A sweep's token, for the table.
struct TokenSweep {
    std::int64_t token = 0;
    std::vector<DimensionPoint> points;
};

/// Columns dimension, token, mean, variance, max_abs_output, bound, bessel_factor; a row for every dimension
/// and token, all tokens of a dimension together. The sweeps have the same dimensions.
[[nodiscard]] ExperimentTable dimensionSweepTable(std::span<const TokenSweep> sweeps, DType dtype);

/// All tokens of the input at `defaultDimensions`. Errors: as `checkParameters`; more tokens than make 64 000
/// 000 values.
Result<ExperimentTable> dimensionTable(const ExperimentRequest& request);

} // namespace layernorm
