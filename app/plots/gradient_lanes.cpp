// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plots/gradient_lanes.h"

#include "app/accessible/announce.h"
#include "app/look/number_display.h"
#include "app/look/shown_notation.h"
#include "app/look/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <span>

namespace layernorm {

namespace {

constexpr int titlePixels = 196;
constexpr int gap = 6;        ///< between two lanes
constexpr int widestBar = 40; ///< of 100 % pixels
constexpr int largestText = 24;
/// Narrower columns are drawn together, a pixel a column.
constexpr double narrowestColumn = 2;

QColor barColour(double value)
{
    const Theme& theme = Theme::current();
    if (!std::isfinite(value))
        return theme.nan;
    // The side of zero tells the sign, too; in high contrast it does so alone.
    return theme.highContrast ? theme.text : value < 0 ? theme.negative : theme.positive;
}

/// −1 to 1 of a lane's half height.
double share(double value, double magnitude)
{
    return magnitude > 0 ? std::clamp(value / magnitude, -1.0, 1.0) : 0;
}

} // namespace

GradientLanes::GradientLanes(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&ShownNotation::instance(), &ShownNotation::changed, this, qOverload<>(&QWidget::update));
}

void GradientLanes::setLanes(const QList<Lane>& lanes, qsizetype chosen)
{
    m_lanes = lanes;
    m_chosen = count() > 0 ? std::clamp<qsizetype>(chosen, 0, count() - 1) : -1;
    setAccessibleDescription(m_chosen < 0 ? QString() : textOf(m_chosen));
    announceCurrentCell(*this);
    update();
}

QSize GradientLanes::minimumSizeHint() const
{
    return {Theme::scaled(titlePixels + 120), Theme::scaled(160)};
}

/// Larger on a page for a hall.
QFont GradientLanes::textFont() const
{
    QFont font = this->font();
    font.setPixelSize(std::clamp(std::min(height() / 22, width() / 45),
                                 Theme::scaled(metrics::fontPixels - 1), Theme::scaled(largestText)));
    return font;
}

int GradientLanes::titleWidth() const
{
    return titlePixels * textFont().pixelSize() / (metrics::fontPixels - 1);
}

QRectF GradientLanes::bars(qsizetype lane) const
{
    const double space = Theme::scaled(gap);
    const double laneHeight =
        (height() + space) / static_cast<double>(std::max<qsizetype>(1, m_lanes.size()));
    return {static_cast<double>(titleWidth()), static_cast<double>(lane) * laneHeight,
            std::max(1.0, static_cast<double>(width() - titleWidth() - 1)), laneHeight - space};
}

QRectF GradientLanes::column(const QRectF& lane, qsizetype value) const
{
    const double columnWidth = lane.width() / static_cast<double>(count());
    return {lane.left() + static_cast<double>(value) * columnWidth, lane.top(), columnWidth, lane.height()};
}

qsizetype GradientLanes::valueAt(const QPoint& place) const
{
    const QRectF first = bars(0);
    if (count() == 0 || place.x() < first.left() || place.x() >= first.right())
        return -1;
    return std::min(count() - 1, static_cast<qsizetype>((place.x() - first.left()) / first.width() *
                                                        static_cast<double>(count())));
}

QString GradientLanes::textOf(qsizetype value) const
{
    QStringList lines{QStringLiteral("[%1]").arg(value)};
    for (const Lane& lane : m_lanes) {
        lines << QStringLiteral("%1: %2").arg(lane.title,
                                              shownText(lane.values.value(value), lane.magnitude, 6));
        if (value < lane.rings.size())
            lines.last() += QStringLiteral(" (○ %1)").arg(shownText(lane.rings[value], lane.magnitude, 6));
    }
    return lines.join(u'\n');
}

// Mouse and keys

bool GradientLanes::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto& help = static_cast<const QHelpEvent&>(*event);
    if (const qsizetype value = valueAt(help.pos()); value >= 0)
        QToolTip::showText(help.globalPos(), textOf(value), this);
    else
        QToolTip::hideText();
    return true;
}

void GradientLanes::mousePressEvent(QMouseEvent* event)
{
    if (const qsizetype value = valueAt(event->position().toPoint()); value >= 0)
        emit valueChosen(value);
}

void GradientLanes::keyPressEvent(QKeyEvent* event)
{
    qsizetype value = m_chosen;
    switch (event->key()) {
    case Qt::Key_Left:
        --value;
        break;
    case Qt::Key_Right:
        ++value;
        break;
    case Qt::Key_Home:
        value = 0;
        break;
    case Qt::Key_End:
        value = count() - 1;
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    value = std::clamp<qsizetype>(value, 0, std::max<qsizetype>(0, count() - 1));
    if (count() > 0 && value != m_chosen)
        emit valueChosen(value);
}

// Painting

void GradientLanes::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(textFont());
    const bool together = count() > 0 && column(bars(0), 0).width() < narrowestColumn;
    for (qsizetype lane = 0; lane < m_lanes.size(); ++lane) {
        drawTitle(painter, lane);
        if (together)
            drawTogether(painter, lane);
        else
            drawBars(painter, lane);
    }
    drawChosen(painter);
}

