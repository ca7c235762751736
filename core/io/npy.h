// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <filesystem>

namespace layernorm {

/// NumPy's .npy, versions 1.0, 2.0 and 3.0, read strictly: little- or big-endian float32 and float64, C or
/// Fortran order, rank 1 to 8 (a scalar, rank 0, is no tensor to normalise), exactly as many bytes as the
/// header says.
///
/// Errors, each naming the file, the place and the remedy: cannot be opened; not a .npy (magic); a header cut
/// short or not the dictionary of descr, fortran_order and shape; a type other than float32 and float64
/// (naming the numpy call that converts); a shape the program does not take; fewer or more bytes than the
/// header says. Source: numpy.lib.format.
Result<Tensor> readNpy(const std::filesystem::path& file);

/// Version 1.0, C order, the processor's byte order (little-endian on amd64 and arm64). Writes beside the
/// file and renames, so the old file stays whole when anything fails; an existing file keeps its permissions,
/// a link stays a link. Errors: cannot be written (with the system's reason).
Result<void> writeNpy(const std::filesystem::path& file, const Tensor& tensor);

} // namespace layernorm
