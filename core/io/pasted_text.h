// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/stored_tensor.h"

#include <string_view>

namespace layernorm {

/// Numbers from the clipboard, of any shape: cells of a spreadsheet (with or without a header and labels),
/// nested lists of Python, print-outs of NumPy arrays and PyTorch tensors (also of LibTorch in C++), plain
/// numbers. The same notations as `parseCandidate` reads, without knowing beforehand how many numbers there
/// are.
///
/// The tensor has the shape that brackets, blocks and rows tell of ([n] where there is but one row, [n, 1]
/// where there is but one column), of type `dtype`, every number rounded to it once. Errors, naming line and
/// column or the cell: as `parseCandidate` and `parseTable`; nothing; more than Shape::maxElements numbers;
/// rank above 8. Nothing is half read: text with brackets around numbers is a list or a print-out, never a
/// table with words such as "[1".
Result<LabelledTensor> parsePastedText(std::string_view text, DType dtype);

} // namespace layernorm
