// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/stored_tensor.h"

#include <QAbstractTableModel>
#include <QStringList>

namespace layernorm {

/// "4 × 6 × 100"; empty without extents.
[[nodiscard]] QString extentsText(const std::vector<std::int64_t>& extents);
/// "12.3 MB", in powers of 1000 as file managers show it.
[[nodiscard]] QString bytesText(std::int64_t elements, std::size_t bytesEach);
/// As one line of text: control characters, which a file may have in a name, are made visible.
[[nodiscard]] QString shownName(const std::string& name);

/// The tensors of a file: name, shape, type, size. Filters and sorts by itself, for a QSortFilterProxyModel
/// tells its view of every gap in what is left, and with 100000 tensors that takes seconds. Both reset the
/// model; who needs to know where a tensor went asks `rowOf`.
///
/// What cannot be read is muted and tells its reason, but can be selected, so that the reason is heard
/// without a mouse.
class StoredTensorModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, ShapeColumn, TypeColumn, SizeColumn, ColumnCount };

    StoredTensorModel(const QString& file, StoredTensors tensors, QObject* parent = nullptr);

    /// Leaves the tensors whose name has every one of the words in `text`, in any case.
    void setFilter(const QString& text);
    /// Column -1: as they stand in the file.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    /// All of them, whatever the filter.
    [[nodiscard]] const StoredTensors& tensors() const { return m_tensors; }
    /// Which of `tensors` stands there.
    [[nodiscard]] std::size_t positionAt(int row) const { return m_shown[static_cast<std::size_t>(row)]; }
    /// -1 where the filter leaves it out.
    [[nodiscard]] int rowOf(std::size_t position) const;
    /// "4096 × 768, float32, 12.6 MB"
    [[nodiscard]] QString description(std::size_t position) const;
    /// Why it cannot be read; empty where it can.
    [[nodiscard]] QString refusal(std::size_t position) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(std::size_t position, int column) const;
    [[nodiscard]] QString toolTip(std::size_t position) const;
    [[nodiscard]] bool passes(std::size_t position) const;
    void refilter();

    std::string m_file;
    StoredTensors m_tensors;
    QStringList m_words;
    QStringList m_names;              ///< as shown, one a tensor
    std::vector<std::size_t> m_order; ///< all positions, sorted
    std::vector<std::size_t> m_shown; ///< those of `m_order` that pass
};

} // namespace layernorm
