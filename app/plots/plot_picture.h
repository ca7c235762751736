// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCustomPlot;
class QPainter;

namespace layernorm {

/// Whether lines and text stay what they are where `painter` draws: no pixels, but a vector file or a page.
[[nodiscard]] bool keepsLines(const QPainter& painter);

/// To be called when `plot` is to be painted. Draws it anew where the buffers it keeps for the screen are too
/// coarse: in another resolution they would be enlarged, in a vector file they would be a bitmap. False: the
/// buffers will do, and nothing was drawn.
[[nodiscard]] bool paintPicture(QCustomPlot& plot);

} // namespace layernorm
