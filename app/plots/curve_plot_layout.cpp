// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where things stand: the room around the axes and their labels, and coordinates in pixels.
#include "app/look/theme.h"
#include "app/plots/curve_axes.h"
#include "app/plots/curve_plot.h"
#include "app/plots/curve_styles.h"
#include "app/plots/curve_ticker.h"

#include <algorithm>
#include <cmath>

namespace layernorm {

void CurvePlot::updateLayout()
{
    const QFontMetrics metrics(smallFont());
    const int labelWidth = metrics.horizontalAdvance(QStringLiteral("10⁻¹⁰"));
    m_xTicker->setTickCount(std::clamp(viewport().width() / (3 * labelWidth), 2, 13));
    m_yTicker->setTickCount(std::clamp(viewport().height() / (3 * metrics.height()), 2, 11));
    QCustomPlot::updateLayout();
    // How many rows the markers' names need is known once the width is.
    const int rows = markerRows();
    // Half a label of the left axis at its upper end; one that does not fit is not drawn at all.
    const int half = metrics.height() / 2 + Theme::scaled(4);
    const int top = rows > 0 ? rows * metrics.height() + Theme::scaled(5) : half;
    const QMargins margins(sideMargin(), std::max(half, top), sideMargin(), Theme::scaled(24));
    if (margins != axisRect()->minimumMargins()) {
        axisRect()->setMinimumMargins(margins);
        QCustomPlot::updateLayout();
    }
    elideLabels();
}

void CurvePlot::elideLabels()
{
    const QFontMetrics metrics(smallFont());
    const auto room = [](int centre, int end) {
        return 2 * std::min(centre, end - centre) - Theme::scaled(8);
    };
    const QPoint centre = area().center().toPoint();
    xAxis->setLabel(metrics.elidedText(m_x.label, Qt::ElideRight, room(centre.x(), viewport().width())));
    yAxis->setLabel(metrics.elidedText(m_y.label, Qt::ElideRight, room(centre.y(), viewport().height())));
}

QRectF CurvePlot::area() const
{
    return axisRect()->rect();
}

double CurvePlot::pixelX(double x) const
{
    if (!isOnAxis(x, m_x))
        return x > 0 ? area().right() : area().left();
    return xAxis->coordToPixel(x);
}

double CurvePlot::linePixel() const
{
    return std::clamp(pixelX(lineX()), area().left(), area().right());
}

bool CurvePlot::isLineInSight() const
{
    return isOnAxis(lineX(), m_x) && std::abs(pixelX(lineX()) - linePixel()) < 1;
}

} // namespace layernorm
