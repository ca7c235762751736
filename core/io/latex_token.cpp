// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/latex_token.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

namespace layernorm::latex {

namespace {

constexpr int usualDigits = 5;
constexpr int mostDigits = 30;

/// The request with nothing but its token left.
struct TokenAlone {
    Tensor input;
    LayerNormResult result;
};

Result<TokenAlone> alone(const SnippetRequest& request)
{
    const Shape shape = request.input.shape().trailing(request.parameters.normalizedDims);
    Tensor token(shape, request.input.dtype());
    const std::int64_t count = shape.elements();
    for (std::int64_t i = 0; i < count; ++i)
        token.set(i, request.input.at(request.token * count + i));
    Result<LayerNormResult> result = layerNorm(token, request.parameters);
    if (!result)
        return tl::unexpected(result.error());
    return TokenAlone{std::move(token), *std::move(result)};
}

std::vector<Number> shownValues(const Tensor& tensor, int digits)
{
    std::vector<Number> numbers;
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        numbers.push_back(rounded(tensor.at(i), digits));
    return numbers;
}

/// One of the result's moments, as exactly as it is known.
Number shownMoment(const LayerNormResult& result, std::size_t moment, int digits)
{
    if (result.mean.dtype() == DType::Float32)
        return rounded(result.moments[moment], digits);
    const double value = result.moments[2 * moment];
    const double rest = result.moments[2 * moment + 1];
    if (!std::isfinite(value) || !std::isfinite(rest))
        return rounded(value, digits);
    return rounded(Exact(value) + Exact(rest), digits);
}

/// As many as leave the usual number of digits when the mean is taken away.
int digitsOfValues(const TokenAlone& token)
{
    double largest = 0;
    for (std::int64_t i = 0; i < token.input.elements(); ++i)
        largest = std::max(largest, std::abs(token.input.at(i)));
    const bool single = token.input.dtype() == DType::Float32;
    const double ratio = largest / std::sqrt(token.result.moments[single ? 1 : 2]);
    if (!std::isfinite(ratio) || ratio <= 1)
        return usualDigits;
    return std::min(mostDigits, usualDigits + static_cast<int>(std::ceil(std::log10(ratio))));
}

/// The mean of what `term` makes of each value is exactly `result`.
template <typename Term>
bool isMean(const std::vector<Number>& values, const Number& result, Term term)
{
    Exact sum = 0;
    for (const Number& value : values) {
        if (!value.isFinite())
            return true;
        sum += term(*value.shown);
    }
    return result.isFinite() && sum == *result.shown * Exact(values.size());
}

} // namespace

bool ShownToken::isMeanOfValues() const
{
    return isMean(x, mean, [](const Exact& value) { return value; });
}

bool ShownToken::isMeanOfSquares() const
{
    if (!mean.isFinite())
        return true;
    const Exact& shownMean = *mean.shown;
    return isMean(x, variance, [&shownMean](const Exact& value) {
        const Exact deviation = value - shownMean;
        return Exact(deviation * deviation);
    });
}

bool ShownToken::isOutput(std::size_t i) const
{
    const Number factor = gamma.empty() ? rounded(1.0, usualDigits) : gamma[i];
    const Number addend = beta.empty() ? rounded(0.0, usualDigits) : beta[i];
    for (const Number* operand : {&x[i], &mean, &variance, &factor, &addend})
        if (!operand->isFinite())
            return true;
    const Exact radicand = *variance.shown + *eps.shown;
    if (radicand == 0)
        return true; // 0 / 0 is NaN
    if (!y[i].isFinite())
        return false;
    // Without the root: the squares of both sides are equal, and their signs.
    const Exact left = *y[i].shown - *addend.shown;
    const Exact right = *factor.shown * (*x[i].shown - *mean.shown);
    return left * left * radicand == right * right && left.sign() == right.sign();
}

bool ShownToken::areValuesExact() const
{
    return std::all_of(x.begin(), x.end(), [](const Number& value) { return value.isExact; });
}

bool ShownToken::isAffineExact(std::size_t i) const
{
    return (gamma.empty() || gamma[i].isExact) && (beta.empty() || beta[i].isExact);
}

Result<ShownToken> shownToken(const SnippetRequest& request)
{
    const Result<TokenAlone> token = alone(request);
    if (!token)
        return tl::unexpected(token.error());
    const LayerNormParameters& parameters = request.parameters;
    const int digits = digitsOfValues(*token);
    ShownToken shown;
    shown.x = shownValues(token->input, digits);
    if (parameters.gamma)
        shown.gamma = shownValues(*parameters.gamma, usualDigits);
    if (parameters.beta)
        shown.beta = shownValues(*parameters.beta, usualDigits);
    shown.y = shownValues(token->result.output, usualDigits);
    shown.mean = shownMoment(token->result, 0, digits);
    shown.variance = shownMoment(token->result, 1, usualDigits);
    shown.eps = shortest(parameters.eps);
    return shown;
}

} // namespace layernorm::latex
