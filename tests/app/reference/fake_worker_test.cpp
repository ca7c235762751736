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
        bad.greetingPatience = std::string_view(GetParam().behaviour) == "silent" ? 1'000ms : 20'000ms;
        bad.replyPatience = 1'000ms;
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
