// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line_options.h"

#include "app/language.h"
#include "app/lessons/lesson_library.h"
#include "app/pages/page.h"
#include "core/explore/experiments.h"
#include "core/explore/gradient_flow.h"
#include "core/io/number_notation.h"
#include "core/io/number_text.h"
#include "core/io/samples.h"
#include "core/reference/libraries.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace layernorm {

namespace {

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

template <typename T, typename Place>
Result<void> keep(Result<T> value, Place& place)
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
        return badValue("--seed", value,
                        QCoreApplication::translate("CommandLine", "a whole number from 0 on"));
    return {};
}

Result<void> setEps(CommandLine& line, const QString& value)
{
    const Result<double> eps = parseNumber(value.toStdString(), DType::Float64);
    if (!eps)
        return badValue("--eps", value, QCoreApplication::translate("CommandLine", "a number such as 1e-5"));
    line.eps = *eps;
    return checkEps(*eps);
}

Result<void> setNormalizedDims(CommandLine& line, const QString& value)
{
    bool ok = false;
    line.normalizedDims = value.toInt(&ok);
    if (!ok || *line.normalizedDims < 1)
        return badValue("--normalized-dims", value,
                        QCoreApplication::translate("CommandLine", "a whole number from 1 on"));
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

/// A word that is not understood is no reason to do nothing.
Result<void> setLanguage(CommandLine& line, const QString& value)
{
    const Language* language = findLanguage(value);
    if (!language)
        line.remark = noSuchLanguage(value);
    line.language = QLatin1String((language ? language : &languages().front())->id);
    return {};
}

Result<void> setSize(CommandLine& line, const QString& value)
{
    const QStringList parts = value.split(u'x');
    if (parts.size() == 2)
        line.size = QSize(parts[0].toInt(), parts[1].toInt());
    if (parts.size() != 2 || line.size.width() < 320 || line.size.height() < 240 ||
        line.size.width() > 16000 || line.size.height() > 16000)
        return badValue(
            "--size", value,
            QCoreApplication::translate("CommandLine", "WIDTHxHEIGHT in pixels, such as 1280x800"));
    return {};
}

Result<void> setScale(CommandLine& line, const QString& value)
{
    bool ok = false;
    line.scale = value.toInt(&ok);
    if (!ok || line.scale < 1 || line.scale > 4)
        return badValue("--scale", value, QStringLiteral("1, 2, 3, 4"));
    return {};
}

Result<void> setHeads(CommandLine& line, const QString& value)
{
    bool ok = false;
    line.heads = value.toInt(&ok);
    if (!ok || line.heads < 1)
        return badValue("--heads", value,
                        QCoreApplication::translate("CommandLine",
                                                    "a whole number from 1 on that divides the dimension"));
    return {};
}

Result<void> setDepth(CommandLine& line, const QString& value)
{
    bool ok = false;
    line.depth = value.toInt(&ok);
    if (!ok || line.depth < 1 || line.depth > largestDepth)
        return badValue("--depth", value,
                        QCoreApplication::translate("CommandLine", "1 to %1").arg(largestDepth));
    return {};
}

Result<void> setLesson(CommandLine& line, const QString& value)
{
    line.lesson = value;
    if (isLessonFile(value) || !shippedLessonFile(value).isEmpty())
        return {};
    QStringList ids;
    for (const ShippedLesson& lesson : shippedLessons())
        ids << QString::fromStdString(lesson.reading.lesson.id);
    return badValue("--lesson", value,
                    QCoreApplication::translate("CommandLine", "%1, or a .lesson file")
                        .arg(ids.join(QStringLiteral(", "))));
}

Result<void> setLessonStep(CommandLine& line, const QString& value)
{
    bool ok = false;
    line.lessonStep = value.toInt(&ok) - 1;
    if (!ok || *line.lessonStep < 0)
        return badValue("--lesson-step", value,
                        QCoreApplication::translate("CommandLine", "a whole number from 1 on"));
    return {};
}

/// "2:5", ":5" or "2:", as Python's slices: from the first to before the second.
Result<IndexRange> parseRange(const char* option, const QString& value)
{
    static const QRegularExpression slice(QStringLiteral("^(\\d{0,18}):(\\d{0,18})$"));
    const QRegularExpressionMatch match = slice.match(value);
    const qint64 first = match.captured(1).toLongLong();
    const qint64 end = match.captured(2).toLongLong();
    if (!match.hasMatch() || (!match.captured(2).isEmpty() && end <= first))
        return badValue(option, value, QCoreApplication::translate("CommandLine", "a range such as 0:1000"));
    return IndexRange{first, match.captured(2).isEmpty() ? 0 : end - first};
}

QString sampleList()
{
    QString list;
    for (const Sample& sample : samples())
        list += QStringLiteral("%1  %2\n")
                    .arg(QLatin1String(sample.name), -16)
                    .arg(QCoreApplication::translate("Core", sample.description));
    return list;
}

Result<void> setSample(CommandLine& line, const QString& value)
{
    QStringList names;
    for (const Sample& sample : samples())
        names << QLatin1String(sample.name);
    if (value == u"list")
        line.answer = sampleList();
    else
        line.sample = value;
    return oneOf("--sample", value, names << QStringLiteral("list"));
}

constexpr CommandLineOption table[] = {
    {"shape", "B,S,D",
     QT_TRANSLATE_NOOP("CommandLine", "Random tensor of this shape (1 to 8 sizes; default 2,3,4)."),
     [](CommandLine& line, const QString& value) {
         return keep(Shape::parse(value.toStdString()), line.shape);
     }},
    {"seed", "N",
     QT_TRANSLATE_NOOP("CommandLine",
                       "Draw what torch.manual_seed(N); torch.randn(shape) gives (default 0)."),
     setSeed},
    {"sample", "NAME", QT_TRANSLATE_NOOP("CommandLine", "Open one of the samples; \"list\" prints them."),
     setSample},
    {"input", "FILE",
     QT_TRANSLATE_NOOP("CommandLine",
                       "Read the tensor from FILE (.npy, .safetensors, .csv, .tsv) or the document (.lnx)."),
     [](CommandLine& line, const QString& value) {
         line.input = value;
         return Result<void>();
     }},
    {"tensor", "NAME", QT_TRANSLATE_NOOP("CommandLine", "Which tensor of a .safetensors file."),
     [](CommandLine& line, const QString& value) {
         line.tensor = value;
         return Result<void>();
     }},
    {"batches", "A:B", QT_TRANSLATE_NOOP("CommandLine", "Read batches A to B - 1 only (.npy, .safetensors)."),
     [](CommandLine& line, const QString& value) {
         return keep(parseRange("--batches", value), line.batches);
     }},
    {"tokens", "A:B",
     QT_TRANSLATE_NOOP("CommandLine", "Read tokens A to B - 1 of every batch only (.npy, .safetensors)."),
     [](CommandLine& line, const QString& value) {
         return keep(parseRange("--tokens", value), line.tokens);
     }},
    {"eps", "E", QT_TRANSLATE_NOOP("CommandLine", "Added to the variance (default 1e-5)."), setEps},
    {"normalized-dims", "K",
     QT_TRANSLATE_NOOP("CommandLine", "Normalise over the last K dimensions (default 1)."),
     setNormalizedDims},
    {"gamma", "FILE",
     QT_TRANSLATE_NOOP("CommandLine", "Multiply by this tensor, of the shape of the normalised dimensions."),
     [](CommandLine& line, const QString& value) {
         line.gamma = value;
         return Result<void>();
     }},
    {"beta", "FILE",
     QT_TRANSLATE_NOOP("CommandLine", "Add this tensor, of the shape of the normalised dimensions."),
     [](CommandLine& line, const QString& value) {
         line.beta = value;
         return Result<void>();
     }},
    {"dtype", "TYPE",
     QT_TRANSLATE_NOOP("CommandLine",
                       "float32 or float64 (default: the input's own; float32 for random numbers)."),
     setDType},
    {"reference", "LIBRARY",
     QT_TRANSLATE_NOOP("CommandLine", "Compare with torch (default), onednn, python or none."), setReference},
    {"python", "PATH",
     QT_TRANSLATE_NOOP("CommandLine", "Interpreter for the python reference (default: python3 of the PATH)."),
     [](CommandLine& line, const QString& value) {
         line.python = value;
         return Result<void>();
     }},
    {"report", "FORMAT", QT_TRANSLATE_NOOP("CommandLine", "No window: print text or json and exit."),
     [](CommandLine& line, const QString& value) {
         line.report = value;
         return oneOf("--report", value, {QStringLiteral("text"), QStringLiteral("json")});
     }},
    {"output", "FILE",
     QT_TRANSLATE_NOOP(
         "CommandLine",
         "No window: write the normalised output to FILE (.npy, .safetensors, .csv, .tsv) and exit."),
     [](CommandLine& line, const QString& value) {
         line.output = value;
         return Result<void>();
     }},
    {"experiment", "NAME",
     QT_TRANSLATE_NOOP("CommandLine", "No window: run an experiment, print its table and exit."),
     setExperiment},
    {"candidate", "FILE",
     QT_TRANSLATE_NOOP("CommandLine",
                       "Your own output for this input, for --experiment mismatch (text or .npy)."),
     [](CommandLine& line, const QString& value) {
         line.candidate = value;
         return Result<void>();
     }},
    {"heads", "H",
     QT_TRANSLATE_NOOP(
         "CommandLine",
         "Heads of the attention, for --experiment add-and-norm and gradient-flow (default 1)."),
     setHeads},
    {"causal", nullptr,
     QT_TRANSLATE_NOOP("CommandLine", "Attention takes nothing of later tokens, for the same experiments."),
     [](CommandLine& line, const QString&) {
         line.causal = true;
         return Result<void>();
     }},
    {"depth", "N",
     QT_TRANSLATE_NOOP("CommandLine",
                       "Blocks one upon another, for --experiment gradient-flow (1 to 96; default 24)."),
     setDepth},
    {"format", "FORMAT",
     QT_TRANSLATE_NOOP("CommandLine", "Of the experiment's table: csv (default) or json."),
     [](CommandLine& line, const QString& value) {
         line.format = value;
         return oneOf("--format", value, {QStringLiteral("csv"), QStringLiteral("json")});
     }},
    {"screenshot", "FILE",
     QT_TRANSLATE_NOOP("CommandLine", "No window: draw it off screen into FILE (.png, .svg, .pdf) and exit."),
     [](CommandLine& line, const QString& value) {
         line.screenshot = value;
         return Result<void>();
     }},
    {"size", "WxH", QT_TRANSLATE_NOOP("CommandLine", "Size of the screenshot in pixels (default 1280x800)."),
     setSize},
    {"scale", "N",
     QT_TRANSLATE_NOOP("CommandLine",
                       "Pixels of a PNG screenshot for each of the window's, 1 to 4 (default 1)."),
     setScale},
    {"page", "NAME", QT_TRANSLATE_NOOP("CommandLine", "Page of the lower half to open with."), setPage},
    {"lesson", "NAME",
     QT_TRANSLATE_NOOP("CommandLine", "Open a lesson: one that comes with the program, or a .lesson file."),
     setLesson},
    {"lesson-step", "N",
     QT_TRANSLATE_NOOP("CommandLine", "Step of the lesson, from 1 (default: where it was left)."),
     setLessonStep},
    {"check-lesson", "FILE",
     QT_TRANSLATE_NOOP(
         "CommandLine",
         "No window: tell what is wrong with a lesson (exit code 2), or print it with all its numbers."),
     [](CommandLine& line, const QString& value) {
         line.checkedLesson = value;
         return Result<void>();
     }},
    {"language", "LANGUAGE", QT_TRANSLATE_NOOP("CommandLine", "en or zh_CN."), setLanguage},
    {"theme", "THEME", QT_TRANSLATE_NOOP("CommandLine", "light, dark or high-contrast."),
     [](CommandLine& line, const QString& value) {
         line.theme = value;
         return oneOf("--theme", value,
                      {QStringLiteral("light"), QStringLiteral("dark"), QStringLiteral("high-contrast")});
     }},
    {"present", nullptr,
     QT_TRANSLATE_NOOP("CommandLine",
                       "Start as a presentation: one view in large type on the whole screen (F11, Esc)."),
     [](CommandLine& line, const QString&) {
         line.present = true;
         return Result<void>();
     }},
    {"view", "NAME",
     QT_TRANSLATE_NOOP(
         "CommandLine",
         "What a presentation begins with: board, input, statistics, output, library or difference."),
     [](CommandLine& line, const QString& value) {
         line.view = value;
         return oneOf("--view", value,
                      {QStringLiteral("board"), QStringLiteral("input"), QStringLiteral("statistics"),
                       QStringLiteral("output"), QStringLiteral("library"), QStringLiteral("difference")});
     }},
    {"number-format", "FORMAT",
     QT_TRANSLATE_NOOP(
         "CommandLine",
         "How the window writes numbers: automatic, decimals:N, scientific:N, fraction:N or hexadecimal."),
     [](CommandLine& line, const QString& value) {
         line.notation = value;
         const auto notation = NumberNotation::parse(value.toStdString());
         return notation ? Result<void>() : tl::unexpected(notation.error());
     }},
};

} // namespace

std::span<const CommandLineOption> commandLineOptions()
{
    return table;
}

} // namespace layernorm
