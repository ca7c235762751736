// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"
#include "tests/benchmarks/problem.h"

#include <functional>
#include <string>

/// The libraries measured beside the core, each on the same memory. Their headers stay in one file each.
namespace layernorm::benchmarks {

using Work = std::function<void()>;

[[nodiscard]] std::string torchVersion();
/// As users call it: the result is a new tensor, and `output` stays as it is.
[[nodiscard]] Work torchAllocating(const Problem<float>& problem);
/// The result is written to `output`.
[[nodiscard]] Work torchIntoOutput(const Problem<float>& problem);
[[nodiscard]] Work torchIntoOutput(const Problem<double>& problem);
/// The gradients to input, gamma and beta as new tensors; `forward` first where wanted, once before
/// otherwise.
[[nodiscard]] Work torchBackward(const Tensor& input, const Tensor& gamma, const Tensor& beta,
                                 const Tensor& upstream, bool withForward);
void setTorchThreads(int threads);

[[nodiscard]] std::string oneDnnVersion();
/// The primitive is made here, not in the work.
[[nodiscard]] Work oneDnnIntoOutput(const Problem<float>& problem);
void setOneDnnThreads(int threads);

} // namespace layernorm::benchmarks
