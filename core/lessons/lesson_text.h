// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lessons/lesson.h"
#include "core/lessons/lesson_formula.h"

#include <string_view>

namespace layernorm {

/// Words with numbers in braces: "{FORMULA}", "{FORMULA|4}" (digits after the point), "{FORMULA|e2}"
/// (scientific); "\{" is a brace. `line` counts the text's lines from what it is on. Errors: a brace that is
/// not closed or empty; what follows the bar; those of `checkFormula`. The error's line is put into `line`.
Result<LessonText> parseLessonText(std::string_view text, int& line);

/// The text with its numbers put in; "?" where one cannot be worked out, and why in `errors`.
[[nodiscard]] std::string shownText(const LessonText& text, const LessonMoment& moment,
                                    std::vector<Error>* errors = nullptr);

/// As `number` wants it: "−1.2346", "12", "1.25 × 10⁻⁵", "NaN", "∞".
[[nodiscard]] std::string shownNumber(double value, const LessonNumber& number);

} // namespace layernorm
