// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/eps_sweep.h"

#include "core/explore/eps_scale.h"
#include "core/io/number_text.h"
#include "core/tensor/random_tensor.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <mutex>
#include <numeric>
#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

namespace layernorm {

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

/// Outputs made at a time, so that they are measured while they are in the cache.
constexpr std::int64_t blockElements = std::int64_t{1} << 13;

/// Of short tokens as many as fit, in eights, which is how many LayerNorm takes at a time.
std::int64_t tokensPerBlock(std::int64_t dimension)
{
    const std::int64_t tokens = std::max<std::int64_t>(1, blockElements / dimension);
    return tokens < 8 ? tokens : tokens / 8 * 8;
}

// ---------------------------------------------------------------------------------------------------------------
// What is measured of a token's outputs

#if defined(__AVX512F__)
constexpr std::size_t registerDoubles = 8;
#elif defined(__AVX__)
constexpr std::size_t registerDoubles = 4;
#else
constexpr std::size_t registerDoubles = 2;
#endif

// The compiler's own vectors, of one register: left to find them itself it takes four times as long.
typedef double Doubles __attribute__((vector_size(registerDoubles * sizeof(double))));
typedef float Floats __attribute__((vector_size(registerDoubles * sizeof(float))));
typedef std::int64_t Bits __attribute__((vector_size(registerDoubles * sizeof(std::int64_t))));

[[gnu::always_inline]] inline void load(Doubles& wide, const float* values)
{
    Floats narrow;
    std::memcpy(&narrow, values, sizeof narrow);
    wide = __builtin_convertvector(narrow, Doubles);
}

[[gnu::always_inline]] inline void load(Doubles& wide, const double* values)
{
    std::memcpy(&wide, values, sizeof wide);
}

[[gnu::always_inline]] inline void dropSign(Doubles& values)
{
    Bits bits;
    std::memcpy(&bits, &values, sizeof bits);
    bits &= std::numeric_limits<std::int64_t>::max();
    std::memcpy(&values, &bits, sizeof bits);
}

/// As many values side by side, whatever the processor: neither their number nor the order they are folded in
/// depends on it, so the bits of a sum do not.
constexpr std::size_t laneCount = 8;

struct RegisterSums {
    Doubles sum{};
    Doubles squares{};
    Doubles largest{};
    Doubles difference{};

    template <typename T>
    [[gnu::always_inline]] void take(const T* outputs, const T* atZero)
    {
        Doubles output;
        Doubles change;
        load(output, outputs);
        load(change, atZero);
        change = output - change;
        sum += output;
        squares += output * output;
        dropSign(output);
        dropSign(change);
        largest = output > largest ? output : largest;
        difference = change > difference ? change : difference;
    }
};

/// What all lanes took.
struct Lanes {
    std::array<double, laneCount> sum{};
    std::array<double, laneCount> squares{};
    std::array<double, laneCount> largest{};
    std::array<double, laneCount> difference{};

    void put(std::size_t lane, const RegisterSums& sums)
    {
        std::memcpy(sum.data() + lane, &sums.sum, sizeof sums.sum);
        std::memcpy(squares.data() + lane, &sums.squares, sizeof sums.squares);
        std::memcpy(largest.data() + lane, &sums.largest, sizeof sums.largest);
        std::memcpy(difference.data() + lane, &sums.difference, sizeof sums.difference);
    }

    void take(std::size_t lane, double output, double atZero)
    {
        sum[lane] += output;
        squares[lane] += output * output;
        largest[lane] = std::max(largest[lane], std::abs(output));
        difference[lane] = std::max(difference[lane], std::abs(output - atZero));
    }

    static double folded(std::array<double, laneCount> lanes)
    {
        for (std::size_t half = laneCount / 2; half > 0; half /= 2)
            for (std::size_t lane = 0; lane < half; ++lane)
                lanes[lane] += lanes[lane + half];
        return lanes[0];
    }

