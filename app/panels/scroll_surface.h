// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace layernorm {

/// `content` as large as there is room for; where there is less than it needs (a small screen, text at 200
/// %), it scrolls, and what gets the keyboard is brought into sight.
[[nodiscard]] QWidget* makeScrollSurface(QWidget* content);

} // namespace layernorm
