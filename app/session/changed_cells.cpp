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
    m_rowsBefore.assign(before.begin(), before.end());
    m_tensorBefore.reset();
}

void ChangedCells::remember(std::shared_ptr<const Tensor> tensor, std::int64_t dimension)
{
    m_rows = {0, tensor->elements() / dimension};
    m_valueBytes = sizeOf(tensor->dtype());
    m_rowBytes = static_cast<std::size_t>(dimension) * m_valueBytes;
    m_rowsBefore.clear();
    m_tensorBefore = std::move(tensor);
}

void ChangedCells::clear()
{
    m_rows = {};
    m_rowsBefore.clear();
    m_tensorBefore.reset();
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
    const std::byte* before = m_tensorBefore ? m_tensorBefore->bytes().data() : m_rowsBefore.data();
    return std::memcmp(before + static_cast<std::size_t>(row) * m_rowBytes + column,
                       now.bytes().data() + position, m_valueBytes) != 0;
}

} // namespace layernorm
