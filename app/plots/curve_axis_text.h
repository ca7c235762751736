// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace layernorm {

/// "10⁻⁵"
[[nodiscard]] QString powerText(int power);

/// With so many digits: 0.25, −3, 2.5·10⁻⁵; more where digits before the point need them. Not finite: NaN, ∞,
/// −∞.
[[nodiscard]] QString axisText(double value, int digits = 4);

} // namespace layernorm