    static double maximum(const std::array<double, laneCount>& lanes)
    {
        return *std::max_element(lanes.begin(), lanes.end());
    }
};

template <typename T>
Lanes measuredLanes(const T* output, const T* atZero, std::int64_t dimension)
{
    constexpr std::size_t registers = laneCount / registerDoubles;
    std::array<RegisterSums, registers> sums{};
    const auto count = static_cast<std::size_t>(dimension);
    std::size_t i = 0;
    for (; i + laneCount <= count; i += laneCount)
#pragma GCC unroll 4
        for (std::size_t part = 0; part < registers; ++part)
            sums[part].take(output + i + part * registerDoubles, atZero + i + part * registerDoubles);
    Lanes lanes;
    for (std::size_t part = 0; part < registers; ++part)
        lanes.put(part * registerDoubles, sums[part]);
    for (std::size_t lane = 0; i < count; ++i, ++lane)
        lanes.take(lane, static_cast<double>(output[i]), static_cast<double>(atZero[i]));
    return lanes;
}

template <typename T>
OutputMeasures measured(const T* output, const T* atZero, std::int64_t dimension, bool numberAtZero = true)
{
    const Lanes lanes = measuredLanes(output, atZero, dimension);
    const auto size = static_cast<double>(dimension);
    const double squares = Lanes::folded(lanes.squares);
    if (std::isnan(squares)) // the only sign of a NaN: comparisons pass it over
        return {notANumber, notANumber, notANumber};
    // No cancellation to fear: the mean is 0 but for the outputs' rounding.
    const double mean = Lanes::folded(lanes.sum) / size;
    return {squares / size - mean * mean, Lanes::maximum(lanes.largest),
            numberAtZero ? Lanes::maximum(lanes.difference) : notANumber};
}

template <typename T>
bool isNumber(const T* output, std::int64_t dimension)
{
    return !std::isnan(measured(output, output, dimension).variance);
}

// ---------------------------------------------------------------------------------------------------------------
// A block of tokens through all eps

template <typename T>
double leadingVariance(const std::vector<double>& moments, std::int64_t token)
{
    return moments[static_cast<std::size_t>(token * momentDoubles<T> + momentDoubles<T> / 2)];
}

/// Tells how much is done, never from two threads at once.
class Progress
{
public:
    Progress(const Execution& execution, std::int64_t steps) : m_execution(execution), m_steps(steps) {}

    [[nodiscard]] bool isStopped() const { return m_execution.stop.stop_requested(); }
    void stepDone()
    {
        const std::lock_guard lock(m_mutex);
        ++m_done;
        const std::int64_t percent = m_done * 100 / m_steps;
        if (m_execution.progress && percent > std::exchange(m_percent, percent))
            m_execution.progress(static_cast<double>(m_done) / static_cast<double>(m_steps));
    }
    [[nodiscard]] Completion completion() const
    {
        return m_done == m_steps ? Completion::Finished : Completion::Stopped;
    }

private:
    const Execution& m_execution;
    const std::int64_t m_steps;
    std::mutex m_mutex;
    std::int64_t m_done = 0;
    std::int64_t m_percent = 0;
};

template <typename T>
class BlockSweep
{
public:
    BlockSweep(EpsSweep& sweep, const T* input, std::int64_t dimension, Progress& progress)
        : m_sweep(sweep),
          m_input(input),
          m_dimension(dimension),
          m_progress(progress)
    {
    }

    void run(TokenRange tokens)
    {
        const auto values = static_cast<std::size_t>(tokens.count * m_dimension);
        m_output.resize(values);
        m_atZero.resize(values);
        m_moments.resize(static_cast<std::size_t>(tokens.count * momentDoubles<T>));
        m_numberAtZero.resize(static_cast<std::size_t>(tokens.count));
        ForwardMemory<T> memory{.tokens = tokens.count,
                                .dimension = m_dimension,
                                .input = m_input + tokens.first * m_dimension,
                                .output = m_atZero.data(),
                                .eps = 0,
                                .moments = m_moments.data()};
        const Execution here{.threads = 1};
        static_cast<void>(forward(memory, here));
        keepTokens(tokens);
        memory.output = m_output.data();
        for (std::size_t point = 0; point < m_sweep.eps.size() && !m_progress.isStopped(); ++point) {
            memory.eps = m_sweep.eps[point];
            static_cast<void>(forwardOutputs(memory, here));
            keepPoint(point, tokens);
            m_progress.stepDone();
        }
    }

private:
    void keepTokens(TokenRange tokens)
    {
        for (std::int64_t i = 0; i < tokens.count; ++i) {
            const T* atZero = m_atZero.data() + i * m_dimension;
            m_sweep.variance[static_cast<std::size_t>(tokens.first + i)] = leadingVariance<T>(m_moments, i);
            m_numberAtZero[static_cast<std::size_t>(i)] = isNumber(atZero, m_dimension);
        }
    }

