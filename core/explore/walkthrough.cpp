// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/walkthrough.h"

#include "core/io/number_text.h"

#include <cmath>

namespace layernorm {

namespace {

template <typename T>
std::vector<double> widened(std::span<const T> values)
{
    return {values.begin(), values.end()};
}

/// The token's output without gamma and beta.
template <typename T>
std::vector<double> normalizedToken(std::span<const T> x, double eps)
{
    std::vector<T> output(x.size());
    ForwardMemory<T> memory;
    memory.tokens = 1;
    memory.dimension = static_cast<std::int64_t>(x.size());
    memory.input = x.data();
    memory.output = output.data();
    memory.eps = eps;
    [[maybe_unused]] const Result<Completion> done = forward(memory);
    return widened(std::span<const T>(output));
}

template <typename T>
Walkthrough walk(const Tensor& input, const LayerNormParameters& parameters, const LayerNormResult& result,
                 std::int64_t token)
{
    const auto index = static_cast<std::size_t>(token);
    const auto count = static_cast<std::size_t>(input.shape().trailingElements(parameters.normalizedDims));
    const std::span<const T> x = input.values<T>().subspan(index * count, count);
    const T mean = result.mean.values<T>()[index];
    const T variance = result.variance.values<T>()[index];
    const T reciprocalStd = result.reciprocalStd.values<T>()[index];
    const T eps = static_cast<T>(parameters.eps);

    Walkthrough steps;
    steps.dtype = input.dtype();
    steps.values = widened(x);
    for (const T value : x) {
        const double difference = deviation(result, token, static_cast<double>(value));
        const T square = static_cast<T>(difference * difference);
        steps.deviations.push_back(static_cast<double>(static_cast<T>(difference)));
        steps.squares.push_back(static_cast<double>(square));
        steps.sum += static_cast<double>(value);
        steps.sumOfSquares += static_cast<double>(square);
    }
    steps.normalized = normalizedToken(x, parameters.eps);
    steps.mean = static_cast<double>(mean);
    steps.variance = static_cast<double>(variance);
    steps.eps = static_cast<double>(eps);
    steps.variancePlusEps = static_cast<double>(variance + eps);
    steps.root = static_cast<double>(std::sqrt(variance + eps));
    steps.reciprocalStd = static_cast<double>(reciprocalStd);
    if (parameters.gamma)
        steps.gamma = widened(parameters.gamma->values<T>());
    if (parameters.beta)
        steps.beta = widened(parameters.beta->values<T>());
    steps.output = widened(result.output.values<T>().subspan(index * count, count));
    return steps;
}

ExperimentTable emptyTable()
{
    return {
        {"token", "index", "x", "mean", "deviation", "square", "variance", "root", "normalized", "output"},
        {}};
}

void appendSteps(const Walkthrough& steps, std::int64_t token, ExperimentTable& table)
{
    const auto text = [dtype = steps.dtype](double value) { return exactText(value, dtype); };
    for (std::size_t i = 0; i < steps.values.size(); ++i)
        table.rows.push_back({std::to_string(token), std::to_string(i), text(steps.values[i]),
                              text(steps.mean), text(steps.deviations[i]), text(steps.squares[i]),
                              text(steps.variance), text(steps.root), text(steps.normalized[i]),
                              text(steps.output[i])});
}

} // namespace

Walkthrough walkthrough(const Tensor& input, const LayerNormParameters& parameters,
                        const LayerNormResult& result, std::int64_t token)
{
    return input.dtype() == DType::Float32 ? walk<float>(input, parameters, result, token)
                                           : walk<double>(input, parameters, result, token);
}

ExperimentTable walkthroughTable(const Walkthrough& steps, std::int64_t token)
{
    ExperimentTable table = emptyTable();
    appendSteps(steps, token, table);
    return table;
}

Result<ExperimentTable> walkthroughTable(const ExperimentRequest& request)
{
    constexpr std::int64_t largest = 1'000'000;
    const Tensor& input = request.input;
    const LayerNormParameters& parameters = request.parameters;
    if (input.elements() > largest)
        return failure(LAYERNORM_SENTENCE(
                           "Core", "The walkthrough of %1 values is too long to print; give a tensor of at "
                                   "most one million"),
                       {std::to_string(input.elements())});
    const Result<LayerNormResult> result = layerNorm(input, parameters);
    if (!result)
        return tl::unexpected(result.error());
    ExperimentTable table = emptyTable();
    for (std::int64_t token = 0; token < result->mean.elements(); ++token)
        appendSteps(walkthrough(input, parameters, *result, token), token, table);
    return table;
}

} // namespace layernorm
