// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/stage_view.h"

#include "app/look/number_display.h"
#include "app/pages/add_and_norm_texts.h"

namespace layernorm {

namespace {

/// `count` values from `first` on.
std::vector<double> valuesOf(const Tensor& tensor, std::int64_t first, std::int64_t count)
{
    return tensor.visit([&](const auto& values) {
        return std::vector<double>(values.begin() + first, values.begin() + first + count);
    });
}

/// Columns: the values, the mean, the variance.
std::vector<TokenMap::Band> bandsOf(const StageFinding& stage, std::int64_t batch)
{
    const std::int64_t sequence = stage.values.shape()[1];
    const std::int64_t dimension = stage.values.shape()[2];
    const std::int64_t firstRow = batch * sequence;
    TokenMap::Band values{.columns = static_cast<int>(dimension),
                          .values = valuesOf(stage.values, firstRow * dimension, sequence * dimension),
                          .limit = stage.range.magnitude,
                          .prefix = QStringLiteral("d")};
    TokenMap::Band mean{.values = valuesOf(stage.mean, firstRow, sequence),
                        .limit = stage.range.magnitude,
                        .names = {QStringLiteral("μ")}};
    TokenMap::Band variance{.values = valuesOf(stage.variance, firstRow, sequence),
                            .scale = TokenMap::Scale::NonNegative,
                            .limit = stage.largestVariance,
                            .names = {QStringLiteral("σ²")}};
    return {std::move(values), std::move(mean), std::move(variance)};
}

} // namespace

TokenMap::Verdict stageVerdict(const StageFinding& stage, const QString& library)
{
    if (!stage.difference)
        return {};
    const QString distance = differenceText(*stage.difference);
    return {agrees(stage) ? TokenMap::Verdict::Sign::Same : TokenMap::Verdict::Sign::Differs,
            QStringLiteral("%1: %2").arg(library, distance), distance};
}

std::vector<bool> changedInSentence(const StageFinding& stage, const ShownSentence& sentence)
{
    if (stage.changed.empty())
        return {};
    const auto first = stage.changed.begin() + sentence.batch * sentence.tokens.size();
    return {first, first + sentence.tokens.size()};
}

QString spokenStage(const TokenMap::Content& content)
{
    QString spoken = content.title + QStringLiteral(" (") + content.formula + u')';
    if (content.verdict.sign == TokenMap::Verdict::Sign::Same)
        spoken += StageView::tr("; agrees with %1").arg(content.verdict.text);
    if (content.verdict.sign == TokenMap::Verdict::Sign::Differs)
        spoken += StageView::tr("; differs from %1").arg(content.verdict.text);
    return spoken;
}

StageView::StageView(StageKind kind, QWidget* parent) : TokenMap(parent), m_kind(kind) {}

void StageView::showStage(const BlockFindings& findings, const ShownSentence& sentence)
{
    const StageFinding& stage = findings[m_kind];
    Content content;
    content.title = stageTitle(m_kind);
    content.formula = stageFormula(m_kind, findings.choice);
    content.rowNames = sentence.tokens;
    content.rowNamesShown = m_kind == StageKind::Input;
    content.bands = bandsOf(stage, sentence.batch);
    content.changedRows = changedInSentence(stage, sentence);
    content.verdict = m_kind == StageKind::Input ? Verdict{} : stageVerdict(stage, sentence.library);
    content.accessibleName = spokenStage(content);
    content.toolTip = [this, dtype = stage.values.dtype()](int band, int row, int column) {
        const Band& shown = this->content().bands[static_cast<std::size_t>(band)];
        const double number = shown.values[static_cast<std::size_t>(row * shown.columns + column)];
        const QString what[] = {QStringLiteral("d%1").arg(column), tr("mean μ"), tr("variance σ²")};
        return QStringLiteral("%1 · %2 · %3 = %4")
            .arg(this->content().title, this->content().rowNames[row], what[band],
                 exactDisplayText(number, dtype));
    };
    setContent(std::move(content));
}

} // namespace layernorm
