// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/accessible/announce.h"

#include <QAccessible>
#include <QWidget>

namespace layernorm {

void announceCurrentCell(QWidget& plot)
{
    if (!QAccessible::isActive() || !plot.hasFocus())
        return;
    QAccessibleInterface* grid = QAccessible::queryAccessibleInterface(&plot);
    QAccessibleInterface* cell = grid ? grid->focusChild() : nullptr;
    if (!cell)
        return;
    QAccessibleEvent event(&plot, QAccessible::Focus);
    event.setChild(grid->indexOfChild(cell));
    QAccessible::updateAccessibility(&event);
}

void announceAlert(QWidget& widget)
{
    QAccessibleEvent event(&widget, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

} // namespace layernorm
