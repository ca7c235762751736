// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/watched_session.h"

#include <cmath>
#include <limits>

namespace layernorm {

namespace {

using layernorm::testing::drawn;
using layernorm::testing::expectFresh;
using layernorm::testing::WatchedSession;

class SessionEps : public ::testing::Test
{
protected:
    WatchedSession watched{drawn({2, 3, 4})};
    Session& session = watched.session;
};

TEST_F(SessionEps, ChangesTheOutputAndLeavesMeanAndVariance)
{
    const LayerNormResult old = *session.result();
    ASSERT_TRUE(session.setEps(0.5));
    const std::vector<Change> changes = watched.turn();
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].kinds, unsigned(Change::Eps | Change::Results));
    EXPECT_TRUE(sameBits(session.result()->mean, old.mean));
    EXPECT_TRUE(sameBits(session.result()->variance, old.variance));
    EXPECT_FALSE(sameBits(session.result()->output, old.output));
    expectFresh(session);
}

TEST_F(SessionEps, ImpossibleValuesAreRefused)
{
    for (const double eps : {-1e-5, std::nan(""), double(INFINITY)})
        EXPECT_FALSE(session.setEps(eps)) << eps;
    EXPECT_EQ(session.eps(), 1e-5);
    EXPECT_EQ(session.undoStack().count(), 0);
    EXPECT_TRUE(watched.turn().empty());
}

TEST_F(SessionEps, TheSameValueIsNoStep)
{
    ASSERT_TRUE(session.setEps(1e-5));
    EXPECT_EQ(session.undoStack().count(), 0);
}

TEST_F(SessionEps, StepsWithoutADragAreSeparate)
{
    ASSERT_TRUE(session.setEps(1));
    ASSERT_TRUE(session.setEps(2));
    EXPECT_EQ(session.undoStack().count(), 2);
}

TEST_F(SessionEps, DragIsOneStepBackToWhereItBegan)
{
    for (const double eps : {1e-4, 1e-3, 1e-2})
        ASSERT_TRUE(session.setEps(eps, 1));
    EXPECT_EQ(session.undoStack().count(), 1);
    EXPECT_EQ(session.eps(), 1e-2);
    session.undoStack().undo();
    EXPECT_EQ(session.eps(), 1e-5);
    session.undoStack().redo();
    EXPECT_EQ(session.eps(), 1e-2) << "redo goes to the drag's end";
    watched.turn();
    expectFresh(session);
}

TEST_F(SessionEps, DragBackToItsStartLeavesNoStep)
{
    for (const double eps : {1e-4, 1e-3, 1e-5})
        ASSERT_TRUE(session.setEps(eps, 1));
    EXPECT_EQ(session.undoStack().count(), 0);
    EXPECT_EQ(session.eps(), 1e-5);
    EXPECT_TRUE(session.undoStack().isClean());
}

TEST_F(SessionEps, DragThatGoesOnAfterItsStartIsOneStepAgain)
{
    for (const double eps : {1e-4, 1e-5, 1e-2, 1e-1})
        ASSERT_TRUE(session.setEps(eps, 1));
    EXPECT_EQ(session.undoStack().count(), 1);
    session.undoStack().undo();
    EXPECT_EQ(session.eps(), 1e-5);
}

TEST_F(SessionEps, TwoDragsAreTwoSteps)
{
    ASSERT_TRUE(session.setEps(1e-4, 1));
    ASSERT_TRUE(session.setEps(1e-3, 2));
    EXPECT_EQ(session.undoStack().count(), 2);
}

TEST_F(SessionEps, AnEditBetweenSeparatesADrag)
{
    ASSERT_TRUE(session.setEps(1e-4, 1));
    ASSERT_TRUE(session.editCell(Editable::Input, 0, "1"));
    ASSERT_TRUE(session.setEps(1e-3, 1));
    EXPECT_EQ(session.undoStack().count(), 3);
    session.undoStack().undo();
    EXPECT_EQ(session.eps(), 1e-4);
}

TEST_F(SessionEps, ZeroGivesNaNForAConstantTokenAndNoOther)
{
    ASSERT_TRUE(session.pasteCells({0, 0}, "2 2 2 2"));
    ASSERT_TRUE(session.setEps(0));
    watched.turn();
    EXPECT_TRUE(std::isnan(session.result()->output.at(0)));
    EXPECT_FALSE(std::isnan(session.result()->output.at(4)));
    expectFresh(session);
}

TEST_F(SessionEps, BeginIsNothingToUndo)
{
    session.replace(session.content(), 0.25, true);
    EXPECT_EQ(session.eps(), 0.25);
    EXPECT_TRUE(session.affine());
    EXPECT_EQ(session.undoStack().count(), 0);
    expectFresh(session);
}

} // namespace

} // namespace layernorm
