// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/plots/curve_plot.h"
#include "core/explore/gradient_flow.h"

#include <vector>

namespace layernorm {

/// Whose gradient is drawn: that of each layer's input, || dL/dh_l ||, l = 0 .. depth, or of each block's
/// weights, l = 1 .. depth.
enum class FlowOf { Input, Weights };

/// All seeds of one wiring, layer by layer.
struct WiringCurve {
    Wiring wiring;
    QList<double> layer;
    /// Of the seeds; of an even number of them the median is the lower one of the middle two, so that it is
    /// always a gradient that there is. NaN where there is a NaN.
    QList<double> least, median, largest;
    int zeros = 0;     ///< gradients that are 0, of all seeds and layers
    int notFinite = 0; ///< and NaN or infinite
};

/// One a wiring, in the order of `curves` (seeds inside wirings).
[[nodiscard]] std::vector<WiringCurve> wiringCurves(const std::vector<FlowCurve>& curves, FlowOf of);
/// nullptr where there is none of this wiring.
[[nodiscard]] const WiringCurve* curveOf(const std::vector<WiringCurve>& curves, const Wiring& wiring);

/// "residual, Post-LN", "no residual, no LayerNorm".
[[nodiscard]] QString wiringName(const Wiring& wiring);

/// Layers against gradient norms on a logarithmic axis: a band and a line a wiring (dashed without the
/// residual), and points of `library` (some of the layers).
struct FlowChart {
    CurvePlot::Axis x, y;
    QList<CurvePlot::Curve> curves;
};
[[nodiscard]] FlowChart flowChart(const std::vector<WiringCurve>& curves,
                                  const std::vector<FlowCurve>& library, FlowOf of);

} // namespace layernorm
