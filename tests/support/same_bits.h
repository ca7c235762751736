// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm.h"

#include <cstring>

namespace layernorm::testing {

/// Equal in every result, to the bit.
inline bool sameResults(const LayerNormResult& a, const LayerNormResult& b)
{
    return sameBits(a.output, b.output) && sameBits(a.mean, b.mean) && sameBits(a.variance, b.variance) &&
           sameBits(a.reciprocalStd, b.reciprocalStd) && a.moments.size() == b.moments.size() &&
           std::memcmp(a.moments.data(), b.moments.data(), a.moments.size() * sizeof(double)) == 0;
}

} // namespace layernorm::testing
