// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/plots/curve_plot.h"

namespace layernorm {

[[nodiscard]] bool isPoints(const CurvePlot::Curve& curve);
[[nodiscard]] bool isLine(const CurvePlot::Curve& curve);

/// Of everything that is written in the plot.
[[nodiscard]] QFont smallFont();
/// At least, left and right of the axes: half a label of the lower one.
[[nodiscard]] int sideMargin();
/// Of the largest points.
[[nodiscard]] int pointRadius();

/// `share` of 1 is opaque.
[[nodiscard]] QColor faint(QColor colour, double share);
[[nodiscard]] QCPScatterStyle pointStyle(const CurvePlot::Curve& curve);
[[nodiscard]] QPen linePen(const CurvePlot::Curve& curve);

/// What stands for a curve in the legend and in the read-out.
void drawSample(QCPPainter& painter, const CurvePlot::Curve& curve, const QRectF& place);

} // namespace layernorm
