// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Presentation mode, driven by its keys in the real window.
#include "app/display.h"
#include "app/lessons/lesson_library.h"
#include "app/look/pointer_look.h"
#include "app/look/theme.h"
#include "app/pages/page.h"
#include "app/panels/statistics_panel.h"
#include "app/presentation/caption_line.h"
#include "tests/app/window/window_fixture.h"

#include <QDockWidget>
#include <QMenuBar>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QStatusBar>
#include <QTabBar>
#include <QTabWidget>
#include <QToolBar>
#include <numeric>

namespace layernorm {

namespace {

using namespace layernorm::testing;

class WindowPresentation : public WindowTest
{
protected:
    explicit WindowPresentation(const QStringList& options = {}) : WindowTest(options) {}

    /// A key that makes the window anew.
    void pressForNew(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        const MainWindow* old = &window();
        press(key, modifiers);
        ASSERT_TRUE(eventually([&] { return &window() != old; }));
        ASSERT_TRUE(QTest::qWaitForWindowActive(&window()));
        turn();
    }
    void present() { pressForNew(Qt::Key_F11); }
    [[nodiscard]] QString caption() { return find<CaptionLine>("presentationCaption").text(); }
    [[nodiscard]] bool isPresenting() { return window().findChild<CaptionLine*>() != nullptr; }
    bool shows(const char* name) { return find<QWidget>(name).isVisible(); }
    [[nodiscard]] static int pages() { return static_cast<int>(pageTable().size()); }
    [[nodiscard]] int viewNumber() { return caption().section(u' ', -3, -3).toInt(); }
    void goTo(int view)
    {
        press(Qt::Key_Home);
        for (int i = 1; i < view; ++i)
            press(Qt::Key_PageDown);
        ASSERT_EQ(viewNumber(), view);
    }
};

TEST_F(WindowPresentation, FillsTheScreenWithNothingAround)
{
    present();
    EXPECT_TRUE(window().isFullScreen());
    EXPECT_FALSE(window().menuBar()->isVisible());
    EXPECT_FALSE(window().statusBar()->isVisible());
    EXPECT_FALSE(shows("controlBar"));
    for (const QDockWidget* dock : window().findChildren<QDockWidget*>())
        EXPECT_FALSE(dock->isVisible()) << dock->objectName().toStdString();
    EXPECT_TRUE(caption().startsWith("Board")) << caption().toStdString();
    EXPECT_EQ(window().size(), window().screen()->size());
}

TEST_F(WindowPresentation, TheClickerReachesEveryView)
{
    present();
    press(Qt::Key_Home);
    const char* tables[] = {"inputView", "outputView", "libraryView", "differenceView"};
    EXPECT_TRUE(shows("inputView") && shows("outputView") && shows("meanPlot") && shows("verdictBar"))
        << "the board has all of them";
    QStringList captions{caption()};
    for (int view = 2; view <= 6 + pages(); ++view) {
        press(Qt::Key_PageDown);
        ASSERT_EQ(viewNumber(), view) << caption().toStdString();
        EXPECT_FALSE(captions.contains(caption()));
        captions << caption();
        int seen = 0;
        for (const char* name : tables)
            seen += find<QWidget>(name).parentWidget()->isVisible();
        EXPECT_EQ(seen, view == 2 || (view >= 4 && view <= 6) ? 1 : 0) << caption().toStdString();
        EXPECT_EQ(shows("meanPlot"), view == 3);
        EXPECT_EQ(shows("pages"), view > 6);
        if (view > 6) {
            EXPECT_EQ(window().currentPage(), pageTable()[static_cast<std::size_t>(view - 7)].id);
        }
        EXPECT_FALSE(find<QTabWidget>("pages").tabBar()->isVisible());
        EXPECT_FALSE(shows("verdictBar"));
    }
    press(Qt::Key_PageDown);
    EXPECT_EQ(viewNumber(), 6 + pages()) << "the last stays";
    press(Qt::Key_PageUp);
    EXPECT_EQ(viewNumber(), 5 + pages());
    press(Qt::Key_Home);
    EXPECT_EQ(viewNumber(), 1);
    press(Qt::Key_PageUp);
    EXPECT_EQ(viewNumber(), 1) << "the first, too";
    press(Qt::Key_End);
    EXPECT_EQ(viewNumber(), 6 + pages());
}

TEST_F(WindowPresentation, TheBoardIsTheSameWheneverItIsComeBackTo)
{
    present();
    goTo(1);
    const auto& board = *qobject_cast<QSplitter*>(window().findChild<StatisticsPanel*>()->parentWidget());
    const QList<int> widths = board.sizes();
    const int all = std::accumulate(widths.begin(), widths.end(), 0);
    // The heatmaps take what they need, or a little less than a sixth, and leave the rest to the tables.
    EXPECT_LE(widths[1], std::max(board.widget(1)->minimumSizeHint().width(), all / 6));
    const QImage first = window().grab().toImage();
    for (const int view : {2, 3, 7}) {
        goTo(view);
        EXPECT_NE(window().grab().toImage(), first);
        goTo(1);
        turn();
        EXPECT_EQ(board.sizes(), widths) << "after view " << view;
        EXPECT_EQ(window().grab().toImage(), first) << "after view " << view;
    }
}

TEST_F(WindowPresentation, EscapeBringsBackTheWindowAsItWas)
{
    session().setNotes(QStringLiteral("a note"));
    window().showPage("axes");
    window().resize(1111, 777);
    turn();
    auto& notes = *window().findChildren<QDockWidget*>().constFirst();
    notes.hide(); // although there are notes
    find<QSplitter>("columns").setSizes({400, 200, 200, 150, 120});
    find<QSplitter>("halves").setSizes({300, 400});
    turn();
    const QRect geometry = window().geometry();
    const QList<int> columns = find<QSplitter>("columns").sizes();
    const QList<int> halves = find<QSplitter>("halves").sizes();
    const QFont font = QApplication::font();
    const QByteArray remembered = application.settings().value(settings::geometry).toByteArray();
    for (const Qt::Key way : {Qt::Key_Escape, Qt::Key_F11}) {
        present();
        press(Qt::Key_End); // another page
        EXPECT_NE(window().currentPage(), "axes");
        EXPECT_NE(QApplication::font(), font);
        pressForNew(way);
        EXPECT_FALSE(isPresenting());
        EXPECT_FALSE(window().isFullScreen());
        // Where it lies is the window manager's: the platform of these tests has none.
        EXPECT_EQ(window().size(), geometry.size());
        EXPECT_EQ(find<QSplitter>("columns").sizes(), columns);
        EXPECT_EQ(find<QSplitter>("halves").sizes(), halves);
        EXPECT_EQ(window().currentPage(), "axes");
        EXPECT_EQ(QApplication::font(), font);
        EXPECT_TRUE(window().menuBar()->isVisible());
        EXPECT_TRUE(shows("controlBar"));
        EXPECT_FALSE(window().findChildren<QDockWidget*>().constFirst()->isVisible());
        EXPECT_FALSE(PointerLook::isStrong());
    }
}

TEST_F(WindowPresentation, WhatIsClosedInItIsNotRemembered)
{
    window().showPage("axes");
    present();
    press(Qt::Key_End);
    const QVariant geometry = application.settings().value(settings::geometry);
    window().close();
    EXPECT_EQ(application.settings().text(settings::page), "axes");
    EXPECT_EQ(application.settings().value(settings::geometry), geometry);
}

TEST_F(WindowPresentation, TextIsAThirtiethOfTheScreenOrMore)
{
    present();
    const int least = window().screen()->size().height() / 30;
    for (const int view : {2, 4}) {
        goTo(view);
        TensorView& table = find<TensorView>(view == 2 ? "inputView" : "outputView");
        EXPECT_GE(table.font().pixelSize(), least);
        EXPECT_GE(table.rowHeight(0), table.font().pixelSize());
        QFont bold = table.font();
        bold.setBold(true);
        EXPECT_LE(QFontMetrics(bold).horizontalAdvance(cell(table, 0, 0)), table.columnWidth(0));
        EXPECT_TRUE(table.visualRect(table.model()->index(5, 3)).bottom() <= table.viewport()->height())
            << "the article's tensor is seen whole";
        EXPECT_TRUE(table.verticalHeader()->isVisible()) << "rows have their names";
    }
    ASSERT_TRUE(session().setLayout({8, 64, 256}));
    turn();
    ASSERT_TRUE(eventually([&] { return session().isCurrent(); }));
    goTo(2);
    EXPECT_EQ(view("inputView").font().pixelSize(), least) << "a large one scrolls";
}

TEST_F(WindowPresentation, CtrlPlusAndMinusZoomIt)
{
    const QString zoom = application.settings().text(settings::zoom);
    present();
    goTo(2);
    const int before = view("inputView").font().pixelSize();
    const double themeBefore = Theme::zoom();
    pressForNew(Qt::Key_Equal, Qt::ControlModifier);
    EXPECT_EQ(viewNumber(), 2) << "the view stays";
    EXPECT_GT(view("inputView").font().pixelSize(), before);
    EXPECT_GT(Theme::zoom(), themeBefore);
    pressForNew(Qt::Key_Minus, Qt::ControlModifier);
    EXPECT_EQ(view("inputView").font().pixelSize(), before);
    EXPECT_EQ(application.settings().text(settings::zoom), zoom) << "the window's own stays";
}

TEST_F(WindowPresentation, ArrowsMoveThePointerAndOtherwiseTheView)
{
    present();
    goTo(2);
    EXPECT_TRUE(view("inputView").hasFocus());
    const Cell first = session().selection().current();
    press(Qt::Key_Down);
    press(Qt::Key_Right);
    EXPECT_EQ(session().selection().current(), (Cell{first.row + 1, first.column + 1}));
    EXPECT_EQ(viewNumber(), 2) << "arrows belong to the table";
    press(Qt::Key_PageDown);
    press(Qt::Key_Right); // the statistics: a cell a token
    EXPECT_EQ(session().selection().current().row, first.row + 2);
    press(Qt::Key_Up);
    press(Qt::Key_Down);
    EXPECT_EQ(session().selection().current().row, first.row + 2 + 3)
        << "the sentence below; there is none above";
    EXPECT_EQ(viewNumber(), 3);
    press(Qt::Key_Space);
    EXPECT_EQ(viewNumber(), 4) << "nothing there needs it";
    press(Qt::Key_End);
    const int last = viewNumber();
    press(Qt::Key_Space, Qt::ShiftModifier);
    EXPECT_EQ(viewNumber(), last - 1);
    const auto* page = qobject_cast<QScrollArea*>(find<QTabWidget>("pages").currentWidget());
    ASSERT_TRUE(page);
    const bool scrolls = page->horizontalScrollBar()->maximum() > 0;
    press(Qt::Key_Left);
    EXPECT_EQ(viewNumber(), scrolls ? last - 1 : last - 2) << "a page that is too wide scrolls";
}

TEST_F(WindowPresentation, ThePointerDimsTheOtherTokens)
{
    present();
    goTo(2);
    TensorView& input = view("inputView");
    const auto colour = [&](int row) {
        const QRect place = input.visualRect(input.model()->index(row, 0));
        return QColor(
            input.viewport()->grab().toImage().pixel(place.left() + place.width() / 8, place.center().y()));
    };
    EXPECT_EQ(colour(0),
              Theme::current().signedColour(session().input().at(0), session().inputRange().magnitude));
    const QColor dimmed = colour(4);
    EXPECT_NE(dimmed,
              Theme::current().signedColour(session().input().at(16), session().inputRange().magnitude));
    hover(input, 4, 1);
    EXPECT_NE(colour(4), dimmed) << "the mouse moves it, too";
    EXPECT_EQ(colour(4),
              Theme::current().signedColour(session().input().at(16), session().inputRange().magnitude));
    press(Qt::Key_F9);
    EXPECT_EQ(colour(0),
              Theme::current().signedColour(session().input().at(0), session().inputRange().magnitude))
        << "without it nothing is dimmed";
    pressForNew(Qt::Key_Equal, Qt::ControlModifier);
    EXPECT_FALSE(PointerLook::isStrong()) << "the choice outlives the window";
}

TEST_F(WindowPresentation, ACellCanBeEditedAndEscapeLeavesTheEditorFirst)
{
    present();
    goTo(2);
    press(Qt::Key_F2);
    ASSERT_NE(window().findChild<QLineEdit*>("cellEditor"), nullptr);
    press(Qt::Key_Escape);
    EXPECT_TRUE(isPresenting());
    typeInto(view("inputView"), 1, 1, "2.5");
    EXPECT_EQ(session().input().at(5), 2.5);
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_NE(session().input().at(5), 2.5) << "menus are hidden; their keys work";
    EXPECT_TRUE(isPresenting());
}

TEST_F(WindowPresentation, SpeaksTheLanguageThatIsChosenInIt)
{
    present();
    goTo(4);
    const QString english = caption();
    const MainWindow* old = &window();
    choose("language:zh_CN");
    ASSERT_TRUE(eventually([&] { return &window() != old; }));
    ASSERT_TRUE(isPresenting());
    EXPECT_EQ(viewNumber(), 4);
    EXPECT_FALSE(window().menuBar()->isVisible());
    EXPECT_TRUE(window().isFullScreen());
}

TEST_F(WindowPresentation, TheCaptionHasTheVerdict)
{
    present();
    EXPECT_TRUE(caption().contains(QStringLiteral("○ not compared"))) << caption().toStdString();
    reference().choose(anyLibrary(), fakeWorker(QStringLiteral("honest")));
    EXPECT_TRUE(eventually([&] { return caption().contains(QStringLiteral("✔ agrees")); }))
        << caption().toStdString();
}

TEST_F(WindowPresentation, BeginsWithWhatHasTheFocus)
{
    find<QTabWidget>("pages").currentWidget()->setFocus();
    view("outputView").setFocus();
    present();
    EXPECT_TRUE(shows("outputView"));
    EXPECT_FALSE(shows("inputView"));
    EXPECT_TRUE(view("outputView").hasFocus());
}

TEST_F(WindowPresentation, ALessonThatWasOpenStays)
{
    window().open(QCoreApplication::applicationDirPath() + QStringLiteral("/lessons/01-by-hand.en.lesson"));
    turn();
    ASSERT_TRUE(find<QDockWidget>("lessonPanel").isVisible());
    present();
    EXPECT_TRUE(find<QDockWidget>("lessonPanel").isVisible());
    EXPECT_FALSE(window().menuBar()->isVisible());
    pressForNew(Qt::Key_Escape);
    EXPECT_TRUE(find<QDockWidget>("lessonPanel").isVisible());
}

TEST_F(WindowPresentation, FollowsTheStepsOfALesson)
{
    present();
    window().openLesson(shippedLessonFile(QStringLiteral("03-eps")), 0);
    turn();
    bool page = false;
    bool board = false;
    LessonPlayer& player = application.lessons();
    for (int step = 0; step < player.steps(); ++step) {
        window().openLesson(shippedLessonFile(QStringLiteral("03-eps")), step);
        turn();
        const std::vector<std::string>& marks = player.current().marks;
        if (std::ranges::find(marks, "page") != marks.end()) {
            page = true;
            const auto& pages = pageTable();
            ASSERT_GT(viewNumber(), 6) << "step " << step;
            EXPECT_EQ(pages[static_cast<std::size_t>(viewNumber() - 7)].id, player.stage().page);
            EXPECT_EQ(window().currentPage().toStdString(), player.stage().page);
        } else if (marks.size() > 1) {
            board = true;
            EXPECT_EQ(viewNumber(), 1) << "step " << step;
        }
    }
    EXPECT_TRUE(page && board);
    // Within a step the view is the teacher's.
    goTo(3);
    emit player.moved();
    EXPECT_EQ(viewNumber(), 3);
    player.leave();
    turn();
    goTo(1);
    EXPECT_TRUE(shows("libraryView") || find<QWidget>("libraryView").parentWidget()->isVisible());
}

class PresentationAtStart : public WindowPresentation
{
protected:
    PresentationAtStart() : WindowPresentation({"--present", "--view", "difference"}) {}
    void SetUp() override
    {
        application.show();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&window()));
        turn();
    }
};

TEST_F(PresentationAtStart, IsAskedForOnTheCommandLine)
{
    EXPECT_TRUE(isPresenting());
    EXPECT_TRUE(window().isFullScreen());
    EXPECT_EQ(viewNumber(), 6);
    EXPECT_TRUE(Theme::current().highContrast);
    pressForNew(Qt::Key_Escape);
    EXPECT_FALSE(isPresenting());
    EXPECT_FALSE(Theme::current().highContrast);
    EXPECT_FALSE(parseCommandLine({"layernorm-explorer", "--present", "--view", "moon"}));
}

TEST(ScreenZoom, IsLargerWhereAScreenHasMorePixels)
{
    EXPECT_EQ(zoomForScreen(2120, 1), 200);
    EXPECT_EQ(zoomForScreen(1400, 1), 125);
    EXPECT_EQ(zoomForScreen(1040, 1), 100);
    EXPECT_EQ(zoomForScreen(2120, 2), 100) << "the system scales by itself";
}

} // namespace

} // namespace layernorm
