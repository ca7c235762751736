// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The client against the workers that the program is shipped with.
#include "app/session/worker_process.h"
#include "tests/support/faked_reference.h"
#include "tests/support/watched_worker.h"

#include <csignal>
#include <gtest/gtest.h>

namespace layernorm {

namespace {

using namespace layernorm::testing;
using namespace std::chrono_literals;
using Phase = WorkerState::Phase;

/// Large enough that a request is under way for a while.
std::shared_ptr<const Tensor> largeTensor()
{
    auto tensor = std::make_shared<Tensor>(Shape::of({4, 1000, 1000}), DType::Float32);
    for (std::int64_t i = 0; i < tensor->elements(); ++i)
        tensor->set(i, static_cast<double>(i % 1013) / 64);
    return tensor;
}

struct Library {
    const char* label;
    const char* name;
    WorkerCommand (*command)();
    bool float64;
    std::vector<Operation> operations;
};

const std::vector<Operation> everything{
    Operation::LayerNorm,         Operation::BatchNorm,  Operation::InstanceNorm, Operation::GroupNorm,
    Operation::LayerNormBackward, Operation::AddAndNorm, Operation::GradientFlow};
/// Those of an input alone; the others are asked by the tests of the workers.
constexpr std::size_t norms = 4;

std::ostream& operator<<(std::ostream& out, const Library& library)
{
    return out << library.label;
}

class RealWorker : public ::testing::TestWithParam<Library>
{
};

TEST_P(RealWorker, Agrees)
{
    WatchedWorker worker(GetParam().command());
    worker.process.start();
    worker.ask(1);
    worker.expectAnswer(1);
    EXPECT_EQ(worker.process.state().name, GetParam().name);
    EXPECT_FALSE(worker.process.state().version.isEmpty());
    EXPECT_EQ(worker.starts(), 1);
}

TEST_P(RealWorker, AgreesOrRefusesInFloat64AndGoesOn)
{
    WatchedWorker worker(GetParam().command());
    worker.process.start();
    worker.ask(1, 1e-5, std::make_shared<const Tensor>(randn(Shape::of({2, 3, 4}), 1, DType::Float64)));
    if (GetParam().float64) {
        worker.expectAnswer(1);
    } else {
        ASSERT_TRUE(eventually([&] { return worker.refusals.contains(1); }));
        EXPECT_TRUE(worker.refusals[1].contains("choose float32")) << worker.refusals[1].toStdString();
    }
    worker.ask(2);
    worker.expectAnswer(2);
    EXPECT_EQ(worker.starts(), 1);
}

/// Whether the mean over `count` values, `stride` apart, is 0 and their biased variance 1.
void expectNormalised(const Tensor& output, std::int64_t first, std::int64_t count, std::int64_t stride)
{
    double sum = 0;
    double squares = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        const double value = output.at(first + i * stride);
        sum += value;
        squares += value * value;
    }
    EXPECT_NEAR(sum / static_cast<double>(count), 0, 1e-6);
    EXPECT_NEAR(squares / static_cast<double>(count), 1, 1e-5) << "eps was 0";
}

TEST_P(RealWorker, AnswersWhatItOffersAndNothingElse)
{
    WatchedWorker worker(GetParam().command());
    worker.process.start();
    for (std::size_t i = 0; i < norms; ++i)
        worker.query(i + 1, 0, everything[i], std::make_shared<const Tensor>(randn(Shape::of({5, 6, 3}), 1)));
    ASSERT_TRUE(eventually([&] { return worker.answers.size() + worker.refusals.size() == norms; }))
        << worker.process.state().problem.toStdString();
    EXPECT_EQ(worker.process.state().operations, GetParam().operations);
    for (std::size_t i = 0; i < norms; ++i)
        EXPECT_EQ(worker.answers.contains(i + 1), worker.process.state().offers(everything[i]));
    for (std::int64_t channel = 0; channel < 3; ++channel)
        expectNormalised(*worker.answers[2], channel, 30, 3);
    if (worker.answers.contains(3)) {
        for (std::int64_t sample = 0; sample < 5; ++sample) {
            for (std::int64_t channel = 0; channel < 3; ++channel)
                expectNormalised(*worker.answers[3], sample * 18 + channel, 6, 3);
            expectNormalised(*worker.answers[4], sample * 18, 18, 1); // one group
        }
    }
    EXPECT_EQ(worker.starts(), 1);
}

INSTANTIATE_TEST_SUITE_P(
    Libraries, RealWorker,
    ::testing::Values(Library{"torch", "LibTorch", [] { return realWorker("layernorm-reference-torch"); },
                              true, everything},
                      Library{"onednn",
                              "oneDNN",
                              [] { return realWorker("layernorm-reference-onednn"); },
                              false,
                              {Operation::LayerNorm, Operation::BatchNorm, Operation::LayerNormBackward}},
                      Library{"python", "PyTorch", pythonWorker, true, everything}),
    [](const auto& test) { return std::string(test.param.label); });

class KilledWorker : public ::testing::Test
{
protected:
    static WorkerCommand command()
    {
        WorkerCommand impatient = realWorker("layernorm-reference-onednn");
        impatient.replyPatience = 5'000ms; // and as much again for every 16 MB
        return impatient;
    }

