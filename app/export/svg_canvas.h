// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/export/vector_canvas.h"

#include <QByteArray>
#include <QHash>
#include <QSize>
#include <optional>

namespace layernorm {

/// Writes SVG 1.1: a pixel of the picture is a user unit and a CSS pixel.
///
/// Text is text, in the font that the screen shows it in; `textLength` keeps it as wide as on the
/// screen where the reader has other fonts. What a clip cuts off is also left out of lines and areas where
/// that is easily done, for readers that know no clip paths (SVG Tiny, as QSvgRenderer).
class SvgCanvas : public VectorCanvas
{
public:
    SvgCanvas(QSize size, const QString& title);

    /// The whole document; nothing is drawn afterwards.
    [[nodiscard]] QByteArray document();

    void drawPath(const QPainterPath& path, const Style& style) override;
    void drawText(const QPointF& baseLine, const QTextItem& text, const Style& style) override;
    void drawImage(const QRectF& place, const QImage& image, const Style& style) override;

private:
    /// Opens or closes the group of things that are cut by `clip`; nullopt: by none.
    void clipTo(const std::optional<ClipArea>& clip);
    /// For something that takes `bounds` of the picture.
    void clipFor(const QRectF& bounds, const ClipArea& clip);
    /// The attributes of an area's colour or a line's; `kind` is fill or stroke.
    [[nodiscard]] QByteArray paint(const char* kind, const QBrush& brush, const Style& style,
                                   const QTransform& space);
    [[nodiscard]] QByteArray gradient(const QBrush& brush, const QTransform& space);
    [[nodiscard]] static QByteArray stroke(const QPen& pen);

    QByteArray m_text;
    std::optional<ClipArea> m_clip;        ///< of the group that is open
    QHash<QByteArray, QByteArray> m_clips; ///< names of those there were, by their shape
    int m_names = 0;                       ///< given so far
};

} // namespace layernorm
