// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "app/files/file_actions.h"
#include "app/help/help_topics.h"
#include "app/lessons/lesson_actions.h"
#include "app/look/number_display.h"
#include "app/look/shown_notation.h"
#include "app/look/theme.h"
#include "app/models/affine_model.h"
#include "app/pages/page_tabs.h"
#include "app/panels/control_bar.h"
#include "app/panels/notes_panel.h"
#include "app/panels/quiet_label.h"
#include "app/panels/scroll_surface.h"
#include "app/panels/statistics_panel.h"
#include "app/panels/tensor_panel.h"
#include "app/panels/verdict_bar.h"

#include <QCloseEvent>
#include <QFileInfo>
#include <QLabel>
#include <QMimeData>
#include <QScreen>
#include <QScrollBar>
#include <QSplitter>
#include <QStatusBar>
#include <QTimer>
#include <QToolTip>
#include <QVBoxLayout>

namespace layernorm {

namespace {

constexpr int messageMilliseconds = 8000;

/// Scroll bars in step, by the share of a column or row that is scrolled away.
void keepTogether(const QList<TensorView*>& views, Qt::Orientation orientation)
{
    const auto bar = [orientation](TensorView* view) {
        return orientation == Qt::Horizontal ? view->horizontalScrollBar() : view->verticalScrollBar();
    };
    const auto section = [orientation](TensorView* view) {
        return orientation == Qt::Horizontal ? view->horizontalHeader()->defaultSectionSize()
                                             : view->verticalHeader()->defaultSectionSize();
    };
    for (TensorView* from : views)
        for (TensorView* to : views)
            if (from != to)
                QObject::connect(bar(from), &QScrollBar::valueChanged, to, [=](int value) {
                    // Rounded the same way from either side, so that they come to rest.
                    const int there = static_cast<int>(qint64(value) * section(to) / section(from));
                    if (std::abs(bar(to)->value() - there) > 1 || section(to) == section(from))
                        bar(to)->setValue(there);
                });
}

} // namespace

MainWindow::MainWindow(Session& session, Reference& reference, DocumentFile& document, LessonPlayer& lessons,
                       SettingsStore& settings, Dialogs& dialogs)
    : m_session(session),
      m_reference(reference),
      m_document(document),
      m_player(lessons),
      m_settings(settings),
      m_dialogs(dialogs)
{
    setObjectName(QStringLiteral("mainWindow"));
    setAcceptDrops(true);
    m_controls = new ControlBar(session, reference);
    addToolBar(m_controls);
    setupCentre();
    setupNotes();
    setupMenus();
    setupStatusBar();
    restoreState();

    connect(m_controls, &ControlBar::refused, this, &MainWindow::tell);
    connect(m_controls, &ControlBar::referenceChosen, this, &MainWindow::referenceChosen);
    connect(&session, &Session::failed, this,
            [this](const QString& message) { m_dialogs.error(this, message); });
    connect(&session, &Session::changed, this, &MainWindow::refreshStatus);
    connect(&session.selection(), &Selection::activeChanged, this, &MainWindow::refreshStatus);
    connect(&ShownNotation::instance(), &ShownNotation::changed, this, &MainWindow::refreshStatus);
    connect(&reference, &Reference::stateChanged, this, &MainWindow::refreshLibraryPanel);
    connect(&reference, &Reference::updated, this, &MainWindow::refreshLibraryPanel);
    connect(&session.undoStack(), &QUndoStack::cleanChanged, this, &MainWindow::refreshTitle);
    connect(&session, &Session::changed, this, &MainWindow::refreshTitle);
    connect(&document, &DocumentFile::pathChanged, this, &MainWindow::refreshTitle);
    connect(&document, &DocumentFile::adopted, this, [this](const DocumentView& view) {
        showPage(view.page);
        m_notes->setVisible(!m_session.notes().isEmpty() || m_notes->isVisible());
    });
    refreshTitle();
    refreshStatus();
    refreshLibraryPanel();
    m_input->view()->setFocus();
}

MainWindow::~MainWindow() = default;

// Assembling

void MainWindow::setupCentre()
{
    m_halves = new QSplitter(Qt::Vertical);
    m_halves->setObjectName(QStringLiteral("halves"));
    m_halves->setChildrenCollapsible(false);
    m_verdict = new VerdictBar(m_session, m_reference);
    auto* upper = new QWidget;
    auto* column = new QVBoxLayout(upper);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::rhythm);
    column->addWidget(makePanels(), 1);
    column->addWidget(m_verdict);
    m_halves->addWidget(upper);
    m_halves->addWidget(makePages());
    m_halves->setHandleWidth(metrics::rhythm);
    m_halves->setStretchFactor(0, 3);
    m_halves->setStretchFactor(1, 2);
    m_halves->setSizes({Theme::scaled(350), Theme::scaled(350)});

    auto* centre = new QWidget;
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(12, metrics::rhythm, 12, 0);
    layout->addWidget(makeScrollSurface(m_halves));
    setCentralWidget(centre);
}

