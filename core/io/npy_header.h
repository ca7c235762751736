// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

/// Private to the core: what npy.cpp reads first of a .npy file.
namespace layernorm::npy {

/// How `descr` begins for values in this machine's byte order.
inline constexpr char nativeOrder = std::endian::native == std::endian::little ? '<' : '>';

/// What the header says of the values behind it.
struct Header {
    Shape shape;
    DType dtype = DType::Float32;
    bool swapped = false;      ///< the other byte order than this machine's
    bool fortranOrder = false; ///< the first extent is contiguous
};

/// `text` is the header without the magic, version and length before it: a Python dictionary of exactly
/// 'descr', 'fortran_order' and 'shape', in any order, each once, with a comma at the end or not; then only
/// blanks. `start` is the byte of the file where it begins.
///
/// Errors, each naming `file`: no such dictionary (with the byte of the file and what belongs there); a type
/// other than float32 and float64 (with the numpy call that converts); no dimension; a shape the program does
/// not take. Source: numpy.lib.format.
Result<Header> parseHeader(const std::string& file, std::string_view text, std::uintmax_t start);

} // namespace layernorm::npy
