// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/gradient_flow.h"

#include "core/explore/add_and_norm.h"
#include "core/io/number_text.h"
#include "core/tensor/random_tensor.h"
#include "core/transformer/block_pass.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <mutex>
#include <numeric>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

namespace layernorm {

namespace {

constexpr std::uint64_t seedsApart = 1000;

double euclideanNorm(const Matrix& matrix)
{
    // Scaled, so that squares of 1e-200 are numbers still.
    double largest = 0;
    for (const double value : matrix.values)
        largest = std::isnan(value) || std::abs(value) > largest ? std::abs(value) : largest;
    if (!(largest > 0) || std::isinf(largest))
        return largest;
    double sum = 0;
    for (const double value : matrix.values)
        sum += (value / largest) * (value / largest);
    return largest * std::sqrt(sum);
}

double weightNorm(const BlockMatrices& weights)
{
    Matrix norms(1, 0);
    for (const Matrix* matrix : {&weights.attention.query, &weights.attention.key, &weights.attention.value,
                                 &weights.attention.output, &weights.expand, &weights.contract})
        norms.values.push_back(euclideanNorm(*matrix));
    return euclideanNorm(norms);
}

/// r of gradient_flow.h.
Tensor flowUpstream(const Shape& shape)
{
    Matrix upstream(randn(shape, flowUpstreamSeed, DType::Float64));
    const double norm = euclideanNorm(upstream);
    for (double& value : upstream.values)
        value /= norm;
    return upstream.tensor(shape, DType::Float64);
}

BlockOptions blockOptions(const FlowRequest& request, const Wiring& wiring)
{
    BlockOptions options;
    options.attention = request.attention;
    options.residual = wiring.residual;
    options.norm = wiring.norm;
    options.layerNorm = {.eps = request.eps, .normalizedDims = 1, .gamma = {}, .beta = {}};
    options.feedForward = request.feedForward;
    return options;
}

/// drawBlockWeights times the request's weightScale.
BlockWeights weightsOf(const FlowRequest& request, std::uint64_t seed, int block)
{
    BlockWeights weights =
        drawBlockWeights(request.input.shape()[-1], request.feedForward,
                         seed + seedsApart * static_cast<std::uint64_t>(block), DType::Float64);
    AttentionWeights& attention = weights.attention;
    for (Tensor* weight : {&attention.query, &attention.key, &attention.value, &attention.output,
                           &weights.expand, &weights.contract})
        for (std::int64_t i = 0; i < weight->elements(); ++i)
            weight->set(i, weight->at(i) * request.weightScale);
    return weights;
}

/// The part done, told from several threads.
class Steps
{
public:
    Steps(const Execution& execution, std::int64_t all) : m_execution(execution), m_all(all) {}

