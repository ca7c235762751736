// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How numbers are written: one choice that every view follows while the window stays as it is.
#include "app/look/number_display.h"
#include "app/look/shown_notation.h"
#include "app/panels/quiet_label.h"
#include "app/plots/heatmap_plot.h"
#include "core/io/number_text.h"
#include "tests/app/window/window_fixture.h"

#include <QClipboard>
#include <QStatusBar>
#include <bit>

namespace layernorm {

namespace {

using namespace layernorm::testing;

class WindowNotation : public WindowTest
{
protected:
    explicit WindowNotation(const QStringList& options = {}) : WindowTest(options) {}
    ~WindowNotation() override { ShownNotation::instance().setNotation({}); }

    void SetUp() override
    {
        WindowTest::SetUp();
        reference().choose(anyLibrary(), fakeWorker(QStringLiteral("honest")));
        ASSERT_TRUE(eventually([this] { return reference().isCurrent(); }));
        turn();
    }

    [[nodiscard]] static QString minus(QString text) { return text.replace(u'-', QChar(0x2212)); }
    [[nodiscard]] double read(const QTableView& table, int row, int column)
    {
        return parseNumber(cell(table, row, column).toStdString(), DType::Float64).value_or(-12345);
    }
    /// Whether no number of the table is cut, in bold either.
    static void expectRoom(const QTableView& table)
    {
        QFont bold = table.font();
        bold.setBold(true);
        for (int row = 0; row < table.model()->rowCount(); ++row)
            for (int column = 0; column < table.model()->columnCount(); ++column)
                EXPECT_LE(QFontMetrics(bold).horizontalAdvance(cell(table, row, column)),
                          table.columnWidth(column) - Theme::scaled(6) - 4)
                    << table.objectName().toStdString() << ' ' << cell(table, row, column).toStdString();
    }

