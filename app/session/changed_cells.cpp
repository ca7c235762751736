// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/changed_cells.h"

#include <cstring>

namespace layernorm {

void ChangedCells::remember(const Tensor& tensor, TokenRange rows, std::int64_t dimension)
{
    m_rows = rows;
    m_valueBytes = sizeOf(tensor.dtype());
    m_rowBytes = static_cast<std::size_t>(dimension) * m_valueBytes;
    const auto before = tensor.bytes().subspan(static_cast<std::size_t>(rows.first) * m_rowBytes,
                                               static_cast<std::size_t>(rows.count) * m_rowBytes);
    m_before.assign(before.begin(), before.end());
}

bool ChangedCells::contains(const Tensor& now, Cell cell) const
{
    const std::int64_t row = cell.row - m_rows.first;
    if (row < 0 || row >= m_rows.count)
        return false;
    const std::size_t column = static_cast<std::size_t>(cell.column) * m_valueBytes;
    const std::size_t position = static_cast<std::size_t>(cell.row) * m_rowBytes + column;
    if (column + m_valueBytes > m_rowBytes || position + m_valueBytes > now.bytes().size())
        return false;
    return std::memcmp(m_before.data() + static_cast<std::size_t>(row) * m_rowBytes + column,
                       now.bytes().data() + position, m_valueBytes) != 0;
}

} // namespace layernorm
