// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

namespace layernorm {

/// The rows of an output, a box each: an empty one stayed, a filled one with a cross moved; the edited one
/// has a ring. Where there are too many for that, a bar says what part of them moved.
class RowStrip : public QWidget
{
    Q_OBJECT

public:
    explicit RowStrip(QWidget* parent = nullptr);

    /// `edited` is an index into `moved`, or -1.
    void setRows(const std::vector<bool>& moved, std::int64_t edited = -1);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void drawBoxes(QPainter& painter, double box) const;
    void drawBar(QPainter& painter) const;

    std::vector<bool> m_moved;
    double m_part = 0; ///< of the rows, that moved
    std::int64_t m_edited = -1;
};

} // namespace layernorm
