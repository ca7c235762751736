// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/reference.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QTemporaryDir>

namespace layernorm::testing {

/// A worker of tests/support/fake_worker.py that behaves as named there.
inline WorkerCommand fakeWorker(const QString& behaviour, const QString& file = {})
{
    WorkerCommand command;
    command.program = QStringLiteral("/usr/bin/python3");
    command.arguments = {QStringLiteral("-SE"), QStringLiteral(LAYERNORM_FAKE_WORKER), behaviour};
    if (!file.isEmpty())
        command.arguments << file;
    command.libraryName = QStringLiteral("Faker");
    command.remedy = QStringLiteral("mend the fake");
    command.restartDelays = {1, 1};
    return command;
}

/// A worker of the build tree.
inline WorkerCommand realWorker(const char* executable)
{
    WorkerCommand command;
    command.program = QCoreApplication::applicationDirPath() + u'/' + QLatin1String(executable);
    command.libraryName = QLatin1String(executable);
    command.remedy = QStringLiteral("build the workers");
    command.restartDelays = {1, 1};
    return command;
}

inline WorkerCommand pythonWorker()
{
    WorkerCommand command = realWorker("python_torch.py");
    command.arguments = {QStringLiteral("-u"), command.program};
    command.program = QStringLiteral("/usr/bin/python3");
    return command;
}

/// For `Reference::choose`; which library it is does not matter to a fake worker.
inline const ReferenceLibrary* anyLibrary()
{
    return findReferenceLibrary("torch");
}

} // namespace layernorm::testing
