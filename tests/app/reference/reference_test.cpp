// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The library's side of the document: what is asked, what is shown, and what happens when it fails.
#include "app/session/reference.h"
#include "app/session/reference_command.h"
#include "tests/support/faked_reference.h"
#include "tests/support/watched_session.h"
#include "tests/support/watched_worker.h"

#include <QFile>
#include <QSignalSpy>

namespace layernorm {

namespace {

using namespace layernorm::testing;
using namespace std::chrono_literals;
using Phase = WorkerState::Phase;

class ReferenceTest : public ::testing::Test
{
protected:
    void choose(const WorkerCommand& command) { reference.choose(anyLibrary(), command); }
    bool becomesCurrent()
    {
        return eventually([this] { return reference.isCurrent(); });
    }

    /// The answer belongs to the whole document as it is now.
    void expectAgreement()
    {
        ASSERT_TRUE(becomesCurrent()) << reference.state().problem.toStdString();
        const Result<Comparison> fresh =
            compare(session.result()->output, *reference.output(), toleranceFor(session.dtype()));
        ASSERT_TRUE(fresh);
        EXPECT_TRUE(fresh->agrees());
        EXPECT_EQ(reference.comparison()->ulp, fresh->ulp);
    }

    /// Lets the gated worker go on, once it has been asked `requests` times.
    void openGate(int requests)
    {
        QFile log(gate + QStringLiteral(".log"));
        ASSERT_TRUE(eventually([&] {
            return log.open(QFile::ReadOnly) &&
                   (asked = log.readAll(), log.close(), asked.count('\n') >= requests);
        }));
        ASSERT_TRUE(QFile(gate).open(QFile::WriteOnly));
    }

