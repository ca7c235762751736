// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <cstdint>

namespace layernorm {

/// Standard normal numbers: those of `torch.manual_seed(seed); torch.randn(shape, dtype=dtype)` on the CPU.
///
/// PyTorch draws from a 32-bit Mersenne Twister seeded with the low 32 bits of `seed`, and turns uniform
/// numbers into normal ones (Box and Muller 1958) in one of two ways:
/// - below 16 elements: one pair after the other, in double precision, the second of a pair kept for the
///   next element;
/// - from 16 on: uniform numbers for the whole tensor first, then blocks of 16 in which number j and number
///   j + 8 make a pair; where 16 does not divide the size, the last 16 are drawn afresh.
///
/// Below 16 elements, and for float64, the numbers are PyTorch's to the last bit on one machine. Across
/// processors the last bit of a float64 number may differ, because glibc's log, sin and cos do: without FMA
/// about 1 number in 1500 is 1 ulp off. float32 numbers are the same everywhere measured. From 16 elements
/// on, PyTorch's own float32 logarithm, sine and cosine depend on the processor (AVX2 or not); here they are
/// rounded from double precision, and the numbers are within 1e-6 of PyTorch's.
///
/// Source: at::native::templates::cpu::normal_kernel and at::normal_distribution, PyTorch 1.13.
[[nodiscard]] Tensor randn(const Shape& shape, std::uint64_t seed, DType dtype = DType::Float32);

} // namespace layernorm
