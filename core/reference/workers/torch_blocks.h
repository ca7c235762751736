// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reference/workers/worker_loop.h"

/// Transformer blocks put together from libtorch's own operations, and the gradients of its autograd.
///
/// Nothing here is ours but the wiring, which is that of core/transformer/block.h. They may be called while
/// gradients are switched off.
namespace layernorm::worker {

Result<Tensor> torchLayerNormBackward(const LayerNormBackwardQuestion& question);
Result<Tensor> torchAddAndNorm(const BlockQuestion& question);
Result<Tensor> torchGradientFlow(const FlowQuestion& question);

} // namespace layernorm::worker
