// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transformer/attention.h"

#include "core/tensor/random_tensor.h"
#include "core/transformer/attention_pass.h"

#include <cmath>
#include <utility>

namespace layernorm {

namespace {

Result<void> checkWeight(const char* name, const Tensor& weight, const Tensor& input)
{
    const std::int64_t dimension = input.shape()[-1];
    const Shape wanted = Shape::of({dimension, dimension});
    if (weight.shape() == wanted && weight.dtype() == input.dtype())
        return {};
    return failure(LAYERNORM_SENTENCE("Core",
                                      "The attention weight %1 has the shape %2 in %3; it must be %4 in %5, "
                                      "which the input's last dimension demands"),
                   {name, weight.shape().text(), layernorm::name(weight.dtype()), wanted.text(),
                    layernorm::name(input.dtype())});
}

Result<void> checkSizes(const Shape& shape, const AttentionOptions& options)
{
    constexpr std::int64_t matrices = 4;
    if (shape[-1] > Shape::maxElements / matrices / shape[-1])
        return failure(LAYERNORM_SENTENCE("Core",
                                          "The attention weights of the dimension %1 would be more than "
                                          "%2 values; take a smaller dimension"),
                       {std::to_string(shape[-1]), std::to_string(Shape::maxElements)});
    const std::int64_t rows = shape[0] * options.heads * shape[1];
    if (rows > Shape::maxElements / shape[1])
        return failure(LAYERNORM_SENTENCE("Core",
                                          "The attention of the shape %1 with %2 heads would be more than "
                                          "%3 values; take fewer tokens or heads"),
                       {shape.text(), std::to_string(options.heads), std::to_string(Shape::maxElements)});
    return {};
}

/// Part `index` of [4, D, D], divided by sqrt(D).
Tensor scaledPart(const Tensor& drawn, std::int64_t index, std::int64_t dimension)
{
    const Shape shape = Shape::of({dimension, dimension});
    Tensor part(shape, drawn.dtype());
    const double root = std::sqrt(static_cast<double>(dimension));
    for (std::int64_t i = 0; i < shape.elements(); ++i)
        part.set(i, drawn.at(index * shape.elements() + i) / root);
    return part;
}

Tensor stacked(const std::vector<Matrix>& weights, const Tensor& input, const AttentionOptions& options)
{
    const std::int64_t batch = input.shape()[0];
    const std::int64_t sequence = input.shape()[1];
    Tensor tensor(Shape::of({batch, options.heads, sequence, sequence}), input.dtype());
    std::int64_t next = 0;
    for (const Matrix& matrix : weights)
        for (const double value : matrix.values)
            tensor.set(next++, value);
    return tensor;
}

} // namespace

Result<void> checkAttentionOptions(const Shape& shape, const AttentionOptions& options)
{
    if (shape.rank() != 3)
        return failure(LAYERNORM_SENTENCE("Core",
                                          "Attention works on [batch, sequence, dimension], not on the shape "
                                          "%1; reshape it to three dimensions"),
                       {shape.text()});
    if (options.heads < 1 || shape[-1] % options.heads != 0)
        return failure(
            LAYERNORM_SENTENCE("Core", "%1 heads do not divide the dimension %2; choose a number that does, "
                                       "such as 1"),
            {std::to_string(options.heads), std::to_string(shape[-1])});
    return checkSizes(shape, options);
}

Result<void> checkAttention(const Tensor& input, const AttentionWeights& weights,
                            const AttentionOptions& options)
{
    if (const auto checked = checkAttentionOptions(input.shape(), options); !checked)
        return checked;
    for (const auto& [name, weight] : {std::pair("Wq", &weights.query), std::pair("Wk", &weights.key),
                                       std::pair("Wv", &weights.value), std::pair("Wo", &weights.output)})
        if (const auto checked = checkWeight(name, *weight, input); !checked)
            return checked;
    return {};
}

AttentionWeights drawAttentionWeights(std::int64_t dimension, std::uint64_t seed, DType dtype)
{
    const Tensor drawn = randn(Shape::of({4, dimension, dimension}), seed, dtype);
    return {scaledPart(drawn, 0, dimension), scaledPart(drawn, 1, dimension), scaledPart(drawn, 2, dimension),
            scaledPart(drawn, 3, dimension)};
}

Result<AttentionResult> attention(const Tensor& input, const AttentionWeights& weights,
                                  const AttentionOptions& options)
{
    if (const auto checked = checkAttention(input, weights, options); !checked)
        return tl::unexpected(checked.error());
    const AttentionPass pass =
        attentionForward(Matrix(input), input.shape()[0], AttentionMatrices(weights), options);
    return AttentionResult{stacked(pass.weights, input, options),
                           pass.output.tensor(input.shape(), input.dtype())};
}

Result<AttentionGradient> attentionGradient(const Tensor& input, const AttentionWeights& weights,
                                            const AttentionOptions& options, const Tensor& upstream)
{
    if (const auto checked = checkAttention(input, weights, options); !checked)
        return tl::unexpected(checked.error());
    if (upstream.shape() != input.shape() || upstream.dtype() != input.dtype())
        return failure(
            LAYERNORM_SENTENCE("Core",
                               "The upstream gradient has the shape %1 in %2; it must be %3 in %4, as "
                               "the output"),
            {upstream.shape().text(), name(upstream.dtype()), input.shape().text(), name(input.dtype())});
    const AttentionMatrices matrices(weights);
    const AttentionPass pass = attentionForward(Matrix(input), input.shape()[0], matrices, options);
    const AttentionBack back = attentionBackward(pass, matrices, Matrix(upstream));
    const auto tensor = [&](const Matrix& matrix) {
        return matrix.tensor(Shape::of({matrix.rows, matrix.columns}), input.dtype());
    };
    return AttentionGradient{back.input.tensor(input.shape(), input.dtype()),
                             {tensor(back.weights.query), tensor(back.weights.key),
                              tensor(back.weights.value), tensor(back.weights.output)}};
}

} // namespace layernorm
