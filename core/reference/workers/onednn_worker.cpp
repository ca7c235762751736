// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reference/workers/worker_loop.h"

#include <map>
#include <omp.h>
#include <oneapi/dnnl/dnnl.hpp>
#include <tuple>

namespace {

using namespace layernorm;
using dnnl::batch_normalization_forward;
using dnnl::layer_normalization_backward;
using dnnl::layer_normalization_forward;
using dnnl::memory;

/// What a primitive of LayerNorm is made for; oneDNN normalises the last dimension only, so tensors become
/// matrices.
struct Problem {
    std::int64_t tokens;
    std::int64_t dimension;
    float eps;
    bool affine;

    auto operator<=>(const Problem&) const = default;
};

memory::desc matrix(const Problem& problem)
{
    return {{problem.tokens, problem.dimension}, memory::data_type::f32, memory::format_tag::ab};
}

memory::desc vector(const Problem& problem)
{
    return {{problem.dimension}, memory::data_type::f32, memory::format_tag::a};
}

/// Mean or variance of every token.
memory::desc statistics(const Problem& problem)
{
    return {{problem.tokens}, memory::data_type::f32, memory::format_tag::a};
}

dnnl::normalization_flags flagsFor(const Problem& problem)
{
    return problem.affine ? dnnl::normalization_flags::use_scale | dnnl::normalization_flags::use_shift
                          : dnnl::normalization_flags::none;
}

Problem problemOf(const Tensor& input, const LayerNormParameters& parameters)
{
    const std::int64_t dimension = input.shape().trailingElements(parameters.normalizedDims);
    return {.tokens = input.elements() / dimension,
            .dimension = dimension,
            .eps = static_cast<float>(parameters.eps),
            .affine = parameters.gamma && parameters.beta};
}

/// One after the other, in one dimension.
Tensor flat(std::initializer_list<const Tensor*> parts)
{
    std::vector<float> values;
    for (const Tensor* part : parts)
        values.insert(values.end(), part->values<float>().begin(), part->values<float>().end());
    const auto count = static_cast<std::int64_t>(values.size());
    return Tensor(Shape::of({count}), std::move(values));
}

class OneDnn
{
public:
    Tensor layerNorm(const Tensor& input, const LayerNormParameters& parameters);
    Tensor layerNormBackward(const worker::LayerNormBackwardQuestion& question);
    Tensor batchNorm(const Tensor& input, float eps);

private:
    layer_normalization_forward& primitiveFor(const Problem& problem);
    /// A view: no value is copied.
    memory viewOf(const Tensor& tensor, const memory::desc& description)
    {
        return {description, m_engine, const_cast<std::byte*>(tensor.bytes().data())};
    }

