// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is written in the window has room, in every language: nothing is cut off, nothing ends in dots.
#include "app/help/help_actions.h"
#include "app/language.h"
#include "app/pages/page.h"
#include "tests/app/window/painted_text.h"
#include "tests/app/window/window_fixture.h"

#include <QAbstractItemView>
#include <QHeaderView>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>
#include <QScrollBar>
#include <QStatusBar>
#include <QStyleOptionComboBox>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>

namespace layernorm {
namespace {

constexpr double roundingOfFonts = 1.5; // pixels

std::string nameOf(const QWidget& widget)
{
    QString name;
    for (const QWidget* each = &widget; each && name.size() < 120; each = each->parentWidget())
        if (!each->objectName().isEmpty() || each == &widget)
            name += QString::fromLatin1(each->metaObject()->className()) + u'#' + each->objectName() + u' ';
    return name.toStdString();
}

/// Texts scroll there, or are numbers that the view itself cuts where they do not fit.
bool scrolls(const QWidget& widget)
{
    const auto* area = qobject_cast<const QAbstractScrollArea*>(widget.parentWidget());
    return area && area->viewport() == &widget;
}

class TextFits : public WindowTest
{
protected:
    void speak(const char* id)
    {
        choose((std::string("language:") + id).c_str());
        turn();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&window()));
        window().resize(1280, 800);
        turn();
    }

    /// Widgets whose texts can be seen as a whole.
    QList<QWidget*> shown()
    {
        QList<QWidget*> result;
        for (QWidget* widget : window().findChildren<QWidget*>())
            if (widget->isVisible() && widget->window() == &window())
                result << widget;
        return result;
    }

    void checkPainted(const std::string& where)
    {
        for (QWidget* widget : shown()) {
            if (scrolls(*widget) || qobject_cast<QScrollBar*>(widget))
                continue;
            const testing::PaintedTexts painted(*widget);
            for (const testing::PaintedText& each : painted.texts) {
                const std::string what =
                    where + ": \"" + each.text.toStdString() + "\" in " + nameOf(*widget);
                EXPECT_FALSE(each.text.endsWith(u'…') && !isWhole(*widget, each.text))
                    << what << " ends in dots";
                const QRectF room = each.visible.adjusted(-roundingOfFonts, -roundingOfFonts, roundingOfFonts,
                                                          roundingOfFonts);
                EXPECT_TRUE(room.contains(each.ink))
                    << what << " is cut off: it takes " << each.ink.left() << " to " << each.ink.right()
                    << ", " << each.ink.top() << " to " << each.ink.bottom() << ", and there is "
                    << each.visible.left() << " to " << each.visible.right() << ", " << each.visible.top()
                    << " to " << each.visible.bottom();
            }
        }
    }

    /// Whether the widget's own text ends so.
    static bool isWhole(const QWidget& widget, const QString& text)
    {
        const QVariant own = widget.property("text");
        return own.toString().endsWith(text) || own.toString().endsWith(u'…');
    }

    void checkLabels(const std::string& where)
    {
        for (QWidget* widget : shown()) {
            const auto* label = qobject_cast<const QLabel*>(widget);
            if (!label || label->text().isEmpty() || !label->pixmap(Qt::ReturnByValue).isNull())
                continue;
            const std::string what = where + ": \"" + label->text().toStdString() + "\" in " + nameOf(*label);
            if (label->wordWrap())
                EXPECT_LE(label->heightForWidth(label->width()), label->height()) << what;
            else
                EXPECT_LE(label->sizeHint().width(), label->width() + roundingOfFonts) << what;
        }
    }

    void checkCombos(const std::string& where)
    {
        for (QWidget* widget : shown()) {
            auto* combo = qobject_cast<QComboBox*>(widget);
            if (!combo)
                continue;
            QStyleOptionComboBox option;
            option.initFrom(combo);
            option.editable = combo->isEditable();
            const QRect field = combo->style()->subControlRect(QStyle::CC_ComboBox, &option,
                                                               QStyle::SC_ComboBoxEditField, combo);
            for (int i = 0; i < combo->count(); ++i) {
                const int needed = combo->fontMetrics().horizontalAdvance(combo->itemText(i));
                const std::string what =
                    where + ": \"" + combo->itemText(i).toStdString() + "\" in " + nameOf(*combo);
                // An editable one shows what is typed, not what is chosen from.
                EXPECT_TRUE(combo->isEditable() || needed <= field.width() + roundingOfFonts) << what;
                EXPECT_LE(needed + 8, std::max(combo->width(), combo->view()->minimumWidth()))
                    << what << ", in its list";
            }
        }
    }

