// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/export/vector_device.h"

#include <QPainter>
#include <QWidget>

namespace layernorm::testing {

/// A line of text as a widget paints it.
struct PaintedText {
    QString text;
    QRectF ink;         ///< what is drawn of it, in the widget
    QRectF visible;     ///< where it can be seen
    bool faint = false; ///< not meant to be read
};

/// Every line of text that a widget paints itself, without its children, whatever it paints it with.
class PaintedTexts : public VectorCanvas
{
public:
    explicit PaintedTexts(QWidget& widget)
    {
        VectorDevice device(widget.size(), *this);
        QPainter painter(&device);
        widget.render(&painter, {}, {}, {});
    }

    QList<PaintedText> texts;

    void drawPath(const QPainterPath&, const Style&) override {}
    void drawImage(const QRectF&, const QImage&, const Style&) override {}
    void drawText(const QPointF& baseLine, const QTextItem& item, const Style& style) override
    {
        const QString text = item.text().trimmed();
        if (text.isEmpty())
            return;
        const QFontMetricsF metrics(item.font());
        // Leading blanks move what is seen of it.
        const double indent = metrics.horizontalAdvance(item.text().left(item.text().indexOf(text.front())));
        const QRectF box(baseLine.x() + indent, baseLine.y() - metrics.capHeight(),
                         metrics.horizontalAdvance(text), metrics.capHeight());
        texts << PaintedText{text, style.transform.mapRect(box), style.clip.bounds(), false};
    }
};

} // namespace layernorm::testing
