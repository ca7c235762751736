// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace layernorm {

/// Another cell of a plot (see GridSource) has become the current one: a screen reader reads it out where
/// the plot has the focus.
void announceCurrentCell(QWidget& plot);
/// Something has to be heard wherever the focus is: another verdict.
void announceAlert(QWidget& widget);

} // namespace layernorm
