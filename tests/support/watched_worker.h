// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/worker_process.h"
#include "core/reference/comparison.h"
#include "tests/support/watched_session.h"

#include <QDir>
#include <QFile>
#include <algorithm>
#include <map>
#include <unistd.h>

namespace layernorm::testing {

/// The children of this process, running or zombies.
inline std::vector<qint64> childProcesses()
{
    std::vector<qint64> children;
    for (const QString& name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        QFile status(QStringLiteral("/proc/%1/stat").arg(name));
        bool isNumber = false;
        const qint64 process = name.toLongLong(&isNumber);
        if (!isNumber || !status.open(QFile::ReadOnly))
            continue;
        // "1234 (name of any kind) S parent ..."
        const QByteArray line = status.readAll();
        const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
        if (fields.value(1).toLongLong() == getpid())
            children.push_back(process);
    }
    return children;
}

/// A worker's client, all its states, and all it has answered.
class WatchedWorker
{
    static auto inPhase(WorkerState::Phase phase)
    {
        return [phase](const WorkerState& state) { return state.phase == phase; };
    }

public:
    using Phase = WorkerState::Phase;

    explicit WatchedWorker(const WorkerCommand& command) : process(command)
    {
        QObject::connect(&process, &WorkerProcess::stateChanged, &process,
                         [this](const WorkerState& state) { states.push_back(state); });
        QObject::connect(
            &process, &WorkerProcess::answered, &process,
            [this](quint64 id, const std::shared_ptr<const Tensor>& output) { answers[id] = output; });
        QObject::connect(&process, &WorkerProcess::refused, &process,
                         [this](quint64 id, const QString& reason) { refusals[id] = reason; });
    }

    /// A request, of which only the latest matters.
    void ask(quint64 id, double eps = 1e-5, std::shared_ptr<const Tensor> input = {})
    {
        process.request(note(id, eps, std::move(input)));
    }

    /// A query, which is answered beside the requests.
    void query(quint64 id, double eps = 1e-5, Operation operation = Operation::LayerNorm,
               std::shared_ptr<const Tensor> input = {})
    {
        process.query(note(id, eps, std::move(input), operation));
    }

    /// Waits for the answer to a question about LayerNorm and compares it with ours.
    void expectAnswer(quint64 id)
    {
        ASSERT_TRUE(
            eventually([&] { return answers.contains(id) || process.state().phase == Phase::Failed; }));
        ASSERT_TRUE(answers.contains(id)) << process.state().problem.toStdString();
        const WorkerRequest& request = asked[id];
        const Result<LayerNormResult> ours = layerNorm(*request.input, request.question->parameters);
        const Result<Comparison> comparison =
            compare(ours->output, *answers[id], toleranceFor(request.input->dtype()));
        ASSERT_TRUE(comparison);
        EXPECT_TRUE(comparison->agrees()) << "differs by " << comparison->maxAbsDifference;
    }

    [[nodiscard]] bool isRefused(quint64 id)
    {
        return eventually([&] { return refusals.contains(id); });
    }

    bool reaches(Phase phase)
    {
        return eventually([&] { return process.state().phase == phase; });
    }
    [[nodiscard]] bool has(Phase phase) const
    {
        return std::any_of(states.begin(), states.end(), inPhase(phase));
    }
    [[nodiscard]] WorkerState first(Phase phase) const
    {
        return *std::find_if(states.begin(), states.end(), inPhase(phase));
    }
    [[nodiscard]] int starts() const
    {
        return static_cast<int>(std::count_if(states.begin(), states.end(), inPhase(Phase::Starting)));
    }

    WorkerProcess process;
    std::vector<WorkerState> states;
    std::map<quint64, WorkerRequest> asked;
    std::map<quint64, std::shared_ptr<const Tensor>> answers;
    std::map<quint64, QString> refusals;

private:
    const WorkerRequest& note(quint64 id, double eps, std::shared_ptr<const Tensor> input,
                              Operation operation = Operation::LayerNorm)
    {
        if (!input)
            input = std::make_shared<const Tensor>(randn(Shape::of({2, 3, 4}), id));
        LibraryQuestion question{.operation = operation};
        question.parameters.eps = eps;
        asked[id] = {id, input, std::make_shared<const LibraryQuestion>(question)};
        return asked[id];
    }
};

} // namespace layernorm::testing
