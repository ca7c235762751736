// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <QString>

namespace layernorm {

/// A block of cells of a model that answers TensorModel::ExactRole.
struct CellBlock {
    int firstRow = 0;
    int rows = 0;
    int firstColumn = 0;
    int columns = 0;

    [[nodiscard]] qint64 cells() const { return qint64(rows) * columns; }
};

/// Values between tabs, a line a row, each with every digit that matters; with `names` the names of columns
/// above and of rows before them, as spreadsheets have it.
[[nodiscard]] QString tabbedText(const QAbstractItemModel& model, const CellBlock& block, bool names);
/// The same as an HTML table, which word processors paste as one.
[[nodiscard]] QString htmlTable(const QAbstractItemModel& model, const CellBlock& block, bool names);

} // namespace layernorm
