// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm.h"
#include "core/tensor/tensor.h"

#include <QString>
#include <QStringList>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace layernorm {

/// The tensors of the document and what shapes them. They are replaced together, because gamma and beta must
/// fit the input; so they are undone together.
struct Content {
    std::shared_ptr<Tensor> input; ///< rank 3 or more (lower ranks get leading 1s)
    Tensor gamma; ///< kept while affine is off, so that switching it on again shows the old values
    Tensor beta;
    int normalizedDims = 1;
    std::uint64_t seed = 0; ///< new values are drawn from it
    bool typed = false;     ///< whether values were typed or pasted into the input
    QString source;         ///< the file the input came from; empty for random numbers
    QStringList labels;     ///< the words the tokens stand for, a row of the tables each; or none

    /// Input, ones for gamma and zeros for beta; `normalizedDims` is lowered to the rank there is. `labels`
    /// that are not one a row are left out.
    static Content of(Tensor input, int normalizedDims, std::uint64_t seed, QString source = {},
                      const std::vector<std::string>& labels = {});

    [[nodiscard]] int rank() const { return input->shape().rank(); }
};

/// gamma (ones) and beta (zeros) of the shape `content.input` demands, with the old values that still fit.
void fitAffine(Content& content);

/// How the window lays a tensor out: leading extents beyond three are run together into the batch.
struct Layout {
    std::int64_t batch = 1;
    std::int64_t sequence = 1;
    std::int64_t dimension = 1;

    static Layout of(const Shape& shape);

    [[nodiscard]] std::int64_t rows() const { return batch * sequence; }

    friend bool operator==(const Layout&, const Layout&) = default;
};

/// The labels of the tokens that another layout keeps; a new token has an empty one.
[[nodiscard]] QStringList fittedLabels(const QStringList& labels, const Layout& old, const Layout& now);

/// As the core has texts.
[[nodiscard]] std::vector<std::string> standardStrings(const QStringList& texts);

/// Which of the editable tensors a cell belongs to.
enum class Editable { Input, Gamma, Beta };

} // namespace layernorm
