// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lessons/lesson_actions.h"

#include "app/lessons/lesson_library.h"
#include "app/lessons/lesson_panel.h"
#include "app/lessons/lesson_stage.h"
#include "app/look/number_display.h"
#include "app/menu_action.h"

#include <QMenu>

namespace layernorm {

namespace {

/// Of one lesson's problems; who writes it mends these first.
constexpr std::size_t problemsTold = 5;

/// A menu takes "&" for an access key.
QString menuText(const std::string& title)
{
    return QString::fromStdString(title).replace(u'&', QStringLiteral("&&"));
}

} // namespace

LessonActions::LessonActions(LessonPlayer& player, Dialogs& dialogs, QMainWindow& window)
    : QObject(&window),
      m_player(player),
      m_dialogs(dialogs),
      m_window(window),
      m_panel(new LessonPanel(player)),
      m_stage(new LessonStage(player, window))
{
    player.speakPresentLanguage();
    window.addDockWidget(Qt::RightDockWidgetArea, m_panel);
    m_panel->setVisible(player.isOpen());
    connect(&player, &LessonPlayer::moved, this, &LessonActions::refresh);
    connect(m_panel, &LessonPanel::answerChanged, this, &LessonActions::refresh);
}

LessonActions::~LessonActions() = default;

// The menu

void LessonActions::fillMenu(QMenu& menu)
{
    menu.setObjectName(QStringLiteral("lessonsMenu"));
    menu.setToolTipsVisible(true);
    m_afterLessons = menu.addSeparator();
    // Read when they are looked at: the window starts as quickly with many as with none.
    connect(&menu, &QMenu::aboutToShow, this, [this, &menu] { fillLessons(menu); });
    addMenuAction(menu, *this, tr("&Open lesson…"), {}, QStringLiteral("openLessonAction"),
                  [this] { openDialog(); });
    menu.addSeparator();
    addMoves(menu);
    menu.addSeparator();
    QAction* panel = m_panel->toggleViewAction();
    panel->setText(tr("Show lesson &panel"));
    panel->setObjectName(QStringLiteral("lessonPanelAction"));
    panel->setShortcut(QKeySequence(Qt::Key_F6));
    menu.addAction(panel);
    refresh();
    // When the window has been put together, and shows its page.
    QMetaObject::invokeMethod(m_stage, &LessonStage::set, Qt::QueuedConnection);
}

void LessonActions::addMoves(QMenu& menu)
{
    m_next = addMenuAction(menu, *this, tr("&Next step"), QKeySequence(Qt::ALT | Qt::Key_Right),
                           QStringLiteral("lessonNextAction"), [this] { m_player.next(); });
    m_back = addMenuAction(menu, *this, tr("&Back"), QKeySequence(Qt::ALT | Qt::Key_Left),
                           QStringLiteral("lessonBackAction"), [this] { m_player.back(); });
    m_reveal = addMenuAction(menu, *this, tr("Re&veal the answer"), {}, QStringLiteral("lessonRevealAction"),
                             [this] { m_panel->reveal(); });
    m_restart = addMenuAction(menu, *this, tr("&Restart the lesson"), QKeySequence(Qt::ALT | Qt::Key_Home),
                              QStringLiteral("lessonRestartAction"), [this] { m_player.restart(); });
    m_leave = addMenuAction(menu, *this, tr("&Leave the lesson"), {}, QStringLiteral("lessonLeaveAction"),
                            [this] { m_player.leave(); });
}

void LessonActions::fillLessons(QMenu& menu)
{
    qDeleteAll(m_lessons);
    m_lessons.clear();
    for (const ShippedLesson& lesson : shippedLessons()) {
        if (lesson.reading.problems.empty())
            addLesson(menu, m_afterLessons, lesson.file, lesson.reading.lesson);
        else
            addBroken(menu, m_afterLessons, lesson.reading.problems);
    }
}

void LessonActions::addLesson(QMenu& menu, QAction* before, const QString& file, const Lesson& lesson)
{
    const QString id = QString::fromStdString(lesson.id);
    auto* action = new QAction(menuText(lesson.title), this);
    action->setObjectName(QStringLiteral("lesson:") + id);
    action->setToolTip(plainToolTip(QString::fromStdString(lesson.about)));
    action->setStatusTip(QString::fromStdString(lesson.about));
    action->setCheckable(true);
    action->setChecked(m_player.progress().isFinished(id));
    // After the menu is done with the action, which is deleted when it is filled anew.
    connect(
        action, &QAction::triggered, this, [this, file] { open(file); }, Qt::QueuedConnection);
    menu.insertAction(before, action);
    m_lessons << action;
}

void LessonActions::addBroken(QMenu& menu, QAction* before, const std::vector<LessonProblem>& problems)
{
    const LessonProblem& first = problems.front();
    auto* action = new QAction(tr("⚠ %1 has a mistake").arg(menuText(first.file)), this);
    action->setObjectName(QStringLiteral("brokenLesson:") + QString::fromStdString(first.file));
    action->setToolTip(plainToolTip(problemText(first)));
    connect(
        action, &QAction::triggered, this, [this, problems] { complain(problems); }, Qt::QueuedConnection);
    menu.insertAction(before, action);
    m_lessons << action;
}

void LessonActions::refresh()
{
    if (!m_next)
        return;
    const bool open = m_player.isOpen();
    m_next->setEnabled(m_player.canGoOn());
    m_back->setEnabled(m_player.canGoBack());
    m_reveal->setEnabled(m_panel->canReveal());
    m_restart->setEnabled(open);
    m_leave->setEnabled(open);
    if (!open)
        m_panel->hide();
}

// Doing

void LessonActions::openDialog()
{
    const QString filter = tr("Lessons (%1)").arg(QStringLiteral("*.lesson"));
    if (const QString file = m_dialogs.fileToOpen(&m_window, filter); !file.isEmpty())
        open(file);
}

void LessonActions::open(const QString& file, std::optional<int> step)
{
    if (const std::vector<LessonProblem> problems = m_player.open(file, step); !problems.empty()) {
        complain(problems);
        return;
    }
    m_panel->show();
    m_panel->raise();
    m_panel->takeFocus();
}

void LessonActions::complain(const std::vector<LessonProblem>& problems)
{
    QStringList lines;
    for (const LessonProblem& problem : problems)
        if (lines.size() < static_cast<qsizetype>(problemsTold))
            lines << problemText(problem);
    if (problems.size() > problemsTold)
        lines << tr("and %n more", nullptr, static_cast<int>(problems.size() - problemsTold));
    m_dialogs.error(&m_window, lines.join(u'\n'));
}

} // namespace layernorm
