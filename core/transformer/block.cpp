// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transformer/block.h"

#include "core/tensor/random_tensor.h"
#include "core/transformer/block_pass.h"

#include <cmath>

namespace layernorm {

namespace {

constexpr std::int64_t largestFeedForward = 65536;

Result<void> checkFeedWeight(const char* name, const Tensor& weight, const Shape& wanted, DType dtype)
{
    if (weight.shape() == wanted && weight.dtype() == dtype)
        return {};
    return failure(
        LAYERNORM_SENTENCE("Core", "The feed-forward weight %1 has the shape %2 in %3; it must be %4 in %5"),
        {name, weight.shape().text(), layernorm::name(weight.dtype()), wanted.text(),
         layernorm::name(dtype)});
}

Result<void> checkFeedForwardSize(std::int64_t size, std::int64_t dimension)
{
    if (size < 0 || size > largestFeedForward)
        return failure(LAYERNORM_SENTENCE(
                           "Core", "A feed-forward part of %1 values is out of range; choose 0 (none) to %2"),
                       {std::to_string(size), std::to_string(largestFeedForward)});
    if (2 * size > Shape::maxElements / dimension)
        return failure(LAYERNORM_SENTENCE("Core",
                                          "A feed-forward part of %1 values has more than %2 weights for the "
                                          "dimension %3; choose a smaller one"),
                       {std::to_string(size), std::to_string(Shape::maxElements), std::to_string(dimension)});
    return {};
}

Tensor gradientTensor(const Matrix& matrix, DType dtype)
{
    return matrix.values.empty() ? Tensor() : matrix.tensor(Shape::of({matrix.rows, matrix.columns}), dtype);
}

Tensor stackedWeights(const AttentionPass& pass, DType dtype)
{
    Matrix all(0, pass.sequence);
    for (const Matrix& matrix : pass.weights)
        all.values.insert(all.values.end(), matrix.values.begin(), matrix.values.end());
    return all.tensor(Shape::of({pass.batch, pass.options.heads, pass.sequence, pass.sequence}), dtype);
}

} // namespace

const char* name(NormPlacement norm)
{
    switch (norm) {
    case NormPlacement::Post:
        return "post";
    case NormPlacement::Pre:
        return "pre";
    case NormPlacement::None:
        break;
    }
    return "none";
}

BlockWeights drawBlockWeights(std::int64_t dimension, std::int64_t feedForward, std::uint64_t seed,
                              DType dtype)
{
    BlockWeights weights{drawAttentionWeights(dimension, seed, dtype), {}, {}};
    if (feedForward == 0)
        return weights;
    const Tensor drawn = randn(Shape::of({2, feedForward, dimension}), seed + 1, dtype);
    weights.expand = Tensor(Shape::of({feedForward, dimension}), dtype);
    weights.contract = Tensor(Shape::of({dimension, feedForward}), dtype);
    const double rootOfDimension = std::sqrt(static_cast<double>(dimension));
    const double rootOfHidden = std::sqrt(static_cast<double>(feedForward));
    for (std::int64_t i = 0; i < feedForward; ++i)
        for (std::int64_t j = 0; j < dimension; ++j) {
            const std::int64_t place = i * dimension + j;
            weights.expand.set(place, drawn.at(place) / rootOfDimension);
            weights.contract.set(j * feedForward + i,
                                 drawn.at(feedForward * dimension + place) / rootOfHidden);
        }
    return weights;
}

Result<void> checkBlockOptions(const Tensor& input, const BlockOptions& options)
{
    if (const auto checked = checkAttentionOptions(input.shape(), options.attention); !checked)
        return checked;
    if (options.layerNorm.normalizedDims != 1)
        return failure(LAYERNORM_SENTENCE(
                           "Core", "A block normalises over the dimension, not over %1 dimensions; choose 1"),
                       {std::to_string(options.layerNorm.normalizedDims)});
    if (const auto checked = checkParameters(input, options.layerNorm); !checked)
        return checked;
    return checkFeedForwardSize(options.feedForward, input.shape()[-1]);
}

Result<void> checkBlock(const Tensor& input, const BlockWeights& weights, const BlockOptions& options)
{
    if (const auto checked = checkBlockOptions(input, options); !checked)
        return checked;
    if (const auto checked = checkAttention(input, weights.attention, options.attention); !checked)
        return checked;
    if (options.feedForward == 0)
        return {};
    const std::int64_t dimension = input.shape()[-1];
    const DType dtype = input.dtype();
    const Shape expand = Shape::of({options.feedForward, dimension});
    if (const auto checked = checkFeedWeight("W1", weights.expand, expand, dtype); !checked)
        return checked;
    return checkFeedWeight("W2", weights.contract, Shape::of({dimension, options.feedForward}), dtype);
}

Result<BlockStages> blockForward(const Tensor& input, const BlockWeights& weights,
                                 const BlockOptions& options)
{
    if (const auto checked = checkBlock(input, weights, options); !checked)
        return tl::unexpected(checked.error());
    const BlockPass pass =
        forwardThrough(Matrix(input), input.shape(), input.dtype(), BlockMatrices(weights), options);
    const auto tensor = [&](const Matrix& stage) { return stage.tensor(input.shape(), input.dtype()); };
    return BlockStages{.attentionInput = tensor(pass.attention.input),
                       .attentionWeights = stackedWeights(pass.attention, input.dtype()),
                       .attention = tensor(pass.attended),
                       .sum = tensor(pass.sum),
                       .normalized = tensor(pass.normalized),
                       .output = tensor(pass.output)};
}

Result<BlockGradient> blockBackward(const Tensor& input, const BlockWeights& weights,
                                    const BlockOptions& options, const Tensor& upstream)
{
    if (const auto checked = checkBlock(input, weights, options); !checked)
        return tl::unexpected(checked.error());
    if (upstream.shape() != input.shape() || upstream.dtype() != input.dtype())
        return failure(
            LAYERNORM_SENTENCE("Core",
                               "The upstream gradient has the shape %1 in %2; it must be %3 in %4, as "
                               "the output"),
            {upstream.shape().text(), name(upstream.dtype()), input.shape().text(), name(input.dtype())});
    const DType dtype = input.dtype();
    const BlockMatrices matrices(weights);
    const BlockPass pass = forwardThrough(Matrix(input), input.shape(), dtype, matrices, options);
    BlockBack back = backwardThrough(pass, matrices, Matrix(upstream));
    const Tensor none(Shape::of({input.shape()[-1]}), dtype);
    const AttentionMatrices& attention = back.weights.attention;
    return BlockGradient{
        .input = back.input.tensor(input.shape(), dtype),
        .weights = {{gradientTensor(attention.query, dtype), gradientTensor(attention.key, dtype),
                     gradientTensor(attention.value, dtype), gradientTensor(attention.output, dtype)},
                    gradientTensor(back.weights.expand, dtype),
                    gradientTensor(back.weights.contract, dtype)},
        .gamma = back.norm ? back.norm->gamma : none,
        .beta = back.norm ? back.norm->beta : none};
}

} // namespace layernorm
