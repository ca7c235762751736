// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

namespace layernorm {

/// The part of an extent that is drawn: `count` indices from `first` on.
struct IndexWindow {
    std::int64_t first = 0;
    std::int64_t count = 1;
    std::int64_t extent = 1;

    /// At most `most` indices, the given one among them.
    [[nodiscard]] static IndexWindow around(std::int64_t index, std::int64_t extent, std::int64_t most)
    {
        const std::int64_t count = std::min(extent, most);
        return {std::clamp<std::int64_t>(index - count / 2, 0, extent - count), count, extent};
    }
};

} // namespace layernorm
