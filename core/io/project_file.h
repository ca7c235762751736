// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace layernorm {

/// All that a document is: what File > Save keeps and File > Open brings back.
struct Project {
    Tensor input;
    std::vector<std::string> labels = {}; ///< one a token, or none
    Tensor gamma; ///< of shape input.shape().trailing(normalizedDims), as is beta; of input's type
    Tensor beta;
    bool affine = false; ///< whether gamma and beta are used
    double eps = 1e-5;
    int normalizedDims = 1;
    std::uint64_t seed = 0;
    std::string source = {};      ///< where the input came from; empty for random numbers
    std::string library = "none"; ///< or an id of core/reference/libraries.h
    std::string page = {};        ///< as --page takes it
    std::int64_t row = 0;         ///< the selected cell of the input's table (a row a token)
    std::int64_t column = 0;
    std::string notes = {};
};

/// A .lnx file: one JSON object, UTF-8.
///
///     {"format":"layernorm-explorer","version":1,"input":{"dtype":"float32","shape":[2,3,4],"values":[...]},
///      "labels":["the",...],"gamma":{...},"beta":{...},"affine":false,"eps":1e-05,"normalized_dims":1,"seed":0,
///      "source":"","library":"torch","page":"eps","selection":[0,0],"notes":""}
///
/// `values` are numbers that read back to the same bits (-0.0 too), "nan", "inf" and "-inf" as strings, and a
/// NaN with another pattern than the usual quiet one as "nan:7fc00001", its bits. Above 100000 elements
/// `base64` stands in the place of `values`: the little-endian bytes. Both are read whatever the size. All
/// keys but labels, source, page, notes and selection are required; unknown keys are ignored, so that version
/// 1 can grow.
///
/// Errors, naming the file, the place (byte or key) and the remedy: as `SourceFile`; not JSON (byte); not
/// such an object; a newer version (says which program reads it: a newer one); a key missing, given twice or
/// of the wrong kind; a library that is not known; a selected cell outside of the input; nesting deeper than
/// any document has; shapes that Shape refuses or whose number of values is another; numbers the type cannot
/// hold; gamma or beta of another shape or type; eps or normalized_dims out of range; labels of another
/// number than tokens; invalid UTF-8. Nothing larger than the file is allocated before its values have been
/// counted.
Result<Project> readProject(const std::filesystem::path& file);
/// `name` begins the errors.
Result<Project> parseProject(std::string_view text, const std::string& name);

/// The file as a whole or not at all: a crash, a kill or a full disk at any moment leaves the old one.
/// Errors: labels, eps, normalizedDims, gamma, beta or a library that could not be read again; cannot be
/// written (with the system's reason). What is no UTF-8 in a text becomes U+FFFD, and a selected cell outside
/// of the input the nearest one in it.
Result<void> writeProject(const std::filesystem::path& file, const Project& project);
[[nodiscard]] std::string projectText(const Project& project);

} // namespace layernorm
