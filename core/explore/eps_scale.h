// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace layernorm {

/// A logarithmic scale for eps: position 0 is 0, position 1 is 1e-12, and every `epsStepsPerDecade` further
/// it is ten times as much, up to 10. Whole decades are exact (1e-5 is the double 1e-5); between them eps has
/// three significant digits.
inline constexpr int epsStepsPerDecade = 10;
inline constexpr int epsLastPosition = 1 + 13 * epsStepsPerDecade;

[[nodiscard]] double epsAtPosition(int position);
/// The nearest position; eps beyond the scale's ends gives the end.
[[nodiscard]] int positionOfEps(double eps);
/// The nearest eps in steps of the scale's, but beyond its ends too. 0 for what is not above 0.
[[nodiscard]] double onEpsGrid(double eps);

/// `count` values of eps from 1e-14 to 10 whose logarithms are evenly spaced within every decade, and as
/// evenly as whole numbers allow between decades. Whole decades are exact; between them eps has three
/// significant digits. 16 <= count <= 1000.
[[nodiscard]] std::vector<double> logarithmicEps(int count);

/// A default, and whose it is.
struct EpsPreset {
    const char* user;
    double eps;
};

/// PyTorch 1e-5: torch.nn.LayerNorm. Keras 1e-3: keras.layers.LayerNormalization. Flax 1e-6:
/// flax.linen.LayerNorm. BERT 1e-12: layer_norm_eps of the published BERT models (Devlin et al. 2019). LLaMA
/// 1 1e-6: norm_eps of its checkpoints (Touvron et al. 2023), whose norm is RMSNorm.
[[nodiscard]] std::span<const EpsPreset> epsPresets();

} // namespace layernorm
