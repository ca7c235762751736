// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace layernorm {

/// Heights of the text of a view that makes it as large as there is room for, in pixels. A view of the window
/// has the usual text, and no range.
struct TextRange {
    int least = 0; ///< even if not everything can be seen then
    int most = 0;
    double enlarged = 1; ///< times as large as it would be

    [[nodiscard]] bool isSet() const { return most > 0; }
    friend bool operator==(const TextRange&, const TextRange&) = default;
};

} // namespace layernorm
