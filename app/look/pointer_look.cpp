// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/look/pointer_look.h"

#include "app/look/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

namespace layernorm {

namespace {

constexpr int outlinePixels = 4; // at 100 %

bool strongPointer = false;

} // namespace

bool PointerLook::isStrong()
{
    return strongPointer;
}

void PointerLook::setStrong(bool strong)
{
    strongPointer = strong;
}

double PointerLook::width(double usual)
{
    return strongPointer ? std::max<double>(usual, Theme::scaled(outlinePixels)) : usual;
}

void PointerLook::dimAround(QPainter& painter, const QRectF& area, const QRectF& token)
{
    if (!strongPointer || token.isEmpty())
        return;
    QPainterPath around;
    around.setFillRule(Qt::OddEvenFill);
    around.addRect(area);
    around.addRect(token.intersected(area));
    QColor colour = Theme::current().panel;
    colour.setAlphaF(static_cast<float>(veil));
    painter.fillPath(around, colour);
}

} // namespace layernorm
