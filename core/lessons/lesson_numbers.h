// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lessons/lesson_state.h"

#include <list>

namespace layernorm {

/// One state and what was computed from it so far: each tensor is made when a formula asks for it first.
/// Not for use by two threads at once.
class LessonNumbers
{
public:
    using Arguments = std::vector<double>;
    using Maker = Result<Tensor> (*)(LessonNumbers& numbers, const Arguments& arguments);

    /// States of more values give no numbers: nobody waits for what follows each edit.
    static constexpr std::int64_t mostElements = 1'000'000;

    explicit LessonNumbers(LessonState state) : m_state(std::move(state)) {}

    [[nodiscard]] const LessonState& state() const { return m_state; }
    /// What `make` makes of the state, made once for each list of arguments. Errors: those of `make`; more
    /// than `mostElements` values.
    const Result<Tensor>& tensor(Maker make, const Arguments& arguments = {});

private:
    struct Made {
        Maker make;
        Arguments arguments;
        Result<Tensor> tensor;
    };
    LessonState m_state;
    std::list<Made> m_made; ///< a reference into it lasts
};

} // namespace layernorm
