// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Long random sequences of everything that can be done to a document: what is kept and updated has the bits
// of a computation from nothing, and every undo and redo leads to exactly the state that was there.
#include "tests/support/watched_session.h"

#include <array>
#include <functional>
#include <random>

namespace layernorm {

namespace {

using layernorm::testing::drawn;
using layernorm::testing::expectFresh;
using layernorm::testing::WatchedSession;

/// All of a document.
struct State {
    Tensor input, gamma, beta;
    double eps;
    bool affine;
    int normalizedDims;
    std::uint64_t seed;

    explicit State(const Session& session)
        : input(session.input()),
          gamma(session.editable(Editable::Gamma)),
          beta(session.editable(Editable::Beta)),
          eps(session.eps()),
          affine(session.affine()),
          normalizedDims(session.normalizedDims()),
          seed(session.seed())
    {
    }

    friend bool operator==(const State& a, const State& b)
    {
        return sameBits(a.input, b.input) && sameBits(a.gamma, b.gamma) && sameBits(a.beta, b.beta) &&
               a.eps == b.eps && a.affine == b.affine && a.normalizedDims == b.normalizedDims &&
               a.seed == b.seed;
    }
};

class RandomOperations : public ::testing::TestWithParam<unsigned>
{
protected:
    static constexpr int operations = 400; // fewer than the undo stack keeps

    int below(int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); }
    std::int64_t index(Editable which) { return below(static_cast<int>(session.editable(which).elements())); }
    QString number() { return QString::number((below(4001) - 2000) / 16.0); }

    QString block()
    {
        QStringList lines;
        const int columns = 1 + below(2);
        for (int row = below(3); row >= 0; --row)
            lines << QStringList{number(), number()}.mid(0, columns).join(u'\t');
        return lines.join(u'\n');
    }

    void change()
    {
        const std::array<std::function<void()>, 12> table{
            [&] { EXPECT_TRUE(session.editCell(Editable::Input, index(Editable::Input), number())); },
            [&] { EXPECT_TRUE(session.editCell(Editable::Input, index(Editable::Input), number())); },
            [&] {
                EXPECT_TRUE(
                    session.editCell(Editable::Input, index(Editable::Input), below(2) ? "nan" : "inf"));
            },
            [&] { EXPECT_TRUE(session.editCell(Editable::Gamma, index(Editable::Gamma), number())); },
            [&] { EXPECT_TRUE(session.editCell(Editable::Beta, index(Editable::Beta), number())); },
            [&] {
                const Layout layout = session.layout();
                EXPECT_TRUE(
                    session.pasteCells({below(int(layout.rows())), below(int(layout.dimension))}, block()));
            },
            [&] {
                EXPECT_TRUE(session.setLayout({1 + below(4), 1 + below(4), 1 + below(20)}));
            },
            [&] { session.setSeed(random()); },
            [&] { EXPECT_TRUE(session.setEps(below(5) / 4.0)); },
            [&] { EXPECT_TRUE(session.setEps(below(5) / 4.0, 1 + below(2))); },
            [&] {
                below(2) ? session.setAffine(!session.affine()) : session.setNormalizedDims(1 + below(3));
            },
            [&] { session.setDType(below(2) ? DType::Float32 : DType::Float64); },
        };
        table[static_cast<std::size_t>(below(table.size()))]();
        remember();
    }

    /// A new step throws away what could have been redone; one that was joined to the last replaces its
    /// state.
    void remember()
    {
        const auto index = static_cast<std::size_t>(stack.index());
        states.resize(std::min(states.size(), static_cast<std::size_t>(stack.count()) + 1), State(session));
        if (index == states.size())
            states.emplace_back(session);
        else
            states[index] = State(session);
    }

    void expectRemembered()
    {
        EXPECT_TRUE(State(session) == states[static_cast<std::size_t>(stack.index())])
            << "at step " << stack.index();
    }

    std::mt19937 random{GetParam()};
    WatchedSession watched{drawn({2, 3, 4})};
    Session& session = watched.session;
    QUndoStack& stack = session.undoStack();
    std::vector<State> states{State(session)};
};

TEST_P(RandomOperations, KeepTheBitsOfAComputationFromNothing)
{
    const State initial(session);
    for (int i = 0; i < operations && !HasFailure(); ++i) {
        SCOPED_TRACE(i);
        const int kind = below(10);
        if (kind == 0 && stack.canUndo()) {
            stack.undo();
            expectRemembered();
        } else if (kind == 1 && stack.canRedo()) {
            stack.redo();
            expectRemembered();
        } else {
            change();
        }
        // Sometimes several operations share a turn of the event loop.
        if (below(4) > 0) {
            EXPECT_LE(watched.turn().size(), 1U);
            expectFresh(session);
        }
    }
    ASSERT_GT(stack.count(), operations / 4) << "the sequence did too little";

    while (stack.canUndo() && !HasFailure()) {
        stack.undo();
        expectRemembered();
    }
    watched.turn();
    EXPECT_TRUE(State(session) == initial);
    expectFresh(session);
    while (stack.canRedo() && !HasFailure()) {
        stack.redo();
        expectRemembered();
        watched.turn();
        expectFresh(session);
    }
    EXPECT_TRUE(State(session) == states.back());
    EXPECT_TRUE(watched.failures.isEmpty());
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomOperations, ::testing::Range(1U, 9U));

} // namespace

} // namespace layernorm
