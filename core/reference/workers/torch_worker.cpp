// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reference/workers/worker_loop.h"

// The single operations: <torch/torch.h> takes four times as long to compile.
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/randn.h>
#include <c10/core/InferenceMode.h>
#include <cstring>
#include <torch/version.h>

namespace {

using namespace layernorm;

at::ScalarType scalarType(DType dtype)
{
    return dtype == DType::Float32 ? at::kFloat : at::kDouble;
}

/// A view: no value is copied, and libtorch only reads it.
at::Tensor viewOf(const Tensor& tensor)
{
    auto* values = const_cast<std::byte*>(tensor.bytes().data());
    return at::from_blob(values, tensor.shape().extents(), scalarType(tensor.dtype()));
}

/// An undefined tensor, libtorch's word for none, where there is none.
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

Result<Tensor> torchLayerNorm(const Tensor& input, const LayerNormParameters& parameters)
{
    const Shape normalizedShape = input.shape().trailing(parameters.normalizedDims);
    const at::Tensor output =
        at::layer_norm(viewOf(input), normalizedShape.extents(), viewOf(parameters.gamma),
                       viewOf(parameters.beta), parameters.eps);
    return copyOf(output, input.shape(), input.dtype());
}

Result<Tensor> torchRandn(const Shape& shape, std::uint64_t seed, DType dtype)
{
    at::manual_seed(seed);
    return copyOf(at::randn(shape.extents(), scalarType(dtype)), shape, dtype);
}

} // namespace

int main()
{
    // The pipe takes longer than the arithmetic, and a pool of waiting threads would spin beside the window.
    at::set_num_threads(1);
    const c10::InferenceMode withoutGradients;
    return worker::serve(
        {.name = "LibTorch", .version = TORCH_VERSION, .layerNorm = torchLayerNorm, .randn = torchRandn});
}
