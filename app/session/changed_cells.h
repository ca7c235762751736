// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/selection.h"
#include "core/norm/layer_norm.h"

#include <memory>
#include <vector>

namespace layernorm {

/// Which cells a change gave other bits: keeps the rows as they were before it.
class ChangedCells
{
public:
    /// Before rows of `tensor` are written; `dimension` values make a row.
    void remember(const Tensor& tensor, TokenRange rows, std::int64_t dimension);
    /// Before another tensor takes the place of `tensor`, which nobody writes to.
    void remember(std::shared_ptr<const Tensor> tensor, std::int64_t dimension);
    void clear();
    /// Whether `cell` of the tensor, as it is now, differs from what was remembered.
    [[nodiscard]] bool contains(const Tensor& now, Cell cell) const;

private:
    TokenRange m_rows;
    std::size_t m_rowBytes = 0;
    std::size_t m_valueBytes = 0;
    std::vector<std::byte> m_rowsBefore;
    std::shared_ptr<const Tensor> m_tensorBefore; ///< instead of the rows
};

} // namespace layernorm
