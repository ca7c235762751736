// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <span>

namespace layernorm {

/// The finite values of a tensor, for colour scales; NaN and infinities are passed over.
struct ValueRange {
    double minimum = 0; ///< 0 when nothing is finite
    double maximum = 0;
    double magnitude = 0; ///< the largest |value|: a scale centred on 0 runs from -magnitude to magnitude
};

[[nodiscard]] ValueRange finiteRange(const Tensor& tensor);
[[nodiscard]] ValueRange finiteRange(std::span<const double> values);

} // namespace layernorm
