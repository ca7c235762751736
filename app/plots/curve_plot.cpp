// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plots/curve_plot.h"

#include "app/look/theme.h"
#include "app/plots/curve_axes.h"
#include "app/plots/curve_axis_text.h"
#include "app/plots/curve_legend.h"
#include "app/plots/curve_styles.h"
#include "app/plots/curve_ticker.h"

#include <utility>

namespace layernorm {

/// A part of the plot that is drawn by one of its functions.
class CurvePlot::Drawing : public QCPLayerable
{
public:
    Drawing(CurvePlot& plot, const QString& layer, std::function<void(QCPPainter&)> drawPart)
        : QCPLayerable(&plot, layer),
          m_draw(std::move(drawPart))
    {
    }

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(true); }
    void draw(QCPPainter* painter) override
    {
        painter->setFont(smallFont());
        m_draw(*painter);
    }

private:
    std::function<void(QCPPainter&)> m_draw;
};

CurvePlot::CurvePlot(QWidget* parent)
    : QCustomPlot(parent),
      m_xText([](double x) { return axisText(x); }),
      m_yText([](double y) { return axisText(y); }),
      m_xTicker(new CurveTicker),
      m_yTicker(new CurveTicker),
      m_legend(new Legend(*this))
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAutoAddPlottableToLegend(false);
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    setupLook();
    setupDrawings();
    connect(xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this,
            [this] { keepInBounds(xAxis, m_x); });
    connect(yAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this,
            [this] { keepInBounds(yAxis, m_y); });
    resetView();
    updateDescription();
}

CurvePlot::~CurvePlot() = default;

void CurvePlot::setupLook()
{
    setBackground(Theme::current().panel);
    setFont(smallFont());
    setupAxis(xAxis);
    setupAxis(yAxis);
    xAxis->setTicker(m_xTicker);
    yAxis->setTicker(m_yTicker);
    axisRect()->setupFullAxesBox(false);
    for (QCPAxis* border : {xAxis2, yAxis2})
        border->setVisible(false);
    plotLayout()->setColumnSpacing(0);
    plotLayout()->addElement(0, 1, m_legend);
}

void CurvePlot::setupAxis(QCPAxis* axis)
{
    const Theme& theme = Theme::current();
    axis->setBasePen(QPen(theme.line, 1));
    axis->setTickPen(Qt::NoPen);
    axis->setSubTickPen(Qt::NoPen);
    axis->setTickLength(0);
    axis->setSubTickLength(0);
    axis->setTickLabelPadding(Theme::scaled(6));
    axis->setLabelPadding(Theme::scaled(3));
    axis->setTickLabelColor(theme.muted);
    axis->setTickLabelFont(smallFont());
    axis->setLabelColor(theme.text);
    axis->setLabelFont(smallFont());
    axis->grid()->setPen(QPen(theme.hover, 1));
    axis->grid()->setSubGridPen(QPen(faint(theme.hover, 0.45), 1));
    axis->grid()->setZeroLinePen(QPen(theme.line, 1));
}

void CurvePlot::setupDrawings()
{
    // The plot owns them. Points are above all lines; what moves with the mouse is on a layer that is drawn
    // without the curves.
    addLayer(QStringLiteral("points"), layer(QStringLiteral("main")));
    new Drawing(*this, QStringLiteral("legend"), [this](QCPPainter& painter) {
        drawMarkers(painter);
        drawNumbers(painter);
    });
    new Drawing(*this, QStringLiteral("overlay"), [this](QCPPainter& painter) {
        drawLine(painter);
        if (m_picturing)
            return;
        drawCursor(painter);
        drawFocus(painter);
    });
}

void CurvePlot::setAxes(const Axis& x, const Axis& y)
{
    const Axis newX = drawable(x);
    const Axis newY = drawable(y);
    if (newX == m_x && newY == m_y)
        return;
    m_x = newX;
    m_y = newY;
    setAccessibleName(tr("%1 against %2").arg(m_y.label, m_x.label));
    const auto adopt = [](QCPAxis* axis, CurveTicker& ticker, const Axis& wanted) {
        axis->setScaleType(wanted.logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
        axis->setLabel(wanted.label); // so that there is room for one; elided once its length is known
        axis->grid()->setSubGridVisible(wanted.logarithmic);
        ticker.setAxis(wanted);
    };
    adopt(xAxis, *m_xTicker, m_x);
    adopt(yAxis, *m_yTicker, m_y);
    m_keyCursor.reset();
    fillGraphs(); // what an axis cannot show depends on the axis
    resetView();
    updateDescription();
}

void CurvePlot::setCurves(const QList<Curve>& curves)
{
    const bool same = hasSameGraphs(curves);
    m_curves = curves;
    if (!same) {
        clearPlottables();
        m_graphs.clear();
        m_numberPlaces.clear();
        for (const Curve& curve : m_curves)
            makeGraphs(curve);
        showGraphs();
    }
    fillGraphs();
    updateDescription();
    replot(rpQueuedReplot);
}

void CurvePlot::setMarkers(const QList<Marker>& markers)
{
    m_markers = markers;
    updateDescription();
    replot(rpQueuedReplot);
}

void CurvePlot::setDraggableLine(std::optional<double> x, const QString& name)
{
    m_line = x ? std::optional(Line{*x, name}) : std::nullopt;
    if (!m_line)
        endDrag();
    updateDescription();
    // Not at once: the curves mostly change together with the line.
    replot(rpQueuedReplot);
}

void CurvePlot::setReadOut(std::function<QString(double)> x, std::function<QString(double)> y)
{
    m_xText = std::move(x);
    m_yText = std::move(y);
    updateDescription();
    replotOverlay();
}

void CurvePlot::setLegendVisible(bool visible)
{
    m_legend->setShown(visible);
    replot(rpQueuedReplot);
}

void CurvePlot::resetView()
{
    xAxis->setRange(m_x.minimum, m_x.maximum);
    yAxis->setRange(m_y.minimum, m_y.maximum);
    replot(rpQueuedReplot);
}

void CurvePlot::keepInBounds(QCPAxis* axis, const Axis& limits)
{
    const QCPRange allowed = bounded(axis->range(), limits);
    if (!areNearlySame(allowed, axis->range()))
        axis->setRange(allowed);
}

bool CurvePlot::isCurveShown(const QString& name) const
{
    return !m_hidden.contains(name);
}

bool CurvePlot::isSeen(const Curve& curve) const
{
    return isCurveShown(curve.name) && isCurveShown(curve.companion);
}

void CurvePlot::setCurveShown(const QString& name, bool shown)
{
    if (isCurveShown(name) == shown)
        return;
    if (shown)
        m_hidden.remove(name);
    else
        m_hidden.insert(name);
    showGraphs();
    updateDescription();
    replot(rpQueuedReplot);
}

void CurvePlot::updateDescription()
{
    QStringList parts{tr("%1 against %2").arg(m_y.label, m_x.label)};
    for (const Curve* curve : m_legend->curves())
        parts << (isCurveShown(curve->name) ? tr("%1, shown") : tr("%1, hidden")).arg(curve->name);
    for (const Marker& marker : m_markers)
        parts << tr("%1 at %2").arg(marker.name, m_xText(marker.x));
    if (m_line)
        parts << tr("%1 at %2").arg(m_line->name.isEmpty() ? tr("line") : m_line->name, m_xText(lineX()));
    if (const QString readOut = cursorReadOut(); !readOut.isEmpty())
        parts << readOut;
    setAccessibleDescription(parts.join(u'\n'));
}

} // namespace layernorm
