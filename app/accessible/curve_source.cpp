// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/accessible/grid_sources.h"
#include "app/plots/curve_plot.h"

#include <cmath>

namespace layernorm {

namespace {

/// A row a curve that has a name, its points from left to right. Curves may have different numbers of them.
class CurveSource final : public GridSource
{
public:
    explicit CurveSource(CurvePlot& plot) : m_plot(plot) {}

    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::Chart; }
    [[nodiscard]] QString summary() const override { return m_plot.cursorReadOut(); }
    [[nodiscard]] int rows() const override { return static_cast<int>(named().size()); }
    [[nodiscard]] int columns() const override
    {
        qsizetype most = 0;
        for (const CurvePlot::Curve* curve : named())
            most = std::max(most, points(*curve));
        return static_cast<int>(most);
    }
    [[nodiscard]] QString rowName(int row) const override { return named()[row]->name; }
    [[nodiscard]] QString columnName(int column) const override { return QString::number(column + 1); }

    [[nodiscard]] SpokenCell cell(int row, int column) const override
    {
        const CurvePlot::Curve& curve = *named()[row];
        SpokenCell cell;
        cell.name = curve.name;
        if (column >= points(curve))
            return cell;
        const double y = curve.y[column];
        cell.name = CurvePlot::tr("%1 at %2").arg(curve.name, m_plot.xText(curve.x[column]));
        cell.value = m_plot.yText(y);
        cell.number = std::isfinite(y) ? std::optional(y) : std::nullopt;
        cell.description = notFiniteText(y);
        if (column < curve.upper.size())
            cell.value += QStringLiteral(" … ") + m_plot.yText(curve.upper[column]);
        cell.place = m_plot.pointPlace(curve.x[column], y);
        return cell;
    }

private:
    static qsizetype points(const CurvePlot::Curve& curve)
    {
        return std::min(curve.x.size(), curve.y.size());
    }

    [[nodiscard]] QList<const CurvePlot::Curve*> named() const
    {
        QList<const CurvePlot::Curve*> curves;
        for (const CurvePlot::Curve& curve : m_plot.curves())
            if (!curve.name.isEmpty())
                curves << &curve;
        return curves;
    }

    CurvePlot& m_plot;
};

} // namespace

std::unique_ptr<GridSource> sourceOf(CurvePlot& plot)
{
    return std::make_unique<CurveSource>(plot);
}

} // namespace layernorm
