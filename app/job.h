// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"
#include "core/io/project_file.h"

namespace layernorm {

/// The tensors the command line names.
struct Job {
    Tensor input;
    LayerNormParameters parameters;
    QString source; ///< where the input came from; empty for random numbers
    std::vector<std::string> labels;
    std::optional<Error> notice;    ///< what reading has changed
    std::optional<Project> project; ///< the document that `input` and `parameters` are those of
    /// A file that the window opens when it is there, because there is something to ask or much to read;
    /// `input` is the article's until then.
    QString fileToOpen;
    ReadRequest partToOpen;
};

/// Reads the files or draws the numbers. Errors: those of the files, and of `checkParameters`.
Result<Job> loadJob(const CommandLine& commandLine);

} // namespace layernorm
