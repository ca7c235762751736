// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/accessible/grid_source.h"

#include <QAccessibleWidget>
#include <QHash>

namespace layernorm {

/// A GridSource as assistive technology sees it: a table whose children are its cells and their headers, in
/// the order of Qt's own tables (row by row, each row's header first, the column's headers before all rows),
/// because QTableView counts them so when it says which has the focus.
class AccessibleGrid : public QAccessibleWidget, public QAccessibleTableInterface
{
public:
    AccessibleGrid(QWidget* widget, std::unique_ptr<GridSource> source);
    ~AccessibleGrid() override;

    [[nodiscard]] GridSource& source() const { return *m_source; }
    [[nodiscard]] QWidget* shown() const { return widget(); }
    /// −1 is the header.
    [[nodiscard]] int indexOf(int row, int column) const;
    [[nodiscard]] QAccessibleInterface* part(int row, int column) const;

    // QAccessibleInterface
    [[nodiscard]] QString text(QAccessible::Text kind) const override;
    [[nodiscard]] void* interface_cast(QAccessible::InterfaceType type) override;
    [[nodiscard]] int childCount() const override;
    [[nodiscard]] QAccessibleInterface* child(int index) const override;
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override;
    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override;
    [[nodiscard]] QAccessibleInterface* focusChild() const override;

    // QAccessibleTableInterface
    [[nodiscard]] QAccessibleInterface* caption() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* summary() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* cellAt(int row, int column) const override;
    [[nodiscard]] int selectedCellCount() const override;
    [[nodiscard]] QList<QAccessibleInterface*> selectedCells() const override;
    [[nodiscard]] QString columnDescription(int column) const override
    {
        return m_source->columnName(column);
    }
    [[nodiscard]] QString rowDescription(int row) const override { return m_source->rowName(row); }
    [[nodiscard]] int selectedColumnCount() const override { return 0; }
    [[nodiscard]] int selectedRowCount() const override { return 0; }
    [[nodiscard]] int columnCount() const override { return m_source->columns(); }
    [[nodiscard]] int rowCount() const override { return m_source->rows(); }
    [[nodiscard]] QList<int> selectedColumns() const override { return {}; }
    [[nodiscard]] QList<int> selectedRows() const override { return {}; }
    [[nodiscard]] bool isColumnSelected(int) const override { return false; }
    [[nodiscard]] bool isRowSelected(int) const override { return false; }
    bool selectRow(int) override { return false; }
    bool selectColumn(int) override { return false; }
    bool unselectRow(int) override { return false; }
    bool unselectColumn(int) override { return false; }
    void modelChange(QAccessibleTableModelChangeEvent* event) override;

private:
    [[nodiscard]] bool isThere(int row, int column) const;
    void forgetParts() const;

    std::unique_ptr<GridSource> m_source;
    mutable QHash<int, QAccessible::Id> m_parts; ///< those somebody has asked for
    mutable int m_partsColumns = 0;              ///< the width they were counted in
};

} // namespace layernorm
