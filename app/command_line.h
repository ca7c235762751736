// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm.h"
#include "core/tensor/tensor.h"

#include <QSize>
#include <QString>
#include <QStringList>
#include <optional>

namespace layernorm {

/// Exit codes, which scripts depend on.
enum class ExitCode { Done = 0, Disagrees = 1, BadInput = 2, ReferenceCannotRun = 3 };

/// What the command line asks for, checked as far as it can be without reading a file.
struct CommandLine {
    Shape shape = Shape::of({2, 3, 4});
    std::uint64_t seed = 0;
    QString input; ///< a file; empty for random numbers
    double eps = 1e-5;
    int normalizedDims = 1;
    QString gamma, beta;
    std::optional<DType> dtype;
    std::optional<QString> reference; ///< an id, or "none"; nullopt when not named
    QString python;
    QString report; ///< "text", "json" or empty
    QString output;
    QString experiment, format = QStringLiteral("csv");
    QString candidate; ///< a file with somebody's own output, for the experiment that takes one
    QString screenshot;
    QSize size{1280, 800};
    std::optional<QString> page, language, theme;
    QString answer; ///< what --help or --version print; nothing else is done then

    /// Whether the program prints or writes something and exits without a window.
    [[nodiscard]] bool isHeadless() const
    {
        return !report.isEmpty() || !output.isEmpty() || !experiment.isEmpty() || !screenshot.isEmpty();
    }
};

/// Errors: an unknown option, a value an option does not take, options that exclude each other.
Result<CommandLine> parseCommandLine(const QStringList& arguments);

/// The tensors the command line names.
struct Job {
    Tensor input;
    LayerNormParameters parameters;
    QString source; ///< file name of the input; empty for random numbers
};

/// Reads the files or draws the numbers. Errors: those of the files, and of `checkParameters`.
Result<Job> loadJob(const CommandLine& commandLine);

} // namespace layernorm
