// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One token, followed everywhere.
#include "app/look/number_display.h"
#include "app/plots/formula_view.h"
#include "app/plots/heatmap_plot.h"
#include "tests/app/window/window_fixture.h"

#include <QHelpEvent>
#include <QScrollBar>
#include <QToolTip>

namespace layernorm {

namespace {

using namespace layernorm::testing;

class WindowSelection : public WindowTest
{
protected:
    [[nodiscard]] QString formula()
    {
        const auto views = window().findChildren<FormulaView*>();
        return views.isEmpty() ? QString() : views.first()->text();
    }
    /// As the step-by-step page writes it for a cell.
    [[nodiscard]] QString formulaOf(Cell at)
    {
        const std::int64_t i = at.row * session().layout().dimension + at.column;
        const std::int64_t group = session().groupOfRow(at.row);
        const auto operand = [](double value) {
            return value < 0 ? u'(' + cellText(value) + u')' : cellText(value);
        };
        return QStringLiteral("y[%1,d%2] = (%3 − %4) / √(%5 + %6) = %7")
            .arg(session().rowName(at.row).remove(u' ').replace(u'·', u','))
            .arg(at.column)
            .arg(cellText(session().input().at(i)), operand(session().result()->mean.at(group)),
                 cellText(session().result()->variance.at(group)), epsText(session().eps()),
                 cellText(session().result()->output.at(i)));
    }
    QTableView& steps() { return find<QTableView>("stepsTable"); }

