// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace layernorm::testing {

/// What the real program did with some arguments: without a display, and with a home of its own.
struct ProgramRun {
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;

    /// Lines on stderr.
    [[nodiscard]] QList<QByteArray> complaints() const
    {
        QList<QByteArray> lines = errors.split('\n');
        lines.removeAll(QByteArray());
        return lines;
    }
};

inline QProcessEnvironment environmentWithoutDisplay(const QTemporaryDir& home)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "LAYERNORM_EXPLORER_WORKERS"})
        environment.remove(QLatin1String(name));
    for (const char* name : {"HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"})
        environment.insert(QLatin1String(name), home.path());
    return environment;
}

inline ProgramRun runProgram(const QStringList& arguments, const QProcessEnvironment& environment,
                             const QString& outputFile = {})
{
    QProcess process;
    process.setProcessEnvironment(environment);
    if (!outputFile.isEmpty())
        process.setStandardOutputFile(outputFile);
    process.start(QStringLiteral(LAYERNORM_EXPLORER), arguments);
    process.closeWriteChannel();
    constexpr int patience = 100'000;
    if (!process.waitForFinished(patience) || process.exitStatus() != QProcess::NormalExit) {
        ADD_FAILURE() << "the program crashed or did not end: "
                      << process.readAllStandardError().toStdString();
        process.kill();
        process.waitForFinished();
        return {};
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

/// For tests of the real program: a directory for files, and a way to run it.
class ProgramTest : public ::testing::Test
{
protected:
    ProgramRun run(const QStringList& arguments) { return runProgram(arguments, environment); }
    QString path(const char* name) { return directory.filePath(QLatin1String(name)); }

    QTemporaryDir directory;
    QProcessEnvironment environment = environmentWithoutDisplay(directory);
};

} // namespace layernorm::testing
