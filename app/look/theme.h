// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

class QApplication;

namespace layernorm {

/// Every colour and measure of the window, in one table a theme.
struct Theme {
    bool dark;
    QColor window, panel, line;
    QColor text, muted;
    QColor accent;
    QColor negative, positive; ///< signed data: negative .. panel .. positive
    QColor agreement, agreementGround;
    QColor disagreement, disagreementGround;
    QColor flash;
    QColor nan; ///< ground of cells that are no finite number

    /// The theme in force; set by `apply`.
    static const Theme& current();
    static const Theme& light();
    static const Theme& darkTheme();
    /// Style, palette and font of the whole application; `zoom` scales text and cells. To be followed by
    /// `applyStyleSheet` when the window is built: with a style sheet in force every widget is styled anew
    /// each time it is put into another.
    static void apply(QApplication& application, const Theme& theme, double zoom);
    static void applyStyleSheet(QApplication& application);
    static double zoom();
    /// `pixels` at 100 %, scaled.
    static int scaled(int pixels);

    /// A value on a scale from -magnitude to magnitude.
    [[nodiscard]] QColor signedColour(double value, double magnitude) const;
    /// A value on a scale from 0 to maximum (viridis).
    [[nodiscard]] QColor sequentialColour(double value, double maximum) const;
    /// The colours of curves, which the colour-blind can tell apart, the same in every theme; `index` goes
    /// round. After P. Tol, "Colour schemes", SRON/EPS/TN/09-002, the bright scheme.
    static QColor curve(int index);
    /// Black or white, whichever contrasts more with `ground`.
    static QColor textOn(const QColor& ground);
    [[nodiscard]] QPalette palette() const;
};

/// Measures at 100 %, in pixels.
namespace metrics {
inline constexpr int rhythm = 8;
inline constexpr int panelRadius = 8;
inline constexpr int cellRadius = 4;
inline constexpr int cellWidth = 58;
inline constexpr int cellHeight = 36;
inline constexpr int fontPixels = 13;
} // namespace metrics

} // namespace layernorm