    WatchedSession watched{drawn({2, 3, 4})};
    Session& session = watched.session;
    Reference reference{session};
    QTemporaryDir directory;
    const QString gate = directory.filePath(QStringLiteral("gate"));
    QByteArray asked;
};

TEST_F(ReferenceTest, IsNoneAtFirst)
{
    EXPECT_EQ(reference.library(), nullptr);
    EXPECT_FALSE(reference.isCurrent());
    ASSERT_TRUE(session.setEps(1));
    watched.turn();
    EXPECT_FALSE(reference.output());
}

TEST_F(ReferenceTest, AnswersAndSaysWhoItIs)
{
    choose(fakeWorker(QStringLiteral("honest")));
    expectAgreement();
    EXPECT_EQ(reference.title(), "Fake 1.0");
    EXPECT_TRUE(eventually([this] { return reference.state().phase == Phase::Ready; }));
    choose(fakeWorker(QStringLiteral("honest")));
    EXPECT_FALSE(reference.isCurrent()) << "another worker is another answer";
    expectAgreement();
    reference.choose(nullptr, {});
    EXPECT_FALSE(reference.output());
    EXPECT_FALSE(reference.comparison());
    EXPECT_EQ(reference.title(), "");
}

TEST_F(ReferenceTest, FollowsEveryChange)
{
    choose(fakeWorker(QStringLiteral("honest")));
    const std::array<std::function<void()>, 9> steps{
        [&] { ASSERT_TRUE(session.editCell(Editable::Input, 5, "1")); },
        [&] {
            ASSERT_TRUE(session.pasteCells({4, 1}, "1\n2"));
        },
        [&] { ASSERT_TRUE(session.setEps(1)); },
        [&] { session.setAffine(true); },
        [&] { ASSERT_TRUE(session.editCell(Editable::Gamma, 2, "3")); },
        [&] { session.setNormalizedDims(2); },
        [&] { ASSERT_TRUE(session.editCell(Editable::Input, 20, "1")); },
        [&] { session.setDType(DType::Float64); },
        [&] {
            ASSERT_TRUE(session.setLayout({3, 1, 5}));
        },
    };
    for (std::size_t i = 0; i < steps.size(); ++i) {
        SCOPED_TRACE(i);
        steps[i]();
        EXPECT_FALSE(reference.isCurrent()) << "before it has answered";
        expectAgreement();
    }
    while (session.undoStack().canUndo()) {
        session.undoStack().undo();
        expectAgreement();
    }
}

TEST_F(ReferenceTest, OnlyTheChangedGroupsAreNew)
{
    choose(fakeWorker(QStringLiteral("honest")));
    ASSERT_TRUE(becomesCurrent());
    const Tensor before = *reference.output();
    QSignalSpy updated(&reference, &Reference::updated);
    ASSERT_TRUE(session.editCell(Editable::Input, 9, "5"));
    expectAgreement();
    ASSERT_EQ(updated.size(), 1);
    const auto rows = updated[0][0].value<TokenRange>();
    EXPECT_EQ(rows.first, 2);
    EXPECT_EQ(rows.count, 1);
    for (std::int64_t row = 0; row < 6; ++row)
        for (std::int64_t column = 0; column < 4; ++column)
            EXPECT_EQ(reference.outputCellChanged({row, column}),
                      reference.output()->at(row * 4 + column) != before.at(row * 4 + column));
}

// The groups of an edit are asked for as a tensor of one more dimension; the highest rank has no room for it.
TEST_F(ReferenceTest, EditsATensorOfTheHighestRankNormalisedOverAllOfIt)
{
    WatchedSession high(drawn({1, 1, 1, 2, 1, 2, 1, 3}, 0, DType::Float32, 8));
    Reference follower(high.session);
    follower.choose(anyLibrary(), fakeWorker(QStringLiteral("honest")));
    ASSERT_TRUE(eventually([&] { return follower.isCurrent(); }));
    ASSERT_TRUE(high.session.editCell(Editable::Input, 7, "1"));
    ASSERT_TRUE(eventually([&] { return follower.isCurrent(); }));
    EXPECT_TRUE(follower.comparison()->agrees());
}

TEST_F(ReferenceTest, ALibraryThatIsWrongIsShownAndDisagrees)
{
    choose(fakeWorker(QStringLiteral("wrong")));
    ASSERT_TRUE(becomesCurrent());
    EXPECT_FALSE(reference.comparison()->agrees());
    EXPECT_EQ(reference.comparison()->disagreeing, 24);
    EXPECT_NEAR(reference.comparison()->maxAbsDifference, 0.5, 1e-6);
}

TEST_F(ReferenceTest, ChangesWhileItComputesAreAskedForOnceItHasAnswered)
{
    choose(fakeWorker(QStringLiteral("gated"), gate));
    for (const double eps : {0.25, 0.5, 0.75}) {
        ASSERT_TRUE(session.setEps(eps));
        watched.turn();
    }
    openGate(1);
    expectAgreement();
    QFile log(gate + QStringLiteral(".log"));
    ASSERT_TRUE(log.open(QFile::ReadOnly));
    EXPECT_EQ(log.readAll(), "1e-05\n0.75\n") << "what was out of date was asked for";
}

TEST_F(ReferenceTest, ChangeOfShapeWhileItComputesWins)
{
    choose(fakeWorker(QStringLiteral("gated"), gate));
    ASSERT_TRUE(session.setLayout({1, 2, 3}));
    watched.turn();
    openGate(1);
    expectAgreement();
    EXPECT_EQ(reference.output()->shape(), Shape::of({1, 2, 3}));
}

TEST_F(ReferenceTest, RefusalIsToldAndTheNextChangeAsksAgain)
{
    ASSERT_TRUE(session.setEps(1));
    watched.turn();
    choose(fakeWorker(QStringLiteral("refusing")));
    ASSERT_TRUE(eventually([this] { return !reference.refusal().isEmpty(); }));
    EXPECT_EQ(reference.refusal(), "eps 1 is too much for me");
    EXPECT_FALSE(reference.output());
    EXPECT_FALSE(reference.isCurrent());
    EXPECT_EQ(reference.state().phase, Phase::Ready);
    ASSERT_TRUE(session.setEps(0.5));
    expectAgreement();
    EXPECT_EQ(reference.refusal(), "");
}

TEST_F(ReferenceTest, AChangeMadeBeforeTheRefusalCameIsAskedFor)
{
    ASSERT_TRUE(session.setEps(1));
    watched.turn();
    choose(fakeWorker(QStringLiteral("gated-refusal"), gate));
    QFile log(gate + QStringLiteral(".log"));
    ASSERT_TRUE(eventually([&] { return log.exists() && log.size() > 0; }));
    ASSERT_TRUE(session.setEps(0.5));
    watched.turn();
    openGate(1);
    expectAgreement();
    EXPECT_EQ(reference.refusal(), "");
}

TEST_F(ReferenceTest, AWorkerThatFailsForGoodIsToldAndRestarted)
{
    WorkerCommand command =
        fakeWorker(QStringLiteral("complains"), directory.filePath(QStringLiteral("once")));
    command.restartDelays.clear();
    choose(command);
    ASSERT_TRUE(eventually([this] { return reference.state().phase == Phase::Failed; }));
    EXPECT_EQ(reference.state().problem,
              "Faker ended with exit code 3: fake: the library is broken; mend the fake");
    EXPECT_FALSE(reference.output());
    // What happens meanwhile is not forgotten.
    ASSERT_TRUE(session.editCell(Editable::Input, 5, "1"));
    watched.turn();
    reference.restart();
    expectAgreement();
    ASSERT_TRUE(session.setEps(1));
    expectAgreement();
}

TEST_F(ReferenceTest, OldAnswersAreThrownAwayWhenItFails)
{
    WorkerCommand command = fakeWorker(QStringLiteral("refusing"));
    command.restartDelays.clear();
    choose(command);
    ASSERT_TRUE(becomesCurrent());
    choose(fakeWorker(QStringLiteral("complains")));
    ASSERT_TRUE(eventually([this] { return reference.state().phase == Phase::Failed; }));
    EXPECT_FALSE(reference.output());
    EXPECT_FALSE(reference.comparison());
    EXPECT_EQ(reference.title(), "Faker");
}

TEST_F(ReferenceTest, RecoversFromADeathInTheMiddleOfAnAnswer)
{
    choose(fakeWorker(QStringLiteral("dies-midway"), directory.filePath(QStringLiteral("once"))));
    expectAgreement();
}

TEST_F(ReferenceTest, AHangingWorkerDoesNotHoldUpTheSession)
{
    WorkerCommand command = fakeWorker(QStringLiteral("hangs"), directory.filePath(QStringLiteral("once")));
    command.replyPatience = 3'000ms;
    choose(command);
    ASSERT_TRUE(eventually([this] { return reference.state().phase == Phase::Busy; }));
    ASSERT_TRUE(session.setEps(1));
    watched.turn();
    expectFresh(session);
    expectAgreement();
}

TEST_F(ReferenceTest, CanBeThrownAwayAtAnyMoment)
{
    for (const auto& [behaviour, phase] :
         {std::pair("honest", Phase::Stopped), std::pair("honest", Phase::Ready),
          std::pair("silent", Phase::Starting), std::pair("hangs", Phase::Busy),
          std::pair("complains", Phase::Restarting)}) {
        Reference shortLived(session);
        shortLived.choose(anyLibrary(), fakeWorker(QLatin1String(behaviour)));
        ASSERT_TRUE(eventually([&, wanted = phase] { return shortLived.state().phase >= wanted; }))
            << behaviour;
    }
}

TEST_F(ReferenceTest, LargeTensorsAreComparedInTheBackground)
{
    Tensor tensor(Shape::of({3, 1000, 1000}), DType::Float32);
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        tensor.set(i, static_cast<double>(i % 1013) / 64);
    WatchedSession large(Content::of(std::move(tensor), 1, 0));
    Reference follower(large.session);
    follower.choose(findReferenceLibrary("onednn"), realWorker("layernorm-reference-onednn"));
    ASSERT_TRUE(eventually([&] { return follower.isCurrent(); }));
    EXPECT_TRUE(follower.comparison()->agrees());
    ASSERT_TRUE(large.session.editCell(Editable::Input, 0, "5"));
    ASSERT_TRUE(large.session.setEps(0.5));
    EXPECT_FALSE(follower.isCurrent());
    ASSERT_TRUE(eventually([&] { return follower.isCurrent(); }));
    EXPECT_TRUE(follower.comparison()->agrees());
    EXPECT_EQ(follower.comparison()->ulp.size(), 3'000'000U);
}

/// Questions beside the document, and what was said to them.
class AskedReference : public ReferenceTest
{
protected:
    using Output = std::shared_ptr<const Tensor>;

