// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace layernorm {

/// From now on screen readers are told what the program's own widgets show: tables and plots cell by cell
/// (see GridSource), drawings by what they say. To be called once; nothing is made before somebody asks.
void installAccessibility();

} // namespace layernorm
