// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/flow_chart.h"
#include "app/pages/token_backward.h"
#include "core/reference/comparison.h"

#include <QCoreApplication>

namespace layernorm {

/// What is said beside a token's bars: why so much of its gradient is taken away, with its numbers.
struct TokenGradientNotes {
    Q_DECLARE_TR_FUNCTIONS(layernorm::TokenGradientNotes)

public:
    const TokenBackward& token;
    QString name{};    ///< of the token
    QString library{}; ///< "LibTorch 1.13.1"; empty where it was not asked or did not answer
    const Comparison* comparison = nullptr; ///< of dL/dx with the library's

    /// Rich text.
    [[nodiscard]] QString text() const;

private:
    [[nodiscard]] QString reason() const;
    [[nodiscard]] QString reasonOfOnes() const;
    [[nodiscard]] QString reasonOfOutput() const;
    [[nodiscard]] QString facts() const;
    [[nodiscard]] QString agreement() const;
};

/// What is said beside the curves: only what they show, and what the literature says.
struct FlowNotes {
    Q_DECLARE_TR_FUNCTIONS(layernorm::FlowNotes)

public:
    const std::vector<WiringCurve>& curves;    ///< the shown ones
    const std::vector<WiringCurve>& ofInput;   ///< of the layers' inputs
    const std::vector<WiringCurve>& ofWeights; ///< of the blocks' weights
    FlowOf shown = FlowOf::Input;
    int seeds = 1;
    std::uint64_t firstSeed = 0;
    Shape used{};               ///< of what went through the stack
    Shape whole{};              ///< of the document, as a block takes it
    QString library{};          ///< whose points are shown; empty for none
    double libraryDistance = 0; ///< largest relative difference to it

    /// Rich text.
    [[nodiscard]] QString text() const;

private:
    [[nodiscard]] QString heading() const;
    [[nodiscard]] QString ratios() const;
    [[nodiscard]] QString residual() const;
    [[nodiscard]] QString range() const;
    [[nodiscard]] QString nearOutput() const;
    [[nodiscard]] QString notDrawn() const;
    [[nodiscard]] QString legend() const;
};

/// Largest |a - b| / |b| of the curves' numbers; 0 for equal ones and for two NaN, infinite where only one is
/// NaN.
[[nodiscard]] double relativeDistance(const FlowCurve& ours, const FlowCurve& theirs);

} // namespace layernorm
