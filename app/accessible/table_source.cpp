// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/accessible/grid_sources.h"
#include "app/panels/tensor_view.h"

#include <cmath>
#include <limits>

namespace layernorm {

namespace {

/// A table of the models that know every digit of their numbers (TensorModel::ExactRole).
class TableSource final : public GridSource
{
public:
    explicit TableSource(NumberTable& table) : m_table(table) {}

    [[nodiscard]] int rows() const override { return m_table.model() ? m_table.model()->rowCount() : 0; }
    [[nodiscard]] int columns() const override
    {
        return m_table.model() ? m_table.model()->columnCount() : 0;
    }
    [[nodiscard]] QString rowName(int row) const override { return header(row, Qt::Vertical); }
    [[nodiscard]] QString columnName(int column) const override { return header(column, Qt::Horizontal); }

    [[nodiscard]] SpokenCell cell(int row, int column) const override
    {
        const QModelIndex index = m_table.model()->index(row, column);
        SpokenCell cell;
        cell.name = index.data(Qt::AccessibleTextRole).toString();
        if (cell.name.isEmpty())
            cell.name = rowName(row) + QStringLiteral(", ") + columnName(column);
        cell.value = index.data().toString();
        if (const std::optional<double> number = exact(index); number && std::isfinite(*number))
            cell.number = number;
        else if (number)
            cell.description = notFiniteText(*number);
        const QRect place = m_table.visualRect(index).intersected(m_table.viewport()->rect());
        cell.place = place.isEmpty() ? QRect() : place.translated(m_table.viewport()->pos());
        cell.editable = index.flags().testFlag(Qt::ItemIsEditable) &&
                        m_table.editTriggers() != QAbstractItemView::NoEditTriggers;
        return cell;
    }

    [[nodiscard]] QPoint current() const override
    {
        const QModelIndex index = m_table.currentIndex();
        return index.isValid() ? QPoint(index.column(), index.row()) : QPoint(-1, -1);
    }

    void choose(int row, int column) override
    {
        m_table.setCurrentIndex(m_table.model()->index(row, column));
    }

    bool edit(int row, int column, const QString& text) override
    {
        return m_table.model()->setData(m_table.model()->index(row, column), text, Qt::EditRole);
    }

private:
    [[nodiscard]] QString header(int section, Qt::Orientation orientation) const
    {
        return m_table.model()->headerData(section, orientation, Qt::DisplayRole).toString();
    }

    static std::optional<double> exact(const QModelIndex& index)
    {
        const QString text = index.data(TensorModel::ExactRole).toString();
        if (text.isEmpty())
            return std::nullopt;
        bool isNumber = false;
        const double number = text.toDouble(&isNumber);
        return isNumber ? number : std::numeric_limits<double>::quiet_NaN();
    }

    NumberTable& m_table;
};

} // namespace

std::unique_ptr<GridSource> sourceOf(NumberTable& table)
{
    return std::make_unique<TableSource>(table);
}

} // namespace layernorm
