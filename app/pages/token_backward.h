// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm_gradient.h"
#include "core/reference/library_operation.h"

#include <memory>
#include <optional>
#include <vector>

namespace layernorm {

/// The upstream gradient dL/dy that goes into LayerNorm.
enum class Upstream {
    Random, ///< torch.manual_seed(seed); torch.randn(x.shape)
    Ones,   ///< L = sum(y)
    Output, ///< dL/dy = y: L = sum(y^2) / 2
    OneHot, ///< L = y at the selected value
};

/// What is asked about a document's tokens.
struct BackwardQuestion {
    std::shared_ptr<const Tensor> input;
    LayerNormParameters parameters;
    Upstream upstream = Upstream::Random;
    std::shared_ptr<const Tensor> random; ///< of the input's shape and type; for Upstream::Random
    std::int64_t token = 0;               ///< a group of values that share one mean
    std::int64_t value = 0;               ///< the selected one, counted within the token
};

/// LayerNorm backward of one token, taken apart (g = dL/dy * gamma; see core/norm/layer_norm_gradient.h), and
/// the numbers of the tokens around it.
struct TokenBackward {
    /// Larger tokens are not taken apart: nobody reads a million bars.
    static constexpr std::int64_t largestToken = 200'000;

    Upstream kind = Upstream::Random;
    std::int64_t token = 0;
    std::int64_t value = 0;
    std::int64_t tokensInAll = 0;
    std::int64_t firstListed = 0;       ///< `numbers` are those of this token and the next ones
    std::vector<TokenGradient> numbers; ///< as many as are worth a list, `token` among them
    LayerNormParameters parameters;     ///< of the token alone
    Tensor x, upstream, gradient;       ///< [1, D]
    std::vector<double> g;              ///< dL/dy * gamma
    std::vector<double> normalized;     ///< xhat
    double variance = 0;
    double reciprocalStd = 0;

    [[nodiscard]] const TokenGradient& own() const
    {
        return numbers[static_cast<std::size_t>(token - firstListed)];
    }
    [[nodiscard]] std::int64_t dimension() const { return x.elements(); }
};

/// The token must not be larger than `largestToken`. Errors: as `layerNormGradient`.
Result<TokenBackward> tokenBackward(const BackwardQuestion& question);

/// The same token as a question to a library (x goes with it); its answer begins with dL/dx.
[[nodiscard]] LibraryQuestion backwardQuestion(const TokenBackward& token);
/// dL/dx, [1, D]. nullopt for an answer of another length.
[[nodiscard]] std::optional<Tensor> libraryGradient(const Tensor& answer, const TokenBackward& token);

} // namespace layernorm
