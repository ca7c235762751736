// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plots/row_strip.h"

#include "app/look/theme.h"

#include <QPainter>
#include <algorithm>

namespace layernorm {

namespace {

constexpr int smallestBox = 8;
constexpr int largestBox = 13;
constexpr int wantedWidth = 66;

} // namespace

RowStrip::RowStrip(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize RowStrip::sizeHint() const
{
    // In proportion to the text beside it.
    const int text = fontMetrics().height();
    const int ordinary = 18;
    return {wantedWidth * text / ordinary, largestBox * text / ordinary + 2};
}

void RowStrip::setRows(const std::vector<bool>& moved, std::int64_t edited)
{
    m_moved = moved;
    m_edited = edited;
    const auto movedRows = std::count(moved.begin(), moved.end(), true);
    m_part = static_cast<double>(movedRows) / static_cast<double>(std::max<std::size_t>(1, moved.size()));
    update();
}

void RowStrip::paintEvent(QPaintEvent*)
{
    if (m_moved.empty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double box = std::min(double(width()) / double(m_moved.size()), double(height() - 2));
    if (box >= Theme::scaled(smallestBox))
        drawBoxes(painter, box);
    else
        drawBar(painter);
}

void RowStrip::drawBoxes(QPainter& painter, double box) const
{
    const Theme& theme = Theme::current();
    for (std::size_t i = 0; i < m_moved.size(); ++i) {
        const QRectF place = QRectF(double(i) * box, (height() - box) / 2, box, box).adjusted(1, 1, -1, -1);
        const bool edited = static_cast<std::int64_t>(i) == m_edited;
        painter.setPen(QPen(edited ? theme.accent : theme.muted, edited ? 2 : 1));
        painter.setBrush(m_moved[i] ? theme.disagreement : theme.panel);
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
        if (!m_moved[i])
            continue;
        const QRectF cross = place.adjusted(3, 3, -3, -3);
        painter.setPen(QPen(theme.panel, 1.4));
        painter.drawLine(cross.topLeft(), cross.bottomRight());
        painter.drawLine(cross.topRight(), cross.bottomLeft());
    }
}

void RowStrip::drawBar(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    const QRectF bar = QRectF(rect()).adjusted(1, 2.5, -1, -2.5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.disagreement);
    QRectF part = bar;
    part.setWidth(bar.width() * m_part);
    painter.drawRoundedRect(part, 2, 2);
    painter.setPen(QPen(theme.muted, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(bar, 2, 2);
}

} // namespace layernorm
