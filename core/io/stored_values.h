// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/source_file.h"
#include "core/io/stored_tensor.h"

namespace layernorm {

/// Where and how a file holds the values of a tensor.
struct ValueLayout {
    std::uint64_t offset = 0; ///< of the first byte; the header has been checked: all bytes are there
    bool bigEndian = false;
    bool fortranOrder = false; ///< the first index varies fastest
};

/// Reads the part of `tensor` that `ranges` leave, and nothing else of the file, into a row-major tensor of
/// type `readAs(tensor.type)`. Reads runs of bytes as long as they lie together; memory beyond the result is
/// a few buffers of at most 35 megabytes together. The notice tells of every type but float32 and float64,
/// and how many integers were rounded. Errors: as `readableShape`, `SourceFile::read`. `SourceFile::read`.
Result<LabelledTensor> readStoredValues(const SourceFile& file, const StoredTensor& tensor,
                                        const ValueLayout& layout, const std::vector<IndexRange>& ranges);

} // namespace layernorm
