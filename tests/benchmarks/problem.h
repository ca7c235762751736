// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/forward.h"

#include <cstdint>

namespace layernorm::benchmarks {

/// What is normalised: dense rows.
template <typename T>
struct Problem {
    std::int64_t tokens;
    std::int64_t dimension;
    const T* input;
    T* output;
};

/// torch's default.
inline constexpr double eps = 1e-5;

/// The same for the core, without statistics.
template <typename T>
ForwardMemory<T> memoryOf(const Problem<T>& problem)
{
    ForwardMemory<T> memory;
    memory.tokens = problem.tokens;
    memory.dimension = problem.dimension;
    memory.input = problem.input;
    memory.output = problem.output;
    memory.eps = eps;
    return memory;
}

} // namespace layernorm::benchmarks
