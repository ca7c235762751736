// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lessons/lesson_numbers.h"

namespace layernorm {

/// The two states a formula speaks of; the same one twice where nothing has happened in between. Both have to
/// live on.
struct LessonMoment {
    LessonNumbers& now;
    LessonNumbers& before;
};

/// Errors: what is wrong with the formula as it stands (muParser's words); more or less than one value; an
/// unknown name; those of the quantities.
Result<double> evaluated(const std::string& formula, const LessonMoment& moment);

/// Whether it is a number other than 0.
[[nodiscard]] inline bool isTrue(double value)
{
    return value < 0 || value > 0;
}

/// Errors: as `evaluated`, as far as they do not depend on a state.
Result<void> checkFormula(const std::string& formula);

} // namespace layernorm
