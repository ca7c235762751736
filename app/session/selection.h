// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <cstdint>
#include <limits>

namespace layernorm {

/// A cell of the tensors' tables: row = batch * sequence + token, column = dimension.
struct Cell {
    std::int64_t row = -1;
    std::int64_t column = -1;

    [[nodiscard]] bool isValid() const { return row >= 0 && column >= 0; }
    friend bool operator==(const Cell&, const Cell&) = default;
};

/// What is selected and what the mouse is over, shared by all views. Not part of the document, not undone.
class Selection : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] Cell current() const { return m_current; }
    /// An invalid cell while the mouse is elsewhere.
    [[nodiscard]] Cell hovered() const { return m_hovered; }

    /// The cell the views explain: the hovered one, or else the selected one.
    [[nodiscard]] Cell active() const { return m_hovered.isValid() ? m_hovered : m_current; }

    /// From now on only cells of a table of that size can be selected.
    void setExtents(std::int64_t rows, std::int64_t columns);
    /// What is selected stays, or becomes the nearest cell that there is.
    void confine();

public slots:
    /// A cell that there is not is passed over: a picture may still be that of a larger tensor.
    void setCurrent(layernorm::Cell cell);
    void setHovered(layernorm::Cell cell);

signals:
    void currentChanged(layernorm::Cell cell);
    void activeChanged(layernorm::Cell cell);

private:
    [[nodiscard]] bool exists(Cell cell) const { return cell.row < m_rows && cell.column < m_columns; }

    std::int64_t m_rows = std::numeric_limits<std::int64_t>::max();
    std::int64_t m_columns = m_rows;
    Cell m_current{0, 0};
    Cell m_hovered;
};

} // namespace layernorm
