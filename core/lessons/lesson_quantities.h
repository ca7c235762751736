// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lessons/lesson_numbers.h"

#include <span>

namespace layernorm {

/// Something a lesson's formula can name: `name(arguments)`, or `name` alone where it takes none. With
/// "_before" after its name it is that of the state before.
struct LessonQuantity {
    const char* name;
    int arity;
    /// `now` is the state it is asked of, `before` the one before `then:`. Errors: an index outside the
    /// tensor; what cannot be computed of it.
    Result<double> (*of)(LessonNumbers& now, LessonNumbers& before, std::span<const double> arguments);
};

/// The whole vocabulary, a line each.
[[nodiscard]] std::span<const LessonQuantity> lessonQuantities();

} // namespace layernorm
