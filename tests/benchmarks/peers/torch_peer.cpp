// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/peers/peers.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/native_layer_norm.h>
#include <ATen/ops/native_layer_norm_backward.h>
#include <c10/core/InferenceMode.h>
#include <torch/version.h>

namespace layernorm::benchmarks {

namespace {

template <typename T>
at::Tensor view(const T* values, const Problem<T>& problem)
{
    const at::ScalarType type = sizeof(T) == sizeof(float) ? at::kFloat : at::kDouble;
    return at::from_blob(const_cast<T*>(values), {problem.tokens, problem.dimension}, type);
}

template <typename T>
Work intoOutput(const Problem<T>& problem)
{
    const at::Tensor input = view(problem.input, problem);
    at::Tensor mean = at::empty({problem.tokens, 1}, input.options());
    at::Tensor rstd = at::empty({problem.tokens, 1}, input.options());
    return [input, output = view<T>(problem.output, problem), mean, rstd,
            dimension = problem.dimension]() mutable {
        const c10::InferenceMode withoutGradients;
        at::native_layer_norm_out(output, mean, rstd, input, {dimension}, {}, {}, eps);
    };
}

/// The same memory.
at::Tensor view(const Tensor& tensor)
{
    const at::ScalarType type = tensor.dtype() == DType::Float32 ? at::kFloat : at::kDouble;
    return at::from_blob(const_cast<std::byte*>(tensor.bytes().data()), tensor.shape().extents(), type);
}

} // namespace

std::string torchVersion()
{
    return TORCH_VERSION;
}

Work torchAllocating(const Problem<float>& problem)
{
    return [input = view(problem.input, problem), dimension = problem.dimension] {
        const c10::InferenceMode withoutGradients;
        const at::Tensor output = at::layer_norm(input, {dimension}, {}, {}, eps);
    };
}

Work torchIntoOutput(const Problem<float>& problem)
{
    return intoOutput(problem);
}

Work torchIntoOutput(const Problem<double>& problem)
{
    return intoOutput(problem);
}

Work torchBackward(const Tensor& input, const Tensor& gamma, const Tensor& beta, const Tensor& upstream,
                   bool withForward)
{
    const std::vector<std::int64_t> dimension{input.shape()[-1]};
    const auto forward = [=, input = view(input), gamma = view(gamma), beta = view(beta)] {
        const c10::InferenceMode withoutGradients;
        return at::native_layer_norm(input, dimension, gamma, beta, eps);
    };
    return [=, before = forward(), input = view(input), gamma = view(gamma), beta = view(beta),
            upstream = view(upstream)] {
        const c10::InferenceMode withoutGradients;
        const auto [output, mean, rstd] = withForward ? forward() : before;
        const auto gradients = at::native_layer_norm_backward(upstream, input, dimension, mean, rstd, gamma,
                                                              beta, {true, true, true});
    };
}

void setTorchThreads(int threads)
{
    at::set_num_threads(threads);
}

} // namespace layernorm::benchmarks
