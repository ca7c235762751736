// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/quiet_label.h"

#include "app/look/number_display.h"
#include "app/look/theme.h"

#include <QPainter>

namespace layernorm {

QuietLabel::QuietLabel(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void QuietLabel::setPieces(const QList<Piece>& pieces)
{
    if (pieces == m_pieces)
        return;
    m_pieces = pieces;
    setAccessibleName(text());
    setToolTip(plainToolTip(text()));
    update();
}

QString QuietLabel::text() const
{
    QStringList texts;
    for (const Piece& piece : m_pieces)
        if (!piece.text.isEmpty())
            texts << piece.text;
    return texts.join(u' ').simplified();
}

QSize QuietLabel::sizeHint() const
{
    return {Theme::scaled(200), fontMetrics().height() + 4};
}

int QuietLabel::widthOfText() const
{
    int width = 0;
    for (const Piece& piece : m_pieces) {
        QFont font = this->font();
        font.setBold(piece.bold);
        if (!piece.text.isEmpty())
            width += QFontMetrics(font).horizontalAdvance(piece.text) + m_gap;
    }
    return width;
}

void QuietLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QRect room = rect();
    for (const Piece& piece : m_pieces) {
        if (piece.text.isEmpty() || room.width() <= 0)
            continue;
        QFont font = this->font();
        font.setBold(piece.bold);
        painter.setFont(font);
        painter.setPen(piece.colour);
        const QString shown = painter.fontMetrics().elidedText(piece.text, Qt::ElideRight, room.width());
        painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft, shown);
        room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance(shown) + m_gap);
    }
}

} // namespace layernorm
