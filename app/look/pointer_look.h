// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

class QPainter;
class QRectF;

namespace layernorm {

/// How the selected token is marked: by an outline, or, for the last row of a classroom, by a thick one with
/// everything else dimmed. One for the whole program, as `Theme`.
class PointerLook
{
public:
    /// The panel's part in what is dimmed: that can be read, but does not call.
    static constexpr double veil = 0.25;

    static bool isStrong();
    static void setStrong(bool strong);

    /// Of the outline, in pixels; `usual` where the pointer is not strong.
    static double width(double usual);
    /// Dims `area` but for `token`, if the pointer is strong.
    static void dimAround(QPainter& painter, const QRectF& area, const QRectF& token);
};

} // namespace layernorm
