// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transformer/block_pass.h"

#include <cmath>
#include <utility>

namespace layernorm {

namespace {

/// eps alone: gamma and beta belong to the attention's LayerNorm.
LayerNormParameters withoutAffine(const LayerNormParameters& parameters)
{
    return {.eps = parameters.eps, .normalizedDims = 1, .gamma = {}, .beta = {}};
}

Matrix withResidual(Matrix sublayer, const Matrix& input, const BlockPass& pass)
{
    if (pass.options.residual)
        add(sublayer, input);
    sublayer.roundTo(pass.dtype);
    return sublayer;
}

void forwardAttention(BlockPass& pass, const BlockMatrices& weights)
{
    const LayerNormParameters& norm = pass.options.layerNorm;
    Matrix attended = pass.input;
    if (pass.options.norm == NormPlacement::Pre) {
        pass.attentionNorm = normalizeStage(pass.input, pass.shape, pass.dtype, norm);
        attended = Matrix(pass.attentionNorm.result.output);
    }
    pass.attention =
        attentionForward(std::move(attended), pass.shape[0], weights.attention, pass.options.attention);
    pass.attended = pass.attention.output;
    pass.attended.roundTo(pass.dtype);
    pass.sum = withResidual(pass.attended, pass.input, pass);
    pass.normalized = pass.sum;
    if (pass.options.norm == NormPlacement::Post) {
        pass.attentionNorm = normalizeStage(pass.sum, pass.shape, pass.dtype, norm);
        pass.normalized = Matrix(pass.attentionNorm.result.output);
    }
}

void forwardFeed(BlockPass& pass, const BlockMatrices& weights)
{
    const LayerNormParameters norm = withoutAffine(pass.options.layerNorm);
    pass.feedInput = pass.normalized;
    if (pass.options.norm == NormPlacement::Pre) {
        pass.feedNorm = normalizeStage(pass.normalized, pass.shape, pass.dtype, norm);
        pass.feedInput = Matrix(pass.feedNorm.result.output);
    }
    pass.hidden = productTransposed(pass.feedInput, weights.expand);
    for (double& value : pass.hidden.values)
        value = value > 0 || std::isnan(value) ? value : 0;
    pass.output = withResidual(productTransposed(pass.hidden, weights.contract), pass.normalized, pass);
    if (pass.options.norm == NormPlacement::Post) {
        pass.feedNorm = normalizeStage(pass.output, pass.shape, pass.dtype, norm);
        pass.output = Matrix(pass.feedNorm.result.output);
    }
}

Matrix normBackward(const NormPass& pass, const Matrix& upstream,
                    std::optional<LayerNormGradient>* kept = nullptr)
{
    Result<LayerNormGradient> gradient =
        layerNormGradient(pass.input, pass.parameters, pass.result,
                          upstream.tensor(pass.input.shape(), pass.input.dtype()), {.threads = 1});
    Matrix input(gradient->input);
    if (kept)
        *kept = std::move(*gradient);
    return input;
}

/// From the block's output to what the feed-forward part began with.
Matrix backFeed(const BlockPass& pass, const BlockMatrices& weights, Matrix upstream, BlockBack& back)
{
    if (pass.options.norm == NormPlacement::Post)
        upstream = normBackward(pass.feedNorm, upstream);
    back.weights.contract = transposedProduct(upstream, pass.hidden);
    Matrix hidden = product(upstream, weights.contract);
    for (std::size_t i = 0; i < hidden.values.size(); ++i)
        if (pass.hidden.values[i] == 0)
            hidden.values[i] = 0;
    back.weights.expand = transposedProduct(hidden, pass.feedInput);
    Matrix begin = product(hidden, weights.expand);
    if (pass.options.norm == NormPlacement::Pre)
        begin = normBackward(pass.feedNorm, begin);
    if (pass.options.residual)
        add(begin, upstream);
    return begin;
}

Matrix backAttention(const BlockPass& pass, const BlockMatrices& weights, Matrix upstream, BlockBack& back)
{
    if (pass.options.norm == NormPlacement::Post)
        upstream = normBackward(pass.attentionNorm, upstream, &back.norm);
    AttentionBack attention = attentionBackward(pass.attention, weights.attention, upstream);
    back.weights.attention = std::move(attention.weights);
    Matrix begin = std::move(attention.input);
    if (pass.options.norm == NormPlacement::Pre)
        begin = normBackward(pass.attentionNorm, begin, &back.norm);
    if (pass.options.residual)
        add(begin, upstream);
    return begin;
}

} // namespace

NormPass normalizeStage(const Matrix& stage, const Shape& shape, DType dtype,
                        const LayerNormParameters& parameters)
{
    NormPass pass{stage.tensor(shape, dtype), parameters, {}};
    pass.result = emptyResult(pass.input, parameters.normalizedDims);
    // A stage is small, and stages of several curves run side by side.
    updateTokens(pass.input, parameters, {0, pass.result.mean.elements()}, pass.result, {.threads = 1});
    return pass;
}

BlockPass forwardThrough(Matrix input, const Shape& shape, DType dtype, const BlockMatrices& weights,
                         const BlockOptions& options)
{
    BlockPass pass;
    pass.shape = shape;
    pass.dtype = dtype;
    pass.options = options;
    pass.input = std::move(input);
    forwardAttention(pass, weights);
    pass.output = pass.normalized;
    if (options.feedForward > 0)
        forwardFeed(pass, weights);
    return pass;
}

BlockBack backwardThrough(const BlockPass& pass, const BlockMatrices& weights, Matrix upstream)
{
    BlockBack back;
    if (pass.options.feedForward > 0)
        upstream = backFeed(pass, weights, std::move(upstream), back);
    back.input = backAttention(pass, weights, std::move(upstream), back);
    return back;
}

} // namespace layernorm
