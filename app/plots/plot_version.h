// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace layernorm {

/// Of QCustomPlot: "2.1.0".
[[nodiscard]] QString plotVersion();

} // namespace layernorm
