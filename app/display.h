// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace layernorm {

/// Whether a window can be opened: asked before Qt is, because Qt ends the process where there is none.
[[nodiscard]] bool hasDisplay();

/// How large the window is, in per cent, until the user has said how: where a screen has many pixels and
/// the system does not scale by itself, twice, or one and a quarter times. `height` is what panels leave.
[[nodiscard]] int zoomForScreen(int height, double pixelRatio);

} // namespace layernorm
