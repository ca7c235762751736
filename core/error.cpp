// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.h"

#include <string_view>

namespace layernorm {

std::string Error::text() const
{
    std::string filled;
    const std::string_view pattern(sentence);
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool place = pattern[i] == '%' && i + 1 < pattern.size() && pattern[i + 1] >= '1' &&
                           pattern[i + 1] < static_cast<char>('1' + arguments.size());
        if (place)
            filled += arguments[static_cast<std::size_t>(pattern[++i] - '1')];
        else
            filled += pattern[i];
    }
    return filled;
}

} // namespace layernorm
