// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How fast and how exact the core is beside LibTorch and oneDNN, in one run. Prints tables for the README;
// takes the options of Google Benchmark (--benchmark_filter=... among them).
#include "tests/benchmarks/exactness_table.h"
#include "tests/benchmarks/peers/peers.h"

#include "core/norm/cpu_level.h"
#include "core/norm/forward.h"

#include <algorithm>
#include <array>
#include <benchmark/benchmark.h>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <thread>
#include <vector>

using namespace layernorm;
using namespace layernorm::benchmarks;

namespace {

struct Size {
    std::int64_t tokens;
    std::int64_t dimension;

    auto operator<=>(const Size&) const = default;
    [[nodiscard]] std::string text() const
    {
        return std::to_string(tokens) + " x " + std::to_string(dimension);
    }
};

/// The first six are those every LayerNorm is measured with; the others are tensors of 64 MB with dimensions
/// that fill no register.
const std::vector<Size> sizes{{6, 4},        {128, 768},    {1024, 768},   {8192, 768},  {2048, 4096},
                              {4000000, 4},  {16000000, 1}, {8000000, 2},  {5333333, 3}, {3200000, 5},
                              {2285714, 7},  {1000000, 16}, {253968, 63},  {250000, 64}, {246153, 65},
                              {160000, 100}, {20805, 769},  {16, 1000000}, {1, 16777216}};
constexpr std::size_t comparedSizes = 6;

/// Input and output of one size, kept until another is asked for.
class Buffers
{
public:
    Problem<float> problem(const Size& size)
    {
        if (size != m_size) {
            const auto count = static_cast<std::size_t>(size.tokens * size.dimension);
            std::mt19937 random(1);
            std::normal_distribution<float> normal;
            m_input.resize(count);
            std::generate(m_input.begin(), m_input.end(), [&] { return normal(random); });
            m_output.assign(count, 0);
            m_mean.assign(static_cast<std::size_t>(size.tokens), 0);
            m_reciprocalStd = m_mean;
            m_size = size;
        }
        return {size.tokens, size.dimension, m_input.data(), m_output.data()};
    }

    float* mean() { return m_mean.data(); }
    float* reciprocalStd() { return m_reciprocalStd.data(); }

private:
    Size m_size{0, 0};
    std::vector<float> m_input;
    std::vector<float> m_output;
    std::vector<float> m_mean;
    std::vector<float> m_reciprocalStd;
};

Buffers buffers;

struct Contestant {
    const char* name;
    Work (*prepare)(const Problem<float>& problem, int threads);
};

Work ours(const Problem<float>& problem, int threads)
{
    return [memory = memoryOf(problem), threads] {
        benchmark::DoNotOptimize(forward(memory, {.threads = threads}));
    };
}

Work oursWithStatistics(const Problem<float>& problem, int threads)
{
    ForwardMemory<float> memory = memoryOf(problem);
    memory.mean = buffers.mean();
    memory.reciprocalStd = buffers.reciprocalStd();
    return [memory, threads] { benchmark::DoNotOptimize(forward(memory, {.threads = threads})); };
}

Work torchNew(const Problem<float>& problem, int threads)
{
    setTorchThreads(threads);
    return torchAllocating(problem);
}

Work torchGiven(const Problem<float>& problem, int threads)
{
    setTorchThreads(threads);
    return torchIntoOutput(problem);
}

Work oneDnn(const Problem<float>& problem, int threads)
{
    setOneDnnThreads(threads);
    return oneDnnIntoOutput(problem);
}

Work copy(const Problem<float>& problem, int)
{
    return [problem] {
        std::memcpy(problem.output, problem.input,
                    static_cast<std::size_t>(problem.tokens * problem.dimension) * sizeof(float));
        benchmark::ClobberMemory();
    };
}

constexpr std::array contestants{
    Contestant{"ours", ours},         Contestant{"ours, with mean and rstd", oursWithStatistics},
    Contestant{"LibTorch", torchNew}, Contestant{"LibTorch, output given", torchGiven},
    Contestant{"oneDNN", oneDnn},     Contestant{"memcpy, 1 thread", copy}};

std::string measurementName(const Size& size, const char* contestant, int threads)
{
    return size.text() + '/' + contestant + '/' + std::to_string(threads);
}

/// Prints as it goes, and keeps the fastest repetition of everything.
class FastestReporter : public benchmark::ConsoleReporter
{
public:
    void ReportRuns(const std::vector<Run>& runs) override
    {
        for (const Run& run : runs)
            if (run.run_type == Run::RT_Iteration && !run.error_occurred) {
                const double microseconds =
                    run.real_accumulated_time / static_cast<double>(run.iterations) * 1e6;
                const auto [known, isNew] = m_fastest.try_emplace(run.run_name.function_name, microseconds);
                known->second = std::min(known->second, microseconds);
            }
        ConsoleReporter::ReportRuns(runs);
    }

