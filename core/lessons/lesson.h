// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lessons/lesson_command.h"

#include <optional>
#include <string>
#include <vector>

/// A lesson as its file has it (resources/lessons/README.md). No number is in it: what it shows and what it
/// takes for right are formulas, worked out from the document when they are looked at.
namespace layernorm {

struct LessonFormula {
    std::string text;
    int line = 0;
};

/// A number that stands in a text.
struct LessonNumber {
    LessonFormula formula;
    std::optional<int> digits; ///< after the point; none: as many as it takes, at most four
    bool scientific = false;
};

/// Words, or else a number.
struct LessonPiece {
    std::string words;
    std::optional<LessonNumber> number;
};

/// Markdown once its numbers are put in.
using LessonText = std::vector<LessonPiece>;

struct LessonChoice {
    LessonText text;
    LessonFormula isRight;
};

struct LessonTypedNumber {
    LessonFormula value;
    LessonFormula tolerance;
};

/// Answered before its result is revealed. It has choices or else a number to type.
struct LessonQuestion {
    int line = 0;
    LessonText text;
    std::vector<LessonChoice> choices;
    std::optional<LessonTypedNumber> number;
    std::vector<LessonCommand> then; ///< carried out when the answer is revealed
    LessonText explanation;          ///< shown from then on, as are the next
    std::vector<LessonFormula> claims;
};

struct LessonStep {
    int line = 0;
    std::string title;
    LessonText text;
    std::vector<LessonCommand> commands;
    std::vector<std::string> marks;                   ///< names of `lessonPlaces`
    std::optional<std::vector<std::string>> controls; ///< names of `lessonControls`; none: all are shown
    std::vector<LessonFormula> claims;
    std::optional<LessonQuestion> question;
};

struct Lesson {
    std::string file;
    std::string id; ///< the same in every language
    std::string title;
    std::string about; ///< one sentence
    int order = 0;     ///< its place in the menu
    std::vector<LessonStep> steps;
};

} // namespace layernorm
