// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

class QMainWindow;

namespace layernorm {

struct Shortcut {
    QString keys;
    QString action;
};

struct ShortcutGroup {
    QString title; ///< of the menu
    QList<Shortcut> shortcuts;
};

/// Every key that the window's actions have now, by menu; those in no menu come last.
[[nodiscard]] QList<ShortcutGroup> shortcutsOf(const QMainWindow& window);
/// The keys of tables and plots, which are no actions.
[[nodiscard]] QList<ShortcutGroup> keysInside();

} // namespace layernorm
