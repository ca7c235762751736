// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/look/theme.h"

#include <span>

namespace layernorm {

/// Every theme there is, with the name it has in the contrast test's messages.
struct NamedTheme {
    const char* name;
    const Theme& theme;
};
[[nodiscard]] std::span<const NamedTheme> allThemes();

} // namespace layernorm
