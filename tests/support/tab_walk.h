// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QSet>
#include <QTest>
#include <QWidget>
#include <algorithm>
#include <gtest/gtest.h>
#include <string>

namespace layernorm::testing {

inline std::string nameOf(const QWidget* widget)
{
    return widget ? std::string(widget->metaObject()->className()) + " " + widget->objectName().toStdString()
                  : "nothing";
}

/// Widgets of a window, or of a dialog, that a person can get to with Tab.
inline QList<QWidget*> reachableIn(const QWidget& window)
{
    QList<QWidget*> found;
    for (QWidget* widget : window.findChildren<QWidget*>())
        if (widget->isVisible() && widget->isEnabled() && !widget->focusProxy() &&
            (widget->focusPolicy() & Qt::TabFocus) && widget->window() == &window &&
            !widget->visibleRegion().isEmpty())
            found << widget;
    return found;
}

/// Everything the key comes to until it is back where it began. A text with links keeps it for a while.
inline QList<QWidget*> walk(QWidget& begin, Qt::Key key)
{
    begin.setFocus();
    QList<QWidget*> way{QApplication::focusWidget()};
    constexpr int longest = 200;
    for (int keys = 0; keys < longest; ++keys) {
        QTest::keyClick(QApplication::focusWidget(), key);
        QWidget* reached = QApplication::focusWidget();
        if (reached == way.first() && way.size() > 1)
            return way;
        if (reached != way.last())
            way << reached;
    }
    if (way.size() > 1)
        ADD_FAILURE() << "it does not come back from " << nameOf(way.last());
    return way;
}

/// That Tab reaches whatever can be used, and Shift+Tab the same way back; gives the way.
inline QList<QWidget*> expectTabReachesAll(const QWidget& window, QWidget& begin)
{
    QList<QWidget*> way = walk(begin, Qt::Key_Tab);
    EXPECT_EQ(QSet<QWidget*>(way.begin(), way.end()).size(), way.size()) << "something comes twice";
    for (const QWidget* widget : reachableIn(window))
        EXPECT_TRUE(way.contains(widget)) << nameOf(widget) << " is not reached";
    QList<QWidget*> back = walk(begin, Qt::Key_Backtab);
    std::reverse(back.begin() + 1, back.end());
    EXPECT_EQ(back, way) << "Shift+Tab goes another way";
    return way;
}

} // namespace layernorm::testing
