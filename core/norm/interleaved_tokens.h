// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/token_kernels.h"

namespace layernorm {

/// Up to here tokens lie side by side in the lanes; measured, from 13 values on one after the other is
/// faster.
inline constexpr std::int64_t longestInterleaved = 12;

/// `count` tokens from `first` on, of at most `longestInterleaved` values each: outputs and statistics, or,
/// where the moments are known, the outputs and reciprocalStd that follow from them.
///
/// Private to core/norm.
template <typename T>
void normalizeInterleaved(const TokenArguments<T>& arguments, std::int64_t first, std::int64_t count,
                          bool momentsKnown);

} // namespace layernorm
