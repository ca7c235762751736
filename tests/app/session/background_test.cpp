// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Tensors that take longer than a frame.
#include "tests/support/watched_session.h"

#include <QMutex>
#include <QSemaphore>

namespace layernorm {

namespace {

using layernorm::testing::drawn;
using layernorm::testing::eventually;
using layernorm::testing::expectFresh;
using layernorm::testing::WatchedSession;

class SessionBackground : public ::testing::Test
{
protected:
    static Content large()
    {
        // Cheaper than random numbers.
        Tensor tensor(Shape::of({3, 1000, 1000}), DType::Float32);
        for (std::int64_t i = 0; i < tensor.elements(); ++i)
            tensor.set(i, static_cast<double>(i % 1013) / 64);
        return Content::of(std::move(tensor), 1, 0);
    }

    void SetUp() override
    {
        ASSERT_TRUE(eventually([this] { return session.isCurrent(); }));
        watched.changes.clear();
    }

    WatchedSession watched{large()};
    Session& session = watched.session;
};

TEST_F(SessionBackground, OldResultsStayUntilTheNewAreThere)
{
    const auto old = session.result();
    ASSERT_TRUE(session.setEps(1));
    QCoreApplication::sendPostedEvents(&session);
    EXPECT_FALSE(session.isCurrent());
    EXPECT_TRUE(session.progress().has_value());
    EXPECT_EQ(session.result(), old);
    ASSERT_EQ(watched.changes.size(), 1U);
    EXPECT_EQ(watched.changes[0].kinds, unsigned(Change::Eps | Change::Progress));

    ASSERT_TRUE(eventually([this] { return session.isCurrent(); }));
    // Progress while it lasts, the results once, at the end.
    ASSERT_GE(watched.changes.size(), 3U);
    for (std::size_t i = 1; i + 1 < watched.changes.size(); ++i)
        EXPECT_EQ(watched.changes[i].kinds, unsigned(Change::Progress));
    EXPECT_TRUE(watched.changes.back().has(Change::Results));
    EXPECT_EQ(watched.changes.back().rows.count, 3000);
    EXPECT_FALSE(session.progress().has_value());
    expectFresh(session);
}

TEST_F(SessionBackground, TheLatestStateWins)
{
    for (const double eps : {1.0, 2.0, 3.0, 4.0}) {
        ASSERT_TRUE(session.setEps(eps));
        QCoreApplication::sendPostedEvents(&session);
    }
    ASSERT_TRUE(eventually([this] { return session.isCurrent(); }));
    expectFresh(session);
    int results = 0;
    for (const Change& change : watched.changes)
        results += change.has(Change::Results);
    EXPECT_EQ(results, 1) << "stale results were shown";
}

TEST_F(SessionBackground, AnEditWhileItComputesIsNotLost)
{
    ASSERT_TRUE(session.setEps(1));
    QCoreApplication::sendPostedEvents(&session);
    const auto shared = session.sharedInput();
    const double before = shared->at(123);
    ASSERT_TRUE(session.editCell(Editable::Input, 123, "77"));
    EXPECT_EQ(shared->at(123), before) << "a value was written that is being computed with";
    ASSERT_TRUE(eventually([this] { return session.isCurrent(); }));
    EXPECT_EQ(session.input().at(123), 77);
    expectFresh(session);
}

TEST_F(SessionBackground, OneTokenOfManyIsComputedAtOnce)
{
    ASSERT_TRUE(session.editCell(Editable::Input, 2'999'999, "77"));
    const std::vector<Change> changes = watched.turn();
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].rows.first, 2999);
    EXPECT_EQ(changes[0].rows.count, 1);
    expectFresh(session);
}

TEST_F(SessionBackground, CancelStopsAndComputeAgainFinishes)
{
    ASSERT_TRUE(session.setEps(1));
    QCoreApplication::sendPostedEvents(&session);
    session.cancel();
    EXPECT_FALSE(session.progress().has_value());
    QCoreApplication::processEvents();
    EXPECT_FALSE(session.isCurrent()) << "a cancelled result came in";
    EXPECT_EQ(session.eps(), 1);
    session.computeAgain();
    ASSERT_TRUE(eventually([this] { return session.isCurrent(); }));
    expectFresh(session);
}

TEST_F(SessionBackground, AChangeAfterCancelComputesEverything)
{
    ASSERT_TRUE(session.setEps(1));
    QCoreApplication::sendPostedEvents(&session);
    session.cancel();
    ASSERT_TRUE(session.editCell(Editable::Input, 5, "1"));
    ASSERT_TRUE(eventually([this] { return session.isCurrent(); }));
    expectFresh(session);
}

TEST_F(SessionBackground, ASmallTensorAfterALargeOneIsThereAtOnce)
{
    ASSERT_TRUE(session.setEps(1));
    QCoreApplication::sendPostedEvents(&session);
    ASSERT_TRUE(session.setLayout({1, 2, 3}));
    QCoreApplication::sendPostedEvents(&session);
    EXPECT_TRUE(session.isCurrent());
    expectFresh(session);
    session.undoStack().undo();
    ASSERT_TRUE(eventually([this] { return session.isCurrent(); }));
    EXPECT_EQ(session.input().elements(), 3'000'000);
    expectFresh(session);
}

