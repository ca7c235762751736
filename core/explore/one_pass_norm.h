// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm.h"

/// LayerNorm as it is written by who wants to read the values only once:
///
///     mean     = sum(x) / D,   meanSquare = sum(x^2) / D
///     variance = meanSquare - mean^2
///     y        = (x - mean) / sqrt(variance + eps) * gamma + beta
///
/// all in the tensor's own type, value after value. Where the mean is large against the deviations the
/// difference cancels: the variance may come out as 0 or below, and y as NaN. To show why core/norm does not
/// do it.
namespace layernorm {

/// The output, of the input's shape. Errors: as `checkParameters`.
Result<Tensor> onePassNorm(const Tensor& input, const LayerNormParameters& parameters);

} // namespace layernorm
