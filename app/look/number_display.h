// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <QString>
#include <string>

namespace layernorm {

/// How a number stands on an axis, and in a cell where the user has not chosen otherwise (see `shownText`):
/// `digits` after the point, fewer for large numbers, so that it is never much wider than "−1.2346"; a true
/// minus sign; 0 as "0", so that it differs from what is only small; NaN as "NaN".
[[nodiscard]] QString cellText(double value, int digits = 4);
/// What a cell says that has no room for its number: "−", "+", "0", or "NaN".
[[nodiscard]] QString signMark(double value);
/// A number of the core's with a true minus sign, ∞ and NaN.
[[nodiscard]] QString withTrueMinus(const std::string& text);
/// Every digit that matters, for tooltips and editors.
[[nodiscard]] QString exactDisplayText(double value, DType dtype);
/// eps as people write it: "1e-5" as 10⁻⁵, "0.001" as 10⁻³, 2.5e-5 as 2.5 · 10⁻⁵, 0 as 0.
[[nodiscard]] QString epsText(double eps);
/// eps as it is typed: the shortest text, "1e-5".
[[nodiscard]] QString epsInputText(double eps);
/// A small positive number as people write it in tables: "2.4e-07", "0".
[[nodiscard]] QString differenceText(double difference);
/// A tool tip that shows `text` as it is: Qt takes what looks like tags ("<pad>") for HTML.
[[nodiscard]] QString plainToolTip(const QString& text);
/// Steps between neighbouring numbers, "14" or "1e9"; "NaN" where only one side is a number.
[[nodiscard]] QString ulpText(std::uint64_t ulp);

} // namespace layernorm
