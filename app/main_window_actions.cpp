// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The menus of the main window and what their entries do.
#include "app/error_text.h"
#include "app/main_window.h"
#include "app/pages/page_tabs.h"
#include "app/panels/statistics_panel.h"
#include "app/panels/tensor_panel.h"
#include "core/io/tensor_file.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QCoreApplication>
#include <QFileInfo>
#include <QLabel>
#include <QMenuBar>
#include <QStatusBar>

namespace layernorm {

namespace {

constexpr int recentFilesKept = 8;

QString samplesDirectory()
{
    for (const char* place : {"/../share/layernorm-explorer/samples", "/samples"}) {
        const QString directory = QCoreApplication::applicationDirPath() + QLatin1String(place);
        if (QFileInfo(directory).isDir())
            return directory;
    }
    return {};
}

} // namespace

void MainWindow::setupMenus()
{
    setupFileMenu();
    setupEditMenu();
    setupViewMenu();
    setupTensorMenu();
    setupHelpMenu();
}

QAction* MainWindow::addAction(QMenu* menu, const QString& text, const QKeySequence& shortcut,
                               const QString& name, std::function<void()> run)
{
    QAction* action = menu->addAction(text, this, [run = std::move(run)] { run(); });
    action->setShortcut(shortcut);
    action->setObjectName(name);
    return action;
}

void MainWindow::setupFileMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&File"));
    addAction(menu, tr("&Open…"), QKeySequence::Open, QStringLiteral("openAction"), [this] { openDialog(); });
    m_recentMenu = menu->addMenu(tr("Open &recent"));
    m_recentMenu->setObjectName(QStringLiteral("recentMenu"));
    connect(m_recentMenu, &QMenu::aboutToShow, this, &MainWindow::fillRecentFiles);
    if (const QString samples = samplesDirectory(); !samples.isEmpty())
        addAction(menu, tr("Open the &sample"), {}, QStringLiteral("sampleAction"),
                  [this, samples] { open(samples + QStringLiteral("/torch-seed0-2x3x4.npy")); });
    menu->addSeparator();
    addAction(menu, tr("&Save input as…"), QKeySequence::Save, QStringLiteral("saveInputAction"),
              [this] { saveInput(); });
    addAction(menu, tr("Save &output as…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S),
              QStringLiteral("saveOutputAction"), [this] { saveOutput(); });
    addAction(menu, tr("Save &picture of the window as…"), QKeySequence(Qt::CTRL | Qt::Key_P),
              QStringLiteral("savePictureAction"), [this] { savePicture(); });
    menu->addSeparator();
    addAction(menu, tr("Save the page's &table as…"), {}, QStringLiteral("saveTableAction"),
              [this] { m_pages->saveTable(); });
    addAction(menu, tr("Save a picture of the pa&ge as…"), {}, QStringLiteral("savePagePictureAction"),
              [this] { m_pages->savePicture(); });
    menu->addSeparator();
    addAction(menu, tr("&Quit"), QKeySequence::Quit, QStringLiteral("quitAction"), [this] { close(); });
}

void MainWindow::setupEditMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Edit"));
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
    addAction(menu, tr("&Copy token"), QKeySequence::Copy, QStringLiteral("copyTokenAction"),
              [this] { copyToken(); });
    addAction(menu, tr("Copy &table"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
              QStringLiteral("copyTableAction"), [this] { copyTable(); });
    addAction(menu, tr("&Paste into input"), QKeySequence::Paste, QStringLiteral("pasteAction"),
              [this] { paste(); });
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
    QAction* numbers = menu->addAction(tr("Show &numbers"));
    numbers->setObjectName(QStringLiteral("showNumbersAction"));
    numbers->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_N));
    numbers->setCheckable(true);
    numbers->setChecked(m_settings.value(settings::numbers).toBool());
    connect(numbers, &QAction::toggled, this, &MainWindow::showNumbers);
    menu->addSeparator();
    addAction(menu, tr("&Larger"), QKeySequence::ZoomIn, QStringLiteral("zoomInAction"), [this] {
        zoomBy(25);
    })->setShortcuts({QKeySequence::ZoomIn, QKeySequence(Qt::CTRL | Qt::Key_Equal)});
    addAction(menu, tr("&Smaller"), QKeySequence::ZoomOut, QStringLiteral("zoomOutAction"),
              [this] { zoomBy(-25); });
    addAction(menu, tr("Full s&creen"), QKeySequence(Qt::Key_F11), QStringLiteral("fullScreenAction"),
              [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    menu->addSeparator();
    addChoices(menu->addMenu(tr("&Theme")), settings::theme,
               {{QStringLiteral("system"), tr("As the system")},
                {QStringLiteral("light"), tr("Light")},
                {QStringLiteral("dark"), tr("Dark")}});
    // Languages are named in themselves.
    addChoices(menu->addMenu(tr("Lan&guage")), settings::language,
               {{QStringLiteral("system"), tr("As the system")},
                {QStringLiteral("en"), QStringLiteral("English")},
                {QStringLiteral("zh_CN"), QStringLiteral("简体中文")}});
}

void MainWindow::setupTensorMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Tensor"));
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

void MainWindow::setupHelpMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Help"));
    addAction(menu, tr("&Keys"), QKeySequence::HelpContents, QStringLiteral("keysAction"),
              [this] { showKeys(); });
    addAction(menu, tr("&About"), {}, QStringLiteral("aboutAction"), [this] { showAbout(); });
}

