// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/walkthrough_model.h"

#include "app/look/number_display.h"
#include "app/models/tensor_model.h"
#include "tests/support/faked_reference.h"
#include "tests/support/watched_session.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

namespace layernorm {

namespace {

using namespace layernorm::testing;

class WalkthroughModelTest : public ::testing::Test
{
protected:
    void chooseLibrary(const QString& behaviour = QStringLiteral("honest"))
    {
        reference.choose(anyLibrary(), fakeWorker(behaviour));
        ASSERT_TRUE(eventually([this] { return reference.isCurrent(); }));
    }
    QStringList rowNames() const
    {
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row)
            names << model.headerData(row, Qt::Vertical, Qt::DisplayRole).toString();
        return names;
    }
    QString note(int row) const { return model.note(row).text + model.note(row).result; }
    QString text(int row, int column) const { return model.index(row, column).data().toString(); }

    WatchedSession watched{drawn({2, 3, 4})};
    Session& session = watched.session;
    Reference reference{session};
    WalkthroughModel model{session, reference};
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(WalkthroughModelTest, WalksThroughTheSelectedToken)
{
    session.selection().setCurrent({4, 2});
    EXPECT_EQ(model.columnCount(), 4);
    EXPECT_EQ(rowNames(), (QStringList{"x", "x − μ", "(x − μ)²", "y", "library"}));
    EXPECT_EQ(model.activeColumn(), 2);
    for (int column = 0; column < 4; ++column) {
        EXPECT_EQ(text(0, column), cellText(session.input().at(16 + column)));
        EXPECT_EQ(text(3, column), cellText(session.result()->output.at(16 + column)));
        EXPECT_EQ(text(4, column), "·");
    }
    EXPECT_TRUE(note(0).contains(cellText(session.result()->mean.at(4)))) << note(0).toStdString();
    EXPECT_TRUE(note(2).contains(cellText(session.result()->variance.at(4)))) << note(2).toStdString();
    EXPECT_EQ(note(4), "no library is chosen");
    EXPECT_EQ(note(99), "");
}

TEST_F(WalkthroughModelTest, HoverWinsOverTheSelectionWhileItLasts)
{
    session.selection().setHovered({1, 3});
    EXPECT_EQ(text(0, 0), cellText(session.input().at(4)));
    EXPECT_EQ(model.activeColumn(), 3);
    session.selection().setHovered({});
    EXPECT_EQ(text(0, 0), cellText(session.input().at(0)));
}

TEST_F(WalkthroughModelTest, AnotherCellOfTheTokenIsNoReset)
{
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy steps(&model, &WalkthroughModel::stepsChanged);
    session.selection().setCurrent({0, 3});
    EXPECT_EQ(reset.size(), 0);
    EXPECT_EQ(steps.size(), 1);
    session.selection().setCurrent({1, 3});
    EXPECT_EQ(reset.size(), 1);
}

TEST_F(WalkthroughModelTest, GammaAndBetaAddAStep)
{
    session.setAffine(true);
    watched.turn();
    EXPECT_EQ(rowNames(), (QStringList{"x", "x − μ", "(x − μ)²", "x̂", "y", "library"}));
    ASSERT_TRUE(session.editCell(Editable::Gamma, 1, "2"));
    watched.turn();
    EXPECT_EQ(text(4, 1), cellText(session.result()->output.at(1)));
    EXPECT_NE(text(3, 1), text(4, 1));
}

TEST_F(WalkthroughModelTest, LibraryRowFollowsTheLibrary)
{
    chooseLibrary();
    EXPECT_EQ(rowNames().last(), "Fake");
    EXPECT_EQ(text(4, 1), cellText(reference.output()->at(1)));
    EXPECT_TRUE(note(4).contains("ULP")) << note(4).toStdString();
}

TEST_F(WalkthroughModelTest, GroupOfSeveralRows)
{
    session.setNormalizedDims(2);
    session.selection().setCurrent({4, 1});
    watched.turn();
    EXPECT_EQ(model.columnCount(), 12);
    EXPECT_EQ(model.activeColumn(), 5);
    EXPECT_EQ(model.cellOfColumn(5), (Cell{4, 1}));
    EXPECT_EQ(text(0, 5), cellText(session.input().at(17)));
    EXPECT_EQ(model.headerData(5, Qt::Horizontal, Qt::DisplayRole), "t1 d1");
}

TEST_F(WalkthroughModelTest, TooManyValuesAreNotWalkedThrough)
{
    Tensor tensor(Shape::of({1, 3, 100'000}), DType::Float32);
    WatchedSession large(Content::of(std::move(tensor), 2, 0));
    Reference none(large.session);
    const WalkthroughModel walked(large.session, none);
    EXPECT_TRUE(walked.isTooLarge());
    EXPECT_EQ(walked.rowCount(), 0);
    EXPECT_FALSE(walked.steps());
}

TEST_F(WalkthroughModelTest, KeepsTheRulesOfModelsWhileShapesChange)
{
    chooseLibrary();
    session.setAffine(true);
    for (const Layout& layout : {Layout{1, 1, 1}, Layout{3, 2, 9}, Layout{1, 4, 2}}) {
        session.selection().setCurrent({session.layout().rows() - 1, session.layout().dimension - 1});
        ASSERT_TRUE(session.setLayout(layout));
        watched.turn();
        EXPECT_EQ(model.columnCount(), session.input().shape().trailingElements(session.normalizedDims()));
        session.setNormalizedDims(1 + static_cast<int>(layout.batch) % 3);
        watched.turn();
        EXPECT_TRUE(eventually([this] { return reference.isCurrent(); }));
    }
    while (session.undoStack().canUndo()) {
        session.undoStack().undo();
        watched.turn();
    }
    EXPECT_EQ(model.columnCount(), 4);
}

// The selection is moved inside the new shape before the steps are new: whoever asks for notes then must not
// be answered from the old steps with a column of the new shape.
TEST_F(WalkthroughModelTest, NotesAreSafeWhileTheSelectionIsConfined)
{
    chooseLibrary();
    session.setNormalizedDims(2);
    ASSERT_TRUE(eventually([this] { return reference.isCurrent(); }));
    session.selection().setCurrent({2, 3});
    QObject::connect(&model, &WalkthroughModel::stepsChanged, &model, [this] {
        if (model.steps()) {
            EXPECT_LT(model.activeColumn(), static_cast<std::int64_t>(model.steps()->values.size()));
        }
        for (int row = 0; row < model.rowCount(); ++row)
            (void)model.note(row);
    });
    ASSERT_TRUE(session.setLayout({1, 2, 20}));
    watched.turn();
    EXPECT_EQ(model.columnCount(), 40);
}

} // namespace

} // namespace layernorm
