// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plots/curve_axes.h"

#include <algorithm>
#include <cmath>

namespace layernorm {

double along(double value, bool logarithmic)
{
    return logarithmic ? std::log10(value) : value;
}

double fromAlong(double place, bool logarithmic)
{
    return logarithmic ? std::pow(10.0, place) : place;
}

bool isOnAxis(double value, const CurvePlot::Axis& axis)
{
    return std::isfinite(value) && (!axis.logarithmic || value > 0);
}

CurvePlot::Axis drawable(CurvePlot::Axis axis)
{
    if (!isOnAxis(axis.maximum, axis))
        axis.maximum = 1;
    if (!isOnAxis(axis.minimum, axis))
        axis.minimum = axis.logarithmic ? axis.maximum * 1e-6 : axis.maximum - 1;
    if (axis.minimum < axis.maximum)
        return axis;
    const double room = axis.minimum == 0 ? 1 : std::abs(axis.minimum) / 2;
    axis.maximum = axis.minimum + room;
    axis.minimum -= room;
    return axis;
}

QCPRange bounded(const QCPRange& wanted, const CurvePlot::Axis& axis)
{
    constexpr double decades = 2;
    constexpr double deepestZoom = 1e-4;
    const double lowest = along(axis.minimum, axis.logarithmic);
    const double extent = along(axis.maximum, axis.logarithmic) - lowest;
    const double room = axis.logarithmic ? decades : extent;
    const double lower = along(wanted.lower, axis.logarithmic);
    const double upper = along(wanted.upper, axis.logarithmic);
    const double seen = std::clamp(upper - lower, extent * deepestZoom, extent + 2 * room);
    const double start = std::clamp((lower + upper - seen) / 2, lowest - room, lowest + extent + room - seen);
    return {fromAlong(start, axis.logarithmic), fromAlong(start + seen, axis.logarithmic)};
}

bool areNearlySame(const QCPRange& a, const QCPRange& b)
{
    const double tolerance = 1e-9 * a.size(); // of the rounding in log10 and back
    return std::abs(a.lower - b.lower) <= tolerance && std::abs(a.upper - b.upper) <= tolerance;
}

} // namespace layernorm
