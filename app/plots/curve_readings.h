// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/plots/curve_plot.h"

#include <optional>

namespace layernorm {

/// What a curve says at some x.
struct Reading {
    double x; ///< of the data point, where it is one
    double value;
    double upper; ///< Band only; else as `value`
    bool interpolated;
};

/// Data points with both coordinates.
[[nodiscard]] qsizetype pointCount(const CurvePlot::Curve& curve);

/// Points: the nearest one. Bars: the one that covers x. Lines and bands: a data point, or the straight line
/// between two as it is drawn on these axes. nullopt: there is nothing to read at x.
[[nodiscard]] std::optional<Reading> readCurve(const CurvePlot::Curve& curve, double x,
                                               const CurvePlot::Axis& xAxis, const CurvePlot::Axis& yAxis);

} // namespace layernorm
