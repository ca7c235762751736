// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/experiments.h"
#include "core/transformer/block.h"

#include <span>

/// How large the gradient is at every layer of a stack of blocks, at initialisation.
///
///     h_0 = x,  h_l = block_l(h_{l-1}),  l = 1 .. depth
///
///     y = h_depth;  for Pre-LN y = LayerNorm(h_depth)
///
///     L = sum(y * r),  r = torch.manual_seed(flowUpstreamSeed); torch.randn(y.shape), scaled to norm 1
///
///     gradient norm at layer l:  || dL/dh_l ||,  l = 0 .. depth
///
///     that of its weights:       || dL/d(all weights of block_l) ||,  l = 1 .. depth
///
/// (A plain sum(y) would not do: LayerNorm's output adds up to 0 whatever goes in.) Block l of seed s has the
/// weights drawBlockWeights(D, feedForward, s + 1000 * l) times `weightScale`; its LayerNorm has neither
/// gamma nor beta. Everything is computed in double precision, whatever the input's type, so that gradients
/// of 1e-40 are numbers still; NaN in the input gives curves of NaN. Xiong et al. 2020, "On Layer
/// Normalization in the Transformer Architecture".
namespace layernorm {

inline constexpr std::uint64_t flowUpstreamSeed = 160'706'450;
inline constexpr int largestDepth = 96;
inline constexpr double largestWeightScale = 10;

/// Weights of variance 1 / (3 fan_in), as torch.nn.Linear draws them unless told otherwise. A linear map then
/// takes the square root of 3 from the norm of what passes through it, there and back, and without residual
/// and LayerNorm the gradient vanishes: by 12 orders of magnitude in 24 blocks of dimension 64.
inline constexpr double torchLinearScale = 0.57735026918962576;
/// Of variance 1 / fan_in, which keeps norms (Xavier for square matrices, as Xiong et al. assume).
inline constexpr double xavierScale = 1;

struct Wiring {
    bool residual = true;
    NormPlacement norm = NormPlacement::Post;

    friend bool operator==(const Wiring&, const Wiring&) = default;
};

/// Residual on and off, times none, post, pre: six.
[[nodiscard]] std::span<const Wiring> allWirings();

struct FlowRequest {
    const Tensor& input; ///< of any rank; see blockInput
    int depth = 24;      ///< 1 to largestDepth
    AttentionOptions attention{};
    std::int64_t feedForward = 0;
    double eps = 1e-5;
    double weightScale = torchLinearScale; ///< above 0, at most largestWeightScale
    std::vector<Wiring> wirings;
    std::vector<std::uint64_t> seeds{0};
};

struct FlowCurve {
    Wiring wiring;
    std::uint64_t seed = 0;
    std::vector<double> gradient;       ///< || dL/dh_l ||, l = 0 .. depth
    std::vector<double> weightGradient; ///< of block l + 1
};

/// Errors: depth outside 1 .. 96; weightScale outside its limits; no seed or wiring; as `checkBlockOptions`;
/// a stack with more than Shape::maxElements weights, or whose layers' inputs have more values together.
Result<void> checkFlow(const FlowRequest& request);

/// A curve for every wiring and seed, in this order (seeds inside wirings). What was stopped is left out:
/// fewer curves. Two threads where there are two processors; progress from 0 to 1. Errors: as `checkFlow`.
Result<std::vector<FlowCurve>> gradientFlow(const FlowRequest& request, const Execution& execution = {});

/// The same as questions to a library, one a curve; `input` in float64 goes with it (its answer: gradient,
/// then weightGradient).
[[nodiscard]] LibraryQuestion flowQuestion(const FlowRequest& request, const Wiring& wiring,
                                           std::uint64_t seed);
/// nullopt for an answer of another length.
[[nodiscard]] std::optional<FlowCurve> libraryCurve(const Tensor& answer, const FlowRequest& request,
                                                    const Wiring& wiring, std::uint64_t seed);

/// For --experiment gradient-flow: rows for all wirings and the seeds 0 to 4; columns residual (1 or 0),
/// norm, seed, layer, gradient_norm, library_gradient_norm (empty without a library). Errors: as `checkFlow`;
/// normalizedDims other than 1.
Result<ExperimentTable> gradientFlowTable(const ExperimentRequest& request);

} // namespace layernorm
