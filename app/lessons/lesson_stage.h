// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lessons/lesson_marks.h"
#include "app/lessons/lesson_player.h"
#include "app/lessons/lesson_room.h"

#include <QMainWindow>

namespace layernorm {

/// What a lesson makes of the window besides its numbers: switches of the pages, marks, and which controls
/// and tables are there.
class LessonStage : public QObject
{
    Q_OBJECT

public:
    LessonStage(LessonPlayer& player, QMainWindow& window);

    /// As the player's step has it; as ever, when there is no lesson.
    void set();
    /// The page's switches as the user has them now.
    void read();

private:
    void setSwitches(const LessonBlock& block);
    [[nodiscard]] QWidget* widgetOf(const char* page, const char* name) const;
    void showControls(const std::optional<std::vector<std::string>>& shown);

    LessonPlayer& m_player;
    QMainWindow& m_window;
    LessonMarks m_marks;
    LessonRoom m_room;
    bool m_setting = false;
};

} // namespace layernorm
