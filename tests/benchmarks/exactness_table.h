// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace layernorm::benchmarks {

/// Prints the largest error of ours, LibTorch and oneDNN for data that are easy and hard to normalise, in
/// roundings (2^-24 or 2^-53) of the token's largest exact output.
void printExactness();

} // namespace layernorm::benchmarks
