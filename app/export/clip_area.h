// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainterPath>

namespace layernorm {

/// What of a picture can be seen, in its pixels: a rectangle nearly always.
class ClipArea
{
public:
    ClipArea() = default; ///< nothing
    explicit ClipArea(const QRectF& rectangle) : m_bounds(rectangle) {}
    explicit ClipArea(const QPainterPath& path);
    [[nodiscard]] bool isRectangle() const { return m_path.isEmpty(); }
    [[nodiscard]] const QRectF& bounds() const { return m_bounds; }
    [[nodiscard]] QPainterPath path() const;
    [[nodiscard]] ClipArea intersected(const ClipArea& other) const;

    friend bool operator==(const ClipArea&, const ClipArea&) = default;

private:
    QRectF m_bounds;
    QPainterPath m_path; ///< empty for a rectangle
};

/// The part of `lines` (straight ones only) within `window`: a curve that leaves a view goes no further than
/// to its edge.
QPainterPath linesWithin(const QPainterPath& lines, const QRectF& window);

/// Whether the path consists of straight lines.
bool isStraight(const QPainterPath& path);

} // namespace layernorm