void MainWindow::openDialog()
{
    if (const QString file = m_dialogs.fileToOpen(this, fileFilter()); !file.isEmpty())
        open(file);
}

QString MainWindow::fileFilter() const
{
    QStringList all;
    QStringList each;
    for (const TensorFormat& format : tensorFormats()) {
        all << u'*' + QLatin1String(format.extension);
        each << QStringLiteral("%1 (*%2)")
                    .arg(QCoreApplication::translate("Core", format.description),
                         QLatin1String(format.extension));
    }
    return tr("Tensors (%1)").arg(all.join(u' ')) + QStringLiteral(";;") + each.join(QStringLiteral(";;"));
}

void MainWindow::remember(const QString& file)
{
    QStringList files = m_settings.value(settings::recentFiles).toStringList();
    files.removeAll(file);
    files.removeAll(QString());
    files.prepend(file);
    m_settings.set(settings::recentFiles, files.mid(0, recentFilesKept));
}

void MainWindow::fillRecentFiles()
{
    m_recentMenu->clear();
    for (const QString& file : m_settings.value(settings::recentFiles).toStringList())
        if (!file.isEmpty())
            m_recentMenu->addAction(file, this, [this, file] { open(file); });
    if (m_recentMenu->isEmpty())
        m_recentMenu->addAction(tr("No files yet"))->setEnabled(false);
}

void MainWindow::savePicture()
{
    const QPixmap picture = grab();
    const QString file = m_dialogs.fileToSave(this, tr("Save a picture of the window"),
                                              QStringLiteral("layernorm.png"), QStringLiteral("PNG (*.png)"));
    if (file.isEmpty())
        return;
    if (picture.save(file, "PNG"))
        statusBar()->showMessage(tr("Saved %1").arg(file));
    else
        m_dialogs.error(this, tr("The picture cannot be written to %1; choose another place").arg(file));
}

NumberTable* MainWindow::focusedTable() const
{
    auto* table = qobject_cast<NumberTable*>(focusWidget());
    return table ? table : m_input->view();
}

QString MainWindow::tableText(const NumberTable& table, int firstRow, int rows) const
{
    const QAbstractItemModel& model = *table.model();
    QStringList lines;
    for (int row = firstRow; row < firstRow + rows; ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells << model.index(row, column).data(TensorModel::ExactRole).toString();
        lines << cells.join(u'\t');
    }
    return lines.join(u'\n');
}

void MainWindow::copyToken()
{
    const NumberTable* table = focusedTable();
    if (table->currentIndex().isValid())
        QApplication::clipboard()->setText(tableText(*table, table->currentIndex().row(), 1));
}

void MainWindow::copyTable()
{
    constexpr std::int64_t largestCopy = 1'000'000;
    const NumberTable* table = focusedTable();
    const std::int64_t cells = std::int64_t(table->model()->rowCount()) * table->model()->columnCount();
    if (cells > largestCopy)
        tell(tr("%L1 values are too many for the clipboard; save the tensor as a file").arg(cells));
    else
        QApplication::clipboard()->setText(tableText(*table, 0, table->model()->rowCount()));
}

void MainWindow::paste()
{
    const auto pasted =
        m_session.pasteCells(m_session.selection().current(), QApplication::clipboard()->text());
    if (!pasted)
        tell(errorText(pasted.error()));
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

void MainWindow::showKeys()
{
    m_dialogs.about(
        this, tr("Keys"),
        tr("<table cellpadding=3>"
           "<tr><td><b>Arrows</b></td><td>move from value to value; the token is followed "
           "everywhere</td></tr>"
           "<tr><td><b>Type, F2</b></td><td>edit the selected value; Enter keeps it, Escape does "
           "not</td></tr>"
           "<tr><td><b>Tab</b></td><td>to the next control or table</td></tr>"
           "<tr><td><b>Ctrl+Z, Ctrl+Shift+Z</b></td><td>undo, redo</td></tr>"
           "<tr><td><b>Ctrl+C, Ctrl+V</b></td><td>copy the token, paste values from the selected cell "
           "on</td></tr>"
           "<tr><td><b>F5, Shift+F5</b></td><td>draw again from the seed, from the next seed</td></tr>"
           "<tr><td><b>Ctrl+N</b></td><td>numbers or colours only</td></tr>"
           "<tr><td><b>Ctrl++, Ctrl+−, F11</b></td><td>larger, smaller, full screen</td></tr>"
           "</table>"));
}

void MainWindow::showAbout()
{
    m_dialogs.about(this, tr("About LayerNorm Explorer"),
                    tr("<h3>LayerNorm Explorer %1</h3>"
                       "<p>Shows how LayerNorm (Ba, Kiros and Hinton 2016) works: every token is normalised "
                       "by its own mean and "
                       "its own biased variance, and the result stands beside that of a real library.</p>"
                       "<p>Free software under the GNU General Public License, version 3 or later. Drawn "
                       "with Qt and QCustomPlot, "
                       "computed with Eigen.</p>")
                        .arg(QCoreApplication::applicationVersion()));
}

} // namespace layernorm
