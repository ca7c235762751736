// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/gradient_texts.h"

#include "app/look/number_display.h"
#include "app/look/shown_notation.h"
#include "app/look/theme.h"
#include "app/plots/curve_axis_text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace layernorm {

namespace {

QString number(double value)
{
    return ShownNotation::instance().concernsSingleNumbers() ? shownText(value) : axisText(value, 3);
}

QString paragraph(const QString& text)
{
    return text.isEmpty()
               ? QString()
               : QStringLiteral("<p style='margin-top:4px; margin-bottom:0'>%1</p>").arg(text.simplified());
}

QString muted(const QString& text)
{
    return text.isEmpty()
               ? QString()
               : QStringLiteral("<span style='color:%1'>%2</span>").arg(Theme::current().muted.name(), text);
}

QString cell(const QString& text)
{
    return QStringLiteral("<td style='padding-right:%1px'>%2</td>").arg(Theme::scaled(12)).arg(text);
}

QString factRow(const QString& name, double value, const QString& remark = {})
{
    return QStringLiteral("<tr>") + cell(name) +
           cell(QStringLiteral("<b>%1</b>").arg(number(value)).replace(u' ', QChar(0xa0))) +
           cell(muted(remark)) + QStringLiteral("</tr>");
}

bool isConstant(const std::vector<double>& values)
{
    return std::ranges::all_of(values, [&](double value) { return value == values.front(); });
}

bool isFinite(const std::vector<double>& values)
{
    return std::ranges::all_of(values, [](double value) { return std::isfinite(value); });
}

/// From the top of the stack to its bottom; NaN where there is no such number.
double ratio(const WiringCurve* curve)
{
    if (!curve || curve->median.isEmpty())
        return std::numeric_limits<double>::quiet_NaN();
    return curve->median.first() / curve->median.last();
}

/// Of the largest median to the smallest; NaN and infinity as they come.
double span(const WiringCurve* curve)
{
    if (!curve || curve->median.isEmpty())
        return std::numeric_limits<double>::quiet_NaN();
    double least = std::numeric_limits<double>::infinity();
    double largest = 0;
    for (const double value : curve->median) {
        if (!std::isfinite(value))
            return std::numeric_limits<double>::quiet_NaN();
        least = std::min(least, value);
        largest = std::max(largest, value);
    }
    return largest / least;
}

QString factor(double value)
{
    return axisText(value, 2);
}

} // namespace

// One token

QString TokenGradientNotes::text() const
{
    return QStringLiteral("<b>%1</b>").arg(name) + paragraph(reason()) + facts() + paragraph(agreement());
}

QString TokenGradientNotes::reason() const
{
    if (!isFinite(token.normalized) || !isFinite(token.g))
        return tr("NaN or an infinity in this token: its gradient is NaN, and no other token’s.");
    if (token.dimension() == 1)
        return tr("One value is its own mean: y = β whatever x is, and no gradient arrives.");
    switch (token.kind) {
    case Upstream::Ones:
        return reasonOfOnes();
    case Upstream::Output:
        return reasonOfOutput();
    case Upstream::OneHot:
        return tr("L is one output: its gradient goes to the other values of its token too, through mean and "
                  "variance, "
                  "and to no other token.");
    case Upstream::Random:
        break;
    }
    return tr("A number added to all x of a token leaves y as it is, and so does stretching the token about "
              "its mean "
              "(but for ε): in these two directions dL/dx has no part.");
}

QString TokenGradientNotes::reasonOfOnes() const
{
    if (!isConstant(token.g))
        return tr(
            "sum(y).backward() gives g = γ here, which is not constant: the sum of the outputs depends on x "
            "through γ, and so a gradient arrives.");
    return tr("<b>sum(y).backward() gives zero.</b> Deviations from the mean add up to 0, so the outputs "
              "have the same "
              "sum whatever x is; g is constant, and mean(g) takes all of it away.");
}

