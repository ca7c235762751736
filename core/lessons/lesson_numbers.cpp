// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lessons/lesson_numbers.h"

#include <algorithm>

namespace layernorm {

const Result<Tensor>& LessonNumbers::tensor(Maker make, const Arguments& arguments)
{
    const auto found = std::ranges::find_if(
        m_made, [&](const Made& made) { return made.make == make && made.arguments == arguments; });
    if (found != m_made.end())
        return found->tensor;
    Result<Tensor> tensor = failure(
        LAYERNORM_SENTENCE("Core", "A lesson's numbers are worked out for tensors of up to %1 values; this "
                                   "one has %2"),
        {std::to_string(mostElements), std::to_string(m_state.input->elements())});
    if (m_state.input->elements() <= mostElements)
        tensor = make(*this, arguments);
    return m_made.emplace_back(Made{make, arguments, std::move(tensor)}).tensor;
}

} // namespace layernorm
