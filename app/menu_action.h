// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

class QAction;
class QKeySequence;
class QMenu;
class QObject;
class QString;

namespace layernorm {

/// An entry of a menu that calls `run` as long as `context` lives. `name` is its object name.
QAction* addMenuAction(QMenu& menu, QObject& context, const QString& text, const QKeySequence& shortcut,
                       const QString& name, std::function<void()> run);

} // namespace layernorm