    void keepPoint(std::size_t point, TokenRange tokens)
    {
        for (std::int64_t i = 0; i < tokens.count; ++i) {
            const std::int64_t offset = i * m_dimension;
            const OutputMeasures now = measured(m_output.data() + offset, m_atZero.data() + offset,
                                                m_dimension, m_numberAtZero[static_cast<std::size_t>(i)]);
            const std::size_t place = m_sweep.place(point, tokens.first + i);
            m_sweep.outputVariance[place] = now.variance;
            m_sweep.maxAbsOutput[place] = now.maxAbs;
            m_sweep.differenceToEps0[place] = now.difference;
        }
    }

    EpsSweep& m_sweep;
    const T* m_input;
    std::int64_t m_dimension;
    Progress& m_progress;
    std::vector<T> m_output;
    std::vector<T> m_atZero;
    std::vector<double> m_moments;
    std::vector<bool> m_numberAtZero;
};

template <typename T>
Completion update(EpsSweep& sweep, const Tensor& input, std::int64_t dimension, TokenRange tokens,
                  const Execution& execution)
{
    const std::int64_t perBlock = tokensPerBlock(dimension);
    const std::int64_t blocks = (tokens.count + perBlock - 1) / perBlock;
    Progress progress(execution, blocks * static_cast<std::int64_t>(sweep.eps.size()));
    const auto run = [&](std::int64_t first, std::int64_t end) {
        BlockSweep<T> block(sweep, input.values<T>().data(), dimension, progress);
        for (std::int64_t i = first; i < end && !progress.isStopped(); ++i) {
            const std::int64_t start = i * perBlock;
            block.run({tokens.first + start, std::min(perBlock, tokens.count - start)});
        }
    };
    const auto share = [&] {
        tbb::parallel_for(
            tbb::blocked_range<std::int64_t>(0, blocks),
            [&](const tbb::blocked_range<std::int64_t>& range) { run(range.begin(), range.end()); });
    };
    if (execution.threads == 1 || blocks < 2)
        run(0, blocks);
    else if (execution.threads <= 0)
        share();
    else
        tbb::task_arena(execution.threads).execute(share);
    return progress.completion();
}

double roundedTo(DType dtype, double value)
{
    return dtype == DType::Float32 ? static_cast<double>(static_cast<float>(value)) : value;
}

// ---------------------------------------------------------------------------------------------------------------
// Tokens that stand for all

std::vector<std::int64_t> orderedByVariance(const Tensor& variance, std::int64_t limit)
{
    const std::int64_t step = (variance.elements() + limit - 1) / limit;
    std::vector<std::int64_t> order;
    std::int64_t smallest = -1;
    std::int64_t largest = -1;
    for (std::int64_t token = 0; token < variance.elements(); ++token) {
        const double value = variance.at(token);
        if (std::isnan(value))
            continue;
        if (smallest < 0 || value < variance.at(smallest))
            smallest = token;
        if (largest < 0 || value > variance.at(largest))
            largest = token;
        if (token % step == 0)
            order.push_back(token);
    }
    if (smallest >= 0)
        order.insert(order.end(), {smallest, largest});
    std::sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
        const double x = variance.at(a);
        const double y = variance.at(b);
        return x < y || (x == y && a < b);
    });
    order.erase(std::unique(order.begin(), order.end()), order.end());
    return order;
}

// ---------------------------------------------------------------------------------------------------------------
// Examples

constexpr std::int64_t exampleTokens = 4;

