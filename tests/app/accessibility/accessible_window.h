// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page.h"
#include "tests/app/window/window_fixture.h"
#include "tests/support/tab_walk.h"

#include <QAccessible>
#include <QTranslator>
#include <span>

namespace layernorm::testing {

/// What stands before the window is made, so that it is made in Chinese.
class Translated
{
protected:
    explicit Translated(bool chinese)
    {
        if (chinese) {
            EXPECT_TRUE(m_translator.load(LAYERNORM_CHINESE)) << LAYERNORM_CHINESE;
            QCoreApplication::installTranslator(&m_translator);
        }
    }
    ~Translated() { QCoreApplication::removeTranslator(&m_translator); }

private:
    QTranslator m_translator;
};

/// The window, as assistive technology sees it.
class AccessibleWindow : protected Translated, public WindowTest
{
protected:
    explicit AccessibleWindow(const QStringList& options = {}, bool chinese = false)
        : Translated(chinese),
          WindowTest(options)
    {
        QAccessible::setActive(true);
    }

    static QAccessibleInterface& spoken(QObject& object)
    {
        QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(&object);
        if (!interface)
            throw std::runtime_error("not accessible: " + object.objectName().toStdString());
        return *interface;
    }
    QAccessibleInterface& cellOf(const char* widget, int row, int column)
    {
        QAccessibleTableInterface* table = spoken(find<QWidget>(widget)).tableInterface();
        QAccessibleInterface* cell = table ? table->cellAt(row, column) : nullptr;
        if (!cell)
            throw std::runtime_error(std::string("no cell in ") + widget);
        return *cell;
    }

    /// Every page in turn, when it shows what it has to.
    template <typename Check>
    void onEveryPage(Check check)
    {
        for (const PageEntry& page : pageTable()) {
            SCOPED_TRACE(page.id);
            window().showPage(QLatin1String(page.id));
            ASSERT_TRUE(eventually([this] { return session().isCurrent() && window().isPageCurrent(); }));
            turn();
            check();
        }
    }

    /// Widgets a person can get to with Tab.
    QList<QWidget*> reachable() { return reachableIn(window()); }
    static std::string nameOf(const QWidget* widget) { return testing::nameOf(widget); }
};

} // namespace layernorm::testing
