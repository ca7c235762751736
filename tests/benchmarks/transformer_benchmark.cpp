// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How long a Transformer block, the gradient through a stack of them and LayerNorm's backward pass take. The
// last beside libtorch's, measured in turns. Figures, no verdicts.
#include "core/explore/gradient_flow.h"
#include "core/norm/cpu_level.h"
#include "core/norm/layer_norm_gradient.h"
#include "core/tensor/random_tensor.h"
#include "tests/benchmarks/peers/peers.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>

using namespace layernorm;
using benchmarks::Work;

namespace {

double millisecondsOf(const Work& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
    return taken.count();
}

/// The least of some runs: what others do on the machine only adds to it.
double leastMilliseconds(int runs, const Work& work)
{
    double least = millisecondsOf(work);
    for (int run = 1; run < runs; ++run)
        least = std::min(least, millisecondsOf(work));
    return least;
}

template <typename T>
T wanted(Result<T> result)
{
    if (result)
        return std::move(*result);
    std::fprintf(stderr, "%s\n", result.error().text().c_str());
    std::exit(1);
}

void print(const char* what, const Shape& shape, double milliseconds)
{
    std::printf("%-52s %-10s %10.3f ms\n", what, shape.text().c_str(), milliseconds);
    std::fflush(stdout);
}

void measureBlock()
{
    const Tensor input = randn(Shape::of({4, 6, 100}), 0);
    const BlockWeights weights = drawBlockWeights(100, 0, 0, DType::Float32);
    const BlockOptions options{.attention = {.heads = 4}};
    print("one block, all stages", input.shape(),
          leastMilliseconds(50, [&] { wanted(blockForward(input, weights, options)); }));
    print("one block, gradients", input.shape(),
          leastMilliseconds(50, [&] { wanted(blockBackward(input, weights, options, input)); }));
}

void measureFlow(const char* what, int threads)
{
    const Tensor input = randn(Shape::of({2, 16, 64}), 0);
    FlowRequest request{.input = input, .depth = 24, .wirings = {}, .seeds = {0, 1, 2, 3, 4}};
    request.wirings.assign(allWirings().begin(), allWirings().end());
    print(what, input.shape(),
          leastMilliseconds(5, [&] { wanted(gradientFlow(request, {.threads = threads})); }));
}

/// Ours and the library's in turns, so that what the machine does else falls on both.
void measureInTurns(const char* what, const Shape& shape, const Work& ours, const Work& theirs)
{
    constexpr int turns = 200;
    double our = millisecondsOf(ours);
    double their = millisecondsOf(theirs);
    for (int turn = 0; turn < turns; ++turn) {
        our = std::min(our, millisecondsOf(ours));
        their = std::min(their, millisecondsOf(theirs));
    }
    std::printf("%-52s %-10s %10.3f ms, libtorch's %.3f ms, ratio %.2f\n", what, shape.text().c_str(), our,
                their, our / their);
    std::fflush(stdout);
}

void measureLayerNorm(DType dtype, const char* backward, const char* both)
{
    const Tensor input = randn(Shape::of({1024, 768}), 0, dtype);
    const Tensor upstream = randn(input.shape(), 1, dtype);
    LayerNormParameters parameters;
    parameters.gamma = randn(Shape::of({768}), 2, dtype);
    parameters.beta = randn(Shape::of({768}), 3, dtype);
    const Execution one{.threads = 1};
    LayerNormResult result;
    const Work forward = [&] { // into new tensors, as the library's
        result = emptyResult(input, 1);
        updateTokens(input, parameters, {0, 1024}, result, one);
    };
    const Work back = [&] { wanted(layerNormGradient(input, parameters, result, upstream, one)); };
    forward();
    measureInTurns(backward, input.shape(), back,
                   benchmarks::torchBackward(input, *parameters.gamma, *parameters.beta, upstream, false));
    measureInTurns(
        both, input.shape(),
        [&] {
            forward();
            back();
        },
        benchmarks::torchBackward(input, *parameters.gamma, *parameters.beta, upstream, true));
}

} // namespace

int main()
{
    benchmarks::setTorchThreads(1);
    std::printf("%s, libtorch %s\n", cpuLevel(), benchmarks::torchVersion().c_str());
    measureBlock();
    measureFlow("24 blocks, 6 wirings, 5 seeds, one thread", 1);
    measureFlow("24 blocks, 6 wirings, 5 seeds, two threads", 2);
    measureLayerNorm(DType::Float32, "LayerNorm backward, float32, one thread",
                     "LayerNorm forward and backward, float32, one thread");
    measureLayerNorm(DType::Float64, "LayerNorm backward, float64, one thread",
                     "LayerNorm forward and backward, float64, one thread");
    return 0;
}
