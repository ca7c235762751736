// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/axis_texts.h"

#include "app/look/number_display.h"

#include <QCoreApplication>

namespace layernorm {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(AxisTexts)
};

constexpr AxisSet layerNormAxes{Axis::Dimension};
constexpr AxisSet sentenceAxes{Axis::Sequence, Axis::Dimension};

QString meansText(std::int64_t groups)
{
    return Texts::tr("%Ln mean(s)", nullptr, static_cast<int>(groups));
}

AxisCard::Line line(const QString& label, const std::optional<Distance>& distance)
{
    if (!distance)
        return {label, QStringLiteral("–")};
    return {label, differenceText(distance->largest),
            distance->agrees ? AxisCard::Line::Sign::Same : AxisCard::Line::Sign::Differs};
}

AxisCard::Line lineToLayerNorm(const Block& block, const Distance& distance)
{
    return line(Texts::tr("to %1").arg(operationName(layerNormAxes, block)), distance);
}

/// What about an operation's name is unusual.
QString noteOf(AxisSet axes, const Block& block)
{
    if (axes == AxisSet{Axis::Batch})
        return Texts::tr("flattened");
    if (axes == AxisSet{Axis::Batch, Axis::Dimension})
        return Texts::tr("unswapped");
    if (axes == sentenceAxes)
        return QStringLiteral("= ") + QString::fromStdString(groupNormOfOneGroup(block, 0).name);
    return {};
}

QString sentenceExplanation(const AxisFindings& findings, const QString& library)
{
    const QString same = Texts::tr("Each sentence as a whole. GroupNorm(1, %1) of [B, D, S] is the same.")
                             .arg(findings.block.dimension);
    if (!findings.groupNorm)
        return same;
    return same + u' ' +
           Texts::tr("(%1’s own is %2 away.)").arg(library, differenceText(findings.groupNorm->largest));
}

QString explanationOf(AxisSet axes, const AxisFindings& findings, const QString& library)
{
    if (axes == layerNormAxes)
        return Texts::tr("Each token by itself.");
    if (axes == AxisSet{Axis::Sequence})
        return Texts::tr(
            "Each feature of each sentence, over its tokens; PyTorch takes the block as [B, D, S].");
    if (axes == AxisSet{Axis::Batch})
        return Texts::tr(
            "Each feature of each place in the sentence, over the batch: BatchNorm of sentences that "
            "are flattened to [B, S·D].");
    if (axes == sentenceAxes)
        return sentenceExplanation(findings, library);
    if (axes == AxisSet{Axis::Batch, Axis::Dimension})
        return Texts::tr(
            "Each place in the sentence, over batch and features: what BatchNorm1d computes when it "
            "is given [B, S, D] and the axes were not swapped.");
    if (axes == AxisSet{Axis::Batch, Axis::Sequence})
        return Texts::tr(
            "Each feature, over all tokens of all sentences: BatchNorm in training, without gamma and "
            "beta; PyTorch takes the block as [B, D, S].");
    return Texts::tr("Everything together.");
}

} // namespace

QString axesText(AxisSet axes)
{
    QStringList names;
    if (axes.has(Axis::Batch))
        names << Texts::tr("batch");
    if (axes.has(Axis::Sequence))
        names << Texts::tr("sequence");
    if (axes.has(Axis::Dimension))
        names << Texts::tr("dimension");
    return names.size() == 3 ? Texts::tr("all three axes") : names.join(u'+');
}

QString operationName(AxisSet axes, const Block& block)
{
    return QString::fromStdString(namedOperation(axes, block, 0).name);
}

AxisCard::Content subsetCard(const AxisFindings& findings, std::size_t subset, const QString& library)
{
    const AxisHypothesis& hypothesis = findings.hypotheses[subset];
    AxisCard::Content content;
    content.name = operationName(hypothesis.axes, findings.block);
    content.note = noteOf(hypothesis.axes, findings.block);
    content.axes = axesText(hypothesis.axes);
    content.means = meansText(hypothesis.groups);
    content.toLayerNorm = lineToLayerNorm(findings.block, hypothesis.toLayerNorm);
    content.toLibrary = library.isEmpty() ? AxisCard::Line{Texts::tr("no library to ask"), {}}
                                          : line(Texts::tr("to %1’s own").arg(library), hypothesis.toLibrary);
    content.explanation = explanationOf(hypothesis.axes, findings, library);
    return content;
}

AxisCard::Content rmsNormCard(const AxisFindings& findings)
{
    AxisCard::Content content;
    content.name = QStringLiteral("RMSNorm(%1)").arg(findings.block.dimension);
    content.axes = axesText(layerNormAxes);
    content.means = Texts::tr("no mean");
    content.toLayerNorm = lineToLayerNorm(findings.block, findings.rmsNormToLayerNorm);
    content.toLibrary = {QStringLiteral("x / √(mean(x²) + ε)"), {}};
    content.explanation = Texts::tr("LayerNorm’s groups, but no mean is taken out: x / √(mean(x²) + ε).");
    return content;
}

QString textbookSlip(const Block& block)
{
    const QString wrong = operationName(sentenceAxes, block);
    const QString right = operationName(layerNormAxes, block);
    const QString wrongMeans = meansText(Grouping(block, sentenceAxes).groups());
    const QString rightMeans = meansText(Grouping(block, layerNormAxes).groups());
    if (block.sequence == 1)
        return Texts::tr(
                   "The textbook slip, %1 for %2, does not show with one token a sentence: both use %3.")
            .arg(wrong, right, rightMeans);
    return Texts::tr("The textbook slip: %1 uses %2 here, %3 uses %4.")
        .arg(wrong, wrongMeans, right, rightMeans);
}

QString editVerdict(const EditProof& proof)
{
    const auto others = static_cast<std::int64_t>(proof.others.moved.size()) - 1;
    const std::int64_t moved = proof.others.movedRows;
    const QString distance = differenceText(proof.others.largest);
    if (others == 0)
        return Texts::tr("there is no other row");
    if (moved == 0)
        return Texts::tr("no other row moves");
    return moved == others
               ? Texts::tr("all %Ln other(s) (≤ %1)", nullptr, static_cast<int>(others)).arg(distance)
               : Texts::tr("%L1 of %L2 others (≤ %3)").arg(moved).arg(others).arg(distance);
}

QString appendVerdict(const RowMovement& movement)
{
    const auto rows = static_cast<std::int64_t>(movement.moved.size());
    const std::int64_t moved = movement.movedRows;
    const QString distance = differenceText(movement.largest);
    if (moved == 0)
        return Texts::tr("no row moves");
    return moved == rows ? Texts::tr("all %Ln row(s) (≤ %1)", nullptr, static_cast<int>(rows)).arg(distance)
                         : Texts::tr("%L1 of %L2 rows (≤ %3)").arg(moved).arg(rows).arg(distance);
}

} // namespace layernorm
