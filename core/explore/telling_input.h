// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/mistakes.h"

#include <optional>
#include <span>

namespace layernorm {

/// An input of the same shape and type for which any two of the formulas give outputs that lie farther apart,
/// somewhere, than `room` and what arithmetic with rounding errors of `unit` may add. Of a few dozen random
/// ones (seeds of `randn`; tokens of one size and of very different ones, centred and not) the first whose
/// outputs differ in the second digit, or else the one where they differ most. None if none of them tells;
/// then perhaps none can, as where tokens have a single value.
///
/// `room`: what two printed numbers need between them to be different.
[[nodiscard]] std::optional<Tensor> tellingInput(const Tensor& input, const LayerNormParameters& parameters,
                                                 std::span<const MistakenFormula> formulas, double room,
                                                 double unit);

} // namespace layernorm
