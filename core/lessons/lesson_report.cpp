// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lessons/lesson_report.h"

#include "core/lessons/lesson_text.h"

namespace layernorm {

namespace {

std::string answerText(const LessonQuestion& question, const LessonAnswer& answer, const LessonMoment& asked)
{
    LessonNumber exact;
    exact.digits = 6;
    if (answer.choice)
        return std::to_string(*answer.choice + 1) + ". " +
               shownText(question.choices[*answer.choice].text, asked);
    return shownNumber(answer.number, exact) + " ± " + shownNumber(answer.tolerance, exact);
}

std::string questionText(const Lesson& lesson, const LessonQuestion& question, LessonNumbers& before,
                         LessonNumbers& now)
{
    const LessonMoment asked{before, before};
    const LessonMoment revealed{now, before};
    std::string text = "\n? " + shownText(question.text, asked) + "\n";
    for (std::size_t i = 0; i < question.choices.size(); ++i)
        text += "  " + std::to_string(i + 1) + ". " + shownText(question.choices[i].text, asked) + "\n";
    if (const auto answer = rightAnswer(lesson.file, question, revealed))
        text += "right: " + answerText(question, *answer, asked) + "\n";
    return text + "\n" + shownText(question.explanation, revealed) + "\n";
}

} // namespace

std::string lessonReport(const Lesson& lesson)
{
    const auto states = statesOf(lesson);
    if (!states)
        return states.error().text() + "\n";
    std::string report = lesson.title + "\n" + lesson.about + "\n";
    for (std::size_t i = 0; i < lesson.steps.size(); ++i) {
        const LessonStep& step = lesson.steps[i];
        LessonNumbers before((*states)[i].entered);
        LessonNumbers now((*states)[i].revealed);
        report += "\n" + std::to_string(i + 1) + " of " + std::to_string(lesson.steps.size()) + ": " +
                  step.title + "\n" + shownText(step.text, {before, before}) + "\n";
        if (step.question)
            report += questionText(lesson, *step.question, before, now);
    }
    return report;
}

} // namespace layernorm
