// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is on the screen: colours, the flash of changed cells, and the window made anew in another look.
#include "app/look/theme.h"
#include "tests/app/window/window_fixture.h"

#include <QHash>
#include <QPixmap>
#include <QSlider>
#include <QTabWidget>
#include <QUndoStack>

namespace layernorm {

namespace {

using namespace layernorm::testing;

class WindowPainting : public WindowTest
{
protected:
    static QImage picture(const QTableView& table)
    {
        return table.viewport()->grab().toImage().convertToFormat(QImage::Format_RGB32);
    }
    static QRect place(const QTableView& table, int row, int column)
    {
        return table.visualRect(table.model()->index(row, column));
    }
    /// The colour of most pixels.
    static QColor mainColour(const QImage& image, const QRect& area)
    {
        QHash<QRgb, int> count;
        QRgb most = 0;
        for (int y = area.top(); y <= area.bottom(); ++y)
            for (int x = area.left(); x <= area.right(); ++x)
                if (++count[image.pixel(x, y)] > count[most])
                    most = image.pixel(x, y);
        return QColor(most);
    }
    /// Cells in which two pictures differ.
    static std::vector<Cell> differing(const QTableView& table, const QImage& a, const QImage& b)
    {
        std::vector<Cell> cells;
        for (int row = 0; row < table.model()->rowCount(); ++row)
            for (int column = 0; column < table.model()->columnCount(); ++column)
                if (a.copy(place(table, row, column)) != b.copy(place(table, row, column)))
                    cells.push_back({row, column});
        return cells;
    }
    /// Pixels as yellow as the flash is before it has faded by half; nothing else is.
    static int flashPixels(const QImage& image)
    {
        int count = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const QColor pixel(image.pixel(x, y));
                count += std::abs(pixel.red() - pixel.green()) < 60 && pixel.green() - pixel.blue() > 60;
            }
        return count;
    }
    /// Rebuilds the window through the menu.
    void rebuild(const char* action)
    {
        const MainWindow* old = &window();
        choose(action);
        ASSERT_TRUE(eventually([&] { return &window() != old; }));
        ASSERT_TRUE(QTest::qWaitForWindowActive(&window()));
        turn();
    }
};

TEST_F(WindowPainting, CellsHaveTheColourOfTheirValue)
{
    const Theme& theme = Theme::current();
    const QImage input = picture(view("inputView"));
    const QImage output = picture(view("outputView"));
    for (int row = 0; row < 6; ++row)
        for (int column = 0; column < 4; ++column) {
            const std::int64_t i = row * 4 + column;
            EXPECT_EQ(mainColour(input, place(view("inputView"), row, column)),
                      theme.signedColour(session().input().at(i), session().inputRange().magnitude))
                << "input " << i;
            EXPECT_EQ(mainColour(output, place(view("outputView"), row, column)),
                      theme.signedColour(session().result()->output.at(i), session().outputRange().magnitude))
                << "output " << i;
        }
}

TEST_F(WindowPainting, ColoursFollowAnEdit)
{
    typeInto(view("inputView"), 2, 1, "100");
    const Theme& theme = Theme::current();
    const QImage input = picture(view("inputView"));
    EXPECT_EQ(mainColour(input, place(view("inputView"), 2, 1)), theme.positive);
    EXPECT_EQ(mainColour(input, place(view("inputView"), 0, 0)),
              theme.signedColour(session().input().at(0), 100));
}

TEST_F(WindowPainting, NotANumberHasAColourOfItsOwn)
{
    typeInto(view("inputView"), 2, 1, "nan");
    EXPECT_EQ(mainColour(picture(view("outputView")), place(view("outputView"), 2, 0)), Theme::current().nan);
}

TEST_F(WindowPainting, NumbersCanBeHidden)
{
    TensorView& output = view("outputView");
    const QImage numbers = picture(output);
    choose("showNumbersAction");
    const QImage colours = picture(output);
    EXPECT_EQ(differing(output, numbers, colours).size(), 24U);
    const QRect inner = place(output, 3, 1).adjusted(8, 8, -8, -8);
    const QImage cell = colours.copy(inner);
    QImage plain(cell.size(), cell.format());
    plain.fill(mainColour(colours, inner));
    EXPECT_EQ(cell, plain) << "nothing but colour is left";
    choose("showNumbersAction");
    EXPECT_EQ(picture(output), numbers);
}

// The edit leaves the largest values as they are, so that no other cell changes its colour.
TEST_F(WindowPainting, ExactlyTheChangedCellsLightUpAndFade)
{
    TensorView& input = view("inputView");
    TensorView& output = view("outputView");
    std::int64_t largestInput = 0;
    std::int64_t largestOutput = 0;
    for (std::int64_t i = 0; i < 24; ++i) {
        if (std::abs(session().input().at(i)) == session().inputRange().magnitude)
            largestInput = i;
        if (std::abs(session().result()->output.at(i)) == session().outputRange().magnitude)
            largestOutput = i;
    }
    int row = 0;
    while (row == largestInput / 4 || row == largestOutput / 4)
        ++row;
    const double magnitude = session().outputRange().magnitude;
    click(input, row, 1);
    const QImage inputBefore = picture(input);
    const QImage outputBefore = picture(output);
    ASSERT_EQ(flashPixels(inputBefore), 0);

    const QString slightlyMore = QString::number(session().input().at(row * 4 + 1) * 1.01);
    ASSERT_TRUE(session().editCell(Editable::Input, row * 4 + 1, slightlyMore));
    turn();
    ASSERT_EQ(session().outputRange().magnitude, magnitude) << "choose another edit";
    std::vector<Cell> changed;
    for (int column = 0; column < 4; ++column)
        if (session().outputCellChanged({row, column}))
            changed.push_back({row, column});
    ASSERT_FALSE(changed.empty());
    QImage inputFlash;
    QImage outputFlash;
    ASSERT_TRUE(eventually([&] {
        inputFlash = picture(input);
        outputFlash = picture(output);
        return flashPixels(inputFlash.copy(place(input, row, 1))) > 20 &&
               std::all_of(changed.begin(), changed.end(), [&](Cell cell) {
                   return flashPixels(outputFlash.copy(place(output, int(cell.row), int(cell.column)))) > 20;
               });
    }));
    EXPECT_EQ(differing(input, inputBefore, inputFlash), (std::vector<Cell>{{row, 1}}));
    EXPECT_EQ(differing(output, outputBefore, outputFlash), changed);

    ASSERT_TRUE(
        eventually([&] { return flashPixels(picture(input)) == 0 && flashPixels(picture(output)) == 0; }));
    session().undoStack().undo();
    turn();
    ASSERT_TRUE(eventually([&] { return picture(input) == inputBefore && picture(output) == outputBefore; }))
        << "undone and faded it looks as before";
}

TEST_F(WindowPainting, AnotherLookKeepsTheDocument)
{
    typeInto(view("inputView"), 1, 2, "3.5");
    ASSERT_TRUE(session().setEps(0.5));
    session().selection().setCurrent({4, 1});
    const Tensor input = session().input();
    for (const char* action :
         {"theme:dark", "language:zh_CN", "zoomInAction", "language:en", "theme:light", "zoomOutAction"}) {
        rebuild(action);
        EXPECT_TRUE(sameBits(session().input(), input)) << action;
        EXPECT_EQ(session().undoStack().count(), 2) << action;
        EXPECT_EQ(view("inputView").currentIndex().row(), 4) << action;
        EXPECT_EQ(find<QComboBox>("epsCombo").currentText(), "0.5") << action;
        expectFresh(session());
    }
    press(Qt::Key_Z, Qt::ControlModifier);
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(session().undoStack().index(), 0);
    typeInto(view("inputView"), 0, 0, "7");
    EXPECT_EQ(session().input().at(0), 7);
}

TEST_F(WindowPainting, ASliderMovedInANewLookIsAStepOfItsOwn)
{
    find<QSlider>("epsSlider").setFocus();
    press(Qt::Key_End);
    ASSERT_EQ(session().undoStack().count(), 1);
    rebuild("theme:dark");
    find<QSlider>("epsSlider").setFocus();
    press(Qt::Key_Home);
    EXPECT_EQ(session().undoStack().count(), 2);
    session().undoStack().undo();
    EXPECT_EQ(session().eps(), 10);
    rebuild("theme:light");
}

TEST_F(WindowPainting, DarkIsDarkInEveryCell)
{
    rebuild("theme:dark");
    const Theme& dark = Theme::darkTheme();
    ASSERT_EQ(&Theme::current(), &dark);
    EXPECT_EQ(mainColour(picture(view("outputView")), place(view("outputView"), 3, 1)),
              dark.signedColour(session().result()->output.at(13), session().outputRange().magnitude));
    EXPECT_EQ(window().grab().toImage().pixelColor(2, window().height() / 2), dark.window);
    rebuild("theme:light");
    EXPECT_EQ(window().grab().toImage().pixelColor(2, window().height() / 2), Theme::light().window);
}

TEST_F(WindowPainting, ZoomMakesTextAndCellsLarger)
{
    const int row = view("outputView").rowHeight(0);
    const int text = window().fontMetrics().height();
    for (int i = 0; i < 3; ++i)
        rebuild("zoomInAction");
    EXPECT_GT(window().fontMetrics().height(), text);
    EXPECT_GE(view("outputView").rowHeight(0), row);
    EXPECT_EQ(application.settings().value(settings::zoom).toInt(), 175);
    for (int i = 0; i < 3; ++i)
        rebuild("zoomOutAction");
    EXPECT_EQ(window().fontMetrics().height(), text);
}

TEST_F(WindowPainting, ALibraryGoesOnThroughANewLook)
{
    reference().choose(anyLibrary(), fakeWorker(QStringLiteral("honest")));
    ASSERT_TRUE(eventually([this] { return reference().isCurrent(); }));
    const auto output = reference().output();
    rebuild("theme:dark");
    EXPECT_EQ(reference().output(), output) << "it was not asked again";
    EXPECT_TRUE(view("libraryView").isVisible());
    EXPECT_TRUE(label("verdictBar").contains("agrees"));
    rebuild("theme:light");
}

} // namespace

} // namespace layernorm