    TensorView& input = view("inputView");
    TensorView& output = view("outputView");
    TensorView& library = view("libraryView");
    TensorView& difference = view("differenceView");
    NumberTable& steps = find<NumberTable>("stepsTable");
};

TEST_F(WindowNotation, DecimalsAreChosenByMenuAndKeysInEveryTable)
{
    session().setAffine(true);
    turn();
    const MainWindow* before = &window();
    choose("notation:decimals");
    turn();
    EXPECT_EQ(cell(input, 0, 0), minus(QStringLiteral("-1.1258")));
    press(Qt::Key_Period, Qt::ControlModifier);
    press(Qt::Key_Period, Qt::ControlModifier);
    EXPECT_EQ(&window(), before) << "the window is not made anew";
    auto& affine = find<NumberTable>("affineView");
    const double y = session().result()->output.at(0);
    const QString six = minus(QString::number(y, 'f', 6));
    EXPECT_EQ(cell(input, 0, 0), minus(QString::number(session().input().at(0), 'f', 6)));
    EXPECT_EQ(cell(output, 0, 0), six);
    EXPECT_EQ(cell(library, 0, 0), minus(QString::number(reference().output()->at(0), 'f', 6)));
    EXPECT_EQ(cell(affine, 0, 0), "1.000000");
    EXPECT_EQ(cell(affine, 1, 0), "0") << "nothing is nothing";
    EXPECT_EQ(cell(steps, 0, 0), cell(input, 0, 0));
    const double mean = session().result()->mean.at(0);
    EXPECT_EQ(find<HeatmapPlot>("meanPlot").cellNumber(0, 0, 3), minus(QString::number(mean, 'f', 6)));
    EXPECT_TRUE(window().statusBar()->currentMessage().contains(QStringLiteral("6")))
        << "the status bar says what was chosen";
    press(Qt::Key_Comma, Qt::ControlModifier);
    EXPECT_EQ(cell(input, 0, 0), minus(QString::number(session().input().at(0), 'f', 5)));
    choose("notation:automatic");
    EXPECT_EQ(cell(input, 0, 0), cellText(session().input().at(0)));
}

TEST_F(WindowNotation, ColumnsAreAsWideAsTheNumbersAndNoWider)
{
    const int usual = input.columnWidth(0);
    for (const char* notation :
         {"decimals:17", "scientific:17", "fraction:12", "hexadecimal", "decimals:1"}) {
        ShownNotation::instance().setNotation(*NumberNotation::parse(notation));
        turn();
        for (const QTableView* table :
             std::initializer_list<QTableView*>{&input, &output, &library, &difference, &steps})
            expectRoom(*table);
    }
    choose("notation:automatic");
    turn();
    EXPECT_NEAR(input.columnWidth(0), usual, 1)
        << "a pixel: the first was measured before the style sheet was";
    // Another number: with it the columns grow, too.
    choose("notation:decimals"); // one, as last time
    typeInto(input, 1, 1, "-123456789012");
    turn();
    EXPECT_EQ(cell(input, 1, 1), minus(QStringLiteral("-123456790528.0")));
    expectRoom(input);
}

TEST_F(WindowNotation, ScientificAndHexadecimalShowWhatTheTensorHas)
{
    choose("notation:scientific");
    EXPECT_EQ(cell(input, 0, 0), minus(QStringLiteral("-1.126e+00")));
    choose("notation:hexadecimal");
    const float x = static_cast<float>(session().input().at(0));
    EXPECT_TRUE(cell(input, 0, 0).contains("0x1.")) << cell(input, 0, 0).toStdString();
    EXPECT_EQ(std::bit_cast<std::uint32_t>(static_cast<float>(read(input, 0, 0))),
              std::bit_cast<std::uint32_t>(x));
    EXPECT_EQ(read(output, 3, 2), session().result()->output.at(14));
    EXPECT_EQ(read(library, 3, 2), reference().output()->at(14));
    EXPECT_TRUE(find<QuietLabel>("cellStatus").text().contains(cell(input, 0, 0))) << "the status bar, too";
    press(Qt::Key_Period, Qt::ControlModifier);
    EXPECT_TRUE(find<QAction>("notation:decimals").isChecked()) << "more digits of what has none: decimals";
}

TEST_F(WindowNotation, AFractionIsOfTheLargestOfItsOwnTable)
{
    typeInto(input, 0, 0, "-8");
    choose("notation:fraction");
    for (int less = 0; less < 2; ++less)
        press(Qt::Key_Comma, Qt::ControlModifier);
    EXPECT_EQ(cell(input, 0, 0), minus(QStringLiteral("-1.00")));
    EXPECT_EQ(cell(input, 0, 1), minus(QString::number(session().input().at(1) / 8, 'f', 2)));
    const double largest = session().outputRange().magnitude;
    EXPECT_EQ(cell(output, 2, 3),
              minus(QString::number(session().result()->output.at(11) / largest, 'f', 2)));
    EXPECT_FALSE(cell(difference, 0, 0).contains('.')) << "ULP are counted, whatever the largest is";
    typeInto(input, 0, 0, "16");
    EXPECT_EQ(cell(input, 0, 0), "1.00");
    EXPECT_EQ(cell(input, 0, 1), minus(QString::number(session().input().at(1) / 16, 'f', 2)))
        << "the others are another part of the new largest";
    EXPECT_EQ(read(steps, 0, 0), 1) << "each step is a table of its own";
}

TEST_F(WindowNotation, WhatIsNoFiniteNumberIsShownAsItIs)
{
    typeInto(input, 0, 0, "nan");
    typeInto(input, 1, 0, "-inf");
    typeInto(input, 2, 0, "-0");
    typeInto(input, 3, 0, "1e-45");
    for (const char* kind :
         {"notation:automatic", "notation:decimals", "notation:scientific", "notation:fraction"}) {
        choose(kind);
        EXPECT_EQ(cell(input, 0, 0), "NaN") << kind;
        EXPECT_EQ(cell(input, 1, 0), minus(QStringLiteral("-∞"))) << kind;
        EXPECT_EQ(cell(input, 2, 0), minus(QStringLiteral("-0"))) << kind;
        EXPECT_TRUE(cell(input, 3, 0).contains('e')) << cell(input, 3, 0).toStdString();
    }
    choose("notation:hexadecimal");
    EXPECT_EQ(cell(input, 2, 0), minus(QStringLiteral("-0x0p+0")));
    EXPECT_EQ(cell(input, 3, 0), minus(QStringLiteral("0x1p-149")));
    EXPECT_EQ(cell(output, 0, 0), "NaN");
}

TEST_F(WindowNotation, EditingAndCopyingStayExact)
{
    choose("notation:decimals");
    for (int less = 0; less < 3; ++less)
        press(Qt::Key_Comma, Qt::ControlModifier);
    EXPECT_EQ(cell(input, 0, 0), minus(QStringLiteral("-1.1")));
    click(input, 0, 0);
    press(Qt::Key_F2);
    const QString exact = QString::fromStdString(exactText(session().input().at(0), DType::Float32));
    EXPECT_EQ(find<QLineEdit>("cellEditor").text(), exact);
    press(Qt::Key_Return);
    EXPECT_EQ(session().undoStack().count(), 0) << "nothing was typed";
    press(Qt::Key_C, Qt::ControlModifier);
    EXPECT_TRUE(QApplication::clipboard()->text().contains(exact))
        << QApplication::clipboard()->text().toStdString();
}

TEST_F(WindowNotation, IsRememberedAndOutlivesTheWindow)
{
    choose("notation:scientific");
    press(Qt::Key_Period, Qt::ControlModifier);
    EXPECT_EQ(application.settings().text(settings::notation), "scientific:5");
    const MainWindow* old = &window();
    choose("language:zh_CN");
    ASSERT_TRUE(eventually([&] { return &window() != old; }));
    EXPECT_TRUE(find<QAction>("notation:scientific").isChecked());
    EXPECT_EQ(cell(view("inputView"), 0, 0), minus(QStringLiteral("-1.1258e+00")));
}

TEST_F(WindowNotation, DigitsEndAtOneAndSeventeen)
{
    choose("notation:decimals");
    for (int i = 0; i < 20; ++i)
        press(Qt::Key_Period, Qt::ControlModifier);
    EXPECT_EQ(ShownNotation::instance().notation().digits, 17);
    EXPECT_FALSE(find<QAction>("moreDigitsAction").isEnabled());
    for (int i = 0; i < 20; ++i)
        press(Qt::Key_Comma, Qt::ControlModifier);
    EXPECT_EQ(ShownNotation::instance().notation().digits, 1);
    EXPECT_FALSE(find<QAction>("fewerDigitsAction").isEnabled());
}

TEST_F(WindowNotation, MapsAndNotesOfThePagesFollow)
{
    window().resize(1900, 1000);
    for (const char* page : {"add-and-norm", "gradients", "eps", "dimension"}) {
        window().showPage(page);
        ASSERT_TRUE(eventually([&] { return session().isCurrent() && window().isPageCurrent(); })) << page;
        turn();
        const QImage before = find<QWidget>("pages").grab().toImage();
        ShownNotation::instance().setNotation({NumberNotation::Kind::Decimals, 1});
        ASSERT_TRUE(eventually([&] { return window().isPageCurrent(); }));
        turn();
        EXPECT_NE(find<QWidget>("pages").grab().toImage(), before) << page;
        ShownNotation::instance().setNotation({});
        ASSERT_TRUE(eventually([&] { return window().isPageCurrent(); }));
    }
}

class WindowNotationAtStart : public WindowNotation
{
protected:
    WindowNotationAtStart() : WindowNotation({"--number-format", "fraction:3", "--dtype", "float64"}) {}
};

TEST_F(WindowNotationAtStart, IsNamedOnTheCommandLine)
{
    EXPECT_TRUE(find<QAction>("notation:fraction").isChecked());
    const double largest = session().inputRange().magnitude;
    EXPECT_EQ(cell(input, 0, 0), minus(QString::number(session().input().at(0) / largest, 'f', 3)));
    EXPECT_FALSE(parseCommandLine({"layernorm-explorer", "--number-format", "roman"}));
}

} // namespace

} // namespace layernorm
