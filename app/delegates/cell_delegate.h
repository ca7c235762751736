// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace layernorm {

/// A number on its colour: a rounded cell, black or white text whichever reads better, and while `flash` is
/// above 0 a yellow frame around cells that say they changed.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit CellDelegate(int changedRole, QObject* parent = nullptr);

    void setFlash(double strength) { m_flash = strength; }
    void setNumbersShown(bool shown) { m_numbersShown = shown; }
    /// Of a cell that shows `number` whole, in bold, too.
    static int widthFor(const QString& number, const QFont& font);
    /// The cell whose number stands in bold.
    void setBold(const QModelIndex& index) { m_bold = index; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;

private:
    int m_changedRole;
    double m_flash = 0;
    bool m_numbersShown = true;
    QPersistentModelIndex m_bold;
};

} // namespace layernorm