/// Content that is made when the test lets it.
struct GatedContent {
    std::shared_ptr<QSemaphore> gate = std::make_shared<QSemaphore>();

    [[nodiscard]] std::function<Result<Content>()> make(std::uint64_t seed) const
    {
        return [gate = gate, seed]() -> Result<Content> {
            gate->acquire();
            return drawn({2, 2, 2}, seed);
        };
    }
};

TEST(SessionContent, IsPutInWhenItIsMade)
{
    WatchedSession watched(drawn({2, 3, 4}));
    const GatedContent content;
    watched.session.setContent(content.make(5), QStringLiteral("open five"), true);
    EXPECT_TRUE(watched.session.progress().has_value());
    EXPECT_EQ(watched.session.undoStack().count(), 0);
    EXPECT_TRUE(watched.session.isCurrent()) << "what is there is not out of date";
    content.gate->release();
    ASSERT_TRUE(eventually([&] { return watched.session.undoStack().count() == 1; }));
    EXPECT_EQ(watched.session.undoStack().undoText(), "open five");
    EXPECT_FALSE(watched.session.progress().has_value());
    watched.turn();
    EXPECT_TRUE(sameBits(watched.session.input(), randn(Shape::of({2, 2, 2}), 5)));
    expectFresh(watched.session);
}

TEST(SessionContent, TheLatestWins)
{
    WatchedSession watched(drawn({2, 3, 4}));
    const GatedContent first;
    const GatedContent second;
    watched.session.setContent(first.make(1), QStringLiteral("first"), true);
    watched.session.setContent(second.make(2), QStringLiteral("second"), true);
    first.gate->release();
    second.gate->release();
    ASSERT_TRUE(eventually([&] { return !watched.session.progress(); }));
    EXPECT_EQ(watched.session.undoStack().count(), 1);
    EXPECT_EQ(watched.session.undoStack().undoText(), "second");
}

TEST(SessionContent, ASmallOneWinsOverALargeOneStillBeingMade)
{
    WatchedSession watched(drawn({2, 3, 4}));
    const GatedContent content;
    watched.session.setContent(content.make(1), QStringLiteral("large"), true);
    watched.session.setSeed(9);
    content.gate->release();
    ASSERT_TRUE(eventually([&] { return !watched.session.progress(); }));
    EXPECT_EQ(watched.session.undoStack().count(), 1);
    EXPECT_TRUE(sameBits(watched.session.input(), randn(Shape::of({2, 3, 4}), 9)));
}

TEST(SessionContent, CancelledContentIsNotPutIn)
{
    WatchedSession watched(drawn({2, 3, 4}));
    const GatedContent content;
    watched.session.setContent(content.make(1), QStringLiteral("large"), true);
    watched.session.cancel();
    content.gate->release();
    ASSERT_TRUE(eventually([&] { return !watched.session.progress(); }));
    EXPECT_EQ(watched.session.undoStack().count(), 0);
    EXPECT_TRUE(watched.session.isCurrent());
}

TEST(SessionContent, WhatGoesWrongIsTold)
{
    WatchedSession watched(drawn({2, 3, 4}));
    const auto broken = []() -> Result<Content> { return failure("%1 is broken", {"it"}); };
    watched.session.setContent(broken, QStringLiteral("small"), false);
    EXPECT_EQ(watched.failures, QStringList{"it is broken"});
    watched.session.setContent(broken, QStringLiteral("large"), true);
    ASSERT_TRUE(eventually([&] { return watched.failures.size() == 2; }));
    EXPECT_EQ(watched.session.undoStack().count(), 0);
    EXPECT_FALSE(watched.session.progress().has_value());
}

TEST(SessionContent, ManyRandomNumbersAreDrawnInTheBackground)
{
    WatchedSession watched(drawn({2, 3, 4}));
    ASSERT_TRUE(watched.session.setLayout({2, 300, 400}));
    EXPECT_EQ(watched.session.layout(), (Layout{2, 3, 4})) << "not yet";
    ASSERT_TRUE(eventually([&] { return watched.session.layout() == Layout{2, 300, 400}; }));
    watched.turn();
    expectFresh(watched.session);
    EXPECT_EQ(watched.session.input().at(239'999), randn(Shape::of({2, 300, 400}), 0).at(239'999));
}

TEST(SessionContent, CanBeThrownAwayWhileWorkIsUnderWay)
{
    const GatedContent content;
    {
        WatchedSession watched(drawn({2, 3, 4}));
        watched.session.setContent(content.make(1), QStringLiteral("large"), true);
        content.gate->release();
    }
    QCoreApplication::processEvents();
}

} // namespace

} // namespace layernorm
