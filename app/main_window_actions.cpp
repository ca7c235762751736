// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The menus of the main window and what their entries do.
#include "app/export/export_actions.h"
#include "app/files/clipboard_actions.h"
#include "app/files/file_actions.h"
#include "app/help/help_actions.h"
#include "app/lessons/lesson_actions.h"
#include "app/main_window.h"
#include "app/menu_action.h"
#include "app/notation_menu.h"
#include "app/pages/page_tabs.h"
#include "app/panels/notes_panel.h"
#include "app/panels/statistics_panel.h"
#include "app/panels/tensor_panel.h"

#include <QActionGroup>
#include <QMenuBar>
#include <QStatusBar>
#include <tuple>

namespace layernorm {

void MainWindow::setupMenus()
{
    setupFileMenu();
    setupEditMenu();
    setupViewMenu();
    setupTensorMenu();
    setupLessonsMenu();
    setupHelpMenu();
}

QAction* MainWindow::addAction(QMenu* menu, const QString& text, const QKeySequence& shortcut,
                               const QString& name, std::function<void()> run)
{
    return addMenuAction(*menu, *this, text, shortcut, name, std::move(run));
}

void MainWindow::setupFileMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&File"));
    menu->setObjectName(QStringLiteral("fileMenu"));
    m_files = new FileActions(m_session, m_document, m_settings, m_dialogs, *this);
    connect(m_files, &FileActions::told, this, &MainWindow::tellQuietly);
    connect(m_files, &FileActions::refused, this, &MainWindow::tell);
    m_files->fillMenu(*menu);
    menu->addSeparator();
    addAction(menu, tr("Save the page's ta&ble as…"), {}, QStringLiteral("saveTableAction"),
              [this] { m_pages->saveTable(); });
    setupExports();
    m_exports->fillMenu(menu);
    findChild<QAction*>(QStringLiteral("printView:window"))->setShortcut(QKeySequence::Print);
    menu->addSeparator();
    addAction(menu, tr("&Quit"), QKeySequence::Quit, QStringLiteral("quitAction"), [this] { close(); });
}

void MainWindow::setupExports()
{
    m_exports = new ExportActions(*this, m_settings, m_dialogs);
    connect(m_exports, &ExportActions::told, this, &MainWindow::tellQuietly);
    connect(m_exports, &ExportActions::refused, this, &MainWindow::tell);
    m_exports->addView(tr("Whole window"), QStringLiteral("window"), [this] { return this; });
    m_exports->addView(tr("Page"), QStringLiteral("page"), [this] { return m_pages->pictured(); });
    connect(m_pages, &PageTabs::pictureWanted, this,
            [this] { m_exports->savePicture(QStringLiteral("page")); });
    for (const auto& [title, id, panel] :
         {std::tuple<QString, const char*, QWidget*>(tr("Input"), "input", m_input),
          {tr("Token statistics"), "statistics", m_statistics},
          {tr("Output"), "output", m_output},
          {tr("Library"), "library", m_library},
          {tr("Difference"), "difference", m_difference}})
        m_exports->addView(title, QLatin1String(id), [panel = panel] { return panel; });
}

void MainWindow::setupEditMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Edit"));
    menu->setObjectName(QStringLiteral("editMenu"));
    QAction* undo = m_session.undoStack().createUndoAction(this, tr("&Undo"));
    undo->setShortcut(QKeySequence::Undo);
    undo->setObjectName(QStringLiteral("undoAction"));
    menu->addAction(undo);
    QAction* redo = m_session.undoStack().createRedoAction(this, tr("&Redo"));
    // Both by name: the platform's own may be either, and the same key twice would be ambiguous.
    redo->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
    redo->setObjectName(QStringLiteral("redoAction"));
    menu->addAction(redo);
    menu->addSeparator();
    m_clipboard = new ClipboardActions(
        m_session, [this] { return focusedTable(); }, *this);
    connect(m_clipboard, &ClipboardActions::told, this, &MainWindow::tellQuietly);
    connect(m_clipboard, &ClipboardActions::refused, this, &MainWindow::tell);
    m_clipboard->fillMenu(*menu);
}

void MainWindow::addChoices(QMenu* menu, const Setting& setting,
                            const QList<std::pair<QString, QString>>& choices)
{
    auto* group = new QActionGroup(this);
    for (const auto& [id, text] : choices) {
        QAction* action = menu->addAction(text);
        action->setObjectName(QStringLiteral("%1:%2").arg(QLatin1String(setting.key), id));
        action->setCheckable(true);
        action->setChecked(m_settings.text(setting) == id);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, &setting, id = id] {
            m_settings.set(setting, id);
            emit rebuildWanted();
        });
    }
}

