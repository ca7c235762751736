// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Private to the lessons: words of their files.
namespace layernorm {

/// Without the blanks around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// What stands between blanks.
[[nodiscard]] std::vector<std::string> wordsOf(std::string_view text);
/// What stands between separators, trimmed; empty parts too.
[[nodiscard]] std::vector<std::string> partsOf(std::string_view text, char separator);
/// "a, b, c"
[[nodiscard]] std::string listed(std::span<const std::string> words);
[[nodiscard]] std::string listed(std::span<const char* const> words);
/// Whether one letter more, less or other makes one of the other; two for words of five letters or more.
[[nodiscard]] bool isMisspelt(std::string_view word, std::string_view right);

} // namespace layernorm
