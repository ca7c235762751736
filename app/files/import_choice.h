// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/stored_tensor.h"

namespace layernorm {

/// The part of a tensor that is read: one range an axis, outermost first, each with its count spelled out.
/// Empty for a tensor of which nothing can be read.
///
/// The axes of a stored tensor are named from the back, as PyTorch does it: the last is the dimension and is
/// always read whole, for a piece of a token cannot be normalised; before it the tokens, before these the
/// batches. What is further in front are leading axes; those read whole are run together into the batch.
using ImportPart = std::vector<IndexRange>;

/// How many tokens are proposed of what is larger than fits.
inline constexpr std::int64_t comfortableTokens = 1000;

/// Whether anything of `tensor` can be read. Errors, each with the remedy: as `readableShape`; a single token
/// is larger than fits.
Result<void> importable(const std::string& file, const StoredTensor& tensor);

/// Whether the user has to say what is wanted: several tensors are importable; or the only one is larger than
/// fits or has leading axes.
[[nodiscard]] bool needsChoice(const StoredTensors& tensors);

/// Axes in front of batches, tokens and dimension. 0 up to rank 3.
[[nodiscard]] int leadingAxes(const StoredTensor& tensor);

/// Everything where it fits. Otherwise the leading axes are at index 0, outermost first, as far as that is
/// needed, and if that does not do, so are all of them and the first `comfortableTokens` tokens remain, or as
/// many as fit. Empty for what is not `importable`.
[[nodiscard]] ImportPart proposedPart(const StoredTensor& tensor);

/// How many numbers `part` has; the largest int64 where there are more.
[[nodiscard]] std::int64_t elementsOf(const ImportPart& part);
/// As above, of all of the tensor. 0 where an extent is 0, 1 without any.
[[nodiscard]] std::int64_t elementsOf(const StoredTensor& tensor);

/// The largest count for `axis` with which `part` fits, the other axes left as they are. 0: none does.
[[nodiscard]] std::int64_t fittingCount(const ImportPart& part, int axis);

/// Extents as the window will show them: leading axes and batches run together.
[[nodiscard]] std::vector<std::int64_t> shownExtents(const ImportPart& part);

/// `part` as readers take it: axes read whole become everything, and no range is left where all are.
[[nodiscard]] ReadRequest requestFor(const StoredTensor& tensor, const ImportPart& part);

} // namespace layernorm