QString TokenGradientNotes::reasonOfOutput() const
{
    if (token.parameters.gamma || token.parameters.beta)
        return tr(
            "L = Σ y² / 2. With γ and β, g = γ · y need not lie along x̂; its constant part and the part that "
            "does are taken away.");
    return tr("L = Σ y² / 2 = D/2 · σ² / (σ² + ε): it is D/2 for every x, but for ε, so only the share ε / "
              "(σ² + ε) "
              "of g remains: %1.")
        .arg(number(token.parameters.eps / (token.variance + token.parameters.eps)));
}

QString TokenGradientNotes::facts() const
{
    double sum = 0;
    double along = 0;
    for (std::int64_t i = 0; i < token.dimension(); ++i) {
        sum += token.gradient.at(i);
        along += token.gradient.at(i) * token.normalized[static_cast<std::size_t>(i)];
    }
    const TokenGradient& own = token.own();
    return QStringLiteral("<table cellspacing=0 style='margin-top:4px'>") +
           factRow(QStringLiteral("‖g‖"), own.upstreamNorm, tr("upstream")) +
           factRow(tr("‖removed‖"), own.removedNorm, QStringLiteral("mean(g) + x̂ · mean(g·x̂)")) +
           factRow(QStringLiteral("‖dL/dx‖"), own.gradientNorm,
                   tr("the rest · rstd = %1").arg(number(token.reciprocalStd))) +
           factRow(QStringLiteral("Σ dL/dx"), sum, tr("0 but for rounding")) +
           factRow(QStringLiteral("Σ x̂ · dL/dx"), along, tr("0 but for ε and rounding")) +
           QStringLiteral("</table>");
}

QString TokenGradientNotes::agreement() const
{
    if (!comparison)
        return {};
    const Theme& theme = Theme::current();
    const bool agrees = comparison->agrees();
    const QString text =
        agrees ? tr("○ %1 agrees: largest difference %2") : tr("○ %1 disagrees: largest difference %2");
    return QStringLiteral("<span style='color:%1'>%2</span>")
        .arg((agrees ? theme.agreement : theme.disagreement).name(),
             text.arg(library, differenceText(comparison->maxAbsDifference)));
}

// Through depth

QString FlowNotes::text() const
{
    return heading() + ratios() + paragraph(residual()) + paragraph(range()) + paragraph(nearOutput()) +
           paragraph(notDrawn()) + paragraph(muted(legend()));
}

QString FlowNotes::heading() const
{
    const int depth = static_cast<int>(curves.front().layer.last());
    const QString what = shown == FlowOf::Input ? tr("Gradient at layer 0 over that at layer %1").arg(depth)
                                                : tr("Weights of block 1 over those of block %1").arg(depth);
    return QStringLiteral("<b>%1</b>").arg(what);
}

/// A table: a row a place of LayerNorm, a column with and without the residual.
QString FlowNotes::ratios() const
{
    struct Row {
        NormPlacement norm;
        QString name;
    };
    const Row rows[] = {{NormPlacement::None, tr("no LayerNorm")},
                        {NormPlacement::Post, QStringLiteral("Post-LN")},
                        {NormPlacement::Pre, QStringLiteral("Pre-LN")}};
    QString table = QStringLiteral("<table cellspacing=0 style='margin-top:4px'><tr>") + cell({}) +
                    cell(muted(tr("residual"))) + cell(muted(tr("no residual"))) + QStringLiteral("</tr>");
    for (const Row& row : rows) {
        table += QStringLiteral("<tr>") + cell(row.name);
        for (const bool withResidual : {true, false})
            table += cell(
                QStringLiteral("<b>× %1</b>").arg(factor(ratio(curveOf(curves, {withResidual, row.norm})))));
        table += QStringLiteral("</tr>");
    }
    return table + QStringLiteral("</table>");
}

QString FlowNotes::residual() const
{
    const WiringCurve* with = curveOf(ofInput, {true, NormPlacement::None});
    const WiringCurve* without = curveOf(ofInput, {false, NormPlacement::None});
    if (!with || !without)
        return {};
    const double times = with->median.first() / without->median.first();
    if (!std::isfinite(times))
        return {};
    return tr("Without LayerNorm, the input gets <b>%1 times</b> as much gradient with the residual as "
              "without it.")
        .arg(factor(times));
}

