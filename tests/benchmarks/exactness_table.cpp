// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/exactness_table.h"

#include "core/norm/forward.h"
#include "tests/benchmarks/peers/peers.h"
#include "tests/support/exact_token.h"
#include "tests/support/token_data.h"

#include <cstdio>
#include <string>
#include <vector>

namespace layernorm::benchmarks {

namespace {

using namespace layernorm::testing;

/// So many values make up a row of the table.
constexpr std::size_t valuesPerCase = 40'000;

template <typename T>
struct Case {
    std::size_t dimension;
    std::vector<std::vector<T>> tokens;
    std::vector<T> values;
    std::vector<T> output;

    Case(const Data& data, std::size_t size) : dimension(size)
    {
        const std::size_t count = std::max<std::size_t>(1, valuesPerCase / dimension);
        for (std::size_t seed = 0; seed < count; ++seed) {
            tokens.push_back(tokenOf<T>(data, dimension, seed));
            values.insert(values.end(), tokens.back().begin(), tokens.back().end());
        }
        output.resize(values.size());
    }

    [[nodiscard]] Problem<T> problem()
    {
        return {static_cast<std::int64_t>(tokens.size()), static_cast<std::int64_t>(dimension), values.data(),
                output.data()};
    }

    /// The largest error of what `work` writes to the output. Tokens without a variance have none to be off
    /// by.
    [[nodiscard]] double largestError(const Work& work)
    {
        work();
        double largest = 0;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const ExactToken<T> exact(std::span<const T>(tokens[i]));
            const std::span<const T> found(output.data() + i * dimension, dimension);
            if (exact.variance > 0)
                largest = std::max(largest, exact.largestError(tokens[i], found, eps));
        }
        return largest;
    }
};

template <typename T>
Work ours(const Problem<T>& problem)
{
    return [memory = memoryOf(problem)] { [[maybe_unused]] const auto done = forward(memory); };
}

constexpr std::size_t dimensions[]{2, 4, 13, 100, 768, 4096, 1'000'000};

template <typename T>
int printCases(const char* type)
{
    int worse = 0;
    for (const Data& data : allData<T>())
        for (const std::size_t dimension : dimensions) {
            Case<T> tokens(data, dimension);
            const double own = tokens.largestError(ours(tokens.problem()));
            const double torch = tokens.largestError(torchIntoOutput(tokens.problem()));
            double best = torch;
            std::string oneDnn = "-";
            if constexpr (sizeof(T) == sizeof(float)) {
                const double error = tokens.largestError(oneDnnIntoOutput(tokens.problem()));
                best = std::min(best, error);
                char text[32];
                std::snprintf(text, sizeof text, "%.3g", error);
                oneDnn = text;
            }
            worse += own > best;
            std::printf("| %s | %s | %zu | %.3g | %.3g | %s |%s\n", data.name, type, dimension, own, torch,
                        oneDnn.c_str(), own > best ? " worse" : "");
        }
    return worse;
}

} // namespace

void printExactness()
{
    std::printf("\nLargest error, in roundings (2^-24 or 2^-53) of the token's largest exact output\n\n"
                "| data | type | D | ours | LibTorch | oneDNN |\n|---|---|--:|--:|--:|--:|\n");
    int worse = printCases<float>("float32");
    worse += printCases<double>("float64");
    std::printf("\nCases in which ours is not the most exact: %d\n", worse);
}

} // namespace layernorm::benchmarks
