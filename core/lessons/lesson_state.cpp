// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lessons/lesson_state.h"

#include "core/tensor/random_tensor.h"

#include <algorithm>

namespace layernorm {

namespace {

Tensor filled(const Shape& shape, DType dtype, double value)
{
    Tensor tensor(shape, dtype);
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        tensor.set(i, value);
    return tensor;
}

} // namespace

LessonState LessonState::beginning()
{
    LessonState state;
    state.put(randn(Shape::of({2, 3, 4}), 0));
    return state;
}

void LessonState::put(Tensor tensor, std::vector<std::string> words, const char* sampleTitle)
{
    const Shape shape = tensor.shape().withRankAtLeast(3);
    input = std::make_shared<Tensor>(std::move(tensor).reshaped(shape));
    labels = std::move(words);
    title = sampleTitle;
    normalizedDims = std::min(normalizedDims, shape.rank());
    gamma = filled(shape.trailing(normalizedDims), input->dtype(), 1);
    beta = filled(shape.trailing(normalizedDims), input->dtype(), 0);
    selected = {0, 0, 0};
    block.heads = 1;
}

void LessonState::fitAffine()
{
    const Shape shape = input->shape().trailing(normalizedDims);
    if (gamma.shape() == shape)
        return;
    gamma = filled(shape, input->dtype(), 1);
    beta = filled(shape, input->dtype(), 0);
}

LayerNormParameters LessonState::parameters() const
{
    LayerNormParameters parameters{eps, normalizedDims, {}, {}};
    if (affine) {
        parameters.gamma = gamma;
        parameters.beta = beta;
    }
    return parameters;
}

Result<void> checkIndex(const char* axis, std::int64_t index, std::int64_t size)
{
    if (index >= 0 && index < size)
        return {};
    return failure(LAYERNORM_SENTENCE("Core", "There is no %1 %2; it has to be from 0 to %3"),
                   {axis, std::to_string(index), std::to_string(size - 1)});
}

Result<std::int64_t> LessonState::row(std::int64_t batch, std::int64_t token) const
{
    const Block shape = extents();
    if (const auto ok = checkIndex(LAYERNORM_SENTENCE("Core", "batch"), batch, shape.batch); !ok)
        return tl::unexpected(ok.error());
    if (const auto ok = checkIndex(LAYERNORM_SENTENCE("Core", "token"), token, shape.sequence); !ok)
        return tl::unexpected(ok.error());
    return batch * shape.sequence + token;
}

Result<std::int64_t> LessonState::cell(std::int64_t batch, std::int64_t token, std::int64_t dimension) const
{
    const Result<std::int64_t> place = row(batch, token);
    if (!place)
        return place;
    const std::int64_t size = extents().dimension;
    if (const auto ok = checkIndex(LAYERNORM_SENTENCE("Core", "dimension"), dimension, size); !ok)
        return tl::unexpected(ok.error());
    return *place * size + dimension;
}

} // namespace layernorm
