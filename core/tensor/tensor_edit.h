// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

namespace layernorm {

/// `fill` with every value of `old` that has a place in it put there: the element at indices (i, j, ...)
/// keeps its value where those indices exist in both. The result has fill's type; both have the same rank
/// (std::logic_error otherwise).
[[nodiscard]] Tensor keepingValues(const Tensor& old, Tensor fill);

} // namespace layernorm
