// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/accessible/accessible_cell.h"

#include <QCoreApplication>
#include <QWidget>

namespace layernorm {

AccessibleCell::AccessibleCell(QWidget* widget, int row, int column)
    : m_widget(widget),
      m_row(row),
      m_column(column)
{
}

AccessibleGrid* AccessibleCell::grid() const
{
    return m_widget ? dynamic_cast<AccessibleGrid*>(QAccessible::queryAccessibleInterface(m_widget))
                    : nullptr;
}

bool AccessibleCell::isValid() const
{
    const AccessibleGrid* in = grid();
    return in && in->isValid() && m_row < in->source().rows() && m_column < in->source().columns();
}

QWindow* AccessibleCell::window() const
{
    return m_widget ? m_widget->window()->windowHandle() : nullptr;
}

SpokenCell AccessibleCell::said() const
{
    return isValid() && !isHeader() ? grid()->source().cell(m_row, m_column) : SpokenCell{};
}

QString AccessibleCell::headerName() const
{
    if (!isValid() || (m_row < 0 && m_column < 0))
        return {};
    return m_row < 0 ? grid()->source().columnName(m_column) : grid()->source().rowName(m_row);
}

QString AccessibleCell::text(QAccessible::Text kind) const
{
    if (isHeader())
        return kind == QAccessible::Name ? headerName() : QString();
    const SpokenCell cell = said();
    switch (kind) {
    case QAccessible::Name:
        return cell.name;
    case QAccessible::Value:
        return cell.value;
    case QAccessible::Description: {
        QStringList parts;
        if (isSelected())
            parts << QCoreApplication::translate("layernorm::AccessibleCell", "selected");
        if (!cell.description.isEmpty())
            parts << cell.description;
        return parts.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

void AccessibleCell::setText(QAccessible::Text kind, const QString& text)
{
    if (kind == QAccessible::Value)
        replaceText(0, characterCount(), text);
}

QRect AccessibleCell::rect() const
{
    const QRect place = said().place;
    return place.isEmpty() ? QRect() : QRect(m_widget->mapToGlobal(place.topLeft()), place.size());
}

QAccessible::Role AccessibleCell::role() const
{
    return m_column < 0 ? QAccessible::RowHeader : m_row < 0 ? QAccessible::ColumnHeader : QAccessible::Cell;
}

QAccessible::State AccessibleCell::state() const
{
    QAccessible::State state;
    if (!isValid()) {
        state.invalid = true;
        return state;
    }
    const SpokenCell cell = said();
    const bool seen = m_widget->isVisible() && (isHeader() || !cell.place.isEmpty());
    state.invisible = !m_widget->isVisible();
    state.offscreen = !seen;
    if (isHeader())
        return state;
    state.selectable = true;
    state.focusable = m_widget->focusPolicy() != Qt::NoFocus;
    state.selected = isSelected();
    state.focused = state.selected && m_widget->hasFocus();
    state.active = state.selected;
    state.editable = cell.editable;
    state.readOnly = !cell.editable;
    return state;
}

void* AccessibleCell::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::TableCellInterface)
        return static_cast<QAccessibleTableCellInterface*>(this);
    if (isHeader())
        return nullptr;
    switch (type) {
    case QAccessible::TextInterface:
        return static_cast<QAccessibleTextInterface*>(this);
    case QAccessible::EditableTextInterface:
        return said().editable ? static_cast<QAccessibleEditableTextInterface*>(this) : nullptr;
    case QAccessible::ValueInterface:
        return said().number ? static_cast<QAccessibleValueInterface*>(this) : nullptr;
    case QAccessible::ActionInterface:
        return static_cast<QAccessibleActionInterface*>(this);
    default:
        return nullptr;
    }
}

bool AccessibleCell::isSelected() const
{
    return isValid() && !isHeader() && grid()->source().current() == QPoint(m_column, m_row);
}

QList<QAccessibleInterface*> AccessibleCell::columnHeaderCells() const
{
    QAccessibleInterface* header = isHeader() || !isValid() ? nullptr : grid()->part(-1, m_column);
    return header ? QList<QAccessibleInterface*>{header} : QList<QAccessibleInterface*>{};
}

QList<QAccessibleInterface*> AccessibleCell::rowHeaderCells() const
{
    QAccessibleInterface* header = isHeader() || !isValid() ? nullptr : grid()->part(m_row, -1);
    return header ? QList<QAccessibleInterface*>{header} : QList<QAccessibleInterface*>{};
}

QString AccessibleCell::text(int start, int end) const
{
    const QString value = said().value;
    return end < 0 ? value.mid(start) : value.mid(start, end - start);
}

int AccessibleCell::characterCount() const
{
    return static_cast<int>(said().value.size());
}

QString AccessibleCell::attributes(int, int* start, int* end) const
{
    *start = 0;
    *end = characterCount();
    return {};
}

void AccessibleCell::replaceText(int start, int end, const QString& text)
{
    if (!isValid())
        return;
    QString number = said().value;
    number.replace(start, std::max(0, end - start), text);
    // What is taken away to be typed anew is no number yet.
    if (!number.isEmpty())
        grid()->source().edit(m_row, m_column, number);
}

QVariant AccessibleCell::currentValue() const
{
    const SpokenCell cell = said();
    return cell.number ? QVariant(*cell.number) : QVariant();
}

void AccessibleCell::setCurrentValue(const QVariant& value)
{
    constexpr int allDigits = 17;
    if (isValid())
        grid()->source().edit(m_row, m_column, QString::number(value.toDouble(), 'g', allDigits));
}

void AccessibleCell::doAction(const QString& action)
{
    if (action != setFocusAction() || !isValid() || isHeader())
        return;
    m_widget->setFocus(Qt::OtherFocusReason);
    grid()->source().choose(m_row, m_column);
}

} // namespace layernorm