    dnnl::engine m_engine{dnnl::engine::kind::cpu, 0};
    dnnl::stream m_stream{m_engine};
    std::map<Problem, layer_normalization_forward> m_primitives;
};

layer_normalization_forward& OneDnn::primitiveFor(const Problem& problem)
{
    constexpr std::size_t enough = 64; // a drag of eps asks for hundreds, each only once
    if (const auto known = m_primitives.find(problem); known != m_primitives.end())
        return known->second;
    if (m_primitives.size() == enough)
        m_primitives.clear();
    const layer_normalization_forward::desc description(dnnl::prop_kind::forward_inference, matrix(problem),
                                                        problem.eps, flagsFor(problem));
    return m_primitives
        .try_emplace(problem, layer_normalization_forward::primitive_desc(description, m_engine))
        .first->second;
}

Tensor OneDnn::layerNorm(const Tensor& input, const LayerNormParameters& parameters)
{
    const Problem problem = problemOf(input, parameters);
    Tensor output(input.shape(), input.dtype());
    std::unordered_map<int, memory> arguments{{DNNL_ARG_SRC, viewOf(input, matrix(problem))},
                                              {DNNL_ARG_DST, viewOf(output, matrix(problem))}};
    if (problem.affine) {
        arguments.emplace(DNNL_ARG_SCALE, viewOf(*parameters.gamma, vector(problem)));
        arguments.emplace(DNNL_ARG_SHIFT, viewOf(*parameters.beta, vector(problem)));
    }
    primitiveFor(problem).execute(m_stream, arguments);
    m_stream.wait();
    return output;
}

Tensor OneDnn::layerNormBackward(const worker::LayerNormBackwardQuestion& question)
{
    const Tensor& input = question.input;
    Problem problem = problemOf(input, question.parameters);
    const Shape parameterShape = input.shape().trailing(question.parameters.normalizedDims);
    const Tensor ones(parameterShape, std::vector<float>(static_cast<std::size_t>(problem.dimension), 1));
    const Tensor& gamma = problem.affine ? *question.parameters.gamma : ones;
    problem.affine = true; // or it has no gradient of gamma and beta
    const layer_normalization_forward::primitive_desc forward({dnnl::prop_kind::forward_training,
                                                               matrix(problem), statistics(problem),
                                                               problem.eps, flagsFor(problem)},
                                                              m_engine);
    const layer_normalization_backward::primitive_desc backward({dnnl::prop_kind::backward, matrix(problem),
                                                                 matrix(problem), statistics(problem),
                                                                 problem.eps, flagsFor(problem)},
                                                                m_engine, forward);
    const memory mean(statistics(problem), m_engine);
    const memory variance(statistics(problem), m_engine);
    Tensor inputGradient(input.shape(), input.dtype());
    Tensor gammaGradient(parameterShape, input.dtype());
    Tensor betaGradient(parameterShape, input.dtype());
    const memory source = viewOf(input, matrix(problem));
    const memory scale = viewOf(gamma, vector(problem));
    // Output and beta are asked for and say nothing about the gradient: the output goes where it comes after.
    const Tensor zeros(parameterShape, input.dtype());
    const memory shift = viewOf(zeros, vector(problem));
    layer_normalization_forward(forward).execute(m_stream,
                                                 {{DNNL_ARG_SRC, source},
                                                  {DNNL_ARG_DST, viewOf(inputGradient, matrix(problem))},
                                                  {DNNL_ARG_MEAN, mean},
                                                  {DNNL_ARG_VARIANCE, variance},
                                                  {DNNL_ARG_SCALE, scale},
                                                  {DNNL_ARG_SHIFT, shift}});
    layer_normalization_backward(backward).execute(
        m_stream, {{DNNL_ARG_SRC, source},
                   {DNNL_ARG_DIFF_DST, viewOf(question.upstream, matrix(problem))},
                   {DNNL_ARG_MEAN, mean},
                   {DNNL_ARG_VARIANCE, variance},
                   {DNNL_ARG_SCALE, scale},
                   {DNNL_ARG_SHIFT, shift},
                   {DNNL_ARG_DIFF_SRC, viewOf(inputGradient, matrix(problem))},
                   {DNNL_ARG_DIFF_SCALE, viewOf(gammaGradient, vector(problem))},
                   {DNNL_ARG_DIFF_SHIFT, viewOf(betaGradient, vector(problem))}});
    m_stream.wait();
    return flat({&inputGradient, &gammaGradient, &betaGradient});
}

/// A batch of pictures one pixel high, [N, C, 1, W] with the values in the order N, 1, W, C: so they lie in
/// [N, ..., C] already. oneDNN's fast code is for pictures; lists take 400 times as long.
memory::desc channelsLast(const Shape& shape)
{
    const std::int64_t samples = shape[0];
    const std::int64_t channels = shape[-1];
    return {{samples, channels, 1, shape.elements() / (samples * channels)},
            memory::data_type::f32,
            memory::format_tag::nhwc};
}

Tensor OneDnn::batchNorm(const Tensor& input, float eps)
{
    const memory::desc samples = channelsLast(input.shape());
    // Without flags the statistics are taken from the input, in inference as in training.
    const batch_normalization_forward::desc description(dnnl::prop_kind::forward_inference, samples, eps,
                                                        dnnl::normalization_flags::none);
    const batch_normalization_forward::primitive_desc primitive(description, m_engine);
    Tensor output(input.shape(), input.dtype());
    batch_normalization_forward(primitive).execute(
        m_stream, {{DNNL_ARG_SRC, viewOf(input, samples)}, {DNNL_ARG_DST, viewOf(output, samples)}});
    m_stream.wait();
    return output;
}

OneDnn& library()
{
    static OneDnn instance;
    return instance;
}

Result<Tensor> oneDnnLayerNorm(const Tensor& input, const LayerNormParameters& parameters)
{
    if (input.dtype() != DType::Float32)
        return failure(LAYERNORM_SENTENCE(
            "Core", "The oneDNN worker computes LayerNorm in float32 only; choose float32"));
    return library().layerNorm(input, parameters);
}

Result<Tensor> oneDnnLayerNormBackward(const worker::LayerNormBackwardQuestion& question)
{
    if (question.input.dtype() != DType::Float32)
        return failure(LAYERNORM_SENTENCE(
            "Core", "The oneDNN worker computes the gradient of LayerNorm in float32 only; choose float32"));
    return library().layerNormBackward(question);
}

Result<Tensor> oneDnnBatchNorm(const Tensor& input, double eps)
{
    if (input.dtype() != DType::Float32)
        return failure(LAYERNORM_SENTENCE(
            "Core", "The oneDNN worker computes BatchNorm in float32 only; choose float32"));
    return library().batchNorm(input, static_cast<float>(eps));
}

std::string versionText()
{
    const dnnl::version_t* version = dnnl::version();
    return std::to_string(version->major) + '.' + std::to_string(version->minor) + '.' +
           std::to_string(version->patch);
}

} // namespace

int main()
{
    // The pipe takes longer than the arithmetic, and a pool of waiting threads would spin beside the window.
    omp_set_num_threads(1);
    // oneDNN 2.6 has no primitive of InstanceNorm, GroupNorm or attention, and no random numbers.
    return worker::serve({.name = "oneDNN",
                          .version = versionText(),
                          .layerNorm = oneDnnLayerNorm,
                          .randn = {},
                          .batchNorm = oneDnnBatchNorm,
                          .instanceNorm = {},
                          .groupNorm = {},
                          .layerNormBackward = oneDnnLayerNormBackward,
                          .addAndNorm = {},
                          .gradientFlow = {}});
}
