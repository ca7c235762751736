// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/mismatch_texts.h"

#include "app/error_text.h"
#include "app/look/number_display.h"
#include "app/pages/axis_texts.h"
#include "core/explore/mistake_text.h"
#include "core/io/number_text.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace layernorm {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(MismatchTexts)
};

QString divisorTitle(Divisor divisor)
{
    switch (divisor) {
    case Divisor::RootOfSquare:
        return Texts::tr("eps added to the variance's square");
    case Divisor::VariancePlusEps:
        return Texts::tr("no square root");
    case Divisor::RootOfSum:
    case Divisor::StdPlusEps:
        break;
    }
    return Texts::tr("eps outside the root");
}

QString axesTitle(AxisSet axes)
{
    const bool whole = axes == AxisSet{Axis::Batch, Axis::Sequence, Axis::Dimension};
    return whole ? Texts::tr("statistics of the whole tensor")
                 : Texts::tr("wrong axes: %1").arg(axesText(axes));
}

QString twiceTitle(const MistakenFormula& formula)
{
    if (formula.gammaTimes == 2 && formula.betaTimes == 2)
        return Texts::tr("gamma and beta applied twice");
    return formula.gammaTimes == 2 ? Texts::tr("gamma applied twice") : Texts::tr("beta applied twice");
}

/// The core names axes in English.
std::string localAxes(const std::string& english)
{
    const auto named = std::ranges::find_if(axisSubsets, [&](AxisSet axes) { return name(axes) == english; });
    return named == axisSubsets.end() ? english : axesText(*named).toStdString();
}

/// What `mistake` did, with its full stop.
QString sentenceText(Mistake mistake, const MistakenFormula& formula, const Tensor& input,
                     const LayerNormParameters& parameters)
{
    Sentence sentence = sentenceOn(mistake, formula, input, parameters);
    if (mistake == Mistake::WrongAxes)
        std::ranges::transform(sentence.arguments, sentence.arguments.begin(), localAxes);
    return Texts::tr("%1.", "a sentence").arg(errorText(sentence));
}

/// Nested brackets as PyTorch puts them; `number` writes one of them.
QString nested(const Tensor& tensor, const QString& heading, const std::function<QString(double)>& number)
{
    const std::vector<std::int64_t>& extents = tensor.shape().extents();
    const std::size_t rank = extents.size();
    QString text = heading;
    for (std::int64_t i = 0; i < tensor.elements(); ++i) {
        std::size_t opening = 0;
        for (std::int64_t block = 1; opening < rank && i % (block *= extents[rank - 1 - opening]) == 0;)
            ++opening;
        if (i > 0 && opening > 0) {
            const auto breaks = static_cast<qsizetype>(opening);
            text += QString(breaks, u']') + u',' + QString(breaks, u'\n') +
                    QString(heading.size() + static_cast<qsizetype>(rank) - breaks, u' ');
        } else if (i > 0) {
            text += QStringLiteral(", ");
        }
        text += QString(static_cast<qsizetype>(opening), u'[') + number(tensor.at(i));
    }
    return text + QString(static_cast<qsizetype>(rank), u']');
}

/// Whether PyTorch prints exponents (torch/_tensor_str.py).
bool isScientific(const Tensor& tensor)
{
    double smallest = std::numeric_limits<double>::infinity();
    double largest = 0;
    for (std::int64_t i = 0; i < tensor.elements(); ++i) {
        const double magnitude = std::abs(tensor.at(i));
        if (!std::isfinite(magnitude) || magnitude == 0)
            continue;
        smallest = std::min(smallest, magnitude);
        largest = std::max(largest, magnitude);
    }
    return largest > 0 && (largest / smallest > 1000 || largest > 1e8 || smallest < 1e-4);
}

} // namespace

QString titleOf(Mistake mistake, const MistakenFormula& formula)
{
    switch (mistake) {
    case Mistake::UnbiasedVariance:
        return Texts::tr("unbiased variance");
    case Mistake::EpsOutsideRoot:
        return divisorTitle(formula.divisor);
    case Mistake::EpsMissing:
        return Texts::tr("eps forgotten");
    case Mistake::EpsOther:
        return Texts::tr("another eps: %1").arg(epsInputText(formula.eps));
    case Mistake::WrongAxes:
        return axesTitle(formula.axes);
    case Mistake::RmsNorm:
        return Texts::tr("RMSNorm");
    case Mistake::NotCentred:
        return Texts::tr("mean not subtracted");
    case Mistake::GammaMissing:
        return Texts::tr("gamma missing");
    case Mistake::BetaMissing:
        return Texts::tr("beta missing");
    case Mistake::AffineTwice:
        return twiceTitle(formula);
    case Mistake::Float16:
        return Texts::tr("float16 rounding");
    case Mistake::BFloat16:
        return Texts::tr("bfloat16 rounding");
    case Mistake::RowsReordered:
        return Texts::tr("rows in another order");
    case Mistake::InputTransposed:
        return formula.arrangement == Arrangement::Output ||
                       formula.arrangement == Arrangement::OutputReversed
                   ? Texts::tr("output transposed")
                   : Texts::tr("input transposed");
    }
    return {};
}