    TensorView& input = view("inputView");
    TensorView& output = view("outputView");
};

TEST_F(WindowSelection, AClickSelectsTheCellInEveryTable)
{
    click(output, 4, 2);
    EXPECT_EQ(session().selection().current(), (Cell{4, 2}));
    for (const char* name : {"inputView", "outputView", "libraryView", "differenceView"}) {
        EXPECT_EQ(view(name).currentIndex().row(), 4) << name;
        EXPECT_EQ(view(name).currentIndex().column(), 2) << name;
    }
    EXPECT_EQ(formula(), formulaOf({4, 2}));
    EXPECT_EQ(cell(steps(), 0, 0), cell(input, 4, 0));
    EXPECT_TRUE(label("cellStatus").startsWith("b1 · t1 · d2"));
}

TEST_F(WindowSelection, ArrowsMoveTheSelection)
{
    click(input, 0, 0);
    press(Qt::Key_Down);
    press(Qt::Key_Right);
    EXPECT_EQ(session().selection().current(), (Cell{1, 1}));
    EXPECT_EQ(output.currentIndex(), output.model()->index(1, 1));
}

TEST_F(WindowSelection, HoverShowsAnotherTokenForAsLongAsItLasts)
{
    click(input, 0, 0);
    hover(output, 5, 3);
    EXPECT_EQ(session().selection().hovered(), (Cell{5, 3}));
    EXPECT_EQ(session().selection().current(), (Cell{0, 0}));
    EXPECT_EQ(formula(), formulaOf({5, 3}));
    EXPECT_EQ(cell(steps(), 0, 3), cell(input, 5, 3));
    EXPECT_TRUE(label("cellStatus").startsWith("b1 · t2 · d3"));
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(output.viewport(), &leave);
    EXPECT_FALSE(session().selection().hovered().isValid());
    EXPECT_EQ(formula(), formulaOf({0, 0}));
}

TEST_F(WindowSelection, FormulaFollowsTheNumbers)
{
    typeInto(input, 1, 2, "-3.5");
    EXPECT_EQ(formula(), formulaOf({1, 2}));
    EXPECT_TRUE(formula().contains(u'(' + cellText(-3.5) + " − ")) << formula().toStdString();
    ASSERT_TRUE(session().setEps(0.25));
    turn();
    EXPECT_EQ(formula(), formulaOf({1, 2}));
    EXPECT_TRUE(formula().contains("+ 0.25)")) << formula().toStdString();
    session().setAffine(true);
    turn();
    EXPECT_TRUE(formula().contains(") · " + cellText(1) + " + " + cellText(0) + " = "))
        << formula().toStdString();
    EXPECT_EQ(window().findChildren<FormulaView*>().first()->accessibleName(), formula());
}

TEST_F(WindowSelection, AClickOnAStepSelectsItsCell)
{
    click(input, 3, 0);
    click(steps(), 1, 2);
    EXPECT_EQ(session().selection().current(), (Cell{3, 2}));
}

TEST_F(WindowSelection, AClickOnAHeatmapSelectsTheToken)
{
    for (const char* name : {"meanPlot", "variancePlot"}) {
        auto& plot = find<HeatmapPlot>(name);
        ASSERT_TRUE(plot.isVisible());
        session().selection().setCurrent({0, 1});
        const QPoint place(static_cast<int>(plot.xAxis2->coordToPixel(2)),
                           static_cast<int>(plot.yAxis->coordToPixel(1)));
        QTest::mouseClick(&plot, Qt::LeftButton, {}, place);
        EXPECT_EQ(session().selection().current(), (Cell{5, 1}))
            << name << ": batch 1, token 2; the column stays";
    }
}

TEST_F(WindowSelection, HoverOverAHeatmapShowsTheToken)
{
    auto& plot = find<HeatmapPlot>("meanPlot");
    QTest::mouseMove(&plot, QPoint(static_cast<int>(plot.xAxis2->coordToPixel(1)),
                                   static_cast<int>(plot.yAxis->coordToPixel(1))));
    turn();
    EXPECT_EQ(session().selection().active().row, 4);
    QTest::mouseMove(&plot, QPoint(1, 1));
    turn();
    EXPECT_FALSE(session().selection().hovered().isValid());
}

TEST_F(WindowSelection, HeatmapsTellTheStatistics)
{
    const auto told = [this](const char* name, int batch, int token) {
        auto& plot = find<HeatmapPlot>(name);
        const QPoint place(static_cast<int>(plot.xAxis2->coordToPixel(token)),
                           static_cast<int>(plot.yAxis->coordToPixel(batch)));
        QHelpEvent help(QEvent::ToolTip, place, plot.mapToGlobal(place));
        QCoreApplication::sendEvent(&plot, &help);
        return QToolTip::text();
    };
    const auto expected = [this](const Tensor& statistic, int token) {
        return exactDisplayText(statistic.at(token), session().dtype());
    };
    for (int batch = 0; batch < 2; ++batch)
        for (int token = 0; token < 3; ++token) {
            const QString place = QStringLiteral("b%1 · t%2\n").arg(batch).arg(token);
            EXPECT_EQ(told("meanPlot", batch, token),
                      place + "mean " + expected(session().result()->mean, batch * 3 + token));
            EXPECT_EQ(told("variancePlot", batch, token),
                      place + "variance " + expected(session().result()->variance, batch * 3 + token));
        }
    typeInto(input, 4, 0, "9");
    EXPECT_TRUE(told("variancePlot", 1, 1).endsWith(expected(session().result()->variance, 4)));
}

TEST_F(WindowSelection, TablesScrollTogether)
{
    ASSERT_TRUE(session().setLayout({2, 60, 50}));
    turn();
    ASSERT_GT(input.verticalScrollBar()->maximum(), 0);
    ASSERT_GT(input.horizontalScrollBar()->maximum(), 0);
    const auto firstRow = [](const QTableView& table) { return table.rowAt(table.rowHeight(0) / 2); };
    const auto firstColumn = [](const QTableView& table) { return table.columnAt(table.columnWidth(0) / 2); };
    input.verticalScrollBar()->setValue(input.rowHeight(0) * 40);
    input.horizontalScrollBar()->setValue(input.columnWidth(0) * 20);
    for (const char* name : {"outputView", "differenceView"}) {
        EXPECT_NEAR(firstRow(view(name)), 40, 1) << name;
        EXPECT_NEAR(firstColumn(view(name)), 20, 1) << name;
    }
    output.verticalScrollBar()->setValue(0);
    EXPECT_EQ(input.verticalScrollBar()->value(), 0);
}

TEST_F(WindowSelection, TheSelectedCellIsScrolledIntoEveryTable)
{
    ASSERT_TRUE(session().setLayout({2, 60, 50}));
    turn();
    click(input, 0, 0);
    press(Qt::Key_End, Qt::ControlModifier);
    EXPECT_EQ(session().selection().current(), (Cell{119, 49}));
    for (const char* name : {"inputView", "outputView"}) {
        const QRect place = view(name).visualRect(view(name).model()->index(119, 49));
        EXPECT_TRUE(view(name).viewport()->rect().intersects(place)) << name;
    }
}

} // namespace

} // namespace layernorm
