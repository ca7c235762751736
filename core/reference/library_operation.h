// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm.h"
#include "core/tensor/tensor.h"
#include "core/transformer/block.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace layernorm {

/// What a library can be asked to compute. All normalise by the biased variance with eps inside the root.
///
/// The last three treat the tensor as a batch of channels-last samples [N, ..., C]: batch_norm takes its
/// statistics for each channel over everything else (as in training), instance_norm for each sample and
/// channel, group_norm for each sample and each of `groups` runs of C / groups neighbouring channels.
/// (Frameworks keep the channels at axis 1; moving them there is the worker's work.) Ioffe and Szegedy 2015;
/// Ulyanov, Vedaldi and Lempitsky 2016; Wu and He 2018.
///
/// The next two go further than one normalisation: LayerNormBackward is the gradient of LayerNorm, AddAndNorm
/// a Transformer block with its stages, GradientFlow the gradient norms of a stack of them. Their answers are
/// flat tensors [N] (see core/reference/protocol.h for what lies where), and they want further tensors
/// besides the input.
enum class Operation {
    LayerNorm,
    BatchNorm,
    InstanceNorm,
    GroupNorm,
    LayerNormBackward,
    AddAndNorm,
    GradientFlow,
};

/// As the protocol names it: "layer_norm", "batch_norm", "instance_norm", "group_norm",
/// "layer_norm_backward", "add_and_norm", "gradient_flow".
[[nodiscard]] const char* name(Operation operation);
/// nullopt for any other text.
[[nodiscard]] std::optional<Operation> parseOperation(std::string_view text);

/// One question to a library.
struct LibraryQuestion {
    Operation operation = Operation::LayerNorm;
    /// eps counts for all; normalizedDims, gamma and beta for LayerNorm only.
    LayerNormParameters parameters{};
    std::int64_t groups = 1; ///< GroupNorm only; divides the last extent
    BlockOptions block{};    ///< AddAndNorm and GradientFlow; its layerNorm counts, not `parameters`
    int depth = 0;           ///< GradientFlow only: how many blocks
    /// What goes with the input, in the order of the protocol: the upstream gradient, the weights of blocks.
    std::vector<std::shared_ptr<const Tensor>> further{};
};

/// A library that can be asked here and now, whatever stands behind it.
struct AskableLibrary {
    std::string title; ///< "LibTorch 1.13.1"
    /// nullopt where the library does not offer the operation, or refuses it. May take long.
    std::function<std::optional<Tensor>(const Tensor& input, const LibraryQuestion& question)> ask;
};

} // namespace layernorm
