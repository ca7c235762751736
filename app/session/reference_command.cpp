// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/reference_command.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace layernorm {

namespace {

QString findWorker(const QString& worker)
{
    const QString here = QCoreApplication::applicationDirPath();
    const QStringList directories{qEnvironmentVariable("LAYERNORM_EXPLORER_WORKERS"), here,
                                  here + QStringLiteral("/../libexec/layernorm-explorer")};
    for (const QString& directory : directories) {
        const QFileInfo file(directory + u'/' + worker);
        if (!directory.isEmpty() && file.isFile())
            return file.canonicalFilePath();
    }
    // Not found: starting it beside the program fails, and says where it should be.
    return here + u'/' + worker;
}

QString remedyFor(const ReferenceLibrary& library)
{
    const QString package = QString::fromLatin1(library.package);
    if (library.runsInPython)
        return QCoreApplication::translate(
                   "WorkerProcess",
                   "choose a Python that has PyTorch (Debian: %1), then start the library again")
            .arg(package);
    return QCoreApplication::translate("WorkerProcess",
                                       "install the package %1, build again, then start the library again")
        .arg(package);
}

} // namespace

WorkerCommand referenceCommand(const ReferenceLibrary& library, const QString& python)
{
    WorkerCommand command;
    command.libraryName = QString::fromLatin1(library.name);
    command.remedy = remedyFor(library);
    const QString worker = findWorker(QString::fromLatin1(library.worker));
    if (library.runsInPython) {
        command.program = python.isEmpty() ? QStringLiteral("python3") : python;
        command.arguments = {QStringLiteral("-u"), worker};
    } else {
        command.program = worker;
    }
    return command;
}

} // namespace layernorm
