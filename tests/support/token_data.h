// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/layer_norm_question.h"
#include "tests/support/roundings.h"

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

/// Tokens that are easy and hard to normalise, the same in every run.
namespace layernorm::testing {

/// Fills a token of any length.
using Fill = std::function<double(Random&, std::size_t index, std::size_t dimension)>;

struct Data {
    const char* name;
    Fill fill;
    double roundings = oneRounding;
};

/// Deviations as small as the values' own last digits are, in float64, known no better than the mean is: to
/// 106 bits.
constexpr double nearlyConstant = 1.25;

/// `value` and `steps` of the type's numbers above it.
template <typename T>
double above(double value, std::uint64_t steps)
{
    const T base = static_cast<T>(value);
    return static_cast<double>(base + static_cast<T>(steps) * (std::nextafter(base, 2 * base) - base));
}

template <typename T>
std::vector<T> tokenOf(const Data& data, std::size_t dimension, std::uint64_t seed)
{
    Random random(seed * 1'000'003 + dimension);
    std::vector<T> token(dimension);
    for (std::size_t i = 0; i < dimension; ++i)
        token[i] = static_cast<T>(data.fill(random, i, dimension));
    return token;
}

inline Data aroundMean(const char* name, double mean)
{
    return {name, [mean](Random& random, std::size_t, std::size_t) { return mean + normal(random); },
            oneRounding};
}

inline Data uniform()
{
    return {"uniform", [](Random& random, std::size_t, std::size_t) {
                return static_cast<double>(random() >> 11) * 0x1p-53;
            }};
}

inline Data outlier()
{
    return {"one outlier of 1e6 among normal numbers",
            [](Random& random, std::size_t i, std::size_t dimension) {
                return i == dimension / 2 ? 1e6 : normal(random);
            }};
}

inline Data heavyTails()
{
    return {"exp(4 * normal)",
            [](Random& random, std::size_t, std::size_t) { return std::exp(4 * normal(random)); }};
}

template <typename T>
std::vector<Data> allData()
{
    constexpr double smallest = std::numeric_limits<T>::min();
    return {
        aroundMean("normal", 0),
        uniform(),
        aroundMean("mean of 10 standard deviations", 10),
        aroundMean("mean of 1e3 standard deviations", 1e3),
        aroundMean("mean of 1e4 standard deviations", 1e4),
        aroundMean("mean of 1e6 standard deviations", 1e6),
        aroundMean("mean of 1e8 standard deviations", 1e8),
        {"1 and up to three steps above",
         [](Random& random, std::size_t, std::size_t) { return above<T>(1, random() % 4); }, nearlyConstant},
        {"0.1 and up to three steps above",
         [](Random& random, std::size_t, std::size_t) { return above<T>(0.1, random() % 4); },
         nearlyConstant},
        {"1e6 but one a step above",
         [](Random&, std::size_t i, std::size_t dimension) {
             return above<T>(1e6, i == dimension / 3 ? 1 : 0);
         },
         nearlyConstant},
        {"huge", [](Random& random, std::size_t,
                    std::size_t) { return (sizeof(T) == 4 ? 1e15 : 1e120) * normal(random); }},
        {"tiny", [](Random& random, std::size_t, std::size_t) { return 1e-15 * normal(random); }},
        {"subnormal", [](Random& random, std::size_t, std::size_t) { return smallest / 4 * normal(random); }},
        outlier(),
        heavyTails(),
    };
}

} // namespace layernorm::testing