void MainWindow::setupViewMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&View"));
    menu->setObjectName(QStringLiteral("viewMenu"));
    QAction* numbers = menu->addAction(tr("Show &numbers"));
    numbers->setObjectName(QStringLiteral("showNumbersAction"));
    numbers->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_N));
    numbers->setCheckable(true);
    numbers->setChecked(m_settings.value(settings::numbers).toBool());
    connect(numbers, &QAction::toggled, this, &MainWindow::showNumbers);
    auto* notation = new NotationMenu(m_settings, menu);
    connect(notation, &NotationMenu::told, this, &MainWindow::tellQuietly);
    menu->addMenu(notation);
    QAction* notes = m_notes->toggleViewAction();
    notes->setText(tr("N&otes"));
    notes->setObjectName(QStringLiteral("notesAction"));
    notes->setShortcut(QKeySequence(Qt::Key_F4));
    menu->addAction(notes);
    menu->addSeparator();
    addAction(menu, tr("&Larger"), QKeySequence::ZoomIn, QStringLiteral("zoomInAction"), [this] {
        zoomBy(25);
    })->setShortcuts({QKeySequence::ZoomIn, QKeySequence(Qt::CTRL | Qt::Key_Equal)});
    addAction(menu, tr("&Smaller"), QKeySequence::ZoomOut, QStringLiteral("zoomOutAction"),
              [this] { zoomBy(-25); });
    addAction(menu, tr("&Presentation"), QKeySequence(Qt::Key_F11), QStringLiteral("presentationAction"),
              [this] { emit presentationWanted(); });
    menu->addSeparator();
    QMenu* themes = menu->addMenu(tr("&Theme"));
    themes->setObjectName(QStringLiteral("themeMenu"));
    addChoices(themes, settings::theme,
               {{QStringLiteral("system"), tr("As the system")},
                {QStringLiteral("light"), tr("Light")},
                {QStringLiteral("dark"), tr("Dark")},
                {QStringLiteral("high-contrast"), tr("High contrast")}});
    // Languages are named in themselves.
    QMenu* speech = menu->addMenu(tr("Lan&guage"));
    speech->setObjectName(QStringLiteral("languageMenu"));
    addChoices(speech, settings::language,
               {{QStringLiteral("system"), tr("As the system")},
                {QStringLiteral("en"), QStringLiteral("English")},
                {QStringLiteral("zh_CN"), QStringLiteral("简体中文")}});
}

void MainWindow::setupTensorMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Tensor"));
    menu->setObjectName(QStringLiteral("tensorMenu"));
    addAction(menu, tr("Draw &again from the seed"), QKeySequence(Qt::Key_F5),
              QStringLiteral("drawAgainAction"), [this] { m_session.setSeed(m_session.seed()); });
    addAction(menu, tr("Draw from the &next seed"), QKeySequence(Qt::SHIFT | Qt::Key_F5),
              QStringLiteral("nextSeedAction"), [this] { m_session.setSeed(m_session.seed() + 1); });
    menu->addSeparator();
    QMenu* libraries = menu->addMenu(tr("&Library"));
    libraries->setObjectName(QStringLiteral("libraryMenu"));
    auto* group = new QActionGroup(this);
    const auto addLibrary = [&](const QString& id, const QString& name) {
        QAction* action = libraries->addAction(name, this, [this, id] { emit referenceChosen(id); });
        action->setObjectName(QStringLiteral("library:") + id);
        action->setCheckable(true);
        group->addAction(action);
        const auto refresh = [this, action, id] {
            const ReferenceLibrary* library = m_reference.library();
            action->setChecked(id == (library ? QLatin1String(library->id) : QLatin1String("none")));
        };
        refresh();
        connect(&m_reference, &Reference::stateChanged, action, refresh);
    };
    for (const ReferenceLibrary& library : referenceLibraries())
        addLibrary(QLatin1String(library.id), library.runsInPython
                                                  ? tr("%1 in Python").arg(QLatin1String(library.name))
                                                  : QString::fromLatin1(library.name));
    addLibrary(QStringLiteral("none"), tr("None"));
    libraries->addSeparator();
    addAction(libraries, tr("Choose the &Python…"), {}, QStringLiteral("choosePythonAction"),
              [this] { choosePython(); });
    addAction(libraries, tr("&Start the library again"), {}, QStringLiteral("restartLibraryAction"),
              [this] { m_reference.restart(); });
}

void MainWindow::setupLessonsMenu()
{
    m_lessons = new LessonActions(m_player, m_dialogs, *this);
    connect(&m_player, &LessonPlayer::pageWanted, this, &MainWindow::showPage);
    connect(&m_player, &LessonPlayer::libraryWanted, this, &MainWindow::referenceChosen);
    connect(m_files, &FileActions::lessonWanted, this, [this](const QString& file) { openLesson(file); });
    m_lessons->fillMenu(*menuBar()->addMenu(tr("&Lessons")));
}

void MainWindow::setupHelpMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Help"));
    menu->setObjectName(QStringLiteral("helpMenu"));
    m_help = new HelpActions(m_reference, m_dialogs, *this);
    m_help->fillMenu(*menu);
}

NumberTable* MainWindow::focusedTable() const
{
    auto* table = qobject_cast<NumberTable*>(focusWidget());
    return table ? table : m_input->view();
}

void MainWindow::choosePython()
{
    const QString python = m_dialogs.pythonInterpreter(this, m_settings.text(settings::python));
    if (python.isEmpty())
        return;
    m_settings.set(settings::python, python);
    emit referenceChosen(QStringLiteral("python"));
}

void MainWindow::zoomBy(int percent)
{
    constexpr int smallest = 75;
    constexpr int largest = 250;
    const int zoom = std::clamp(m_settings.value(settings::zoom).toInt() + percent, smallest, largest);
    m_settings.set(settings::zoom, zoom);
    emit rebuildWanted();
}

void MainWindow::showNumbers(bool shown)
{
    m_settings.set(settings::numbers, shown);
    for (NumberTable* table : findChildren<NumberTable*>())
        table->setNumbersShown(shown);
    m_statistics->setNumbersShown(shown);
}

} // namespace layernorm
