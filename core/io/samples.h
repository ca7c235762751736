// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/stored_tensor.h"

#include <span>
#include <string_view>

namespace layernorm {

/// A tensor worth looking at. A new one is one line in the table behind `samples`.
struct Sample {
    const char* name;        ///< as --sample takes it
    const char* title;       ///< English; for the menu, translated in the context "Core"
    const char* description; ///< one sentence: what there is to see; translated likewise
    /// `directory` holds the files that come with the program. Errors: those of the files.
    Result<LabelledTensor> (*make)(const std::filesystem::path& directory);
};

/// article (randn of seed 0, 2x3x4), sentences and common-words (GloVe; words as labels), constant-token,
/// outlier, offset (a mean far above the deviations), padding (rows of zeros), dimension-1, dimension-2,
/// dimension-3, ones.
[[nodiscard]] std::span<const Sample> samples();
/// nullptr for an unknown name.
[[nodiscard]] const Sample* findSample(std::string_view name);

} // namespace layernorm