    void ask(double eps, QObject* context, Operation operation = Operation::LayerNorm)
    {
        LibraryQuestion question{.operation = operation};
        question.parameters.eps = eps;
        reference.ask(input, question, context, [this, eps](const Output& output) {
            EXPECT_EQ(QThread::currentThread(), reference.thread());
            told[eps].push_back(output);
        });
    }

    /// Whether it comes to be told `count` times in all.
    bool isTold(std::size_t count)
    {
        return eventually([&] { return calls() >= count; });
    }
    [[nodiscard]] std::size_t calls() const
    {
        std::size_t sum = 0;
        for (const auto& [eps, outputs] : told)
            sum += outputs.size();
        return sum;
    }

    void expectAnswer(double eps)
    {
        ASSERT_EQ(told[eps].size(), 1U);
        ASSERT_TRUE(told[eps][0]);
        LayerNormParameters parameters;
        parameters.eps = eps;
        const Result<Comparison> comparison =
            compare(layerNorm(*input, parameters)->output, *told[eps][0], toleranceFor(DType::Float32));
        ASSERT_TRUE(comparison);
        EXPECT_TRUE(comparison->agrees()) << "differs by " << comparison->maxAbsDifference;
    }
    void expectNoAnswer(double eps) { EXPECT_EQ(told[eps], std::vector<Output>{nullptr}) << eps; }

