// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lessons/lesson_player.h"

#include <QWidget>

class QAbstractButton;
class QButtonGroup;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace layernorm {

/// A lesson's question with its choices, or the field for its number. What is right is marked by a sign
/// beside it once it is revealed.
class LessonQuestionView : public QWidget
{
    Q_OBJECT

public:
    LessonQuestionView(LessonPlayer& player, QWidget* parent = nullptr);

    /// With the numbers of the present document.
    void refresh();
    /// Puts the keyboard where the answer is given.
    void takeFocus();
    /// What is answered so far; none while it is nothing, or no number.
    [[nodiscard]] std::optional<LessonPlayer::Given> given() const;
    /// A choice by its number, from 1, as its key has it.
    void choose(int number);

signals:
    void answerChanged();

private:
    void addChoices(QVBoxLayout& layout);
    void addField(QVBoxLayout& layout);
    void showAnswered();

    LessonPlayer& m_player;
    QLabel* m_text;
    QButtonGroup* m_buttons;
    QList<QLabel*> m_choices;
    QList<QLabel*> m_signs;
    QLineEdit* m_field = nullptr;
};

} // namespace layernorm
