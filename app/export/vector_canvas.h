// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/export/clip_area.h"

#include <QBrush>
#include <QImage>
#include <QPaintEngine>
#include <QPainter>
#include <QPen>

namespace layernorm {

/// Takes lines, areas and text that are not to become pixels.
class VectorCanvas
{
public:
    /// How things are drawn.
    struct Style {
        QPen pen; ///< a painter begins with black
        QBrush brush;
        QPointF brushOrigin;
        QTransform transform; ///< from where things are said to be to pixels of the picture
        double opacity = 1;
        bool smooth = true; ///< edges; else areas end with whole pixels where they are drawn
        ClipArea clip;      ///< in pixels of the picture
    };

    virtual ~VectorCanvas() = default;

    virtual void drawPath(const QPainterPath& path, const Style& style) = 0;
    /// One line in one font.
    virtual void drawText(const QPointF& baseLine, const QTextItem& text, const Style& style) = 0;
    virtual void drawImage(const QRectF& place, const QImage& image, const Style& style) = 0;
};

} // namespace layernorm
