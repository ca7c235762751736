// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is painted besides curves, legend and read-out.
#include "app/look/theme.h"
#include "app/plots/curve_plot.h"
#include "app/plots/curve_styles.h"
#include "app/plots/plot_picture.h"

#include <QScopedValueRollback>

namespace layernorm {

void CurvePlot::drawLine(QCPPainter& painter) const
{
    if (!m_line)
        return;
    const Theme& theme = Theme::current();
    const bool lit = m_lineHovered && !m_picturing;
    const double x = linePixel();
    const double bottom = area().bottom();
    const double size = Theme::scaled(lit ? 8 : 6);
    QPen pen(theme.accent, Theme::scaled(lit ? 4 : 3), Qt::SolidLine, Qt::FlatCap);
    if (!isLineInSight())
        pen.setDashPattern({2, 2});
    painter.setPen(pen);
    painter.drawLine(QPointF(x, area().top()), QPointF(x, bottom));
    painter.setPen(QPen(theme.panel, 1));
    painter.setBrush(theme.accent);
    if (isLineInSight()) {
        painter.drawEllipse(QPointF(x, bottom), size, size);
    } else {
        const double outward = x < area().center().x() ? -size : size;
        painter.drawPolygon(QPolygonF{QPointF(x - outward, bottom - size),
                                      QPointF(x - outward, bottom + size), QPointF(x + outward, bottom)});
    }
    drawLineName(painter, QPointF(x, bottom - 2 * size));
}

void CurvePlot::drawLineName(QCPPainter& painter, const QPointF& place) const
{
    if (m_line->name.isEmpty())
        return;
    const QFontMetrics metrics = painter.fontMetrics();
    const double room = Theme::scaled(8);
    const QString text =
        metrics.elidedText(m_line->name, Qt::ElideRight, static_cast<int>(area().width() / 2 - 2 * room));
    const double width = metrics.horizontalAdvance(text);
    const bool isLeft = place.x() + 2 * room + width > area().right();
    const QRectF box(isLeft ? place.x() - 1.5 * room - width : place.x() + room / 2,
                     place.y() - metrics.height(), width + room, metrics.height());
    painter.setPen(Qt::NoPen);
    painter.setBrush(faint(Theme::current().panel, 0.85));
    painter.drawRoundedRect(box, metrics::cellRadius, metrics::cellRadius);
    painter.setPen(Theme::current().accent);
    painter.drawText(box, Qt::AlignCenter, text);
}

void CurvePlot::drawFocus(QCPPainter& painter) const
{
    if (!hasFocus() || !m_focusSeen)
        return;
    painter.setPen(QPen(Theme::current().accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(viewport()).adjusted(1, 1, -1, -1), metrics::cellRadius,
                            metrics::cellRadius);
}

void CurvePlot::replotOverlay()
{
    if (replotTime() == 0) // not drawn yet: there is nothing to draw on
        return;
    layer(QStringLiteral("overlay"))->replot();
}

void CurvePlot::paintEvent(QPaintEvent* event)
{
    {
        const QScopedValueRollback picturing(m_picturing, true);
        if (paintPicture(*this))
            return;
    }
    QCustomPlot::paintEvent(event);
}

} // namespace layernorm
