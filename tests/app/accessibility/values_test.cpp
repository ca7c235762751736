// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Names and values of cells, tokens and points, and what is announced.
#include "app/look/number_display.h"
#include "app/plots/curve_plot.h"
#include "app/plots/token_map.h"
#include "core/io/number_text.h"
#include "tests/app/accessibility/accessible_window.h"

namespace layernorm {

namespace {

class AccessibleValues : public testing::AccessibleWindow
{
protected:
    explicit AccessibleValues(const QStringList& options = {}) : AccessibleWindow(options) {}

    static QString textOf(QAccessibleInterface& cell)
    {
        QAccessibleTextInterface* text = cell.textInterface();
        return text ? text->text(0, text->characterCount()) : QString();
    }
};

TEST_F(AccessibleValues, CellsOfATable)
{
    const QAccessibleInterface& table = spoken(view("inputView"));
    EXPECT_EQ(table.role(), QAccessible::Table);
    EXPECT_EQ(table.text(QAccessible::Name), "Input");
    QAccessibleInterface& cell = cellOf("inputView", 4, 2);
    EXPECT_EQ(cell.role(), QAccessible::Cell);
    EXPECT_EQ(cell.text(QAccessible::Name), "b1 · t1, d2");
    const double value = session().input().at(4 * 4 + 2);
    EXPECT_EQ(cell.text(QAccessible::Value), cellText(value));
    EXPECT_EQ(textOf(cell), cellText(value));
    ASSERT_NE(cell.valueInterface(), nullptr);
    EXPECT_EQ(static_cast<float>(cell.valueInterface()->currentValue().toDouble()),
              static_cast<float>(value));
    EXPECT_TRUE(window().rect().translated(window().mapToGlobal(QPoint())).contains(cell.rect()));
    EXPECT_EQ(spoken(view("inputView")).childAt(cell.rect().center().x(), cell.rect().center().y()), &cell);

    QAccessibleTableCellInterface* place = cell.tableCellInterface();
    ASSERT_NE(place, nullptr);
    ASSERT_EQ(place->rowHeaderCells().size(), 1);
    EXPECT_EQ(place->rowHeaderCells()[0]->text(QAccessible::Name), "b1 · t1");
    ASSERT_EQ(place->columnHeaderCells().size(), 1);
    EXPECT_EQ(place->columnHeaderCells()[0]->text(QAccessible::Name), "d2");
    EXPECT_EQ(cell.parent(), &spoken(view("inputView")));
    EXPECT_EQ(cell.parent()->child(cell.parent()->indexOfChild(&cell)), &cell);
}

TEST_F(AccessibleValues, EveryChildIsThere)
{
    for (const char* name : {"inputView", "outputView", "meanPlot", "stepsTable"}) {
        QAccessibleInterface& grid = spoken(find<QWidget>(name));
        ASSERT_GT(grid.childCount(), 0) << name;
        for (int i = 0; i < grid.childCount(); ++i) {
            ASSERT_NE(grid.child(i), nullptr) << name << i;
            EXPECT_TRUE(grid.child(i)->isValid()) << name << i;
            EXPECT_EQ(grid.indexOfChild(grid.child(i)), i) << name;
            EXPECT_EQ(grid.child(i)->text(QAccessible::Name).isEmpty(), i == 0) << name << i;
        }
        EXPECT_EQ(grid.child(grid.childCount()), nullptr);
        EXPECT_EQ(grid.child(-1), nullptr);
        EXPECT_EQ(grid.tableInterface()->cellAt(1000, 0), nullptr);
    }
}

TEST_F(AccessibleValues, TheSelectedCellSaysSo)
{
    click(view("inputView"), 3, 1);
    QAccessibleInterface& selected = cellOf("inputView", 3, 1);
    EXPECT_EQ(selected.text(QAccessible::Description), "selected");
    EXPECT_TRUE(selected.state().selected);
    EXPECT_TRUE(selected.state().focused);
    EXPECT_EQ(spoken(view("inputView")).focusChild(), &selected);
    // The same cell in another table is selected there, but has no focus.
    EXPECT_TRUE(cellOf("outputView", 3, 1).state().selected);
    EXPECT_FALSE(cellOf("outputView", 3, 1).state().focused);
    EXPECT_EQ(cellOf("inputView", 3, 0).text(QAccessible::Description), "");
}

TEST_F(AccessibleValues, NotANumberIsSaid)
{
    ASSERT_TRUE(session().editCell(Editable::Input, 1, "nan"));
    ASSERT_TRUE(session().editCell(Editable::Input, 5, "inf"));
    ASSERT_TRUE(testing::eventually([this] { return session().isCurrent(); }));
    QAccessibleInterface& nan = cellOf("inputView", 0, 1);
    EXPECT_EQ(nan.text(QAccessible::Value), "NaN");
    EXPECT_TRUE(nan.text(QAccessible::Description).contains("not a number"));
    EXPECT_EQ(nan.valueInterface(), nullptr) << "no number to reckon with";
    EXPECT_TRUE(cellOf("outputView", 0, 0).text(QAccessible::Description).contains("not a number"));
    EXPECT_TRUE(cellOf("meanPlot", 0, 0).text(QAccessible::Description).contains("not a number"));
    EXPECT_TRUE(cellOf("inputView", 1, 1).text(QAccessible::Description).contains("infinite"));
}

TEST_F(AccessibleValues, AnEditThroughTheScreenReaderCanBeUndone)
{
    QAccessibleInterface& cell = cellOf("inputView", 0, 0);
    ASSERT_NE(cell.editableTextInterface(), nullptr);
    const double before = session().input().at(0);
    cell.editableTextInterface()->replaceText(0, cell.textInterface()->characterCount(), "3.5");
    EXPECT_EQ(session().input().at(0), 3.5);
    EXPECT_EQ(textOf(cell), "3.5000");
    cell.valueInterface()->setCurrentValue(-2.25);
    EXPECT_EQ(session().input().at(0), -2.25);
    session().undoStack().undo();
    session().undoStack().undo();
    EXPECT_EQ(session().input().at(0), before);

    cell.editableTextInterface()->replaceText(0, cell.textInterface()->characterCount(), "four");
    EXPECT_EQ(session().input().at(0), before) << "no number";
    cell.editableTextInterface()->deleteText(0, cell.textInterface()->characterCount());
    EXPECT_EQ(session().input().at(0), before) << "nothing is no number";
    EXPECT_EQ(cellOf("outputView", 0, 0).editableTextInterface(), nullptr) << "results are not edited";
}

TEST_F(AccessibleValues, FocusIsTakenToACell)
{
    QAccessibleInterface& cell = cellOf("outputView", 5, 3);
    cell.actionInterface()->doAction(QAccessibleActionInterface::setFocusAction());
    EXPECT_TRUE(view("outputView").hasFocus());
    EXPECT_EQ(session().selection().current(), (Cell{5, 3}));
}

TEST_F(AccessibleValues, CellsOfAnotherShape)
{
    ASSERT_EQ(spoken(view("inputView")).tableInterface()->rowCount(), 6);
    QAccessibleInterface& cell = cellOf("inputView", 5, 3);
    const QAccessible::Id id = QAccessible::uniqueId(&cell);
    ASSERT_TRUE(session().setLayout({1, 2, 7}));
    ASSERT_TRUE(testing::eventually([this] { return session().isCurrent(); }));
    turn();
    QAccessibleInterface* gone = QAccessible::accessibleInterface(id);
    EXPECT_TRUE(!gone || !gone->isValid());
    EXPECT_EQ(spoken(view("inputView")).tableInterface()->rowCount(), 2);
    EXPECT_EQ(cellOf("inputView", 1, 6).text(QAccessible::Name), "b0 · t1, d6");
    EXPECT_EQ(spoken(view("inputView")).childCount(), 3 * 8);
}

TEST_F(AccessibleValues, TokensOfTheHeatmaps)
{
    QAccessibleInterface& token = cellOf("variancePlot", 1, 2);
    EXPECT_EQ(token.text(QAccessible::Name), "b1 · t2");
    const double variance = session().result()->variance.at(5);
    EXPECT_EQ(token.text(QAccessible::Value), cellText(variance));
    EXPECT_EQ(token.valueInterface()->currentValue().toDouble(), variance);
    token.actionInterface()->doAction(QAccessibleActionInterface::setFocusAction());
    EXPECT_EQ(session().selection().current().row, 5);
    EXPECT_TRUE(token.state().selected);
    EXPECT_TRUE(token.state().focused);
}

TEST_F(AccessibleValues, TheVerdictIsASentence)
{
    const QAccessibleInterface& verdict = spoken(find<QWidget>("verdictBar"));
    EXPECT_EQ(verdict.role(), QAccessible::Notification);
    EXPECT_TRUE(verdict.text(QAccessible::Name).contains("not compared"))
        << verdict.text(QAccessible::Name).toStdString();
}

class AccessibleWords : public AccessibleValues
{
protected:
    AccessibleWords() : AccessibleValues({LAYERNORM_SAMPLES "/glove-sentences.safetensors"}) {}
};

TEST_F(AccessibleWords, AreInTheNamesOfCells)
{
    ASSERT_FALSE(session().labels().isEmpty());
    const QString word = session().labels()[1];
    EXPECT_EQ(cellOf("inputView", 1, 2).text(QAccessible::Name), word + " (b0 · t1), d2");
    EXPECT_TRUE(cellOf("meanPlot", 0, 1).text(QAccessible::Name).contains(word));
}

TEST_F(AccessibleValues, StagesOfTheBlock)
{
    window().showPage("add-and-norm");
    ASSERT_TRUE(testing::eventually([this] { return session().isCurrent() && window().isPageCurrent(); }));
    auto& stage = find<TokenMap>("outputStage");
    QAccessibleInterface& grid = spoken(stage);
    ASSERT_NE(grid.tableInterface(), nullptr);
    EXPECT_EQ(grid.tableInterface()->rowCount(), 3);
    EXPECT_EQ(grid.tableInterface()->columnCount(), 4 + 2);
    QAccessibleInterface& cell = cellOf("outputStage", 1, 2);
    EXPECT_EQ(cell.text(QAccessible::Value), cellText(stage.content().bands[0].values[6]));
    QAccessibleInterface& variance = cellOf("outputStage", 2, 5);
    EXPECT_TRUE(variance.text(QAccessible::Name).endsWith("σ²"))
        << variance.text(QAccessible::Name).toStdString();
    EXPECT_EQ(variance.valueInterface()->currentValue().toDouble(), stage.content().bands[2].values[2]);
    // The weights of tokens that come later are not there.
    QAccessibleInterface& weight = cellOf("weightsStage", 0, 0);
    EXPECT_FALSE(weight.text(QAccessible::Value).isEmpty());
}

TEST_F(AccessibleValues, PointsOfTheCurves)
{
    window().showPage("eps");
    ASSERT_TRUE(testing::eventually([this] { return session().isCurrent() && window().isPageCurrent(); }));
    CurvePlot* plot = nullptr;
    for (CurvePlot* one : window().findChildren<CurvePlot*>())
        if (one->isVisible())
            plot = one;
    ASSERT_NE(plot, nullptr);
    QAccessibleInterface& chart = spoken(*plot);
    EXPECT_EQ(chart.role(), QAccessible::Chart);
    ASSERT_NE(chart.tableInterface(), nullptr);
    ASSERT_GT(chart.tableInterface()->rowCount(), 0);
    QAccessibleInterface* point = chart.tableInterface()->cellAt(0, 0);
    ASSERT_NE(point, nullptr);
    const auto curve =
        std::ranges::find_if(plot->curves(), [](const auto& one) { return !one.name.isEmpty(); });
    EXPECT_TRUE(point->text(QAccessible::Name).startsWith(curve->name))
        << point->text(QAccessible::Name).toStdString();
    EXPECT_FALSE(point->text(QAccessible::Value).isEmpty());
    EXPECT_FALSE(chart.text(QAccessible::Value).isEmpty()) << "the read-out at the line";
}

} // namespace

} // namespace layernorm
