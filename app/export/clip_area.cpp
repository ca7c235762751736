// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export/clip_area.h"

#include <QLineF>
#include <algorithm>
#include <optional>

namespace layernorm {

namespace {

QPainterPath pathOf(const QRectF& rectangle)
{
    QPainterPath path;
    path.addRect(rectangle);
    return path;
}

/// Liang and Barsky 1984: from where to where on the line, as shares of its length, it is inside.
std::optional<QLineF> within(const QLineF& line, const QRectF& window)
{
    double from = 0;
    double to = 1;
    const auto keep = [&](double step, double room) {
        if (step == 0)
            return room >= 0;
        const double share = room / step;
        (step < 0 ? from : to) = step < 0 ? std::max(from, share) : std::min(to, share);
        return from <= to;
    };
    const bool seen =
        keep(-line.dx(), line.x1() - window.left()) && keep(line.dx(), window.right() - line.x1()) &&
        keep(-line.dy(), line.y1() - window.top()) && keep(line.dy(), window.bottom() - line.y1());
    if (!seen)
        return std::nullopt;
    return QLineF(from == 0 ? line.p1() : line.pointAt(from), to == 1 ? line.p2() : line.pointAt(to));
}

} // namespace

ClipArea::ClipArea(const QPainterPath& path) : m_bounds(path.boundingRect())
{
    if (path != pathOf(m_bounds))
        m_path = path;
}

QPainterPath ClipArea::path() const
{
    return isRectangle() ? pathOf(m_bounds) : m_path;
}

ClipArea ClipArea::intersected(const ClipArea& other) const
{
    if (isRectangle() && other.isRectangle())
        return ClipArea(m_bounds.intersected(other.m_bounds));
    return ClipArea(path().intersected(other.path()));
}

QPainterPath linesWithin(const QPainterPath& lines, const QRectF& window)
{
    QPainterPath seen;
    for (int i = 1; i < lines.elementCount(); ++i) {
        if (lines.elementAt(i).isMoveTo())
            continue;
        const std::optional<QLineF> part = within({lines.elementAt(i - 1), lines.elementAt(i)}, window);
        if (!part)
            continue;
        if (seen.isEmpty() || seen.currentPosition() != part->p1() || lines.elementAt(i - 1).isMoveTo())
            seen.moveTo(part->p1());
        seen.lineTo(part->p2());
    }
    return seen;
}

bool isStraight(const QPainterPath& path)
{
    for (int i = 0; i < path.elementCount(); ++i)
        if (path.elementAt(i).isCurveTo())
            return false;
    return true;
}

} // namespace layernorm
