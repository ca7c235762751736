// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm.h"
#include "core/reference/library_operation.h"

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace layernorm {

/// What an experiment found: named columns, rows of texts (numbers read back to the same bits; an empty text
/// means that there is no value).
struct ExperimentTable {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
    /// Further members of the JSON object, each a name and a value that is JSON already.
    std::vector<std::pair<std::string, std::string>> facts{};
};

/// What an experiment works on.
struct ExperimentRequest {
    const Tensor& input;
    const LayerNormParameters& parameters;
    const AskableLibrary* library = nullptr; ///< none: the library's columns stay empty
    std::optional<std::string> candidate{};  ///< file with somebody's own output for this input
    // Of Transformer blocks; experiments without one do not look at them.
    int heads = 1;       ///< of the attention
    bool causal = false; ///< whether tokens take nothing of later ones
    int depth = 24;      ///< blocks one upon another
};

/// A question asked of LayerNorm that prints a table. A new one is one file in core/explore and one line in
/// the table behind `experiments`.
struct Experiment {
    const char* name;    ///< as --experiment takes it
    const char* purpose; ///< one line, for people
    bool asksLibrary;    ///< whether the library is worth starting for it
    bool takesCandidate; ///< whether it needs a candidate, and no other does anything with one
    /// Errors: those of `layerNorm`, and the experiment's own.
    Result<ExperimentTable> (*run)(const ExperimentRequest& request);
};

[[nodiscard]] std::span<const Experiment> experiments();
/// nullptr for a name that is not in the table.
[[nodiscard]] const Experiment* findExperiment(std::string_view name);

/// As RFC 4180 but with LF at the ends of lines; the first line names the columns.
[[nodiscard]] std::string toCsv(const ExperimentTable& table);
/// For the clipboard: cells between tabs, and what is a tab or a line's end within one a blank.
[[nodiscard]] std::string toTsv(const ExperimentTable& table);
/// An object: "experiment" is `name`, then the facts, then "rows", an array of one object a row. Texts that
/// are finite numbers become JSON numbers, empty ones null. A byte that is not UTF-8 becomes U+FFFD.
[[nodiscard]] std::string toJson(const std::string& name, const ExperimentTable& table);

} // namespace layernorm
