// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/tensor/shape.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

namespace layernorm {

/// Numbers somebody else computed, as they were printed, pasted or saved.
struct Candidate {
    std::vector<double> values; ///< row-major
    /// Half the unit of the last digit each value is known to (see `parseCandidate`): the value meant lies
    /// within it. A value that was truncated instead of rounded lies within twice that. 0 for what is not
    /// finite. For numbers from a binary file half an ulp of its type (float16, float32), exact zeros for
    /// files of float64 and integers.
    std::vector<double> uncertainty;
    /// What brackets or rows tell of the shape; {n} where there is nothing to tell from, as for one row or
    /// one number a line.
    std::vector<std::int64_t> extents;
};

/// Reads
/// - a table: a line a row, numbers between tabs, or semicolons, or commas, or blanks; blank lines part the
///   rows into blocks, lines that begin with # are left out (numpy.savetxt);
/// - nested lists and tuples of Python, the print-out of a NumPy array, a PyTorch tensor or parameter, a list
///   of these, or several one after another (with `tensor(`, `array(`, `np.float32(`, dtype=..., device=...,
///   grad_fn=..., and rows that go over several lines);
/// - the print-out of a tensor in C++ (LibTorch) with "(1,.,.) =", "Columns 1 to 8", a common factor such as
///   "1e-05 *", and "[ CPUFloatType{2,3,4} ]".
///
/// nan and inf are numbers (any case). A comma is never a decimal point: text in which it could be one is
/// refused where another separator shows it ("0,5;1,2").
///
/// How far a value is known. Its own last digit is what a print-out with fixed digits shows. NumPy, Python,
/// spreadsheets and std::cout leave zeros at the end out, so "0.5" among "0.1234" means 0.5000. A number is
/// therefore known to the finer of its own last digit and the neighbours' digits, of which it gets the fewer:
/// as many decimals as the longest in the text, as many significant digits as the longest in the text (to a
/// number without an exponent, of those without one), and no finer than the type that prints so few digits
/// (float16 up to 5, float32 up to 9: their shortest print-out reads back to the same bits, but is not the
/// same number). NumPy and PyTorch alone print a bare "1."; such a text is taken as known to 4 decimals,
/// PyTorch's usual number, at least. A list whose numbers were cut to different lengths by hand is not told
/// from one with zeros left out.
///
/// `shape` is the input's: as many numbers are expected. Errors, each with line and column (both from 1, a
/// column is a character): nothing; words; a row shorter or longer than the others; brackets that do not
/// match; "..." where a print-out was cut short (says how to print everything); more or fewer numbers than
/// the shape has; bytes that no text has. Reading stops at the first number too many, and a text longer than
/// `candidateTextLimit` is refused unread.
Result<Candidate> parseCandidate(std::string_view text, const Shape& shape);

/// A .npy file (told by its ending or its first bytes) by its values, anything else, also a pipe, as text.
/// Errors: those of the file and of `parseCandidate`, which name the file; nothing is read beyond the limit.
Result<Candidate> readCandidate(const std::filesystem::path& file, const Shape& shape);

/// How many bytes of text the numbers of `shape` take at most: 64 each, and a mebibyte.
[[nodiscard]] std::size_t candidateTextLimit(const Shape& shape);

} // namespace layernorm
