// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace layernorm {

/// A library the program can compare itself with, through a worker process that speaks reference/protocol.h.
/// A new one is a worker and one line in the table behind `referenceLibraries`.
struct ReferenceLibrary {
    const char* id;      ///< as --reference takes it: "torch"
    const char* name;    ///< until the worker has told its own: "LibTorch"
    const char* worker;  ///< file name of the executable or script
    bool runsInPython;   ///< the worker is a script for the Python the user names
    const char* package; ///< what Debian calls the package that brings the library
};

[[nodiscard]] std::span<const ReferenceLibrary> referenceLibraries();

/// nullptr for an id that is not in the table.
[[nodiscard]] const ReferenceLibrary* findReferenceLibrary(std::string_view id);

} // namespace layernorm
