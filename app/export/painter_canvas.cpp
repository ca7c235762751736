// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export/painter_canvas.h"

namespace layernorm {

PainterCanvas::PainterCanvas(QPainter& painter) : m_painter(painter), m_base(painter.worldTransform()) {}

void PainterCanvas::drawPath(const QPainterPath& path, const Style& style)
{
    adopt(style);
    m_painter.setBrush(style.brush);
    m_painter.drawPath(path);
}

void PainterCanvas::drawText(const QPointF& baseLine, const QTextItem& text, const Style& style)
{
    adopt(style);
    QFont font = text.font();
    if (!(text.renderFlags() & (QTextItem::Underline | QTextItem::StrikeOut | QTextItem::Overline))) {
        m_painter.setFont(font);
        m_painter.drawTextItem(baseLine, text); // with the places the screen's fonts give its letters
        return;
    }
    // The lines come by themselves.
    font.setUnderline(false);
    font.setStrikeOut(false);
    font.setOverline(false);
    m_painter.setFont(font);
    m_painter.drawText(baseLine, text.text());
}

void PainterCanvas::drawImage(const QRectF& place, const QImage& image, const Style& style)
{
    adopt(style);
    m_painter.drawImage(place, image);
}

void PainterCanvas::adopt(const Style& style)
{
    if (m_clip != style.clip) {
        m_painter.setWorldTransform(m_base);
        m_painter.setClipPath(style.clip.path());
        m_clip = style.clip;
    }
    m_painter.setWorldTransform(style.transform * m_base);
    m_painter.setRenderHint(QPainter::Antialiasing, style.smooth);
    m_painter.setOpacity(style.opacity);
    m_painter.setPen(style.pen);
    m_painter.setBrushOrigin(style.brushOrigin);
}

} // namespace layernorm
