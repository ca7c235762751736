// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/selection.h"

#include <algorithm>

namespace layernorm {

void Selection::setCurrent(Cell cell)
{
    if (cell == m_current || !cell.isValid() || !exists(cell))
        return;
    m_current = cell;
    emit currentChanged(cell);
    emit activeChanged(active());
}

void Selection::setExtents(std::int64_t rows, std::int64_t columns)
{
    m_rows = rows;
    m_columns = columns;
}

void Selection::confine()
{
    if (!exists(m_hovered))
        setHovered({});
    setCurrent({std::min(m_current.row, m_rows - 1), std::min(m_current.column, m_columns - 1)});
}

void Selection::setHovered(Cell cell)
{
    if (!exists(cell))
        cell = {};
    if (cell == m_hovered)
        return;
    m_hovered = cell;
    emit activeChanged(active());
}

} // namespace layernorm
