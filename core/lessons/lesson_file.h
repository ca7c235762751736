// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lessons/lesson.h"
#include "core/lessons/lesson_problem.h"

#include <filesystem>
#include <span>
#include <string_view>

/// Lessons out of their files. The format is described for who writes them in resources/lessons/README.md.
namespace layernorm {

inline constexpr std::string_view lessonEnding = ".lesson";

/// What `mark:` can name: places of the window.
[[nodiscard]] std::span<const char* const> lessonPlaces();
/// What `show:` can name besides "all" and "none": groups of the control bar.
[[nodiscard]] std::span<const char* const> lessonControls();

/// A lesson without those parts that are wrong, and every problem found; the lesson is good only when there
/// is none. Whether its formulas can be worked out is for `examineLesson`.
struct LessonReading {
    Lesson lesson;
    std::vector<LessonProblem> problems;
};

/// `file` stands in the problems and, up to its first point, for the id that the lesson does not name.
[[nodiscard]] LessonReading parseLesson(std::string_view text, const std::string& file,
                                        const LessonWorld& world);

/// Problems: those of the file, and as above.
[[nodiscard]] LessonReading readLesson(const std::filesystem::path& file, const LessonWorld& world);

} // namespace layernorm
