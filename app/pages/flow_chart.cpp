// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/flow_chart.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <limits>

namespace layernorm {

namespace {

/// So many points of the library a curve; more would hide the curve.
constexpr int libraryPoints = 13;

struct FlowTexts {
    Q_DECLARE_TR_FUNCTIONS(FlowTexts)
};

const std::vector<double>& valuesOf(const FlowCurve& curve, FlowOf of)
{
    return of == FlowOf::Input ? curve.gradient : curve.weightGradient;
}

/// The layer that the first value belongs to.
int firstLayer(FlowOf of)
{
    return of == FlowOf::Input ? 0 : 1;
}

/// Takes one layer's gradients, one a seed.
void append(WiringCurve& curve, std::vector<double> values)
{
    const bool hasNan = std::ranges::any_of(values, [](double value) { return std::isnan(value); });
    curve.zeros += static_cast<int>(std::ranges::count(values, 0.0));
    curve.notFinite +=
        static_cast<int>(std::ranges::count_if(values, [](double value) { return !std::isfinite(value); }));
    if (hasNan)
        values.assign(1, std::numeric_limits<double>::quiet_NaN());
    else
        std::ranges::sort(values);
    curve.least << values.front();
    curve.median << values[(values.size() - 1) / 2];
    curve.largest << values.back();
}

WiringCurve wiringCurve(std::span<const FlowCurve> seeds, FlowOf of)
{
    WiringCurve curve{.wiring = seeds.front().wiring, .layer = {}, .least = {}, .median = {}, .largest = {}};
    for (std::size_t i = 0; i < valuesOf(seeds.front(), of).size(); ++i) {
        std::vector<double> values;
        for (const FlowCurve& seed : seeds)
            values.push_back(valuesOf(seed, of)[i]);
        curve.layer << static_cast<double>(i) + firstLayer(of);
        append(curve, std::move(values));
    }
    return curve;
}

int colourOf(const Wiring& wiring)
{
    return static_cast<int>(std::ranges::find(allWirings(), wiring) - allWirings().begin());
}

CurvePlot::Curve line(const WiringCurve& curve)
{
    return {.name = wiringName(curve.wiring),
            .colour = colourOf(curve.wiring),
            .style = curve.wiring.residual ? CurvePlot::Style::Line : CurvePlot::Style::Dashed,
            .x = curve.layer,
            .y = curve.median};
}

CurvePlot::Curve band(const WiringCurve& curve)
{
    CurvePlot::Curve band = line(curve);
    band.companion = band.name;
    band.name.clear();
    band.style = CurvePlot::Style::Band;
    band.inLegend = false;
    band.y = curve.least;
    band.upper = curve.largest;
    // A logarithmic axis has no place for a band that begins at 0.
    for (qsizetype i = 0; i < band.y.size(); ++i)
        if (!(band.y[i] > 0) || !std::isfinite(band.upper[i]))
            band.y[i] = band.upper[i] = std::numeric_limits<double>::quiet_NaN();
    return band;
}

CurvePlot::Curve points(const Wiring& wiring, const std::vector<FlowCurve>& library, FlowOf of)
{
    CurvePlot::Curve points{
        .name = {}, .colour = colourOf(wiring), .style = CurvePlot::Style::Points, .x = {}, .y = {}};
    points.inLegend = false;
    points.companion = wiringName(wiring);
    const auto answer = std::ranges::find(library, wiring, &FlowCurve::wiring);
    if (answer == library.end())
        return points;
    const std::vector<double>& values = valuesOf(*answer, of);
    const auto last = static_cast<int>(values.size()) - 1;
    const int step = std::max(1, (last + libraryPoints - 2) / (libraryPoints - 1));
    for (int i = 0; i <= last; i += step) {
        points.x << i + firstLayer(of);
        points.y << values[static_cast<std::size_t>(i)];
    }
    return points;
}

/// Whole powers of ten around all that can be drawn.
CurvePlot::Axis gradientAxis(const std::vector<WiringCurve>& curves, FlowOf of)
{
    double least = std::numeric_limits<double>::infinity();
    double largest = 0;
    for (const WiringCurve& curve : curves)
        for (const QList<double>* values : {&curve.least, &curve.largest})
            for (const double value : *values)
                if (value > 0 && std::isfinite(value)) {
                    least = std::min(least, value);
                    largest = std::max(largest, value);
                }
    const QString label =
        of == FlowOf::Input ? FlowTexts::tr("gradient ‖dL/dh‖") : FlowTexts::tr("gradient of the weights");
    if (!(largest > 0))
        return {label, true, 0.1, 10};
    const double lower = std::pow(10, std::floor(std::log10(least)));
    const double upper = std::pow(10, std::ceil(std::log10(largest)));
    return {label, true, lower, upper > lower ? upper : 10 * lower};
}

CurvePlot::Axis layerAxis(const std::vector<WiringCurve>& curves)
{
    const double depth = curves.empty() || curves.front().layer.isEmpty() ? 1 : curves.front().layer.last();
    const double air = 0.02 * depth;
    return {FlowTexts::tr("layer (0: the input, %1: the top)").arg(depth), false, -air, depth + air};
}

} // namespace

QString wiringName(const Wiring& wiring)
{
    switch (wiring.norm) {
    case NormPlacement::Post:
        return wiring.residual ? FlowTexts::tr("residual, Post-LN") : FlowTexts::tr("no residual, Post-LN");
    case NormPlacement::Pre:
        return wiring.residual ? FlowTexts::tr("residual, Pre-LN") : FlowTexts::tr("no residual, Pre-LN");
    case NormPlacement::None:
        break;
    }
    return wiring.residual ? FlowTexts::tr("residual, no LN") : FlowTexts::tr("no residual, no LN");
}

std::vector<WiringCurve> wiringCurves(const std::vector<FlowCurve>& curves, FlowOf of)
{
    std::vector<WiringCurve> wirings;
    for (auto first = curves.begin(); first != curves.end();) {
        const auto last = std::find_if(
            first, curves.end(), [&](const FlowCurve& curve) { return !(curve.wiring == first->wiring); });
        wirings.push_back(wiringCurve({first, last}, of));
        first = last;
    }
    return wirings;
}

const WiringCurve* curveOf(const std::vector<WiringCurve>& curves, const Wiring& wiring)
{
    const auto found = std::ranges::find(curves, wiring, &WiringCurve::wiring);
    return found == curves.end() ? nullptr : &*found;
}

FlowChart flowChart(const std::vector<WiringCurve>& curves, const std::vector<FlowCurve>& library, FlowOf of)
{
    FlowChart chart{layerAxis(curves), gradientAxis(curves, of), {}};
    for (const WiringCurve& curve : curves)
        chart.curves << band(curve);
    for (const WiringCurve& curve : curves)
        chart.curves << line(curve);
    // From the start, so that no graph is made anew when the answers come.
    for (const WiringCurve& curve : curves)
        chart.curves << points(curve.wiring, library, of);
    return chart;
}

} // namespace layernorm