QWidget* MainWindow::makePanels()
{
    auto* inputModel = new InputModel(m_session, this);
    auto* affineModel = new AffineModel(m_session, this);
    connect(inputModel, &InputModel::refused, this, &MainWindow::tell);
    connect(affineModel, &AffineModel::refused, this, &MainWindow::tell);
    m_input = new InputPanel(m_session, inputModel, affineModel);
    m_statistics = new StatisticsPanel(m_session);
    m_output =
        new TensorPanel(m_session, new OutputModel(m_session, this), tr("Output"), tr("LayerNorm, Eigen"));
    m_output->view()->setObjectName(QStringLiteral("outputView"));
    m_library = new TensorPanel(m_session, new LibraryModel(m_session, m_reference, this), tr("Library"), {});
    m_library->view()->setObjectName(QStringLiteral("libraryView"));
    m_difference = new TensorPanel(m_session, new DifferenceModel(m_session, m_reference, this),
                                   tr("Difference"), tr("ULP"));
    m_difference->view()->setObjectName(QStringLiteral("differenceView"));
    m_difference->view()->setColumnWidths(34, metrics::cellWidth);
    connect(m_library, &TensorPanel::buttonClicked, &m_reference, &Reference::restart);

    m_columns = new QSplitter(Qt::Horizontal);
    m_columns->setObjectName(QStringLiteral("columns"));
    m_columns->setChildrenCollapsible(false);
    m_columns->setHandleWidth(metrics::rhythm);
    for (const auto& [panel, topic] : {std::pair<QWidget*, const char*>(m_input, "input"),
                                       {m_statistics, "statistics"},
                                       {m_output, "output"},
                                       {m_library, "library"},
                                       {m_difference, "difference"}}) {
        panel->setProperty(helpTopicProperty, QLatin1String(topic));
        m_columns->addWidget(panel);
    }
    const QList<int> widths{318, 236, 262, 262, 170};
    for (int i = 0; i < widths.size(); ++i)
        m_columns->setStretchFactor(i, widths[i]);
    m_columns->setSizes(widths);
    for (TensorPanel* panel : {m_output, m_library, m_difference}) {
        panel->view()->verticalHeader()->hide();
        connect(m_input, &InputPanel::roomBelowChanged, panel, &TensorPanel::setRoomBelow);
        panel->setRoomBelow(m_session.affine() ? m_input->affineView()->height() : 0);
    }
    linkScrolling();
    return m_columns;
}

void MainWindow::linkScrolling()
{
    const QList<TensorView*> views{m_input->view(), m_output->view(), m_library->view(),
                                   m_difference->view()};
    keepTogether(views, Qt::Vertical);
    keepTogether(views, Qt::Horizontal);
}

QWidget* MainWindow::makePages()
{
    auto* panel = new QFrame;
    panel->setObjectName(QStringLiteral("panel"));
    m_pages = new PageTabs(m_session, m_reference, m_dialogs);
    connect(m_pages, &PageTabs::refused, this, &MainWindow::tell);
    connect(m_pages, &PageTabs::told, this, &MainWindow::tellQuietly);
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(Theme::scaled(6), 1, Theme::scaled(6), Theme::scaled(6));
    layout->addWidget(m_pages);
    return panel;
}

void MainWindow::showPage(const QString& id)
{
    m_pages->showPage(id);
}

QString MainWindow::currentPage() const
{
    return m_pages->currentPage();
}

bool MainWindow::isPageCurrent() const
{
    return !m_pages->isVisible() || m_pages->isCurrent();
}

void MainWindow::restoreState()
{
    // Large type does not push the window off a small screen: it scrolls.
    const QSize wanted(Theme::scaled(1280), Theme::scaled(800));
    resize(Theme::zoom() > 1 ? wanted.boundedTo(screen()->availableSize()) : wanted);
    restoreGeometry(m_settings.value(settings::geometry).toByteArray());
    m_columns->restoreState(m_settings.value(settings::columns).toByteArray());
    m_halves->restoreState(m_settings.value(settings::halves).toByteArray());
    showPage(m_settings.text(settings::page));
    showNumbers(m_settings.value(settings::numbers).toBool());
}

void MainWindow::saveState()
{
    if (!m_remembersLayout)
        return;
    m_settings.set(settings::geometry, saveGeometry());
    m_settings.set(settings::columns, m_columns->saveState());
    m_settings.set(settings::halves, m_halves->saveState());
    m_settings.set(settings::page, m_pages->currentPage());
}

MainWindow::Parts MainWindow::parts() const
{
    return {m_halves, m_input, m_statistics, m_output, m_library, m_difference, m_verdict, m_pages};
}

QString MainWindow::focusedView() const
{
    const QWidget* focus = focusWidget();
    const auto has = [focus](const QWidget* part) { return part->isAncestorOf(focus); };
    if (!focus)
        return QStringLiteral("board");
    if (has(m_pages))
        return m_pages->currentPage();
    return has(m_output)       ? QStringLiteral("output")
           : has(m_library)    ? QStringLiteral("library")
           : has(m_difference) ? QStringLiteral("difference")
                               : QStringLiteral("board");
}

