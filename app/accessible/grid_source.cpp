// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/accessible/grid_source.h"

#include "app/accessible/grid_sources.h"
#include "app/panels/tensor_view.h"
#include "app/plots/curve_plot.h"
#include "app/plots/gradient_lanes.h"
#include "app/plots/heatmap_plot.h"
#include "app/plots/token_map.h"

#include <QCoreApplication>
#include <cmath>

namespace layernorm {

namespace {

template <typename Widget>
std::unique_ptr<GridSource> make(QWidget* widget)
{
    return sourceOf(*static_cast<Widget*>(widget));
}

struct Kind {
    const QMetaObject& widget;
    std::unique_ptr<GridSource> (*make)(QWidget*);
};

const Kind kinds[] = {
    {NumberTable::staticMetaObject, make<NumberTable>},
    {HeatmapPlot::staticMetaObject, make<HeatmapPlot>},
    {TokenMap::staticMetaObject, make<TokenMap>},
    {GradientLanes::staticMetaObject, make<GradientLanes>},
    {CurvePlot::staticMetaObject, make<CurvePlot>},
};

} // namespace

std::unique_ptr<GridSource> makeGridSource(const QString& className, QWidget* widget)
{
    for (const Kind& kind : kinds)
        if (className == QLatin1String(kind.widget.className()))
            return kind.make(widget);
    return nullptr;
}

QString notFiniteText(double value)
{
    if (std::isfinite(value))
        return {};
    return std::isnan(value) ? QCoreApplication::translate("layernorm::AccessibleCell", "not a number")
                             : QCoreApplication::translate("layernorm::AccessibleCell", "infinite");
}

} // namespace layernorm
