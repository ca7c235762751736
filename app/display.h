// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace layernorm {

/// Whether a window can be opened: asked before Qt is, because Qt ends the process where there is none.
[[nodiscard]] bool hasDisplay();

} // namespace layernorm
