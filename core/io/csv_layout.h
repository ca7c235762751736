// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/csv_cells.h"

namespace layernorm {

/// Private to the core: what of a table is numbers.
struct TableLayout {
    bool header = false;
    bool labels = false;
    std::int64_t blocks = 0;
    std::int64_t lines = 0;   ///< of each block
    std::int64_t columns = 0; ///< of numbers

    /// [blocks, lines, columns], or [lines, columns] of a single block.
    [[nodiscard]] std::vector<std::int64_t> extents() const;
};

/// `cells` stand at the beginning. All lines have been found to be alike, so that there are not more numbers
/// than the text has bytes. Errors: no number; a line of another length than the first; blocks of different
/// length; those of the cells.
Result<TableLayout> findLayout(TableCells cells);

/// Whether the line, whose first cell `cells` stand at, is blank: nothing at all, or cells of which none is
/// filled, as spreadsheets save a blank line.
[[nodiscard]] bool isBlankLine(TableCells cells);

} // namespace layernorm
