// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lessons/lesson.h"
#include "core/lessons/lesson_formula.h"
#include "core/lessons/lesson_problem.h"

#include <cmath>

namespace layernorm {

/// The two states of a step: entered, and with its answer revealed (the same where it asks nothing).
struct LessonStates {
    LessonState entered;
    LessonState revealed;
};

/// One a step, all commands carried out from `LessonState::beginning` on. Problems: those of the commands.
LessonResult<std::vector<LessonStates>> statesOf(const Lesson& lesson);

/// What is right, worked out from the states.
struct LessonAnswer {
    std::optional<std::size_t> choice; ///< counted from 0
    double number = 0;                 ///< where there are no choices, as is the next
    double tolerance = 0;

    [[nodiscard]] bool isRight(double typed) const { return std::abs(typed - number) <= tolerance; }
};

/// `moment`: revealed and entered. Problems: no choice, or more than one, is true; a number that is none; a
/// tolerance below 0; those of `evaluated`.
LessonResult<LessonAnswer> rightAnswer(const std::string& file, const LessonQuestion& question,
                                       const LessonMoment& moment);

/// Whether a claim holds. Errors: as `evaluated`.
Result<bool> holds(const LessonFormula& claim, const LessonMoment& moment);

/// Everything that is wrong with a lesson that was read without problems: formulas that cannot be worked out,
/// claims that do not hold, questions without a right answer.
[[nodiscard]] std::vector<LessonProblem> examineLesson(const Lesson& lesson);

} // namespace layernorm
