// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reference/workers/request_fields.h"

#include <utility>

namespace layernorm::worker {

Result<double> readEps(const protocol::JsonFields& request)
{
    const Result<double> eps = request.number("eps");
    if (!eps || !(*eps >= 0))
        return request.badField("eps", "a number that is not negative");
    return eps;
}

Result<int> readNormalizedDims(const protocol::JsonFields& request, int rank)
{
    const Result<std::uint64_t> dims = request.wholeNumber("normalized_dims");
    if (!dims || *dims < 1 || *dims > static_cast<std::uint64_t>(rank))
        return request.badField("normalized_dims", "a whole number from 1 to the rank of the shape");
    return static_cast<int>(*dims);
}

Result<void> expectBytes(std::uint64_t bytes, std::uint64_t expected)
{
    if (bytes == expected)
        return {};
    return failure(
        LAYERNORM_SENTENCE("Core",
                           "The request announces %1 bytes where its shape and type take %2; send as many"),
        {std::to_string(bytes), std::to_string(expected)});
}

Result<void> expectAnswerOf(std::int64_t values)
{
    if (values <= Shape::maxElements)
        return {};
    return failure(
        LAYERNORM_SENTENCE("Core", "The answer would have %1 values, more than %2; send a smaller tensor"),
        {std::to_string(values), std::to_string(Shape::maxElements)});
}

Result<Tensor> readTensor(RequestData& data, const Shape& shape, DType dtype)
{
    Tensor tensor(shape, dtype);
    return data.read(tensor).map([&] { return std::move(tensor); });
}

} // namespace layernorm::worker