Tensor scaledTokens(std::int64_t dimension, DType dtype)
{
    constexpr std::array<double, exampleTokens> scales{1, 1e-2, 1e-4, 1e-6};
    const Tensor token = randn(Shape::of({dimension}), 0, dtype);
    Tensor tensor(Shape::of({1, exampleTokens, dimension}), dtype);
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        tensor.set(i, scales[static_cast<std::size_t>(i / dimension)] * token.at(i % dimension));
    return tensor;
}

Tensor withConstantToken(std::int64_t dimension, DType dtype)
{
    constexpr std::int64_t constantToken = 1;
    Tensor tensor = randn(Shape::of({1, exampleTokens, dimension}), 0, dtype);
    for (std::int64_t i = 0; i < dimension; ++i)
        tensor.set(constantToken * dimension + i, 0.5);
    return tensor;
}

} // namespace

std::vector<OutputMeasures> measureOutputs(const Tensor& output, const Tensor& atZero, int normalizedDims)
{
    const std::int64_t dimension = output.shape().trailingElements(normalizedDims);
    std::vector<OutputMeasures> measures;
    output.visit([&](const auto& values) {
        using T = typename std::decay_t<decltype(values)>::value_type;
        const T* zero = atZero.values<T>().data();
        for (std::int64_t first = 0; first < output.elements(); first += dimension)
            measures.push_back(
                measured(values.data() + first, zero + first, dimension, isNumber(zero + first, dimension)));
    });
    return measures;
}

double epsLaw(double variance, double eps)
{
    return variance / (variance + eps);
}

Result<EpsSweep> sweepEps(const Tensor& input, const LayerNormParameters& parameters,
                          std::span<const double> eps, const Execution& execution)
{
    constexpr std::int64_t largest = 20'000'000;
    if (auto checked = checkParameters(input, parameters); !checked)
        return tl::unexpected(checked.error());
    EpsSweep sweep;
    sweep.dtype = input.dtype();
    sweep.tokens = input.shape().reduced(parameters.normalizedDims).elements();
    if (sweep.tokens * static_cast<std::int64_t>(eps.size()) > largest)
        return failure(LAYERNORM_SENTENCE("Core",
                                          "%1 values of eps on %2 tokens are too many to sweep; give fewer "
                                          "tokens, or fewer values of eps"),
                       {std::to_string(eps.size()), std::to_string(sweep.tokens)});
    for (const double value : eps) {
        if (auto checked = checkEps(value); !checked)
            return tl::unexpected(checked.error());
        sweep.eps.push_back(roundedTo(sweep.dtype, value));
    }
    sweep.variance.resize(static_cast<std::size_t>(sweep.tokens));
    for (auto* results : {&sweep.outputVariance, &sweep.maxAbsOutput, &sweep.differenceToEps0})
        results->resize(sweep.eps.size() * static_cast<std::size_t>(sweep.tokens));
    updateEpsSweep(sweep, input, parameters, {0, sweep.tokens}, execution);
    return sweep;
}

Completion updateEpsSweep(EpsSweep& sweep, const Tensor& input, const LayerNormParameters& parameters,
                          TokenRange tokens, const Execution& execution)
{
    const std::int64_t dimension = input.shape().trailingElements(parameters.normalizedDims);
    return input.dtype() == DType::Float32 ? update<float>(sweep, input, dimension, tokens, execution)
                                           : update<double>(sweep, input, dimension, tokens, execution);
}

std::vector<std::int64_t> representativeTokens(const Tensor& variance, std::int64_t first, int count)
{
    constexpr std::int64_t orderedAtMost = 65536;
    const std::int64_t tokens = variance.elements();
    std::vector<std::int64_t> chosen;
    if (tokens <= count) {
        chosen.resize(static_cast<std::size_t>(tokens));
        std::iota(chosen.begin(), chosen.end(), 0);
        return chosen;
    }
    chosen.push_back(first);
    std::vector<std::int64_t> order = orderedByVariance(variance, orderedAtMost);
    order.erase(std::remove(order.begin(), order.end(), first), order.end());
    const auto others = static_cast<std::size_t>(count - 1);
    if (order.size() <= others) {
        chosen.insert(chosen.end(), order.begin(), order.end());
        return chosen;
    }
    for (std::size_t i = 0; i < others; ++i)
        chosen.push_back(order[i * (order.size() - 1) / (others - 1)]);
    return chosen;
}

