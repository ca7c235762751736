// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/worker_process.h"
#include "core/reference/comparison.h"
#include "tests/support/watched_session.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <map>

namespace layernorm::testing {

/// Neither running nor a zombie.
inline bool isGone(qint64 process)
{
    return process > 0 && kill(static_cast<pid_t>(process), 0) != 0 && errno == ESRCH;
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
        QObject::connect(&process, &WorkerProcess::stateChanged, &process, [this](const WorkerState& state) {
            states.push_back(state);
            if (const qint64 id = process.processId(); id > 0 && (processes.empty() || processes.back() != id))
                processes.push_back(id);
        });
        QObject::connect(&process, &WorkerProcess::answered, &process,
                         [this](quint64 id, const std::shared_ptr<const Tensor>& output) { answers[id] = output; });
        QObject::connect(&process, &WorkerProcess::refused, &process,
                         [this](quint64 id, const QString& reason) { refusals[id] = reason; });
    }

    void ask(quint64 id, double eps = 1e-5, std::shared_ptr<const Tensor> input = {})
    {
        if (!input)
            input = std::make_shared<const Tensor>(randn(Shape::of({2, 3, 4}), id));
        LayerNormParameters parameters;
        parameters.eps = eps;
        asked[id] = {id, input, std::make_shared<const LayerNormParameters>(parameters)};
        process.request(asked[id]);
    }

    /// Waits for the answer and compares it with ours.
    void expectAnswer(quint64 id)
    {
        ASSERT_TRUE(eventually([&] { return answers.contains(id) || process.state().phase == Phase::Failed; }));
        ASSERT_TRUE(answers.contains(id)) << process.state().problem.toStdString();
        const Result<LayerNormResult> ours = layerNorm(*asked[id].input, *asked[id].parameters);
        const Result<Comparison> comparison =
            compare(ours->output, *answers[id], toleranceFor(asked[id].input->dtype()));
        ASSERT_TRUE(comparison);
        EXPECT_TRUE(comparison->agrees()) << "differs by " << comparison->maxAbsDifference;
    }

    bool reaches(Phase phase)
    {
        return eventually([&] { return process.state().phase == phase; });
    }
    [[nodiscard]] bool has(Phase phase) const { return std::any_of(states.begin(), states.end(), inPhase(phase)); }
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
    std::vector<qint64> processes;
    std::map<quint64, WorkerRequest> asked;
    std::map<quint64, std::shared_ptr<const Tensor>> answers;
    std::map<quint64, QString> refusals;
};

} // namespace layernorm::testing
