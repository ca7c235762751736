// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/add_and_norm_findings.h"

#include <QString>
#include <QStringList>

namespace layernorm {

/// What the page "Add & Norm" says.

[[nodiscard]] QString stageTitle(StageKind stage);
/// How a stage comes from those before it; beside its title.
[[nodiscard]] QString stageFormula(StageKind stage, const BlockChoice& choice);

/// One after the other they say what the last edit did; the last is the point of it.
struct Remark {
    enum class Weight { Plain, Strong, Bad };

    QString text;
    Weight weight = Weight::Plain;
};
/// What attention does with the tokens that changed, or that are no numbers, and what LayerNorm does.
[[nodiscard]] QList<Remark> remarks(const BlockFindings& findings);

/// Of all stages together: "LibTorch agrees at every stage (≤ 1.2e−07)".
[[nodiscard]] Remark libraryRemark(const BlockFindings& findings, const QString& library);

/// Why a tensor is not shown, and what to do.
[[nodiscard]] QString tooLargeText(const Shape& block);

} // namespace layernorm
