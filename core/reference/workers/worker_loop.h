// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm.h"
#include "core/tensor/tensor.h"
#include "core/transformer/block.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

/// The worker's half of core/reference/protocol.h: all that a worker needs besides its library.
namespace layernorm::worker {

/// LayerNorm's gradient: dL/dx, dL/dgamma and dL/dbeta for the upstream gradient dL/dy.
struct LayerNormBackwardQuestion {
    Tensor input;
    Tensor upstream; ///< of the input's shape and type
    LayerNormParameters parameters;
};

/// One block. Shapes, types and options are those `checkBlock` allows; gamma and beta are both there or
/// neither.
struct BlockQuestion {
    Tensor input; ///< [B, S, D]
    BlockWeights weights;
    BlockOptions options;
};

/// A stack of 1 to 96 blocks, all with the same options, without gamma and beta.
struct FlowQuestion {
    Tensor input;
    Tensor upstream; ///< of the input's shape and type
    std::vector<BlockWeights> blocks;
    BlockOptions options;
};

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

    // Optional; the answers are flat, of the input's type, with the values in the protocol's order. They have
    // no more elements than a tensor may.
    /// dL/dx, dL/dgamma, dL/dbeta.
    std::function<Result<Tensor>(const LayerNormBackwardQuestion& question)> layerNormBackward;
    /// Attention weights, attention, sum, output.
    std::function<Result<Tensor>(const BlockQuestion& question)> addAndNorm;
    /// The norms of the gradients at every layer, then of each block's weights.
    std::function<Result<Tensor>(const FlowQuestion& question)> gradientFlow;
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
