// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/stored_values.h"

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
    StoredTensor tensor;
    ValueLayout layout;      ///< its offset is where the header ends
    std::uint64_t bytes = 0; ///< that the values take
};

/// `text` is the header without the magic, version and length before it: a Python dictionary of exactly
/// 'descr', 'fortran_order' and 'shape', in any order, each once, with a comma at the end or not; then only
/// blanks. `start` is the byte of the file where it begins. `descr` is one of f2, f4, f8, i1 .. i8, u1 .. u8
/// behind < or > (| too where a value is one byte); = and nothing at all, which NumPy reads as well, stand
/// for this machine's order.
///
/// Errors, each naming `file`: no such dictionary (with the byte of the file and what belongs there); another
/// type (with the numpy call that converts); a negative extent; values that take more bytes than 64 bits
/// count. Source: numpy.lib.format.
Result<Header> parseHeader(const std::string& file, std::string_view text, std::uint64_t start);

} // namespace layernorm::npy
