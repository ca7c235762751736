// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"
#include "app/dialogs.h"
#include "app/files/recovery.h"
#include "app/headless.h"
#include "app/job.h"
#include "app/language.h"
#include "app/lessons/lesson_player.h"
#include "app/look/system_look.h"
#include "app/look/theme.h"
#include "app/main_window.h"
#include "app/presentation/presentation.h"
#include "app/session/reference.h"
#include "app/session/session.h"
#include "app/settings.h"

#include <QTimer>
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
    [[nodiscard]] DocumentFile& document() { return m_document; }
    [[nodiscard]] LessonPlayer& lessons() { return m_lessons; }
    [[nodiscard]] SettingsStore& settings() { return m_settings; }
    [[nodiscard]] SystemLook& systemLook() { return m_systemLook; }

    void chooseReference(const QString& id);
    /// Into presentation mode, or out of it.
    void togglePresentation();
    /// Draws the window, once the library has answered or cannot, into a picture (see writePicture).
    ExitCode writeScreenshot(const QString& file, QSize size, int scale);

private:
    void setupPresentation(const CommandLine& line);
    void applyLook();
    [[nodiscard]] const Theme& wantedTheme() const;
    void applyLanguage();
    /// The desktop wants another look.
    void followSystem();
    void rebuildWindow();
    void windowIsThere();
    void startReference();
    /// Asks about what a crash has left behind.
    void offerRecovery();
    void showDocument(const DocumentView& view);
    /// Whether the window may be thrown away now; if not, it is made anew as soon as it may.
    [[nodiscard]] bool canRebuildWindow();
    /// That of the command line.
    void openLesson();

    SettingsStore m_settings;
    SystemLook m_systemLook;
    Dialogs& m_dialogs;
    Session m_session;
    Reference m_reference;
    DocumentFile m_document;
    LessonPlayer m_lessons;
    std::unique_ptr<Recovery> m_recovery; ///< none for pictures and tests
    Presentation m_presentation;
    Speech m_speech;
    std::unique_ptr<MainWindow> m_window;
    QString m_wantedReference;
    QString m_fileToOpen; ///< once the window is there, because there is something to ask, or much to read
    ReadRequest m_partToOpen;
    QString m_lessonToOpen; ///< an id, or a file
    std::optional<int> m_lessonStep;
    std::optional<Error> m_notice; ///< what reading the command line's file has changed
    QString m_unknownLanguage;     ///< of the settings; to be said once
    QString m_openElsewhere;       ///< the command line's document, which another instance has open
    QTimer m_rebuildLater;
    bool m_offersRecovery = true;
    bool m_followsSystem = false;
};

} // namespace layernorm
