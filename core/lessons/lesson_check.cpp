// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lessons/lesson_check.h"

#include <cmath>
#include <limits>

namespace layernorm {

namespace {

LessonResult<LessonState> afterAll(const std::string& file, const std::vector<LessonCommand>& commands,
                                   LessonState state)
{
    for (const LessonCommand& command : commands) {
        Result<LessonState> next = applied(command, std::move(state));
        if (!next)
            return tl::unexpected(LessonProblem{file, command.line, next.error()});
        state = std::move(*next);
    }
    return state;
}

LessonResult<double> valueOf(const std::string& file, const LessonFormula& formula,
                             const LessonMoment& moment)
{
    const Result<double> value = evaluated(formula.text, moment);
    if (!value)
        return tl::unexpected(LessonProblem{file, formula.line, value.error()});
    return *value;
}

tl::unexpected<LessonProblem> problem(const std::string& file, int line, const char* sentence,
                                      std::vector<std::string> arguments = {})
{
    return tl::unexpected(LessonProblem{file, line, Error{sentence, std::move(arguments)}});
}

LessonResult<LessonAnswer> rightChoice(const std::string& file, const LessonQuestion& question,
                                       const LessonMoment& moment)
{
    LessonAnswer answer;
    for (std::size_t i = 0; i < question.choices.size(); ++i) {
        const LessonFormula& formula = question.choices[i].isRight;
        const auto value = valueOf(file, formula, moment);
        if (!value)
            return tl::unexpected(value.error());
        if (!isTrue(*value))
            continue;
        if (answer.choice)
            return problem(file, formula.line,
                           LAYERNORM_SENTENCE("Core",
                                              "Choice %1 of the question is right as well as choice %2; "
                                              "change the formulas so that one is"),
                           {std::to_string(i + 1), std::to_string(*answer.choice + 1)});
        answer.choice = i;
    }
    if (!answer.choice)
        return problem(file, question.line,
                       LAYERNORM_SENTENCE("Core",
                                          "No choice of the question is right; change the formulas so "
                                          "that one is"));
    return answer;
}

LessonResult<LessonAnswer> rightNumber(const std::string& file, const LessonTypedNumber& number,
                                       const LessonMoment& moment)
{
    const auto value = valueOf(file, number.value, moment);
    if (!value)
        return tl::unexpected(value.error());
    const auto tolerance = valueOf(file, number.tolerance, moment);
    if (!tolerance)
        return tl::unexpected(tolerance.error());
    if (!std::isfinite(*value) || !(*tolerance >= 0))
        return problem(file, number.value.line,
                       LAYERNORM_SENTENCE("Core",
                                          "The right number %1 with the tolerance %2 cannot be typed; "
                                          "take a finite number, and a tolerance from 0 on"),
                       {std::to_string(*value), std::to_string(*tolerance)});
    return LessonAnswer{.choice = {}, .number = *value, .tolerance = *tolerance};
}

/// Works everything out that can be looked at in one step.
class StepExamination
{
public:
    StepExamination(const Lesson& lesson, const LessonStep& step, LessonStates states)
        : m_file(lesson.file),
          m_step(step),
          m_before(std::move(states.entered)),
          m_now(std::move(states.revealed))
    {
    }

    std::vector<LessonProblem> run()
    {
        const LessonMoment asked{m_before, m_before};
        look(m_step.text, asked);
        for (const LessonFormula& claim : m_step.claims)
            demand(claim, asked);
        if (!m_step.question)
            return std::move(m_problems);
        const LessonQuestion& question = *m_step.question;
        const LessonMoment revealed{m_now, m_before};
        look(question.text, asked);
        for (const LessonChoice& choice : question.choices)
            look(choice.text, asked);
        if (const auto answer = rightAnswer(m_file, question, revealed); !answer)
            m_problems.push_back(answer.error());
        look(question.explanation, revealed);
        for (const LessonFormula& claim : question.claims)
            demand(claim, revealed);
        return std::move(m_problems);
    }

private:
    void look(const LessonText& text, const LessonMoment& moment)
    {
        for (const LessonPiece& piece : text)
            if (piece.number)
                if (const auto value = valueOf(m_file, piece.number->formula, moment); !value)
                    m_problems.push_back(value.error());
    }

    void demand(const LessonFormula& claim, const LessonMoment& moment)
    {
        const Result<bool> held = holds(claim, moment);
        if (!held)
            m_problems.push_back({m_file, claim.line, held.error()});
        else if (!*held)
            m_problems.push_back(
                {m_file, claim.line,
                 Error{LAYERNORM_SENTENCE("Core",
                                          "The claim \"%1\" does not hold; change it, or what is loaded"),
                       {claim.text}}});
    }

    const std::string& m_file;
    const LessonStep& m_step;
    LessonNumbers m_before;
    LessonNumbers m_now;
    std::vector<LessonProblem> m_problems;
};

} // namespace

LessonResult<std::vector<LessonStates>> statesOf(const Lesson& lesson)
{
    std::vector<LessonStates> states;
    LessonState state = LessonState::beginning();
    for (const LessonStep& step : lesson.steps) {
        LessonResult<LessonState> entered = afterAll(lesson.file, step.commands, state);
        if (!entered)
            return tl::unexpected(entered.error());
        LessonResult<LessonState> revealed =
            step.question ? afterAll(lesson.file, step.question->then, *entered) : *entered;
        if (!revealed)
            return tl::unexpected(revealed.error());
        state = *revealed;
        states.push_back({std::move(*entered), std::move(*revealed)});
    }
    return states;
}

LessonResult<LessonAnswer> rightAnswer(const std::string& file, const LessonQuestion& question,
                                       const LessonMoment& moment)
{
    return question.number ? rightNumber(file, *question.number, moment)
                           : rightChoice(file, question, moment);
}

Result<bool> holds(const LessonFormula& claim, const LessonMoment& moment)
{
    return evaluated(claim.text, moment).map([](double value) { return isTrue(value); });
}

std::vector<LessonProblem> examineLesson(const Lesson& lesson)
{
    const auto states = statesOf(lesson);
    if (!states)
        return {states.error()};
    std::vector<LessonProblem> problems;
    for (std::size_t i = 0; i < lesson.steps.size(); ++i) {
        const std::vector<LessonProblem> found = StepExamination(lesson, lesson.steps[i], (*states)[i]).run();
        problems.insert(problems.end(), found.begin(), found.end());
    }
    return problems;
}

} // namespace layernorm
