// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace layernorm {

/// Whether `a` stands before `b` where runs of digits count as numbers, however long: "layer.2" before
/// "layer.10". Otherwise byte by byte; "7" before "07". A strict order of all strings.
[[nodiscard]] bool naturallyLess(std::string_view a, std::string_view b);

} // namespace layernorm
