// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialogs.h"
#include "app/files/document_file.h"
#include "app/session/reference.h"
#include "app/session/session.h"
#include "app/settings.h"
#include "core/io/stored_tensor.h"

#include <QMainWindow>
#include <optional>

class QActionGroup;
class QLabel;
class QMenu;
class QSplitter;

namespace layernorm {

class ClipboardActions;
class ControlBar;
class ExportActions;
class FileActions;
class HelpActions;
class InputPanel;
class LessonActions;
class LessonPlayer;
class NotesPanel;
class NumberTable;
class PageTabs;
class QuietLabel;
class StatisticsPanel;
class TensorPanel;
class VerdictBar;

/// Assembles menus, control bar, panels, verdict and pages on a session. It may be thrown away and made anew
/// on the same session (another language or theme); nothing of the document is in it.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(Session& session, Reference& reference, DocumentFile& document, LessonPlayer& lessons,
               SettingsStore& settings, Dialogs& dialogs);
    ~MainWindow() override;

    void showPage(const QString& id);
    /// Whether all the current page shows, if it is seen, belongs to the document as it is now.
    [[nodiscard]] bool isPageCurrent() const;
    [[nodiscard]] QString currentPage() const;
    /// Opens a document, or a tensor file as an undoable step; what is wrong with it is said by `dialogs`.
    void open(const QString& file, const ReadRequest& request = {});
    /// Whether a file is being read or written in the background.
    [[nodiscard]] bool isBusyWithFiles() const;
    /// A lesson, at a step from 0 or where it was left.
    void openLesson(const QString& file, std::optional<int> step = {});
    [[nodiscard]] HelpActions& help() const { return *m_help; }
    [[nodiscard]] LessonPlayer& lessons() const { return m_player; }
    /// In the status bar, for a while.
    void tellQuietly(const QString& message);
    /// The widgets' layout, for the next window.
    void saveState();
    /// From now on it is not worth remembering.
    void forgetLayout() { m_remembersLayout = false; }

    /// What it shows, for the presentation, which arranges it anew.
    struct Parts {
        QSplitter* halves; ///< the panels with the verdict, and the pages
        InputPanel* input;
        StatisticsPanel* statistics;
        TensorPanel* output;
        TensorPanel* library;
        TensorPanel* difference;
        VerdictBar* verdict;
        PageTabs* pages;
    };
    [[nodiscard]] Parts parts() const;
    /// The panel or the page that has the focus, as the presentation calls its views.
    [[nodiscard]] QString focusedView() const;

signals:
    /// Language, theme or size was chosen: the window asks to be made anew.
    void rebuildWanted();
    /// Presentation mode was chosen, or chosen again to leave it.
    void presentationWanted();
    void referenceChosen(const QString& id);
    void firstFramePainted();

protected:
    void closeEvent(QCloseEvent* event) override;
    bool event(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    // Assembling
    void setupCentre();
    QWidget* makePanels();
    QWidget* makePages();
    void linkScrolling();
    void setupMenus();
    void setupFileMenu();
    void setupEditMenu();
    void setupViewMenu();
    void setupTensorMenu();
    void setupLessonsMenu();
    void setupHelpMenu();
    void setupStatusBar();
    void setupNotes();
    void setupExports();
    void restoreState();
    QAction* addAction(QMenu* menu, const QString& text, const QKeySequence& shortcut, const QString& name,
                       std::function<void()> run);
    void addChoices(QMenu* menu, const Setting& setting, const QList<std::pair<QString, QString>>& choices);

    // Doing
    void choosePython();
    void zoomBy(int percent);
    void showNumbers(bool shown);

    // Telling
    void tell(const QString& message);
    void refreshLibraryPanel();
    void refreshTitle();
    void refreshStatus();
    [[nodiscard]] NumberTable* focusedTable() const;

    Session& m_session;
    Reference& m_reference;
    DocumentFile& m_document;
    LessonPlayer& m_player;
    SettingsStore& m_settings;
    Dialogs& m_dialogs;
    ControlBar* m_controls = nullptr;
    QSplitter* m_columns = nullptr;
    QSplitter* m_halves = nullptr;
    InputPanel* m_input = nullptr;
    StatisticsPanel* m_statistics = nullptr;
    TensorPanel* m_output = nullptr;
    TensorPanel* m_library = nullptr;
    TensorPanel* m_difference = nullptr;
    VerdictBar* m_verdict = nullptr;
    PageTabs* m_pages = nullptr;
    NotesPanel* m_notes = nullptr;
    FileActions* m_files = nullptr;
    ClipboardActions* m_clipboard = nullptr;
    ExportActions* m_exports = nullptr;
    LessonActions* m_lessons = nullptr;
    HelpActions* m_help = nullptr;
    QuietLabel* m_cellStatus = nullptr;
    QLabel* m_referenceStatus = nullptr;
    bool m_painted = false;
    bool m_remembersLayout = true;
};

} // namespace layernorm
