// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/headless.h"

#include "app/error_text.h"
#include "app/session/reference_command.h"
#include "app/session/worker_process.h"
#include "core/explore/experiments.h"
#include "core/io/report.h"
#include "core/io/tensor_file.h"

#include <QEventLoop>
#include <cstdio>

namespace layernorm {

namespace {

/// The library's answer to one question, or why there is none.
struct Answer {
    std::optional<ReferenceReport> report;
    QString problem;
};

Answer askReference(const ReferenceLibrary& library, const QString& python, const Job& job,
                    const Tensor& ours)
{
    WorkerCommand command = referenceCommand(library, python);
    command.restartDelays.clear(); // a script wants to know, not to wait
    WorkerProcess worker(command);
    Answer answer;
    QEventLoop loop;
    QObject::connect(&worker, &WorkerProcess::stateChanged, &loop, [&](const WorkerState& state) {
        if (state.phase != WorkerState::Phase::Failed)
            return;
        answer.problem = state.problem;
        loop.quit();
    });
    QObject::connect(&worker, &WorkerProcess::refused, &loop, [&](quint64, const QString& reason) {
        answer.problem = reason;
        loop.quit();
    });
    QObject::connect(&worker, &WorkerProcess::answered, &loop,
                     [&](quint64, const std::shared_ptr<const Tensor>& output) {
                         Result<Comparison> comparison = compare(ours, *output, toleranceFor(ours.dtype()));
                         if (comparison)
                             answer.report = ReferenceReport{worker.state().name.toStdString(),
                                                             worker.state().version.toStdString(), *output,
                                                             std::move(*comparison)};
                         else
                             answer.problem = errorText(comparison.error());
                         loop.quit();
                     });
    worker.request(
        {1, std::shared_ptr<const Tensor>(&job.input, [](const Tensor*) {}),
         std::shared_ptr<const LayerNormParameters>(&job.parameters, [](const LayerNormParameters*) {})});
    // A worker that cannot be started fails inside start().
    QMetaObject::invokeMethod(&worker, &WorkerProcess::start, Qt::QueuedConnection);
    loop.exec();
    return answer;
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

ExitCode runExperiment(const CommandLine& line, const Job& job)
{
    const Result<ExperimentTable> table =
        findExperiment(line.experiment.toStdString())->run(job.input, job.parameters);
    if (!table)
        return complain(table.error());
    return printed(line.format == u"json" ? toJson(*table) : toCsv(*table));
}

ExitCode runReport(const CommandLine& line, const Job& job, const LayerNormResult& result)
{
    const QString id = line.reference.value_or(QStringLiteral("torch"));
    const ReferenceLibrary* library = findReferenceLibrary(id.toStdString());
    Answer answer;
    if (library)
        answer = askReference(*library, line.python, job, result.output);
    Report report{job.input, job.parameters, result, std::move(answer.report), answer.problem.toStdString()};
    if (!line.report.isEmpty())
        if (const ExitCode code = printed(line.report == u"json" ? jsonReport(report) : textReport(report));
            code != ExitCode::Done)
            return code;
    if (!answer.problem.isEmpty()) {
        complain(answer.problem);
        return ExitCode::ReferenceCannotRun;
    }
    return report.reference && !report.reference->comparison.agrees() ? ExitCode::Disagrees : ExitCode::Done;
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
    const Result<Job> job = loadJob(line);
    if (!job)
        return complain(job.error());
    if (!line.experiment.isEmpty())
        return runExperiment(line, *job);
    const Result<LayerNormResult> result = layerNorm(job->input, job->parameters);
    if (!result)
        return complain(result.error());
    if (!line.output.isEmpty())
        if (const auto written = writeTensor(line.output.toStdString(), result->output); !written)
            return complain(written.error());
    // Who only wants the output does not wait for a library.
    if (line.report.isEmpty() && !line.reference)
        return ExitCode::Done;
    return runReport(line, *job, *result);
}

} // namespace layernorm
