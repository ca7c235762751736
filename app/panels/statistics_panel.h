// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panels/panel.h"
#include "app/plots/heatmap_plot.h"
#include "app/session/session.h"

namespace layernorm {

/// Mean and variance of every token, batch x sequence.
class StatisticsPanel : public Panel
{
    Q_OBJECT

public:
    explicit StatisticsPanel(Session& session, QWidget* parent = nullptr);

    void setNumbersShown(bool shown);
    /// Text as large as cells have room for.
    void setPresented(const TextRange& range);
    /// Tokens, or batch elements, beside each other.
    [[nodiscard]] int columns() const;
    /// Selects the token that is so many on.
    void moveBy(int tokens);
    void redraw();

private:
    HeatmapPlot* addPlot(const QString& title, HeatmapPlot::Scale scale, const QString& name);
    void refresh(const Change& change);
    void fill(HeatmapPlot& plot, const QString& name, const Tensor& statistic);
    void outlineActive();
    /// The first row of the tables that a cell of the heatmaps stands for.
    [[nodiscard]] Cell tableCell(int row, int column) const;

    Session& m_session;
    HeatmapPlot* m_mean;
    HeatmapPlot* m_variance;
};

} // namespace layernorm
