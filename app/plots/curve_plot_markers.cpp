// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The markers at the upper edge and the rows of their names.
#include "app/look/theme.h"
#include "app/plots/curve_axes.h"
#include "app/plots/curve_plot.h"
#include "app/plots/curve_styles.h"

#include <algorithm>

namespace layernorm {

QList<CurvePlot::MarkerName> CurvePlot::placeMarkerNames() const
{
    const QFontMetrics metrics(smallFont());
    const double gap = Theme::scaled(8);
    const double shortest = Theme::scaled(28);
    const int rows = viewport().height() >= Theme::scaled(400) ? 3 : 2;
    QList<Marker> seen;
    for (const Marker& marker : m_markers)
        if (isOnAxis(marker.x, m_x) && xAxis->range().contains(marker.x))
            seen << marker;
    std::stable_sort(seen.begin(), seen.end(), [](const Marker& a, const Marker& b) { return a.x < b.x; });
    const double limit = area().right() + sideMargin() - Theme::scaled(3);
    QList<double> ends(rows, -gap); // of what already stands in each row
    QList<MarkerName> names;
    for (const Marker& marker : seen) {
        const double place = pixelX(marker.x);
        double width = metrics.horizontalAdvance(marker.name);
        double left = std::clamp(place - width / 2, 0.0, std::max(0.0, limit - width));
        auto row = std::find_if(ends.begin(), ends.end(), [&](double end) { return end + gap <= left; });
        if (row == ends.end()) {
            row = std::min_element(ends.begin(), ends.end());
            const double start = *row + gap;
            width = std::min({width, 2 * (place - start), limit - start});
            if (width < shortest)
                continue; // only its triangle; the tool tip has the name
            left = std::min(place - width / 2, limit - width);
        }
        names << MarkerName{metrics.elidedText(marker.name, Qt::ElideRight, static_cast<int>(width) + 1),
                            left, static_cast<int>(row - ends.begin())};
        *row = left + width;
    }
    return names;
}

int CurvePlot::markerRows() const
{
    int rows = 0;
    for (const MarkerName& name : placeMarkerNames())
        rows = std::max(rows, name.row + 1);
    return rows;
}

void CurvePlot::drawMarkers(QCPPainter& painter) const
{
    const double top = area().top();
    const double size = Theme::scaled(4);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::current().muted);
    for (const Marker& marker : m_markers) {
        if (!isOnAxis(marker.x, m_x) || !xAxis->range().contains(marker.x))
            continue;
        const double x = pixelX(marker.x);
        painter.drawPolygon(
            QPolygonF{QPointF(x - size, top - 2), QPointF(x + size, top - 2), QPointF(x, top + size)});
    }
    painter.setPen(Theme::current().muted);
    const QFontMetrics metrics = painter.fontMetrics();
    for (const MarkerName& name : placeMarkerNames()) {
        const double bottom = top - Theme::scaled(3) - name.row * metrics.height();
        painter.drawText(QPointF(name.left, bottom - metrics.descent()), name.text);
    }
}

} // namespace layernorm