    void SetUp() override
    {
        worker.process.start();
        ASSERT_TRUE(worker.reaches(Phase::Ready));
        first = worker.process.processId();
        ASSERT_GT(first, 0);
    }

    WatchedWorker worker{command()};
    qint64 first = 0;
};

TEST_F(KilledWorker, IsStartedAgainAndAnswersWhatItOwed)
{
    worker.ask(1, 1e-5, largeTensor());
    ASSERT_EQ(worker.process.state().phase, Phase::Busy);
    ASSERT_EQ(kill(static_cast<pid_t>(first), SIGKILL), 0);
    worker.expectAnswer(1);
    ASSERT_TRUE(worker.has(Phase::Restarting));
    const QString problem = worker.first(Phase::Restarting).problem;
    EXPECT_EQ(problem, "oneDNN ended unexpectedly (it crashed or was killed)");
    EXPECT_NE(worker.process.processId(), first);
    EXPECT_EQ(childProcesses(), std::vector{worker.process.processId()});
}

TEST_F(KilledWorker, IsStartedAgainAndAnswersTheQueryItOwed)
{
    worker.query(1, 1e-5, Operation::LayerNorm, largeTensor());
    worker.query(2);
    ASSERT_EQ(worker.process.state().phase, Phase::Busy);
    ASSERT_EQ(kill(static_cast<pid_t>(first), SIGKILL), 0);
    worker.expectAnswer(1);
    worker.expectAnswer(2);
    EXPECT_EQ(worker.starts(), 2);
    EXPECT_TRUE(worker.refusals.empty());
}

TEST_F(KilledWorker, IsStartedAgainWithNothingToDo)
{
    ASSERT_EQ(kill(static_cast<pid_t>(first), SIGKILL), 0);
    ASSERT_TRUE(eventually([this] { return worker.has(Phase::Restarting); }));
    ASSERT_TRUE(worker.reaches(Phase::Ready));
    worker.ask(1);
    worker.expectAnswer(1);
}

TEST_F(KilledWorker, StoppedOneIsGivenUpAndStartedAgain)
{
    ASSERT_EQ(kill(static_cast<pid_t>(first), SIGSTOP), 0);
    worker.ask(1);
    worker.expectAnswer(1);
    ASSERT_TRUE(worker.has(Phase::Restarting));
    EXPECT_EQ(worker.first(Phase::Restarting).problem, "oneDNN did not answer in time and was stopped");
    EXPECT_EQ(childProcesses(), std::vector{worker.process.processId()});
}

TEST_F(KilledWorker, KilledAgainAndAgainIsGivenUpUntilRestarted)
{
    std::vector<qint64> killed;
    QObject::connect(&worker.process, &WorkerProcess::stateChanged, &worker.process,
                     [&](const WorkerState& state) {
                         if (state.phase == Phase::Busy && killed.size() < 3) {
                             killed.push_back(worker.process.processId());
                             kill(static_cast<pid_t>(killed.back()), SIGKILL);
                         }
                     });
    worker.ask(1);
    ASSERT_TRUE(worker.reaches(Phase::Failed));
    EXPECT_EQ(killed.size(), 3U) << "the first, and two restarts";
    EXPECT_TRUE(worker.process.state().problem.contains("build the workers"));
    EXPECT_TRUE(childProcesses().empty());
    worker.process.restart();
    worker.expectAnswer(1);
}

} // namespace

} // namespace layernorm
