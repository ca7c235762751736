// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Private to the core: text out of files, which may be anything.
namespace layernorm {

/// U+FEFF, which some programs write at the beginning of a text.
inline constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

/// Where `text` stops being UTF-8 as RFC 3629 has it: no bytes more than need be, no halves of pairs (U+D800
/// to U+DFFF), nothing above U+10FFFF. Its size where all of it is.
[[nodiscard]] std::size_t firstNoUtf8(std::string_view text);

/// The beginning of a UTF-8 text, fit to stand in a sentence: at most 60 bytes of one line, no character cut
/// in two, with "..." where more follows.
[[nodiscard]] std::string excerpt(std::string_view text);

} // namespace layernorm