void GradientLanes::drawTitle(QPainter& painter, qsizetype lane) const
{
    const QRectF place(0, bars(lane).top(), titleWidth() - Theme::scaled(10), bars(lane).height());
    painter.save();
    QFont bold = painter.font();
    bold.setBold(true);
    const QFontMetricsF metrics(bold);
    QRectF line(place.left(), place.center().y() - metrics.height(), place.width(), metrics.height());
    painter.setFont(bold);
    painter.setPen(Theme::current().text);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(m_lanes[lane].title, Qt::ElideRight, line.width()));
    painter.restore();
    line.translate(0, line.height());
    painter.setPen(Theme::current().muted);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_lanes[lane].detail, Qt::ElideRight,
                                                      static_cast<int>(line.width())));
}

void GradientLanes::drawBars(QPainter& painter, qsizetype lane) const
{
    const QRectF area = bars(lane);
    for (qsizetype i = 0; i < m_lanes[lane].values.size(); ++i)
        drawBar(painter, m_lanes[lane], column(area, i), m_lanes[lane].values[i]);
    painter.setPen(QPen(Theme::current().line, 1));
    painter.drawLine(QPointF(area.left(), area.center().y()), QPointF(area.right(), area.center().y()));
    const QList<double>& rings = m_lanes[lane].rings;
    for (qsizetype i = 0; i < rings.size(); ++i) {
        const QRectF place = column(area, i);
        const double radius = std::min(static_cast<double>(Theme::scaled(4)), place.width() / 2);
        if (!std::isfinite(rings[i]))
            continue;
        painter.setBrush(Qt::NoBrush);
        const double y = area.center().y() - share(rings[i], m_lanes[lane].magnitude) * area.height() / 2;
        const QPointF centre(place.center().x(), std::clamp(y, area.top() + radius, area.bottom() - radius));
        // With a rim, or it could not be seen on a bar of the text's colour.
        for (const QPen& pen : {QPen(Theme::current().panel, 4.5), QPen(Theme::current().text, 1.5)}) {
            painter.setPen(pen);
            painter.drawEllipse(centre, radius, radius);
        }
    }
}

void GradientLanes::drawBar(QPainter& painter, const Lane& lane, const QRectF& place, double value) const
{
    const double middle = place.center().y();
    const double barWidth = std::min(place.width() * 0.8, widestBar * place.height() / 50);
    const double left = place.center().x() - barWidth / 2;
    const double reach = std::isfinite(value) ? share(value, lane.magnitude) * place.height() / 2 : 0;
    QRectF bar(left, middle, barWidth, -reach);
    if (!std::isfinite(value))
        bar = QRectF(left, place.top(), barWidth, place.height());
    painter.fillRect(bar.normalized(), barColour(value));
    drawNumber(painter, place, shownText(value, lane.magnitude, 3), value < 0);
}

/// On the other side of zero, where there is always room.
void GradientLanes::drawNumber(QPainter& painter, const QRectF& place, const QString& text, bool above) const
{
    const QFontMetricsF metrics(painter.font());
    if (metrics.horizontalAdvance(text) + 4 > place.width() || metrics.height() > place.height() / 2)
        return;
    QRectF number(place.left(), place.center().y(), place.width(), metrics.height());
    if (above)
        number.translate(0, -metrics.height());
    painter.setPen(Theme::current().text);
    painter.drawText(number, Qt::AlignCenter, text);
}

/// From the smallest to the largest value of each pixel.
void GradientLanes::drawTogether(QPainter& painter, qsizetype lane) const
{
    const QRectF area = bars(lane);
    const Lane& values = m_lanes[lane];
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    const int pixels = static_cast<int>(area.width());
    for (int pixel = 0; pixel < pixels; ++pixel) {
        const qsizetype first = count() * pixel / pixels;
        const qsizetype last = std::max(first + 1, count() * (pixel + 1) / pixels);
        const auto range = std::ranges::minmax(
            std::span(values.values)
                .subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first)));
        const double x = area.left() + pixel;
        const auto bar = [&](double from, double to) {
            painter.fillRect(
                QRectF(QPointF(x, area.center().y() - share(to, values.magnitude) * area.height() / 2),
                       QPointF(x + 1, area.center().y() - share(from, values.magnitude) * area.height() / 2)),
                barColour(from < 0 ? from : to));
        };
        if (!std::isfinite(range.min) || !std::isfinite(range.max))
            painter.fillRect(QRectF(x, area.top(), 1, area.height()), Theme::current().nan);
        bar(std::min(0.0, range.min), 0);
        bar(0, std::max(0.0, range.max));
    }
    painter.restore();
}

void GradientLanes::drawChosen(QPainter& painter) const
{
    if (m_chosen < 0)
        return;
    const QRectF top = column(bars(0), m_chosen);
    QRectF frame(top.left(), 0, std::max(3.0, top.width()), height());
    frame = frame.intersected(QRectF(rect())).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Theme::current().accent, hasFocus() ? 2 : 1));
    painter.drawRoundedRect(frame, metrics::cellRadius, metrics::cellRadius);
}

} // namespace layernorm
