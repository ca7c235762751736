// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialogs.h"

class QPrinter;
class QWidget;

namespace layernorm {

/// The view on one page, as large as fits in its margins, in its own proportion, as lines and text.
void printView(QWidget& view, QPrinter& printer);

/// Shows how it will look and lets the user print it; a view that is wider than high lies across the page
/// until the user turns it.
void previewView(QWidget& view, const QString& title, QWidget* parent, Dialogs& dialogs);

} // namespace layernorm
