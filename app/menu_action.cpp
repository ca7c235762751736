// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/menu_action.h"

#include <QAction>
#include <QMenu>

namespace layernorm {

QAction* addMenuAction(QMenu& menu, QObject& context, const QString& text, const QKeySequence& shortcut,
                       const QString& name, std::function<void()> run)
{
    QAction* action = menu.addAction(text, &context, [run = std::move(run)] { run(); });
    action->setShortcut(shortcut);
    action->setObjectName(name);
    return action;
}

} // namespace layernorm
