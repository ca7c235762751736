// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QStandardPaths>
#include <memory>

namespace layernorm::testing {

/// An X server of its own (Xvfb on a display nobody uses) and a window manager in it, because without one no
/// window gets the keyboard.
class VirtualScreen
{
public:
    /// Programs that are not installed; empty when all are there.
    static QStringList missingPrograms()
    {
        QStringList missing;
        for (const char* program : {"Xvfb", "openbox", "xdotool"})
            if (QStandardPaths::findExecutable(QLatin1String(program)).isEmpty())
                missing << QLatin1String(program);
        return missing;
    }

    /// Sets DISPLAY for this process and its children. False when the server does not come up.
    bool start()
    {
        // The server writes the number of the display it has found free.
        m_server.start("Xvfb", {"-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp"});
        while (!m_server.canReadLine())
            if (!m_server.waitForReadyRead(patience))
                return false;
        qputenv("DISPLAY", ":" + m_server.readLine().trimmed());
        qunsetenv("WAYLAND_DISPLAY");
        qunsetenv("QT_QPA_PLATFORM");
        m_windowManager.setStandardErrorFile(QProcess::nullDevice());
        m_windowManager.start("openbox", {"--sm-disable"});
        return m_windowManager.waitForStarted(patience);
    }

    ~VirtualScreen()
    {
        for (QProcess* process : {&m_windowManager, &m_server}) {
            process->terminate();
            if (!process->waitForFinished(5'000))
                process->kill();
            process->waitForFinished();
        }
    }

private:
    static constexpr int patience = 60'000;

    QProcess m_server;
    QProcess m_windowManager;
};

} // namespace layernorm::testing
