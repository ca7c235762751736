// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transformer/attention_pass.h"

#include <cmath>
#include <limits>
#include <utility>

namespace layernorm {

namespace {

/// A head's part of [B S, D]: the rows of one batch element, the columns of one head.
template <typename R>
R partOf(R all, const AttentionPass& pass, std::int64_t batchElement, std::int64_t head)
{
    return all.block(batchElement * pass.sequence, pass.sequence, head * pass.headColumns(),
                     pass.headColumns());
}

/// Row t of q k^T / sqrt(d) becomes softmax of it over the tokens that may be seen: 0 elsewhere.
void softmaxRow(double* row, std::int64_t seen, std::int64_t all)
{
    double largest = -std::numeric_limits<double>::infinity();
    for (std::int64_t i = 0; i < seen; ++i)
        if (row[i] > largest || std::isnan(row[i]))
            largest = row[i];
    double sum = 0;
    for (std::int64_t i = 0; i < seen; ++i) {
        row[i] = std::exp(row[i] - largest);
        sum += row[i];
    }
    for (std::int64_t i = 0; i < seen; ++i)
        row[i] /= sum;
    // The exponential of -infinity: 0, but not a number in a row that has one, as in the library.
    for (std::int64_t i = seen; i < all; ++i)
        row[i] = std::isnan(sum) ? sum : 0;
}

Matrix attentionWeights(const AttentionPass& pass, std::int64_t batchElement, std::int64_t head)
{
    const ConstView query = partOf(pass.query.all(), pass, batchElement, head);
    const ConstView key = partOf(pass.key.all(), pass, batchElement, head);
    Matrix weights(pass.sequence, pass.sequence);
    addProduct(weights.all(), query, key.transposed());
    const double root = std::sqrt(static_cast<double>(pass.headColumns()));
    for (double& score : weights.values)
        score /= root;
    for (std::int64_t t = 0; t < pass.sequence; ++t)
        softmaxRow(weights.all().row(t), pass.options.causal ? t + 1 : pass.sequence, pass.sequence);
    return weights;
}

/// dL/d scores = A o (dL/dA - the sum of dL/dA o A over its row), divided by sqrt(d) as the scores were.
void softmaxBackward(Matrix& gradient, const Matrix& weights, double root)
{
    for (std::int64_t t = 0; t < weights.rows; ++t) {
        double* g = gradient.all().row(t);
        const double* a = weights.all().row(t);
        double sum = 0;
        for (std::int64_t i = 0; i < weights.columns; ++i)
            sum += g[i] * a[i];
        for (std::int64_t i = 0; i < weights.columns; ++i)
            g[i] = a[i] * (g[i] - sum) / root;
    }
}

/// The gradients of query, key and value, [B S, D] each.
struct HeadGradients {
    Matrix query, key, value;
};

void headBackward(const AttentionPass& pass, std::int64_t batchElement, std::int64_t head,
                  const Matrix& context, HeadGradients& gradients)
{
    const Matrix& weights = pass.weights[static_cast<std::size_t>(batchElement * pass.options.heads + head)];
    const auto part = [&](auto all) { return partOf(all, pass, batchElement, head); };
    const ConstView upstream = part(context.all());
    Matrix scores(pass.sequence, pass.sequence);
    addProduct(scores.all(), upstream, part(pass.value.all()).transposed());
    softmaxBackward(scores, weights, std::sqrt(static_cast<double>(pass.headColumns())));

    addProduct(part(gradients.value.all()), weights.all().transposed(), upstream);
    addProduct(part(gradients.query.all()), scores.all(), part(pass.key.all()));
    addProduct(part(gradients.key.all()), scores.all().transposed(), part(pass.query.all()));
}

} // namespace

AttentionPass attentionForward(Matrix input, std::int64_t batch, const AttentionMatrices& weights,
                               const AttentionOptions& options)
{
    AttentionPass pass;
    pass.batch = batch;
    pass.sequence = input.rows / batch;
    pass.options = options;
    pass.input = std::move(input);
    pass.query = productTransposed(pass.input, weights.query);
    pass.key = productTransposed(pass.input, weights.key);
    pass.value = productTransposed(pass.input, weights.value);
    pass.context = Matrix(pass.input.rows, pass.input.columns);
    for (std::int64_t element = 0; element < batch; ++element)
        for (std::int64_t head = 0; head < options.heads; ++head) {
            pass.weights.push_back(attentionWeights(pass, element, head));
            addProduct(partOf(pass.context.all(), pass, element, head), pass.weights.back().all(),
                       partOf(pass.value.all(), pass, element, head));
        }
    pass.output = productTransposed(pass.context, weights.output);
    return pass;
}

AttentionBack attentionBackward(const AttentionPass& pass, const AttentionMatrices& weights,
                                const Matrix& upstream)
{
    AttentionBack back;
    back.weights.output = transposedProduct(upstream, pass.context);
    const Matrix context = product(upstream, weights.output);
    const Matrix zeros(pass.input.rows, pass.input.columns);
    HeadGradients gradients{zeros, zeros, zeros};
    for (std::int64_t element = 0; element < pass.batch; ++element)
        for (std::int64_t head = 0; head < pass.options.heads; ++head)
            headBackward(pass, element, head, context, gradients);

    back.weights.query = transposedProduct(gradients.query, pass.input);
    back.weights.key = transposedProduct(gradients.key, pass.input);
    back.weights.value = transposedProduct(gradients.value, pass.input);
    back.input = product(gradients.query, weights.query);
    add(back.input, product(gradients.key, weights.key));
    add(back.input, product(gradients.value, weights.value));
    return back;
}

} // namespace layernorm
