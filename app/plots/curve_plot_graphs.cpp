// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The plottables of QCustomPlot that stand for the curves, and their data.
#include "app/look/theme.h"
#include "app/plots/curve_axes.h"
#include "app/plots/curve_plot.h"
#include "app/plots/curve_readings.h"
#include "app/plots/curve_styles.h"

#include <algorithm>

namespace layernorm {

namespace {

/// With NaN, a gap, where the axes cannot show a value.
QVector<QCPGraphData> graphData(const QList<double>& x, const QList<double>& y, const CurvePlot::Axis& xAxis,
                                const CurvePlot::Axis& yAxis)
{
    QVector<QCPGraphData> points;
    points.reserve(x.size());
    for (qsizetype i = 0; i < std::min(x.size(), y.size()); ++i)
        if (isOnAxis(x[i], xAxis))
            points.append({x[i], isOnAxis(y[i], yAxis) ? y[i] : qQNaN()});
    return points;
}

QVector<QCPBarsData> barsData(const CurvePlot::Curve& curve, const CurvePlot::Axis& xAxis,
                              const CurvePlot::Axis& yAxis)
{
    QVector<QCPBarsData> bars;
    for (qsizetype i = 0; i < pointCount(curve); ++i)
        if (isOnAxis(curve.x[i], xAxis) && isOnAxis(curve.y[i], yAxis))
            bars.append({curve.x[i], curve.y[i]});
    return bars;
}

/// Whole points at the edges, where a graph would be cut off at the axes.
class PointGraph : public QCPGraph
{
public:
    using QCPGraph::QCPGraph;

protected:
    QRect clipRect() const override
    {
        const int radius = pointRadius();
        return QCPGraph::clipRect().adjusted(-radius, -radius, radius, radius);
    }
};

} // namespace

bool CurvePlot::hasSameGraphs(const QList<Curve>& curves) const
{
    return std::equal(curves.begin(), curves.end(), m_curves.begin(), m_curves.end(),
                      [](const Curve& a, const Curve& b) {
                          return a.name == b.name && a.style == b.style && a.colour == b.colour &&
                                 a.inLegend == b.inLegend && a.companion == b.companion;
                      });
}

void CurvePlot::makeGraphs(const Curve& curve)
{
    const QColor colour = Theme::curve(curve.colour);
    QList<QCPAbstractPlottable*> graphs;
    if (curve.style == Style::Bars) {
        graphs << new QCPBars(xAxis, yAxis);
        graphs.first()->setPen(QPen(Theme::current().panel, 1));
        graphs.first()->setBrush(faint(colour, 0.6));
    } else if (isPoints(curve)) {
        auto* points = new PointGraph(xAxis, yAxis);
        points->setLayer(QStringLiteral("points"));
        points->setLineStyle(QCPGraph::lsNone);
        points->setScatterStyle(pointStyle(curve));
        graphs << points;
    } else if (curve.style == Style::Band) {
        auto* upper = new QCPGraph(xAxis, yAxis);
        graphs << new QCPGraph(xAxis, yAxis) << upper;
        for (QCPAbstractPlottable* edge : graphs)
            edge->setPen(QPen(faint(colour, 0.5), 1));
        upper->setBrush(faint(colour, 0.22));
        upper->setChannelFillGraph(static_cast<QCPGraph*>(graphs.first()));
    } else {
        graphs << new QCPGraph(xAxis, yAxis);
        graphs.first()->setPen(linePen(curve));
    }
    m_graphs << graphs;
}

void CurvePlot::fillGraphs()
{
    for (qsizetype i = 0; i < m_curves.size(); ++i) {
        const Curve& curve = m_curves[i];
        if (curve.style == Style::Bars) {
            auto& bars = static_cast<QCPBars&>(*m_graphs[i].first());
            bars.setWidth(curve.width);
            bars.data()->set(barsData(curve, m_x, m_y), true);
            continue;
        }
        static_cast<QCPGraph*>(m_graphs[i].first())->data()->set(graphData(curve.x, curve.y, m_x, m_y), true);
        if (curve.style == Style::Band)
            static_cast<QCPGraph*>(m_graphs[i].last())
                ->data()
                ->set(graphData(curve.x, curve.upper, m_x, m_y), true);
    }
}

void CurvePlot::showGraphs()
{
    for (qsizetype c = 0; c < m_curves.size(); ++c)
        for (QCPAbstractPlottable* graph : m_graphs[c])
            graph->setVisible(isSeen(m_curves[c]));
}

} // namespace layernorm
