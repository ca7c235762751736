// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/eps_notes.h"

#include "app/look/number_display.h"
#include "app/look/shown_notation.h"
#include "app/look/theme.h"

#include <algorithm>
#include <cmath>

namespace layernorm {

namespace {

/// A share of a whole in percent, with the digits that tell it from all of it.
QString percentText(double share)
{
    constexpr int mostDigits = 6;
    if (share < 0.1)
        return differenceText(100 * share) + QStringLiteral("&nbsp;%");
    const double rest = std::abs(1 - share);
    const int digits = rest > 0 ? static_cast<int>(std::ceil(-std::log10(rest))) - 1 : mostDigits;
    return digits < mostDigits ? QStringLiteral("%1&nbsp;%").arg(100 * share, 0, 'f', std::max(1, digits))
                               : QStringLiteral("100&nbsp;%");
}

QString muted(const QString& text)
{
    return QStringLiteral("<span style='color:%1'>%2</span>").arg(Theme::current().muted.name(), text);
}

} // namespace

QString EpsNotes::text() const
{
    QStringList paragraphs{fate(selected) + u' ' + viewNote()};
    if (const auto other = mostChanged(); other && *other != selected)
        paragraphs << fate(*other);
    paragraphs << muted(QStringList{legend(), agreement(), selection()}.join(u' '));
    QString text = QStringLiteral("<b>ε = %1</b>").arg(epsText(eps));
    for (const QString& paragraph : paragraphs)
        text +=
            QStringLiteral("<p style='margin-top:5px; margin-bottom:0'>%1</p>").arg(paragraph.simplified());
    return text;
}

double EpsNotes::roundedEps() const
{
    return sweep.dtype == DType::Float32 ? static_cast<double>(static_cast<float>(eps)) : eps;
}

/// The one of the smallest variance.
std::optional<std::size_t> EpsNotes::mostChanged() const
{
    std::optional<std::size_t> most;
    for (std::size_t token = 0; token < sweep.variance.size(); ++token)
        if (!std::isnan(sweep.variance[token]) && (!most || sweep.variance[token] < sweep.variance[*most]))
            most = token;
    return most;
}

QString EpsNotes::fate(std::size_t token) const
{
    const double variance = sweep.variance[token];
    const double added = roundedEps();
    if (std::isnan(variance))
        return tr("%1 holds a NaN or an infinity: all its outputs are NaN, and no other token's.")
            .arg(names.value(static_cast<qsizetype>(token)));
    if (variance == 0)
        return fateOfConstant(token);
    const double share = now ? now->outputVariance[token] : epsLaw(variance, added);
    const QString kept =
        tr("The outputs of %1 (σ² = %2) have <b>%3</b> of the variance they have without ε:")
            .arg(names.value(static_cast<qsizetype>(token)), briefText(variance), percentText(share)) +
        u' ';
    if (added == 0)
        return kept + tr("nothing is added to σ².");
    if (added > variance)
        return kept + tr("ε is larger than what it is added to.");
    return kept + (added * 100 > variance ? tr("ε is a good part of the sum.") : tr("ε is small beside σ²."));
}

QString EpsNotes::fateOfConstant(std::size_t token) const
{
    const QString constant =
        tr("%1 is constant: x − μ = 0 and σ² = 0.").arg(names.value(static_cast<qsizetype>(token))) + u' ';
    if (roundedEps() == 0)
        return constant +
               tr("Without ε each output is 0 / √0 = 0 / 0, which is no number: <b>NaN</b>. Any ε above 0 "
                  "makes it 0 / √ε = 0.");
    return constant + tr("Each output is 0 / √ε = <b>0</b>; without ε it would be 0 / 0 = NaN.");
}

/// More about the selected token.
QString EpsNotes::viewNote() const
{
    if (view == EpsView::Variance || !now || std::isnan(now->maxAbsOutput[selected]))
        return {};
    if (view == EpsView::Largest)
        return tr("Its largest |output| is <b>%1</b>: the largest |x − μ| over √(σ² + ε).")
            .arg(briefText(now->maxAbsOutput[selected]));
    if (std::isnan(now->differenceToEps0[selected]))
        return tr("The difference to ε = 0 is undefined: the outputs there are NaN.");
    return tr("Its outputs differ by up to <b>%1</b> from those for ε = 0; while ε is small, in proportion "
              "to ε / (2σ²).")
        .arg(differenceText(now->differenceToEps0[selected]));
}

QString EpsNotes::legend() const
{
    QString text =
        view == EpsView::Variance ? tr("Lines: the law σ² / (σ² + ε). Points: measured from the outputs.")
        : view == EpsView::Largest
            ? tr("Lines and points: measured from the outputs.")
            : tr("Lines and points: measured from the outputs, whose rounding to %1 makes the steps.")
                  .arg(QLatin1String(name(sweep.dtype)));
    if (!library.isEmpty())
        text += u' ' + tr("Rings: %1.").arg(library);
    if (affine)
        text += u' ' + tr("All without γ and β.");
    return text;
}

/// Of the law with what was measured.
QString EpsNotes::agreement() const
{
    if (view != EpsView::Variance)
        return {};
    double worst = 0;
    for (std::size_t point = 0; point < sweep.eps.size(); ++point)
        for (std::size_t token = 0; token < sweep.variance.size(); ++token) {
            const double measured =
                sweep.outputVariance[sweep.place(point, static_cast<std::int64_t>(token))];
            const double difference = std::abs(measured - epsLaw(sweep.variance[token], sweep.eps[point]));
            worst = std::isnan(difference) ? worst : std::max(worst, difference);
        }
    return tr("Measured at %1 values of ε, the variance is within %2 of the law.")
        .arg(sweep.eps.size())
        .arg(differenceText(worst));
}

QString EpsNotes::selection() const
{
    if (names.size() == tokensInAll)
        return {};
    return tr("%1 of %L2 tokens are shown: the selected one, and from the smallest variance to the largest.")
        .arg(names.size())
        .arg(tokensInAll);
}

} // namespace layernorm
