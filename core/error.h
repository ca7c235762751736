// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

// Marks a sentence for the translators (lupdate is told of this macro); the core itself speaks English. The
// context is always "Core".
#define LAYERNORM_SENTENCE(context, text) text

namespace layernorm {

/// One sentence for a person: what is wrong, where, and how to mend it.
///
/// `sentence` is an English literal with places %1, %2, ... and serves as the key of its translation;
/// `arguments` fill the places and are not translated (numbers, file names, shapes).
struct Error {
    const char* sentence = "";
    std::vector<std::string> arguments;

    /// The English sentence with its places filled.
    [[nodiscard]] std::string text() const;
};

template <typename T>
using Result = tl::expected<T, Error>;

/// `return failure(LAYERNORM_SENTENCE("Core", "..."), {...});`
inline tl::unexpected<Error> failure(const char* sentence, std::vector<std::string> arguments = {})
{
    return tl::unexpected<Error>(Error{sentence, std::move(arguments)});
}

} // namespace layernorm
