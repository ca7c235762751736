// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/attention_view.h"

#include "app/look/number_display.h"
#include "app/pages/add_and_norm_texts.h"

namespace layernorm {

namespace {

TokenMap::Band bandOf(const BlockFindings& findings, const ShownSentence& sentence)
{
    const StageFinding& stage = findings[StageKind::Weights];
    const std::int64_t sequence = stage.values.shape()[-1];
    const std::int64_t first =
        (sentence.batch * stage.values.shape()[1] + sentence.head) * sequence * sequence;
    TokenMap::Band band;
    band.columns = static_cast<int>(sequence);
    band.scale = TokenMap::Scale::NonNegative;
    band.limit = stage.range.maximum;
    band.names = sentence.tokens;
    band.prefix = QStringLiteral("t");
    band.lowerTriangle = findings.choice.causal;
    stage.values.visit([&](const auto& values) {
        band.values.assign(values.begin() + first, values.begin() + first + sequence * sequence);
    });
    return band;
}

} // namespace

void AttentionView::showWeights(const BlockFindings& findings, const ShownSentence& sentence)
{
    const StageFinding& stage = findings[StageKind::Weights];
    Content content;
    content.title = stageTitle(StageKind::Weights);
    content.formula = stageFormula(StageKind::Weights, findings.choice);
    content.rowNames = sentence.tokens;
    content.rowNamesShown = true;
    content.bands = {bandOf(findings, sentence)};
    content.changedRows = changedInSentence(stage, sentence);
    content.verdict = stageVerdict(stage, sentence.library);
    content.accessibleName = spokenStage(content);
    content.toolTip = [this, dtype = stage.values.dtype()](int, int row, int column) {
        const Band& band = this->content().bands.front();
        const QStringList& tokens = this->content().rowNames;
        if (band.lowerTriangle && column > row)
            return tr("%1 takes nothing of %2, which comes later").arg(tokens[row], tokens[column]);
        const double weight = band.values[static_cast<std::size_t>(row * band.columns + column)];
        return tr("%1 takes %2 of %3").arg(tokens[row], exactDisplayText(weight, dtype), tokens[column]);
    };
    setContent(std::move(content));
}

} // namespace layernorm
