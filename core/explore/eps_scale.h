// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace layernorm {

/// A logarithmic scale for eps: position 0 is 0, position 1 is 1e-12, and every `epsStepsPerDecade` further
/// it is ten times as much, up to 10. Whole decades are exact (1e-5 is the double 1e-5); between them eps has
/// three significant digits.
inline constexpr int epsStepsPerDecade = 10;
inline constexpr int epsLastPosition = 1 + 13 * epsStepsPerDecade;

[[nodiscard]] double epsAtPosition(int position);
/// The nearest position; eps beyond the scale's ends gives the end.
[[nodiscard]] int positionOfEps(double eps);

/// A default, and whose it is.
struct EpsPreset {
    const char* user;
    double eps;
};

/// PyTorch 1e-5: torch.nn.LayerNorm. Keras 1e-3: keras.layers.LayerNormalization. BERT 1e-12: layer_norm_eps
/// of the published BERT models (Devlin et al. 2019). Llama 1e-6: norm_eps of LLaMA (Touvron et al. 2023),
/// whose norm is RMSNorm.
[[nodiscard]] std::span<const EpsPreset> epsPresets();

} // namespace layernorm
