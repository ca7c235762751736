// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/experiments.h"
#include "core/norm/layer_norm.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// What eps does to a token.
///
///     y                = (x - mean) / sqrt(variance + eps)
///     variance of y    = variance / (variance + eps)                       the law
///     largest |y|      = largest |x - mean| / sqrt(variance + eps)
///     y(eps) - y(0)    = y(0) * (sqrt(variance / (variance + eps)) - 1)
///
/// A token whose variance is far above eps comes out with variance 1; one whose variance is eps with 1/2; one
/// far below it nearly as 0. All without gamma and beta, which would hide the law: a sweep is of the
/// normalised values. Where several dimensions are normalised together, a token is the group that shares one
/// mean.
namespace layernorm {

/// What was measured from the outputs for a list of eps. Only `variance` is a property of the input; the rest
/// is taken from outputs that `forwardOutputs` made for this eps, each rounded to the tensor's type as ever,
/// and worked out in double precision.
///
/// A token that has no number at eps = 0 (a constant one: 0/0) has a NaN difference at every eps; a token
/// with a NaN or an infinity among its values is NaN in everything. Neither touches another token.
struct EpsSweep {
    DType dtype = DType::Float32;
    std::vector<double> eps; ///< rounded to the tensor's type, as LayerNorm does
    std::int64_t tokens = 0;
    std::vector<double> variance; ///< biased, one a token, before it is rounded to the tensor's type

    // One for each eps and token; see `place`.
    std::vector<double> outputVariance;   ///< biased, of the outputs
    std::vector<double> maxAbsOutput;     ///< largest |y|
    std::vector<double> differenceToEps0; ///< largest |y - y of eps 0| over the token's values

    /// Where the numbers of eps number `point` and of `token` are.
    [[nodiscard]] std::size_t place(std::size_t point, std::int64_t token) const
    {
        return point * static_cast<std::size_t>(tokens) + static_cast<std::size_t>(token);
    }
};

/// What is measured of one token's outputs, in double precision. NaN in all where one of them is NaN.
struct OutputMeasures {
    double variance = 0;   ///< biased
    double maxAbs = 0;     ///< largest |y|
    double difference = 0; ///< largest |y - y of eps 0|; NaN too where there is none at eps = 0
};

/// One for each token of `output`, whoever computed it; `atZero` is the same one's output for eps = 0, of the
/// same shape and type.
[[nodiscard]] std::vector<OutputMeasures> measureOutputs(const Tensor& output, const Tensor& atZero,
                                                         int normalizedDims);

/// variance / (variance + eps), in double precision. NaN for a variance of 0 without eps.
[[nodiscard]] double epsLaw(double variance, double eps);

inline constexpr int epsSweepPoints = 200;

/// Every eps of `eps` on every token of `input`. Of `parameters` only the normalised dimensions count.
///
/// Costs an output pass of the whole input for each eps. The bits depend neither on the number of threads nor
/// on the processor. Errors: as `checkParameters`; an eps that is negative, NaN or infinite; more than 20 000
/// 000 results (eps times tokens). Stopped, the tokens not reached are 0.
Result<EpsSweep> sweepEps(const Tensor& input, const LayerNormParameters& parameters,
                          std::span<const double> eps, const Execution& execution = {});

/// Brings `tokens` of a sweep up to date after their values changed: the same bits as a new sweep. `sweep`
/// must come from `sweepEps` with an input of this shape and type and the same normalised dimensions.
Completion updateEpsSweep(EpsSweep& sweep, const Tensor& input, const LayerNormParameters& parameters,
                          TokenRange tokens, const Execution& execution = {});

/// Up to `count` tokens that stand for all: all of them, in order, where there are no more; otherwise
/// `first`, and with it those that divide the tokens, ordered by variance, into equal parts, the smallest and
/// the largest variance among them. (Of more than 65536 tokens an evenly spaced selection is ordered; the
/// smallest and the largest are those of all.) Tokens of NaN variance only as `first`. 0 <= first <
/// variances, count >= 3.
[[nodiscard]] std::vector<std::int64_t> representativeTokens(const Tensor& variance, std::int64_t first,
                                                             int count);

/// The listed tokens alone, as a tensor of shape [number of tokens, dimension].
[[nodiscard]] Tensor gatheredTokens(const Tensor& input, int normalizedDims,
                                    std::span<const std::int64_t> tokens);

/// 0, `epsSweepPoints` of `logarithmicEps`, the frameworks' defaults and `current`, rounded to `dtype`;
/// ascending, each once.
[[nodiscard]] std::vector<double> epsOfTable(double current, DType dtype);

/// A sweep as a table: a row an eps and token. eps, variance and max_abs_output are as the tensor's type has
/// them, the other numbers doubles. `names` are the numbers the tokens go by, one for each token of the
/// sweep.
[[nodiscard]] ExperimentTable epsSweepTable(const EpsSweep& sweep, std::span<const std::int64_t> names);

/// The sweep of `epsOfTable` of all tokens. Errors: those of `layerNorm`; more than 1 000 000 rows.
Result<ExperimentTable> epsTable(const ExperimentRequest& request);

/// A tensor and an eps that make eps visible.
struct EpsExample {
    const char* id;
    const char* title; ///< a sentence for `LAYERNORM_SENTENCE`'s translators
    double eps;
    /// One batch of four tokens. `dimension` >= 2.
    Tensor (*make)(std::int64_t dimension, DType dtype);
};

[[nodiscard]] std::span<const EpsExample> epsExamples();

} // namespace layernorm
