// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm.h"

namespace layernorm {

/// What a change touched; views refresh that and nothing else.
struct Change {
    enum Kind : unsigned {
        Layout = 1, ///< the shape, the type or the normalised dimensions: everything is new
        Input = 2,  ///< values of the input, in `rows`
        Affine = 4, ///< gamma, beta, or whether they are used
        Eps = 8,
        Results = 16,  ///< mean, variance and output, in `rows`
        Progress = 32, ///< work in the background began or went on
    };

    unsigned kinds = 0;
    TokenRange rows; ///< rows of the tables: batch * sequence + token

    [[nodiscard]] bool has(unsigned kind) const { return (kinds & kind) != 0; }
};

} // namespace layernorm
