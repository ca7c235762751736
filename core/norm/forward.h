// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <cstdint>
#include <functional>
#include <stop_token>

/// LayerNorm forward on plain memory. The formula, its precision and its edges are those of
/// core/norm/layer_norm.h, which speaks of tensors and is built on this.
namespace layernorm {

/// Doubles that keep one token's mean and variance in twice the precision of T: 2 for float, 4 for double.
template <typename T>
inline constexpr std::int64_t momentDoubles = sizeof(T) == sizeof(float) ? 2 : 4;

/// A run of tokens of `dimension` values each. The values of a token lie side by side; from a token to the
/// next it is `stride` values, at least `dimension`. Nothing has to be aligned beyond what T needs.
///
/// Output and input may be the same memory with the same stride; any other overlap of what is written with
/// anything else is an error. Of the input, the output and what lies between tokens nothing else is touched.
template <typename T>
struct ForwardMemory {
    std::int64_t tokens = 0;
    std::int64_t dimension = 1;
    const T* input = nullptr;
    std::int64_t inputStride = 0; ///< 0 stands for `dimension`
    T* output = nullptr;
    std::int64_t outputStride = 0; ///< 0 stands for `dimension`
    const T* gamma = nullptr;      ///< `dimension` values; null means 1
    const T* beta = nullptr;       ///< `dimension` values; null means 0
    double eps = 1e-5;             ///< rounded to T

    T* mean = nullptr;          ///< `tokens` values, or null where they are not wanted, as the next two
    T* variance = nullptr;      ///< biased
    T* reciprocalStd = nullptr; ///< 1 / sqrt(variance + eps)
    /// `momentDoubles<T>` a token, or null: what `forwardOutputs` needs to give the same bits again.
    double* moments = nullptr;
};

/// How a computation runs. None of it changes a bit of the result.
struct Execution {
    int threads = 0; ///< at most so many; 0 means as many as there are processors
    std::stop_token stop{};
    /// Called now and then with the part done, 0 to 1, which never falls; from any of the threads, never from
    /// two at once.
    std::function<void(double)> progress{};
};

enum class Completion {
    Finished,
    Stopped ///< some tokens are computed, others as they were
};

/// Output and statistics of all tokens. On one thread it allocates nothing for tokens of fewer than 131072
/// values.
///
/// Errors: a null input or output; dimension < 1, tokens < 0 or a stride below dimension; sizes that do not
/// fit into the address space; overlapping memory; eps negative, NaN or infinite.
Result<Completion> forward(const ForwardMemory<float>& memory, const Execution& execution = {});
Result<Completion> forward(const ForwardMemory<double>& memory, const Execution& execution = {});

/// Output and reciprocalStd from `moments`, which `forward` filled: what a change of eps, gamma or beta
/// costs. Reads neither `mean` nor `variance`. The same bits as `forward`.
///
/// Errors: as `forward`; null moments.
Result<Completion> forwardOutputs(const ForwardMemory<float>& memory, const Execution& execution = {});
Result<Completion> forwardOutputs(const ForwardMemory<double>& memory, const Execution& execution = {});

} // namespace layernorm
