// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/tensor_file.h"

#include <string_view>

namespace layernorm {

/// Tables of numbers: .tsv (tabs) and .csv (tabs, or else semicolons, where most lines have one outside of
/// quotes, otherwise commas). One token a line; blank lines, also such of nothing but separators, part the
/// batches, which must be equally long: B blocks of S lines of D numbers are a tensor [B, S, D], one block is
/// [S, D].
///
/// The first line is a header where its first cell is no number and none of the others is one, or begins as
/// one, but some are words. The first column holds labels where the header leaves its first cell empty, or
/// where a cell of it is a word, or is in quotes while its neighbour is not. So numbers win: a header of
/// numbers only is taken for data (but for ",0,1,2", as pandas counts columns), and a first column of nothing
/// but numbers and "nan" too. What begins as a number and is none ("0,5", "1st") is taken for a mistake, not
/// for a word, unless it is in quotes. The notice says what was taken for a header or for labels.
///
/// Cells may stand in double quotes ("" is a quote inside), with separators and line ends inside. nan, inf,
/// -inf and infinity are numbers, in any case; so is what begins with + or a true minus sign (U+2212). UTF-8,
/// with or without a BOM; lines end with LF, CRLF or CR.
///
/// The numbers' type is `request.dtype`; without one float64 where float32 would not do: for a number that is
/// beyond it, or that has more than nine significant digits (which tell every float32 apart) and is no
/// float32; otherwise float32. The notice says which. Every number is rounded to it once.
///
/// `request.ranges` count blocks, lines and numbers; what they leave out is checked all the same. Memory
/// beyond the text is that of the result.
///
/// Errors, each naming file, line and column (from 1; the column counts cells): a line with more or fewer
/// cells than the first; blocks of different length; an empty cell; a quote that does not end (names where it
/// began); a NUL byte; UTF-16 (save as UTF-8); a label that is no UTF-8; a decimal comma ("0,5;1,2": says
/// so); marks between thousands; a number beyond the type (1e400); hexadecimal numbers; words; nothing at
/// all; more than Shape::maxElements numbers (ask for a part); ranges beyond what is there; a request for a
/// tensor by name.
Result<LabelledTensor> readCsv(const std::filesystem::path& file, const ReadRequest& request);

/// The same from text; `source` begins its errors ("x.csv, "), and may be empty. `separator` is '\0' to find
/// out. Also what is pasted from a spreadsheet.
Result<LabelledTensor> parseTable(std::string_view text, const std::string& source,
                                  const ReadRequest& request, char separator = '\0');

/// Numbers that read back to the same bits, one token a line, a blank line between batches; a first column of
/// labels where there are any, in quotes where they would read back as something else. No header:
/// numpy.loadtxt(file, delimiter=",") reads it (with labels, usecols=range(1, D + 1)). A table knows no other
/// shapes than [B, S, D] and [S, D]: one batch comes back as [S, D], a tensor of rank 1 as [1, D], the outer
/// axes of rank 4 and above as one; and a NaN is "nan", whatever its bits. Errors: cannot be written; as many
/// labels as there are not tokens.
Result<void> writeCsv(const std::filesystem::path& file, const Tensor& tensor,
                      const std::vector<std::string>& labels);
/// The same with tabs.
Result<void> writeTsv(const std::filesystem::path& file, const Tensor& tensor,
                      const std::vector<std::string>& labels);

} // namespace layernorm
