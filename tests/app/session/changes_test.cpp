// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the session says has changed: once a turn, exactly the rows, and for the flash exactly the cells.
#include "tests/support/watched_session.h"

namespace layernorm {

namespace {

using layernorm::testing::drawn;
using layernorm::testing::expectFresh;
using layernorm::testing::WatchedSession;

class SessionChanges : public ::testing::Test
{
protected:
    WatchedSession watched{drawn({2, 3, 4})};
    Session& session = watched.session;

    void expectOneChange(unsigned kinds, std::int64_t first, std::int64_t count)
    {
        const std::vector<Change> changes = watched.turn();
        ASSERT_EQ(changes.size(), 1U);
        EXPECT_EQ(changes[0].kinds, kinds);
        EXPECT_EQ(changes[0].rows.first, first);
        EXPECT_EQ(changes[0].rows.count, count);
        EXPECT_TRUE(watched.turn().empty()) << "and then nothing more";
    }

    /// Whether the session marks exactly those cells whose bits are others now.
    void expectMarked(const Tensor& inputBefore, const Tensor& outputBefore)
    {
        for (std::int64_t row = 0; row < 6; ++row)
            for (std::int64_t column = 0; column < 4; ++column) {
                const std::int64_t i = row * 4 + column;
                EXPECT_EQ(session.inputCellChanged({row, column}), session.input().at(i) != inputBefore.at(i))
                    << i;
                EXPECT_EQ(session.outputCellChanged({row, column}),
                          session.result()->output.at(i) != outputBefore.at(i))
                    << i;
            }
    }
};

TEST_F(SessionChanges, EditTouchesItsRow)
{
    ASSERT_TRUE(session.editCell(Editable::Input, 17, "1"));
    EXPECT_TRUE(watched.changes.empty()) << "not before the turn is over";
    expectOneChange(Change::Input | Change::Results, 4, 1);
}

TEST_F(SessionChanges, EditTouchesItsGroupWhenMoreIsNormalised)
{
    session.setNormalizedDims(2);
    watched.turn();
    ASSERT_TRUE(session.editCell(Editable::Input, 17, "1"));
    expectOneChange(Change::Input | Change::Results, 3, 3);
    expectFresh(session);
}

TEST_F(SessionChanges, SeveralEditsInATurnAreOneChange)
{
    ASSERT_TRUE(session.editCell(Editable::Input, 5, "1"));
    ASSERT_TRUE(session.editCell(Editable::Input, 14, "1"));
    expectOneChange(Change::Input | Change::Results, 1, 3);
    expectFresh(session);
}

TEST_F(SessionChanges, PasteTouchesItsRows)
{
    ASSERT_TRUE(session.pasteCells({2, 1}, "1\n2\n3"));
    expectOneChange(Change::Input | Change::Results, 2, 3);
}

TEST_F(SessionChanges, UndoTouchesWhatTheEditDid)
{
    ASSERT_TRUE(session.editCell(Editable::Input, 17, "1"));
    watched.turn();
    session.undoStack().undo();
    expectOneChange(Change::Input | Change::Results, 4, 1);
}

TEST_F(SessionChanges, WhatConcernsAllTouchesAll)
{
    session.setAffine(true);
    expectOneChange(Change::Affine | Change::Results, 0, 6);
    ASSERT_TRUE(session.editCell(Editable::Gamma, 0, "2"));
    expectOneChange(Change::Affine | Change::Results, 0, 6);
    ASSERT_TRUE(session.setEps(1));
    expectOneChange(Change::Eps | Change::Results, 0, 6);
    session.setSeed(1);
    expectOneChange(Change::Layout | Change::Input | Change::Affine | Change::Results, 0, 6);
    ASSERT_TRUE(session.setLayout({1, 2, 3}));
    expectOneChange(Change::Layout | Change::Input | Change::Affine | Change::Results, 0, 2);
}

TEST_F(SessionChanges, EditAndEpsInOneTurnAreOneChangeOfBoth)
{
    ASSERT_TRUE(session.editCell(Editable::Input, 17, "1"));
    ASSERT_TRUE(session.setEps(1));
    expectOneChange(Change::Input | Change::Eps | Change::Results, 0, 6);
    expectFresh(session);
    ASSERT_TRUE(session.setEps(2));
    ASSERT_TRUE(session.editCell(Editable::Input, 0, "1"));
    expectOneChange(Change::Input | Change::Eps | Change::Results, 0, 6);
    expectFresh(session);
}

TEST_F(SessionChanges, EditAndUndoInOneTurnIsStillRight)
{
    ASSERT_TRUE(session.editCell(Editable::Input, 17, "1"));
    session.undoStack().undo();
    watched.turn();
    expectFresh(session);
}

TEST_F(SessionChanges, CellsOfAnEditAreMarked)
{
    const Tensor input = session.input();
    const Tensor output = session.result()->output;
    ASSERT_TRUE(session.editCell(Editable::Input, 17, "1"));
    watched.turn();
    expectMarked(input, output);
}

TEST_F(SessionChanges, CellsOfAPasteAreMarkedOnlyWhereTheValueIsAnother)
{
    ASSERT_TRUE(session.editCell(Editable::Input, 5, "1"));
    watched.turn();
    const Tensor input = session.input();
    const Tensor output = session.result()->output;
    ASSERT_TRUE(session.pasteCells({1, 1}, "1 2\n3 4"));
    watched.turn();
    expectMarked(input, output);
    EXPECT_FALSE(session.inputCellChanged({1, 1})) << "it was 1 before";
}

TEST_F(SessionChanges, CellsOfAnUndoAreMarked)
{
    ASSERT_TRUE(session.editCell(Editable::Input, 17, "1"));
    watched.turn();
    const Tensor input = session.input();
    const Tensor output = session.result()->output;
    session.undoStack().undo();
    watched.turn();
    expectMarked(input, output);
}

TEST_F(SessionChanges, CellsOfAnEpsStepAreMarkedWhereTheOutputMoves)
{
    // A token of the mean itself stays 0 whatever eps is.
    ASSERT_TRUE(session.pasteCells({2, 0}, "3 3 3 3"));
    watched.turn();
    const Tensor input = session.input();
    const Tensor output = session.result()->output;
    ASSERT_TRUE(session.setEps(1));
    watched.turn();
    expectMarked(input, output);
    EXPECT_FALSE(session.outputCellChanged({2, 0}));
    EXPECT_TRUE(session.outputCellChanged({1, 0}));
}

TEST_F(SessionChanges, NothingIsMarkedInANewShape)
{
    ASSERT_TRUE(session.editCell(Editable::Input, 0, "1"));
    watched.turn();
    ASSERT_TRUE(session.setLayout({1, 2, 4}));
    watched.turn();
    for (std::int64_t row = 0; row < 2; ++row)
        for (std::int64_t column = 0; column < 4; ++column) {
            EXPECT_FALSE(session.inputCellChanged({row, column}));
            EXPECT_FALSE(session.outputCellChanged({row, column}));
        }
    EXPECT_FALSE(session.outputCellChanged({100, 100}));
}

} // namespace

} // namespace layernorm
