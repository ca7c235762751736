// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plots/curve_styles.h"

#include "app/look/theme.h"

#include <QApplication>
#include <algorithm>
#include <iterator>

namespace layernorm {

namespace {

constexpr int smallFontPixels = 12;

/// One for each of the theme's curve colours.
constexpr QCPScatterStyle::ScatterShape pointShapes[] = {
    QCPScatterStyle::ssCircle,  QCPScatterStyle::ssSquare,           QCPScatterStyle::ssTriangle,
    QCPScatterStyle::ssDiamond, QCPScatterStyle::ssTriangleInverted, QCPScatterStyle::ssStar,
};

} // namespace

bool isPoints(const CurvePlot::Curve& curve)
{
    return curve.style == CurvePlot::Style::Points || curve.style == CurvePlot::Style::Rings;
}

bool isLine(const CurvePlot::Curve& curve)
{
    return curve.style == CurvePlot::Style::Line || curve.style == CurvePlot::Style::Dashed;
}

QFont smallFont()
{
    QFont font = QApplication::font();
    font.setPixelSize(Theme::scaled(smallFontPixels));
    return font;
}

int sideMargin()
{
    return Theme::scaled(24);
}

int pointRadius()
{
    return Theme::scaled(8);
}

QColor faint(QColor colour, double share)
{
    colour.setAlphaF(static_cast<float>(share));
    return colour;
}

QCPScatterStyle pointStyle(const CurvePlot::Curve& curve)
{
    constexpr int count = std::size(pointShapes);
    const QColor shade = Theme::curve(curve.colour);
    if (curve.style == CurvePlot::Style::Rings)
        return {QCPScatterStyle::ssCircle, QPen(shade, Theme::scaled(2)), Qt::NoBrush,
                static_cast<double>(Theme::scaled(15))};
    const auto shape = pointShapes[((curve.colour % count) + count) % count];
    const bool isOpen = shape == QCPScatterStyle::ssStar;
    // A rim of the ground's colour keeps a point apart from its curve.
    return {shape, QPen(isOpen ? shade : Theme::current().panel, Theme::scaled(isOpen ? 2 : 1)), shade,
            static_cast<double>(Theme::scaled(9))};
}

QPen linePen(const CurvePlot::Curve& curve)
{
    QPen pen(Theme::curve(curve.colour), Theme::scaled(2));
    pen.setCapStyle(Qt::FlatCap);
    pen.setJoinStyle(Qt::RoundJoin);
    if (curve.style == CurvePlot::Style::Dashed)
        pen.setDashPattern({4, 2.5});
    return pen;
}

void drawSample(QCPPainter& painter, const CurvePlot::Curve& curve, const QRectF& place)
{
    using Style = CurvePlot::Style;
    const QColor colour = Theme::curve(curve.colour);
    if (isPoints(curve)) {
        const QCPScatterStyle style = pointStyle(curve);
        style.applyTo(&painter, style.pen());
        style.drawShape(&painter, place.center());
    } else if (isLine(curve)) {
        painter.setPen(linePen(curve));
        painter.drawLine(QPointF(place.left(), place.center().y()),
                         QPointF(place.right(), place.center().y()));
    } else {
        const double height = std::min(place.height(), static_cast<double>(Theme::scaled(10)));
        const QRectF box(place.left(), place.center().y() - height / 2, place.width(), height);
        painter.fillRect(box, faint(colour, curve.style == Style::Band ? 0.3 : 0.6));
    }
}

} // namespace layernorm
