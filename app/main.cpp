// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "app/display.h"
#include "app/headless.h"

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

int run(int& argc, char** argv, const CommandLine& line)
{
    // Before Qt is started, which may have something to say of its own.
    Result<Job> job = loadJob(line);
    if (!job)
        return int(complain(job.error()));
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
        return int(explorer.writeScreenshot(line.screenshot, line.size));
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
    if (!line)
        return int(complain(line.error()));
    if (!line->answer.isEmpty()) {
        std::fputs(qUtf8Printable(line->answer), stdout);
        return 0;
    }

    const bool fallback = !line->isHeadless() && !hasDisplay();
    if (fallback) {
        complain(QStringLiteral("there is no display, so here is the report instead of the window"));
        line->report = QStringLiteral("text");
    }
    ExitCode code = ExitCode::Done;
    if (fallback || !line->report.isEmpty() || !line->output.isEmpty() || !line->experiment.isEmpty()) {
        QCoreApplication application(argc, argv);
        code = runHeadless(*line);
    }
    if (fallback && code != ExitCode::BadInput)
        return 0;
    if (code == ExitCode::BadInput || (line->isHeadless() && line->screenshot.isEmpty()))
        return int(code);
    const int shown = run(argc, argv, *line);
    return shown != 0 ? shown : int(code);
}
