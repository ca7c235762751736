// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include "app/pages/page.h"
#include "core/explore/experiments.h"
#include "core/io/number_text.h"
#include "core/io/tensor_file.h"
#include "core/reference/libraries.h"
#include "core/tensor/random_tensor.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

namespace layernorm {

namespace {

using Setter = Result<void> (*)(CommandLine&, const QString& value);

/// An option that takes a value. Its explanation is for --help.
struct Option {
    const char* name;
    const char* value;
    const char* explanation;
    Setter set;
};

tl::unexpected<Error> badValue(const char* option, const QString& value, const QString& allowed)
{
    return failure(LAYERNORM_SENTENCE("Core", "%1 does not take \"%2\"; use %3"),
                   {option, value.toStdString(), allowed.toStdString()});
}

Result<void> oneOf(const char* option, const QString& value, const QStringList& allowed)
{
    if (allowed.contains(value))
        return {};
    return badValue(option, value, allowed.join(QStringLiteral(", ")));
}

template <typename T>
Result<void> keep(Result<T> value, T& place)
{
    if (!value)
        return tl::unexpected(value.error());
    place = std::move(*value);
    return {};
}

Result<void> setSeed(CommandLine& line, const QString& value)
{
    bool ok = false;
    line.seed = value.toULongLong(&ok);
    if (!ok)
        return badValue("--seed", value, QStringLiteral("a whole number from 0 on"));
    return {};
}

Result<void> setEps(CommandLine& line, const QString& value)
{
    const Result<double> eps = parseNumber(value.toStdString(), DType::Float64);
    if (!eps)
        return badValue("--eps", value, QStringLiteral("a number such as 1e-5"));
    line.eps = *eps;
    return checkEps(line.eps);
}

Result<void> setNormalizedDims(CommandLine& line, const QString& value)
{
    bool ok = false;
    line.normalizedDims = value.toInt(&ok);
    if (!ok || line.normalizedDims < 1)
        return badValue("--normalized-dims", value, QStringLiteral("a whole number from 1 on"));
    return {};
}

Result<void> setDType(CommandLine& line, const QString& value)
{
    const Result<DType> dtype = parseDType(value.toStdString());
    if (!dtype)
        return tl::unexpected(dtype.error());
    line.dtype = *dtype;
    return {};
}

Result<void> setReference(CommandLine& line, const QString& value)
{
    QStringList ids;
    for (const ReferenceLibrary& library : referenceLibraries())
        ids << QLatin1String(library.id);
    line.reference = value;
    return oneOf("--reference", value, ids << QStringLiteral("none"));
}

Result<void> setExperiment(CommandLine& line, const QString& value)
{
    QStringList names;
    for (const Experiment& experiment : experiments())
        names << QLatin1String(experiment.name);
    line.experiment = value;
    return oneOf("--experiment", value, names);
}

Result<void> setPage(CommandLine& line, const QString& value)
{
    QStringList ids;
    for (const PageEntry& entry : pageTable())
        ids << QLatin1String(entry.id);
    line.page = value;
    return oneOf("--page", value, ids);
}

Result<void> setSize(CommandLine& line, const QString& value)
{
    const QStringList parts = value.split(u'x');
    if (parts.size() == 2)
        line.size = QSize(parts[0].toInt(), parts[1].toInt());
    if (parts.size() != 2 || line.size.width() < 320 || line.size.height() < 240 ||
        line.size.width() > 16000 || line.size.height() > 16000)
        return badValue("--size", value, QStringLiteral("WIDTHxHEIGHT in pixels, such as 1280x800"));
    return {};
}

constexpr Option options[] = {
    {"shape", "B,S,D", "Random tensor of this shape (1 to 8 sizes; default 2,3,4).",
     [](CommandLine& line, const QString& value) {
         return keep(Shape::parse(value.toStdString()), line.shape);
     }},
    {"seed", "N", "Draw what torch.manual_seed(N); torch.randn(shape) gives (default 0).", setSeed},
    {"input", "FILE", "Read the tensor from FILE (.npy).",
     [](CommandLine& line, const QString& value) {
         line.input = value;
         return Result<void>();
     }},
    {"eps", "E", "Added to the variance (default 1e-5).", setEps},
    {"normalized-dims", "K", "Normalise over the last K dimensions (default 1).", setNormalizedDims},
    {"gamma", "FILE", "Multiply by this tensor, of the shape of the normalised dimensions.",
     [](CommandLine& line, const QString& value) {
         line.gamma = value;
         return Result<void>();
     }},
    {"beta", "FILE", "Add this tensor, of the shape of the normalised dimensions.",
     [](CommandLine& line, const QString& value) {
         line.beta = value;
         return Result<void>();
     }},
    {"dtype", "TYPE", "float32 or float64 (default: the input's own; float32 for random numbers).", setDType},
    {"reference", "LIBRARY", "Compare with torch (default), onednn, python or none.", setReference},
    {"python", "PATH", "Interpreter for the python reference (default: python3 of the PATH).",
     [](CommandLine& line, const QString& value) {
         line.python = value;
         return Result<void>();
     }},
    {"report", "FORMAT", "No window: print text or json and exit.",
     [](CommandLine& line, const QString& value) {
         line.report = value;
         return oneOf("--report", value, {QStringLiteral("text"), QStringLiteral("json")});
     }},
    {"output", "FILE", "No window: write the normalised output to FILE (.npy) and exit.",
     [](CommandLine& line, const QString& value) {
         line.output = value;
         return Result<void>();
     }},
    {"experiment", "NAME", "No window: run an experiment, print its table and exit.", setExperiment},
    {"candidate", "FILE", "Your own output for this input, for --experiment mismatch (text or .npy).",
     [](CommandLine& line, const QString& value) {
         line.candidate = value;
         return Result<void>();
     }},
    {"format", "FORMAT", "Of the experiment's table: csv (default) or json.",
     [](CommandLine& line, const QString& value) {
         line.format = value;
         return oneOf("--format", value, {QStringLiteral("csv"), QStringLiteral("json")});
     }},
    {"screenshot", "FILE", "No window: draw it off screen into a PNG and exit.",
     [](CommandLine& line, const QString& value) {
         line.screenshot = value;
         return Result<void>();
     }},
    {"size", "WxH", "Size of the screenshot in pixels (default 1280x800).", setSize},
    {"page", "NAME", "Page of the lower half to open with.", setPage},
    {"language", "LANGUAGE", "en or zh_CN.",
     [](CommandLine& line, const QString& value) {
         line.language = value;
         return oneOf("--language", value, {QStringLiteral("en"), QStringLiteral("zh_CN")});
     }},
    {"theme", "THEME", "light or dark.",
     [](CommandLine& line, const QString& value) {
         line.theme = value;
         return oneOf("--theme", value, {QStringLiteral("light"), QStringLiteral("dark")});
     }},
};

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
    line.input = files[0];
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
    parser.setApplicationDescription(QStringLiteral(
        "Shows how LayerNorm works on every token of a tensor, beside a real library's result."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("Tensor to open (.npy)."),
                                 QStringLiteral("[FILE]"));
    parser.addOption({{QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Show this and exit.")});
    parser.addOption(
        {{QStringLiteral("v"), QStringLiteral("version")}, QStringLiteral("Show the version and exit.")});
    for (const Option& option : options)
        parser.addOption(
            {QLatin1String(option.name), QLatin1String(option.explanation), QLatin1String(option.value)});
}

} // namespace

Result<CommandLine> parseCommandLine(const QStringList& arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(arguments))
        return failure(LAYERNORM_SENTENCE("Core", "%1; see --help for the options"),
                       {parser.errorText().remove(QRegularExpression(QStringLiteral("\\.$"))).toStdString()});
    CommandLine line;
    if (parser.isSet(QStringLiteral("help")))
        line.answer = parser.helpText().replace(QStringLiteral("<executable_name>"),
                                                QStringLiteral("layernorm-explorer"));
    if (parser.isSet(QStringLiteral("version")))
        line.answer = QStringLiteral("layernorm-explorer %1\n").arg(QLatin1String(LAYERNORM_VERSION));
    if (!line.answer.isEmpty())
        return line;

    for (const Option& option : options) {
        const QString name = QLatin1String(option.name);
        if (!parser.isSet(name))
            continue;
        if (parser.values(name).size() > 1)
            return failure(LAYERNORM_SENTENCE("Core", "--%1 is given %2 times; give it once"),
                           {option.name, std::to_string(parser.values(name).size())});
        if (parser.value(name).isEmpty())
            return failure(LAYERNORM_SENTENCE("Core", "--%1 has an empty value; give it %2"),
                           {option.name, option.value});
        if (const auto set = option.set(line, parser.value(name)); !set)
            return tl::unexpected(set.error());
    }
    if (const auto taken = takeFile(line, parser.positionalArguments()); !taken)
        return tl::unexpected(taken.error());
    if (!line.input.isEmpty() && parser.isSet(QStringLiteral("shape")))
        return failure(LAYERNORM_SENTENCE(
                           "Core", "--shape is for random numbers and %1 has its own shape; leave one out"),
                       {line.input.toStdString()});
    if (const auto fits = checkCandidate(line); !fits)
        return tl::unexpected(fits.error());
    if (!line.experiment.isEmpty() && !(line.report.isEmpty() && line.output.isEmpty()))
        return failure(LAYERNORM_SENTENCE("Core", "--experiment prints a table of its own; leave --%1 out"),
                       {line.report.isEmpty() ? "output" : "report"});
    return line;
}

Result<Job> loadJob(const CommandLine& line)
{
    Job job;
    job.parameters.eps = line.eps;
    job.parameters.normalizedDims = line.normalizedDims;
    if (line.input.isEmpty()) {
        job.input = randn(line.shape, line.seed, line.dtype.value_or(DType::Float32));
    } else {
        if (const auto read = keep(readTensor(line.input.toStdString()), job.input); !read)
            return tl::unexpected(read.error());
        job.source = QFileInfo(line.input).fileName();
        if (line.dtype)
            job.input = job.input.converted(*line.dtype);
    }
    if (const auto checked = checkParameters(job.input, job.parameters); !checked)
        return tl::unexpected(checked.error());
    const Shape affine = job.input.shape().trailing(line.normalizedDims);
    const auto readAffine = [&job, &affine](const QString& file,
                                            std::optional<Tensor>& place) -> Result<void> {
        if (file.isEmpty())
            return {};
        Result<Tensor> tensor = readTensor(file.toStdString());
        if (!tensor)
            return tl::unexpected(tensor.error());
        if (tensor->shape() != affine)
            return failure(
                LAYERNORM_SENTENCE(
                    "Core", "%1 has the shape %2; it must be %3, the shape of the normalised dimensions"),
                {file.toStdString(), tensor->shape().text(), affine.text()});
        place = tensor->converted(job.input.dtype());
        return {};
    };
    for (const auto& [file, place] :
         {std::pair(&line.gamma, &job.parameters.gamma), std::pair(&line.beta, &job.parameters.beta)})
        if (const auto read = readAffine(*file, *place); !read)
            return tl::unexpected(read.error());
    return job;
}

} // namespace layernorm
