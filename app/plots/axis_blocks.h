// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/axis_norm.h"

#include <QWidget>
#include <map>

namespace layernorm {

/// A block [batch, sequence, dimension] as sheets side by side, one a batch element, sequence downwards and
/// dimension to the right. Cells that share their statistics are one area with one number and one colour, on
/// whatever sheets they lie; those of the marked cell are outlined. Of a large block what lies around the
/// marked cell is drawn, and dots for the rest.
class AxisBlocks : public QWidget
{
    Q_OBJECT

public:
    struct Place {
        std::int64_t batch = 0;
        std::int64_t sequence = 0;
        std::int64_t dimension = 0;

        friend bool operator==(const Place&, const Place&) = default;
    };

    explicit AxisBlocks(AxisSet axes, QWidget* parent = nullptr);

    void setBlock(const Block& block, const Place& marked);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Geometry;

    [[nodiscard]] Geometry geometry() const;
    void drawSheet(QPainter& painter, const Geometry& geometry, std::int64_t batch,
                   std::map<std::int64_t, int>& numbers) const;
    void drawArea(QPainter& painter, const QRectF& area, std::int64_t group, int number, double cell) const;
    void drawCells(QPainter& painter, const Geometry& geometry, const QPointF& corner) const;
    void drawDots(QPainter& painter, const Geometry& geometry) const;

    AxisSet m_axes;
    Block m_block;
    Place m_marked;
};

} // namespace layernorm
