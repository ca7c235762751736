// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lessons/lesson_file.h"

#include <QString>
#include <vector>

namespace layernorm {

/// By the ending of its name.
[[nodiscard]] bool isLessonFile(const QString& file);

/// What lessons of this program may name.
[[nodiscard]] LessonWorld lessonWorld();

/// Where the lessons are that come with the program: beside it in the build tree, in share/ after
/// installation.
[[nodiscard]] QString lessonsDirectory();

/// The present language as lessons' files are named: "en", "zh_CN".
[[nodiscard]] QString lessonLanguage();

/// A lesson of the directory, in the present language or, where it does not speak that, in English. One that
/// is wrong is among them, with its problems.
struct ShippedLesson {
    QString file;
    LessonReading reading;
};

/// In the order of the menu. Of two lessons with one id the second has a problem.
[[nodiscard]] std::vector<ShippedLesson> shippedLessons(const QString& directory = lessonsDirectory());

/// NAME.zh_CN.lesson beside NAME.en.lesson, and the other way round, where it is there; otherwise `file`.
[[nodiscard]] QString lessonFileInPresentLanguage(const QString& file);

/// What the lesson of that file, whose own title is `title`, is called in the present language.
[[nodiscard]] QString lessonTitle(const QString& file, const QString& title);

/// The file of a shipped lesson in the present language, by its id; empty where there is none.
[[nodiscard]] QString shippedLessonFile(const QString& id, const QString& directory = lessonsDirectory());

/// In the user's language.
[[nodiscard]] QString problemText(const LessonProblem& problem);

} // namespace layernorm
