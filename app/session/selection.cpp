// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/selection.h"

#include <algorithm>

namespace layernorm {

void Selection::setCurrent(Cell cell)
{
    if (cell == m_current || !cell.isValid())
        return;
    m_current = cell;
    emit currentChanged(cell);
    emit activeChanged(active());
}

void Selection::confine(std::int64_t rows, std::int64_t columns)
{
    if (m_hovered.row >= rows || m_hovered.column >= columns)
        setHovered({});
    setCurrent({std::min(m_current.row, rows - 1), std::min(m_current.column, columns - 1)});
}

void Selection::setHovered(Cell cell)
{
    if (cell == m_hovered)
        return;
    m_hovered = cell;
    emit activeChanged(active());
}

} // namespace layernorm
