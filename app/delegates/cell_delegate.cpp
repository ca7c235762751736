// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/delegates/cell_delegate.h"

#include "app/look/theme.h"

#include <QLineEdit>
#include <QPainter>

namespace layernorm {

namespace {

constexpr int frame = 1;       // of the panel's colour around every cell
constexpr int leftPadding = 2; // at every zoom, as numbers stand at the right

/// In proportion to the text, which in a presentation is not that of the window.
int rightPadding(const QFont& font)
{
    return font.pixelSize() * 6 / metrics::fontPixels;
}

/// All of the number, its sign only, or nothing.
QString shownText(const QString& number, bool numbersShown)
{
    if (numbersShown || number.isEmpty())
        return number;
    if (!Theme::current().highContrast || number == u"0" || number == u"·")
        return {};
    // Where colours may not be told apart, the sign still can.
    const QChar first = number.front();
    return first == QChar(0x2212) || first.isLetter() ? QString(first) : QStringLiteral("+");
}

} // namespace

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
    const QRectF cell = QRectF(option.rect).adjusted(frame, frame, -frame, -frame);
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
    const QString text = shownText(index.data(Qt::DisplayRole).toString(), m_numbersShown);
    if (!text.isEmpty()) {
        const QVariant colour = index.data(Qt::ForegroundRole);
        painter->setPen(colour.isValid() ? colour.value<QColor>() : Theme::textOn(ground));
        QFont font = option.font;
        font.setBold(m_bold == index);
        painter->setFont(font);
        painter->drawText(cell.adjusted(leftPadding, 0, -rightPadding(font), 0),
                          index.data(Qt::TextAlignmentRole).toInt(), text);
    }
    painter->restore();
}

int CellDelegate::widthFor(const QString& number, const QFont& font)
{
    QFont bold = font;
    bold.setBold(true);
    return QFontMetrics(bold).horizontalAdvance(number) + 2 * frame + leftPadding + rightPadding(font);
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
