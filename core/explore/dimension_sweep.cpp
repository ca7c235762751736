// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/dimension_sweep.h"

#include "core/io/number_text.h"
#include "core/tensor/random_tensor.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <numeric>

namespace layernorm {

namespace {

/// Draws of multiples of this are the beginnings of each other.
constexpr std::int64_t drawBlock = 16;
constexpr double leastHistogramReach = 4;
constexpr double widestBin = 0.5;
constexpr double mostBins = 2000;

template <typename T>
ForwardMemory<T> oneToken(std::span<const T> x, std::vector<T>& output, double eps)
{
    output.resize(x.size());
    ForwardMemory<T> memory;
    memory.tokens = 1;
    memory.dimension = static_cast<std::int64_t>(x.size());
    memory.input = x.data();
    memory.output = output.data();
    memory.eps = eps;
    return memory;
}

/// NaN if any value is.
template <typename T>
T largestMagnitude(const std::vector<T>& values)
{
    T largest = 0;
    for (const T value : values)
        if (const T magnitude = std::abs(value); magnitude > largest || std::isnan(magnitude))
            largest = magnitude; // nothing is larger than NaN: it stays
    return largest;
}

template <typename T>
DimensionPoint pointOf(std::span<const T> x, double eps, std::vector<T>& output)
{
    const auto count = static_cast<double>(x.size());
    T mean = 0;
    T variance = 0;
    ForwardMemory<T> memory = oneToken(x, output, eps);
    memory.mean = &mean;
    memory.variance = &variance;
    [[maybe_unused]] const Result<Completion> done = forward(memory);
    DimensionPoint point;
    point.dimension = memory.dimension;
    point.mean = static_cast<double>(mean);
    point.variance = static_cast<double>(variance);
    point.maxAbsOutput = static_cast<double>(largestMagnitude(output));
    point.bound = std::sqrt(count - 1);
    point.besselFactor = count / (count - 1);
    return point;
}

template <typename T>
std::optional<std::vector<DimensionPoint>>
sweep(std::span<const T> x, double eps, std::span<const std::int64_t> dimensions, const Execution& execution)
{
    const auto all = static_cast<double>(std::reduce(dimensions.begin(), dimensions.end()));
    std::int64_t values = 0;
    std::vector<T> output;
    std::vector<DimensionPoint> points;
    for (const std::int64_t dimension : dimensions) {
        if (execution.stop.stop_requested())
            return std::nullopt;
        points.push_back(pointOf(x.first(static_cast<std::size_t>(dimension)), eps, output));
        values += dimension;
        if (execution.progress)
            execution.progress(static_cast<double>(values) / all);
    }
    return points;
}

template <typename T>
std::vector<double> outputs(std::span<const T> x, double eps)
{
    std::vector<T> output;
    [[maybe_unused]] const Result<Completion> done = forward(oneToken(x, output, eps));
    return {output.begin(), output.end()};
}

Result<std::int64_t> parseDimension(std::string_view text)
{
    std::int64_t dimension = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), dimension);
    if (problem != std::errc{} || end != text.data() + text.size() || dimension > Shape::maxElements)
        return failure(LAYERNORM_SENTENCE("Core",
                                          "'%1' in the list of dimensions is no whole number from 1 to "
                                          "%2; write them like 1, 2, 4, 8"),
                       {std::string(text), std::to_string(Shape::maxElements)});
    return dimension;
}

double largestFinite(std::span<const double> values)
{
    double largest = 0;
    for (const double value : values)
        if (std::isfinite(value))
            largest = std::max(largest, std::abs(value));
    return largest;
}

/// How far a histogram reaches to either side of 0.
double histogramReach(std::span<const double> outputs)
{
    return std::max(leastHistogramReach, largestFinite(outputs));
}

/// Calls of `forward` timed one by one, in seconds.
template <typename T>
std::vector<double> timedCalls(const ForwardMemory<T>& memory, const std::stop_token& stop)
{
    using Clock = std::chrono::steady_clock;
    constexpr std::size_t warmCalls = 2;
    constexpr std::size_t fewestCalls = 3;
    constexpr std::size_t mostCalls = 31;
    constexpr double enoughSeconds = 0.2;
    const Execution alone{.threads = 1};
    std::vector<double> seconds;
    double inAll = 0;
    for (std::size_t call = 0; call < warmCalls + mostCalls && !stop.stop_requested(); ++call) {
        const Clock::time_point begin = Clock::now();
        [[maybe_unused]] const Result<Completion> done = forward(memory, alone);
        const double taken = std::chrono::duration<double>(Clock::now() - begin).count();
        inAll += taken;
        if (call >= warmCalls)
            seconds.push_back(taken);
        if (seconds.size() >= fewestCalls && inAll > enoughSeconds)
            break;
    }
    return seconds;
}

