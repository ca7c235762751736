// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The eps page: its line is the document's eps, its curves those of the document's tokens.
#include "app/pages/eps_page.h"
#include "core/explore/eps_scale.h"
#include "tests/app/window/window_fixture.h"

#include <QPushButton>
#include <cmath>
#include <set>

namespace layernorm {

namespace {

using namespace layernorm::testing;

class WindowEpsPage : public WindowTest
{
protected:
    void SetUp() override
    {
        WindowTest::SetUp();
        window().showPage(QStringLiteral("eps"));
        settle();
    }

    /// Until what is shown belongs to the document.
    void settle()
    {
        turn();
        ASSERT_TRUE(eventually([this] { return session().isCurrent() && page().isCurrent(); }));
        turn();
    }

    EpsPage& page() { return find<EpsPage>("epsPage"); }
    CurvePlot& plot() { return find<CurvePlot>("epsPlot"); }
    QString notes() { return label("epsNotes"); }

    [[nodiscard]] QPoint placeOf(double x)
    {
        return {static_cast<int>(std::lround(plot().xAxis->coordToPixel(x))),
                plot().axisRect()->rect().center().y()};
    }
    void moveTo(const QPoint& place)
    {
        QMouseEvent move(QEvent::MouseMove, place, plot().mapToGlobal(place), Qt::NoButton, Qt::LeftButton,
                         {});
        QCoreApplication::sendEvent(&plot(), &move);
        turn();
    }

