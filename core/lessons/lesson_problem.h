// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <string>

namespace layernorm {

/// What is wrong with a lesson, and where.
struct LessonProblem {
    std::string file;
    int line = 0; ///< from 1; 0 for the file as a whole
    Error what;

    /// "gamma-beta.en.lesson, line 12: ..." in English.
    [[nodiscard]] std::string text() const
    {
        return line > 0 ? file + ", line " + std::to_string(line) + ": " + what.text() : what.text();
    }
};

template <typename T>
using LessonResult = tl::expected<T, LessonProblem>;

} // namespace layernorm
