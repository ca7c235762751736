// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lessons/lesson_player.h"

#include <QDockWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;

namespace layernorm {

class LessonStepView;

/// Where a lesson is read and its questions are answered. All by keys: 1 to 5 choose, Return reveals and
/// goes on; the window's Lessons menu has those that work everywhere.
class LessonPanel : public QDockWidget
{
    Q_OBJECT

public:
    explicit LessonPanel(LessonPlayer& player, QWidget* parent = nullptr);

    /// Reveals what is answered. Nothing happens while nothing is.
    void reveal();
    [[nodiscard]] bool canReveal() const;
    /// Puts the keyboard where the lesson goes on.
    void takeFocus();

signals:
    /// Whether there is an answer to reveal.
    void answerChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeButtons();
    QPushButton* addButton(QWidget* row, const char* name, const QString& text, const QString& toolTip);
    void showStep();
    void showNothing();
    void setContent(QWidget* content);
    void refresh();
    void refreshButtons();

    LessonPlayer& m_player;
    QLabel* m_place;
    QLabel* m_title;
    QProgressBar* m_bar;
    QScrollArea* m_area;
    QPushButton* m_back = nullptr;
    QPushButton* m_onward = nullptr; ///< Reveal, then Next
    QPushButton* m_restart = nullptr;
    QPushButton* m_leave = nullptr;
    LessonStepView* m_step = nullptr;
};

} // namespace layernorm