template <typename T>
std::optional<double> measured(std::int64_t dimension, const Tensor& values, const Execution& execution)
{
    const std::int64_t tokens = values.elements() / dimension;
    std::vector<T> output(static_cast<std::size_t>(values.elements()));
    std::vector<T> statistics(static_cast<std::size_t>(3 * tokens));
    ForwardMemory<T> memory;
    memory.tokens = tokens;
    memory.dimension = dimension;
    memory.input = values.values<T>().data();
    memory.output = output.data();
    memory.mean = statistics.data();
    memory.variance = statistics.data() + tokens;
    memory.reciprocalStd = statistics.data() + 2 * tokens;
    std::vector<double> seconds = timedCalls(memory, execution.stop);
    if (execution.stop.stop_requested() || seconds.empty())
        return std::nullopt;
    const auto middle = seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2);
    std::nth_element(seconds.begin(), middle, seconds.end());
    return *middle / static_cast<double>(tokens);
}

} // namespace

Result<void> checkDimensions(std::span<const std::int64_t> dimensions)
{
    std::int64_t before = 0;
    std::int64_t values = 0;
    for (const std::int64_t dimension : dimensions) {
        if (dimension < 1)
            return failure(LAYERNORM_SENTENCE("Core",
                                              "%1 in the list of dimensions is below 1; a token has at "
                                              "least one value"),
                           {std::to_string(dimension)});
        if (dimension <= before)
            return failure(LAYERNORM_SENTENCE("Core", "%1 follows %2 in the list of dimensions; each must be "
                                                      "larger than the one before"),
                           {std::to_string(dimension), std::to_string(before)});
        if (dimension > Shape::maxElements - values)
            return failure(LAYERNORM_SENTENCE("Core",
                                              "Up to %1 the dimensions add up to more than the %2 values "
                                              "possible; end the list before it"),
                           {std::to_string(dimension), std::to_string(Shape::maxElements)});
        values += dimension;
        before = dimension;
    }
    if (dimensions.empty())
        return failure(
            LAYERNORM_SENTENCE("Core", "The list of dimensions is empty; write some like 1, 2, 4, 8"));
    return {};
}

Result<std::vector<std::int64_t>> parseDimensions(std::string_view text)
{
    constexpr std::string_view separators = ",; \t\r\n";
    std::vector<std::int64_t> dimensions;
    for (std::size_t begin = text.find_first_not_of(separators); begin != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
        const Result<std::int64_t> dimension = parseDimension(text.substr(begin, end - begin));
        if (!dimension)
            return tl::unexpected(dimension.error());
        dimensions.push_back(*dimension);
        begin = text.find_first_not_of(separators, end);
    }
    if (const Result<void> checked = checkDimensions(dimensions); !checked)
        return tl::unexpected(checked.error());
    return dimensions;
}

Tensor extendedToken(const Tensor& input, int normalizedDims, std::int64_t token, std::int64_t dimension)
{
    const std::int64_t size = input.shape().trailingElements(normalizedDims);
    const std::int64_t own = std::min(size, dimension);
    const std::int64_t drawn = dimension - own;
    Tensor extended(Shape::of({dimension}), input.dtype());
    extended.visit([&]<typename T>(std::span<T> values) {
        const auto x = input.values<T>().subspan(static_cast<std::size_t>(token * size));
        std::copy_n(x.begin(), own, values.begin());
        if (drawn == 0)
            return;
        const Tensor normal = randn(Shape::of({(drawn + drawBlock - 1) / drawBlock * drawBlock}),
                                    extensionSeed + static_cast<std::uint64_t>(token), input.dtype());
        std::copy_n(normal.values<T>().begin(), drawn, values.begin() + own);
    });
    return extended;
}

std::optional<std::vector<DimensionPoint>> dimensionSweep(const Tensor& token, double eps,
                                                          std::span<const std::int64_t> dimensions,
                                                          const Execution& execution)
{
    return token.visit([&]<typename T>(std::span<const T> values) {
        return sweep(values, eps, dimensions, execution);
    });
}

