// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "app/display.h"
#include "app/headless.h"
#include "app/language.h"

#include <QApplication>
#include <cstdio>

using namespace layernorm;

namespace {

/// Qt's remarks about the platform it draws on are not for who asked for a picture.
void sayOnlyErrors(QtMsgType type, const QMessageLogContext&, const QString& message)
{
    if (type == QtCriticalMsg || type == QtFatalMsg)
        complain(message);
}

/// Without a window the language is English, which scripts know, unless another one is asked for.
class Spoken
{
public:
    explicit Spoken(const QString& asked)
    {
        if (const Language* language = findLanguage(asked))
            m_speech.speak(*language);
    }
    explicit Spoken(const CommandLine& line) : Spoken(line.language.value_or(QString())) {}

private:
    Speech m_speech;
};

/// What is wrong with the command line, or what it asks to be told, in the language it asks for.
ExitCode answer(int& argc, char** argv, const QStringList& arguments)
{
    const QCoreApplication application(argc, argv);
    const Spoken spoken(languageAskedFor(arguments));
    const Result<CommandLine> line = parseCommandLine(arguments);
    if (!line)
        return complain(line.error());
    std::fputs(qUtf8Printable(line->answer), stdout);
    return ExitCode::Done;
}

int run(int& argc, char** argv, const CommandLine& line)
{
    // Before Qt is started, which may have something to say of its own.
    Result<Job> job = loadJob(line);
    if (!job) {
        const QCoreApplication application(argc, argv);
        const Spoken spoken(line);
        return int(complain(job.error()));
    }
    const bool picture = !line.screenshot.isEmpty();
    if (picture) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        qInstallMessageHandler(sayOnlyErrors);
    }
    QApplication application(argc, argv);
    Dialogs dialogs;
    Application explorer(std::move(*job), line,
                         picture ? SettingsStore::Kind::MemoryOnly : SettingsStore::Kind::UserFile, dialogs);
    if (picture)
        return int(explorer.writeScreenshot(line.screenshot, line.size, line.scale));
    explorer.show();
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication::setApplicationName(QStringLiteral("layernorm-explorer"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LAYERNORM_VERSION));
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    Result<CommandLine> line = parseCommandLine(arguments);
    if (!line || !line->answer.isEmpty())
        return int(answer(argc, argv, arguments));

    if (!line->remark.isEmpty())
        complain(line->remark);
    const bool fallback = !line->isHeadless() && !hasDisplay();
    if (fallback) {
        complain(QStringLiteral("there is no display, so here is the report instead of the window"));
        line->report = QStringLiteral("text");
    }
    ExitCode code = ExitCode::Done;
    if (fallback || !line->report.isEmpty() || !line->output.isEmpty() || !line->experiment.isEmpty() ||
        !line->checkedLesson.isEmpty()) {
        const QCoreApplication application(argc, argv);
        const Spoken spoken(*line);
        code = runHeadless(*line);
    }
    if (fallback && code != ExitCode::BadInput)
        return 0;
    if (code == ExitCode::BadInput || (line->isHeadless() && line->screenshot.isEmpty()))
        return int(code);
    const int shown = run(argc, argv, *line);
    return shown != 0 ? shown : int(code);
}
