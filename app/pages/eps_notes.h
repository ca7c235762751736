// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/eps_sweep.h"

#include <QCoreApplication>
#include <QStringList>
#include <optional>

namespace layernorm {

/// What the eps page draws.
enum class EpsView { Variance, Largest, Difference };

/// What is said beside the curves: what eps does to the selected token, and to the one it does most to, with
/// their numbers.
struct EpsNotes {
    Q_DECLARE_TR_FUNCTIONS(layernorm::EpsNotes)

public:
    EpsView view = EpsView::Variance;
    const EpsSweep& sweep;         ///< of the shown tokens
    const EpsSweep* now = nullptr; ///< of the same at `eps` alone; the law speaks where there is none
    QStringList names{};           ///< one a token
    std::size_t selected = 0;      ///< of the shown tokens
    std::int64_t tokensInAll = 0;
    double eps = 0;
    bool affine = false;
    QString library{}; ///< whose outputs are shown as rings; empty for none

    /// Rich text.
    [[nodiscard]] QString text() const;

private:
    [[nodiscard]] std::optional<std::size_t> mostChanged() const;
    [[nodiscard]] QString fate(std::size_t token) const;
    [[nodiscard]] QString fateOfConstant(std::size_t token) const;
    [[nodiscard]] QString viewNote() const;
    [[nodiscard]] QString legend() const;
    [[nodiscard]] QString agreement() const;
    [[nodiscard]] QString selection() const;
    [[nodiscard]] double roundedEps() const;
};

} // namespace layernorm
