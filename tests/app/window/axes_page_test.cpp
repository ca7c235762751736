// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The page that normalises over every subset of the axes, driven by its cards and buttons.
#include "app/look/number_display.h"
#include "app/pages/axes_page.h"
#include "tests/app/window/page_fixture.h"
#include "tests/support/faked_reference.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <cmath>

namespace layernorm {

namespace {

using namespace layernorm::testing;

constexpr AxisSet layerNormAxes{Axis::Dimension};
constexpr AxisSet batchNormAxes{Axis::Batch, Axis::Sequence};

class AxesPageTest : public PageTest<AxesPage>
{
protected:
    AxisCard& card(const char* axes) { return find<AxisCard>((std::string("axisCard-") + axes).c_str()); }
    AxisCard& card(AxisSet axes) { return card(name(axes).c_str()); }
    QString told(const char* verdict) { return find<QWidget>(verdict).accessibleName(); }

    [[nodiscard]] Tensor outputOver(AxisSet axes) const
    {
        return axisNorm(session.input(), axes, session.eps())->output;
    }
    [[nodiscard]] QString distanceText(AxisSet axes) const
    {
        return differenceText(distanceBetween(outputOver(axes), outputOver(layerNormAxes)).largest);
    }
    /// What moves, at most, when the selected cell of row 0 is edited as the page proposes.
    [[nodiscard]] EditProof editOf(std::int64_t cell, AxisSet axes) const
    {
        const double value = conspicuousEdit(session.input().at(cell), session.dtype());
        return *proveEdit(session.input(), outputOver(axes), cell, value, axes, session.eps());
    }
};

TEST_F(AxesPageTest, ACardASubsetTellsMeansAndDistance)
{
    const QStringList names{"LayerNorm(4)",   "InstanceNorm1d(4)", "BatchNorm1d(12)",   "LayerNorm([3,4])",
                            "BatchNorm1d(3)", "BatchNorm1d(4)",    "LayerNorm([2,3,4])"};
    for (std::size_t i = 0; i < axisSubsets.size(); ++i) {
        const AxisSet axes = axisSubsets[i];
        const AxisCard::Content& content = card(axes).content();
        EXPECT_EQ(content.name, names[static_cast<int>(i)]);
        EXPECT_EQ(content.toLayerNorm.label, u"to LayerNorm(4)");
        EXPECT_EQ(content.toLayerNorm.value, distanceText(axes)) << name(axes);
        EXPECT_EQ(content.toLayerNorm.sign,
                  i == 0 ? AxisCard::Line::Sign::Same : AxisCard::Line::Sign::Differs);
        EXPECT_EQ(content.toLibrary.label, u"no library to ask");
        const std::int64_t means = Grouping({2, 3, 4}, axes).groups();
        EXPECT_TRUE(content.means.startsWith(QString::number(means) + u' ')) << content.means.toStdString();
        EXPECT_TRUE(card(axes).accessibleName().contains(content.name));
        EXPECT_TRUE(card(axes).accessibleName().contains(content.means));
    }
    EXPECT_EQ(card("rms").content().name, u"RMSNorm(4)");
    EXPECT_EQ(card("rms").content().toLayerNorm.value,
              differenceText(distanceBetween(rmsNorm(session.input(), layerNormAxes, session.eps())->output,
                                             outputOver(layerNormAxes))
                                 .largest));
}

TEST_F(AxesPageTest, ItsTableIsTheExperiments)
{
    EXPECT_EQ(page.experiment(), u"axes");
    const LayerNormParameters parameters = session.parameters();
    EXPECT_EQ(page.table()->rows, axesTable({.input = session.input(), .parameters = parameters})->rows);
    EXPECT_EQ(page.table()->columns,
              axesTable({.input = session.input(), .parameters = parameters})->columns);
}

TEST_F(AxesPageTest, TheSlipIsToldWithTheMeansOfThisShape)
{
    const QString slip = find<QLabel>("textbookSlip").text();
    EXPECT_TRUE(slip.contains(u"LayerNorm([3,4]) uses 2 mean")) << slip.toStdString();
    EXPECT_TRUE(slip.contains(u"LayerNorm(4) uses 6 mean")) << slip.toStdString();
    ASSERT_TRUE(session.setLayout({5, 1, 4}));
    ASSERT_TRUE(becomesCurrent());
    EXPECT_TRUE(find<QLabel>("textbookSlip").text().contains(u"both use 5 mean"));
}

TEST_F(AxesPageTest, FollowsEditsEpsShapeAndType)
{
    const auto before = page.table()->rows;
    ASSERT_TRUE(session.editCell(Editable::Input, 1, QStringLiteral("100")));
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(card(batchNormAxes).content().toLayerNorm.value, distanceText(batchNormAxes));
    EXPECT_NE(page.table()->rows, before);
    ASSERT_TRUE(session.setEps(0.5));
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(card(batchNormAxes).content().toLayerNorm.value, distanceText(batchNormAxes));
    ASSERT_TRUE(session.setLayout({3, 2, 5}));
    session.setDType(DType::Float64);
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(card(batchNormAxes).content().name, u"BatchNorm1d(5)");
    EXPECT_EQ(card(batchNormAxes).content().toLayerNorm.value, distanceText(batchNormAxes));
}

TEST_F(AxesPageTest, DoesNothingWhileItIsHidden)
{
    page.hide();
    const auto before = page.table()->rows;
    ASSERT_TRUE(session.editCell(Editable::Input, 1, QStringLiteral("100")));
    ASSERT_TRUE(eventually([this] { return session.isCurrent(); }));
    QCoreApplication::processEvents();
    EXPECT_FALSE(page.isCurrent());
    EXPECT_EQ(page.table()->rows, before);
    page.show();
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(card(batchNormAxes).content().toLayerNorm.value, distanceText(batchNormAxes));
    EXPECT_NE(page.table()->rows, before);
}

// The proofs

TEST_F(AxesPageTest, AnEditMovesOnlyItsRowAndInBatchNormAllOthers)
{
    session.selection().setCurrent({1, 2});
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(told("editVerdict0"), u"no other row moves");
    const QString distance = differenceText(editOf(6, batchNormAxes).others.largest);
    EXPECT_TRUE(told("editVerdict1").startsWith(u"all 5 ")) << told("editVerdict1").toStdString();
    EXPECT_TRUE(told("editVerdict1").endsWith(QStringLiteral("(≤ ") + distance + u')'))
        << told("editVerdict1").toStdString();
    EXPECT_TRUE(find<QPushButton>("editButton").text().startsWith(u"b0·t1·d2: "));
}

TEST_F(AxesPageTest, TheEditButtonEditsTheSelectedCellAndCanBeUndone)
{
    session.selection().setCurrent({4, 3});
    ASSERT_TRUE(becomesCurrent());
    const Tensor before = session.input();
    const Tensor outputBefore = session.result()->output;
    push("editButton");
    ASSERT_TRUE(becomesCurrent());
    const double edited = conspicuousEdit(before.at(19), DType::Float32);
    EXPECT_EQ(session.input().at(19), static_cast<double>(static_cast<float>(edited)));
    for (std::int64_t i = 0; i < before.elements(); ++i)
        EXPECT_EQ(session.result()->output.at(i) == outputBefore.at(i), i / 4 != 4) << i;
    session.undoStack().undo();
    ASSERT_TRUE(becomesCurrent());
    EXPECT_TRUE(sameBits(session.input(), before));
}

TEST_F(AxesPageTest, AddingASentenceMovesRowsAsFarAsWasSaid)
{
    EXPECT_EQ(told("appendVerdict0"), u"no row moves");
    const QString said = told("appendVerdict1");
    EXPECT_TRUE(said.startsWith(u"all 6 ")) << said.toStdString();
    const Tensor layerNormBefore = outputOver(layerNormAxes);
    const Tensor batchNormBefore = outputOver(batchNormAxes);
    push("appendButton");
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(session.layout(), (Layout{3, 3, 4}));
    const Tensor layerNormAfter = outputOver(layerNormAxes);
    const Tensor batchNormAfter = outputOver(batchNormAxes);
    double moved = 0;
    for (std::int64_t i = 0; i < layerNormBefore.elements(); ++i) {
        EXPECT_EQ(layerNormAfter.at(i), layerNormBefore.at(i));
        moved = std::max(moved, std::abs(batchNormAfter.at(i) - batchNormBefore.at(i)));
    }
    EXPECT_TRUE(said.endsWith(QStringLiteral("(≤ ") + differenceText(moved) + u')')) << said.toStdString();
    session.undoStack().undo();
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(session.layout(), (Layout{2, 3, 4}));
}

TEST_F(AxesPageTest, TheCheckedCardIsLayerNormsRival)
{
    QTest::mouseClick(&card("sequence"), Qt::LeftButton);
    ASSERT_TRUE(becomesCurrent());
    EXPECT_TRUE(card("sequence").isChecked());
    EXPECT_FALSE(card(batchNormAxes).isChecked());
    EXPECT_EQ(told("appendVerdict1"), u"no row moves");
    EXPECT_TRUE(told("editVerdict1").startsWith(u"2 of 5 ")) << told("editVerdict1").toStdString();
    // LayerNorm and RMSNorm leave it the rival it had.
    QTest::mouseClick(&card("rms"), Qt::LeftButton);
    ASSERT_TRUE(becomesCurrent());
    EXPECT_TRUE(told("editVerdict1").startsWith(u"2 of 5 "));
    QTest::mouseClick(&card("batch"), Qt::LeftButton);
    ASSERT_TRUE(becomesCurrent());
    EXPECT_TRUE(told("editVerdict1").startsWith(u"1 of 5 "));
}

TEST_F(AxesPageTest, CardsAreChosenByKeys)
{
    card(batchNormAxes).setFocus();
    ASSERT_TRUE(card(batchNormAxes).isChecked());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
    EXPECT_EQ(QApplication::focusWidget(), &card("batch+sequence+dimension"));
    EXPECT_TRUE(card("batch+sequence+dimension").isChecked());
    ASSERT_TRUE(becomesCurrent());
    EXPECT_TRUE(told("editVerdict1").startsWith(u"all 5 "));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Up);
    EXPECT_EQ(QApplication::focusWidget(), &card("batch"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    EXPECT_EQ(QApplication::focusWidget(), &find<QPushButton>("editButton")) << "past the other cards";
    const double before = session.input().at(0);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    ASSERT_TRUE(becomesCurrent());
    EXPECT_NE(session.input().at(0), before);
}

TEST_F(AxesPageTest, OneTokenHasNoOthersAndOneValueIsItsOwnMean)
{
    ASSERT_TRUE(session.setLayout({1, 1, 1}));
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(told("editVerdict0"), u"there is no other row");
    EXPECT_EQ(told("appendVerdict0"), u"no row moves");
    for (const AxisSet axes : axisSubsets)
        EXPECT_EQ(card(axes).content().toLayerNorm.value, u"0");
}

TEST_F(AxesPageTest, NanIsShownAsNan)
{
    ASSERT_TRUE(session.editCell(Editable::Input, 0, QStringLiteral("nan")));
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(card("batch+sequence+dimension").content().toLayerNorm.value, u"NaN");
    EXPECT_EQ(card("dimension").content().toLayerNorm.value, u"0");
    EXPECT_TRUE(find<QPushButton>("editButton").text().contains(u"NaN → 1"));
}

// The library

TEST_F(AxesPageTest, TheLibrarysAnswersAreMeasuredWhereItOffersThem)
{
    reference.choose(anyLibrary(), fakeWorker(QStringLiteral("honest")));
    ASSERT_TRUE(eventually([this] { return reference.offers(Operation::LayerNorm); }));
    ASSERT_TRUE(becomesCurrent());
    for (const char* axes : {"dimension", "sequence+dimension", "batch+sequence+dimension"}) {
        const AxisCard::Line& line = card(axes).content().toLibrary;
        EXPECT_EQ(line.label, u"to Fake’s own");
        EXPECT_EQ(line.sign, AxisCard::Line::Sign::Same) << axes;
    }
    for (const char* axes : {"sequence", "batch", "batch+dimension", "batch+sequence"}) {
        EXPECT_EQ(card(axes).content().toLibrary.value, u"–");
        EXPECT_EQ(card(axes).content().toLibrary.sign, AxisCard::Line::Sign::None) << axes;
    }
    const ExperimentTable table = *page.table();
    EXPECT_EQ(table.rows[0][4], "Fake 1.0");
    EXPECT_EQ(table.rows[0][3], table.rows[0][5]) << "both are the distance to the library's LayerNorm";
    EXPECT_EQ(table.rows[5][5], "");
}

TEST_F(AxesPageTest, TheLibraryIsAskedAgainAfterAnEditAndOnlyThen)
{
    reference.choose(anyLibrary(), fakeWorker(QStringLiteral("honest")));
    ASSERT_TRUE(eventually([this] { return reference.offers(Operation::LayerNorm); }));
    ASSERT_TRUE(becomesCurrent());
    // Its last answer comes before it says that it has no more to do.
    ASSERT_TRUE(eventually([this] { return reference.state().phase == WorkerState::Phase::Ready; }));
    QSignalSpy states(&reference, &Reference::stateChanged);
    QTest::qWait(50);
    EXPECT_EQ(states.count(), 0) << "its answers do not make the page ask again";
    ASSERT_TRUE(session.editCell(Editable::Input, 3, QStringLiteral("50")));
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(card("dimension").content().toLibrary.sign, AxisCard::Line::Sign::Same);
}

} // namespace

} // namespace layernorm
