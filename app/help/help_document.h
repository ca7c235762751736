// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QTextDocument;

namespace layernorm {

/// Gives a page of Markdown the look of the window: room between ideas, formulas on a ground of their own,
/// tables with lines.
void dressHelp(QTextDocument& document);

} // namespace layernorm
