// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/plots/curve_plot.h"

namespace layernorm {

/// A coordinate as it is laid out along its axis.
[[nodiscard]] double along(double value, bool logarithmic);
[[nodiscard]] double fromAlong(double place, bool logarithmic);

/// Whether the axis can show it; neither NaN, nor an infinity, nor 0 and less on a logarithmic axis.
[[nodiscard]] bool isOnAxis(double value, const CurvePlot::Axis& axis);

/// An axis that can be drawn: an extent, and above 0 where it is logarithmic.
[[nodiscard]] CurvePlot::Axis drawable(CurvePlot::Axis axis);

/// The nearest to `wanted` that one may look at.
[[nodiscard]] QCPRange bounded(const QCPRange& wanted, const CurvePlot::Axis& axis);
/// But for the rounding of `bounded`.
[[nodiscard]] bool areNearlySame(const QCPRange& a, const QCPRange& b);

} // namespace layernorm
