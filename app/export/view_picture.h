// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QImage>
#include <QString>
#include <span>

class QPainter;
class QWidget;

namespace layernorm {

enum class PictureFormat { Png, Svg, Pdf };

/// A way to write a picture of a view down.
struct PictureEncoding {
    PictureFormat format;
    const char* extension;                          ///< ".png"
    const char* description;                        ///< in the context "PictureFormats"
    QByteArray (*encode)(QWidget& view, int scale); ///< empty: there is no memory for so many pixels
};

/// The first is what is proposed.
[[nodiscard]] std::span<const PictureEncoding> pictureEncodings();
/// All of them, as file dialogs want it.
[[nodiscard]] QString pictureFilter();

inline constexpr int largestPictureScale = 4;

/// Draws the view as it is on the screen, all of it, also where it is scrolled out of sight or not shown (of
/// a table the part it is scrolled to). (0, 0) is its upper left corner, a unit a pixel of the screen.
///
/// On whatever the painter draws, a printer too, lines stay lines and text stays text; only icons are images.
void paintView(QWidget& view, QPainter& painter);

/// The same in `scale` (1 to 4) times as many pixels a direction, said to be 96 * scale an inch; null where
/// there is no memory for so many.
[[nodiscard]] QImage pixelPicture(QWidget& view, int scale);
/// A pixel of the screen is a CSS pixel.
[[nodiscard]] QByteArray svgPicture(QWidget& view);
/// One page as large as the view, a pixel of the screen a point; fonts are embedded.
[[nodiscard]] QByteArray pdfPicture(QWidget& view);

/// In the format that the file's ending names; the file is written as a whole or stays as it was. `scale`
/// counts for PNG only and is taken into 1 to 4.
///
/// Errors: an ending of no format; no memory for the pixels; the system's reason why the file cannot be
/// written.
Result<void> writePicture(QWidget& view, const QString& file, int scale);

} // namespace layernorm
