// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/accessible/grid_sources.h"
#include "app/look/number_display.h"
#include "app/plots/gradient_lanes.h"

#include <cmath>

namespace layernorm {

namespace {

/// A row a lane, a column a value.
class LanesSource final : public GridSource
{
public:
    explicit LanesSource(GradientLanes& lanes) : m_lanes(lanes) {}

    [[nodiscard]] int rows() const override { return static_cast<int>(m_lanes.lanes().size()); }
    [[nodiscard]] int columns() const override
    {
        return rows() == 0 ? 0 : static_cast<int>(m_lanes.lanes().first().values.size());
    }
    [[nodiscard]] QString rowName(int row) const override { return m_lanes.lanes()[row].title; }
    [[nodiscard]] QString columnName(int column) const override { return QStringLiteral("[%1]").arg(column); }

    [[nodiscard]] SpokenCell cell(int row, int column) const override
    {
        const GradientLanes::Lane& lane = m_lanes.lanes()[row];
        const double value = lane.values.value(column);
        SpokenCell cell;
        cell.name = lane.title + u' ' + columnName(column);
        cell.value = cellText(value, 6);
        cell.number = std::isfinite(value) ? std::optional(value) : std::nullopt;
        cell.description = notFiniteText(value);
        if (column < lane.rings.size())
            cell.description = QStringLiteral("○ %1").arg(cellText(lane.rings[column], 6));
        cell.place = m_lanes.barRect(row, column).toAlignedRect();
        return cell;
    }

    [[nodiscard]] QPoint current() const override
    {
        return rows() == 0 || m_lanes.chosen() < 0 ? QPoint(-1, -1)
                                                   : QPoint(static_cast<int>(m_lanes.chosen()), 0);
    }
    void choose(int, int column) override { emit m_lanes.valueChosen(column); }

private:
    GradientLanes& m_lanes;
};

} // namespace

std::unique_ptr<GridSource> sourceOf(GradientLanes& lanes)
{
    return std::make_unique<LanesSource>(lanes);
}

} // namespace layernorm
