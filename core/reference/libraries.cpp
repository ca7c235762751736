// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reference/libraries.h"

#include <algorithm>
#include <array>

namespace layernorm {

std::span<const ReferenceLibrary> referenceLibraries()
{
    static constexpr std::array table{
        ReferenceLibrary{"torch", "LibTorch", "layernorm-reference-torch", false, "libtorch-dev"},
        ReferenceLibrary{"onednn", "oneDNN", "layernorm-reference-onednn", false, "libdnnl-dev"},
        ReferenceLibrary{"python", "PyTorch", "python_torch.py", true, "python3-torch"},
    };
    return table;
}

const ReferenceLibrary* findReferenceLibrary(std::string_view id)
{
    const auto libraries = referenceLibraries();
    const auto found = std::find_if(libraries.begin(), libraries.end(),
                                    [id](const ReferenceLibrary& library) { return id == library.id; });
    return found == libraries.end() ? nullptr : &*found;
}

} // namespace layernorm