void MainWindow::setupNotes()
{
    m_notes = new NotesPanel(m_session);
    addDockWidget(Qt::RightDockWidgetArea, m_notes);
    m_notes->setVisible(!m_session.notes().isEmpty());
}

void MainWindow::setupStatusBar()
{
    m_cellStatus = new QuietLabel;
    m_cellStatus->setObjectName(QStringLiteral("cellStatus"));
    m_referenceStatus = new QLabel;
    m_referenceStatus->setObjectName(QStringLiteral("referenceStatus"));
    statusBar()->setContentsMargins(Theme::scaled(10), 0, Theme::scaled(10), 0);
    statusBar()->addWidget(m_cellStatus, 1);
    statusBar()->addPermanentWidget(m_referenceStatus);
    statusBar()->setSizeGripEnabled(false);
}

// Doing

void MainWindow::open(const QString& file, const ReadRequest& request)
{
    m_files->open(file, request);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_files->finish();
    if (!m_files->leave()) {
        event->ignore();
        return;
    }
    saveState();
    event->accept();
}

bool MainWindow::isBusyWithFiles() const
{
    return m_files->isBusy();
}

void MainWindow::openLesson(const QString& file, std::optional<int> step)
{
    m_lessons->open(file, step);
}

bool MainWindow::event(QEvent* event)
{
    const bool handled = QMainWindow::event(event);
    if (event->type() == QEvent::UpdateRequest && !m_painted && isVisible()) {
        m_painted = true;
        // After this event, so that nothing that starts then delays the frame.
        QTimer::singleShot(0, this, &MainWindow::firstFramePainted);
    }
    return handled;
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls() && event->mimeData()->urls().size() == 1)
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    open(event->mimeData()->urls().constFirst().toLocalFile());
}

// Telling

void MainWindow::tellQuietly(const QString& message)
{
    statusBar()->showMessage(message, messageMilliseconds);
}

void MainWindow::tell(const QString& message)
{
    tellQuietly(message);
    // Beside the place it is about; later, because the focus's way back from an editor hides tool tips.
    QTimer::singleShot(0, this, [this, message] {
        const QWidget* widget = focusWidget() ? focusWidget() : this;
        QPoint place(0, widget->height());
        if (const auto* table = qobject_cast<const QTableView*>(widget)) {
            widget = table->viewport();
            place = table->visualRect(table->currentIndex()).bottomLeft();
        }
        QToolTip::showText(widget->mapToGlobal(place), plainToolTip(message), nullptr, {},
                           messageMilliseconds);
    });
}

void MainWindow::refreshLibraryPanel()
{
    const WorkerState& state = m_reference.state();
    m_library->setTitle(m_reference.library() ? state.name : tr("Library"));
    m_library->setNote(state.version);
    m_referenceStatus->setText(m_reference.library() ? m_reference.title() : tr("no library"));
    if (!m_reference.library())
        m_library->setMessage(
            tr("No library is chosen. Choose one under Tensor, Library to compare with it."));
    else if (!m_reference.refusal().isEmpty())
        m_library->setMessage(m_reference.refusal());
    else if (state.phase == WorkerState::Phase::Failed)
        m_library->setMessage(state.problem, tr("Start again"));
    else if (state.phase == WorkerState::Phase::Restarting)
        m_library->setMessage(state.problem + tr("; starting it again"));
    else if (!m_reference.output())
        m_library->setMessage(tr("%1 is starting").arg(state.name));
    else
        m_library->setMessage({});
}

void MainWindow::refreshTitle()
{
    setWindowTitle(tr("%1[*] – LayerNorm Explorer").arg(m_document.title()));
    setWindowModified(!m_session.undoStack().isClean());
}

void MainWindow::refreshStatus()
{
    const Cell cell = m_session.selection().active();
    const Layout layout = m_session.layout();
    if (cell.row >= layout.rows() || cell.column >= layout.dimension)
        return;
    const std::int64_t position = cell.row * layout.dimension + cell.column;
    QString text = QStringLiteral("%1 · d%2    x = %3")
                       .arg(m_session.rowName(cell.row))
                       .arg(cell.column)
                       .arg(exactShownText(m_session.input().at(position), m_session.dtype()));
    const auto result = m_session.result();
    if (result && result->output.elements() == m_session.input().elements() && m_session.isCurrent()) {
        const std::int64_t group = m_session.groupOfRow(cell.row);
        text += QStringLiteral("    μ = %1    σ² = %2    y = %3")
                    .arg(exactShownText(result->mean.at(group), m_session.dtype()),
                         exactShownText(result->variance.at(group), m_session.dtype()),
                         exactShownText(result->output.at(position), m_session.dtype()));
    }
    m_cellStatus->setPieces({{text, Theme::current().muted}});
}

} // namespace layernorm
