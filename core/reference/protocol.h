// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm.h"
#include "core/reference/library_operation.h"
#include "core/tensor/tensor.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The conversation between the program and a reference worker: a process that computes LayerNorm, and what
/// it is compared with, with a real library. Over stdin and stdout, a line of JSON, then raw little-endian
/// data of the length the line names.
///
///     worker:  {"protocol":1,"name":"LibTorch","version":"1.13.1","operations":["layer_norm"]}
///     program: {"id":7,"operation":"layer_norm","shape":[2,3,4],"dtype":"float32","eps":1e-05,
///               "normalized_dims":1,"affine":false,"bytes":96}            + 96 bytes: the input
///     worker:  {"id":7,"shape":[2,3,4],"dtype":"float32","bytes":96}      + 96 bytes: the output
///     or:      {"id":7,"error":"one sentence"}
///
/// With "affine":true the request's data is the input, then gamma, then beta, and `bytes` counts all three.
/// Further operations are optional, and a worker lists in its greeting those it has:
///
/// "batch_norm", "instance_norm" and "group_norm" of a batch of channels-last samples [N, ..., C], without
/// gamma and beta and without running statistics. The eps is inside the root of the biased variance, which is
/// taken
/// - batch_norm, rank at least 2: for each of the C channels, over everything else;
/// - instance_norm, rank at least 3: for each sample and channel, over the extents between;
/// - group_norm, rank at least 2: for each sample and each of "groups" runs of C / groups neighbouring
///   channels, over the run and the extents between. "groups" divides C; no other operation has it.
///
///     program: {"id":9,"operation":"group_norm","shape":[2,3,4],"dtype":"float32","eps":1e-05,"groups":2,
///               "bytes":96}                                              + 96 bytes: the input
///
/// The reply is that of layer_norm. Where a library refuses what leaves it a single value to normalise, as
/// PyTorch does, the reply is its error.
///
/// "layer_norm_backward": the request of layer_norm, its data the input, the upstream gradient (of the same
/// shape), then gamma and beta where "affine" is true. The reply is flat, [N]: dL/dx, then dL/dgamma and
/// dL/dbeta (also without "affine", gamma being 1 then).
///
/// "add_and_norm", one Transformer block as core/transformer/block.h has it, on an input [B, S, D]:
///
///     program: {"id":9,"operation":"add_and_norm","shape":[2,3,4],"dtype":"float32","eps":1e-05,"heads":2,
///               "causal":false,"residual":true,"norm":"post","feed_forward":0,"affine":false,"bytes":352}
///
/// Data: the input, Wq, Wk, Wv, Wo (each [D, D]), with a "feed_forward" of F > 0 W1 [F, D] and W2 [D, F],
/// with "affine" gamma and beta [D] of the attention's LayerNorm. The reply is flat: the attention weights
/// [B, H, S, S], the attention's output, the sum, the block's output (each [B, S, D]).
///
/// "gradient_flow": the same request with "depth" and without "affine"; its data are the input, the upstream
/// gradient r, then the weights of each block in turn. The reply is flat: the Euclidean norms of dL/dh_0 ..
/// dL/dh_depth, then those of dL/d(all weights of the block) for blocks 1 .. depth, where L = sum(y * r) and
/// for "pre" y is the LayerNorm of h_depth.
///
/// "randn": {"id":8,"operation":"randn","shape":[2,3],"dtype":"float32","seed":0,"bytes":0}, answered with
/// the library's own random numbers.
///
/// A worker ends when its stdin does. Nothing here starts a process or waits.
namespace layernorm::protocol {

inline constexpr int version = 1;
/// A JSON line longer than this is no line of this protocol.
inline constexpr std::size_t maxLineLength = 65536;

/// What a worker says first.
struct Greeting {
    std::string name;    ///< "LibTorch"
    std::string version; ///< "1.13.1"
    std::vector<std::string> operations;
};

/// Errors: not JSON, not an object of this form, another protocol version, no layer_norm among the
/// operations.
Result<Greeting> parseGreeting(std::string_view line);

/// The whole request, line and data, ready to be written. gamma and beta: both are sent when either is set
/// (the one missing as ones or zeros).
[[nodiscard]] std::string layerNormRequest(std::uint64_t id, const Tensor& input,
                                           const LayerNormParameters& parameters);
/// The same for any operation; of the question it sends what the operation has.
[[nodiscard]] std::string questionRequest(std::uint64_t id, const Tensor& input,
                                          const LibraryQuestion& question);
/// That of the answer, which has the input's type. The parameters and the block are in range for the input.
/// Errors: more elements than a tensor may have.
Result<Shape> answerShape(const Tensor& input, const LibraryQuestion& question);
[[nodiscard]] std::string randnRequest(std::uint64_t id, const Shape& shape, std::uint64_t seed, DType dtype);

/// The line of a reply; `bytes` of data follow it unless `error` is set.
struct ReplyLine {
    std::uint64_t id = 0;
    Shape shape;
    DType dtype = DType::Float32;
    std::size_t bytes = 0;
    std::string error; ///< the worker's own words; empty when it answered
};

/// Errors: not JSON, a field missing or of the wrong kind, `bytes` not shape times type.
Result<ReplyLine> parseReplyLine(std::string_view line);

/// The tensor a reply carries. Errors: `data` is not as long as the line says.
Result<Tensor> replyTensor(const ReplyLine& line, std::span<const std::byte> data);

/// The question every worker is asked first, because its answer is known: 2 tokens of 4 values with gamma and
/// beta, written out by hand in the source.
struct KnownAnswer {
    Tensor input;
    LayerNormParameters parameters;
    Tensor output;
};
[[nodiscard]] const KnownAnswer& knownAnswer();

/// Errors: the reply is not the known answer within 1e-5.
Result<void> checkKnownAnswer(const Tensor& reply);

} // namespace layernorm::protocol
