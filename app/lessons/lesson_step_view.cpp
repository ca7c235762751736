// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lessons/lesson_step_view.h"

#include "app/error_text.h"
#include "app/lessons/lesson_look.h"
#include "app/lessons/lesson_question_view.h"
#include "app/look/number_display.h"
#include "app/look/theme.h"
#include "core/lessons/lesson_text.h"

#include <QFrame>
#include <QLabel>
#include <QVBoxLayout>

namespace layernorm {

LessonStepView::LessonStepView(LessonPlayer& player, QWidget* parent)
    : QWidget(parent),
      m_player(player),
      m_text(lesson_look::makeText(QStringLiteral("lessonText"))),
      m_problem(lesson_look::makeText(QStringLiteral("lessonProblem"), lesson_look::smallPixels))
{
    setObjectName(QStringLiteral("lessonStep"));
    auto* layout = new QVBoxLayout(this);
    // Clear of the scroll bar.
    layout->setContentsMargins(0, 0, Theme::scaled(10), Theme::scaled(4));
    layout->setSpacing(Theme::scaled(12));
    layout->addWidget(m_text);
    m_claims = addClaims(*layout, player.current().claims, QStringLiteral("lessonClaims"));
    if (player.current().question)
        addQuestion(*layout);
    m_problem->setTextFormat(Qt::PlainText);
    layout->addWidget(m_problem);
    layout->addStretch(1);
    refresh();
}

void LessonStepView::addQuestion(QVBoxLayout& layout)
{
    auto* line = new QFrame;
    line->setFrameShape(QFrame::HLine);
    line->setStyleSheet(QStringLiteral("color: %1;").arg(Theme::current().line.name()));
    layout.addWidget(line);
    m_question = new LessonQuestionView(m_player);
    layout.addWidget(m_question);
    if (m_player.isRevealed())
        addOutcome(layout);
}

void LessonStepView::addOutcome(QVBoxLayout& layout)
{
    if (m_player.answered()) {
        m_verdict = lesson_look::makeText(QStringLiteral("lessonVerdict"));
        layout.addWidget(m_verdict);
    }
    m_explanation = lesson_look::makeText(QStringLiteral("lessonExplanation"));
    layout.addWidget(m_explanation);
    m_explainedClaims =
        addClaims(layout, m_player.current().question->claims, QStringLiteral("lessonExplainedClaims"));
}

QLabel* LessonStepView::addClaims(QVBoxLayout& layout, const std::vector<LessonFormula>& formulas,
                                  const QString& name)
{
    if (formulas.empty())
        return nullptr;
    QLabel* label = lesson_look::makeText(name, lesson_look::smallPixels);
    label->setTextFormat(Qt::PlainText);
    layout.addWidget(label);
    return label;
}

QWidget* LessonStepView::outcome() const
{
    return m_verdict ? m_verdict : m_explanation;
}

void LessonStepView::refresh()
{
    m_errors.clear();
    const LessonStep& step = m_player.current();
    const LessonMoment asked = m_player.asked();
    showText(m_text, step.text, asked);
    showClaims(m_claims, step.claims, asked);
    if (m_question) {
        m_question->refresh();
        const LessonMoment revealed = m_player.revealed();
        showText(m_explanation, step.question->explanation, revealed);
        showClaims(m_explainedClaims, step.question->claims, revealed);
        showVerdict();
    }
    m_problem->setVisible(!m_errors.empty());
    if (!m_errors.empty())
        m_problem->setText(
            tr("? stands where the present tensor has no number: %1").arg(errorText(m_errors.front())));
}

void LessonStepView::showText(QLabel* label, const LessonText& text, const LessonMoment& moment)
{
    if (label)
        lesson_look::showMarkdown(*label, QString::fromStdString(shownText(text, moment, &m_errors)));
}

void LessonStepView::showClaims(QLabel* label, const std::vector<LessonFormula>& formulas,
                                const LessonMoment& moment)
{
    if (!label)
        return;
    QStringList broken;
    QStringList all;
    for (const LessonFormula& claim : formulas) {
        const Result<bool> held = holds(claim, moment);
        if (!held)
            m_errors.push_back(held.error());
        all << QString::fromStdString(claim.text);
        if (!held.value_or(false))
            broken << all.constLast();
    }
    const bool good = broken.isEmpty();
    const QString separator = QStringLiteral("; ");
    label->setText(good ? tr("✓ What is said here holds for the present numbers")
                        : tr("✗ Does not hold for the present numbers: %1").arg(broken.join(separator)));
    label->setToolTip(plainToolTip(all.join(separator)));
    const Theme& theme = Theme::current();
    label->setStyleSheet(QStringLiteral("font-size: %1px; color: %2;")
                             .arg(Theme::scaled(lesson_look::smallPixels))
                             .arg((good ? theme.agreement : theme.disagreement).name()));
}

void LessonStepView::showVerdict()
{
    if (!m_verdict)
        return;
    const LessonPlayer::Answered& answered = *m_player.answered();
    QString right;
    if (answered.right.choice) {
        right = QString::number(*answered.right.choice + 1);
    } else {
        LessonNumber number;
        right = QString::fromStdString(shownNumber(answered.right.number, number));
    }
    lesson_look::showVerdict(*m_verdict, answered.wasRight,
                             answered.wasRight ? tr("Right: %1").arg(right)
                                               : tr("Not so: the right answer is %1").arg(right));
}

} // namespace layernorm
