// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"
#include "app/dialogs.h"
#include "app/headless.h"
#include "app/main_window.h"
#include "app/session/reference.h"
#include "app/session/session.h"
#include "app/settings.h"

#include <QTranslator>
#include <memory>

namespace layernorm {

/// Holds what outlives a window: the document, the library's worker, the settings. Makes the window, and
/// makes it anew in another language, theme or size.
class Application : public QObject
{
    Q_OBJECT

public:
    /// What the command line names wins over the settings and is not written into them.
    Application(Job job, const CommandLine& commandLine, SettingsStore::Kind settings, Dialogs& dialogs);
    ~Application() override;

    void show();
    [[nodiscard]] MainWindow& window() { return *m_window; }
    [[nodiscard]] Session& session() { return m_session; }
    [[nodiscard]] Reference& reference() { return m_reference; }
    [[nodiscard]] SettingsStore& settings() { return m_settings; }

    void chooseReference(const QString& id);
    /// Draws the window, once the library has answered or cannot, into a PNG.
    ExitCode writeScreenshot(const QString& file, QSize size);

private:
    void applyLook();
    void applyLanguage();
    void rebuildWindow();
    void startReference();

    SettingsStore m_settings;
    Dialogs& m_dialogs;
    Session m_session;
    Reference m_reference;
    QTranslator m_translator;
    QTranslator m_qtTranslator;
    std::unique_ptr<MainWindow> m_window;
    QString m_wantedReference;
};

} // namespace layernorm
