// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The client against workers that do everything wrong.
#include "app/session/worker_process.h"
#include "tests/support/faked_reference.h"
#include "tests/support/watched_worker.h"

#include <QFile>
#include <gtest/gtest.h>

namespace layernorm {

namespace {

using namespace layernorm::testing;
using namespace std::chrono_literals;
using Phase = WorkerState::Phase;

TEST(WorkerProcess, GreetsChecksAndAnswers)
{
    WatchedWorker worker(fakeWorker(QStringLiteral("honest")));
    EXPECT_EQ(worker.process.state().phase, Phase::Stopped);
    EXPECT_EQ(worker.process.processId(), 0);
    worker.process.start();
    EXPECT_EQ(worker.process.state().phase, Phase::Starting);
    ASSERT_TRUE(worker.reaches(Phase::Ready));
    EXPECT_EQ(worker.process.state().name, "Fake");
    EXPECT_EQ(worker.process.state().version, "1.0");
    EXPECT_EQ(worker.process.state().problem, "");
    worker.ask(1);
    EXPECT_EQ(worker.process.state().phase, Phase::Busy);
    worker.expectAnswer(1);
    EXPECT_EQ(worker.process.state().phase, Phase::Ready);
}

TEST(WorkerProcess, AnswersWhatWasAskedBeforeItWasReady)
{
    WatchedWorker worker(fakeWorker(QStringLiteral("honest")));
    worker.ask(1);
    worker.process.start();
    worker.expectAnswer(1);
}

TEST(WorkerProcess, StartingTwiceIsStartingOnce)
{
    WatchedWorker worker(fakeWorker(QStringLiteral("honest")));
    worker.process.start();
    const qint64 process = worker.process.processId();
    worker.process.start();
    EXPECT_EQ(worker.process.processId(), process);
}

TEST(WorkerProcess, LeavesNoProcessBehind)
{
    {
        WatchedWorker worker(fakeWorker(QStringLiteral("hangs")));
        worker.process.start();
        ASSERT_TRUE(worker.reaches(Phase::Ready));
        worker.ask(1);
        EXPECT_EQ(childProcesses(), std::vector{worker.process.processId()});
    }
    EXPECT_TRUE(childProcesses().empty()) << "it runs on, or is a zombie";
}

TEST(WorkerProcess, RefusalIsNoFailure)
{
    WatchedWorker worker(fakeWorker(QStringLiteral("refusing")));
    worker.process.start();
    worker.ask(1, 1.0);
    ASSERT_TRUE(eventually([&] { return worker.refusals.contains(1); }));
    EXPECT_EQ(worker.refusals[1], "eps 1 is too much for me");
    EXPECT_EQ(worker.process.state().phase, Phase::Ready);
    worker.ask(2, 0.5);
    worker.expectAnswer(2);
    EXPECT_EQ(worker.starts(), 1);
}

TEST(WorkerProcess, OnlyTheLatestOfWaitingRequestsIsAsked)
{
    const QTemporaryDir directory;
    const QString gate = directory.filePath(QStringLiteral("gate"));
    WatchedWorker worker(fakeWorker(QStringLiteral("gated"), gate));
    worker.process.start();
    ASSERT_TRUE(worker.reaches(Phase::Ready));
    for (int id = 1; id <= 5; ++id)
        worker.ask(static_cast<quint64>(id), id / 8.0);
    ASSERT_TRUE(QFile(gate).open(QFile::WriteOnly));
    worker.expectAnswer(5);
    EXPECT_TRUE(worker.answers.contains(1)) << "it was under way";
    EXPECT_EQ(worker.answers.size(), 2U);
    QFile log(gate + QStringLiteral(".log"));
    ASSERT_TRUE(log.open(QFile::ReadOnly));
    EXPECT_EQ(log.readAll(), "0.125\n0.625\n");
}

TEST(WorkerProcess, QueriesAreAskedInTheirOrderAndAfterRequests)
{
    const QTemporaryDir directory;
    const QString gate = directory.filePath(QStringLiteral("gate"));
    WatchedWorker worker(fakeWorker(QStringLiteral("gated"), gate));
    worker.process.start();
    ASSERT_TRUE(worker.reaches(Phase::Ready));
    worker.query(1, 0.125);
    worker.query(2, 0.25);
    worker.query(3, 0.5);
    worker.ask(4, 4);
    worker.ask(5, 8);
    worker.query(6, 1);
    ASSERT_TRUE(QFile(gate).open(QFile::WriteOnly));
    for (const quint64 id : {1U, 2U, 3U, 5U, 6U})
        worker.expectAnswer(id);
    EXPECT_FALSE(worker.answers.contains(4)) << "a later request waited";
    QFile log(gate + QStringLiteral(".log"));
    ASSERT_TRUE(log.open(QFile::ReadOnly));
    EXPECT_EQ(log.readAll(), "0.125\n8.0\n0.25\n0.5\n1.0\n");
    EXPECT_TRUE(worker.reaches(Phase::Ready));
}

TEST(WorkerProcess, ForgottenQueriesAreNotAsked)
{
    const QTemporaryDir directory;
    const QString gate = directory.filePath(QStringLiteral("gate"));
    WatchedWorker worker(fakeWorker(QStringLiteral("gated"), gate));
    worker.process.start();
    ASSERT_TRUE(worker.reaches(Phase::Ready));
    worker.query(1, 0.125);
    worker.query(2, 0.25);
    worker.query(3, 0.5);
    worker.query(4, 1);
    worker.process.forget({1, 2, 4, 99});
    ASSERT_TRUE(QFile(gate).open(QFile::WriteOnly));
    worker.expectAnswer(3);
    EXPECT_TRUE(worker.reaches(Phase::Ready));
    EXPECT_TRUE(worker.answers.contains(1)) << "it was under way";
    EXPECT_EQ(worker.answers.size(), 2U);
    EXPECT_TRUE(worker.refusals.empty());
    QFile log(gate + QStringLiteral(".log"));
    ASSERT_TRUE(log.open(QFile::ReadOnly));
    EXPECT_EQ(log.readAll(), "0.125\n0.5\n");
}

// A worker of a release before there was anything but layer_norm.
TEST(WorkerProcess, WhatIsNotOfferedIsRefusedWithoutAskingTheWorker)
{
    const QTemporaryDir directory;
    const QString gate = directory.filePath(QStringLiteral("gate"));
    ASSERT_TRUE(QFile(gate).open(QFile::WriteOnly));
    WatchedWorker worker(fakeWorker(QStringLiteral("gated"), gate));
    EXPECT_FALSE(worker.process.state().offers(Operation::LayerNorm)) << "it has said nothing yet";
    worker.query(1, 0.125, Operation::BatchNorm);
    worker.query(2, 0.25);
    worker.query(3, 0.5, Operation::GroupNorm);
    worker.process.start();
    worker.expectAnswer(2);
    ASSERT_TRUE(worker.isRefused(3));
    EXPECT_EQ(worker.refusals[1], "Fake does not offer batch_norm");
    EXPECT_EQ(worker.refusals[3], "Fake does not offer group_norm");
    EXPECT_EQ(worker.process.state().phase, Phase::Ready);
    EXPECT_EQ(worker.process.state().operations, std::vector{Operation::LayerNorm});
    EXPECT_EQ(worker.starts(), 1);
    QFile log(gate + QStringLiteral(".log"));
    ASSERT_TRUE(log.open(QFile::ReadOnly));
    EXPECT_EQ(log.readAll(), "0.25\n");
}

TEST(WorkerProcess, NextQueryMayBeAskedOnHearingOfARefusal)
{
    WatchedWorker worker(fakeWorker(QStringLiteral("refusing")));
    QObject::connect(&worker.process, &WorkerProcess::refused, &worker.process, [&](quint64 id) {
        if (id < 4)
            worker.query(id + 1, id == 1 ? 1 : 0.5, id == 2 ? Operation::BatchNorm : Operation::LayerNorm);
    });
    worker.query(1, 0.5, Operation::InstanceNorm);
    worker.process.start();
    worker.expectAnswer(4);
    EXPECT_EQ(worker.refusals[2], "eps 1 is too much for me");
    EXPECT_EQ(worker.refusals.size(), 3U);
    EXPECT_EQ(worker.starts(), 1);
}

TEST(WorkerProcess, QueryThatKillsTheWorkerTwiceIsGivenUp)
{
    WatchedWorker worker(fakeWorker(QStringLiteral("poisoned")));
    worker.process.start();
    worker.query(1, 2);
    worker.query(2, 0.5);
    worker.expectAnswer(2);
    ASSERT_TRUE(worker.refusals.contains(1));
    EXPECT_EQ(worker.refusals[1], "Fake ended with exit code 7");
    EXPECT_EQ(worker.starts(), 3);
    EXPECT_FALSE(worker.has(Phase::Failed));
    worker.ask(3);
    worker.expectAnswer(3);
}

TEST(WorkerProcess, FailureForGoodRefusesAllQueriesButKeepsTheRequest)
{
    const QTemporaryDir directory;
    WorkerCommand command =
        fakeWorker(QStringLiteral("complains"), directory.filePath(QStringLiteral("once")));
    command.restartDelays.clear();
    WatchedWorker worker(command);
    worker.ask(1);
    worker.query(2);
    worker.query(3);
    worker.process.start();
    ASSERT_TRUE(worker.reaches(Phase::Failed));
    EXPECT_EQ(worker.refusals.size(), 2U);
    EXPECT_EQ(worker.refusals[2], worker.process.state().problem);
    worker.query(4);
    EXPECT_EQ(worker.refusals[4], worker.process.state().problem) << "at once";
    worker.process.restart();
    worker.query(5);
    worker.expectAnswer(1);
    worker.expectAnswer(5);
    EXPECT_EQ(worker.refusals.size(), 3U);
}

struct Misbehaviour {
    const char* behaviour;
    const char* problem; ///< part of the sentence
    bool atRequest;      ///< after it was ready
};

std::ostream& operator<<(std::ostream& out, const Misbehaviour& bad)
{
    return out << bad.behaviour;
}

class BadWorker : public ::testing::TestWithParam<Misbehaviour>
{
protected:
    static WorkerCommand command(const QString& file = {})
    {
        WorkerCommand bad = fakeWorker(QLatin1String(GetParam().behaviour), file);
        // Short, but long enough for an honest one to start in.
        bad.greetingPatience = std::string_view(GetParam().behaviour) == "silent" ? 3'000ms : 20'000ms;
        bad.replyPatience = 3'000ms;
        return bad;
    }
};

TEST_P(BadWorker, IsGivenUpInTheEndWithAReasonAndARemedy)
{
    WorkerCommand bad = command();
    bad.restartDelays = {1};
    WatchedWorker worker(bad);
    worker.ask(1);
    worker.process.start();
    ASSERT_TRUE(worker.reaches(Phase::Failed));
    EXPECT_EQ(worker.starts(), 2) << "it is tried again once";
    const QString problem = worker.process.state().problem;
    EXPECT_TRUE(problem.contains(QLatin1String(GetParam().problem))) << problem.toStdString();
    EXPECT_TRUE(problem.endsWith("; mend the fake")) << problem.toStdString();
    EXPECT_FALSE(problem.contains(u'\n'));
    EXPECT_TRUE(worker.answers.empty());
    EXPECT_EQ(worker.process.processId(), 0);
    EXPECT_TRUE(childProcesses().empty()) << "it runs on, or is a zombie";
    const bool wasReady = worker.has(Phase::Ready);
    EXPECT_EQ(wasReady, GetParam().atRequest);
}

TEST_P(BadWorker, IsStartedAgainAndAnswersWhatItOwed)
{
    const QTemporaryDir directory;
    WatchedWorker worker(command(directory.filePath(QStringLiteral("once"))));
    worker.ask(1);
    worker.process.start();
    worker.expectAnswer(1);
    EXPECT_EQ(worker.starts(), 2);
    ASSERT_TRUE(worker.has(Phase::Restarting));
    const QString problem = worker.first(Phase::Restarting).problem;
    EXPECT_TRUE(problem.contains(QLatin1String(GetParam().problem))) << problem.toStdString();
    EXPECT_EQ(worker.process.state().problem, "") << "it is well again";
    EXPECT_EQ(childProcesses(), std::vector{worker.process.processId()}) << "the bad one is gone";
    worker.ask(2);
    worker.expectAnswer(2);
    EXPECT_EQ(worker.starts(), 2);
}

TEST_P(BadWorker, IsStartedAgainAndAnswersTheQueriesItOwed)
{
    const QTemporaryDir directory;
    WatchedWorker worker(command(directory.filePath(QStringLiteral("once"))));
    worker.query(1);
    worker.query(2, 0.5);
    worker.process.start();
    worker.expectAnswer(1);
    worker.expectAnswer(2);
    EXPECT_EQ(worker.starts(), 2);
    EXPECT_TRUE(worker.refusals.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Fakes, BadWorker,
    ::testing::Values(
        Misbehaviour{"rubbish-greeting", "Segmentation fault", false},
        Misbehaviour{"other-protocol", "version 2 of the protocol", false},
        Misbehaviour{"wrong-known-answer", "answered the test question with", false},
        Misbehaviour{"refuses-known-question", "failed the first check: no layer_norm today", false},
        Misbehaviour{"chatty", "nobody asked", false},
        Misbehaviour{"silent", "Faker did not start in time and was stopped", false},
        Misbehaviour{"complains", "ended with exit code 3: fake: the library is broken", false},
        Misbehaviour{"hangs", "Fake did not answer in time and was stopped", true},
        Misbehaviour{"dies-midway", "ended with exit code 7", true},
        Misbehaviour{"rubbish-reply", "Fake answered something that is not the protocol", true},
        Misbehaviour{"transposed", "Fake answered with a tensor of another shape or type", true},
        Misbehaviour{"other-type", "Fake answered with a tensor of another shape or type", true},
        Misbehaviour{"other-id", "Fake answered something that is not the protocol", true},
        Misbehaviour{"endless-line", "Fake answered something that is not the protocol", true}),
    [](const auto& test) {
        std::string name = test.param.behaviour;
        std::replace(name.begin(), name.end(), '-', '_');
        return name;
    });

TEST(WorkerProcess, MissingExecutableIsNotTriedAgain)
{
    WorkerCommand command = fakeWorker(QStringLiteral("honest"));
    command.program = QStringLiteral("/nonexistent/worker");
    WatchedWorker worker(command);
    worker.process.start();
    ASSERT_TRUE(worker.reaches(Phase::Failed));
    const QString problem = worker.process.state().problem;
    EXPECT_TRUE(problem.startsWith("Faker cannot be started (/nonexistent/worker): "))
        << problem.toStdString();
    EXPECT_TRUE(problem.endsWith("; mend the fake"));
    EXPECT_EQ(worker.starts(), 1);
    EXPECT_FALSE(worker.has(Phase::Restarting));
}

TEST(WorkerProcess, RestartGivesAFailedWorkerAllItsChancesAgain)
{
    const QTemporaryDir directory;
    WorkerCommand command =
        fakeWorker(QStringLiteral("complains"), directory.filePath(QStringLiteral("once")));
    command.restartDelays.clear();
    WatchedWorker worker(command);
    worker.ask(1);
    worker.process.start();
    ASSERT_TRUE(worker.reaches(Phase::Failed));
    worker.process.restart();
    worker.expectAnswer(1);
}

TEST(WorkerProcess, RestartOfAWorkerAtWorkAnswersAnew)
{
    const QTemporaryDir directory;
    WatchedWorker worker(fakeWorker(QStringLiteral("hangs"), directory.filePath(QStringLiteral("once"))));
    worker.process.start();
    ASSERT_TRUE(worker.reaches(Phase::Ready));
    worker.ask(1);
    const qint64 hanging = worker.process.processId();
    worker.process.restart();
    worker.expectAnswer(1);
    EXPECT_NE(worker.process.processId(), hanging);
    EXPECT_EQ(childProcesses(), std::vector{worker.process.processId()});
}

} // namespace

} // namespace layernorm
