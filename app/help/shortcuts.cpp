// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/help/shortcuts.h"

#include "app/help/help_text.h"

#include <QAction>
#include <QCoreApplication>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QSet>

namespace layernorm {

namespace {

QString keysOf(const QAction& action)
{
    QStringList keys;
    for (const QKeySequence& sequence : action.shortcuts())
        keys << sequence.toString(QKeySequence::NativeText);
    return keys.join(QStringLiteral(", "));
}

Shortcut shortcutOf(const QAction& action, const QString& path)
{
    QString text = withoutAccessKey(action.text());
    if (text.endsWith(u'…'))
        text.chop(1);
    return {keysOf(action), path + text};
}

/// Of the menu and those in it; `seen` are told already.
void collect(const QMenu& menu, const QString& path, QList<Shortcut>& into, QSet<const QAction*>& seen)
{
    for (const QAction* action : menu.actions()) {
        seen.insert(action);
        if (action->menu())
            collect(*action->menu(), path + withoutAccessKey(action->text()) + QStringLiteral(" › "), into,
                    seen);
        else if (!action->shortcut().isEmpty())
            into << shortcutOf(*action, path);
    }
}

/// The keys of tables and plots: of which, the keys, and what they do; the context is "Shortcuts".
struct InnerKey {
    const char* group;
    const char* keys;
    const char* action;
};

constexpr InnerKey innerKeys[] = {
    {QT_TRANSLATE_NOOP("Shortcuts", "In tables"), QT_TRANSLATE_NOOP("Shortcuts", "Arrows"),
     QT_TRANSLATE_NOOP("Shortcuts", "from value to value")},
    {"In tables", QT_TRANSLATE_NOOP("Shortcuts", "Digit, F2"),
     QT_TRANSLATE_NOOP("Shortcuts", "edit the value")},
    {"In tables", QT_TRANSLATE_NOOP("Shortcuts", "Enter"),
     QT_TRANSLATE_NOOP("Shortcuts", "keep what was typed")},
    {"In tables", QT_TRANSLATE_NOOP("Shortcuts", "Esc"),
     QT_TRANSLATE_NOOP("Shortcuts", "leave the value as it was")},
    {"In tables", QT_TRANSLATE_NOOP("Shortcuts", "Tab, Shift+Tab"),
     QT_TRANSLATE_NOOP("Shortcuts", "to the next, the previous control")},
    {QT_TRANSLATE_NOOP("Shortcuts", "In plots"), "←, →",
     QT_TRANSLATE_NOOP("Shortcuts", "move the line, or read along the curves")},
    {"In plots", "+, −", QT_TRANSLATE_NOOP("Shortcuts", "closer, farther")},
    {"In plots", QT_TRANSLATE_NOOP("Shortcuts", "0, Home"),
     QT_TRANSLATE_NOOP("Shortcuts", "everything again")},
    {"In plots", QT_TRANSLATE_NOOP("Shortcuts", "1 to 9"),
     QT_TRANSLATE_NOOP("Shortcuts", "show or hide a curve")},
    {"In plots", "Esc", QT_TRANSLATE_NOOP("Shortcuts", "back to where a drag began")},
    {QT_TRANSLATE_NOOP("Shortcuts", "In a presentation"), QT_TRANSLATE_NOOP("Shortcuts", "Page Down, Space"),
     QT_TRANSLATE_NOOP("Shortcuts", "next view")},
    {"In a presentation", QT_TRANSLATE_NOOP("Shortcuts", "Page Up"),
     QT_TRANSLATE_NOOP("Shortcuts", "previous view")},
    {"In a presentation", QT_TRANSLATE_NOOP("Shortcuts", "Home, End"),
     QT_TRANSLATE_NOOP("Shortcuts", "first, last view")},
    {"In a presentation", "↑, ↓", QT_TRANSLATE_NOOP("Shortcuts", "from token to token")},
    {"In a presentation", "F9", QT_TRANSLATE_NOOP("Shortcuts", "strong pointer on or off")},
    {"In a presentation", "Esc", QT_TRANSLATE_NOOP("Shortcuts", "back to the window")},
    {QT_TRANSLATE_NOOP("Shortcuts", "In a lesson"), QT_TRANSLATE_NOOP("Shortcuts", "1 to 5"),
     QT_TRANSLATE_NOOP("Shortcuts", "choose an answer")},
    {"In a lesson", QT_TRANSLATE_NOOP("Shortcuts", "Enter"),
     QT_TRANSLATE_NOOP("Shortcuts", "reveal, or on to the next step")},
};

QString translated(const char* text)
{
    return QCoreApplication::translate("Shortcuts", text);
}

} // namespace

QList<ShortcutGroup> shortcutsOf(const QMainWindow& window)
{
    QList<ShortcutGroup> groups;
    QSet<const QAction*> seen;
    // Read only, but QMainWindow offers its menu bar to nobody else.
    for (const QAction* top : window.findChild<QMenuBar*>()->actions()) {
        ShortcutGroup group{withoutAccessKey(top->text()), {}};
        if (top->menu())
            collect(*top->menu(), {}, group.shortcuts, seen);
        if (!group.shortcuts.isEmpty())
            groups << group;
    }
    ShortcutGroup elsewhere{QCoreApplication::translate("Shortcuts", "Elsewhere in the window"), {}};
    for (const QAction* action : window.findChildren<QAction*>())
        if (!seen.contains(action) && !action->shortcut().isEmpty() && !action->text().isEmpty())
            elsewhere.shortcuts << shortcutOf(*action, {});
    if (!elsewhere.shortcuts.isEmpty())
        groups << elsewhere;
    return groups;
}

QList<ShortcutGroup> keysInside()
{
    QList<ShortcutGroup> groups;
    for (const InnerKey& key : innerKeys) {
        const QString group = translated(key.group);
        if (groups.isEmpty() || groups.last().title != group)
            groups << ShortcutGroup{group, {}};
        groups.last().shortcuts << Shortcut{translated(key.keys), translated(key.action)};
    }
    return groups;
}

} // namespace layernorm
