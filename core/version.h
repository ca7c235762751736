// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace layernorm {

/// Of the Eigen that this library was compiled with: "3.4.0".
[[nodiscard]] std::string eigenVersion();

} // namespace layernorm
