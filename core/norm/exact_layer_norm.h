// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm.h"

#include <cstdint>

namespace layernorm {

/// The output at one index as LayerNorm's formula defines it, computed with 113 bits and rounded once to
/// double: the judge where two implementations differ. eps is rounded to the input's type first, as
/// implementations do.
///
/// Slow on purpose (some 100 ns a value of the token). `parameters` must have passed `checkParameters`;
/// 0 <= index < input.elements(). NaN where the formula has no value.
[[nodiscard]] double exactOutput(const Tensor& input, const LayerNormParameters& parameters,
                                 std::int64_t index);

} // namespace layernorm
