// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/telling_input.h"

#include "core/explore/mistaken_norm.h"
#include "core/tensor/random_tensor.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace layernorm {

namespace {

/// How the tokens of an input differ: token t is scale * step^(t % 4) * (randn + offset).
struct Style {
    double scale;
    double step;
    double offset;
};

constexpr std::array styles{
    Style{1, 1, 0},    Style{1, 1, 0.5},    Style{1, 0.5, 0.5},  Style{1, 0.1, 0.5},
    Style{0.1, 1, 0},  Style{0.01, 1, 0.5}, Style{0.01, 0.1, 0}, Style{1e-3, 1, 0.5},
    Style{1e-4, 1, 0}, Style{1e-5, 1, 0},   Style{1e-6, 1, 0},   Style{100, 1, 0.5},
};

Tensor styled(const Tensor& input, std::int64_t tokenSize, std::uint64_t seed, const Style& style)
{
    Tensor tensor = randn(input.shape(), seed, input.dtype());
    for (std::int64_t i = 0; i < tensor.elements(); ++i) {
        const auto size = static_cast<double>(i / tokenSize % 4);
        tensor.set(i, style.scale * std::pow(style.step, size) * (tensor.at(i) + style.offset));
    }
    return tensor;
}

double gapBetween(const Expected& a, const Expected& b)
{
    if (std::isnan(a.value) || std::isnan(b.value))
        return std::isnan(a.value) && std::isnan(b.value) ? 0 : std::numeric_limits<double>::infinity();
    return std::max({0.0, a.low - b.high, b.low - a.high});
}

/// The largest gap, at some of the values, between the two outputs that are most alike.
double smallestGap(const Tensor& input, const LayerNormParameters& parameters,
                   std::span<const MistakenFormula> formulas, double unit)
{
    constexpr std::int64_t places = 1024;
    const std::int64_t step = std::max<std::int64_t>(1, input.elements() / places) | 1;
    MistakenNorm norm(input, parameters);
    std::vector<std::vector<Expected>> outputs;
    for (const MistakenFormula& formula : formulas) {
        MistakenNorm::Output output = norm.outputOf(formula);
        std::vector<Expected>& values = outputs.emplace_back();
        for (std::int64_t i = 0; i < input.elements(); i += step)
            values.push_back(output.at(i, unit));
    }
    double smallest = std::numeric_limits<double>::infinity();
    for (std::size_t a = 0; a < outputs.size(); ++a)
        for (std::size_t b = a + 1; b < outputs.size(); ++b) {
            double largest = 0;
            for (std::size_t i = 0; i < outputs[a].size(); ++i)
                largest = std::max(largest, gapBetween(outputs[a][i], outputs[b][i]));
            smallest = std::min(smallest, largest);
        }
    return smallest;
}

} // namespace

std::optional<Tensor> tellingInput(const Tensor& input, const LayerNormParameters& parameters,
                                   std::span<const MistakenFormula> formulas, double room, double unit)
{
    constexpr double plain = 0.05;
    const std::int64_t tokenSize = input.shape().trailingElements(parameters.normalizedDims);
    std::optional<Tensor> best;
    double widest = room;
    for (std::uint64_t seed = 0; seed < 3; ++seed)
        for (const Style& style : styles) {
            Tensor tensor = styled(input, tokenSize, seed, style);
            const double gap = smallestGap(tensor, parameters, formulas, unit);
            if (!(gap > widest))
                continue;
            widest = gap;
            best = std::move(tensor);
            if (gap > std::max(plain, 4 * room))
                return best;
        }
    return best;
}

} // namespace layernorm
