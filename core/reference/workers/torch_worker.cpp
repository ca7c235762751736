// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reference/workers/torch_blocks.h"
#include "core/reference/workers/torch_tensors.h"
#include "core/reference/workers/worker_loop.h"

// The single operations: <torch/torch.h> takes four times as long to compile.
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/ops/batch_norm.h>
#include <ATen/ops/group_norm.h>
#include <ATen/ops/instance_norm.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/randn.h>
#include <c10/core/InferenceMode.h>
#include <stdexcept>
#include <torch/version.h>

namespace {

using namespace layernorm;
using worker::copyOf;
using worker::scalarType;
using worker::viewOf;

Result<Tensor> torchLayerNorm(const Tensor& input, const LayerNormParameters& parameters)
{
    const Shape normalizedShape = input.shape().trailing(parameters.normalizedDims);
    const at::Tensor output =
        at::layer_norm(viewOf(input), normalizedShape.extents(), viewOf(parameters.gamma),
                       viewOf(parameters.beta), parameters.eps);
    return copyOf(output, input.shape(), input.dtype());
}

/// Channels where PyTorch has them: [N, ..., C] becomes [N, C, ...].
at::Tensor channelsSecond(const Tensor& input)
{
    return viewOf(input).movedim(-1, 1).contiguous();
}

Tensor channelsLast(const at::Tensor& result, const Tensor& input)
{
    return copyOf(result.movedim(1, -1), input.shape(), input.dtype());
}

std::string text(at::IntArrayRef sizes)
{
    std::string list;
    for (const std::int64_t size : sizes)
        list += (list.empty() ? "[" : ", ") + std::to_string(size);
    return list + ']';
}

/// torch.nn.functional refuses statistics of single values, in these words; the operations behind it do not.
void expectSeveral(const char* what, std::int64_t count, const std::string& size)
{
    if (count == 1)
        throw std::invalid_argument("Expected more than 1 " + std::string(what) +
                                    " when training, got input size " + size);
}

Result<Tensor> torchBatchNorm(const Tensor& input, double eps)
{
    const at::Tensor samples = channelsSecond(input);
    const std::int64_t channels = samples.size(1);
    expectSeveral("value per channel", samples.numel() / channels,
                  "torch.Size(" + text(samples.sizes()) + ')');
    // Without running statistics the momentum says nothing.
    return channelsLast(at::batch_norm(samples, {}, {}, {}, {}, true, 0, eps, false), input);
}

Result<Tensor> torchInstanceNorm(const Tensor& input, double eps)
{
    const at::Tensor samples = channelsSecond(input);
    const std::int64_t instances = samples.size(0) * samples.size(1);
    expectSeveral("spatial element", samples.numel() / instances,
                  "torch.Size(" + text(samples.sizes()) + ')');
    return channelsLast(at::instance_norm(samples, {}, {}, {}, {}, true, 0, eps, false), input);
}

Result<Tensor> torchGroupNorm(const Tensor& input, double eps, std::int64_t groups)
{
    const at::Tensor samples = channelsSecond(input);
    // It counts the values of a group in all samples together, and shows the size so, too.
    std::vector<std::int64_t> size = samples.sizes().vec();
    size[0] *= size[1] / groups;
    size[1] = groups;
    expectSeveral("value per channel", samples.numel() / groups, text(size));
    return channelsLast(at::group_norm(samples, groups, {}, {}, eps, false), input);
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
    return worker::serve({.name = "LibTorch",
                          .version = TORCH_VERSION,
                          .layerNorm = torchLayerNorm,
                          .randn = torchRandn,
                          .batchNorm = torchBatchNorm,
                          .instanceNorm = torchInstanceNorm,
                          .groupNorm = torchGroupNorm,
                          .layerNormBackward = worker::torchLayerNormBackward,
                          .addAndNorm = worker::torchAddAndNorm,
                          .gradientFlow = worker::torchGradientFlow});
}
