// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <cstdint>

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

    /// Keeps the selection inside a table that has become smaller.
    void confine(std::int64_t rows, std::int64_t columns);

public slots:
    void setCurrent(layernorm::Cell cell);
    void setHovered(layernorm::Cell cell);

signals:
    void currentChanged(layernorm::Cell cell);
    void activeChanged(layernorm::Cell cell);

private:
    Cell m_current{0, 0};
    Cell m_hovered;
};

} // namespace layernorm
