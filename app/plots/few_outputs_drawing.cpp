// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plots/few_outputs_drawing.h"

#include "app/look/number_display.h"
#include "app/look/shown_notation.h"
#include "app/look/theme.h"

#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

namespace layernorm {

namespace {

constexpr double dotRadius = 4.5;

/// Seen along (1, 1, 1) with the first axis upwards, y0 (1, 0, 0) + y1 (0, 1, 0) + y2 (0, 0, 1) lies here;
/// lengths in the plane y0 + y1 + y2 = 0 are true.
QPointF alongDiagonal(double y0, double y1, double y2)
{
    return {(y2 - y1) / std::sqrt(2.0), (2 * y0 - y1 - y2) / std::sqrt(6.0)};
}

QString outputName(qsizetype index)
{
    static const QString subscripts = QStringLiteral("₀₁₂");
    return u'y' + QString(subscripts.at(index));
}

void drawDot(QPainter& painter, const QPointF& place)
{
    painter.setPen(QPen(Theme::current().panel, 1.5));
    painter.setBrush(Theme::current().accent);
    const double radius = dotRadius * Theme::zoom();
    painter.drawEllipse(place, radius, radius);
}

} // namespace

FewOutputsDrawing::FewOutputsDrawing(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void FewOutputsDrawing::setOutputs(const QList<double>& outputs)
{
    const bool drawable = outputs.size() <= 3 &&
                          std::ranges::all_of(outputs, [](double output) { return std::isfinite(output); });
    m_outputs = drawable ? outputs : QList<double>{};
    QStringList values;
    for (qsizetype i = 0; i < m_outputs.size(); ++i)
        values << outputName(i) + QStringLiteral(" = ") + shownText(m_outputs[i]);
    setAccessibleName(values.join(QStringLiteral(", ")));
    setToolTip(accessibleName());
    update();
}

QSize FewOutputsDrawing::sizeHint() const
{
    return {Theme::scaled(200), Theme::scaled(100)};
}

QSize FewOutputsDrawing::minimumSizeHint() const
{
    return {Theme::scaled(100), Theme::scaled(40)};
}

void FewOutputsDrawing::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_outputs.size() == 3)
        drawCircle(painter);
    else if (!m_outputs.isEmpty())
        drawLine(painter);
}

void FewOutputsDrawing::drawLine(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    const int text = fontMetrics().height();
    const double middle = height() / 2.0;
    const double unit = std::min(width() * 0.36, 12.0 * text);
    const double tick = Theme::scaled(4);
    const auto place = [&](double y) { return QPointF(width() / 2.0 + y * unit, middle); };
    painter.setPen(QPen(theme.muted, 1));
    painter.drawLine(place(-1.25), place(1.25));
    for (const double y : {-1.0, 0.0, 1.0}) {
        painter.drawLine(place(y) - QPointF(0, tick), place(y) + QPointF(0, tick));
        const QRectF label(place(y).x() - 2 * text, middle + tick, 4 * text, text);
        painter.drawText(label, Qt::AlignCenter, cellText(y, 0));
    }
    for (qsizetype i = 0; i < m_outputs.size(); ++i) {
        const QPointF point = place(m_outputs[i]);
        drawDot(painter, point);
        painter.setPen(theme.text);
        // Two outputs of 0 lie on each other: their names stand side by side.
        const double aside =
            m_outputs.size() == 2 && m_outputs[0] == m_outputs[1] ? (i == 0 ? -text : text) : 0;
        const QRectF label(point.x() + aside - 2 * text, middle - tick - 1.4 * text, 4 * text, text);
        painter.drawText(label, Qt::AlignCenter, outputName(i));
    }
}

void FewOutputsDrawing::drawCircle(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    const double text = fontMetrics().height();
    const QPointF centre(width() / 2.0, height() / 2.0);
    // The largest circle there can be has the radius sqrt(3).
    const double unit = (std::min(width(), height()) / 2.0 - Theme::scaled(7)) / std::sqrt(3.0);
    const auto place = [&](double y0, double y1, double y2) {
        const QPointF seen = alongDiagonal(y0, y1, y2);
        return centre + QPointF(seen.x() * unit, -seen.y() * unit);
    };
    const double radius =
        std::sqrt(m_outputs[0] * m_outputs[0] + m_outputs[1] * m_outputs[1] + m_outputs[2] * m_outputs[2]);
    constexpr std::array<std::array<double, 3>, 3> axes{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const auto [a, b, c] = axes[i];
        const double length = 1.9;
        const QPointF tip = place(length * a, length * b, length * c);
        painter.setPen(QPen(theme.line, 1));
        painter.drawLine(centre, tip);
        painter.setPen(theme.muted);
        const QPointF label = place(a, b, c) + QPointF(i == 1 ? -text : text, i == 0 ? 0 : -0.2 * text);
        painter.drawText(QRectF(label.x() - text, label.y() - text / 2, 2 * text, text), Qt::AlignCenter,
                         outputName(static_cast<qsizetype>(i)));
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.accent, 1.5));
    painter.drawEllipse(centre, radius * unit, radius * unit);
    drawDot(painter, place(m_outputs[0], m_outputs[1], m_outputs[2]));
}

} // namespace layernorm
