// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/accessible/accessible_grid.h"

#include "app/accessible/accessible_cell.h"

#include <QWidget>
#include <limits>
#include <utility>

namespace layernorm {

AccessibleGrid::AccessibleGrid(QWidget* widget, std::unique_ptr<GridSource> source)
    : QAccessibleWidget(widget, source->role()),
      m_source(std::move(source))
{
}

AccessibleGrid::~AccessibleGrid()
{
    forgetParts();
}

void AccessibleGrid::forgetParts() const
{
    for (const QAccessible::Id id : std::exchange(m_parts, {}))
        QAccessible::deleteAccessibleInterface(id);
}

QString AccessibleGrid::text(QAccessible::Text kind) const
{
    return kind == QAccessible::Value ? m_source->summary() : QAccessibleWidget::text(kind);
}

void* AccessibleGrid::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::TableInterface)
        return static_cast<QAccessibleTableInterface*>(this);
    return QAccessibleWidget::interface_cast(type);
}

int AccessibleGrid::indexOf(int row, int column) const
{
    return (row + 1) * (m_source->columns() + 1) + column + 1;
}

bool AccessibleGrid::isThere(int row, int column) const
{
    return row >= -1 && row < m_source->rows() && column >= -1 && column < m_source->columns();
}

int AccessibleGrid::childCount() const
{
    if (m_source->rows() == 0 || m_source->columns() == 0)
        return 0;
    const qint64 count = (qint64(m_source->rows()) + 1) * (m_source->columns() + 1);
    return static_cast<int>(std::min<qint64>(count, std::numeric_limits<int>::max()));
}

QAccessibleInterface* AccessibleGrid::child(int index) const
{
    if (index < 0 || index >= childCount())
        return nullptr;
    const int width = m_source->columns() + 1;
    return part(index / width - 1, index % width - 1);
}

QAccessibleInterface* AccessibleGrid::part(int row, int column) const
{
    if (!isThere(row, column))
        return nullptr;
    if (std::exchange(m_partsColumns, m_source->columns()) != m_source->columns())
        forgetParts();
    const int index = indexOf(row, column);
    if (const QAccessible::Id id = m_parts.value(index))
        return QAccessible::accessibleInterface(id);
    auto* made = new AccessibleCell(widget(), row, column);
    m_parts.insert(index, QAccessible::registerAccessibleInterface(made));
    return made;
}

int AccessibleGrid::indexOfChild(const QAccessibleInterface* child) const
{
    const auto* cell = dynamic_cast<const AccessibleCell*>(child);
    return cell && isThere(cell->row(), cell->column()) ? indexOf(cell->row(), cell->column()) : -1;
}

QAccessibleInterface* AccessibleGrid::childAt(int x, int y) const
{
    const QPoint place = widget()->mapFromGlobal(QPoint(x, y));
    // What is out of sight costs a question each: large tables are asked for what is drawn there only.
    constexpr int mostAsked = 10'000;
    if (childCount() > mostAsked)
        return nullptr;
    for (int row = 0; row < m_source->rows(); ++row)
        for (int column = 0; column < m_source->columns(); ++column)
            if (m_source->cell(row, column).place.contains(place))
                return part(row, column);
    return nullptr;
}

QAccessibleInterface* AccessibleGrid::focusChild() const
{
    const QPoint current = m_source->current();
    if (widget()->hasFocus() && current.x() >= 0 && current.y() >= 0)
        return part(current.y(), current.x());
    return QAccessibleWidget::focusChild();
}

QAccessibleInterface* AccessibleGrid::cellAt(int row, int column) const
{
    return row >= 0 && column >= 0 ? part(row, column) : nullptr;
}

int AccessibleGrid::selectedCellCount() const
{
    return static_cast<int>(selectedCells().size());
}

QList<QAccessibleInterface*> AccessibleGrid::selectedCells() const
{
    const QPoint current = m_source->current();
    QAccessibleInterface* cell = cellAt(current.y(), current.x());
    return cell ? QList<QAccessibleInterface*>{cell} : QList<QAccessibleInterface*>{};
}

void AccessibleGrid::modelChange(QAccessibleTableModelChangeEvent* event)
{
    if (event->modelChangeType() != QAccessibleTableModelChangeEvent::DataChanged)
        forgetParts();
}

} // namespace layernorm
