// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/stored_tensor.h"

#include <string>
#include <vector>

/// Private to the core: the words that tokens stand for, as the metadata of a .safetensors file keeps them.
///
///     [["the","cat"],["a","dog"]]        for the shape [2,2,100]
///     ["the","cat"]                      for [2,100]
///     ["the"]                            for [100], which is one token
namespace layernorm::safetensors {

/// The words of the part of a tensor that `ranges` (which fit `extents`) leave, row-major; none where `text`
/// is not JSON, or not lists of texts nested as the tensor's axes but the last: the metadata is free, and may
/// mean something else.
std::vector<std::string> readTokens(const std::string& text, const std::vector<std::int64_t>& extents,
                                    const std::vector<IndexRange>& ranges);

/// `labels` has one a token of `shape`. Bytes that are not UTF-8 become U+FFFD.
std::string tokensText(const std::vector<std::string>& labels, const Shape& shape);

} // namespace layernorm::safetensors
