// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/tensor_file.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace layernorm::fuzz {

/// What holds whatever the input is. Each of these ends the process where it does not hold, after it has
/// printed why; the fuzzer then keeps the input.

void require(bool holds, const std::string& what);

/// An error that a person can read: every place of its sentence is filled; valid UTF-8 on one line, without
/// control characters; no longer than `longestSentence`, however long what it quotes.
void requireReadableSentence(const Error& error);
inline constexpr std::size_t longestSentence = 1500;

/// As many labels as the tensor has tokens, or none; a notice that can be read.
void requireSound(const LabelledTensor& read);

/// Equal shapes, types, bits and labels.
void requireSame(const LabelledTensor& a, const LabelledTensor& b, const std::string& what);

/// With the usual NaN in the place of every other, which text cannot tell from it.
[[nodiscard]] Tensor withPlainNans(Tensor tensor);

/// A file of `format` that lists its tensors: each of them that `readableShape` takes is read, with that
/// shape and the type it is said to become, and each other one is refused; all that holds of `requireParts`
/// and `requireRoundTrip`.
void requireListedFormat(const TensorFormat& format, const std::filesystem::path& file,
                         std::span<const std::uint8_t> bytes);

/// What `request` reads is sound, or the error readable; parts of it are the same as the same parts of the
/// whole; written and read back it has the same bits. `bytes`, the file's, choose the parts.
void requireRead(const TensorFormat& format, const std::filesystem::path& file, const ReadRequest& request,
                 std::span<const std::uint8_t> bytes);

} // namespace layernorm::fuzz
