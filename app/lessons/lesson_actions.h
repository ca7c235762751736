// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialogs.h"
#include "app/lessons/lesson_player.h"

#include <QMainWindow>

class QAction;
class QMenu;

namespace layernorm {

class LessonPanel;
class LessonStage;

/// The Lessons menu of a window, its panel, and what a lesson does to the window.
class LessonActions : public QObject
{
    Q_OBJECT

public:
    LessonActions(LessonPlayer& player, Dialogs& dialogs, QMainWindow& window);
    ~LessonActions() override;

    void fillMenu(QMenu& menu);
    /// A file; what is wrong with it is said. Without a step where it was left.
    void open(const QString& file, std::optional<int> step = {});

private:
    void fillLessons(QMenu& menu);
    void addLesson(QMenu& menu, QAction* before, const QString& file, const Lesson& lesson);
    void addBroken(QMenu& menu, QAction* before, const std::vector<LessonProblem>& problems);
    void addMoves(QMenu& menu);
    void openDialog();
    void complain(const std::vector<LessonProblem>& problems);
    void refresh();

    LessonPlayer& m_player;
    Dialogs& m_dialogs;
    QMainWindow& m_window;
    LessonPanel* m_panel;
    LessonStage* m_stage;
    QList<QAction*> m_lessons; ///< those in the menu
    QAction* m_afterLessons = nullptr;
    QAction* m_back = nullptr;
    QAction* m_next = nullptr;
    QAction* m_reveal = nullptr;
    QAction* m_restart = nullptr;
    QAction* m_leave = nullptr;
};

} // namespace layernorm