std::vector<double> outputsAt(const Tensor& token, double eps, std::int64_t dimension)
{
    return token.visit([&]<typename T>(std::span<const T> values) {
        return outputs(values.first(static_cast<std::size_t>(dimension)), eps);
    });
}

NormalLaw normalLaw(std::int64_t dimension)
{
    const auto count = static_cast<double>(dimension);
    return {1 / std::sqrt(count), (count - 1) / count, std::sqrt(2 * (count - 1)) / count};
}

Histogram outputHistogram(std::span<const double> outputs, int bins)
{
    const double reach = histogramReach(outputs);
    Histogram histogram;
    histogram.first = -reach;
    histogram.width = 2 * reach / bins;
    histogram.density.assign(static_cast<std::size_t>(bins), 0);
    for (const double output : outputs) {
        if (!std::isfinite(output))
            continue;
        const auto bin = static_cast<std::size_t>((output + reach) / histogram.width);
        ++histogram.density[std::min(bin, histogram.density.size() - 1)];
        ++histogram.counted;
    }
    const double area = static_cast<double>(std::max<std::int64_t>(1, histogram.counted)) * histogram.width;
    for (double& density : histogram.density)
        density /= area;
    return histogram;
}

int histogramBins(std::span<const double> outputs)
{
    const auto count = static_cast<double>(std::max<std::size_t>(1, outputs.size()));
    const double width = std::min(widestBin, 3.49 / std::cbrt(count));
    return static_cast<int>(std::min(mostBins, std::ceil(2 * histogramReach(outputs) / width)));
}

std::optional<double> measureTimePerToken(std::int64_t dimension, DType dtype, const Execution& execution)
{
    constexpr std::int64_t values = 65'536; // both tensors stay in the second-level cache
    const std::int64_t tokens = std::max<std::int64_t>(1, values / dimension);
    if (execution.stop.stop_requested())
        return std::nullopt;
    const Tensor input = randn(Shape::of({tokens, dimension}), extensionSeed, dtype);
    return dtype == DType::Float32 ? measured<float>(dimension, input, execution)
                                   : measured<double>(dimension, input, execution);
}

ExperimentTable dimensionSweepTable(std::span<const TokenSweep> sweeps, DType dtype)
{
    ExperimentTable table;
    table.columns = {"dimension", "token", "mean", "variance", "max_abs_output", "bound", "bessel_factor"};
    const std::size_t dimensions = sweeps.empty() ? 0 : sweeps.front().points.size();
    for (std::size_t i = 0; i < dimensions; ++i)
        for (const auto& [token, points] : sweeps) {
            const DimensionPoint& point = points[i];
            table.rows.push_back(
                {std::to_string(point.dimension), std::to_string(token), exactText(point.mean, dtype),
                 exactText(point.variance, dtype), exactText(point.maxAbsOutput, dtype),
                 exactText(point.bound, DType::Float64), exactText(point.besselFactor, DType::Float64)});
        }
    return table;
}

Result<ExperimentTable> dimensionTable(const ExperimentRequest& request)
{
    constexpr std::int64_t valuesPerToken =
        std::accumulate(defaultDimensions.begin(), defaultDimensions.end(), std::int64_t{0});
    constexpr std::int64_t mostTokens = Shape::maxElements / valuesPerToken;
    const LayerNormParameters& parameters = request.parameters;
    if (const Result<void> checked = checkParameters(request.input, parameters); !checked)
        return tl::unexpected(checked.error());
    const Shape& shape = request.input.shape();
    const std::int64_t tokens = shape.elements() / shape.trailingElements(parameters.normalizedDims);
    if (tokens > mostTokens)
        return failure(LAYERNORM_SENTENCE("Core",
                                          "The dimension experiment on %1 tokens takes too long; give a "
                                          "tensor of at most %2 tokens"),
                       {std::to_string(tokens), std::to_string(mostTokens)});
    std::vector<TokenSweep> sweeps;
    for (std::int64_t token = 0; token < tokens; ++token) {
        const Tensor extended =
            extendedToken(request.input, parameters.normalizedDims, token, defaultDimensions.back());
        sweeps.push_back({token, *dimensionSweep(extended, parameters.eps, defaultDimensions)});
    }
    return dimensionSweepTable(sweeps, request.input.dtype());
}

} // namespace layernorm