QString FlowNotes::range() const
{
    const double none = span(curveOf(ofInput, {true, NormPlacement::None}));
    const double post = span(curveOf(ofInput, {true, NormPlacement::Post}));
    const double pre = span(curveOf(ofInput, {true, NormPlacement::Pre}));
    if (!std::isfinite(none) || !std::isfinite(post) || !std::isfinite(pre))
        return {};
    return tr("With the residual, the layers’ gradients lie within a factor of %1 with Post-LN, %2 with "
              "Pre-LN, and %3 "
              "without LayerNorm.")
        .arg(factor(post), factor(pre), factor(none));
}

/// What Xiong et al. 2020 say, and what there is here.
QString FlowNotes::nearOutput() const
{
    const WiringCurve* post = curveOf(ofWeights, {true, NormPlacement::Post});
    const WiringCurve* pre = curveOf(ofWeights, {true, NormPlacement::Pre});
    if (!post || !pre)
        return {};
    const double times = post->median.last() / pre->median.last();
    if (!std::isfinite(times))
        return {};
    const QString measured = tr("The last block’s weights get %1 times as much with Post-LN as with Pre-LN.")
                                 .arg(axisText(times, 3));
    // Less than this nobody sees on an axis of powers of ten.
    constexpr double clearly = 1.5;
    return measured + u' ' +
           (times >= clearly
                ? tr("So do Xiong et al. 2020 find it at initialisation: large gradients of the weights near "
                     "the output with "
                     "Post-LN, not with Pre-LN.")
                : tr("Xiong et al. 2020 find large gradients of the weights near the output with Post-LN at "
                     "initialisation, not "
                     "with Pre-LN; this stack hardly shows it."));
}

QString FlowNotes::notDrawn() const
{
    const auto inAll = [this](int WiringCurve::*count) {
        return std::accumulate(curves.begin(), curves.end(), 0,
                               [=](int sum, const WiringCurve& curve) { return sum + curve.*count; });
    };
    QStringList texts;
    if (const int zeros = inAll(&WiringCurve::zeros); zeros > 0)
        texts << tr("%n gradient(s) are 0, which a logarithmic axis cannot show.", nullptr, zeros);
    if (const int others = inAll(&WiringCurve::notFinite); others > 0)
        texts << tr("%n gradient(s) are NaN or infinite and not drawn.", nullptr, others);
    return texts.join(u' ');
}

QString FlowNotes::legend() const
{
    QStringList texts;
    texts << (seeds > 1
                  ? tr("Lines: the median of %1 draws of the weights; bands: smallest to largest.").arg(seeds)
                  : tr("Lines: one draw of the weights."));
    if (!library.isEmpty())
        texts << tr("Points: %1 at seed %2, within %3 of ours (relative).")
                     .arg(library)
                     .arg(firstSeed)
                     .arg(differenceText(libraryDistance));
    if (!(used == whole))
        texts << tr("Of the tensor (%1) the first %2 go through the stack.")
                     .arg(QString::fromStdString(whole.text()), QString::fromStdString(used.text()));
    texts << tr("L = Σ y·r with a random r of length 1.");
    texts << tr("Sources: the residual, He et al. 2016; Post-LN, Vaswani et al. 2017; Pre-LN, analysed by "
                "Xiong et al. 2020.");
    return texts.join(u' ');
}

double relativeDistance(const FlowCurve& ours, const FlowCurve& theirs)
{
    double largest = 0;
    const auto compareAll = [&](const std::vector<double>& a, const std::vector<double>& b) {
        for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
            if (a[i] != b[i] && !(std::isnan(a[i]) && std::isnan(b[i]))) {
                const double distance = std::abs(a[i] - b[i]) / std::abs(b[i]);
                largest = std::isnan(distance) ? std::numeric_limits<double>::infinity()
                                               : std::max(largest, distance);
            }
    };
    compareAll(ours.gradient, theirs.gradient);
    compareAll(ours.weightGradient, theirs.weightGradient);
    return largest;
}

} // namespace layernorm
