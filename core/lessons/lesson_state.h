// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/axis_norm.h"
#include "core/transformer/block.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace layernorm {

/// The switches of the pages "Add & Norm" and "Gradients", as these pages begin.
struct LessonBlock {
    bool residual = true;
    bool norm = true;
    NormPlacement wiring = NormPlacement::Post; ///< where the norm stands, when it is on
    bool causal = false;
    int heads = 1;
    int depth = 24;
    bool throughDepth = false; ///< which view of "Gradients" is shown

    [[nodiscard]] NormPlacement placement() const { return norm ? wiring : NormPlacement::None; }

    friend bool operator==(const LessonBlock&, const LessonBlock&) = default;
};

/// All that a lesson can load or set. Its formulas are functions of such states alone.
struct LessonState {
    std::shared_ptr<const Tensor> input; ///< of rank 3 or more
    std::vector<std::string> labels;
    Tensor gamma; ///< of the normalised dimensions' shape, also where they are not used
    Tensor beta;
    bool affine = false;
    double eps = 1e-5;
    int normalizedDims = 1;
    std::uint64_t seed = 0;
    const char* title = ""; ///< of the sample the input is of; empty for other numbers
    LessonBlock block;

    // What is looked at; no number depends on it.
    std::string page = "step-by-step";
    std::array<std::int64_t, 3> selected{0, 0, 0};
    std::optional<std::string> library; ///< none: the user's own

    /// The article's tensor (torch.manual_seed(0); torch.randn(2, 3, 4)), and everything as a new document
    /// has it: what every lesson begins with.
    [[nodiscard]] static LessonState beginning();

    /// Another tensor, with ones for gamma and zeros for beta.
    void put(Tensor tensor, std::vector<std::string> words = {}, const char* sampleTitle = "");
    /// gamma and beta of the shape the normalised dimensions demand; kept where they have it already.
    void fitAffine();

    [[nodiscard]] Block extents() const { return Block::of(input->shape()); }
    [[nodiscard]] LayerNormParameters parameters() const;
    /// Row-major. Errors: outside the tensor.
    [[nodiscard]] Result<std::int64_t> cell(std::int64_t batch, std::int64_t token,
                                            std::int64_t dimension) const;
    [[nodiscard]] Result<std::int64_t> row(std::int64_t batch, std::int64_t token) const;
};

/// Errors: it is not from 0 to size - 1. `axis` names it in the sentence.
Result<void> checkIndex(const char* axis, std::int64_t index, std::int64_t size);

} // namespace layernorm
