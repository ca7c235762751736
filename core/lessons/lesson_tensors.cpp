// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lessons/lesson_tensors.h"

#include "core/explore/add_and_norm.h"
#include "core/explore/gradient_flow.h"
#include "core/explore/mistakes.h"
#include "core/explore/one_pass_norm.h"
#include "core/norm/layer_norm_gradient.h"
#include "core/tensor/random_tensor.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <functional>

namespace layernorm::lesson_tensors {

namespace {

/// A second or so of blocks on an old machine.
constexpr double mostOperations = 1e9;

/// Of the upstream gradient with which the page "Gradients" begins.
constexpr std::uint64_t patternSeed = 1;

const Tensor& inputOf(const LessonNumbers& numbers)
{
    return *numbers.state().input;
}

template <typename Answer, typename Part>
Made partOf(Result<Answer> answer, Part part)
{
    if (!answer)
        return tl::unexpected(answer.error());
    return std::move((*answer).*part);
}

Made mistaken(const LessonNumbers& numbers, const std::function<void(MistakenFormula&)>& spoil)
{
    const LayerNormParameters parameters = numbers.state().parameters();
    MistakenFormula formula = rightFormula(inputOf(numbers), parameters);
    spoil(formula);
    return mistakenOutput(inputOf(numbers), parameters, formula);
}

Made statistic(const LessonNumbers& numbers, Tensor LayerNormResult::*which)
{
    return partOf(layerNorm(inputOf(numbers), numbers.state().parameters()), which);
}

Made axesOutput(const LessonNumbers& numbers, AxisSet axes)
{
    return partOf(axisNorm(inputOf(numbers), axes, numbers.state().eps), &AxisNormResult::output);
}

std::int64_t groupSize(const LessonNumbers& numbers)
{
    return inputOf(numbers).shape().trailingElements(numbers.state().normalizedDims);
}

/// `change` of every value, in double precision.
Tensor eachValue(const Tensor& tensor, const std::function<double(double)>& change)
{
    Tensor changed(tensor.shape(), DType::Float64);
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        changed.set(i, change(tensor.at(i)));
    return changed;
}

Made gradientFor(const LessonNumbers& numbers, const Tensor& upstream)
{
    const LayerNormParameters parameters = numbers.state().parameters();
    const Result<LayerNormResult> result = layerNorm(inputOf(numbers), parameters);
    if (!result)
        return tl::unexpected(result.error());
    return partOf(layerNormGradient(inputOf(numbers), parameters, *result, upstream),
                  &LayerNormGradient::input);
}

Result<void> checkOperations(const Tensor& block, double blocks)
{
    const auto batch = static_cast<double>(block.shape()[0]);
    const auto sequence = static_cast<double>(block.shape()[1]);
    const auto dimension = static_cast<double>(block.shape()[2]);
    if (blocks * batch * sequence * dimension * (8 * dimension + 4 * sequence) <= mostOperations)
        return {};
    return failure(LAYERNORM_SENTENCE("Core", "A lesson's Transformer block of the shape %1 would take too "
                                              "long; take a smaller tensor or fewer blocks"),
                   {block.shape().text()});
}

/// As the page "Add & Norm" has it: over the last dimension whatever the document normalises over.
BlockOptions blockOptions(const LessonState& state)
{
    BlockOptions options;
    options.attention = {.heads = state.block.heads, .causal = state.block.causal};
    options.residual = state.block.residual;
    options.norm = state.block.placement();
    options.layerNorm.eps = state.eps;
    if (state.affine && state.normalizedDims == 1) {
        options.layerNorm.gamma = state.gamma;
        options.layerNorm.beta = state.beta;
    }
    return options;
}

Made stage(const LessonNumbers& numbers, Tensor BlockStages::*which)
{
    const Tensor input = blockInput(inputOf(numbers));
    if (const auto checked = checkOperations(input, 1); !checked)
        return tl::unexpected(checked.error());
    const BlockOptions options = blockOptions(numbers.state());
    if (const auto checked = checkBlockOptions(input, options); !checked)
        return tl::unexpected(checked.error());
    const BlockWeights weights = drawBlockWeights(input.shape()[-1], 0, addAndNormSeed, input.dtype());
    return partOf(blockForward(input, weights, options), which);
}

/// Curves that were worked out last: every step of a lesson asks for the same ones, and each takes as long as
/// the rest of the lesson together.
class KnownCurves
{
public:
    struct Question {
        std::shared_ptr<const Tensor> input;
        Arguments wiring;
        double eps;
        int heads;
        bool causal;