    /// Microseconds; NaN for what was not measured.
    [[nodiscard]] double operator()(const Size& size, const char* contestant, int threads) const
    {
        const auto found = m_fastest.find(measurementName(size, contestant, threads));
        return found == m_fastest.end() ? std::nan("") : found->second;
    }

private:
    std::map<std::string, double> m_fastest;
};

std::string processorName()
{
    std::ifstream information("/proc/cpuinfo");
    for (std::string line; std::getline(information, line);)
        if (line.starts_with("model name"))
            return line.substr(line.find(':') + 2);
    return "unknown processor";
}

void printSpeed(const FastestReporter& fastest, int threads)
{
    std::printf("\nMicroseconds, float32, %d thread%s, %s, core built for %s, LibTorch %s, oneDNN %s\n\n",
                threads, threads == 1 ? "" : "s", processorName().c_str(), cpuLevel(), torchVersion().c_str(),
                oneDnnVersion().c_str());
    std::printf("| tokens x D |");
    for (const Contestant& contestant : contestants)
        std::printf(" %s |", contestant.name);
    std::printf(" fastest library / ours | memcpy / ours |\n|---|");
    for (std::size_t i = 0; i < contestants.size() + 2; ++i)
        std::printf("--:|");
    std::printf("\n");

    double logarithms = 0;
    int counted = 0;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const Size& size = sizes[i];
        std::printf("| %s |", size.text().c_str());
        for (const Contestant& contestant : contestants) {
            const double time = fastest(size, contestant.name, threads);
            std::printf(time < 10 ? " %.2f |" : " %.0f |", time);
        }
        const double own = fastest(size, "ours", threads);
        const double library = std::fmin(
            std::fmin(fastest(size, "LibTorch", threads), fastest(size, "LibTorch, output given", threads)),
            fastest(size, "oneDNN", threads));
        std::printf(" %.2f | %.2f |\n", library / own, fastest(size, "memcpy, 1 thread", threads) / own);
        if (i < comparedSizes && library / own > 0) {
            logarithms += std::log(library / own);
            ++counted;
        }
    }
    if (counted > 0)
        std::printf("\nGeometric mean of fastest library / ours over the first %d: %.2f\n", counted,
                    std::exp(logarithms / counted));
}

} // namespace

int main(int argc, char** argv)
{
    const int processors = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    std::vector<int> threadCounts{1};
    if (processors > 1)
        threadCounts.push_back(processors);

    for (const Size& size : sizes)
        for (const int threads : threadCounts)
            for (const Contestant& contestant : contestants)
                benchmark::RegisterBenchmark(measurementName(size, contestant.name, threads).c_str(),
                                             [size, contestant, threads](benchmark::State& state) {
                                                 const Work work =
                                                     contestant.prepare(buffers.problem(size), threads);
                                                 for (auto _ : state)
                                                     work();
                                             })
                    ->UseRealTime()
                    ->Unit(benchmark::kMicrosecond)
                    ->MinTime(0.05)
                    ->Repetitions(5)
                    ->ReportAggregatesOnly(false);

    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 2;
    FastestReporter fastest;
    benchmark::RunSpecifiedBenchmarks(&fastest);
    for (const int threads : threadCounts)
        printSpeed(fastest, threads);
    setTorchThreads(1);
    setOneDnnThreads(1);
    printExactness();
    return 0;
}
