// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The help: its pages, the keys that lead to them, What's This, the shortcut sheet, and About.
#include "app/help/about_window.h"
#include "app/help/help_actions.h"
#include "app/help/help_browser.h"
#include "app/help/help_text.h"
#include "app/help/help_window.h"
#include "app/help/shortcuts.h"
#include "app/pages/page.h"
#include "tests/app/window/window_fixture.h"
#include "tests/support/tab_walk.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QClipboard>
#include <QDialog>
#include <QHelpEvent>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QTabBar>
#include <QToolBar>
#include <QWhatsThis>

namespace layernorm {
namespace {

QStringList matches(const QString& text, const char* pattern)
{
    QStringList found;
    auto each =
        QRegularExpression(QString::fromUtf8(pattern), QRegularExpression::MultilineOption).globalMatch(text);
    while (each.hasNext())
        found << each.next().captured(1);
    return found;
}

TEST(HelpPages, AreThereInEveryLanguageAndOfOneBuild)
{
    for (const HelpTopic& topic : helpTopics()) {
        const QString english = helpText(topic, languages().front());
        for (const Language& language : languages()) {
            const QString text = helpText(topic, language);
            const std::string where = std::string(topic.id) + " in " + language.id;
            ASSERT_TRUE(text.startsWith(u"# ")) << where;
            EXPECT_GE(text.count(QStringLiteral("\n\n")), 4) << where << " is no page but a note";
            // The same formulas, links, headings and rows of tables.
            for (const char* pattern : {"\\]\\(([^)]*)\\)", "^(##) ", "^(```)", "^(\\|)", "^(- )"})
                EXPECT_EQ(matches(text, pattern), matches(english, pattern)) << where << ": " << pattern;
        }
    }
}

TEST(HelpPages, LinkOnlyToEachOther)
{
    for (const HelpTopic& topic : helpTopics())
        for (const QString& link : matches(helpText(topic), "\\]\\(([^)]*)\\)"))
            EXPECT_NE(linkedTopic(link), nullptr) << topic.id << " links to " << link.toStdString();
}

TEST(HelpPages, AreWrittenInChineseWhereTheySayTheyAre)
{
    const Language& chinese = *findLanguage(u"zh_CN");
    for (const HelpTopic& topic : helpTopics()) {
        const QString text = helpText(topic, chinese);
        EXPECT_EQ(matches(text, "([\\p{Han}][,;:!?])"), QStringList()) << topic.id << ": half-width marks";
        EXPECT_EQ(matches(text, "([\\p{Han}]\\.\\s)"), QStringList()) << topic.id << ": half-width full stop";
        // A paragraph without Chinese has been forgotten; formulas and headings that are names have not.
        for (const QString& paragraph : text.split(QStringLiteral("\n\n")))
            if (!paragraph.startsWith(u'#') && !paragraph.startsWith(u'`')) {
                EXPECT_TRUE(paragraph.contains(QRegularExpression(QStringLiteral("\\p{Han}"))))
                    << topic.id << ": " << paragraph.toStdString();
            }
    }
}

TEST(HelpPages, KnowTheDefaultsThatTheWindowOffers)
{
    const QString text = helpText(*findHelpTopic(u"eps"));
    for (const char* line : {"| PyTorch, `torch.nn.LayerNorm` | 1e-5 |",
                             "| Keras, `LayerNormalization` | 1e-3 |", "| Flax, `nn.LayerNorm` | 1e-6 |"})
        EXPECT_TRUE(text.contains(QString::fromUtf8(line))) << line;
}

class HelpTest : public WindowTest
{
protected:
    HelpActions& help() { return window().help(); }
    HelpWindow* helpWindow() { return window().findChild<HelpWindow*>(); }
    std::string shownTopic()
    {
        const std::optional<HelpActions::Open> open = help().open();
        return open ? open->topic->id : "";
    }
    /// What F1 shows while a widget has the focus.
    std::string helpOn(QWidget& widget)
    {
        delete helpWindow();
        window().activateWindow();
        EXPECT_TRUE(QTest::qWaitForWindowActive(&window()));
        widget.setFocus();
        press(Qt::Key_F1);
        return shownTopic();
    }
    void makeAllPages()
    {
        for (const PageEntry& entry : pageTable()) {
            window().showPage(QLatin1String(entry.id));
            turn();
        }
    }
    /// What takes the keyboard or the mouse; parts of widgets answer for the whole.
    QList<QWidget*> controls()
    {
        QList<QWidget*> result;
        for (QWidget* widget : window().findChildren<QWidget*>())
            if (widget->focusPolicy() != Qt::NoFocus || qobject_cast<QAbstractButton*>(widget))
                result << widget;
        return result;
    }
};

TEST_F(HelpTest, F1OpensThePageAboutWhatHasTheFocus)
{
    EXPECT_EQ(helpOn(view("inputView")), "input");
    EXPECT_EQ(helpOn(view("outputView")), "output");
    EXPECT_EQ(helpOn(view("differenceView")), "difference");
    EXPECT_EQ(helpOn(find<QWidget>("epsSlider")), "eps");
    EXPECT_EQ(helpOn(find<QWidget>("dimensionSpin")), "shape");
    EXPECT_EQ(helpOn(find<QWidget>("seedSpin")), "seed");
    EXPECT_EQ(helpOn(find<QWidget>("normalizedDimsCombo")), "normalise-over");
    EXPECT_EQ(helpOn(find<QWidget>("affineCheck")), "affine");
    EXPECT_EQ(helpOn(find<QWidget>("dtypeCombo")), "dtype");
    EXPECT_EQ(helpOn(find<QWidget>("libraryCombo")), "library");
    EXPECT_EQ(helpOn(find<QWidget>("exportButton")), "export");
}

TEST_F(HelpTest, EveryPageHasATopicAndSoHaveItsTabAndItsControls)
{
    for (const PageEntry& entry : pageTable()) {
        window().showPage(QLatin1String(entry.id));
        turn();
        const std::string expected = std::string("page-") + entry.id;
        QTabBar* tabs = find<QTabWidget>("pages").tabBar();
        EXPECT_EQ(helpOn(*tabs), expected);
        const QWidget* page = find<QTabWidget>("pages").currentWidget();
        for (const QWidget* inside : page->findChildren<QWidget*>())
            ASSERT_EQ(helpTopicOf(*inside).id, expected) << inside->objectName().toStdString();
    }
}

TEST_F(HelpTest, EveryControlOfTheBarHasATopicOfItsOwn)
{
    int count = 0;
    for (const QWidget* widget : find<QToolBar>("controlBar").findChildren<QWidget*>())
        if (widget->focusPolicy() != Qt::NoFocus && widget->isVisible()) {
            ++count;
            EXPECT_STRNE(helpTopicOf(*widget).id, "overview") << widget->objectName().toStdString();
        }
    EXPECT_GE(count, 10);
}

TEST_F(HelpTest, EveryControlAndActionSaysWhatItIs)
{
    makeAllPages();
    EXPECT_GE(controls().size(), 60);
    for (const QWidget* widget : controls()) {
        const QString text = whatsThisText(*widget);
        EXPECT_GE(text.size(), 60) << widget->metaObject()->className() << " "
                                   << widget->objectName().toStdString();
    }
    int actions = 0;
    for (QMenu* menu : window().findChildren<QMenu*>()) {
        emit menu->aboutToShow(); // as it opens, which fills some
        QShowEvent shown;
        QCoreApplication::sendEvent(menu, &shown);
        for (const QAction* action : menu->actions())
            if (!action->isSeparator()) {
                ++actions;
                EXPECT_GE(action->whatsThis().size(), 60) << action->text().toStdString();
            }
    }
    EXPECT_GE(actions, 50);
}

TEST_F(HelpTest, WhatsThisAppearsForAWidgetAndLeadsToItsPage)
{
    QWidget& slider = find<QWidget>("epsSlider");
    QHelpEvent ask(QEvent::QueryWhatsThis, {5, 5}, slider.mapToGlobal(QPoint(5, 5)));
    QCoreApplication::sendEvent(&slider, &ask);
    EXPECT_TRUE(ask.isAccepted());
    slider.setFocus();
    press(Qt::Key_F1, Qt::ShiftModifier);
    QStringList open;
    for (const QWidget* top : QApplication::topLevelWidgets())
        if (top->isVisible())
            open << QString::fromLatin1(top->metaObject()->className());
    EXPECT_TRUE(open.contains(u"QWhatsThat")) << open.join(u' ').toStdString();
    QWhatsThis::hideText();

    const QString text = whatsThisText(slider);
    EXPECT_TRUE(text.contains(u"inside"));
    QWhatsThisClickedEvent click(matches(text, "href=\"([^\"]*)\"").value(0));
    QCoreApplication::sendEvent(&slider, &click);
    EXPECT_EQ(shownTopic(), "eps");
}

TEST_F(HelpTest, GoesFromPageToPageAndBack)
{
    helpOn(view("inputView"));
    auto& browser = *helpWindow()->findChild<HelpBrowser*>();
    browser.setSource(QUrl(QStringLiteral("help:eps")));
    EXPECT_EQ(shownTopic(), "eps");
    EXPECT_FALSE(browser.toPlainText().contains(u"](help:")) << "is Markdown, and shown as something else";
    EXPECT_TRUE(browser.toPlainText().contains(u"1e-5")) << browser.toPlainText().toStdString();
    EXPECT_EQ(helpWindow()->findChild<QListWidget*>()->currentItem()->text(), u"eps");
    QTest::mouseClick(helpWindow()->findChild<QPushButton*>(QStringLiteral("helpBack")), Qt::LeftButton);
    EXPECT_EQ(shownTopic(), "input");
    QTest::mouseClick(helpWindow()->findChild<QPushButton*>(QStringLiteral("helpForward")), Qt::LeftButton);
    EXPECT_EQ(shownTopic(), "eps");
}

TEST_F(HelpTest, LinksCanBeClicked)
{
    helpOn(view("inputView"));
    auto& browser = *helpWindow()->findChild<HelpBrowser*>();
    QTextCursor link(browser.document());
    while (!link.atEnd() && !link.charFormat().isAnchor())
        link.movePosition(QTextCursor::NextCharacter);
    ASSERT_EQ(link.charFormat().anchorHref(), u"help:normalise-over");
    browser.setTextCursor(link);
    browser.ensureCursorVisible();
    link.movePosition(QTextCursor::NextCharacter);
    QTest::mouseClick(browser.viewport(), Qt::LeftButton, {}, browser.cursorRect(link).center());
    EXPECT_EQ(shownTopic(), "normalise-over");
}

TEST_F(HelpTest, FindsWordsInAllPages)
{
    helpOn(view("inputView"));
    auto& contents = *helpWindow()->findChild<QListWidget*>();
    auto& field = *helpWindow()->findChild<QLineEdit*>(QStringLiteral("helpFind"));
    field.setText(QStringLiteral("Samuelson"));
    QStringList left;
    for (int i = 0; i < contents.count(); ++i)
        if (!contents.item(i)->isHidden())
            left << contents.item(i)->data(Qt::UserRole).toString();
    EXPECT_EQ(left, QStringList{"page-dimension"});
    QTest::keyClick(&field, Qt::Key_Return);
    EXPECT_EQ(shownTopic(), "page-dimension");
    auto& browser = *helpWindow()->findChild<HelpBrowser*>();
    EXPECT_EQ(browser.textCursor().selectedText(), u"Samuelson");
    EXPECT_EQ(browser.extraSelections().size(), 1);
    QTest::keyClick(helpWindow(), Qt::Key_Escape);
    turn();
    EXPECT_FALSE(help().open());
}

TEST_F(HelpTest, AnswersInADialogThatLocksTheWindow)
{
    QDialog dialog(&window());
    dialog.setObjectName(QStringLiteral("importDialog"));
    auto* inside = new QLineEdit(&dialog);
    dialog.setModal(true);
    dialog.show();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&dialog));
    QTest::keyClick(inside, Qt::Key_F1);
    EXPECT_EQ(shownTopic(), "files");
    EXPECT_EQ(helpWindow()->parentWidget(), &dialog) << "or it could not be used";
}

