// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reference/workers/torch_tensors.h"

#include <ATen/ops/from_blob.h>
#include <cstring>

namespace layernorm::worker {

at::ScalarType scalarType(DType dtype)
{
    return dtype == DType::Float32 ? at::kFloat : at::kDouble;
}

at::Tensor viewOf(const Tensor& tensor)
{
    auto* values = const_cast<std::byte*>(tensor.bytes().data());
    return at::from_blob(values, tensor.shape().extents(), scalarType(tensor.dtype()));
}

at::Tensor viewOf(const std::optional<Tensor>& tensor)
{
    return tensor ? viewOf(*tensor) : at::Tensor();
}

Tensor copyOf(const at::Tensor& result, const Shape& shape, DType dtype)
{
    Tensor copy(shape, dtype);
    const at::Tensor rowMajor = result.contiguous();
    std::memcpy(copy.bytes().data(), rowMajor.data_ptr(), copy.bytes().size());
    return copy;
}

} // namespace layernorm::worker
