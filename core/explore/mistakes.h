// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/axis_norm.h"
#include "core/norm/layer_norm.h"
#include "core/norm/number_formats.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What people get wrong when they write LayerNorm themselves.
///
/// The tensor is seen as a block [batch, sequence, dimension] (`normBlock`). mean, variance and meanSquare
/// are of the n values that share their statistics, variance = sum((x - mean)^2) / n, meanSquare = sum(x^2) /
/// n. Right is
///
///     y = (x - mean) / sqrt(variance + eps) * gamma + beta
///
/// over the last `normalizedDims` dimensions, and wrong in one thing each:
///
///     unbiased_variance   variance * n / (n - 1), what torch.var and torch.std give unless told otherwise
///     eps_outside_root    the divisor is sqrt(variance) + eps; or sqrt(variance^2 + eps), the variance taken
///     for
///                         the standard deviation and squared; or variance + eps, the root forgotten
///     eps_missing         the divisor is sqrt(variance)
///     eps_other           another eps, one of `commonEps`
///     wrong_axes          statistics over other axes; over all three: of the whole tensor
///     rms_norm            y = x / sqrt(meanSquare + eps) * gamma + beta
///     not_centred         y = x / sqrt(variance + eps) * gamma + beta
///     gamma_missing       gamma left out
///     beta_missing        beta left out
///     affine_twice        (y * gamma + beta) * gamma + beta; or gamma twice and beta once; or beta twice
///     float16, bfloat16   the output rounded to that format; the input; all that goes in and comes out; or
///     the
///                         result of every step
///     rows_reordered      the tokens of the output in another order: row i is what row order[i] should be
///     input_transposed    sequence and dimension swapped in what went in or came out (`Arrangement`)
namespace layernorm {

enum class Mistake {
    UnbiasedVariance,
    EpsOutsideRoot,
    EpsMissing,
    EpsOther,
    WrongAxes,
    RmsNorm,
    NotCentred,
    GammaMissing,
    BetaMissing,
    AffineTwice,
    Float16,
    BFloat16,
    RowsReordered,
    InputTransposed,
};

/// "unbiased_variance", ... as above.
[[nodiscard]] const char* idOf(Mistake mistake);

enum class Centring { Mean, NotTaken, RootMeanSquare };

enum class Divisor {
    RootOfSum,      ///< sqrt(variance + eps), the right one
    StdPlusEps,     ///< sqrt(variance) + eps
    RootOfSquare,   ///< sqrt(variance^2 + eps)
    VariancePlusEps ///< variance + eps
};

/// What was rounded to a 16-bit format.
enum class Rounding {
    Output,
    Input,          ///< and nothing else: computed and printed in more precision
    InputAndOutput, ///< input, gamma, beta and output, computed in more precision as the libraries do
    EveryStep,      ///< besides, mean, variance, sum, root, difference, quotient, product
    EverySquare,    ///< as EveryStep, and the squares before the variance is taken of them
    /// Every step, but in an order that is not known, such as that of PyTorch 1.13's own bfloat16 on the CPU.
    /// Taken as InputAndOutput, give or take four roundings of the format.
    OtherSteps
};

/// Which way sequence and dimension were swapped.
enum class Arrangement {
    AsGiven,
    Output,         ///< the right output, transposed: [batch, dimension, sequence]
    Input,          ///< x transposed and normalised over what is last then, left like this
    InputMemory,    ///< the values of x transposed, read as [batch, sequence, dimension] again
    InputExtents,   ///< x not transposed but read as [batch, dimension, sequence]
    OutputReversed, ///< the right output with all axes in reverse: [dimension, sequence, batch]
};

/// LayerNorm as somebody may have written it.
struct MistakenFormula {
    AxisSet axes{Axis::Dimension}; ///< that share statistics, of the extents that were read
    bool unbiased = false;
    Centring centring = Centring::Mean;
    Divisor divisor = Divisor::RootOfSum;
    double eps = 1e-5;
    int gammaTimes = 1; ///< 0, 1 or 2
    int betaTimes = 1;  ///< 0, 1 or 2; twice both means first once both and then both again
    std::optional<NumberFormat> format;
    Rounding rounding = Rounding::Output; ///< counts with a format only
    Arrangement arrangement = Arrangement::AsGiven;
    std::vector<std::int64_t> order{}; ///< a permutation of the tokens, or empty for their own order

    friend bool operator==(const MistakenFormula&, const MistakenFormula&) = default;
};

/// `Block::of`; when three or more of more than three dimensions are normalised, [tokens, all but the last of
/// them, the last].
[[nodiscard]] Block normBlock(const Shape& shape, int normalizedDims);

/// The axes of `normBlock` that are normalised over.
[[nodiscard]] AxisSet rightAxes(const Shape& shape, int normalizedDims);

/// The formula without a mistake.
[[nodiscard]] MistakenFormula rightFormula(const Tensor& input, const LayerNormParameters& parameters);

/// In which things a formula differs from the right one, in the order of `Mistake`; none for the right one.
[[nodiscard]] std::vector<Mistake> mistakesOf(const MistakenFormula& formula, const Tensor& input,
                                              const LayerNormParameters& parameters);

/// Whether there is such an output: gamma and beta do not fit a transposed input of other extents; an order
/// has to be a permutation of the tokens.
[[nodiscard]] bool isPossible(const MistakenFormula& formula, const Tensor& input,
                              const LayerNormParameters& parameters);

/// What the formula gives for the input, computed in double precision and rounded to the input's type: the
/// values in the order in which they would be printed, under the input's shape whatever the arrangement.
///
/// Errors: those of `checkParameters`; a formula that is not possible.
Result<Tensor> mistakenOutput(const Tensor& input, const LayerNormParameters& parameters,
                              const MistakenFormula& formula);

} // namespace layernorm
