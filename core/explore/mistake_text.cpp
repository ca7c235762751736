// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/mistake_text.h"

#include "core/explore/mismatch_hypotheses.h"
#include "core/io/number_text.h"

#include <algorithm>
#include <array>

namespace layernorm {

namespace {

constexpr std::size_t longestOrder = 64;

std::string numberText(double value)
{
    return exactText(value, DType::Float64);
}

std::string joined(const std::vector<std::int64_t>& numbers)
{
    std::string text;
    for (const std::int64_t number : numbers)
        text += (text.empty() ? "" : ", ") + std::to_string(number);
    return text;
}

/// "(4,)", "(3, 4)"
std::string tupleText(const std::vector<std::int64_t>& numbers)
{
    return "(" + joined(numbers) + (numbers.size() == 1 ? ",)" : ")");
}

/// Writes the formula down as a line of PyTorch.
class LineWriter
{
public:
    LineWriter(const MistakenFormula& formula, const Tensor& input, const LayerNormParameters& parameters)
        : m_formula(formula),
          m_parameters(parameters),
          m_shape(input.shape()),
          m_block(normBlock(input.shape(), parameters.normalizedDims)),
          m_inBlock(needsBlock()),
          m_dtype(input.dtype())
    {
    }

    [[nodiscard]] std::string line() const;

private:
    [[nodiscard]] bool needsBlock() const;
    [[nodiscard]] std::string inputText() const;
    [[nodiscard]] std::string dimsText() const;
    [[nodiscard]] std::string meanText() const { return "x.mean(" + dimsText() + ", keepdim=True)"; }
    [[nodiscard]] std::string varianceText() const;
    [[nodiscard]] std::string stdText() const;
    [[nodiscard]] std::string divisorText() const;
    [[nodiscard]] std::string affineText(const std::string& normalized) const;
    [[nodiscard]] std::string affineName(const char* name) const;
    [[nodiscard]] std::string formatText() const;
    [[nodiscard]] std::string wideText() const;
    [[nodiscard]] std::string tokensText() const;
    [[nodiscard]] bool isRounded(std::initializer_list<Rounding> roundings) const;
    [[nodiscard]] Block readBlock() const;

