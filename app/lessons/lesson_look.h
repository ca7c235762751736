// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>

class QLabel;
class QWidget;

namespace layernorm {

/// How a lesson's words look: larger than the window's, because a class reads them.
namespace lesson_look {

inline constexpr int textPixels = 16;
inline constexpr int titlePixels = 20;
inline constexpr int smallPixels = 13;

/// Text of any language that wraps; Markdown.
[[nodiscard]] QLabel* makeText(const QString& objectName, int pixels = textPixels);
/// What `setText` of such a label shows; single line breaks stay.
void showMarkdown(QLabel& label, const QString& markdown);
/// A sign and words on a ground of their own.
void showVerdict(QLabel& label, bool good, const QString& words);
[[nodiscard]] QString sign(bool good);
/// Radio buttons that are seen in every theme, and have a frame where the keyboard is.
[[nodiscard]] QString radioSheet();

} // namespace lesson_look

} // namespace layernorm
