// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every control has a name, in both languages; access keys are unique where they stand.
#include "tests/app/accessibility/accessible_window.h"

#include <QAbstractButton>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>

namespace layernorm {

namespace {

class AccessibleNames : public testing::AccessibleWindow, public ::testing::WithParamInterface<const char*>
{
protected:
    AccessibleNames() : AccessibleWindow({}, std::string(GetParam()) == "zh_CN") {}

    /// "&File" and "文件(&F)": F. Null without one.
    static QChar accessKey(const QString& text)
    {
        for (qsizetype i = 0; i + 1 < text.size(); ++i) {
            if (text[i] != u'&')
                continue;
            if (text[i + 1] != u'&')
                return text[i + 1].toUpper();
            ++i;
        }
        return {};
    }
    static void expectUnique(const QStringList& texts, const std::string& where)
    {
        QMap<QChar, QString> taken;
        for (const QString& text : texts) {
            const QChar key = accessKey(text);
            if (key.isNull())
                continue;
            EXPECT_FALSE(taken.contains(key))
                << where << ": " << text.toStdString() << " and " << taken.value(key).toStdString();
            EXPECT_TRUE(key.isLetterOrNumber() && key.unicode() < 128)
                << where << ": " << text.toStdString() << " cannot be typed on every keyboard";
            taken[key] = text;
        }
    }
    static QStringList texts(const QMenu& menu)
    {
        QStringList texts;
        for (const QAction* action : menu.actions())
            if (!action->isSeparator())
                texts << action->text();
        return texts;
    }
};

TEST_P(AccessibleNames, EveryControlHasANameAndARole)
{
    onEveryPage([this] {
        for (QWidget* widget : reachable()) {
            EXPECT_FALSE(spoken(*widget).text(QAccessible::Name).isEmpty()) << nameOf(widget);
            EXPECT_NE(spoken(*widget).role(), QAccessible::NoRole) << nameOf(widget);
            // A scroll area is a client to Qt; what it says is in what it scrolls.
            if (!qobject_cast<QScrollArea*>(widget)) {
                EXPECT_NE(spoken(*widget).role(), QAccessible::Client) << nameOf(widget);
            }
        }
    });
}

TEST_P(AccessibleNames, NamesAreOnesOfTheirOwn)
{
    onEveryPage([this] {
        QMap<QString, QWidget*> named;
        for (QWidget* widget : reachable()) {
            const QAccessibleInterface& interface = spoken(*widget);
            const QString said = QString::number(interface.role()) + interface.text(QAccessible::Name);
            EXPECT_FALSE(named.contains(said))
                << nameOf(widget) << " and " << nameOf(named.value(said)) << ": " << said.toStdString();
            named[said] = widget;
        }
    });
}

TEST_P(AccessibleNames, AccessKeysOfMenus)
{
    QStringList bar;
    for (const QAction* action : window().menuBar()->actions()) {
        bar << action->text();
        EXPECT_FALSE(accessKey(action->text()).isNull()) << action->text().toStdString();
    }
    EXPECT_GE(bar.size(), 5);
    expectUnique(bar, "the menu bar");
    for (const QMenu* menu : window().findChildren<QMenu*>())
        expectUnique(texts(*menu), "menu " + menu->title().toStdString());
}

TEST_P(AccessibleNames, AccessKeysOfTheWindow)
{
    onEveryPage([this] {
        QStringList texts;
        for (const QAction* action : window().menuBar()->actions())
            texts << action->text();
        for (const QLabel* label : window().findChildren<QLabel*>())
            if (label->isVisible() && label->buddy())
                texts << label->text();
        for (const QAbstractButton* button : window().findChildren<QAbstractButton*>())
            if (button->isVisible())
                texts << button->text();
        expectUnique(texts, "the window");
    });
}

TEST_P(AccessibleNames, DrawingsSaySomething)
{
    for (const char* name : {"blockDrawing", "verdictBar", "verdictText", "cellStatus"}) {
        const QAccessibleInterface& interface = spoken(find<QWidget>(name));
        EXPECT_FALSE(interface.text(QAccessible::Name).isEmpty()) << name;
        EXPECT_NE(interface.role(), QAccessible::Client) << name;
    }
}

INSTANTIATE_TEST_SUITE_P(Languages, AccessibleNames, ::testing::Values("en", "zh_CN"));

} // namespace

} // namespace layernorm