    const MistakenFormula& m_formula;
    const LayerNormParameters& m_parameters;
    Shape m_shape;
    Block m_block;
    bool m_inBlock; ///< x is seen as [batch, sequence, dimension]
    DType m_dtype;
};

bool LineWriter::needsBlock() const
{
    return m_shape.rank() > 3 && (m_formula.arrangement != Arrangement::AsGiven ||
                                  m_formula.axes != rightAxes(m_shape, m_parameters.normalizedDims));
}

Block LineWriter::readBlock() const
{
    const bool swapped =
        m_formula.arrangement == Arrangement::Input || m_formula.arrangement == Arrangement::InputExtents;
    return swapped ? Block{m_block.batch, m_block.dimension, m_block.sequence} : m_block;
}

bool LineWriter::isRounded(std::initializer_list<Rounding> roundings) const
{
    return m_formula.format &&
           std::find(roundings.begin(), roundings.end(), m_formula.rounding) != roundings.end();
}

std::string LineWriter::formatText() const
{
    return m_formula.format == NumberFormat::Float16 ? ".half()" : ".bfloat16()";
}

std::string LineWriter::wideText() const
{
    return m_dtype == DType::Float32 ? ".float()" : ".double()";
}

/// What x is in the rest of the line.
std::string LineWriter::inputText() const
{
    const Block read = readBlock();
    const auto reshape = [&] {
        const bool threeAxes = m_inBlock || m_shape.rank() == 3;
        return ".reshape(" + (threeAxes ? std::to_string(read.batch) + ", " : std::string()) +
               std::to_string(read.sequence) + ", " + std::to_string(read.dimension) + ")";
    };
    std::string text = m_inBlock && m_formula.arrangement != Arrangement::InputExtents
                           ? "x.reshape(" + joined({m_block.batch, m_block.sequence, m_block.dimension}) + ")"
                           : std::string("x");
    if (m_formula.arrangement == Arrangement::Input || m_formula.arrangement == Arrangement::InputMemory)
        text += ".transpose(-1, -2)";
    if (m_formula.arrangement == Arrangement::InputMemory ||
        m_formula.arrangement == Arrangement::InputExtents)
        text += reshape();
    if (isRounded({Rounding::Input, Rounding::InputAndOutput}))
        text += formatText() + wideText();
    else if (isRounded({Rounding::EveryStep, Rounding::EverySquare, Rounding::OtherSteps}))
        text += formatText();
    return text;
}

/// The dimensions that statistics are taken over, counted from the back.
std::string LineWriter::dimsText() const
{
    std::vector<std::int64_t> dims;
    const bool right = m_formula.axes == rightAxes(m_shape, m_parameters.normalizedDims);
    if (right && !m_inBlock)
        for (int dim = 1; dim <= m_parameters.normalizedDims; ++dim)
            dims.push_back(-dim);
    else
        for (const auto& [axis, dim] :
             {std::pair{Axis::Dimension, -1}, {Axis::Sequence, -2}, {Axis::Batch, -3}})
            if (m_formula.axes.has(axis))
                dims.push_back(dim);
    return dims.size() == 1 ? std::to_string(dims[0]) : tupleText(dims);
}

std::string LineWriter::varianceText() const
{
    const std::string over = dimsText() + ", ";
    const auto size = Grouping(readBlock(), m_formula.axes).valuesPerGroup();
    if (m_formula.centring == Centring::RootMeanSquare)
        return m_formula.unbiased ? "x.pow(2).sum(" + over + "keepdim=True) / " + std::to_string(size - 1)
                                  : "x.pow(2).mean(" + over + "keepdim=True)";
    if (isRounded({Rounding::EverySquare}))
        return m_formula.unbiased ? "(x - " + meanText() + ").pow(2).sum(" + over + "keepdim=True) / " +
                                        std::to_string(size - 1)
                                  : "(x - " + meanText() + ").pow(2).mean(" + over + "keepdim=True)";
    return "x.var(" + over + (m_formula.unbiased ? "" : "unbiased=False, ") + "keepdim=True)";
}

std::string LineWriter::stdText() const
{
    if (m_formula.centring == Centring::RootMeanSquare || isRounded({Rounding::EverySquare}))
        return "torch.sqrt(" + varianceText() + ")";
    return "x.std(" + dimsText() + ", " + (m_formula.unbiased ? "" : "unbiased=False, ") + "keepdim=True)";
}

std::string LineWriter::divisorText() const
{
    const std::string eps = numberText(m_formula.eps);
    if (m_formula.eps == 0 && m_formula.divisor != Divisor::VariancePlusEps &&
        m_formula.divisor != Divisor::RootOfSquare)
        return stdText();
    switch (m_formula.divisor) {
    case Divisor::RootOfSum:
        return "torch.sqrt(" + varianceText() + " + " + eps + ")";
    case Divisor::StdPlusEps:
        return "(" + stdText() + " + " + eps + ")";
    case Divisor::RootOfSquare:
        return "torch.sqrt((" + varianceText() + ")**2 + " + eps + ")";
    case Divisor::VariancePlusEps:
        break;
    }
    return "(" + varianceText() + " + " + eps + ")";
}

std::string LineWriter::affineName(const char* name) const
{
    std::string text = name;
    if (m_inBlock) {
        const bool matrix = rightAxes(m_shape, m_parameters.normalizedDims).has(Axis::Sequence);
        text += ".reshape(" + (matrix ? std::to_string(readBlock().sequence) + ", " : std::string()) +
                std::to_string(readBlock().dimension) + ")";
    }
    if (isRounded({Rounding::InputAndOutput}))
        text += formatText() + wideText();
    else if (isRounded({Rounding::EveryStep, Rounding::EverySquare, Rounding::OtherSteps}))
        text += formatText();
    return text;
}

std::string LineWriter::affineText(const std::string& normalized) const
{
    std::string text = normalized;
    const int gamma = m_parameters.gamma ? m_formula.gammaTimes : 0;
    const int beta = m_parameters.beta ? m_formula.betaTimes : 0;
    const int times = std::max(gamma, beta);
    for (int time = 0; time < times; ++time) {
        if (time > 0 && beta == 2 && gamma == 2)
            text = "(" + text + ")";
        if (time < gamma)
            text += " * " + affineName("gamma");
        if (time >= times - beta)
            text += " + " + affineName("beta");
    }
    return text;
}

std::string LineWriter::tokensText() const
{
    const Shape trailing = m_shape.trailing(m_parameters.normalizedDims);
    const std::string order =
        m_formula.order.size() <= longestOrder ? "[" + joined(m_formula.order) + "]" : "order";
    return ".reshape(-1, " + std::to_string(trailing.elements()) + ")[" + order + "]";
}

std::string LineWriter::line() const
{
    const std::string numerator = m_formula.centring == Centring::Mean ? "(x - " + meanText() + ")" : "x";
    std::string text = affineText(numerator + " / " + divisorText());
    const std::string given = inputText();
    std::string after;
    if (m_formula.arrangement == Arrangement::Output)
        after += ".transpose(-1, -2)";
    if (m_formula.arrangement == Arrangement::OutputReversed)
        after += m_shape.rank() == 2 ? ".transpose(0, 1)" : ".permute(2, 1, 0)";
    if (!m_formula.order.empty())
        after += tokensText();
    if (isRounded({Rounding::Output, Rounding::InputAndOutput}))
        after += formatText();
    if (!after.empty())
        text = "(" + text + ")" + after;
    return given == "x" ? text : "x = " + given + "; " + text;
}

/// The axes as PyTorch's dim would count them, for people.
Sentence wrongAxesSentence(const MistakenFormula& formula, const Tensor& input,
                           const LayerNormParameters& parameters)
{
    const Block block = normBlock(input.shape(), parameters.normalizedDims);
    const std::string right = name(rightAxes(input.shape(), parameters.normalizedDims));
    if (Grouping(block, formula.axes).groups() == 1)
        return {LAYERNORM_SENTENCE("Core",
                                   "One mean and one variance were taken of the whole tensor; LayerNorm "
                                   "takes them over %1 only, for every token its own"),
                {right}};
    return {LAYERNORM_SENTENCE("Core", "Mean and variance were taken over %1; LayerNorm takes them over %2"),
            {name(formula.axes), right}};
}

Sentence divisorSentence(const MistakenFormula& formula)
{
    switch (formula.divisor) {
    case Divisor::RootOfSquare:
        return {LAYERNORM_SENTENCE("Core",
                                   "The divisor was sqrt(variance^2 + eps), as if the variance were the "
                                   "standard deviation; it is sqrt(variance + eps)"),
                {}};
    case Divisor::VariancePlusEps:
        return {LAYERNORM_SENTENCE(
                    "Core", "The divisor was variance + eps, without a root; it is sqrt(variance + eps)"),
                {}};
    case Divisor::RootOfSum:
    case Divisor::StdPlusEps:
        break;
    }
    return {LAYERNORM_SENTENCE("Core",
                               "eps was added to the standard deviation, outside the root; the divisor "
                               "is sqrt(variance + eps)"),
            {}};
}

Sentence otherEpsSentence(const MistakenFormula& formula, const LayerNormParameters& parameters)
{
    if (const char* user = userOfEps(formula.eps))
        return {LAYERNORM_SENTENCE("Core", "eps was %1, the default of %2, and not %3"),
                {numberText(formula.eps), user, numberText(parameters.eps)}};
    return {LAYERNORM_SENTENCE("Core", "eps was %1 and not %2"),
            {numberText(formula.eps), numberText(parameters.eps)}};
}

Sentence twiceSentence(const MistakenFormula& formula, const LayerNormParameters& parameters)
{
    const bool gamma = parameters.gamma && formula.gammaTimes == 2;
    const bool beta = parameters.beta && formula.betaTimes == 2;
    if (gamma && beta)
        return {LAYERNORM_SENTENCE("Core",
                                   "gamma and beta were applied a second time to the finished output; "
                                   "the layer may apply its own already"),
                {}};
    return {LAYERNORM_SENTENCE("Core", "%1 was applied twice; the layer may apply its own already"),
            {gamma ? "gamma" : "beta"}};
}

Sentence formatSentence(const MistakenFormula& formula, const LayerNormParameters& parameters)
{
    const char* format = name(*formula.format);
    switch (formula.rounding) {
    case Rounding::Output:
        return {LAYERNORM_SENTENCE("Core", "The output was rounded to %1"), {format}};
    case Rounding::Input:
        return {LAYERNORM_SENTENCE("Core", "The input was rounded to %1 before it was normalised"), {format}};
    case Rounding::InputAndOutput:
        if (!parameters.gamma && !parameters.beta)
            return {LAYERNORM_SENTENCE("Core", "Input and output were rounded to %1"), {format}};
        return {LAYERNORM_SENTENCE("Core", "Input, gamma, beta and output were rounded to %1"), {format}};
    case Rounding::EveryStep:
    case Rounding::EverySquare:
    case Rounding::OtherSteps:
        break;
    }
    return {LAYERNORM_SENTENCE("Core", "Every step was computed in %1"), {format}};
}

Sentence arrangementSentence(const MistakenFormula& formula)
{
    switch (formula.arrangement) {
    case Arrangement::Input:
        return {LAYERNORM_SENTENCE("Core",
                                   "The input was transposed: sequence and dimension were swapped before "
                                   "it was normalised"),
                {}};
    case Arrangement::InputMemory:
        return {LAYERNORM_SENTENCE("Core",
                                   "The input's values were stored transposed and read as if they were "
                                   "not: values of several tokens were mixed"),
                {}};
    case Arrangement::InputExtents:
        return {LAYERNORM_SENTENCE("Core", "The input was read with its sequence and dimension extents "
                                           "swapped: tokens were cut at the wrong places"),
                {}};
    case Arrangement::OutputReversed:
        return {LAYERNORM_SENTENCE("Core",
                                   "The output is right but has its axes in reverse, as values stored "
                                   "by columns have"),
                {}};
    case Arrangement::AsGiven:
    case Arrangement::Output:
        break;
    }
    return {LAYERNORM_SENTENCE("Core", "The output is transposed: sequence and dimension are swapped"), {}};
}

Sentence orderSentence(const MistakenFormula& formula)
{
    if (formula.order.size() > longestOrder)
        return {LAYERNORM_SENTENCE("Core", "The tokens are in another order"), {}};
    return {LAYERNORM_SENTENCE("Core", "The tokens are in another order: %1"), {joined(formula.order)}};
}

} // namespace

Sentence sentenceOn(Mistake mistake, const MistakenFormula& formula, const Tensor& input,
                    const LayerNormParameters& parameters)
{
    switch (mistake) {
    case Mistake::UnbiasedVariance:
        return {LAYERNORM_SENTENCE("Core", "The variance was divided by n - 1, as torch.var and torch.std do "
                                           "unless told unbiased=False; LayerNorm divides by n"),
                {}};
    case Mistake::EpsOutsideRoot:
        return divisorSentence(formula);
    case Mistake::EpsMissing:
        return {LAYERNORM_SENTENCE(
                    "Core", "eps was left out, or too small to show here; LayerNorm adds %1 to the variance"),
                {numberText(parameters.eps)}};
    case Mistake::EpsOther:
        return otherEpsSentence(formula, parameters);
    case Mistake::WrongAxes:
        return wrongAxesSentence(formula, input, parameters);
    case Mistake::RmsNorm:
        return {LAYERNORM_SENTENCE("Core", "This is RMSNorm: the mean was not taken out, and the divisor is "
                                           "sqrt(mean(x^2) + eps)"),
                {}};
    case Mistake::NotCentred:
        return {LAYERNORM_SENTENCE("Core", "The mean was not subtracted; the input was only divided by the "
                                           "standard deviation"),
                {}};
    case Mistake::GammaMissing:
        return {LAYERNORM_SENTENCE("Core", "gamma was left out"), {}};
    case Mistake::BetaMissing:
        return {LAYERNORM_SENTENCE("Core", "beta was left out"), {}};
    case Mistake::AffineTwice:
        return twiceSentence(formula, parameters);
    case Mistake::Float16:
    case Mistake::BFloat16:
        return formatSentence(formula, parameters);
    case Mistake::RowsReordered:
        return orderSentence(formula);
    case Mistake::InputTransposed:
        break;
    }
    return arrangementSentence(formula);
}

std::string rightLine(const Tensor& input, const LayerNormParameters& parameters)
{
    const Shape trailing = input.shape().trailing(parameters.normalizedDims);
    std::string text = "torch.nn.functional.layer_norm(x, " + tupleText(trailing.extents());
    if (parameters.gamma)
        text += parameters.beta ? ", gamma" : ", weight=gamma";
    if (parameters.beta)
        text += parameters.gamma ? ", beta" : ", bias=beta";
    return text + ", eps=" + numberText(parameters.eps) + ")";
}

std::string mistakenLine(const MistakenFormula& formula, const Tensor& input,
                         const LayerNormParameters& parameters)
{
    return LineWriter(formula, input, parameters).line();
}

const char* nameOf(Divisor divisor)
{
    constexpr std::array names{"sqrt(variance + eps)", "std + eps", "sqrt(variance^2 + eps)",
                               "variance + eps"};
    return names[static_cast<std::size_t>(divisor)];
}

const char* nameOf(Rounding rounding)
{
    constexpr std::array names{"output",     "input", "input+output", "every step", "every step and square",
                               "other steps"};
    return names[static_cast<std::size_t>(rounding)];
}

const char* nameOf(Arrangement arrangement)
{
    constexpr std::array names{"as given",     "output",        "input",
                               "input memory", "input extents", "output reversed"};
    return names[static_cast<std::size_t>(arrangement)];
}

} // namespace layernorm
