// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm.h"

#include <span>
#include <string>
#include <vector>

namespace layernorm {

/// What an experiment found: named columns, rows of texts (numbers read back to the same bits).
struct ExperimentTable {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};

/// A question asked of LayerNorm that prints a table. A new one is one file in core/explore and one line in
/// the table behind `experiments`.
struct Experiment {
    const char* name;    ///< as --experiment takes it
    const char* purpose; ///< one line, for people
    /// Errors: those of `layerNorm`, and the experiment's own.
    Result<ExperimentTable> (*run)(const Tensor& input, const LayerNormParameters& parameters);
};

[[nodiscard]] std::span<const Experiment> experiments();
/// nullptr for a name that is not in the table.
[[nodiscard]] const Experiment* findExperiment(std::string_view name);

/// As RFC 4180 but with LF at the ends of lines; the first line names the columns.
[[nodiscard]] std::string toCsv(const ExperimentTable& table);
/// An array of one object a row; texts that are finite numbers become JSON numbers. A byte that is not UTF-8
/// becomes U+FFFD.
[[nodiscard]] std::string toJson(const ExperimentTable& table);

} // namespace layernorm
