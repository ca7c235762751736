// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/presentation/stage.h"

#include "app/lessons/lesson_player.h"
#include "app/look/pointer_look.h"
#include "app/look/theme.h"
#include "app/pages/page_tabs.h"
#include "app/panels/statistics_panel.h"
#include "app/panels/tensor_panel.h"
#include "app/panels/verdict_bar.h"
#include "app/presentation/caption_line.h"

#include <QDockWidget>
#include <QKeyEvent>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QStatusBar>
#include <QTabBar>
#include <QToolBar>
#include <QVBoxLayout>
#include <algorithm>
#include <numeric>
#include <utility>

namespace layernorm {

namespace {

// Parts of the screen's height.
constexpr int leastText = 30; // cells of a table that scrolls
constexpr int mostText = 9;
constexpr int captionText = 36;

/// In proportion, of the board's five: all of them show four columns where a window does.
const QList<int> boardWidths{330, 190, 268, 268, 175};

/// Beside what is presented: the words of a lesson.
constexpr auto lessonPanel = "lessonPanel";

/// Of a menu bar or a menu, those of the menus in it, too.
QList<QAction*> actionsWithin(const QWidget& menu)
{
    QList<QAction*> actions;
    for (QAction* action : menu.actions())
        actions += action->menu() ? actionsWithin(*action->menu()) : QList<QAction*>{action};
    return actions;
}

} // namespace

Stage::Stage(MainWindow& window, int height, double enlarged)
    : QObject(&window),
      m_window(window),
      m_parts(window.parts()),
      m_height(height),
      m_enlarged(enlarged),
      m_caption(new CaptionLine(height / captionText))
{
    window.forgetLayout();
    window.centralWidget()->layout()->addWidget(m_caption);
    listViews();
    clear();
    addKeys();
    window.installEventFilter(this);
    // They would take the arrows whether or not there is anything to scroll.
    for (QScrollArea* area : m_parts.pages->findChildren<QScrollArea*>())
        area->installEventFilter(this);
    connect(m_parts.verdict, &VerdictBar::verdictChanged, this, &Stage::refreshCaption);
    if (window.lessons().isOpen())
        m_lessonStep = window.lessons().step();
    connect(&window.lessons(), &LessonPlayer::moved, this, &Stage::followLesson);
}

void Stage::listViews()
{
    const QList<std::pair<const char*, QWidget*>> panels{{"input", m_parts.input},
                                                         {"statistics", m_parts.statistics},
                                                         {"output", m_parts.output},
                                                         {"library", m_parts.library},
                                                         {"difference", m_parts.difference}};
    m_views.append({QStringLiteral("board")});
    for (const auto& [id, panel] : panels)
        m_views.append({QLatin1String(id), panel});
    for (int page = 0; page < m_parts.pages->count(); ++page)
        m_views.append({m_parts.pages->widget(page)->property("pageId").toString(), nullptr, page});
}

void Stage::clear()
{
    // A hidden menu's shortcuts are dead, unless the window has them, too.
    for (QAction* action : actionsWithin(*m_window.menuBar()))
        if (!action->shortcuts().isEmpty())
            m_window.QWidget::addAction(action);
    m_window.menuBar()->hide();
    m_window.statusBar()->hide();
    for (QToolBar* bar : m_window.findChildren<QToolBar*>())
        bar->hide();
    for (QDockWidget* dock : m_window.findChildren<QDockWidget*>())
        if (dock->objectName() != QLatin1String(lessonPanel))
            dock->hide();
    m_parts.pages->tabBar()->hide();
    // It hands the focus to its tab bar: Tab would not get past it.
    m_parts.pages->setFocusPolicy(Qt::NoFocus);
    if (QWidget* corner = m_parts.pages->cornerWidget())
        corner->hide();
}

void Stage::addKey(const QString& name, const QList<QKeySequence>& keys, std::function<void()> run)
{
    auto* action = new QAction(&m_window);
    action->setObjectName(name);
    action->setShortcuts(keys);
    connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
    m_window.QWidget::addAction(action);
}

void Stage::addKeys()
{
    // Else the same keys would be ambiguous.
    for (const char* usual : {"zoomInAction", "zoomOutAction"})
        if (auto* action = m_window.findChild<QAction*>(QLatin1String(usual)))
            action->setEnabled(false);
    addKey(QStringLiteral("nextViewAction"), {Qt::Key_PageDown}, [this] { step(1); });
    addKey(QStringLiteral("previousViewAction"), {Qt::Key_PageUp}, [this] { step(-1); });
    addKey(QStringLiteral("firstViewAction"), {Qt::Key_Home}, [this] { show(0); });
    addKey(QStringLiteral("lastViewAction"), {Qt::Key_End}, [this] { show(count() - 1); });
    addKey(QStringLiteral("presentLargerAction"), {QKeySequence::ZoomIn, Qt::CTRL | Qt::Key_Equal},
           [this] { emit zoomWanted(1); });
    addKey(QStringLiteral("presentSmallerAction"), {QKeySequence::ZoomOut}, [this] { emit zoomWanted(-1); });
    addKey(QStringLiteral("pointerAction"), {Qt::Key_F9}, [this] { togglePointer(); });
    addKey(QStringLiteral("leavePresentationAction"), {Qt::Key_Escape}, [this] { emit endWanted(); });
}

void Stage::showView(const QString& id)
{
    const auto found = std::ranges::find(m_views, id, &View::id);
    show(found == m_views.end() ? 0 : static_cast<int>(found - m_views.begin()));
}

void Stage::show(int index)
{
    m_current = std::clamp(index, 0, count() - 1);
    const View& view = m_views[m_current];
    const bool board = !view.panel && view.page < 0;
    m_parts.halves->widget(0)->setVisible(view.page < 0);
    m_parts.halves->widget(1)->setVisible(view.page >= 0);
    m_parts.verdict->setVisible(board);
    for (const View& each : std::as_const(m_views))
        if (each.panel)
            each.panel->setVisible(board ? isOnBoard(each.panel) : each.panel == view.panel);
    if (view.page >= 0)
        m_parts.pages->setCurrentIndex(view.page);
    enlarge(view);
    shareBoard();
    // Once more when the text's size has reached the layouts.
    QMetaObject::invokeMethod(this, &Stage::shareBoard, Qt::QueuedConnection);
    focus(view);
    refreshCaption();
    emit viewChanged(view.id);
}

// A lesson

void Stage::followLesson()
{
    const LessonPlayer& lesson = m_window.lessons();
    const int step = lesson.isOpen() ? lesson.step() : -1;
    // What is revealed is revealed in the view that the user has chosen meanwhile.
    if (std::exchange(m_lessonStep, step) == step)
        return;
    if (lesson.isOpen())
        showView(viewOfLesson());
    else
        show(m_current);
}

QString Stage::viewOfLesson() const
{
    const std::vector<std::string>& marks = m_window.lessons().current().marks;
    if (std::ranges::find(marks, "page") != marks.end())
        return m_window.currentPage();
    const auto isPanel = [this](const std::string& mark) {
        return std::ranges::any_of(
            m_views, [&](const View& view) { return view.panel && view.id == QLatin1String(mark.c_str()); });
    };
    // One panel that is looked at fills the screen; what is changed meanwhile needs the input beside it.
    return marks.size() == 1 && isPanel(marks.front()) && marks.front() != "input"
               ? QString::fromStdString(marks.front())
               : QStringLiteral("board");
}

bool Stage::isOnBoard(const QWidget* panel) const
{
    const LessonPlayer& lesson = m_window.lessons();
    if (!lesson.isOpen() || (panel != m_parts.library && panel != m_parts.difference))
        return true;
    const std::vector<std::string>& marks = lesson.current().marks;
    return std::ranges::find(marks, panel == m_parts.library ? "library" : "difference") != marks.end();
}

// The board

void Stage::shareBoard()
{
    auto* tables = qobject_cast<QSplitter*>(m_parts.input->parentWidget());
    const View& view = m_views[m_current];
    if (!tables || view.panel || view.page >= 0)
        return;
    // In pixels: one that is less than its widget needs becomes that before the others grow in proportion.
    QList<int> widths;
    for (int i = 0; i < tables->count(); ++i)
        widths << (tables->widget(i)->isHidden() ? 1 : boardWidths.value(i));
    const int all = std::max(1, std::accumulate(widths.begin(), widths.end(), 0));
    for (int& width : widths)
        width = width * tables->width() / all;
    tables->setSizes(widths);
}

void Stage::enlarge(const View& view)
{
    const bool alone = view.panel;
    // On the board, which shows five at once, there is room for what a window has.
    const int least = alone ? m_height / leastText : Theme::scaled(metrics::fontPixels) * 3 / 4;
    const TextRange range{least, alone ? m_height / mostText : m_height / leastText, m_enlarged};
    for (TensorPanel* panel : {m_parts.output, m_parts.library, m_parts.difference}) {
        panel->view()->verticalHeader()->setVisible(alone);
        panel->view()->setRowNameSample(m_parts.input->view()->rowNameSample());
        panel->setRoomBelow(alone || m_parts.input->affineView()->isHidden()
                                ? 0
                                : m_parts.input->affineView()->minimumHeight());
    }
    for (TensorPanel* panel : std::initializer_list<TensorPanel*>{m_parts.input, m_parts.output,
                                                                  m_parts.library, m_parts.difference})
        panel->setPresented(range);
    m_parts.statistics->setPresented(range);
}

void Stage::focus(const View& view)
{
    QWidget* target = m_parts.input->view();
    if (const auto* panel = qobject_cast<TensorPanel*>(view.panel))
        target = const_cast<TensorPanel*>(panel)->view();
    else if (view.panel)
        target = &m_window;
    else if (view.page >= 0)
        target = m_parts.pages->widget(view.page);
    // A message stands in the table's place.
    (target->isHidden() ? &m_window : target)->setFocus();
}

void Stage::refreshCaption()
{
    m_caption->setView(nameOf(m_views[m_current]), m_current + 1, count());
    m_caption->setVerdict(m_parts.verdict->verdict(), m_parts.verdict->verdictColour());
}

QString Stage::nameOf(const View& view) const
{
    if (view.page >= 0) // "&&" is how a tab writes "&"
        return m_parts.pages->tabText(view.page).replace(QLatin1String("&&"), QLatin1String("&"));
    return view.panel ? view.panel->accessibleName() : tr("Board");
}

// Keys

bool Stage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == &m_window && event->type() == QEvent::Resize)
        QMetaObject::invokeMethod(this, &Stage::shareBoard, Qt::QueuedConnection);
    if (event->type() != QEvent::KeyPress)
        return QObject::eventFilter(watched, event);
    const auto& key = *static_cast<QKeyEvent*>(event);
    const bool upAndDown = key.key() == Qt::Key_Up || key.key() == Qt::Key_Down;
    if (const auto* area = qobject_cast<QScrollArea*>(watched)) {
        const QScrollBar* bar = upAndDown ? area->verticalScrollBar() : area->horizontalScrollBar();
        if (bar->maximum() > bar->minimum())
            return QObject::eventFilter(watched, event);
    }
    return takeKey(key) || QObject::eventFilter(watched, event);
}

bool Stage::takeKey(const QKeyEvent& event)
{
    if (event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier))
        return false;
    // Tokens are the cells of the statistics; elsewhere they lie below each other.
    const bool grid = m_views[m_current].panel == m_parts.statistics;
    const int below = grid ? m_parts.statistics->columns() : 1;
    switch (event.key()) {
    case Qt::Key_Up:
        movePointer(-below);
        return true;
    case Qt::Key_Down:
        movePointer(below);
        return true;
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const int ahead = event.key() == Qt::Key_Right ? 1 : -1;
        grid ? movePointer(ahead) : step(ahead);
        return true;
    }
    case Qt::Key_Space:
        step(event.modifiers() & Qt::ShiftModifier ? -1 : 1);
        return true;
    default:
        return false;
    }
}

void Stage::movePointer(int tokens)
{
    m_parts.statistics->moveBy(tokens);
}

void Stage::togglePointer()
{
    PointerLook::setStrong(!PointerLook::isStrong());
    emit pointerToggled(PointerLook::isStrong());
    for (QWidget* widget : m_window.findChildren<QWidget*>())
        widget->update();
    m_parts.statistics->redraw();
}

} // namespace layernorm
