// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/document.h"

#include "core/tensor/tensor_edit.h"

#include <algorithm>

namespace layernorm {

namespace {

Tensor fitted(const Tensor& old, Tensor fill)
{
    const int rank = std::max(old.shape().rank(), fill.shape().rank());
    const Shape wanted = fill.shape();
    return keepingValues(old.reshaped(old.shape().withRankAtLeast(rank)),
                         std::move(fill).reshaped(wanted.withRankAtLeast(rank)))
        .reshaped(wanted);
}

QStringList rowLabels(const std::vector<std::string>& labels, const Shape& shape)
{
    QStringList words;
    if (static_cast<std::int64_t>(labels.size()) * shape[-1] != shape.elements())
        return words;
    words.reserve(static_cast<int>(labels.size()));
    for (const std::string& label : labels)
        words << QString::fromStdString(label);
    return words;
}

} // namespace

Content Content::of(Tensor input, int normalizedDims, std::uint64_t seed, QString source,
                    const std::vector<std::string>& labels)
{
    const Shape shape = input.shape().withRankAtLeast(3);
    normalizedDims = std::min(normalizedDims, shape.rank());
    const Shape affine = shape.trailing(normalizedDims);
    const DType dtype = input.dtype();
    return {std::make_shared<Tensor>(std::move(input).reshaped(shape)),
            Tensor::filled(affine, dtype, 1),
            Tensor::filled(affine, dtype, 0),
            normalizedDims,
            seed,
            false,
            std::move(source),
            rowLabels(labels, shape)};
}

void fitAffine(Content& content)
{
    content.normalizedDims = std::min(content.normalizedDims, content.rank());
    const Shape shape = content.input->shape().trailing(content.normalizedDims);
    const DType dtype = content.input->dtype();
    content.gamma = fitted(content.gamma, Tensor::filled(shape, dtype, 1));
    content.beta = fitted(content.beta, Tensor::filled(shape, dtype, 0));
}

QStringList fittedLabels(const QStringList& labels, const Layout& old, const Layout& now)
{
    if (labels.isEmpty())
        return {};
    QStringList fitted;
    for (std::int64_t batch = 0; batch < now.batch; ++batch)
        for (std::int64_t token = 0; token < now.sequence; ++token)
            fitted << (batch < old.batch && token < old.sequence
                           ? labels.value(static_cast<int>(batch * old.sequence + token))
                           : QString());
    return fitted;
}

std::vector<std::string> standardStrings(const QStringList& texts)
{
    std::vector<std::string> strings;
    strings.reserve(static_cast<std::size_t>(texts.size()));
    for (const QString& text : texts)
        strings.push_back(text.toStdString());
    return strings;
}

Layout Layout::of(const Shape& shape)
{
    Layout layout{1, shape[-2], shape[-1]};
    layout.batch = shape.elements() / (layout.sequence * layout.dimension);
    return layout;
}

} // namespace layernorm
