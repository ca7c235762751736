// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/statistics_panel.h"

#include "app/look/number_display.h"
#include "app/look/theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace layernorm {

StatisticsPanel::StatisticsPanel(Session& session, QWidget* parent)
    : Panel(tr("Token statistics"), tr("batch × sequence"), parent),
      m_session(session),
      m_mean(addPlot(tr("mean μ"), HeatmapPlot::Scale::Signed, QStringLiteral("meanPlot"))),
      m_variance(addPlot(tr("variance σ²"), HeatmapPlot::Scale::NonNegative, QStringLiteral("variancePlot")))
{
    connect(&session, &Session::changed, this, &StatisticsPanel::refresh);
    connect(&session.selection(), &Selection::activeChanged, this, &StatisticsPanel::outlineActive);
    refresh({Change::Results, {}});
}

HeatmapPlot* StatisticsPanel::addPlot(const QString& title, HeatmapPlot::Scale scale, const QString& name)
{
    auto* label = new QLabel(title);
    label->setObjectName(QStringLiteral("panelTitle"));
    auto* plot = new HeatmapPlot(scale);
    plot->setObjectName(name);
    plot->setAccessibleName(title);
    plot->setMinimumSize(Theme::scaled(150), Theme::scaled(70));
    content()->addWidget(label);
    content()->addWidget(plot, 1);
    connect(plot, &HeatmapPlot::cellClicked, this,
            [this](int row, int column) { m_session.selection().setCurrent(tableCell(row, column)); });
    connect(plot, &HeatmapPlot::cellHovered, this, [this](int row, int column) {
        m_session.selection().setHovered(row < 0 ? Cell{} : tableCell(row, column));
    });
    return plot;
}

void StatisticsPanel::setNumbersShown(bool shown)
{
    m_mean->setNumbersShown(shown);
    m_variance->setNumbersShown(shown);
}

void StatisticsPanel::setPresented(const TextRange& range)
{
    setTitlePixels(static_cast<int>(range.least * range.enlarged));
    m_mean->setPresented(range);
    m_variance->setPresented(range);
}

int StatisticsPanel::columns() const
{
    const auto result = m_session.result();
    return result ? static_cast<int>(result->mean.shape()[-2]) : 1;
}

void StatisticsPanel::moveBy(int tokens)
{
    const Cell current = m_session.selection().current();
    const std::int64_t group = m_session.groupOfRow(current.row) + tokens;
    if (group >= 0 && group < m_session.groups())
        m_session.selection().setCurrent({m_session.rowsOfGroup(group).first, current.column});
}

void StatisticsPanel::redraw()
{
    m_mean->replot(QCustomPlot::rpQueuedReplot);
    m_variance->replot(QCustomPlot::rpQueuedReplot);
}

void StatisticsPanel::refresh(const Change& change)
{
    const auto result = m_session.result();
    if (!result) {
        m_mean->setGrid({});
        m_variance->setGrid({});
        return;
    }
    if (!change.has(Change::Results))
        return;
    // eps, gamma and beta leave mean and variance as they are.
    if ((change.kinds & ~unsigned(Change::Results)) == Change::Eps)
        return;
    fill(*m_mean, tr("mean"), result->mean);
    fill(*m_variance, tr("variance"), result->variance);
    outlineActive();
}

void StatisticsPanel::fill(HeatmapPlot& plot, const QString& name, const Tensor& statistic)
{
    // One cell a token; one a batch element, or one in all, when more dimensions are normalised together.
    const Layout layout = Layout::of(statistic.shape());
    const auto values = std::make_shared<const Tensor>(statistic);
    const auto columns = static_cast<int>(layout.sequence);
    HeatmapPlot::Grid grid;
    grid.rows = static_cast<int>(layout.batch);
    grid.columns = columns;
    grid.range = finiteRange(statistic);
    grid.value = [values, columns](int row, int column) {
        return values->at(static_cast<std::int64_t>(row) * columns + column);
    };
    grid.name = [this](int row, int column) { return m_session.rowName(tableCell(row, column).row); };
    grid.toolTip = [this, name, values, columns](int row, int column) {
        const double value = values->at(static_cast<std::int64_t>(row) * columns + column);
        return plainToolTip(QStringLiteral("%1\n%2 %3")
                                .arg(m_session.rowName(tableCell(row, column).row), name,
                                     exactDisplayText(value, values->dtype())));
    };
    plot.setGrid(std::move(grid));
}

Cell StatisticsPanel::tableCell(int row, int column) const
{
    const auto result = m_session.result();
    const std::int64_t columns = result ? result->mean.shape()[-2] : 1;
    const std::int64_t group = row * columns + column;
    const TokenRange rows = m_session.rowsOfGroup(std::min(group, m_session.groups() - 1));
    const Cell current = m_session.selection().current();
    const bool inside = current.row >= rows.first && current.row < rows.first + rows.count;
    return {inside ? current.row : rows.first, current.column};
}

void StatisticsPanel::outlineActive()
{
    const auto result = m_session.result();
    const Cell active = m_session.selection().active();
    if (!result || active.row >= m_session.layout().rows())
        return;
    const auto columns = static_cast<int>(result->mean.shape()[-2]);
    const auto group = static_cast<int>(m_session.groupOfRow(active.row));
    const QRect cell(group % columns, group / columns, 1, 1);
    m_mean->setOutlined(cell);
    m_variance->setOutlined(cell);
}

} // namespace layernorm