TEST_F(HelpTest, EveryShortcutOfTheWindowIsOnTheSheetAndNoneIsThereTwice)
{
    makeAllPages();
    window().activateWindow();
    view("inputView").setFocus();
    press(Qt::Key_F1, Qt::ControlModifier);
    auto* sheet = window().findChild<QWidget*>(QStringLiteral("shortcutSheet"));
    ASSERT_NE(sheet, nullptr);
    const QString text = sheet->findChild<QLabel*>(QStringLiteral("shortcutText"))->text();
    QStringList seen;
    for (const QAction* action : window().findChildren<QAction*>())
        for (const QKeySequence& keys : action->shortcuts()) {
            if (action->text().isEmpty() || !action->parent()->inherits("QMenu"))
                continue;
            const QString name = keys.toString(QKeySequence::NativeText);
            EXPECT_TRUE(text.contains(name.toHtmlEscaped())) << name.toStdString();
            EXPECT_FALSE(seen.contains(name)) << name.toStdString() << " is ambiguous";
            seen << name;
        }
    EXPECT_GE(seen.size(), 15);
    EXPECT_TRUE(text.contains(u"Ctrl+Z"));
    EXPECT_LE(sheet->width(), 1280);
    EXPECT_LE(sheet->height(), 760) << "is to be seen on one screen";
}