    /// The token's row of the table for this eps.
    std::vector<std::string> row(const ExperimentTable& table, const std::string& eps,
                                 const std::string& token)
    {
        for (const auto& cells : table.rows)
            if (cells[0] == eps && cells[1] == token)
                return cells;
        return {};
    }
};

TEST_F(WindowEpsPage, DraggingTheLineIsOneStepOfTheDocumentsEps)
{
    const QPoint start = placeOf(1e-5);
    QTest::mousePress(&plot(), Qt::LeftButton, {}, start);
    std::set<double> seen;
    const QPoint end = placeOf(1e-2);
    for (int x = start.x(); x <= end.x(); x += 5) {
        moveTo({x, start.y()});
        seen.insert(session().eps());
    }
    moveTo(end);
    QTest::mouseRelease(&plot(), Qt::LeftButton, {}, end);
    turn();
    EXPECT_GT(seen.size(), 10U) << "the document follows while the line is dragged";
    EXPECT_EQ(session().eps(), 1e-2);
    expectFresh(session());
    EXPECT_EQ(session().undoStack().count(), 1);
    EXPECT_TRUE(notes().contains(QStringLiteral("10⁻²"))) << notes().toStdString();
    choose("undoAction");
    turn();
    EXPECT_EQ(session().eps(), 1e-5);
    EXPECT_TRUE(notes().contains(QStringLiteral("10⁻⁵")));
}

TEST_F(WindowEpsPage, AnEndOfTheAxisIsNoEps)
{
    QTest::mousePress(&plot(), Qt::LeftButton, {}, placeOf(1e-5));
    moveTo(placeOf(1e-7));
    moveTo(placeOf(EpsPage::placeOfZero));
    EXPECT_EQ(session().eps(), 0);
    moveTo(placeOf(1e-14));
    EXPECT_EQ(session().eps(), 1e-14);
    moveTo(placeOf(1e4));
    EXPECT_EQ(session().eps(), 10);
    QTest::mouseRelease(&plot(), Qt::LeftButton, {}, placeOf(1e4));
    EXPECT_EQ(session().undoStack().count(), 1);
}

TEST_F(WindowEpsPage, ArrowKeysStepEps)
{
    plot().setFocus();
    const int position = positionOfEps(1e-5);
    press(Qt::Key_Right);
    EXPECT_EQ(session().eps(), epsAtPosition(position + 1));
    press(Qt::Key_Left);
    press(Qt::Key_Left);
    EXPECT_EQ(session().eps(), epsAtPosition(position - 1));
    EXPECT_EQ(session().undoStack().count(), 1) << "keys that follow each other are one step";
}

TEST_F(WindowEpsPage, TheLineFollowsTheControlBar)
{
    ASSERT_TRUE(session().setEps(1e-3));
    settle();
    EXPECT_TRUE(notes().startsWith(QStringLiteral("<b>ε = 10⁻³"))) << notes().toStdString();
    ASSERT_TRUE(session().setEps(0));
    settle();
    EXPECT_TRUE(notes().startsWith(QStringLiteral("<b>ε = 0"))) << notes().toStdString();
}

TEST_F(WindowEpsPage, ExamplesAreOneUndoableStepEach)
{
    const Tensor before = session().input();
    choose("epsExample-scales");
    settle();
    EXPECT_EQ(session().input().shape(), Shape::of({1, 4, 4}));
    EXPECT_EQ(session().undoStack().count(), 1);
    EXPECT_TRUE(notes().contains(QStringLiteral("larger than what it is added to"))) << notes().toStdString();

    choose("epsExample-constant-without-eps");
    settle();
    EXPECT_EQ(session().eps(), 0);
    EXPECT_EQ(session().undoStack().count(), 2);
    EXPECT_TRUE(notes().contains(QStringLiteral("NaN"))) << notes().toStdString();
    EXPECT_TRUE(std::isnan(session().result()->output.at(4)));
    EXPECT_FALSE(std::isnan(session().result()->output.at(0)));

    choose("epsExample-constant");
    settle();
    EXPECT_EQ(session().eps(), 1e-5);
    EXPECT_EQ(session().result()->output.at(4), 0);

    session().undoStack().setIndex(0);
    settle();
    EXPECT_TRUE(sameBits(session().input(), before));
    EXPECT_EQ(session().eps(), 1e-5);
}

TEST_F(WindowEpsPage, TheTableIsTheExperiments)
{
    ASSERT_TRUE(session().setEps(0.00123));
    settle();
    const LayerNormParameters parameters = session().parameters();
    const ExperimentTable expected = *epsTable({.input = session().input(), .parameters = parameters});
    const std::optional<ExperimentTable> table = page().table();
    ASSERT_TRUE(table);
    EXPECT_EQ(table->columns, expected.columns);
    EXPECT_EQ(table->rows, expected.rows) << "six tokens are all shown";
}

TEST_F(WindowEpsPage, FollowsAnEditOfAToken)
{
    const std::vector<std::string> before = row(*page().table(), "0.001", "2");
    const std::vector<std::string> other = row(*page().table(), "0.001", "3");
    ASSERT_EQ(before.size(), 7U);
    typeInto(view("inputView"), 2, 1, "50");
    settle();
    EXPECT_NE(row(*page().table(), "0.001", "2"), before);
    EXPECT_EQ(row(*page().table(), "0.001", "3"), other);
    EXPECT_EQ(page().table()->rows,
              epsTable({.input = session().input(), .parameters = session().parameters()})->rows);
}

TEST_F(WindowEpsPage, ShowsTheSelectedTokenOfMany)
{
    ASSERT_TRUE(session().setLayout({4, 25, 4}));
    settle();
    std::set<std::string> shown;
    const ExperimentTable table = *page().table();
    for (const auto& cells : table.rows)
        shown.insert(cells[1]);
    EXPECT_EQ(shown.size(), 6U);
    EXPECT_TRUE(shown.contains("0")) << "the selected one";
    EXPECT_TRUE(notes().contains(QStringLiteral("6 of 100 tokens"))) << notes().toStdString();

    int hidden = 0;
    while (shown.contains(std::to_string(hidden)))
        ++hidden;
    session().selection().setCurrent({hidden, 0});
    settle();
    EXPECT_EQ(page().table()->rows.front()[1], std::to_string(hidden));
    EXPECT_TRUE(notes().contains(session().rowName(hidden)));
}

TEST_F(WindowEpsPage, HasAViewForEachMeasure)
{
    for (const auto& [button, says] : {std::pair("epsLargestButton", "largest |output|"),
                                       std::pair("epsDifferenceButton", "from those for ε = 0"),
                                       std::pair("epsVarianceButton", "the law")}) {
        find<QPushButton>(button).click();
        turn();
        EXPECT_TRUE(notes().contains(QString::fromUtf8(says))) << notes().toStdString();
        EXPECT_FALSE(plot().readOutAt(0.1).isEmpty());
    }
}

TEST_F(WindowEpsPage, ReadsTheLawOut)
{
    const double variance = session().result()->variance.at(1);
    const QString readOut = plot().readOutAt(1);
    const QString expected = QString::number(variance / (variance + 1), 'f', 3);
    EXPECT_TRUE(readOut.contains(session().rowName(1)) && readOut.contains(expected))
        << readOut.toStdString();
}

TEST_F(WindowEpsPage, DoesNothingWhileItIsHidden)
{
    const std::vector<std::vector<std::string>> before = page().table()->rows;
    window().showPage(QStringLiteral("step-by-step"));
    turn();
    session().setSeed(7);
    turn();
    EXPECT_FALSE(page().isCurrent());
    EXPECT_EQ(page().table()->rows, before);
    window().showPage(QStringLiteral("eps"));
    settle();
    EXPECT_NE(page().table()->rows, before);
}

} // namespace

} // namespace layernorm
