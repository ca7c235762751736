// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/add_and_norm_texts.h"

#include "app/look/number_display.h"

#include <QCoreApplication>
#include <cmath>

namespace layernorm {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(layernorm::AddAndNormTexts)
};

const QString layerNormFormula = QStringLiteral("(x−μ)/√(σ²+ε)");

QString counted(std::int64_t tokens)
{
    return Texts::tr("%Ln token(s)", nullptr, static_cast<int>(tokens));
}

QList<Remark> invitation()
{
    return {{Texts::tr("Edit a value of X and watch: attention mixes the tokens of a sentence,"),
             Remark::Weight::Plain},
            {Texts::tr("LayerNorm works on each token alone."), Remark::Weight::Strong}};
}

/// A value that is no number goes where its token goes.
QList<Remark> remarksOnNan(const BlockFindings& findings)
{
    const std::int64_t input = findings[StageKind::Input].nanTokens;
    const std::int64_t attention = findings[StageKind::Attention].nanTokens;
    QList<Remark> said{{Texts::tr("%1 of X not finite.").arg(counted(input)), Remark::Weight::Plain}};
    if (attention > input)
        said << Remark{Texts::tr("Attention spreads that to %1 of its output.").arg(counted(attention)),
                       Remark::Weight::Bad};
    else
        said << Remark{Texts::tr("In attention’s output: %1.").arg(counted(attention)),
                       Remark::Weight::Plain};
    said << Remark{
        Texts::tr("LayerNorm does not: of X alone it makes %1.").arg(counted(findings.alone.nanTokens)),
        Remark::Weight::Strong};
    return said;
}

QString attentionRemark(const BlockFindings& findings)
{
    const std::int64_t input = findings[StageKind::Input].changedTokens;
    const std::int64_t attention = findings[StageKind::Attention].changedTokens;
    if (attention <= input)
        return Texts::tr("Attention’s output: %1 changed.").arg(counted(attention));
    return findings.choice.causal
               ? Texts::tr(
                     "Attention mixes tokens, with the mask into later ones only: %1 of its output changed.")
                     .arg(counted(attention))
               : Texts::tr("Attention mixes tokens: %1 of its output changed.").arg(counted(attention));
}

QList<Remark> layerNormRemarks(const BlockFindings& findings)
{
    if (findings.choice.norm == NormPlacement::None)
        return {
            {Texts::tr("LayerNorm of X alone would change %1.").arg(counted(findings.alone.changedTokens)),
             Remark::Weight::Strong}};
    QList<Remark> said;
    if (layerNormChangedNoOther(findings))
        said << Remark{Texts::tr("LayerNorm changed no other:"), Remark::Weight::Strong};
    said << Remark{Texts::tr("fed X alone it changes %1.").arg(counted(findings.alone.changedTokens)),
                   Remark::Weight::Strong};
    return said;
}

QList<Remark> remarksOnChange(const BlockFindings& findings)
{
    const std::int64_t input = findings[StageKind::Input].changedTokens;
    return QList<Remark>{{Texts::tr("%1 of X changed.").arg(counted(input)), Remark::Weight::Plain},
                         {attentionRemark(findings), Remark::Weight::Plain}} +
           layerNormRemarks(findings);
}

} // namespace

QString stageTitle(StageKind stage)
{
    switch (stage) {
    case StageKind::Input:
        return QStringLiteral("X");
    case StageKind::AttentionInput:
        return QStringLiteral("LayerNorm(X)");
    case StageKind::Weights:
        return Texts::tr("weights A");
    case StageKind::Attention:
        return Texts::tr("attention");
    case StageKind::Sum:
        return Texts::tr("X + attention");
    case StageKind::Output:
        break;
    }
    return QStringLiteral("LayerNorm");
}

QString stageFormula(StageKind stage, const BlockChoice& choice)
{
    switch (stage) {
    case StageKind::Input:
        return Texts::tr("the input");
    case StageKind::Weights:
        return QStringLiteral("softmax(QKᵀ/√d)");
    case StageKind::Attention:
        return QStringLiteral("A V Wₒᵀ");
    case StageKind::Sum:
        return choice.norm == NormPlacement::Post ? Texts::tr("add") : Texts::tr("add: the output");
    case StageKind::AttentionInput:
    case StageKind::Output:
        break;
    }
    return layerNormFormula;
}

QList<Remark> remarks(const BlockFindings& findings)
{
    if (findings[StageKind::Input].nanTokens > 0)
        return remarksOnNan(findings);
    return findings.compared ? remarksOnChange(findings) : invitation();
}

Remark libraryRemark(const BlockFindings& findings, const QString& library)
{
    double largest = 0;
    int differing = 0;
    for (const StageKind kind : shownStages(findings.choice)) {
        const StageFinding& stage = findings[kind];
        differing += agrees(stage) ? 0 : 1;
        if (const double difference = stage.difference.value_or(0);
            difference > largest || std::isnan(difference))
            largest = difference;
    }
    const QString distance = differenceText(largest);
    if (differing > 0)
        return {Texts::tr("≠ %1 differs at %Ln stage(s) (%2)", nullptr, differing).arg(library, distance),
                Remark::Weight::Bad};
    return {Texts::tr("✔ %1 agrees at every stage (≤ %2)").arg(library, distance), Remark::Weight::Strong};
}

QString tooLargeText(const Shape& block)
{
    return Texts::tr("Attention on %1 takes too long to follow edits; choose fewer dimensions or a shorter "
                     "sequence, such as 8×128×768, to see the block at work.")
        .arg(QString::fromStdString(block.text()).replace(u'x', QChar(0xd7)));
}

} // namespace layernorm
