// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/accessible/grid_sources.h"
#include "app/look/number_display.h"
#include "app/plots/heatmap_plot.h"

#include <cmath>

namespace layernorm {

namespace {

class HeatmapSource final : public GridSource
{
public:
    explicit HeatmapSource(HeatmapPlot& plot) : m_plot(plot) {}

    [[nodiscard]] int rows() const override { return m_plot.grid().value ? m_plot.grid().rows : 0; }
    [[nodiscard]] int columns() const override { return m_plot.grid().value ? m_plot.grid().columns : 0; }
    [[nodiscard]] QString rowName(int row) const override { return QStringLiteral("b%1").arg(row); }
    [[nodiscard]] QString columnName(int column) const override { return QStringLiteral("t%1").arg(column); }

    [[nodiscard]] SpokenCell cell(int row, int column) const override
    {
        const double value = m_plot.grid().value(row, column);
        SpokenCell cell;
        cell.name =
            m_plot.grid().name ? m_plot.grid().name(row, column) : rowName(row) + u' ' + columnName(column);
        cell.value = cellText(value);
        cell.number = std::isfinite(value) ? std::optional(value) : std::nullopt;
        cell.description = notFiniteText(value);
        cell.place = m_plot.cellRect(row, column).toAlignedRect();
        return cell;
    }

    [[nodiscard]] QPoint current() const override
    {
        return m_plot.outlined().isEmpty() ? QPoint(-1, -1) : m_plot.outlined().topLeft();
    }
    void choose(int row, int column) override { emit m_plot.cellClicked(row, column); }

private:
    HeatmapPlot& m_plot;
};

} // namespace

std::unique_ptr<GridSource> sourceOf(HeatmapPlot& plot)
{
    return std::make_unique<HeatmapSource>(plot);
}

} // namespace layernorm
