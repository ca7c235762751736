// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialogs.h"
#include "app/session/reference.h"
#include "app/session/session.h"
#include "app/settings.h"

#include <QMainWindow>

class QActionGroup;
class QLabel;
class QMenu;
class QSplitter;

namespace layernorm {

class ControlBar;
class InputPanel;
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
    MainWindow(Session& session, Reference& reference, SettingsStore& settings, Dialogs& dialogs);
    ~MainWindow() override;

    void showPage(const QString& id);
    /// Whether all the current page shows belongs to the document as it is now.
    [[nodiscard]] bool isPageCurrent() const;
    /// Opens a tensor file as an undoable step; what is wrong with it is said by `dialogs`.
    void open(const QString& file);
    /// The widgets' layout, for the next window.
    void saveState();

signals:
    /// Language, theme or size was chosen: the window asks to be made anew.
    void rebuildWanted();
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
    void setupHelpMenu();
    void setupStatusBar();
    void restoreState();
    QAction* addAction(QMenu* menu, const QString& text, const QKeySequence& shortcut, const QString& name,
                       std::function<void()> run);
    void addChoices(QMenu* menu, const Setting& setting, const QList<std::pair<QString, QString>>& choices);

    // Doing
    void openDialog();
    void save(const QString& title, const Tensor& tensor, const QString& proposal, bool marksSaved);
    void saveInput();
    void saveOutput();
    void savePicture();
    void copyToken();
    void copyTable();
    void paste();
    void choosePython();
    void zoomBy(int percent);
    void showNumbers(bool shown);
    void remember(const QString& file);
    void fillRecentFiles();
    void showAbout();
    void showKeys();

    // Telling
    void tell(const QString& message);
    void refreshLibraryPanel();
    void refreshTitle();
    void refreshStatus();
    [[nodiscard]] QString tableText(const NumberTable& table, int firstRow, int rows) const;
    [[nodiscard]] NumberTable* focusedTable() const;
    [[nodiscard]] QString fileFilter() const;

    Session& m_session;
    Reference& m_reference;
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
    QMenu* m_recentMenu = nullptr;
    QuietLabel* m_cellStatus = nullptr;
    QLabel* m_referenceStatus = nullptr;
    bool m_painted = false;
};

} // namespace layernorm
