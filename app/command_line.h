// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/stored_tensor.h"
#include "core/norm/layer_norm.h"

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
    QString input;  ///< a file; empty for random numbers and samples
    QString sample; ///< a name of core/io/samples.h
    QString tensor; ///< which of a file's tensors
    std::optional<IndexRange> batches, tokens;
    std::optional<double> eps; ///< default: the document's own, or 1e-5
    std::optional<int> normalizedDims;
    QString gamma, beta;
    std::optional<DType> dtype;
    std::optional<QString> reference; ///< an id, or "none"; nullopt when not named
    QString python;
    QString report; ///< "text", "json" or empty
    QString output;
    QString experiment, format = QStringLiteral("csv");
    int heads = 1; ///< of attention, as are the next two for experiments with Transformer blocks
    bool causal = false;
    int depth = 24;
    QString candidate; ///< a file with somebody's own output, for the experiment that takes one
    QString screenshot;
    QSize size{1280, 800};
    int scale = 1; ///< pixels of the screenshot for each of the window's
    std::optional<QString> page, language, theme, notation;
    QString checkedLesson;         ///< a file that is examined, and nothing else done
    QString lesson;                ///< the lesson to open: an id, or a file
    std::optional<int> lessonStep; ///< from 0; where it was left when none is named
    bool present = false;
    std::optional<QString> view; ///< the presentation's first
    QString remark;              ///< what is done otherwise than asked, to be said on stderr
    QString answer;              ///< what --help, --version or --sample list print; nothing else is done then

    /// Whether the program prints or writes something and exits without a window.
    [[nodiscard]] bool isHeadless() const
    {
        return !report.isEmpty() || !output.isEmpty() || !experiment.isEmpty() || !screenshot.isEmpty() ||
               !checkedLesson.isEmpty();
    }
};

/// Errors: an unknown option, a value an option does not take, options that exclude each other.
/// Answers and the texts in errors are in the language that the application speaks.
Result<CommandLine> parseCommandLine(const QStringList& arguments);

/// What --language is given, whatever else may be wrong with the arguments; empty where it is not there.
[[nodiscard]] QString languageAskedFor(const QStringList& arguments);

} // namespace layernorm
