// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Tab reaches everything in the order it stands, leaves everything, and one sees where it is.
#include "app/lessons/lesson_library.h"
#include "app/look/focus_frame.h"
#include "app/look/theme.h"
#include "app/presentation/caption_line.h"
#include "tests/app/accessibility/accessible_window.h"

#include <QLabel>
#include <QLineEdit>
#include <QTabBar>

namespace layernorm {

namespace {

class Keyboard : public testing::AccessibleWindow
{
protected:
    explicit Keyboard(const QStringList& options = {}) : AccessibleWindow(options) {}

    QRect placeOf(const QWidget* widget) { return {widget->mapTo(&window(), QPoint()), widget->size()}; }

    /// The board's first table, or where it is not shown whatever is reached first.
    QWidget& begin()
    {
        QWidget& input = view("inputView");
        return input.isVisible() ? input : *reachable().front();
    }

    QList<QWidget*> walk(Qt::Key key) { return testing::walk(begin(), key); }
    QList<QWidget*> expectAllReached() { return testing::expectTabReachesAll(window(), begin()); }

    /// Pixels of the frame's colour in the frame's own place.
    static int framePixels(const QImage& picture, const QRect& frame)
    {
        const int width = Theme::current().focusWidth;
        const QRegion place =
            QRegion(frame.intersected(picture.rect())) - frame.adjusted(width, width, -width, -width);
        int count = 0;
        for (const QRect& part : place)
            for (int y = part.top(); y <= part.bottom(); ++y)
                for (int x = part.left(); x <= part.right(); ++x)
                    count += picture.pixel(x, y) == Theme::current().focus.rgb() ? 1 : 0;
        return count;
    }
};

TEST_F(Keyboard, TabReachesEverythingAndComesBack)
{
    onEveryPage([this] { expectAllReached(); });
}

TEST_F(Keyboard, TabReachesNotesAndTheQuestionsOfALesson)
{
    choose("notesAction");
    turn();
    ASSERT_TRUE(find<QWidget>("notesText").isVisible());
    EXPECT_TRUE(expectAllReached().contains(&find<QWidget>("notesText")));

    const QString lesson = shippedLessonFile(QStringLiteral("01-by-hand"));
    ASSERT_FALSE(lesson.isEmpty());
    int fields = 0;
    int choices = 0;
    for (int step = 0; step == 0 || step < application.lessons().steps(); ++step) {
        SCOPED_TRACE("step " + std::to_string(step));
        window().openLesson(lesson, step);
        turn();
        ASSERT_EQ(application.lessons().step(), step);
        ASSERT_TRUE(
            testing::eventually([this] { return session().isCurrent() && window().isPageCurrent(); }));
        turn();
        for (const QWidget* widget : expectAllReached()) {
            fields += widget->objectName() == u"lessonNumber" ? 1 : 0;
            choices += widget->objectName().startsWith(u"lessonChoice") ? 1 : 0;
        }
    }
    EXPECT_GT(fields, 0);
    EXPECT_GT(choices, 0);
}

class KeyboardWhilePresenting : public Keyboard
{
protected:
    KeyboardWhilePresenting() : Keyboard({QStringLiteral("--present")}) {}
};

TEST_F(KeyboardWhilePresenting, TabReachesEverythingAndComesBack)
{
    for (QString before; before != find<CaptionLine>("presentationCaption").text();) {
        before = find<CaptionLine>("presentationCaption").text();
        SCOPED_TRACE(before.toStdString());
        ASSERT_TRUE(
            testing::eventually([this] { return session().isCurrent() && window().isPageCurrent(); }));
        turn();
        if (!reachable().isEmpty())
            expectAllReached();
        press(Qt::Key_PageDown);
        turn();
    }
}

/// The next one is below or to the right of the one before; only the way round goes back to the beginning.
TEST_F(Keyboard, TabGoesInReadingOrder)
{
    onEveryPage([this] {
        const QList<QWidget*> way = walk(Qt::Key_Tab);
        QStringList backwards;
        for (qsizetype i = 0; i < way.size(); ++i) {
            const QWidget* next = way[(i + 1) % way.size()];
            const QRect from = placeOf(way[i]);
            const QRect to = placeOf(next);
            if (to.left() < from.left() + from.width() / 2 && to.top() < from.top() + from.height() / 2)
                backwards << QString::fromStdString(nameOf(way[i]) + " to " + nameOf(next));
        }
        EXPECT_EQ(backwards.size(), 1) << backwards.join(u'\n').toStdString();
    });
}

class KeyboardInTheme : public Keyboard, public ::testing::WithParamInterface<const char*>
{
protected:
    void SetUp() override
    {
        Keyboard::SetUp();
        const MainWindow* before = &window();
        application.settings().set(settings::theme, QString::fromUtf8(GetParam()));
        emit window().rebuildWanted();
        ASSERT_TRUE(testing::eventually([&] { return &window() != before; }));
        ASSERT_TRUE(QTest::qWaitForWindowActive(&window()));
    }
};

TEST_P(KeyboardInTheme, OneSeesWhatHasTheFocus)
{
    onEveryPage([this] {
        const QList<QWidget*> way = walk(Qt::Key_Tab);
        for (QWidget* widget : way) {
            widget->setFocus(Qt::TabFocusReason);
            turn();
            const QImage with = window().grab().toImage();
            const auto* tabs = qobject_cast<const QTabBar*>(widget);
            QRect place = tabs ? tabs->tabRect(tabs->currentIndex()).translated(placeOf(widget).topLeft())
                               : placeOf(widget);
            place.adjust(-4, -4, 4, 4);
            const QRect frame = find<FocusFrame>("focusFrame").geometry();
            EXPECT_TRUE(place.contains(frame)) << nameOf(widget);
            QWidget* elsewhere = widget == way.first() ? way.last() : way.first();
            elsewhere->setFocus(Qt::TabFocusReason);
            turn();
            const QImage without = window().grab().toImage();
            EXPECT_NE(with.copy(place), without.copy(place)) << nameOf(widget);
            // Two of its sides at least, were it cut off by a scroll area.
            EXPECT_GE(framePixels(with, frame) - framePixels(without, frame), frame.width() + frame.height())
                << nameOf(widget);
        }
    });
}

INSTANTIATE_TEST_SUITE_P(Themes, KeyboardInTheme, ::testing::Values("light", "dark", "high-contrast"));

TEST_F(Keyboard, TheFrameGoesWithItsWidgetAndStaysOutOfPictures)
{
    view("inputView").setFocus(Qt::TabFocusReason);
    auto& frame = find<FocusFrame>("focusFrame");
    ASSERT_TRUE(frame.isVisible());
    EXPECT_TRUE(frame.geometry().intersects(placeOf(&view("inputView"))));
    window().resize(window().width() + 200, window().height() + 100);
    turn();
    EXPECT_GE(frame.geometry().bottom(), placeOf(&view("inputView")).bottom() - 1);
    {
        const FocusFrame::Hidden noFrame(window());
        EXPECT_FALSE(frame.isVisible());
    }
    EXPECT_TRUE(frame.isVisible());

    click(view("outputView"), 0, 0);
    EXPECT_FALSE(frame.isVisible()) << "who uses the mouse sees where it is";
    press(Qt::Key_Down);
    EXPECT_TRUE(frame.isVisible());
}

/// Text at 200 % on a small screen: the window keeps its size, and Tab brings into sight what it comes to.
TEST_F(Keyboard, LargeTypeScrollsToWhatHasTheFocus)
{
    const MainWindow* before = &window();
    application.settings().set(settings::zoom, 200);
    emit window().rebuildWanted();
    ASSERT_TRUE(testing::eventually([&] { return &window() != before; }));
    ASSERT_TRUE(QTest::qWaitForWindowActive(&window()));
    const QSize small(1280, 800);
    window().resize(small);
    turn();
    EXPECT_EQ(window().size(), small);
    const QList<QWidget*> way = walk(Qt::Key_Tab);
    EXPECT_GT(way.size(), 10);
    for (QWidget* widget : way) {
        widget->setFocus(Qt::TabFocusReason);
        turn();
        EXPECT_FALSE(widget->visibleRegion().isEmpty()) << nameOf(widget);
        EXPECT_TRUE(window().rect().intersects(placeOf(widget))) << nameOf(widget);
    }
    application.settings().set(settings::zoom, 100);
    const MainWindow* large = &window();
    emit window().rebuildWanted();
    ASSERT_TRUE(testing::eventually([&] { return &window() != large; }));
}

TEST_F(Keyboard, ArrowsGoThroughTheHeatmaps)
{
    auto& plot = find<QWidget>("meanPlot");
    session().selection().setCurrent({0, 2});
    plot.setFocus(Qt::TabFocusReason);
    press(Qt::Key_Right);
    EXPECT_EQ(session().selection().current(), (Cell{1, 2}));
    press(Qt::Key_Down);
    EXPECT_EQ(session().selection().current(), (Cell{4, 2}));
    for (int i = 0; i < 5; ++i)
        press(Qt::Key_Right);
    EXPECT_EQ(session().selection().current(), (Cell{5, 2})) << "it ends at the edge";
    press(Qt::Key_Up);
    press(Qt::Key_Left);
    EXPECT_EQ(session().selection().current(), (Cell{1, 2}));
}

} // namespace

} // namespace layernorm