QString titleOf(const std::vector<Mistake>& mistakes, const MistakenFormula& formula)
{
    if (mistakes.empty())
        return Texts::tr("no mistake");
    QStringList titles;
    for (const Mistake mistake : mistakes)
        titles << titleOf(mistake, formula);
    return titles.join(QStringLiteral(" + "));
}

QString sentencesText(const Explanation& explanation, const Tensor& input,
                      const LayerNormParameters& parameters)
{
    QString text;
    for (const Mistake mistake : explanation.mistakes) {
        const QString sentence = sentenceText(mistake, explanation.formula, input, parameters);
        text = text.isEmpty() ? sentence : Texts::tr("%1 %2", "two sentences").arg(text, sentence);
    }
    return text;
}

QString closenessText(const Explanation& explanation, bool fits, double digits)
{
    const QString off = std::isfinite(explanation.maxResidual) ? differenceText(explanation.maxResidual)
                                                               : QStringLiteral("∞");
    const QString known =
        digits > 0 ? Texts::tr("digits ±%1").arg(differenceText(digits)) : Texts::tr("every bit is given");
    if (!fits)
        return Texts::tr("✘ off by %1 · %2").arg(off, known);
    if (explanation.maxResidual > 1.01 * digits) // what two digits show
        return Texts::tr("✔ off by %1 · %2, the rest is rounding").arg(off, known);
    return Texts::tr("✔ off by %1 · %2").arg(off, known);
}

std::vector<Hypothesis> plantedMistakes(const Tensor& input, const LayerNormParameters& parameters)
{
    std::vector<Hypothesis> planted = hypotheses(input, parameters, 0);
    for (Hypothesis& single : hypotheses(input, parameters, 1)) {
        const bool known = std::ranges::any_of(planted, [&](const Hypothesis& other) {
            return other.mistakes == single.mistakes && single.mistakes.front() != Mistake::EpsOutsideRoot &&
                   single.mistakes.front() != Mistake::WrongAxes;
        });
        if (known)
            continue;
        if (single.reordered) {
            const std::int64_t tokens =
                input.elements() / input.shape().trailingElements(parameters.normalizedDims);
            single.formula.order.resize(static_cast<std::size_t>(tokens));
            std::iota(single.formula.order.rbegin(), single.formula.order.rend(), std::int64_t{0});
        }
        planted.push_back(std::move(single));
    }
    std::vector<Hypothesis> pairs = hypotheses(input, parameters, 2);
    const auto usual = std::ranges::find_if(pairs, [](const Hypothesis& pair) {
        return pair.mistakes == std::vector{Mistake::UnbiasedVariance, Mistake::EpsOutsideRoot};
    });
    if (usual != pairs.end())
        planted.push_back(std::move(*usual));
    return planted;
}

int tellingDigits(const Hypothesis& planted, const Tensor& output, const Tensor& right)
{
    constexpr double clearlySeen = 1e-3;
    if (planted.mistakes.empty())
        return 4;
    for (std::int64_t i = 0; i < output.elements() && planted.mistakes.size() == 1; ++i)
        if (std::abs(output.at(i) - right.at(i)) > clearlySeen)
            return 4;
    return 8;
}

QString printed(const Tensor& tensor, int digits)
{
    const bool scientific = isScientific(tensor);
    const auto number = [=](double value) {
        return std::isfinite(value) ? QString::number(value, scientific ? 'e' : 'f', digits)
                                    : QString::fromStdString(shortText(value));
    };
    qsizetype width = 0;
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        width = std::max(width, number(tensor.at(i)).size());
    return nested(tensor, QStringLiteral("tensor("),
                  [&](double value) { return number(value).rightJustified(width); }) +
           u')';
}

QString tensorLine(const Tensor& tensor)
{
    const DType dtype = tensor.dtype();
    // torch has no bare nan and inf in a list, Python's float() makes them.
    const auto number = [dtype](double value) {
        const QString text = QString::fromStdString(exactText(value, dtype));
        return std::isfinite(value) ? text : QStringLiteral("float('%1')").arg(text);
    };
    return nested(tensor, QStringLiteral("x = torch.tensor("), number) +
           QStringLiteral(", dtype=torch.%1)").arg(QLatin1String(name(dtype)));
}

QFont codeFont(int pixels)
{
    QFont font;
    font.setFamilies({QStringLiteral("Noto Sans Mono"), QStringLiteral("DejaVu Sans Mono"),
                      QStringLiteral("Noto Sans Mono CJK SC"), QStringLiteral("monospace")});
    font.setStyleHint(QFont::Monospace);
    font.setPixelSize(pixels);
    return font;
}

} // namespace layernorm
