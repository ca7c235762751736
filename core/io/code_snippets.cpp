// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/code_snippets.h"

#include "core/io/snippet_text.h"

#include <array>

namespace layernorm {

std::span<const CodeLanguage> codeLanguages()
{
    static constexpr std::array languages{
        CodeLanguage{"pytorch", LAYERNORM_SENTENCE("Core", "PyTorch"), snippet::writePyTorch},
        CodeLanguage{"numpy", LAYERNORM_SENTENCE("Core", "NumPy"), snippet::writeNumPy},
        CodeLanguage{"libtorch", LAYERNORM_SENTENCE("Core", "C++ (LibTorch)"), snippet::writeLibTorch},
        CodeLanguage{"latex", LAYERNORM_SENTENCE("Core", "LaTeX (the selected token's formula)"),
                     snippet::writeLatex},
    };
    return languages;
}

} // namespace layernorm
