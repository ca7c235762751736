// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/export/vector_canvas.h"

#include <optional>

namespace layernorm {

/// Draws with a painter, on a PDF or a printer's page: where its own transformation puts the picture.
class PainterCanvas : public VectorCanvas
{
public:
    /// Changes the painter's state; it has no clip of its own.
    explicit PainterCanvas(QPainter& painter);

    void drawPath(const QPainterPath& path, const Style& style) override;
    void drawText(const QPointF& baseLine, const QTextItem& text, const Style& style) override;
    void drawImage(const QRectF& place, const QImage& image, const Style& style) override;

private:
    void adopt(const Style& style);

    QPainter& m_painter;
    QTransform m_base;
    std::optional<ClipArea> m_clip; ///< in force
};

} // namespace layernorm
