// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The legend's numbers on the lines, each where there is most room.
#include "app/look/theme.h"
#include "app/plots/curve_axes.h"
#include "app/plots/curve_legend.h"
#include "app/plots/curve_plot.h"
#include "app/plots/curve_readings.h"
#include "app/plots/curve_styles.h"

#include <QLineF>
#include <algorithm>
#include <cmath>

namespace layernorm {

namespace {

/// Of the numbers on the lines.
double numberRadius()
{
    return Theme::scaled(8);
}

} // namespace

double CurvePlot::heightAt(const Curve& curve, double pixel) const
{
    if (pixel < area().left() || pixel > area().right())
        return qQNaN();
    const std::optional<Reading> reading = readCurve(curve, xAxis->pixelToCoord(pixel), m_x, m_y);
    const bool seen = reading && isOnAxis(reading->value, m_y) && yAxis->range().contains(reading->value);
    return seen ? yAxis->coordToPixel(reading->value) : qQNaN();
}

QList<CurvePlot::Numbered> CurvePlot::numberedLines() const
{
    QList<Numbered> lines;
    const QList<const Curve*> named = m_legend->curves();
    for (qsizetype i = 0; i < std::min<qsizetype>(named.size(), numberedCurves); ++i)
        if (isLine(*named[i]) && isSeen(*named[i]))
            lines << Numbered{named[i], static_cast<int>(i + 1), {}};
    return lines;
}

double CurvePlot::clearance(const QList<Numbered>& lines, qsizetype line, double pixel) const
{
    const double height = heightAt(*lines[line].curve, pixel);
    if (std::isnan(height))
        return -1;
    double free = m_line ? std::abs(linePixel() - pixel) : area().width();
    double numbers = area().width();
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (i == line)
            continue;
        const double other = heightAt(*lines[i].curve, pixel);
        if (!std::isnan(other))
            free = std::min(free, std::abs(other - height));
        if (i < line && !lines[i].place.isNull())
            numbers = std::min(numbers, QLineF(lines[i].place, QPointF(pixel, height)).length());
    }
    return numbers < 2 * numberRadius() ? -1 : free;
}

std::optional<double> CurvePlot::numberPlace(const QList<Numbered>& lines, qsizetype line) const
{
    constexpr int parts = 40;
    const double enough = 2 * numberRadius();
    // A number stays where it is as long as there is room: it must not flicker while somebody drags.
    QList<double> places;
    if (const auto last = m_numberPlaces.find(lines[line].curve->name); last != m_numberPlaces.end())
        places << pixelX(*last);
    places << area().right() - enough;
    for (int part = parts - 1; part > 0; --part)
        places << area().left() + area().width() * part / parts;
    std::optional<double> best;
    double most = -1;
    for (const double place : places) {
        const double free = std::min(enough, clearance(lines, line, place));
        if (free > most) {
            most = free;
            best = place;
        }
        if (most >= enough)
            break;
    }
    return best;
}

void CurvePlot::drawNumbers(QCPPainter& painter)
{
    QList<Numbered> lines = numberedLines();
    if (lines.size() < 2)
        return;
    for (qsizetype line = 0; line < lines.size(); ++line) {
        const std::optional<double> place = numberPlace(lines, line);
        if (!place)
            continue;
        m_numberPlaces[lines[line].curve->name] = xAxis->pixelToCoord(*place);
        lines[line].place = QPointF(*place, heightAt(*lines[line].curve, *place));
        drawNumber(painter, lines[line]);
    }
}

void CurvePlot::drawNumber(QCPPainter& painter, const Numbered& line) const
{
    const double radius = numberRadius();
    painter.setPen(QPen(Theme::curve(line.curve->colour), Theme::scaled(1)));
    painter.setBrush(Theme::current().panel);
    painter.drawEllipse(line.place, radius, radius);
    painter.setPen(Theme::current().text);
    painter.drawText(QRectF(line.place - QPointF(radius, radius), QSizeF(2 * radius, 2 * radius)),
                     Qt::AlignCenter, QString::number(line.number));
}

} // namespace layernorm
