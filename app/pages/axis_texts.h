// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/axis_card.h"
#include "core/explore/axis_hypotheses.h"

#include <QString>
#include <optional>
#include <vector>

/// What the page on axes says.
namespace layernorm {

/// What has been found out so far about a block.
struct AxisFindings {
    Block block;
    std::vector<AxisHypothesis> hypotheses; ///< as axisSubsets
    Distance rmsNormToLayerNorm;
    std::optional<Distance> groupNorm; ///< our LayerNorm([S,D]) to the library's GroupNorm(1, D)
};

/// "sequence+dimension", or "all three axes", in the user's language.
[[nodiscard]] QString axesText(AxisSet axes);

/// "LayerNorm(4)"
[[nodiscard]] QString operationName(AxisSet axes, const Block& block);

/// The card of one of axisSubsets; `library` is its name, empty without one.
[[nodiscard]] AxisCard::Content subsetCard(const AxisFindings& findings, std::size_t subset,
                                           const QString& library);
[[nodiscard]] AxisCard::Content rmsNormCard(const AxisFindings& findings);

/// LayerNorm([S,D]) written for LayerNorm(D), in means.
[[nodiscard]] QString textbookSlip(const Block& block);

[[nodiscard]] QString editVerdict(const EditProof& proof);
[[nodiscard]] QString appendVerdict(const RowMovement& movement);

} // namespace layernorm