    void checkBars(const std::string& where)
    {
        for (QAction* action : window().menuBar()->actions())
            EXPECT_TRUE(window().menuBar()->rect().contains(window().menuBar()->actionGeometry(action)))
                << where << ": menu " << action->text().toStdString();
        for (const QToolButton* more :
             window().findChildren<QToolButton*>(QStringLiteral("qt_toolbar_ext_button")))
            EXPECT_FALSE(more->isVisible()) << where << ": the bar of controls does not fit";
        for (const QTabBar* tabs : window().findChildren<QTabBar*>())
            for (int i = 0; tabs->isVisible() && i < tabs->count(); ++i)
                EXPECT_TRUE(tabs->rect().contains(tabs->tabRect(i)))
                    << where << ": tab " << tabs->tabText(i).toStdString();
        for (const QHeaderView* header : window().findChildren<QHeaderView*>())
            if (header->isVisible() && header->model() && header->orientation() == Qt::Vertical) {
                EXPECT_LE(header->sizeHint().width(), header->width() + roundingOfFonts)
                    << where << ": names of the rows of " << nameOf(*header);
            }
    }

    void checkEverything(const char* language)
    {
        for (const PageEntry& entry : pageTable()) {
            window().showPage(QLatin1String(entry.id));
            ASSERT_TRUE(testing::eventually([this] { return window().isPageCurrent(); })) << entry.id;
            turn();
            const std::string where = std::string(language) + ", " + entry.id;
            checkPainted(where);
            checkLabels(where);
            checkCombos(where);
            checkBars(where);
        }
    }
};

TEST_F(TextFits, OfEveryPageInEnglish)
{
    window().resize(1280, 800);
    checkEverything("en");
}

TEST_F(TextFits, OfEveryPageInChinese)
{
    speak("zh_CN");
    checkEverything("zh_CN");
}

TEST_F(TextFits, WithGammaAndBetaAndALibraryThatAgrees)
{
    for (const char* language : {"en", "zh_CN"}) {
        speak(language);
        reference().choose(testing::anyLibrary(), testing::fakeWorker(QStringLiteral("honest")));
        session().setAffine(true);
        ASSERT_TRUE(testing::eventually([this] { return reference().isCurrent(); }));
        ASSERT_TRUE(testing::eventually([this] {
            return reference().judgement().has_value() || reference().comparison()->maxUlpDifference == 0;
        }));
        turn();
        checkPainted(language);
        checkLabels(language);
        checkBars(language);
    }
}

/// A text that is cut off, or ends in dots, is noticed: the test of the test.
TEST(PaintedTexts, TellWhatDoesNotFit)
{
    QLabel label(QStringLiteral("A sentence that is longer than its label"));
    label.resize(60, 20);
    const testing::PaintedTexts cut(label);
    ASSERT_EQ(cut.texts.size(), 1);
    EXPECT_GT(cut.texts[0].ink.right(), cut.texts[0].visible.right() + 50);
    label.resize(label.sizeHint());
    const testing::PaintedTexts whole(label);
    ASSERT_EQ(whole.texts.size(), 1);
    EXPECT_LE(whole.texts[0].ink.right(), whole.texts[0].visible.right() + roundingOfFonts);

    QTabBar tabs;
    tabs.setElideMode(Qt::ElideRight);
    tabs.setUsesScrollButtons(false);
    tabs.addTab(QStringLiteral("One tab that has a very long name"));
    tabs.addTab(QStringLiteral("Another tab that has a very long name"));
    tabs.resize(200, 30);
    const testing::PaintedTexts dots(tabs);
    ASSERT_EQ(dots.texts.size(), 2);
    EXPECT_TRUE(dots.texts[0].text.endsWith(u'…'));
}

} // namespace
} // namespace layernorm
