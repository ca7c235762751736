// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/token_backward.h"

#include "core/explore/eps_sweep.h"

#include <algorithm>
#include <numeric>
#include <span>

namespace layernorm {

namespace {

/// So many tokens, and values in them, are worked out at each move of the selection.
constexpr std::int64_t mostListed = 500;
constexpr std::int64_t mostValues = 400'000;

/// The tokens of the list that holds the selected one. It does not change while one goes up and down in it.
std::vector<std::int64_t> listedTokens(std::int64_t token, std::int64_t tokens, std::int64_t dimension)
{
    const std::int64_t length = std::clamp<std::int64_t>(mostValues / dimension, 1, mostListed);
    const std::int64_t first = token / length * length;
    std::vector<std::int64_t> listed(static_cast<std::size_t>(std::min(length, tokens - first)));
    std::iota(listed.begin(), listed.end(), first);
    return listed;
}

/// For tokens that were gathered: [tokens, D].
LayerNormParameters parametersOfTokens(const LayerNormParameters& whole, std::int64_t dimension)
{
    LayerNormParameters parameters{.eps = whole.eps, .normalizedDims = 1, .gamma = {}, .beta = {}};
    if (whole.gamma)
        parameters.gamma = whole.gamma->reshaped(Shape::of({dimension}));
    if (whole.beta)
        parameters.beta = whole.beta->reshaped(Shape::of({dimension}));
    return parameters;
}

Tensor upstreamOf(const BackwardQuestion& question, const std::vector<std::int64_t>& listed,
                  const Tensor& values, const LayerNormResult& result)
{
    if (question.upstream == Upstream::Random)
        return gatheredTokens(*question.random, question.parameters.normalizedDims, listed);
    if (question.upstream == Upstream::Output)
        return result.output;
    Tensor upstream(values.shape(), values.dtype());
    if (question.upstream == Upstream::Ones)
        for (std::int64_t i = 0; i < upstream.elements(); ++i)
            upstream.set(i, 1);
    else
        upstream.set((question.token - listed.front()) * values.shape()[-1] + question.value, 1);
    return upstream;
}

/// A token of [tokens, D] by itself.
Tensor alone(const Tensor& tokens, std::int64_t place)
{
    return gatheredTokens(tokens, 1, std::span(&place, 1));
}

void takeApart(TokenBackward& token, const LayerNormResult& result, std::int64_t place)
{
    token.variance = result.variance.at(place);
    token.reciprocalStd = result.reciprocalStd.at(place);
    const auto dimension = static_cast<std::size_t>(token.dimension());
    token.g.resize(dimension);
    token.normalized.resize(dimension);
    for (std::size_t i = 0; i < dimension; ++i) {
        const auto index = static_cast<std::int64_t>(i);
        const double gamma = token.parameters.gamma ? token.parameters.gamma->at(index) : 1;
        token.g[i] = token.upstream.at(index) * gamma;
        token.normalized[i] = deviation(result, place, token.x.at(index)) * token.reciprocalStd;
    }
}

} // namespace

Result<TokenBackward> tokenBackward(const BackwardQuestion& question)
{
    const Tensor& input = *question.input;
    const int dims = question.parameters.normalizedDims;
    const std::int64_t dimension = input.shape().trailingElements(dims);
    TokenBackward token;
    token.kind = question.upstream;
    token.token = question.token;
    token.value = question.value;
    token.tokensInAll = input.elements() / dimension;
    const std::vector<std::int64_t> listed = listedTokens(question.token, token.tokensInAll, dimension);
    token.firstListed = listed.front();
    token.parameters = parametersOfTokens(question.parameters, dimension);
    const Tensor values = gatheredTokens(input, dims, listed);
    const Result<LayerNormResult> result = layerNorm(values, token.parameters);
    if (!result)
        return tl::unexpected(result.error());
    const Tensor upstream = upstreamOf(question, listed, values, *result);
    auto numbers = tokenGradients(values, token.parameters, *result, upstream);
    const auto gradient = layerNormGradient(values, token.parameters, *result, upstream);
    if (!numbers || !gradient)
        return tl::unexpected(numbers ? gradient.error() : numbers.error());
    token.numbers = std::move(*numbers);
    const std::int64_t place = question.token - token.firstListed;
    token.x = alone(values, place);
    token.upstream = alone(upstream, place);
    token.gradient = alone(gradient->input, place);
    takeApart(token, *result, place);
    return token;
}

LibraryQuestion backwardQuestion(const TokenBackward& token)
{
    LibraryQuestion question;
    question.operation = Operation::LayerNormBackward;
    question.parameters = token.parameters;
    question.further.push_back(std::make_shared<const Tensor>(token.upstream));
    return question;
}

std::optional<Tensor> libraryGradient(const Tensor& answer, const TokenBackward& token)
{
    if (answer.elements() != 3 * token.dimension() || answer.dtype() != token.x.dtype())
        return std::nullopt;
    Tensor gradient(token.x.shape(), token.x.dtype());
    for (std::int64_t i = 0; i < gradient.elements(); ++i)
        gradient.set(i, answer.at(i));
    return gradient;
}

} // namespace layernorm