Tensor gatheredTokens(const Tensor& input, int normalizedDims, std::span<const std::int64_t> tokens)
{
    const std::int64_t dimension = input.shape().trailingElements(normalizedDims);
    Tensor gathered(Shape::of({static_cast<std::int64_t>(tokens.size()), dimension}), input.dtype());
    gathered.visit([&](auto values) {
        using T = typename std::decay_t<decltype(values)>::value_type;
        auto to = values.begin();
        for (const std::int64_t token : tokens)
            to = std::copy_n(input.values<T>().begin() + token * dimension, dimension, to);
    });
    return gathered;
}

std::vector<double> epsOfTable(double current, DType dtype)
{
    std::vector<double> eps = logarithmicEps(epsSweepPoints);
    eps.insert(eps.end(), {0, current});
    for (const EpsPreset& preset : epsPresets())
        eps.push_back(preset.eps);
    for (double& value : eps)
        value = roundedTo(dtype, value);
    std::sort(eps.begin(), eps.end());
    eps.erase(std::unique(eps.begin(), eps.end()), eps.end());
    return eps;
}

ExperimentTable epsSweepTable(const EpsSweep& sweep, std::span<const std::int64_t> names)
{
    const auto typed = [dtype = sweep.dtype](double value) { return exactText(value, dtype); };
    const auto wide = [](double value) { return exactText(value, DType::Float64); };
    ExperimentTable table;
    table.columns = {"eps", "token",          "variance",           "output_variance",
                     "law", "max_abs_output", "difference_to_eps_0"};
    table.rows.reserve(sweep.outputVariance.size());
    for (std::size_t point = 0; point < sweep.eps.size(); ++point)
        for (std::size_t token = 0; token < names.size(); ++token) {
            const std::size_t place = sweep.place(point, static_cast<std::int64_t>(token));
            const double variance = sweep.variance[token];
            table.rows.push_back({typed(sweep.eps[point]), std::to_string(names[token]),
                                  typed(roundedTo(sweep.dtype, variance)), wide(sweep.outputVariance[place]),
                                  wide(epsLaw(variance, sweep.eps[point])), typed(sweep.maxAbsOutput[place]),
                                  wide(sweep.differenceToEps0[place])});
        }
    return table;
}

Result<ExperimentTable> epsTable(const ExperimentRequest& request)
{
    constexpr std::int64_t largest = 1'000'000;
    const Tensor& input = request.input;
    if (auto checked = checkParameters(input, request.parameters); !checked)
        return tl::unexpected(checked.error());
    const std::vector<double> eps = epsOfTable(request.parameters.eps, input.dtype());
    const std::int64_t tokens = input.shape().reduced(request.parameters.normalizedDims).elements();
    if (static_cast<std::int64_t>(eps.size()) * tokens > largest)
        return failure(
            LAYERNORM_SENTENCE("Core", "The eps sweep of %1 tokens is too long to print; give a tensor of "
                                       "at most %2"),
            {std::to_string(tokens), std::to_string(largest / static_cast<std::int64_t>(eps.size()))});
    const Result<EpsSweep> sweep = sweepEps(input, request.parameters, eps);
    if (!sweep)
        return tl::unexpected(sweep.error());

    std::vector<std::int64_t> names(static_cast<std::size_t>(tokens));
    std::iota(names.begin(), names.end(), 0);
    return epsSweepTable(*sweep, names);
}

std::span<const EpsExample> epsExamples()
{
    static constexpr std::array table{
        EpsExample{"scales", LAYERNORM_SENTENCE("Core", "Tokens of scale 1, 1e-2, 1e-4, 1e-6"), 1e-5,
                   scaledTokens},
        EpsExample{"constant", LAYERNORM_SENTENCE("Core", "A constant token"), 1e-5, withConstantToken},
        EpsExample{"constant-without-eps", LAYERNORM_SENTENCE("Core", "A constant token and eps = 0"), 0,
                   withConstantToken},
    };
    return table;
}

} // namespace layernorm
