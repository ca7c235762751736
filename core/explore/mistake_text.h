// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/explore/mistakes.h"

#include <string>

/// What the program says about a mistake. The lines are PyTorch as it would be typed, x being the input,
/// gamma and beta its parameters, and run as they stand; `torch` is imported, and `order` defined where one
/// too long to print is used.
namespace layernorm {

/// One sentence that says what was done and what is right; translated and filled as the sentences of errors.
using Sentence = Error;

/// `mistake` is one of `mistakesOf(formula, input, parameters)`.
[[nodiscard]] Sentence sentenceOn(Mistake mistake, const MistakenFormula& formula, const Tensor& input,
                                  const LayerNormParameters& parameters);

/// "torch.nn.functional.layer_norm(x, (4,), gamma, beta, eps=1e-05)"
[[nodiscard]] std::string rightLine(const Tensor& input, const LayerNormParameters& parameters);

/// What may have been written to get the formula's output, such as
/// "(x - x.mean(-1, keepdim=True)) / (x.std(-1, keepdim=True) + 1e-05)". The output has the values of
/// `mistakenOutput` in the same order, with the extents that the arrangement gives them.
[[nodiscard]] std::string mistakenLine(const MistakenFormula& formula, const Tensor& input,
                                       const LayerNormParameters& parameters);

/// The divisor: "std + eps", "sqrt(variance^2 + eps)", ...
[[nodiscard]] const char* nameOf(Divisor divisor);
/// "output", "input", "input+output", "every step", "every step and square", "other steps"
[[nodiscard]] const char* nameOf(Rounding rounding);
/// "as given", "output", "input", "input memory", "input extents", "output reversed"
[[nodiscard]] const char* nameOf(Arrangement arrangement);

} // namespace layernorm