        [[nodiscard]] bool isSameAs(const Question& other) const
        {
            return wiring == other.wiring && eps == other.eps && heads == other.heads &&
                   causal == other.causal && sameBits(*input, *other.input);
        }
    };

    [[nodiscard]] const Tensor* find(const Question& question) const
    {
        const auto found =
            std::ranges::find_if(m_known, [&](const Known& one) { return one.question.isSameAs(question); });
        return found == m_known.end() ? nullptr : &found->norms;
    }
    void remember(Question question, const Tensor& norms)
    {
        constexpr std::size_t most = 32;
        if (m_known.size() == most)
            m_known.pop_front();
        m_known.push_back({std::move(question), norms});
    }

private:
    struct Known {
        Question question;
        Tensor norms;
    };
    std::deque<Known> m_known;
};

} // namespace

// Of the input's shape

Made input(LessonNumbers& numbers, const Arguments&)
{
    return inputOf(numbers);
}

Made output(LessonNumbers& numbers, const Arguments&)
{
    return statistic(numbers, &LayerNormResult::output);
}

Made plainOutput(LessonNumbers& numbers, const Arguments&)
{
    const LessonState& state = numbers.state();
    return partOf(
        layerNorm(state.input->converted(DType::Float64), {state.eps, state.normalizedDims, {}, {}}),
        &LayerNormResult::output);
}

Made unbiased(LessonNumbers& numbers, const Arguments&)
{
    return mistaken(numbers, [](MistakenFormula& formula) { formula.unbiased = true; });
}

Made epsOutside(LessonNumbers& numbers, const Arguments&)
{
    return mistaken(numbers, [](MistakenFormula& formula) { formula.divisor = Divisor::StdPlusEps; });
}

Made withEps(LessonNumbers& numbers, const Arguments& eps)
{
    LayerNormParameters parameters = numbers.state().parameters();
    parameters.eps = eps.at(0);
    return partOf(layerNorm(inputOf(numbers), parameters), &LayerNormResult::output);
}

Made half(LessonNumbers& numbers, const Arguments&)
{
    return mistaken(numbers, [](MistakenFormula& formula) {
        formula.format = NumberFormat::Float16;
        formula.rounding = Rounding::InputAndOutput;
    });
}

Made onePass(LessonNumbers& numbers, const Arguments&)
{
    return onePassNorm(inputOf(numbers), numbers.state().parameters());
}

Made rmsOutput(LessonNumbers& numbers, const Arguments&)
{
    return partOf(rmsNorm(inputOf(numbers), {Axis::Dimension}, numbers.state().eps), &RmsNormResult::output);
}

Made batchNorm(LessonNumbers& numbers, const Arguments&)
{
    return axesOutput(numbers, {Axis::Batch, Axis::Sequence});
}

Made instanceNorm(LessonNumbers& numbers, const Arguments&)
{
    return axesOutput(numbers, {Axis::Sequence});
}

Made wholeNorm(LessonNumbers& numbers, const Arguments&)
{
    return axesOutput(numbers, {Axis::Sequence, Axis::Dimension});
}

Made gradientOfOnes(LessonNumbers& numbers, const Arguments&)
{
    Tensor ones(inputOf(numbers).shape(), inputOf(numbers).dtype());
    for (std::int64_t i = 0; i < ones.elements(); ++i)
        ones.set(i, 1);
    return gradientFor(numbers, ones);
}

Made gradientOfPattern(LessonNumbers& numbers, const Arguments&)
{
    const Tensor& x = inputOf(numbers);
    return gradientFor(numbers, randn(x.shape(), patternSeed, x.dtype()));
}

// One value a group

Made mean(LessonNumbers& numbers, const Arguments&)
{
    return statistic(numbers, &LayerNormResult::mean);
}

Made variance(LessonNumbers& numbers, const Arguments&)
{
    return statistic(numbers, &LayerNormResult::variance);
}

Made reciprocalStd(LessonNumbers& numbers, const Arguments&)
{
    return statistic(numbers, &LayerNormResult::reciprocalStd);
}

Made unbiasedVariance(LessonNumbers& numbers, const Arguments&)
{
    const auto size = static_cast<double>(groupSize(numbers));
    const Made& biased = numbers.tensor(variance);
    if (!biased)
        return biased;
    return eachValue(*biased, [size](double value) { return value * size / (size - 1); });
}

Made outputMean(LessonNumbers& numbers, const Arguments&)
{
    const Made& plain = numbers.tensor(plainOutput);
    if (!plain)
        return plain;
    return partOf(layerNorm(*plain, {numbers.state().eps, numbers.state().normalizedDims, {}, {}}),
                  &LayerNormResult::mean);
}

Made outputVariance(LessonNumbers& numbers, const Arguments&)
{
    const Made& plain = numbers.tensor(plainOutput);
    if (!plain)
        return plain;
    return partOf(layerNorm(*plain, {numbers.state().eps, numbers.state().normalizedDims, {}, {}}),
                  &LayerNormResult::variance);
}

Made rootMeanSquare(LessonNumbers& numbers, const Arguments&)
{
    const Made squares = partOf(rmsNorm(inputOf(numbers).converted(DType::Float64), {Axis::Dimension}, 0),
                                &RmsNormResult::meanSquare);
    if (!squares)
        return squares;
    return eachValue(*squares, [](double value) { return std::sqrt(value); });
}

// Blocks

Made attentionWeights(LessonNumbers& numbers, const Arguments&)
{
    return stage(numbers, &BlockStages::attentionWeights);
}

Made attention(LessonNumbers& numbers, const Arguments&)
{
    return stage(numbers, &BlockStages::attention);
}

Made sum(LessonNumbers& numbers, const Arguments&)
{
    return stage(numbers, &BlockStages::sum);
}

Made blockOutput(LessonNumbers& numbers, const Arguments&)
{
    return stage(numbers, &BlockStages::output);
}

Made gradientNorms(LessonNumbers& numbers, const Arguments& wiring)
{
    constexpr NormPlacement placements[] = {NormPlacement::None, NormPlacement::Post, NormPlacement::Pre};
    const LessonState& state = numbers.state();
    const double depth = wiring.at(2);
    thread_local KnownCurves known;
    const KnownCurves::Question question{state.input, wiring, state.eps, state.block.heads,
                                         state.block.causal};
    if (const Tensor* norms = known.find(question))
        return *norms;
    if (const auto checked = checkOperations(blockInput(*state.input), 3 * depth); !checked)
        return tl::unexpected(checked.error());
    FlowRequest request{.input = *state.input, .depth = static_cast<int>(depth), .wirings = {}};
    request.attention = {.heads = state.block.heads, .causal = state.block.causal};
    request.eps = state.eps;
    request.wirings = {{wiring.at(0) != 0, placements[static_cast<std::size_t>(wiring.at(1))]}};
    const Result<std::vector<FlowCurve>> curves = gradientFlow(request);
    if (!curves)
        return tl::unexpected(curves.error());
    const std::vector<double>& norms = curves->front().gradient;
    Tensor layers(Shape::of({static_cast<std::int64_t>(norms.size())}), DType::Float64);
    std::ranges::copy(norms, layers.values<double>().begin());
    known.remember(question, layers);
    return layers;
}

} // namespace layernorm::lesson_tensors
