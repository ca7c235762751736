// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reference/json_fields.h"
#include "core/reference/workers/request_stream.h"

#include <cstdint>

/// What the requests of several operations have in common. Each error is a sentence for the reply.
namespace layernorm::worker {

/// Of the field "eps": finite and not negative.
Result<double> readEps(const protocol::JsonFields& request);

/// Of the field "normalized_dims": 1 to `rank`.
Result<int> readNormalizedDims(const protocol::JsonFields& request, int rank);

/// Errors: `bytes`, which the request announces, are not the `expected` ones.
Result<void> expectBytes(std::uint64_t bytes, std::uint64_t expected);

/// Errors: a flat answer of so many values would be larger than any tensor.
Result<void> expectAnswerOf(std::int64_t values);

/// The tensor whose values come next. Errors: as `RequestData::read`.
Result<Tensor> readTensor(RequestData& data, const Shape& shape, DType dtype);

} // namespace layernorm::worker
