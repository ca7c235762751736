// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plots/curve_readings.h"

#include "app/plots/curve_axes.h"
#include "app/plots/curve_styles.h"

#include <algorithm>
#include <cmath>

namespace layernorm {

namespace {

Reading readPoint(const CurvePlot::Curve& curve, qsizetype i)
{
    return {curve.x[i], curve.y[i], i < curve.upper.size() ? curve.upper[i] : curve.y[i], false};
}

/// The first data point that is not left of x.
qsizetype pointFrom(const CurvePlot::Curve& curve, double x)
{
    const auto end = curve.x.begin() + pointCount(curve);
    return std::lower_bound(curve.x.begin(), end, x) - curve.x.begin();
}

qsizetype nearestPoint(const CurvePlot::Curve& curve, double x, bool logarithmic)
{
    const qsizetype right = pointFrom(curve, x);
    if (right == 0 || right == pointCount(curve))
        return right == 0 ? 0 : right - 1;
    const double place = along(x, logarithmic);
    const double toLeft = place - along(curve.x[right - 1], logarithmic);
    return along(curve.x[right], logarithmic) - place < toLeft ? right : right - 1;
}

/// On the straight line between two data points, as it is drawn.
std::optional<Reading> readBetween(const Reading& left, const Reading& right, double x,
                                   const CurvePlot::Axis& xAxis, const CurvePlot::Axis& yAxis)
{
    for (const double value : {left.value, right.value, left.upper, right.upper})
        if (!isOnAxis(value, yAxis))
            return {};
    if (!isOnAxis(left.x, xAxis))
        return {};
    const double start = along(left.x, xAxis.logarithmic);
    const double share = (along(x, xAxis.logarithmic) - start) / (along(right.x, xAxis.logarithmic) - start);
    const auto between = [&](double from, double to) {
        const double place = along(from, yAxis.logarithmic);
        return fromAlong(place + share * (along(to, yAxis.logarithmic) - place), yAxis.logarithmic);
    };
    return Reading{x, between(left.value, right.value), between(left.upper, right.upper), true};
}

} // namespace

qsizetype pointCount(const CurvePlot::Curve& curve)
{
    return std::min(curve.x.size(), curve.y.size());
}

std::optional<Reading> readCurve(const CurvePlot::Curve& curve, double x, const CurvePlot::Axis& xAxis,
                                 const CurvePlot::Axis& yAxis)
{
    if (pointCount(curve) == 0 || std::isnan(x))
        return {};
    if (isPoints(curve))
        return readPoint(curve, nearestPoint(curve, x, xAxis.logarithmic));
    if (curve.style == CurvePlot::Style::Bars) {
        const Reading bar = readPoint(curve, nearestPoint(curve, x, false));
        return std::abs(bar.x - x) <= curve.width / 2 ? std::optional(Reading{x, bar.value, bar.upper, false})
                                                      : std::nullopt;
    }
    const qsizetype right = pointFrom(curve, x);
    if (right == pointCount(curve))
        return {};
    if (curve.x[right] == x)
        return readPoint(curve, right);
    if (right == 0)
        return {};
    return readBetween(readPoint(curve, right - 1), readPoint(curve, right), x, xAxis, yAxis);
}

} // namespace layernorm
