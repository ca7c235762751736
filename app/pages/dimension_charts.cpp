// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/dimension_charts.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <numbers>

namespace layernorm {

namespace {

using Axis = CurvePlot::Axis;
using Curve = CurvePlot::Curve;
using Style = CurvePlot::Style;

/// A band reaches this many standard deviations to either side.
constexpr double bandDeviations = 2;
constexpr double nanosecondsInASecond = 1e9;

struct Charts {
    Q_DECLARE_TR_FUNCTIONS(Charts)
};

Axis dimensionAxis(std::int64_t first, std::int64_t last)
{
    constexpr double air = 1.15;
    return {Charts::tr("D, values of a token"), true, static_cast<double>(first) / air,
            static_cast<double>(last) * air};
}

Axis dimensionAxis(const std::vector<DimensionPoint>& points)
{
    return dimensionAxis(points.front().dimension, points.back().dimension);
}

/// From the least to the largest value that the axis can show, with air around them.
Axis axisAround(const QString& label, const QList<QList<double>>& data, bool logarithmic = false)
{
    double least = std::numeric_limits<double>::infinity();
    double largest = -least;
    for (const QList<double>& values : data)
        for (const double value : values)
            if (std::isfinite(value) && (!logarithmic || value > 0)) {
                least = std::min(least, value);
                largest = std::max(largest, value);
            }
    if (least > largest)
        return {label, logarithmic, logarithmic ? 0.1 : 0, 1};
    constexpr double air = 0.06;
    if (logarithmic) {
        const double factor = std::max(1.2, std::pow(largest / least, air));
        return {label, true, least / factor, largest * factor};
    }
    const double margin = largest > least ? (largest - least) * air : std::max(0.5, std::abs(least) * air);
    return {label, false, least - margin, largest + margin};
}

template <typename Value>
Curve curve(const std::vector<DimensionPoint>& points, const QString& name, int colour, Style style,
            Value value)
{
    Curve curve{.name = name, .colour = colour, .style = style, .x = {}, .y = {}};
    for (const DimensionPoint& point : points) {
        curve.x << static_cast<double>(point.dimension);
        curve.y << value(point);
    }
    return curve;
}

/// Every D the axis has, or some hundreds of them, evenly on a logarithmic axis: where a law is drawn.
QList<std::int64_t> everyDimension(const std::vector<DimensionPoint>& points)
{
    const std::int64_t first = points.front().dimension;
    const std::int64_t last = points.back().dimension;
    constexpr int steps = 300;
    const double growth = std::pow(static_cast<double>(last) / static_cast<double>(first), 1.0 / steps);
    QList<std::int64_t> dimensions{first};
    for (int i = 1; i <= steps; ++i) {
        const std::int64_t next = std::llround(static_cast<double>(first) * std::pow(growth, i));
        if (next > dimensions.last() && next <= last)
            dimensions << next;
    }
    return dimensions;
}

/// A function of D.
template <typename Value>
Curve law(const std::vector<DimensionPoint>& points, const QString& name, int colour, Style style,
          Value value)
{
    Curve curve{.name = name, .colour = colour, .style = style, .x = {}, .y = {}};
    for (const std::int64_t dimension : everyDimension(points)) {
        curve.x << static_cast<double>(dimension);
        curve.y << value(dimension);
    }
    return curve;
}

Curve meanBand(const std::vector<DimensionPoint>& points)
{
    Curve band =
        law(points, Charts::tr("μ of N(0, 1) values, ± 2 s.d."), 0, Style::Band,
            [](std::int64_t dimension) { return -bandDeviations * normalLaw(dimension).meanDeviation; });
    std::ranges::transform(band.y, std::back_inserter(band.upper), std::negate());
    return band;
}

Curve varianceBand(const std::vector<DimensionPoint>& points)
{
    const auto edge = [](std::int64_t dimension, double deviations) {
        const NormalLaw normal = normalLaw(dimension);
        return normal.variance + deviations * normal.varianceDeviation;
    };
    // No variance is negative, wherever the band would end.
    Curve band = law(points, Charts::tr("σ² of N(0, 1) values, ± 2 s.d."), 2, Style::Band,
                     [&](std::int64_t dimension) { return std::max(0.0, edge(dimension, -bandDeviations)); });
    std::ranges::transform(everyDimension(points), std::back_inserter(band.upper),
                           [&](std::int64_t dimension) { return edge(dimension, bandDeviations); });
    return band;
}

double normalDensity(double y)
{
    return std::exp(-y * y / 2) / std::sqrt(2 * std::numbers::pi);
}

Curve normalCurve(double reach)
{
    Curve normal{
        .name = Charts::tr("normal curve φ(y)"), .colour = 2, .style = Style::Line, .x = {}, .y = {}};
    constexpr int steps = 180;
    for (int i = 0; i <= steps; ++i) {
        normal.x << -reach + 2 * reach * i / steps;
        normal.y << normalDensity(normal.x.back());
    }
    return normal;
}

Curve bars(const Histogram& histogram)
{
    Curve bars{.name = Charts::tr("outputs"), .colour = 0, .style = Style::Bars, .x = {}, .y = {}};
    bars.width = histogram.width;
    for (std::size_t i = 0; i < histogram.density.size(); ++i) {
        bars.x << histogram.first + (static_cast<double>(i) + 0.5) * histogram.width;
        bars.y << histogram.density[i];
    }
    return bars;
}

Curve timeCurve(const std::vector<std::int64_t>& dimensions, const QString& name, int colour,
                const DimensionTimes::Seconds& seconds)
{
    Curve curve{.name = name, .colour = colour, .style = Style::Line, .x = {}, .y = {}};
    for (std::size_t i = 0; i < std::min(dimensions.size(), seconds.size()); ++i) {
        curve.x << static_cast<double>(dimensions[i]);
        curve.y << seconds[i] * nanosecondsInASecond;
    }
    return curve;
}

} // namespace

Chart momentsChart(const std::vector<DimensionPoint>& points)
{
    const Curve mean = curve(points, Charts::tr("mean μ"), 0, Style::Line,
                             [](const DimensionPoint& point) { return point.mean; });
    const Curve variance = curve(points, Charts::tr("variance σ²"), 2, Style::Line,
                                 [](const DimensionPoint& point) { return point.variance; });
    const Curve ofMean = meanBand(points);
    const Curve ofVariance = varianceBand(points);
    return {dimensionAxis(points),
            axisAround(Charts::tr("μ, σ²"), {mean.y, variance.y, ofMean.y, ofMean.upper, ofVariance.upper}),
            {ofMean, ofVariance, mean, variance}};
}

Chart boundChart(const std::vector<DimensionPoint>& points)
{
    const Curve largest = curve(points, Charts::tr("largest |y|"), 0, Style::Line,
                                [](const DimensionPoint& point) { return point.maxAbsOutput; });
    const Curve bound =
        law(points, Charts::tr("its bound √(D − 1)"), 3, Style::Dashed,
            [](std::int64_t dimension) { return std::sqrt(static_cast<double>(dimension - 1)); });
    return {dimensionAxis(points),
            axisAround(QStringLiteral("|y|"), {largest.y, bound.y}, true),
            {largest, bound}};
}

Chart besselChart(const std::vector<DimensionPoint>& points, double eps)
{
    const Curve factor = law(points, Charts::tr("unbiased / biased σ² = D / (D − 1)"), 0, Style::Line,
                             [](std::int64_t dimension) {
                                 return static_cast<double>(dimension) / static_cast<double>(dimension - 1);
                             });
    const Curve outputs =
        curve(points, Charts::tr("y by biased / by unbiased σ²"), 2, Style::Dashed,
              [eps](const DimensionPoint& point) {
                  return std::sqrt((point.variance * point.besselFactor + eps) / (point.variance + eps));
              });
    return {dimensionAxis(points),
            axisAround(Charts::tr("ratio"), {factor.y, outputs.y, {1}}),
            {factor, outputs}};
}

Chart histogramChart(const Histogram& histogram, std::int64_t dimension)
{
    constexpr double normalReach = 4.5;
    const Curve counted = bars(histogram);
    const Curve normal = normalCurve(normalReach);
    Axis density = axisAround(Charts::tr("density"), {counted.y, normal.y});
    density.minimum = 0;
    const double reach = std::max(normalReach, -histogram.first);
    return {
        {Charts::tr("output y at D = %1").arg(dimension), false, -reach, reach}, density, {counted, normal}};
}

Chart timeChart(const std::vector<std::int64_t>& dimensions, const DimensionTimes& times)
{
    QList<Curve> curves{timeCurve(dimensions, Charts::tr("ours, in this process"), 0, times.ours())};
    if (!times.libraryTitle().isEmpty())
        curves << timeCurve(dimensions, Charts::tr("%1 (pipe included)").arg(times.libraryTitle()), 2,
                            times.library());
    QList<QList<double>> all;
    for (const Curve& curve : curves)
        all << curve.y;
    return {dimensionAxis(dimensions.front(), dimensions.back()),
            axisAround(Charts::tr("nanoseconds a token"), all, true), curves};
}

QString timeText(double nanoseconds)
{
    if (!std::isfinite(nanoseconds))
        return QStringLiteral("–");
    const bool nano = nanoseconds < 1e3;
    const bool micro = nanoseconds < 1e6;
    const double value = nano ? nanoseconds : micro ? nanoseconds / 1e3 : nanoseconds / 1e6;
    const int digits = value < 10 ? 2 : value < 100 ? 1 : 0;
    return QString::number(value, 'f', digits) + (nano    ? QStringLiteral(" ns")
                                                  : micro ? QStringLiteral(" µs")
                                                          : QStringLiteral(" ms"));
}

} // namespace layernorm