    /// Holds the library up in a first question, once it has answered for the document.
    void holdUp()
    {
        ASSERT_TRUE(QFile(gate).open(QFile::WriteOnly));
        choose(fakeWorker(QStringLiteral("gated"), gate));
        ASSERT_TRUE(becomesCurrent());
        ASSERT_TRUE(QFile::remove(gate));
        ask(0.125, &asker);
        QFile log(gate + QStringLiteral(".log"));
        ASSERT_TRUE(log.open(QFile::ReadOnly));
        ASSERT_TRUE(eventually([&] { return log.seek(0) && log.readAll() == "1e-05\n0.125\n"; }));
    }
    void letGo() { ASSERT_TRUE(QFile(gate).open(QFile::WriteOnly)); }
    QByteArray everythingAsked()
    {
        QFile log(gate + QStringLiteral(".log"));
        return log.open(QFile::ReadOnly) ? log.readAll() : QByteArray();
    }

    const std::shared_ptr<const Tensor> input = std::make_shared<const Tensor>(randn(Shape::of({5, 7}), 3));
    std::map<double, std::vector<Output>> told;
    QObject asker;
};

TEST_F(AskedReference, WithoutALibraryIsToldSoButNeverAtOnce)
{
    EXPECT_FALSE(reference.offers(Operation::LayerNorm));
    ask(0.5, &asker);
    EXPECT_EQ(calls(), 0U);
    ASSERT_TRUE(isTold(1));
    expectNoAnswer(0.5);
}

TEST_F(AskedReference, AnswersBesideTheDocumentEvenWhatWasAskedBeforeItHadStarted)
{
    choose(fakeWorker(QStringLiteral("honest")));
    EXPECT_FALSE(reference.offers(Operation::LayerNorm)) << "it has said nothing yet";
    for (const double eps : {0.25, 0.5, 4.0})
        ask(eps, &asker);
    EXPECT_EQ(calls(), 0U);
    ASSERT_TRUE(isTold(3));
    for (const double eps : {0.25, 0.5, 4.0})
        expectAnswer(eps);
    expectAgreement();
    EXPECT_TRUE(reference.offers(Operation::LayerNorm));
}

TEST_F(AskedReference, IsToldThatAWorkerOfLayerNormOnlyOffersNothingElse)
{
    choose(fakeWorker(QStringLiteral("honest")));
    ask(0.25, &asker, Operation::BatchNorm);
    ask(0.5, &asker, Operation::GroupNorm);
    ASSERT_TRUE(isTold(2));
    EXPECT_FALSE(reference.offers(Operation::BatchNorm));
    expectNoAnswer(0.25);
    expectNoAnswer(0.5);
    expectAgreement();
    EXPECT_EQ(reference.refusal(), "") << "that is about the document";
}

TEST_F(AskedReference, IsToldOfARefusalWhichIsNotTheDocuments)
{
    choose(fakeWorker(QStringLiteral("refusing")));
    ask(1, &asker);
    ASSERT_TRUE(isTold(1));
    expectNoAnswer(1);
    expectAgreement();
    EXPECT_EQ(reference.refusal(), "");
}

TEST_F(AskedReference, RealLibraryAnswersOtherNorms)
{
    reference.choose(findReferenceLibrary("onednn"), realWorker("layernorm-reference-onednn"));
    ask(0.5, &asker, Operation::BatchNorm);
    ask(0.25, &asker, Operation::InstanceNorm);
    ASSERT_TRUE(isTold(2));
    EXPECT_TRUE(reference.offers(Operation::BatchNorm));
    EXPECT_FALSE(reference.offers(Operation::InstanceNorm));
    expectNoAnswer(0.25);
    ASSERT_TRUE(told[0.5][0]);
    for (std::int64_t channel = 0; channel < 7; ++channel) {
        double mean = 0;
        for (std::int64_t sample = 0; sample < 5; ++sample)
            mean += told[0.5][0]->at(sample * 7 + channel) / 5;
        EXPECT_NEAR(mean, 0, 1e-6);
    }
}

TEST_F(AskedReference, TheDocumentComesFirstThenQuestionsInTheirOrder)
{
    holdUp();
    for (const double eps : {0.5, 0.25, 4.0})
        ask(eps, &asker);
    ASSERT_TRUE(session.setEps(0.75));
    watched.turn();
    EXPECT_FALSE(reference.isCurrent());
    letGo();
    ASSERT_TRUE(isTold(4));
    expectAgreement();
    EXPECT_EQ(everythingAsked(), "1e-05\n0.125\n0.75\n0.5\n0.25\n4.0\n");
    for (const double eps : {0.125, 0.5, 0.25, 4.0})
        expectAnswer(eps);
}

TEST_F(AskedReference, IsAskedAgainWhenTheWorkerEndsOverIt)
{
    choose(fakeWorker(QStringLiteral("poisoned"), directory.filePath(QStringLiteral("once"))));
    ask(2, &asker);
    ask(0.5, &asker);
    ASSERT_TRUE(isTold(2));
    expectAnswer(2);
    expectAnswer(0.5);
}

TEST_F(AskedReference, QuestionThatEndsTheWorkerTwiceDoesNotTakeItFromTheDocument)
{
    choose(fakeWorker(QStringLiteral("poisoned")));
    ask(2, &asker);
    ask(0.5, &asker);
    ASSERT_TRUE(isTold(2));
    expectNoAnswer(2);
    expectAnswer(0.5);
    ASSERT_TRUE(session.setEps(0.75));
    expectAgreement();
}

TEST_F(AskedReference, EverybodyIsToldWhenItFailsForGood)
{
    choose(fakeWorker(QStringLiteral("complains")));
    ask(0.25, &asker);
    ask(0.5, &asker);
    ASSERT_TRUE(isTold(2));
    expectNoAnswer(0.25);
    expectNoAnswer(0.5);
    EXPECT_EQ(reference.state().phase, Phase::Failed);
    ask(4, &asker);
    EXPECT_EQ(calls(), 2U);
    ASSERT_TRUE(isTold(3));
    expectNoAnswer(4);
}

TEST_F(AskedReference, EverybodyIsToldOnceWhenAnotherLibraryIsChosen)
{
    holdUp();
    ask(0.5, &asker);
    letGo(); // so that the old one's answer may be on its way
    choose(fakeWorker(QStringLiteral("honest")));
    EXPECT_EQ(calls(), 0U);
    ask(4, &asker);
    ASSERT_TRUE(isTold(3));
    expectAgreement();
    expectNoAnswer(0.125);
    expectNoAnswer(0.5);
    expectAnswer(4);
}

TEST_F(AskedReference, WhoIsGoneIsNotTold)
{
    holdUp();
    auto shortLived = std::make_unique<QObject>();
    ask(0.5, shortLived.get());
    ask(0.25, &asker);
    ask(4, shortLived.get());
    shortLived.reset();
    letGo();
    ASSERT_TRUE(isTold(2));
    expectAnswer(0.125);
    expectAnswer(0.25);
    EXPECT_EQ(everythingAsked(), "1e-05\n0.125\n0.25\n") << "nobody waits for the others";
}

TEST_F(AskedReference, WhatIsForgottenIsNotTold)
{
    holdUp();
    QObject other;
    ask(0.5, &asker);
    ask(4, &other);
    reference.forgetQuestions(&asker);
    letGo();
    ASSERT_TRUE(isTold(1));
    expectAnswer(4);
    EXPECT_EQ(everythingAsked(), "1e-05\n0.125\n4.0\n");
    ask(0.25, &asker);
    ASSERT_TRUE(isTold(2));
    expectAnswer(0.25);
}

TEST_F(AskedReference, WhatIsForgottenIsNotToldThatThereIsNoLibrary)
{
    QObject other;
    ask(0.5, &asker);
    ask(4, &other);
    ask(0.25, &asker);
    reference.forgetQuestions(&asker);
    reference.forgetQuestions(nullptr);
    ASSERT_TRUE(isTold(1));
    QCoreApplication::processEvents();
    EXPECT_EQ(calls(), 1U);
    expectNoAnswer(4);
}

TEST_F(AskedReference, TheNextMayBeAskedOnBeingTold)
{
    choose(fakeWorker(QStringLiteral("honest")));
    LibraryQuestion question{.operation = Operation::BatchNorm};
    reference.ask(input, question, &asker, [this](const Output& output) {
        EXPECT_FALSE(output);
        ask(0.5, &asker);
        choose(fakeWorker(QStringLiteral("honest")));
        ask(4, &asker);
    });
    ASSERT_TRUE(isTold(2));
    expectNoAnswer(0.5);
    expectAnswer(4);
}

TEST_F(AskedReference, CanBeThrownAwayWithQuestions)
{
    for (const char* behaviour : {"honest", "silent", "hangs", "complains"}) {
        Reference shortLived(session);
        shortLived.choose(anyLibrary(), fakeWorker(QLatin1String(behaviour)));
        for (int i = 0; i < 3; ++i)
            shortLived.ask(input, {}, &asker, [this](const Output&) { told[0].push_back(nullptr); });
    }
    QCoreApplication::processEvents();
    EXPECT_EQ(calls(), 0U);
}

TEST(ReferenceCommand, LooksInTheNamedDirectoryFirst)
{
    const QTemporaryDir directory;
    const QString mine = directory.filePath(QStringLiteral("layernorm-reference-torch"));
    const ReferenceLibrary& torch = *findReferenceLibrary("torch");
    EXPECT_TRUE(QFileInfo(referenceCommand(torch, {}).program).isExecutable()) << "beside the program";
    qputenv("LAYERNORM_EXPLORER_WORKERS", directory.path().toLocal8Bit());
    EXPECT_NE(referenceCommand(torch, {}).program, mine) << "an empty directory is passed over";
    ASSERT_TRUE(QFile(mine).open(QFile::WriteOnly));
    EXPECT_EQ(referenceCommand(torch, {}).program, QFileInfo(mine).canonicalFilePath());
    qunsetenv("LAYERNORM_EXPLORER_WORKERS");
    EXPECT_TRUE(referenceCommand(torch, {}).remedy.contains("libtorch-dev"));
}

TEST(ReferenceCommand, RunsScriptsInTheNamedPython)
{
    const ReferenceLibrary& python = *findReferenceLibrary("python");
    const WorkerCommand named = referenceCommand(python, QStringLiteral("/opt/venv/bin/python"));
    EXPECT_EQ(named.program, "/opt/venv/bin/python");
    EXPECT_TRUE(named.arguments.last().endsWith("/python_torch.py"));
    EXPECT_EQ(referenceCommand(python, {}).program, "python3");
    EXPECT_TRUE(named.remedy.contains("python3-torch"));
}

} // namespace

} // namespace layernorm
