// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reference/json_fields.h"
#include "core/reference/workers/request_stream.h"
#include "core/reference/workers/worker_loop.h"

/// The requests about Transformer blocks: add_and_norm and gradient_flow.
///
/// Nothing is allocated for a request before its line agrees with the length of its data and the answer is
/// known to be no larger than a tensor. Errors, a sentence each for the reply: a field that is missing or out
/// of range; a shape other than [B, S, D]; heads that do not divide D; too many weights; data of another
/// length; what the library itself refuses.
namespace layernorm::worker {

Result<Tensor> answerAddAndNorm(const Library& library, const protocol::JsonFields& line, RequestData& data);
Result<Tensor> answerGradientFlow(const Library& library, const protocol::JsonFields& line,
                                  RequestData& data);

} // namespace layernorm::worker
