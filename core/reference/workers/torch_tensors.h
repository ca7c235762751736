// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <ATen/core/Tensor.h>
#include <optional>

/// Our tensors as libtorch's, and back.
namespace layernorm::worker {

[[nodiscard]] at::ScalarType scalarType(DType dtype);

/// A view: no value is copied, and libtorch only reads it.
[[nodiscard]] at::Tensor viewOf(const Tensor& tensor);
/// An undefined tensor, libtorch's word for none, where there is none.
[[nodiscard]] at::Tensor viewOf(const std::optional<Tensor>& tensor);

/// `result` has as many elements as `shape`, and this type.
[[nodiscard]] Tensor copyOf(const at::Tensor& result, const Shape& shape, DType dtype);

} // namespace layernorm::worker
