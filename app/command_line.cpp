// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include "app/command_line_options.h"
#include "app/lessons/lesson_library.h"
#include "core/explore/experiments.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QRegularExpression>

namespace layernorm {

namespace {

Result<void> takeFile(CommandLine& line, const QStringList& files)
{
    if (files.isEmpty())
        return {};
    if (files.size() > 1)
        return failure(
            LAYERNORM_SENTENCE("Core",
                               "One file can be opened, not %1 (\"%2\" is the second); leave the rest out"),
            {std::to_string(files.size()), files[1].toStdString()});
    if (!line.input.isEmpty())
        return failure(
            LAYERNORM_SENTENCE("Core", "FILE (%1) and --input (%2) exclude each other; leave one out"),
            {files[0].toStdString(), line.input.toStdString()});
    // A lesson is no document: it is opened beside one.
    (isLessonFile(files[0]) ? line.lesson : line.input) = files[0];
    return {};
}

/// One place only that the tensor comes from.
Result<void> checkSource(const CommandLine& line, bool shapeGiven)
{
    if (!line.input.isEmpty() && shapeGiven)
        return failure(LAYERNORM_SENTENCE(
                           "Core", "--shape is for random numbers and %1 has its own shape; leave one out"),
                       {line.input.toStdString()});
    if (!line.sample.isEmpty() && (!line.input.isEmpty() || shapeGiven))
        return failure(LAYERNORM_SENTENCE("Core", "--sample %1 is a tensor of its own; leave --%2 out"),
                       {line.sample.toStdString(), shapeGiven ? "shape" : "input"});
    const bool partial = !line.tensor.isEmpty() || line.batches || line.tokens;
    if (line.input.isEmpty() && partial)
        return failure(LAYERNORM_SENTENCE(
            "Core", "--tensor, --batches and --tokens choose a part of a file; name it by --input FILE"));
    return {};
}

Result<void> checkCandidate(const CommandLine& line)
{
    const Experiment* experiment = findExperiment(line.experiment.toStdString());
    const bool wanted = experiment && experiment->takesCandidate;
    if (wanted && line.candidate.isEmpty())
        return failure(LAYERNORM_SENTENCE("Core",
                                          "--experiment %1 explains the output of your own code; give "
                                          "its file by --candidate FILE"),
                       {line.experiment.toStdString()});
    if (!wanted && !line.candidate.isEmpty())
        return failure(LAYERNORM_SENTENCE(
            "Core", "--candidate is for --experiment mismatch only; leave it out or add that"));
    return {};
}

void addOptions(QCommandLineParser& parser)
{
    parser.setApplicationDescription(QCoreApplication::translate(
        "CommandLine",
        "Shows how LayerNorm works on every token of a tensor, beside a real library's result."));
    parser.addPositionalArgument(QStringLiteral("FILE"),
                                 QCoreApplication::translate("CommandLine", "Tensor or document to open."),
                                 QStringLiteral("[FILE]"));
    parser.addOption({{QStringLiteral("h"), QStringLiteral("help")},
                      QCoreApplication::translate("CommandLine", "Show this and exit.")});
    parser.addOption({{QStringLiteral("v"), QStringLiteral("version")},
                      QCoreApplication::translate("CommandLine", "Show the version and exit.")});
    for (const CommandLineOption& option : commandLineOptions())
        parser.addOption({QLatin1String(option.name),
                          QCoreApplication::translate("CommandLine", option.explanation),
                          option.value ? QLatin1String(option.value) : QString()});
}

} // namespace

Result<CommandLine> parseCommandLine(const QStringList& arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(arguments))
        return failure(
            LAYERNORM_SENTENCE("Core", "%1; see --help for the options"),
            {parser.errorText().remove(QRegularExpression(QStringLiteral("[.。]$"))).toStdString()});
    CommandLine line;
    if (parser.isSet(QStringLiteral("help")))
        line.answer = parser.helpText().replace(QCoreApplication::instance()
                                                    ? QCoreApplication::arguments().constFirst()
                                                    : QStringLiteral("<executable_name>"),
                                                QStringLiteral("layernorm-explorer"));
    if (parser.isSet(QStringLiteral("version")))
        line.answer = QStringLiteral("layernorm-explorer %1\n").arg(QLatin1String(LAYERNORM_VERSION));
    if (!line.answer.isEmpty())
        return line;

    for (const CommandLineOption& option : commandLineOptions()) {
        const QString name = QLatin1String(option.name);
        if (!parser.isSet(name))
            continue;
        if (parser.values(name).size() > 1)
            return failure(LAYERNORM_SENTENCE("Core", "--%1 is given %2 times; give it once"),
                           {option.name, std::to_string(parser.values(name).size())});
        if (option.value && parser.value(name).isEmpty())
            return failure(LAYERNORM_SENTENCE("Core", "--%1 has an empty value; give it %2"),
                           {option.name, option.value});
        if (const auto set = option.set(line, option.value ? parser.value(name) : QString()); !set)
            return tl::unexpected(set.error());
    }
    if (!line.answer.isEmpty())
        return line;
    if (const auto taken = takeFile(line, parser.positionalArguments()); !taken)
        return tl::unexpected(taken.error());
    if (const auto alone = checkSource(line, parser.isSet(QStringLiteral("shape"))); !alone)
        return tl::unexpected(alone.error());
    if (const auto fits = checkCandidate(line); !fits)
        return tl::unexpected(fits.error());
    if (line.lessonStep && line.lesson.isEmpty())
        return failure(
            LAYERNORM_SENTENCE("Core", "--lesson-step is a step of a lesson; name that by --lesson"));
    if (!line.experiment.isEmpty() && !(line.report.isEmpty() && line.output.isEmpty()))
        return failure(LAYERNORM_SENTENCE("Core", "--experiment prints a table of its own; leave --%1 out"),
                       {line.report.isEmpty() ? "output" : "report"});
    return line;
}

QString languageAskedFor(const QStringList& arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    parser.parse(arguments); // what is wrong with them is said by parseCommandLine
    return parser.value(QStringLiteral("language"));
}

} // namespace layernorm