TEST_F(HelpTest, TheSheetFollowsTheActionsAsTheyAre)
{
    find<QAction>("saveAction").setShortcut(QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_9));
    QStringList all;
    for (const ShortcutGroup& group : shortcutsOf(window()))
        for (const Shortcut& shortcut : group.shortcuts)
            all << group.title + u'|' + shortcut.keys + u'|' + shortcut.action;
    EXPECT_TRUE(all.contains(u"File|Ctrl+Alt+9|Save")) << all.join(u'\n').toStdString();
}

TEST_F(HelpTest, TabReachesEverythingInItsWindows)
{
    for (const char* action : {"helpAction", "keysAction", "aboutAction"}) {
        SCOPED_TRACE(action);
        const QWidgetList before = QApplication::topLevelWidgets();
        choose(action);
        turn();
        QWidget* opened = QApplication::activeWindow();
        ASSERT_NE(opened, nullptr);
        ASSERT_NE(opened, &window());
        ASSERT_FALSE(before.contains(opened));
        ASSERT_NE(QApplication::focusWidget(), nullptr);
        testing::expectTabReachesAll(*opened, *QApplication::focusWidget());
        opened->close();
        turn();
        window().activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&window()));
    }
}

TEST_F(HelpTest, AboutNamesWhatIsAtWorkAndCopiesIt)
{
    reference().choose(testing::anyLibrary(), testing::fakeWorker(QStringLiteral("honest")));
    ASSERT_TRUE(
        testing::eventually([this] { return reference().state().phase == WorkerState::Phase::Ready; }));
    choose("aboutAction");
    auto* about = window().findChild<AboutWindow*>();
    ASSERT_NE(about, nullptr);
    const QString text = about->findChild<QLabel*>(QStringLiteral("aboutText"))->text();
    QTest::mouseClick(about->findChild<QPushButton*>(QStringLiteral("copyVersions")), Qt::LeftButton);
    const QString copied = QGuiApplication::clipboard()->text();
    for (const QString& part :
         {QStringLiteral(LAYERNORM_VERSION), QString::fromLatin1(qVersion()), QStringLiteral("Eigen"),
          QStringLiteral("QCustomPlot"), reference().state().name, reference().state().version}) {
        EXPECT_FALSE(part.isEmpty());
        EXPECT_TRUE(text.contains(part)) << part.toStdString();
        EXPECT_TRUE(copied.contains(part)) << part.toStdString();
    }
    for (const Part& part : partsInUse(reference()))
        EXPECT_TRUE(part.version.contains(QRegularExpression(QStringLiteral("\\d"))))
            << part.name.toStdString();
}

} // namespace
} // namespace layernorm
