// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reference/workers/torch_blocks.h"

#include "core/reference/workers/torch_tensors.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros_like.h>
#include <c10/core/InferenceMode.h>
#include <cmath>
#include <limits>
#include <torch/csrc/autograd/autograd.h>

namespace layernorm::worker {

namespace {

/// gamma and beta of the attention's LayerNorm; undefined where there is none.
struct Affine {
    at::Tensor gamma, beta;
};

struct Weights {
    at::Tensor query, key, value, output, expand, contract;

    Weights(const BlockWeights& weights, const BlockOptions& options)
        : query(viewOf(weights.attention.query)),
          key(viewOf(weights.attention.key)),
          value(viewOf(weights.attention.value)),
          output(viewOf(weights.attention.output))
    {
        if (options.feedForward == 0)
            return;
        expand = viewOf(weights.expand);
        contract = viewOf(weights.contract);
    }

    [[nodiscard]] std::vector<at::Tensor> all() const
    {
        if (!expand.defined())
            return {query, key, value, output};
        return {query, key, value, output, expand, contract};
    }
};

struct Stages {
    at::Tensor attentionWeights, attention, sum, output;
};

at::Tensor normalized(const at::Tensor& tokens, const Affine& affine, const BlockOptions& options)
{
    return at::layer_norm(tokens, {tokens.size(-1)}, affine.gamma, affine.beta, options.layerNorm.eps);
}

/// [B, S, D] to [B, H, S, D / H].
at::Tensor ofHeads(const at::Tensor& tokens, std::int64_t heads)
{
    return tokens.reshape({tokens.size(0), tokens.size(1), heads, -1}).transpose(1, 2);
}

at::Tensor attentionWeights(const at::Tensor& query, const at::Tensor& key, bool causal)
{
    const double root = std::sqrt(static_cast<double>(query.size(-1)));
    at::Tensor scores = at::matmul(query, key.transpose(-2, -1)).div(root);
    if (causal) {
        const std::int64_t sequence = scores.size(-1);
        const at::Tensor later = at::ones({sequence, sequence}, at::kBool).triu(1);
        scores = scores.masked_fill(later, -std::numeric_limits<double>::infinity());
    }
    return at::softmax(scores, -1);
}

/// Fills attentionWeights and attention.
void attend(const at::Tensor& tokens, const Weights& weights, const AttentionOptions& options, Stages& stages)
{
    const at::Tensor query = ofHeads(at::linear(tokens, weights.query), options.heads);
    const at::Tensor key = ofHeads(at::linear(tokens, weights.key), options.heads);
    const at::Tensor value = ofHeads(at::linear(tokens, weights.value), options.heads);
    stages.attentionWeights = attentionWeights(query, key, options.causal);
    const at::Tensor context = at::matmul(stages.attentionWeights, value).transpose(1, 2);
    stages.attention = at::linear(context.reshape(tokens.sizes()), weights.output);
}

at::Tensor feedForward(const at::Tensor& tokens, const Weights& weights, const BlockOptions& options)
{
    const bool pre = options.norm == NormPlacement::Pre;
    const at::Tensor hidden =
        at::relu(at::linear(pre ? normalized(tokens, {}, options) : tokens, weights.expand));
    const at::Tensor sublayer = at::linear(hidden, weights.contract);
    const at::Tensor sum = options.residual ? tokens.add(sublayer) : sublayer;
    return options.norm == NormPlacement::Post ? normalized(sum, {}, options) : sum;
}

Stages through(const at::Tensor& input, const Weights& weights, const BlockOptions& options,
               const Affine& affine = {})
{
    Stages stages;
    const bool pre = options.norm == NormPlacement::Pre;
    attend(pre ? normalized(input, affine, options) : input, weights, options.attention, stages);
    stages.sum = options.residual ? input.add(stages.attention) : stages.attention;
    stages.output =
        options.norm == NormPlacement::Post ? normalized(stages.sum, affine, options) : stages.sum;
    if (options.feedForward > 0)
        stages.output = feedForward(stages.output, weights, options);
    return stages;
}

Tensor flat(const std::vector<at::Tensor>& parts, DType dtype)
{
    std::vector<at::Tensor> lines;
    for (const at::Tensor& part : parts)
        lines.push_back(part.reshape({-1}));
    const at::Tensor all = at::cat(lines).to(scalarType(dtype));
    return copyOf(all, Shape::of({all.numel()}), dtype);
}

/// In double precision, and scaled: squares of what float64 holds need not be numbers.
at::Tensor euclideanNorm(const at::Tensor& gradient)
{
    const at::Tensor values = gradient.detach().to(at::kDouble);
    const at::Tensor largest = values.abs().max();
    const double scale = largest.item<double>();
    return scale > 0 && std::isfinite(scale) ? largest.mul(values.div(largest).norm()) : largest;
}

at::Tensor normOfAll(const std::vector<at::Tensor>& gradients)
{
    std::vector<at::Tensor> norms;
    for (const at::Tensor& gradient : gradients)
        norms.push_back(euclideanNorm(gradient));
    return euclideanNorm(at::stack(norms));
}

} // namespace

Result<Tensor> torchLayerNormBackward(const LayerNormBackwardQuestion& question)
{
    const c10::InferenceMode off(false); // that of the worker knows no gradients
    const LayerNormParameters& parameters = question.parameters;
    const Shape shape = question.input.shape().trailing(parameters.normalizedDims);
    const at::Tensor input = viewOf(question.input).requires_grad_();
    const at::Tensor none = at::ones(shape.extents(), input.scalar_type());
    const at::Tensor gamma = (parameters.gamma ? viewOf(*parameters.gamma) : none).requires_grad_();
    const at::Tensor beta =
        (parameters.beta ? viewOf(*parameters.beta) : at::zeros_like(none)).requires_grad_();
    const at::Tensor output = at::layer_norm(input, shape.extents(), gamma, beta, parameters.eps);
    return flat(torch::autograd::grad({output}, {input, gamma, beta}, {viewOf(question.upstream)}),
                question.input.dtype());
}

Result<Tensor> torchAddAndNorm(const BlockQuestion& question)
{
    const LayerNormParameters& norm = question.options.layerNorm;
    const Stages stages = through(viewOf(question.input), Weights(question.weights, question.options),
                                  question.options, {viewOf(norm.gamma), viewOf(norm.beta)});
    return flat({stages.attentionWeights, stages.attention, stages.sum, stages.output},
                question.input.dtype());
}

Result<Tensor> torchGradientFlow(const FlowQuestion& question)
{
    const c10::InferenceMode off(false); // that of the worker knows no gradients
    std::vector<at::Tensor> layers{viewOf(question.input).requires_grad_()};
    std::vector<Weights> blocks;
    std::vector<at::Tensor> wanted;
    for (const BlockWeights& weights : question.blocks) {
        blocks.emplace_back(weights, question.options);
        for (const at::Tensor& weight : blocks.back().all())
            wanted.push_back(weight.requires_grad_());
        layers.push_back(through(layers.back(), blocks.back(), question.options).output);
    }
    const std::size_t weightsOfBlock = wanted.size() / blocks.size();
    wanted.insert(wanted.begin(), layers.begin(), layers.end());
    const at::Tensor output = question.options.norm == NormPlacement::Pre
                                  ? normalized(layers.back(), {}, question.options)
                                  : layers.back();
    const std::vector<at::Tensor> gradients =
        torch::autograd::grad({output}, wanted, {viewOf(question.upstream)});
    std::vector<at::Tensor> norms;
    auto next = gradients.begin();
    for (std::size_t layer = 0; layer < layers.size(); ++layer)
        norms.push_back(euclideanNorm(*next++));
    for (; next != gradients.end(); next += static_cast<std::ptrdiff_t>(weightsOfBlock))
        norms.push_back(normOfAll({next, next + static_cast<std::ptrdiff_t>(weightsOfBlock)}));
    return flat(norms, question.input.dtype());
}

} // namespace layernorm::worker
