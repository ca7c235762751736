// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/stored_tensor.h"

#include <filesystem>

namespace layernorm {

/// NumPy's .npy, versions 1.0, 2.0 and 3.0, read strictly: float16, float32, float64 and the integers of 8 to
/// 64 bits, of either byte order, in C or Fortran order; a header of at most 10000 bytes, as NumPy itself has
/// it; exactly as many bytes as the header says.
///
/// Errors, each naming the file, the place and the remedy: as `SourceFile`; not a .npy (magic); an unknown
/// version; a header cut short, too long or not the dictionary of descr, fortran_order and shape, each once;
/// another type (naming the numpy call that converts); a negative extent; fewer or more bytes than the header
/// says. Only the header is read and kept. Source: numpy.lib.format.
Result<StoredTensors> listNpy(const std::filesystem::path& file);

/// The values, or the part that `request.ranges` leave, as float32 or float64 (see `readAs`; the notice says
/// where that is not the file's own type). Errors: as `listNpy`, `readableShape`; a tensor asked for by name.
Result<LabelledTensor> readNpy(const std::filesystem::path& file, const ReadRequest& request = {});

/// Version 1.0, C order, the processor's byte order (little-endian on amd64 and arm64). Writes beside the
/// file and renames, so the old file stays whole when anything fails; an existing file keeps its permissions,
/// a link stays a link. The format has no place for `labels`. Errors: cannot be written (with the system's
/// reason).
Result<void> writeNpy(const std::filesystem::path& file, const Tensor& tensor,
                      const std::vector<std::string>& labels = {});

} // namespace layernorm
