// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/safetensors_header.h"

/// Private to the core: whether the values of a .safetensors file lie where its header says.
namespace layernorm::safetensors {

/// Errors: reversed offsets; a span that is not the product of the extents times the size of the type (also
/// where that does not fit 64 bits); a span that passes the end of the file's `valueBytes`.
Result<void> checkSpan(const std::string& file, const Entry& entry, std::uint64_t valueBytes);

/// Each of the file's `valueBytes` belongs to one tensor. Errors: tensors that overlap; bytes of no tensor
/// between them or behind the last.
Result<void> checkCoverage(const std::string& file, const std::vector<Entry>& entries,
                           std::uint64_t valueBytes);

} // namespace layernorm::safetensors
