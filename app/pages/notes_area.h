// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QLabel;
class QSize;
class QWidget;

namespace layernorm {

/// Text beside a plot: rich, in lines as wide as there is room.
[[nodiscard]] QLabel* makeNotesLabel(const QString& objectName);
/// Holds `label` and lets it be scrolled, by keys too, where there is no room for all of it.
[[nodiscard]] QWidget* makeNotesArea(QLabel* label, const QString& accessibleName);
/// Larger text on a page for a hall. Returns how many times the ordinary text the area's is for a page of
/// `page`.
double scaleNotes(QWidget* area, const QSize& page);

} // namespace layernorm
