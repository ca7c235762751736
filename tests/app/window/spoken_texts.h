// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QTabBar>
#include <QTableView>

namespace layernorm::testing {

/// Every text that the window shows or says as it is now, each with the place it stands in.
inline QStringList spokenTexts(const QMainWindow& window)
{
    QStringList texts;
    const auto take = [&texts](const QString& place, const QString& text) {
        if (!text.trimmed().isEmpty())
            texts << place + u'|' + text;
    };
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisible() && !qobject_cast<const QMenu*>(widget))
            continue;
        const QString place = QLatin1String(widget->metaObject()->className()) + u' ' + widget->objectName();
        take(place + QStringLiteral(" tip"), widget->toolTip());
        take(place + QStringLiteral(" name"), widget->accessibleName());
        if (const auto* label = qobject_cast<const QLabel*>(widget))
            take(place, label->text());
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
            take(place, button->text());
        if (const auto* combo = qobject_cast<const QComboBox*>(widget))
            for (int i = 0; i < combo->count(); ++i)
                take(place, combo->itemText(i));
        if (const auto* tabs = qobject_cast<const QTabBar*>(widget))
            for (int i = 0; i < tabs->count(); ++i)
                take(place, tabs->tabText(i));
        if (const auto* table = qobject_cast<const QTableView*>(widget); table && table->model())
            for (const auto& [orientation, count] : {std::pair(Qt::Horizontal, table->model()->columnCount()),
                                                     std::pair(Qt::Vertical, table->model()->rowCount())})
                for (int i = 0; i < count; ++i)
                    take(place, table->model()->headerData(i, orientation).toString());
    }
    for (const QAction* action : window.findChildren<QAction*>())
        take(QStringLiteral("action ") + action->objectName(), action->text());
    return texts;
}

} // namespace layernorm::testing
