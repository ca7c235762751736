// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Values typed and pasted.
#include "tests/support/watched_session.h"

#include <cmath>

namespace layernorm {

namespace {

using layernorm::testing::drawn;
using layernorm::testing::expectFresh;
using layernorm::testing::WatchedSession;

class SessionEdit : public ::testing::Test
{
protected:
    WatchedSession watched{drawn({2, 3, 4})};
    Session& session = watched.session;
    const Tensor before = session.input();
};

TEST_F(SessionEdit, TypedValueIsStoredAndNothingElseChanges)
{
    ASSERT_TRUE(session.editCell(Editable::Input, 5, "2.5"));
    for (std::int64_t i = 0; i < before.elements(); ++i)
        EXPECT_EQ(session.input().at(i), i == 5 ? 2.5 : before.at(i)) << i;
    EXPECT_EQ(session.undoStack().count(), 1);
    EXPECT_EQ(session.undoStack().undoText(), "edit b0 · t1, d1");
    EXPECT_TRUE(session.hasTypedValues());
}

TEST_F(SessionEdit, TypedValueChangesTheResultsOfItsTokenOnly)
{
    const LayerNormResult old = *session.result();
    ASSERT_TRUE(session.editCell(Editable::Input, 5, "2.5"));
    watched.turn();
    expectFresh(session);
    for (std::int64_t i = 0; i < before.elements(); ++i)
        EXPECT_EQ(session.result()->output.at(i) == old.output.at(i), i / 4 != 1) << i;
}

TEST_F(SessionEdit, UndoAndRedoExchangeTheBits)
{
    const Tensor output = session.result()->output;
    ASSERT_TRUE(session.editCell(Editable::Input, 5, "2.5"));
    watched.turn();
    const Tensor edited = session.input();
    session.undoStack().undo();
    watched.turn();
    EXPECT_TRUE(sameBits(session.input(), before));
    EXPECT_TRUE(sameBits(session.result()->output, output));
    session.undoStack().redo();
    watched.turn();
    EXPECT_TRUE(sameBits(session.input(), edited));
    expectFresh(session);
}

TEST_F(SessionEdit, TakesTheNumbersPeopleWrite)
{
    for (const auto& [text, value] :
         {std::pair(" 1e-3 ", 0.001F), std::pair("−2", -2.0F), std::pair("+.25", 0.25F),
          std::pair("-inf", -INFINITY), std::pair("0x1p-2", 0.25F)}) {
        ASSERT_TRUE(session.editCell(Editable::Input, 0, text)) << text;
        EXPECT_EQ(session.input().at(0), static_cast<double>(value)) << text;
    }
    ASSERT_TRUE(session.editCell(Editable::Input, 0, "nan"));
    watched.turn();
    EXPECT_TRUE(std::isnan(session.result()->output.at(3)));
    EXPECT_FALSE(std::isnan(session.result()->output.at(4))) << "NaN left its token";
}

class SessionRefusal : public SessionEdit, public ::testing::WithParamInterface<const char*>
{
};

TEST_P(SessionRefusal, LeavesEverythingAsItWas)
{
    const Tensor output = session.result()->output;
    const Result<void> edited = session.editCell(Editable::Input, 5, GetParam());
    ASSERT_FALSE(edited);
    EXPECT_FALSE(edited.error().text().empty());
    EXPECT_TRUE(watched.turn().empty());
    EXPECT_TRUE(sameBits(session.input(), before));
    EXPECT_TRUE(sameBits(session.result()->output, output));
    EXPECT_EQ(session.undoStack().count(), 0);
    EXPECT_FALSE(session.hasTypedValues());
}

INSTANTIATE_TEST_SUITE_P(Rubbish, SessionRefusal,
                         ::testing::Values("", " ", "abc", "1,5", "1 2", "1e39", "--1", "1e", "½"));

TEST_F(SessionEdit, TheSameValueIsNoStep)
{
    ASSERT_TRUE(session.editCell(Editable::Input, 5, "1.5"));
    ASSERT_TRUE(session.editCell(Editable::Input, 5, "1.50"));
    EXPECT_EQ(session.undoStack().count(), 1);
}

TEST_F(SessionEdit, MinusZeroIsNotZero)
{
    ASSERT_TRUE(session.editCell(Editable::Input, 5, "0"));
    ASSERT_TRUE(session.editCell(Editable::Input, 5, "-0"));
    EXPECT_EQ(session.undoStack().count(), 2);
    EXPECT_TRUE(std::signbit(session.input().at(5)));
    session.undoStack().undo();
    EXPECT_FALSE(std::signbit(session.input().at(5)));
}

TEST_F(SessionEdit, GammaAndBetaWaitUntilTheyAreUsed)
{
    const Tensor plain = session.result()->output;
    ASSERT_TRUE(session.editCell(Editable::Gamma, 1, "3"));
    ASSERT_TRUE(session.editCell(Editable::Beta, 2, "-1"));
    watched.turn();
    EXPECT_EQ(session.editable(Editable::Gamma).at(1), 3);
    EXPECT_EQ(session.editable(Editable::Beta).at(2), -1);
    EXPECT_TRUE(sameBits(session.result()->output, plain));
    EXPECT_TRUE(session.hasTypedValues());

    session.setAffine(true);
    watched.turn();
    expectFresh(session);
    EXPECT_FLOAT_EQ(static_cast<float>(session.result()->output.at(1)), static_cast<float>(plain.at(1)) * 3.0F);
    EXPECT_FLOAT_EQ(static_cast<float>(session.result()->output.at(2)), static_cast<float>(plain.at(2)) - 1.0F);
    EXPECT_EQ(session.result()->output.at(0), plain.at(0));
}

TEST_F(SessionEdit, GammaBetaAndTheirUseAreUndoneByName)
{
    ASSERT_TRUE(session.editCell(Editable::Gamma, 1, "3"));
    EXPECT_EQ(session.undoStack().undoText(), "edit gamma");
    ASSERT_TRUE(session.editCell(Editable::Beta, 1, "3"));
    EXPECT_EQ(session.undoStack().undoText(), "edit beta");
    session.setAffine(true);
    EXPECT_EQ(session.undoStack().undoText(), "use gamma and beta");
    session.setAffine(true);
    EXPECT_EQ(session.undoStack().count(), 3) << "affine was on already";
    session.setAffine(false);
    EXPECT_EQ(session.undoStack().undoText(), "leave gamma and beta out");
    while (session.undoStack().canUndo())
        session.undoStack().undo();
    watched.turn();
    EXPECT_EQ(session.editable(Editable::Gamma).at(1), 1);
    EXPECT_EQ(session.editable(Editable::Beta).at(1), 0);
    EXPECT_FALSE(session.affine());
    expectFresh(session);
}

TEST_F(SessionEdit, RubbishInGammaIsRefused)
{
    EXPECT_FALSE(session.editCell(Editable::Gamma, 1, "three"));
    EXPECT_EQ(session.editable(Editable::Gamma).at(1), 1);
    EXPECT_EQ(session.undoStack().count(), 0);
}

TEST_F(SessionEdit, PasteFillsFromTheCornerAndIsCutOffAtTheEdge)
{
    // Row 4 and 5 of 6 rows, columns 2 and 3 of 4: the third line and the third column have no place.
    const Result<Pasted> pasted = session.pasteCells({4, 2}, "1\t2\t3\r\n4\t5\t6\r\n7\t8\t9\r\n");
    ASSERT_TRUE(pasted);
    EXPECT_EQ(pasted->put, 4);
    EXPECT_EQ(pasted->leftOut, 5);
    for (std::int64_t i = 0; i < before.elements(); ++i) {
        const double expected = i == 18 ? 1 : i == 19 ? 2 : i == 22 ? 4 : i == 23 ? 5 : before.at(i);
        EXPECT_EQ(session.input().at(i), expected) << i;
    }
    EXPECT_EQ(session.undoStack().count(), 1);
    EXPECT_EQ(session.undoStack().undoText(), "paste");
    watched.turn();
    expectFresh(session);
    session.undoStack().undo();
    EXPECT_TRUE(sameBits(session.input(), before));
}

TEST_F(SessionEdit, PasteWithOneBadWordChangesNothing)
{
    for (const char* text : {"1\t2\nthree\t4", "", "\n\n", "1\t2\t3\t4\t5\tsix", "1e39"}) {
        const Result<Pasted> pasted = session.pasteCells({0, 0}, text);
        ASSERT_FALSE(pasted) << text;
        EXPECT_FALSE(pasted.error().text().empty());
    }
    EXPECT_TRUE(watched.turn().empty());
    EXPECT_TRUE(sameBits(session.input(), before));
    EXPECT_EQ(session.undoStack().count(), 0);
}

} // namespace

} // namespace layernorm
