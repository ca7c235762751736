// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/headless.h"

#include "app/error_text.h"
#include "app/job.h"
#include "app/lessons/lesson_library.h"
#include "app/session/reference_command.h"
#include "app/session/worker_process.h"
#include "core/explore/experiments.h"
#include "core/io/report.h"
#include "core/io/tensor_file.h"
#include "core/lessons/lesson_report.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <cstdio>
#include <memory>

namespace layernorm {

namespace {

/// A library that is asked while the program waits. Started once and given up at its first failure: a script
/// wants to know, not to wait.
class WaitedForLibrary
{
public:
    WaitedForLibrary(const ReferenceLibrary& library, const QString& python);

    /// Whether it answers, from the first call on.
    bool start();
    [[nodiscard]] const WorkerState& state() const { return m_worker.state(); }
    /// nullptr where it cannot or will not answer; `refusal` says why.
    std::shared_ptr<const Tensor> ask(const Tensor& input, const LibraryQuestion& question);
    [[nodiscard]] const QString& refusal() const { return m_refusal; }

private:
    static WorkerCommand commandFor(const ReferenceLibrary& library, const QString& python);

    WorkerProcess m_worker;
    QEventLoop m_loop;
    quint64 m_lastId = 0;
    std::shared_ptr<const Tensor> m_answer;
    QString m_refusal;
};

WorkerCommand WaitedForLibrary::commandFor(const ReferenceLibrary& library, const QString& python)
{
    WorkerCommand command = referenceCommand(library, python);
    command.restartDelays.clear();
    return command;
}

WaitedForLibrary::WaitedForLibrary(const ReferenceLibrary& library, const QString& python)
    : m_worker(commandFor(library, python))
{
    QObject::connect(&m_worker, &WorkerProcess::stateChanged, &m_loop, [this](const WorkerState& now) {
        // Later every question ends in an answer or a refusal, also when the worker fails.
        const bool settled =
            now.phase == WorkerState::Phase::Ready || now.phase == WorkerState::Phase::Failed;
        if (m_lastId == 0 && settled)
            m_loop.quit();
    });
    QObject::connect(&m_worker, &WorkerProcess::refused, &m_loop, [this](quint64, const QString& reason) {
        m_refusal = reason;
        m_loop.quit();
    });
    QObject::connect(&m_worker, &WorkerProcess::answered, &m_loop,
                     [this](quint64, const std::shared_ptr<const Tensor>& output) {
                         m_answer = output;
                         m_loop.quit();
                     });
}

bool WaitedForLibrary::start()
{
    // A worker that cannot be started fails inside start().
    QMetaObject::invokeMethod(&m_worker, &WorkerProcess::start, Qt::QueuedConnection);
    m_loop.exec();
    return state().phase != WorkerState::Phase::Failed;
}

std::shared_ptr<const Tensor> WaitedForLibrary::ask(const Tensor& input, const LibraryQuestion& question)
{
    m_answer.reset();
    m_refusal.clear();
    const WorkerRequest request{++m_lastId, std::shared_ptr<const Tensor>(&input, [](const Tensor*) {}),
                                std::make_shared<const LibraryQuestion>(question)};
    // One that has failed refuses inside query().
    QMetaObject::invokeMethod(
        &m_worker, [this, request] { m_worker.query(request); }, Qt::QueuedConnection);
    m_loop.exec();
    return m_answer;
}

/// The library's answer to one question, or why there is none.
struct Answer {
    std::optional<ReferenceReport> report;
    QString problem;
};

Answer askReference(const ReferenceLibrary& reference, const QString& python, const Job& job,
                    const Tensor& ours)
{
    WaitedForLibrary library(reference, python);
    if (!library.start())
        return {{}, library.state().problem};
    const std::shared_ptr<const Tensor> output =
        library.ask(job.input, {.operation = Operation::LayerNorm, .parameters = job.parameters});
    if (!output)
        return {{}, library.refusal()};
    Result<Comparison> comparison = compare(ours, *output, toleranceFor(ours.dtype()));
    if (!comparison)
        return {{}, errorText(comparison.error())};
    return {ReferenceReport{library.state().name.toStdString(), library.state().version.toStdString(),
                            *output, std::move(*comparison)},
            {}};
}

/// nullptr for none. Without a choice it is the first of the table.
const ReferenceLibrary* chosenLibrary(const CommandLine& line)
{
    return line.reference ? findReferenceLibrary(line.reference->toStdString())
                          : &referenceLibraries().front();
}

bool print(const std::string& text)
{
    return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
}

ExitCode printed(const std::string& text)
{
    if (print(text))
        return ExitCode::Done;
    return complain(
        Error{LAYERNORM_SENTENCE("Core", "Standard output cannot be written; check where it is sent"), {}});
}

AskableLibrary askable(WaitedForLibrary& library)
{
    const WorkerState& state = library.state();
    return {.title = (state.name + u' ' + state.version).toStdString(),
            .ask = [&library](const Tensor& input, const LibraryQuestion& question) {
                const std::shared_ptr<const Tensor> answer = library.ask(input, question);
                return answer ? std::optional(*answer) : std::nullopt;
            }};
}

/// Its table with all that the library has to say; without one the library's columns stay empty.
Result<ExperimentTable> tableOf(const Experiment& experiment, ExperimentRequest request,
                                WaitedForLibrary* library)
{
    if (!library || !library->start())
        return experiment.run(request);
    const AskableLibrary asked = askable(*library);
    request.library = &asked;
    return experiment.run(request);
}

ExitCode runExperiment(const CommandLine& line, const Job& job)
{
    const Experiment& experiment = *findExperiment(line.experiment.toStdString());
    ExperimentRequest request{.input = job.input,
                              .parameters = job.parameters,
                              .heads = line.heads,
                              .causal = line.causal,
                              .depth = line.depth};
    if (!line.candidate.isEmpty())
        request.candidate = line.candidate.toStdString();
    std::unique_ptr<WaitedForLibrary> library;
    if (const ReferenceLibrary* chosen = chosenLibrary(line); chosen && experiment.asksLibrary)
        library = std::make_unique<WaitedForLibrary>(*chosen, line.python);

    const Result<ExperimentTable> table = tableOf(experiment, request, library.get());
    if (!table)
        return complain(table.error());
    const ExitCode code = printed(line.format == u"json" ? toJson(experiment.name, *table) : toCsv(*table));
    if (code != ExitCode::Done || !library || library->state().phase != WorkerState::Phase::Failed)
        return code;
    complain(QCoreApplication::translate("Headless", "the library's columns lack values: %1")
                 .arg(library->state().problem));
    // Who has not asked for a library need not have one.
    return line.reference ? ExitCode::ReferenceCannotRun : ExitCode::Done;
}

std::string inOwnWords(const Error& sentence)
{
    return errorText(sentence).toStdString();
}

ExitCode runReport(const CommandLine& line, const Job& job, const LayerNormResult& result)
{
    Answer answer;
    if (const ReferenceLibrary* library = chosenLibrary(line))
        answer = askReference(*library, line.python, job, result.output);
    Report report{job.input, job.parameters, result, std::move(answer.report), answer.problem.toStdString()};
    if (!line.report.isEmpty())
        if (const ExitCode code =
                printed(line.report == u"json" ? jsonReport(report) : textReport(report, inOwnWords));
            code != ExitCode::Done)
            return code;
    if (!answer.problem.isEmpty()) {
        complain(answer.problem);
        return ExitCode::ReferenceCannotRun;
    }
    return report.reference && !report.reference->comparison.agrees() ? ExitCode::Disagrees : ExitCode::Done;
}

/// Every problem a line.
ExitCode tellProblems(const std::vector<LessonProblem>& problems)
{
    for (const LessonProblem& problem : problems)
        layernorm::complain(problemText(problem));
    return ExitCode::BadInput;
}

ExitCode checkLesson(const QString& file)
{
    const LessonReading reading = readLesson(file.toStdString(), lessonWorld());
    if (!reading.problems.empty())
        return tellProblems(reading.problems);
    const std::vector<LessonProblem> problems = examineLesson(reading.lesson);
    return problems.empty() ? printed("OK\n\n" + lessonReport(reading.lesson)) : tellProblems(problems);
}

} // namespace

void complain(const QString& message)
{
    QString line = message;
    line.replace(u'\n', u' ');
    std::fprintf(stderr, "layernorm-explorer: %s\n", qUtf8Printable(line));
}

ExitCode complain(const Error& error)
{
    complain(errorText(error));
    return ExitCode::BadInput;
}

ExitCode runHeadless(const CommandLine& line)
{
    if (!line.checkedLesson.isEmpty())
        return checkLesson(line.checkedLesson);
    const Result<Job> job = loadJob(line);
    if (!job)
        return complain(job.error());
    if (!line.experiment.isEmpty())
        return runExperiment(line, *job);
    const Result<LayerNormResult> result = layerNorm(job->input, job->parameters);
    if (!result)
        return complain(result.error());
    if (!line.output.isEmpty())
        if (const auto written = writeTensor(line.output.toStdString(), result->output, job->labels);
            !written)
            return complain(written.error());
    // Who only wants the output does not wait for a library.
    if (line.report.isEmpty() && !line.reference)
        return ExitCode::Done;
    return runReport(line, *job, *result);
}

} // namespace layernorm
