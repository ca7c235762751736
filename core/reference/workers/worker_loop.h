// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm.h"
#include "core/tensor/tensor.h"

#include <cstdint>
#include <functional>
#include <string>

/// The worker's half of core/reference/protocol.h: all that a worker needs besides its library.
namespace layernorm::worker {

/// What a worker lends its library to. The functions may throw std::exception; it becomes the reply's error.
struct Library {
    std::string name;    ///< "LibTorch"
    std::string version; ///< "1.13.1"

    /// `parameters` are in range; gamma and beta, both or neither, have the input's type and the shape of its
    /// last `normalizedDims` extents.
    std::function<Result<Tensor>(const Tensor& input, const LayerNormParameters& parameters)> layerNorm;
    /// Optional: the library's own standard normal numbers.
    std::function<Result<Tensor>(const Shape& shape, std::uint64_t seed, DType dtype)> randn;

    // Optional, of channels-last samples [N, ..., C] as the protocol says; eps is not negative.
    /// The rank is at least 2.
    std::function<Result<Tensor>(const Tensor& input, double eps)> batchNorm;
    /// The rank is at least 3.
    std::function<Result<Tensor>(const Tensor& input, double eps)> instanceNorm;
    /// The rank is at least 2, and `groups` divides C.
    std::function<Result<Tensor>(const Tensor& input, double eps, std::int64_t groups)> groupNorm;
};

/// Greets on stdout and answers the requests on stdin until one of them ends; to be returned from `main`.
///
/// A request that cannot be answered gets an error reply, and its data are skipped. Where it cannot be known
/// how much data to skip (no JSON object, a key that stands twice, no "id", no plausible "bytes"), the error
/// reply carries the id 0 unless it is known, and the worker ends. What the library itself prints to stdout
/// goes to stderr.
///
/// Returns 0 when stdin ended between two requests or nobody reads stdout any more, 1 otherwise.
[[nodiscard]] int serve(const Library& library);

} // namespace layernorm::worker
