// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/session.h"
#include "core/lessons/lesson_state.h"

namespace layernorm {

/// What a lesson replaces of a document, and brings back.
struct DocumentNumbers {
    Content content;
    double eps = 1e-5;
    bool affine = false;

    [[nodiscard]] static DocumentNumbers of(const Session& session);
};

/// The document as a lesson's formulas see it, with the page's switches as they are in `block`.
[[nodiscard]] LessonState stateOf(const Session& session, const LessonBlock& block);

/// What a lesson's state makes of a document.
[[nodiscard]] DocumentNumbers numbersOf(const LessonState& state);

/// Puts `numbers` into the session as one undo step of this name, none where they are there already. Bits
/// count.
void putNumbers(Session& session, const DocumentNumbers& numbers, const StepName& name);

} // namespace layernorm
