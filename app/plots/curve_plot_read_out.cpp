// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the curves say at the cursor, as text and as it is drawn.
#include "app/look/theme.h"
#include "app/plots/curve_axes.h"
#include "app/plots/curve_plot.h"
#include "app/plots/curve_readings.h"
#include "app/plots/curve_styles.h"

#include <algorithm>

namespace layernorm {

QString CurvePlot::cursorReadOut() const
{
    if (const std::optional<double> x = cursorX())
        return tr("at %1:").arg(m_xText(*x)) + u'\n' + readOutAt(*x);
    return m_line ? readOutAt(lineX()) : QString();
}

QRect CurvePlot::pointPlace(double x, double y) const
{
    const QPointF middle(xAxis->coordToPixel(x), yAxis->coordToPixel(y));
    if (!area().contains(middle)) // NaN neither
        return {};
    return QRectF(middle - QPointF(pointRadius(), pointRadius()),
                  QSizeF(2 * pointRadius(), 2 * pointRadius()))
        .toAlignedRect();
}

QString CurvePlot::readOutAt(double x) const
{
    QStringList lines;
    for (const ReadOut& row : readOut(x))
        lines << tr("%1: %2").arg(row.curve->name, row.value);
    return lines.join(u'\n');
}

QList<CurvePlot::ReadOut> CurvePlot::readOut(double x) const
{
    QList<ReadOut> rows;
    for (const Curve& curve : m_curves) {
        const std::optional<Reading> reading = readCurve(curve, x, m_x, m_y);
        if (!reading || curve.name.isEmpty() || !isSeen(curve))
            continue;
        QString value = m_yText(reading->value);
        if (curve.style == Style::Band)
            value = tr("%1 to %2").arg(value, m_yText(reading->upper));
        if (reading->interpolated)
            value.prepend(QStringLiteral("≈ "));
        if (reading->x != x)
            value = tr("%1 (at %2)").arg(value, m_xText(reading->x));
        rows << ReadOut{&curve, value, QPointF(reading->x, reading->value)};
    }
    return rows;
}

void CurvePlot::drawCursor(QCPPainter& painter) const
{
    const std::optional<double> x = cursorX();
    if (!x)
        return;
    const Theme& theme = Theme::current();
    const double pixel = std::clamp(pixelX(*x), area().left(), area().right());
    const QList<ReadOut> rows = readOut(*x);
    if (!m_line || *x != lineX()) {
        painter.setPen(QPen(theme.muted, 1));
        painter.drawLine(QPointF(pixel, area().top()), QPointF(pixel, area().bottom()));
    }
    for (const ReadOut& row : rows) {
        const bool isArea = row.curve->style == Style::Bars || row.curve->style == Style::Band;
        if (isArea || !isOnAxis(row.point.x(), m_x) || !isOnAxis(row.point.y(), m_y))
            continue;
        const QPointF point(pixelX(row.point.x()), yAxis->coordToPixel(row.point.y()));
        if (!area().adjusted(-1, -1, 1, 1).contains(point))
            continue;
        painter.setPen(QPen(theme.panel, 1));
        painter.setBrush(Theme::curve(row.curve->colour));
        painter.drawEllipse(point, Theme::scaled(4), Theme::scaled(4));
    }
    drawReadOut(painter, *x, pixel, rows);
}

void CurvePlot::drawReadOut(QCPPainter& painter, double x, double pixel, QList<ReadOut> rows) const
{
    const Theme& theme = Theme::current();
    const QFontMetrics metrics = painter.fontMetrics();
    const int room = Theme::scaled(6);
    const int sample = Theme::scaled(16);
    const int most = std::max(1, static_cast<int>(area().height() - 2 * room) / metrics.height() - 1);
    const qsizetype left = rows.size() > most ? rows.size() - std::max(0, most - 1) : 0;
    rows.resize(rows.size() - left);

    int names = 0;
    int values = 0;
    for (const ReadOut& row : rows) {
        names = std::max(names, metrics.horizontalAdvance(row.curve->name));
        values = std::max(values, metrics.horizontalAdvance(row.value));
    }
    const QString more = left > 0 ? tr("and %n more", nullptr, static_cast<int>(left)) : QString();
    const int fixed = sample + values + 4 * room;
    const double beside = 2 * room;
    const double side = std::max(area().right() - pixel, pixel - area().left()) - beside;
    names = std::clamp(names, 0, std::max(Theme::scaled(30), static_cast<int>(side) - fixed));
    const int width =
        std::max({rows.isEmpty() ? 0 : fixed + names, metrics.horizontalAdvance(m_xText(x)) + 2 * room,
                  metrics.horizontalAdvance(more) + 2 * room});
    const qsizetype lines = 1 + rows.size() + (left > 0 ? 1 : 0);
    QRectF box(0, 0, width, static_cast<double>(lines * metrics.height() + 2 * room));
    // Beside the cursor, on the side where there is room, and never out of the area.
    box.moveLeft(pixel + beside + width <= area().right() ? pixel + beside : pixel - beside - width);
    box.moveLeft(std::max(box.left(), area().left()));
    box.moveTop(m_mouse && !m_keyCursor ? m_mouse->y() - box.height() / 2 : area().top());
    box.moveTop(std::max(area().top(), std::min(box.top(), area().bottom() - box.height())));

    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(faint(theme.panel, 0.96));
    painter.drawRoundedRect(box, metrics::cellRadius, metrics::cellRadius);
    QRectF line(box.left() + room, box.top() + room, box.width() - 2 * room, metrics.height());
    painter.setPen(theme.muted);
    painter.drawText(line, Qt::AlignVCenter, m_xText(x));
    for (const ReadOut& row : rows) {
        line.translate(0, metrics.height());
        drawSample(painter, *row.curve, QRectF(line.left(), line.top(), sample, line.height()));
        painter.setPen(theme.text);
        painter.drawText(line.adjusted(sample + room, 0, 0, 0), Qt::AlignVCenter,
                         metrics.elidedText(row.curve->name, Qt::ElideRight, names + 1));
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, row.value);
    }
    painter.setPen(theme.muted);
    if (left > 0)
        painter.drawText(line.translated(0, metrics.height()), Qt::AlignVCenter, more);
}

} // namespace layernorm
