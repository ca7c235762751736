// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/delegates/cell_delegate.h"

#include "app/look/theme.h"

#include <QLineEdit>
#include <QPainter>

namespace layernorm {

CellDelegate::CellDelegate(int changedRole, QObject* parent)
    : QStyledItemDelegate(parent),
      m_changedRole(changedRole)
{
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    const QColor ground = index.data(Qt::BackgroundRole).value<QColor>();
    const QRectF cell = QRectF(option.rect).adjusted(1, 1, -1, -1);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(ground);
    painter->drawRoundedRect(cell, metrics::cellRadius, metrics::cellRadius);

    if (m_flash > 0 && index.data(m_changedRole).toBool()) {
        QColor glow = theme.flash;
        glow.setAlphaF(static_cast<float>(m_flash));
        painter->setPen(QPen(glow, 3));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(cell.adjusted(1, 1, -1, -1), metrics::cellRadius, metrics::cellRadius);
    }
    if (m_numbersShown) {
        const QVariant colour = index.data(Qt::ForegroundRole);
        painter->setPen(colour.isValid() ? colour.value<QColor>() : Theme::textOn(ground));
        QFont font = option.font;
        font.setBold(m_bold == index);
        painter->setFont(font);
        const int padding = Theme::scaled(6);
        painter->drawText(cell.adjusted(2, 0, -padding, 0), index.data(Qt::TextAlignmentRole).toInt(),
                          index.data(Qt::DisplayRole).toString());
    }
    painter->restore();
}

QWidget* CellDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex&) const
{
    auto* editor = new QLineEdit(parent);
    editor->setObjectName(QStringLiteral("cellEditor"));
    editor->setFrame(false);
    editor->setStyleSheet(QStringLiteral("padding: 0 2px; min-height: 0;"));
    return editor;
}

void CellDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const
{
    auto* line = qobject_cast<QLineEdit*>(editor);
    line->setText(index.data(Qt::EditRole).toString());
    line->selectAll();
}

void CellDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const
{
    model->setData(index, qobject_cast<QLineEdit*>(editor)->text(), Qt::EditRole);
}

} // namespace layernorm
