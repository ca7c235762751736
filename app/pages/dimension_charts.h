// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/dimension_times.h"
#include "app/plots/curve_plot.h"
#include "core/explore/dimension_sweep.h"

namespace layernorm {

/// What a plot shows.
struct Chart {
    CurvePlot::Axis x;
    CurvePlot::Axis y;
    QList<CurvePlot::Curve> curves;
};

/// Mean and biased variance, over the bands that hold those of N(0, 1) values.
[[nodiscard]] Chart momentsChart(const std::vector<DimensionPoint>& points);
/// The largest |output| and its bound.
[[nodiscard]] Chart boundChart(const std::vector<DimensionPoint>& points);
/// What dividing by D - 1 changes: the variance's factor, and how many times smaller the outputs become at
/// this token's variance and `eps`.
[[nodiscard]] Chart besselChart(const std::vector<DimensionPoint>& points, double eps);
/// The outputs at one D and the normal density.
[[nodiscard]] Chart histogramChart(const Histogram& histogram, std::int64_t dimension);
/// In nanoseconds; the library's only where there is one.
[[nodiscard]] Chart timeChart(const std::vector<std::int64_t>& dimensions, const DimensionTimes& times);

/// 32.04 as "32.0 ns"; a dash for what was not measured.
[[nodiscard]] QString timeText(double nanoseconds);

} // namespace layernorm
