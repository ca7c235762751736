// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lessons/lesson_state.h"

#include <filesystem>
#include <functional>
#include <span>
#include <string_view>

namespace layernorm {

/// What is there for a lesson to name.
struct LessonWorld {
    std::filesystem::path samples;  ///< the directory of the samples' files
    std::vector<std::string> pages; ///< ids of the window's pages
};

/// What a `do:` or `then:` of a lesson makes of a state. Pure: it is a new state.
struct LessonCommand {
    int line = 0;
    std::string text;
    std::function<Result<void>(LessonState&)> change;
};

/// Errors, each with the remedy: an unknown command, sample, page, library, control; values that it does not
/// take.
Result<LessonCommand> parseLessonCommand(std::string_view text, const LessonWorld& world);

/// Errors: an index outside the tensor; values that do not fit it.
Result<LessonState> applied(const LessonCommand& command, LessonState state);

} // namespace layernorm
