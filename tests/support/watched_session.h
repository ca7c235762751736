// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/session.h"
#include "core/tensor/random_tensor.h"
#include "tests/support/same_bits.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QStringList>
#include <QTimer>
#include <gtest/gtest.h>
#include <initializer_list>
#include <vector>

namespace layernorm::testing {

/// Long enough for a busy machine under the sanitizers; nothing waits this long unless it fails.
inline constexpr int patienceMilliseconds = 60'000;

/// Whether `condition` came true while events are handled. Unlike QTest::qWaitFor it does not sleep between
/// two events, which would make megabytes trickle through a pipe.
template <typename Condition>
[[nodiscard]] bool eventually(Condition condition)
{
    QEventLoop loop;
    QElapsedTimer waited;
    waited.start();
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (condition() || waited.elapsed() > patienceMilliseconds)
            loop.quit();
    });
    look.start(1);
    if (!condition())
        loop.exec();
    return condition();
}

/// What torch.randn(extents) gives after torch.manual_seed(seed).
inline Content drawn(std::initializer_list<std::int64_t> extents, std::uint64_t seed = 0,
                     DType dtype = DType::Float32, int normalizedDims = 1)
{
    return Content::of(randn(Shape::of(extents), seed, dtype), normalizedDims, seed);
}

/// A session and everything it has said.
struct WatchedSession {
    explicit WatchedSession(Content content) : session(std::move(content))
    {
        QCoreApplication::processEvents();
        QObject::connect(&session, &Session::changed, &session,
                         [this](const Change& change) { changes.push_back(change); });
        QObject::connect(&session, &Session::failed, &session,
                         [this](const QString& message) { failures << message; });
    }

    /// Lets the session say what it has to say; only for what is computed within a turn of the event loop.
    std::vector<Change> turn()
    {
        changes.clear();
        QCoreApplication::processEvents();
        return changes;
    }

    Session session;
    std::vector<Change> changes;
    QStringList failures;
};

/// The results have the bits of a computation from nothing.
inline void expectFresh(const Session& session)
{
    ASSERT_TRUE(session.isCurrent());
    const Result<LayerNormResult> fresh = layerNorm(session.input(), session.parameters());
    ASSERT_TRUE(fresh) << fresh.error().text();
    EXPECT_TRUE(sameResults(*session.result(), *fresh));
}

} // namespace layernorm::testing
