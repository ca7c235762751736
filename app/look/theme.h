// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>
#include <array>

class QApplication;

namespace layernorm {

/// Every colour and measure of the window, in one table a theme.
struct Theme {
    bool dark;
    bool highContrast;
    QColor window, panel, line;
    QColor edge;  ///< of what can be used: fields, boxes, grooves
    QColor hover; ///< ground of what the mouse is on or holds down; `text` stands on it
    QColor text, muted;
    QColor accent;
    QColor focus;              ///< frame of what has the keyboard
    QColor negative, positive; ///< signed data: negative .. panel .. positive
    QColor agreement, agreementGround;
    QColor disagreement, disagreementGround;
    QColor flash;
    QColor nan;                          ///< ground of cells that are no finite number
    int focusWidth;                      ///< at 100 %, in pixels
    int sequentialFirst, sequentialLast; ///< the part of viridis that is used
    std::array<QRgb, 6> curves;

    /// The theme in force; set by `apply`.
    static const Theme& current();
    static const Theme& light();
    static const Theme& darkTheme();
    /// Black on white, or white on black.
    static const Theme& highContrastTheme(bool dark);
    /// That of the setting `choice` (light, dark, high-contrast, or system and whatever else it may be).
    static const Theme& chosen(const QString& choice, bool systemIsDark, bool systemHasHighContrast);
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
    /// The colours of curves, which the colour-blind can tell apart; `index` goes round. After P. Tol,
    /// "Colour schemes", SRON/EPS/TN/09-002, the bright scheme, as far as it contrasts with the panel.
    static QColor curve(int index);
    /// Black or white, whichever contrasts more with `ground`.
    static QColor textOn(const QColor& ground);
    /// As WCAG 2 defines it, 1 to 21.
    static double contrast(const QColor& one, const QColor& other);
    /// The ground of menu and control bar.
    [[nodiscard]] QColor bar() const;
    [[nodiscard]] QPalette palette() const;
};

/// Measures at 100 %, in pixels.
namespace metrics {
inline constexpr int rhythm = 8;
inline constexpr int panelRadius = 8;
inline constexpr int cellRadius = 4;
inline constexpr int cellWidth = 58;
inline constexpr int cellHeight = 36;
inline constexpr int headerHeight = 26; ///< of the columns' names
inline constexpr int fontPixels = 13;
} // namespace metrics

} // namespace layernorm
