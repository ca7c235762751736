// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How long the experiments take that the window shows while somebody drags or types, beside one LayerNorm of
// the same tensor. Figures, no verdicts.
#include "core/explore/axis_hypotheses.h"
#include "core/explore/dimension_sweep.h"
#include "core/explore/eps_scale.h"
#include "core/explore/eps_sweep.h"
#include "core/explore/mismatch_diagnosis.h"
#include "core/tensor/random_tensor.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>

using namespace layernorm;

namespace {

constexpr int epsPoints = 200;

double millisecondsOf(const std::function<void()>& work)
{
    constexpr int runs = 5;
    std::vector<double> times;
    for (int run = 0; run < runs; ++run) {
        const auto start = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
        times.push_back(taken.count());
    }
    std::nth_element(times.begin(), times.begin() + runs / 2, times.end());
    return times[runs / 2];
}

template <typename T>
T wanted(Result<T> result)
{
    if (result)
        return std::move(*result);
    std::fprintf(stderr, "%s\n", result.error().text().c_str());
    std::exit(1);
}

void print(const char* what, const Tensor& input, double milliseconds, double layerNormMilliseconds)
{
    std::printf("%-44s %-10s %10.2f ms   %8.1f LayerNorms\n", what, input.shape().text().c_str(),
                milliseconds, milliseconds / layerNormMilliseconds);
    std::fflush(stdout);
}

/// As somebody prints it: rounded to so many decimals.
Candidate printedWith(const Tensor& output, int decimals)
{
    const double unit = std::pow(10.0, -decimals);
    Candidate candidate;
    for (std::int64_t i = 0; i < output.elements(); ++i) {
        candidate.values.push_back(std::round(output.at(i) / unit) * unit);
        candidate.uncertainty.push_back(unit / 2);
    }
    candidate.extents = output.shape().extents();
    return candidate;
}

void measureMismatch(const Tensor& input, double one)
{
    const LayerNormParameters parameters;
    MistakenFormula mistaken = rightFormula(input, parameters);
    const auto measure = [&](const char* what) {
        const Candidate candidate = printedWith(wanted(mistakenOutput(input, parameters, mistaken)), 4);
        print(what, input, millisecondsOf([&] { wanted(diagnose(input, parameters, candidate)); }), one);
    };
    measure("mismatch: nothing wrong");
    mistaken.unbiased = true;
    measure("mismatch: unbiased variance");
    mistaken.divisor = Divisor::StdPlusEps;
    mistaken.eps = 1e-3;
    measure("mismatch: unbiased, eps outside the root");
    Candidate candidate = printedWith(wanted(mistakenOutput(input, parameters, mistaken)), 4);
    const Tensor noise = randn(input.shape(), 1);
    for (std::size_t i = 0; i < candidate.values.size(); ++i)
        candidate.values[i] = noise.at(static_cast<std::int64_t>(i));
    print("mismatch: no known mistake", input,
          millisecondsOf([&] { wanted(diagnose(input, parameters, candidate)); }), one);
}

void measure(const Shape& shape)
{
    const Tensor input = randn(shape, 0);
    const LayerNormParameters parameters;
    const double one = millisecondsOf([&] { wanted(layerNorm(input, parameters)); });
    print("one LayerNorm", input, one, one);

    const std::vector<double> eps = logarithmicEps(epsPoints);
    EpsSweep sweep;
    print("eps: 200 points", input, millisecondsOf([&] { sweep = wanted(sweepEps(input, parameters, eps)); }),
          one);
    print("eps: again after an edit", input, millisecondsOf([&] {
              updateEpsSweep(sweep, input, parameters, {0, 1});
          }),
          one);
    const Tensor token = extendedToken(input, 1, 0, defaultDimensions.back());
    print("dimension: one token, D = 1 ... 4096", input,
          millisecondsOf([&] { (void)dimensionSweep(token, parameters.eps, defaultDimensions); }), one);
    print("axes: all seven", input, millisecondsOf([&] { wanted(axesTable({input, parameters})); }), one);
    measureMismatch(input, one);
}

} // namespace

int main()
{
    measure(Shape::of({2, 3, 4}));
    measure(Shape::of({8, 128, 768}));
    return 0;
}
