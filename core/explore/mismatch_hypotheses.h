// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/mistakes.h"

#include <cstddef>
#include <span>
#include <vector>

namespace layernorm {

/// A way in which somebody may have computed LayerNorm.
struct Hypothesis {
    MistakenFormula formula; ///< without an order
    bool reordered = false;  ///< the tokens are in an order that is to be found
    std::vector<Mistake> mistakes{};
    int rarity = 0; ///< the common mistakes first; of several the sum
};

/// Values of eps in use: the defaults of `epsPresets`, powers of ten from 1e-2 to 1e-15, and the machine
/// epsilons of float32 and float64.
[[nodiscard]] std::span<const double> commonEps();

/// Whose default an eps is, as `epsPresets` names it; nullptr if nobody's.
[[nodiscard]] const char* userOfEps(double eps);

inline constexpr std::size_t mostMistakes = 3;

/// All with so many mistakes, 0 to `mostMistakes`, the common ones first. Those of three do not reorder rows.
/// None can be told from the right formula by its definition alone: what has one extent only is not swapped,
/// what is not there is neither left out nor applied twice.
[[nodiscard]] std::vector<Hypothesis> hypotheses(const Tensor& input, const LayerNormParameters& parameters,
                                                 std::size_t mistakes);

} // namespace layernorm
