// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lessons/lesson_player.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace layernorm {

class LessonQuestionView;

/// One step of a lesson as it is now: its text, its claims, its question and, once that is revealed, what
/// came of it. Made anew for every step; its numbers follow the document.
class LessonStepView : public QWidget
{
    Q_OBJECT

public:
    LessonStepView(LessonPlayer& player, QWidget* parent = nullptr);

    /// With the numbers of the present document.
    void refresh();
    /// nullptr where nothing is asked.
    [[nodiscard]] LessonQuestionView* question() const { return m_question; }
    /// What comes of the question; nullptr until it is revealed.
    [[nodiscard]] QWidget* outcome() const;

private:
    void addQuestion(QVBoxLayout& layout);
    void addOutcome(QVBoxLayout& layout);
    QLabel* addClaims(QVBoxLayout& layout, const std::vector<LessonFormula>& formulas, const QString& name);
    void showClaims(QLabel* label, const std::vector<LessonFormula>& formulas, const LessonMoment& moment);
    void showText(QLabel* label, const LessonText& text, const LessonMoment& moment);
    void showVerdict();

    LessonPlayer& m_player;
    QLabel* m_text;
    QLabel* m_claims = nullptr;
    LessonQuestionView* m_question = nullptr;
    QLabel* m_verdict = nullptr;
    QLabel* m_explanation = nullptr;
    QLabel* m_explainedClaims = nullptr;
    QLabel* m_problem;
    std::vector<Error> m_errors;
};

} // namespace layernorm
