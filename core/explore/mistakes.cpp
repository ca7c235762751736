// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/mistakes.h"

#include "core/explore/mistaken_norm.h"

#include <algorithm>
#include <numeric>

namespace layernorm {

namespace {

constexpr std::array ids{
    "unbiased_variance", "eps_outside_root", "eps_missing",    "eps_other",        "wrong_axes",
    "rms_norm",          "not_centred",      "gamma_missing",  "beta_missing",     "affine_twice",
    "float16",           "bfloat16",         "rows_reordered", "input_transposed",
};

bool isPermutation(std::vector<std::int64_t> order)
{
    std::vector<std::int64_t> wanted(order.size());
    std::iota(wanted.begin(), wanted.end(), std::int64_t(0));
    std::sort(order.begin(), order.end());
    return order == wanted;
}

} // namespace

const char* idOf(Mistake mistake)
{
    return ids[static_cast<std::size_t>(mistake)];
}

Block normBlock(const Shape& shape, int normalizedDims)
{
    if (shape.rank() <= 3 || normalizedDims <= 2)
        return Block::of(shape);
    const std::int64_t count = shape.trailingElements(normalizedDims);
    const std::int64_t last = shape[-1];
    return {.batch = shape.elements() / count, .sequence = count / last, .dimension = last};
}

AxisSet rightAxes(const Shape& shape, int normalizedDims)
{
    if (normalizedDims == 1)
        return {Axis::Dimension};
    if (normalizedDims == 2 || shape.rank() > 3)
        return {Axis::Sequence, Axis::Dimension};
    return {Axis::Batch, Axis::Sequence, Axis::Dimension};
}

MistakenFormula rightFormula(const Tensor& input, const LayerNormParameters& parameters)
{
    MistakenFormula formula;
    formula.axes = rightAxes(input.shape(), parameters.normalizedDims);
    formula.eps = parameters.eps;
    return formula;
}

std::vector<Mistake> mistakesOf(const MistakenFormula& formula, const Tensor& input,
                                const LayerNormParameters& parameters)
{
    const MistakenFormula right = rightFormula(input, parameters);
    const bool otherEps = formula.eps != right.eps;
    const bool twice = formula.gammaTimes == 2 || formula.betaTimes == 2;
    const bool order = !formula.order.empty() && !std::is_sorted(formula.order.begin(), formula.order.end());
    const std::array made{
        formula.unbiased,
        formula.divisor != Divisor::RootOfSum,
        otherEps && formula.eps == 0,
        otherEps && formula.eps != 0,
        formula.axes != right.axes,
        formula.centring == Centring::RootMeanSquare,
        formula.centring == Centring::NotTaken,
        formula.gammaTimes == 0,
        formula.betaTimes == 0,
        twice,
        formula.format == NumberFormat::Float16,
        formula.format == NumberFormat::BFloat16,
        order,
        formula.arrangement != Arrangement::AsGiven,
    };
    std::vector<Mistake> mistakes;
    for (std::size_t i = 0; i < made.size(); ++i)
        if (made[i])
            mistakes.push_back(static_cast<Mistake>(i));
    return mistakes;
}

bool isPossible(const MistakenFormula& formula, const Tensor& input, const LayerNormParameters& parameters)
{
    const Block block = normBlock(input.shape(), parameters.normalizedDims);
    const bool swapped =
        formula.arrangement == Arrangement::Input || formula.arrangement == Arrangement::InputExtents;
    const bool affine =
        (parameters.gamma && formula.gammaTimes > 0) || (parameters.beta && formula.betaTimes > 0);
    if (swapped && affine && block.sequence != block.dimension)
        return false;
    const auto tokens = static_cast<std::size_t>(input.elements() /
                                                 input.shape().trailingElements(parameters.normalizedDims));
    return formula.order.empty() || (formula.order.size() == tokens && isPermutation(formula.order));
}

Result<Tensor> mistakenOutput(const Tensor& input, const LayerNormParameters& parameters,
                              const MistakenFormula& formula)
{
    if (auto checked = checkParameters(input, parameters); !checked)
        return tl::unexpected(checked.error());
    if (!isPossible(formula, input, parameters))
        return failure(LAYERNORM_SENTENCE(
            "Core", "This way of computing LayerNorm does not fit the input; leave gamma and beta out of a "
                    "transposed input, and let an order name every token once"));
    MistakenNorm norm(input, parameters);
    MistakenNorm::Output output = norm.outputOf(formula);
    Tensor result(input.shape(), input.dtype());
    for (std::int64_t i = 0; i < result.elements(); ++i)
        result.set(i, output.at(i, 0).value);
    return result;
}

} // namespace layernorm
