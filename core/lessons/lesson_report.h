// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lessons/lesson_check.h"

#include <string>

namespace layernorm {

/// A good lesson with everything worked out, for who writes one: its steps, their texts as they are shown,
/// and every question's right answer. English around the lesson's own words.
[[nodiscard]] std::string lessonReport(const Lesson& lesson);

} // namespace layernorm