    /// False when the work is to stop.
    bool step()
    {
        if (m_execution.stop.stop_requested())
            return false;
        const std::lock_guard lock(m_mutex);
        ++m_done;
        if (m_execution.progress)
            m_execution.progress(static_cast<double>(m_done) / static_cast<double>(m_all));
        return true;
    }

private:
    const Execution& m_execution;
    std::int64_t m_all;
    std::int64_t m_done = 0;
    std::mutex m_mutex;
};

using Stack = std::vector<BlockMatrices>;

/// dL/dh_depth: r, and for Pre-LN what the last LayerNorm makes of it.
Matrix gradientAtTop(const FlowRequest& request, const Wiring& wiring, const Matrix& top, const Shape& shape)
{
    const Tensor upstream = flowUpstream(shape);
    if (wiring.norm != NormPlacement::Pre)
        return Matrix(upstream);
    const NormPass norm = normalizeStage(top, shape, DType::Float64, blockOptions(request, wiring).layerNorm);
    return Matrix(
        layerNormGradient(norm.input, norm.parameters, norm.result, upstream, {.threads = 1})->input);
}

/// h_0 .. h_depth; fewer when it was stopped.
std::vector<Matrix> layersOf(const Matrix& input, const Shape& shape, const Stack& stack,
                             const BlockOptions& options, Steps& steps)
{
    std::vector<Matrix> layers{input};
    for (const BlockMatrices& weights : stack) {
        layers.push_back(forwardThrough(layers.back(), shape, DType::Float64, weights, options).output);
        if (!steps.step())
            break;
    }
    return layers;
}

/// nullopt when it was stopped.
std::optional<FlowCurve> flowThrough(const FlowRequest& request, const Wiring& wiring, std::uint64_t seed,
                                     const Matrix& input, const Shape& shape, const Stack& stack,
                                     Steps& steps)
{
    const BlockOptions options = blockOptions(request, wiring);
    const std::vector<Matrix> layers = layersOf(input, shape, stack, options, steps);
    if (layers.size() <= stack.size())
        return std::nullopt;
    Matrix gradient = gradientAtTop(request, wiring, layers.back(), shape);
    FlowCurve curve{wiring, seed, {euclideanNorm(gradient)}, {}};
    for (std::size_t block = stack.size(); block-- > 0;) {
        // Computed again: what 96 blocks hold at once may not fit into memory.
        const BlockPass pass = forwardThrough(layers[block], shape, DType::Float64, stack[block], options);
        BlockBack back = backwardThrough(pass, stack[block], std::move(gradient));
        gradient = std::move(back.input);
        curve.gradient.push_back(euclideanNorm(gradient));
        curve.weightGradient.push_back(weightNorm(back.weights));
        if (!steps.step())
            return std::nullopt;
    }
    std::reverse(curve.gradient.begin(), curve.gradient.end());
    std::reverse(curve.weightGradient.begin(), curve.weightGradient.end());
    return curve;
}

void inParallel(const Execution& execution, int count, const std::function<void(int)>& work)
{
    const auto share = [&] { tbb::parallel_for(0, count, [&](int i) { work(i); }); };
    if (execution.threads > 0)
        tbb::task_arena(execution.threads).execute(share);
    else
        share();
}

Stack drawStack(const FlowRequest& request, std::uint64_t seed, const Execution& execution)
{
    Stack stack(static_cast<std::size_t>(request.depth));
    inParallel(execution, request.depth, [&](int block) {
        stack[static_cast<std::size_t>(block)] = BlockMatrices(weightsOf(request, seed, block + 1));
    });
    return stack;
}

/// Of checked options.
Result<void> checkFlowSize(const FlowRequest& request)
{
    const std::int64_t dimension = request.input.shape()[-1];
    if (dimension * (4 * dimension + 2 * request.feedForward) > Shape::maxElements / request.depth)
        return failure(
            LAYERNORM_SENTENCE("Core",
                               "%1 blocks of dimension %2 have more than %3 weights; take fewer blocks or "
                               "a smaller dimension"),
            {std::to_string(request.depth), std::to_string(dimension), std::to_string(Shape::maxElements)});
    if (request.input.elements() > Shape::maxElements / (request.depth + 1))
        return failure(LAYERNORM_SENTENCE("Core",
                                          "The layers of %1 blocks on the shape %2 have more than %3 values; "
                                          "take fewer blocks or a smaller tensor"),
                       {std::to_string(request.depth), request.input.shape().text(),
                        std::to_string(Shape::maxElements)});
    return {};
}

void appendRows(ExperimentTable& table, const FlowCurve& curve, const std::optional<FlowCurve>& library)
{
    for (std::size_t layer = 0; layer < curve.gradient.size(); ++layer)
        table.rows.push_back({curve.wiring.residual ? "1" : "0", name(curve.wiring.norm),
                              std::to_string(curve.seed), std::to_string(layer),
                              exactText(curve.gradient[layer], DType::Float64),
                              library ? exactText(library->gradient[layer], DType::Float64) : std::string()});
}

FlowRequest tableRequest(const ExperimentRequest& request)
{
    constexpr std::uint64_t seeds = 5;
    FlowRequest flow{.input = request.input, .depth = request.depth, .wirings = {}};
    flow.attention = {.heads = request.heads, .causal = request.causal};
    flow.eps = request.parameters.eps;
    flow.wirings.assign(allWirings().begin(), allWirings().end());
    flow.seeds.resize(seeds);
    std::iota(flow.seeds.begin(), flow.seeds.end(), std::uint64_t{0});
    return flow;
}

} // namespace

std::span<const Wiring> allWirings()
{
    static constexpr std::array wirings{
        Wiring{true, NormPlacement::None},  Wiring{true, NormPlacement::Post},
        Wiring{true, NormPlacement::Pre},   Wiring{false, NormPlacement::None},
        Wiring{false, NormPlacement::Post}, Wiring{false, NormPlacement::Pre}};
    return wirings;
}

Result<void> checkFlow(const FlowRequest& request)
{
    if (request.depth < 1 || request.depth > largestDepth)
        return failure(LAYERNORM_SENTENCE("Core", "A depth of %1 blocks is out of range; choose 1 to %2"),
                       {std::to_string(request.depth), std::to_string(largestDepth)});
    if (!(request.weightScale > 0 && request.weightScale <= largestWeightScale))
        return failure(
            LAYERNORM_SENTENCE("Core", "A weight scale of %1 is out of range; choose one above 0 and at "
                                       "most %2"),
            {exactText(request.weightScale, DType::Float64), exactText(largestWeightScale, DType::Float64)});
    if (request.wirings.empty() || request.seeds.empty())
        return failure(LAYERNORM_SENTENCE(
            "Core", "There is nothing to compute without a wiring and a seed; choose one of each"));
    const BlockOptions options = blockOptions(request, request.wirings.front());
    if (const auto checked = checkBlockOptions(blockInput(request.input), options); !checked)
        return checked;
    return checkFlowSize(request);
}

Result<std::vector<FlowCurve>> gradientFlow(const FlowRequest& request, const Execution& execution)
{
    if (const auto checked = checkFlow(request); !checked)
        return tl::unexpected(checked.error());
    const Tensor input = blockInput(request.input);
    const Matrix begin(input);
    const auto wirings = static_cast<int>(request.wirings.size());
    const auto seeds = request.seeds.size();
    Steps steps(execution, 2 * std::int64_t(request.depth) * wirings * static_cast<std::int64_t>(seeds));
    std::vector<std::optional<FlowCurve>> curves(static_cast<std::size_t>(wirings) * seeds);
    for (std::size_t s = 0; s < seeds && !execution.stop.stop_requested(); ++s) {
        const Stack stack = drawStack(request, request.seeds[s], execution);
        inParallel(execution, wirings, [&](int w) {
            const auto wiring = static_cast<std::size_t>(w);
            curves[wiring * seeds + s] = flowThrough(request, request.wirings[wiring], request.seeds[s],
                                                     begin, input.shape(), stack, steps);
        });
    }
    std::vector<FlowCurve> finished;
    for (std::optional<FlowCurve>& curve : curves)
        if (curve)
            finished.push_back(std::move(*curve));
    return finished;
}

LibraryQuestion flowQuestion(const FlowRequest& request, const Wiring& wiring, std::uint64_t seed)
{
    LibraryQuestion question;
    question.operation = Operation::GradientFlow;
    question.block = blockOptions(request, wiring);
    question.depth = request.depth;
    question.further.push_back(
        std::make_shared<const Tensor>(flowUpstream(blockInput(request.input).shape())));
    for (int block = 1; block <= request.depth; ++block) {
        // The same order in which one block is asked about.
        const LibraryQuestion one = addAndNormQuestion(weightsOf(request, seed, block), question.block);
        question.further.insert(question.further.end(), one.further.begin(), one.further.end());
    }
    return question;
}

std::optional<FlowCurve> libraryCurve(const Tensor& answer, const FlowRequest& request, const Wiring& wiring,
                                      std::uint64_t seed)
{
    if (answer.elements() != 2 * request.depth + 1)
        return std::nullopt;
    FlowCurve curve{wiring, seed, {}, {}};
    for (std::int64_t i = 0; i < answer.elements(); ++i)
        (i <= request.depth ? curve.gradient : curve.weightGradient).push_back(answer.at(i));
    return curve;
}

Result<ExperimentTable> gradientFlowTable(const ExperimentRequest& request)
{
    const FlowRequest flow = tableRequest(request);
    const Tensor input = blockInput(request.input).converted(DType::Float64);
    BlockOptions options = blockOptions(flow, flow.wirings.front());
    options.layerNorm.normalizedDims = request.parameters.normalizedDims;
    if (const auto checked = checkBlockOptions(input, options); !checked)
        return tl::unexpected(checked.error());
    const Result<std::vector<FlowCurve>> curves = gradientFlow(flow);
    if (!curves)
        return tl::unexpected(curves.error());
    ExperimentTable table{{"residual", "norm", "seed", "layer", "gradient_norm", "library_gradient_norm"},
                          {}};
    for (const FlowCurve& curve : *curves) {
        std::optional<FlowCurve> library;
        if (request.library)
            if (const auto answer = request.library->ask(input, flowQuestion(flow, curve.wiring, curve.seed)))
                library = libraryCurve(*answer, flow, curve.wiring, curve.seed);
        appendRows(table, curve, library);
    }
    return table;
}

} // namespace layernorm
