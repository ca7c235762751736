// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What replaces the content as a whole: shape, seed, type, normalised dimensions.
#include "tests/support/watched_session.h"

#include <QUndoStack>

namespace layernorm {

namespace {

using layernorm::testing::drawn;
using layernorm::testing::expectFresh;
using layernorm::testing::WatchedSession;

class SessionShape : public ::testing::Test
{
protected:
    WatchedSession watched{drawn({2, 3, 4}, 7)};
    Session& session = watched.session;
    const Tensor before = session.input();
};

TEST_F(SessionShape, GrowingKeepsTheValuesAndDrawsTheOthersFromTheSeed)
{
    ASSERT_TRUE(session.editCell(Editable::Input, 5, "2.5"));
    const Tensor old = session.input();
    ASSERT_TRUE(session.setLayout({3, 4, 6}));
    watched.turn();
    EXPECT_EQ(session.input().shape(), Shape::of({3, 4, 6}));
    const Tensor fresh = randn(Shape::of({3, 4, 6}), 7);
    for (int b = 0; b < 3; ++b)
        for (int t = 0; t < 4; ++t)
            for (int d = 0; d < 6; ++d) {
                const bool kept = b < 2 && t < 3 && d < 4;
                EXPECT_EQ(session.input().at((b * 4 + t) * 6 + d),
                          kept ? old.at((b * 3 + t) * 4 + d) : fresh.at((b * 4 + t) * 6 + d))
                    << b << ' ' << t << ' ' << d;
            }
    EXPECT_EQ(session.undoStack().undoText(), "change shape");
    expectFresh(session);
}

/// Views follow once they are told; what they still show may be clicked on before.
TEST_F(SessionShape, CellsThatAreThereNoMoreCannotBeSelected)
{
    Selection& selection = session.selection();
    selection.setCurrent({5, 3});
    ASSERT_TRUE(session.setLayout({1, 2, 3}));
    selection.setHovered({4, 0});
    EXPECT_FALSE(selection.hovered().isValid());
    watched.turn();
    EXPECT_EQ(selection.current(), (Cell{1, 2}));
    selection.setCurrent({5, 3});
    EXPECT_EQ(selection.current(), (Cell{1, 2}));
    session.undoStack().undo();
    selection.setCurrent({5, 3});
    EXPECT_EQ(selection.current(), (Cell{5, 3})) << "it is there again, and can be selected at once";
}

TEST_F(SessionShape, ShrinkingAndUndoBringsBackWhatWasCutOff)
{
    ASSERT_TRUE(session.setLayout({1, 2, 3}));
    watched.turn();
    EXPECT_EQ(session.input().at(3), before.at(4)) << "row 1 moved up behind a shorter row 0";
    session.undoStack().undo();
    watched.turn();
    EXPECT_TRUE(sameBits(session.input(), before));
    expectFresh(session);
}

TEST_F(SessionShape, GammaKeepsWhatFits)
{
    ASSERT_TRUE(session.editCell(Editable::Gamma, 3, "3"));
    ASSERT_TRUE(session.editCell(Editable::Beta, 0, "5"));
    ASSERT_TRUE(session.setLayout({2, 3, 6}));
    const Tensor& gamma = session.editable(Editable::Gamma);
    EXPECT_EQ(gamma.shape(), Shape::of({6}));
    EXPECT_EQ(gamma.at(3), 3);
    EXPECT_EQ(gamma.at(5), 1);
    EXPECT_EQ(session.editable(Editable::Beta).at(0), 5);
    EXPECT_EQ(session.editable(Editable::Beta).at(5), 0);
}

TEST_F(SessionShape, ImpossibleShapesAreRefused)
{
    for (const Layout& wanted : {Layout{0, 3, 4}, Layout{2, -1, 4}, Layout{64'000, 1'000, 2}}) {
        const Result<void> set = session.setLayout(wanted);
        ASSERT_FALSE(set);
        EXPECT_FALSE(set.error().text().empty());
    }
    ASSERT_TRUE(session.setLayout({2, 3, 4})) << "the shape it has is no error";
    EXPECT_EQ(session.undoStack().count(), 0);
    EXPECT_TRUE(watched.turn().empty());
    EXPECT_TRUE(sameBits(session.input(), before));
}

TEST_F(SessionShape, SelectionStaysInside)
{
    session.selection().setCurrent({5, 3});
    session.selection().setHovered({4, 1});
    ASSERT_TRUE(session.setLayout({1, 2, 3}));
    watched.turn();
    EXPECT_EQ(session.selection().current(), (Cell{1, 2}));
    EXPECT_FALSE(session.selection().hovered().isValid());
}

TEST_F(SessionShape, SeedDrawsEverythingAnewAsTorchDoes)
{
    ASSERT_TRUE(session.editCell(Editable::Input, 5, "2.5"));
    session.setSeed(12345);
    EXPECT_TRUE(sameBits(session.input(), randn(Shape::of({2, 3, 4}), 12345)));
    EXPECT_EQ(session.seed(), 12345U);
    EXPECT_FALSE(session.hasTypedValues());
    EXPECT_EQ(session.undoStack().undoText(), "draw from seed 12345");
    session.undoStack().undo();
    EXPECT_EQ(session.input().at(5), 2.5);
    EXPECT_EQ(session.seed(), 7U);
    EXPECT_TRUE(session.hasTypedValues());
}

TEST(SessionSource, IsForgottenWhenValuesAreDrawnAndBackAfterUndo)
{
    Content content = drawn({2, 3, 4});
    content.source = QStringLiteral("mine.npy");
    WatchedSession watched(std::move(content));
    watched.session.setSeed(1);
    EXPECT_TRUE(watched.session.source().isEmpty());
    watched.session.undoStack().undo();
    EXPECT_EQ(watched.session.source(), "mine.npy");
}

TEST_F(SessionShape, TypesConvertAndUndoIsExact)
{
    session.setDType(DType::Float64);
    watched.turn();
    EXPECT_EQ(session.dtype(), DType::Float64);
    EXPECT_EQ(session.editable(Editable::Gamma).dtype(), DType::Float64);
    EXPECT_EQ(session.input().at(5), before.at(5));
    expectFresh(session);
    ASSERT_TRUE(session.editCell(Editable::Input, 5, "0.1"));
    EXPECT_EQ(session.input().at(5), 0.1);
    session.setDType(DType::Float32);
    EXPECT_EQ(session.input().at(5), static_cast<double>(0.1F));
    session.undoStack().undo();
    EXPECT_EQ(session.input().at(5), 0.1) << "conversion lost digits that undo must bring back";
    session.undoStack().setIndex(0);
    watched.turn();
    EXPECT_TRUE(sameBits(session.input(), before));
    expectFresh(session);
}

TEST_F(SessionShape, NormalizedDimsShapeGammaAndTheGroups)
{
    session.setNormalizedDims(2);
    watched.turn();
    EXPECT_EQ(session.editable(Editable::Gamma).shape(), Shape::of({3, 4}));
    EXPECT_EQ(session.groups(), 2);
    EXPECT_EQ(session.groupOfRow(2), 0);
    EXPECT_EQ(session.groupOfRow(3), 1);
    EXPECT_EQ(session.rowsOfGroup(1).first, 3);
    EXPECT_EQ(session.rowsOfGroup(1).count, 3);
    expectFresh(session);
    session.setNormalizedDims(3);
    watched.turn();
    EXPECT_EQ(session.groups(), 1);
    expectFresh(session);
    session.undoStack().setIndex(0);
    watched.turn();
    EXPECT_EQ(session.normalizedDims(), 1);
    expectFresh(session);
}

TEST_F(SessionShape, ImpossibleNormalizedDimsAreIgnored)
{
    for (const int dims : {-1, 0, 1, 4})
        session.setNormalizedDims(dims);
    EXPECT_EQ(session.undoStack().count(), 0);
    EXPECT_EQ(session.normalizedDims(), 1);
}

TEST(SessionRank, LowerRanksGetLeadingOnes)
{
    const WatchedSession watched(drawn({4}));
    EXPECT_EQ(watched.session.input().shape(), Shape::of({1, 1, 4}));
    EXPECT_EQ(watched.session.layout(), (Layout{1, 1, 4}));
}

TEST(SessionRank, HigherRanksAreFoldedIntoTheBatch)
{
    WatchedSession watched(drawn({2, 2, 3, 4}, 0, DType::Float32, 2));
    Session& session = watched.session;
    EXPECT_EQ(session.layout(), (Layout{4, 3, 4}));
    EXPECT_EQ(session.rowName(11), "b3 · t2");
    EXPECT_EQ(session.groups(), 4);
    ASSERT_TRUE(session.editCell(Editable::Input, 47, "9"));
    const std::vector<Change> changes = watched.turn();
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].rows.first, 9) << "the last of four groups of three rows";
    EXPECT_EQ(changes[0].rows.count, 3);
    expectFresh(session);
}

TEST(SessionRank, AllDimensionsOfTheHighestRankCanBeNormalised)
{
    WatchedSession watched(drawn({1, 1, 1, 2, 1, 2, 1, 3}, 0, DType::Float32, 8));
    ASSERT_TRUE(watched.session.editCell(Editable::Input, 7, "1"));
    watched.turn();
    expectFresh(watched.session);
}

// A file of lower rank is opened while four dimensions are normalised together.
TEST(SessionRank, ContentNormalisesOverNoMoreDimensionsThanItHas)
{
    const Content content = Content::of(randn(Shape::of({5}), 0), 4, 0);
    EXPECT_EQ(content.normalizedDims, 3);
    EXPECT_EQ(content.gamma.shape(), Shape::of({1, 1, 5}));
}

} // namespace

} // namespace layernorm
