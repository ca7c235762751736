// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/eps_scale.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace layernorm {

namespace {

constexpr int firstExponent = -12;
constexpr int significantDigits = 3;

/// Through text, so that the result is the double nearest to the decimal number people would type.
double roundedToDigits(double value)
{
    std::array<char, 32> text{};
    const auto written = std::to_chars(text.data(), text.data() + text.size(), value,
                                       std::chars_format::scientific, significantDigits - 1);
    double rounded = 0;
    std::from_chars(text.data(), written.ptr, rounded);
    return rounded;
}

} // namespace

double epsAtPosition(int position)
{
    if (position <= 0)
        return 0;
    const double decades = static_cast<double>(std::min(position, epsLastPosition) - 1) / epsStepsPerDecade;
    return roundedToDigits(std::pow(10.0, firstExponent + decades));
}

int positionOfEps(double eps)
{
    if (!(eps > 0))
        return 0;
    const double steps = (std::log10(eps) - firstExponent) * epsStepsPerDecade;
    // Clamped before it is rounded: infinity is no integer.
    return 1 +
           static_cast<int>(std::lround(std::clamp(steps, 0.0, static_cast<double>(epsLastPosition - 1))));
}

double onEpsGrid(double eps)
{
    if (!(eps > 0))
        return 0;
    return roundedToDigits(
        std::pow(10.0, std::round(std::log10(eps) * epsStepsPerDecade) / epsStepsPerDecade));
}

std::vector<double> logarithmicEps(int count)
{
    constexpr int sweptExponent = -14;
    constexpr int decades = 15;
    // Every decade begins at a point of its own.
    const auto beginning = [count](int decade) { return (decade * (count - 1) + decades / 2) / decades; };
    std::vector<double> eps;
    for (int decade = 0; decade < decades; ++decade) {
        const int steps = beginning(decade + 1) - beginning(decade);
        for (int step = 0; step < steps; ++step)
            eps.push_back(
                roundedToDigits(std::pow(10.0, sweptExponent + decade + static_cast<double>(step) / steps)));
    }
    eps.push_back(roundedToDigits(std::pow(10.0, sweptExponent + decades)));
    return eps;
}

std::span<const EpsPreset> epsPresets()
{
    static constexpr std::array table{
        EpsPreset{"PyTorch", 1e-5}, EpsPreset{"Keras", 1e-3}, EpsPreset{"BERT", 1e-12},
        EpsPreset{"LLaMA 1", 1e-6}, EpsPreset{"Flax", 1e-6},
    };
    return table;
}

} // namespace layernorm
