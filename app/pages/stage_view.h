// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/add_and_norm_findings.h"
#include "app/plots/token_map.h"

namespace layernorm {

/// What of a block is looked at, and whom it is compared with.
struct ShownSentence {
    std::int64_t batch = 0;
    int head = 0;
    QStringList tokens; ///< their words, or t0, t1, ...
    QString library;    ///< empty without one
};

/// A stage's difference to the library, as it stands below it.
[[nodiscard]] TokenMap::Verdict stageVerdict(const StageFinding& stage, const QString& library);
/// The marks of one batch element's tokens.
[[nodiscard]] std::vector<bool> changedInSentence(const StageFinding& stage, const ShownSentence& sentence);
/// Title, formula and verdict as a screen reader says them.
[[nodiscard]] QString spokenStage(const TokenMap::Content& content);

/// One stage of the block: the selected batch element's tokens x dimension, with their mean and variance.
class StageView : public TokenMap
{
    Q_OBJECT

public:
    explicit StageView(StageKind kind, QWidget* parent = nullptr);

    [[nodiscard]] StageKind kind() const { return m_kind; }
    void showStage(const BlockFindings& findings, const ShownSentence& sentence);

private:
    StageKind m_kind;
};

} // namespace layernorm
