// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "app/error_text.h"
#include "app/look/number_display.h"
#include "app/look/theme.h"
#include "app/models/affine_model.h"
#include "app/pages/page_tabs.h"
#include "app/panels/control_bar.h"
#include "app/panels/quiet_label.h"
#include "app/panels/statistics_panel.h"
#include "app/panels/tensor_panel.h"
#include "app/panels/verdict_bar.h"
#include "core/io/tensor_file.h"

#include <QCloseEvent>
#include <QFileInfo>
#include <QLabel>
#include <QMimeData>
#include <QPointer>
#include <QScrollBar>
#include <QSplitter>
#include <QStatusBar>
#include <QTimer>
#include <QToolTip>
#include <QVBoxLayout>

namespace layernorm {

namespace {

/// Above this many elements a file is read in the background. Reading is quick; drawing must not wait for a
/// disk.
constexpr qint64 bytesPerFrame = 4'000'000;
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

MainWindow::MainWindow(Session& session, Reference& reference, SettingsStore& settings, Dialogs& dialogs)
    : m_session(session),
      m_reference(reference),
      m_settings(settings),
      m_dialogs(dialogs)
{
    setObjectName(QStringLiteral("mainWindow"));
    setAcceptDrops(true);
    m_controls = new ControlBar(session, reference);
    addToolBar(m_controls);
    setupCentre();
    setupMenus();
    setupStatusBar();
    restoreState();

    connect(m_controls, &ControlBar::refused, this, &MainWindow::tell);
    connect(m_controls, &ControlBar::referenceChosen, this, &MainWindow::referenceChosen);
    connect(&session, &Session::failed, this,
            [this](const QString& message) { m_dialogs.error(this, message); });
    connect(&session, &Session::changed, this, &MainWindow::refreshStatus);
    connect(&session.selection(), &Selection::activeChanged, this, &MainWindow::refreshStatus);
    connect(&reference, &Reference::stateChanged, this, &MainWindow::refreshLibraryPanel);
    connect(&reference, &Reference::updated, this, &MainWindow::refreshLibraryPanel);
    connect(&session.undoStack(), &QUndoStack::cleanChanged, this, &MainWindow::refreshTitle);
    connect(&session, &Session::changed, this, &MainWindow::refreshTitle);
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
    layout->addWidget(m_halves);
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
    for (QWidget* panel : QList<QWidget*>{m_input, m_statistics, m_output, m_library, m_difference})
        m_columns->addWidget(panel);
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
    connect(m_pages, &PageTabs::told, this,
            [this](const QString& message) { statusBar()->showMessage(message, messageMilliseconds); });
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(Theme::scaled(6), 1, Theme::scaled(6), Theme::scaled(6));
    layout->addWidget(m_pages);
    return panel;
}

void MainWindow::showPage(const QString& id)
{
    m_pages->showPage(id);
}

bool MainWindow::isPageCurrent() const
{
    return m_pages->isCurrent();
}

void MainWindow::restoreState()
{
    resize(Theme::scaled(1280), Theme::scaled(800));
    restoreGeometry(m_settings.value(settings::geometry).toByteArray());
    m_columns->restoreState(m_settings.value(settings::columns).toByteArray());
    m_halves->restoreState(m_settings.value(settings::halves).toByteArray());
    showPage(m_settings.text(settings::page));
    showNumbers(m_settings.value(settings::numbers).toBool());
}

void MainWindow::saveState()
{
    m_settings.set(settings::geometry, saveGeometry());
    m_settings.set(settings::columns, m_columns->saveState());
    m_settings.set(settings::halves, m_halves->saveState());
    m_settings.set(settings::page, m_pages->currentPage());
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

void MainWindow::open(const QString& file)
{
    const QFileInfo info(file);
    const int dims = m_session.normalizedDims();
    const std::uint64_t seed = m_session.seed();
    auto make = [path = file.toStdString(), dims, seed, name = info.fileName()]() -> Result<Content> {
        Result<Tensor> tensor = readTensor(path);
        if (!tensor)
            return tl::unexpected(tensor.error());
        return Content::of(std::move(*tensor), dims, seed, name);
    };
    m_session.setContent(std::move(make), tr("open %1").arg(info.fileName()), info.size() > bytesPerFrame,
                         [window = QPointer(this), path = info.absoluteFilePath()] {
                             if (window)
                                 window->remember(path);
                         });
}

void MainWindow::save(const QString& title, const Tensor& tensor, const QString& proposal, bool marksSaved)
{
    const QString file = m_dialogs.fileToSave(this, title, proposal, fileFilter());
    if (file.isEmpty())
        return;
    if (const auto written = writeTensor(file.toStdString(), tensor); !written) {
        m_dialogs.error(this, errorText(written.error()));
        return;
    }
    if (marksSaved)
        m_session.inputSaved();
    statusBar()->showMessage(tr("Saved %1").arg(file), messageMilliseconds);
}

void MainWindow::saveInput()
{
    save(tr("Save the input"), m_session.input(), QStringLiteral("embedding.npy"), true);
}

void MainWindow::saveOutput()
{
    if (const auto result = m_session.result(); result && m_session.isCurrent())
        save(tr("Save the normalised output"), result->output, QStringLiteral("layer_norm.npy"), false);
    else
        tell(tr("The output is still being computed; save it when it is there"));
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_session.undoStack().isClean() && m_session.hasTypedValues()) {
        const Dialogs::Leave leave = m_dialogs.leaveUnsaved(this);
        if (leave == Dialogs::Leave::Save)
            saveInput();
        if (leave == Dialogs::Leave::Cancel ||
            (leave == Dialogs::Leave::Save && !m_session.undoStack().isClean())) {
            event->ignore();
            return;
        }
    }
    saveState();
    event->accept();
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

void MainWindow::tell(const QString& message)
{
    statusBar()->showMessage(message, messageMilliseconds);
    // Beside the place it is about; later, because the focus's way back from an editor hides tool tips.
    QTimer::singleShot(0, this, [this, message] {
        const QWidget* widget = focusWidget() ? focusWidget() : this;
        QPoint place(0, widget->height());
        if (const auto* table = qobject_cast<const QTableView*>(widget)) {
            widget = table->viewport();
            place = table->visualRect(table->currentIndex()).bottomLeft();
        }
        QToolTip::showText(widget->mapToGlobal(place), message, nullptr, {}, messageMilliseconds);
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
    const QString source =
        m_session.source().isEmpty() ? tr("seed %1").arg(m_session.seed()) : m_session.source();
    setWindowTitle(tr("%1[*] – LayerNorm Explorer").arg(source));
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
                       .arg(exactDisplayText(m_session.input().at(position), m_session.dtype()));
    const auto result = m_session.result();
    if (result && result->output.elements() == m_session.input().elements() && m_session.isCurrent()) {
        const std::int64_t group = m_session.groupOfRow(cell.row);
        text += QStringLiteral("    μ = %1    σ² = %2    y = %3")
                    .arg(exactDisplayText(result->mean.at(group), m_session.dtype()),
                         exactDisplayText(result->variance.at(group), m_session.dtype()),
                         exactDisplayText(result->output.at(position), m_session.dtype()));
    }
    m_cellStatus->setPieces({{text, Theme::current().muted}});
}

} // namespace layernorm
