// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/experiments.h"

#include <QString>
#include <optional>

class QWidget;

namespace layernorm {

/// What a page lets others take away from it.
class ExportablePage
{
public:
    virtual ~ExportablePage() = default;

    /// As --experiment takes it; proposed as the file's name.
    [[nodiscard]] virtual QString experiment() const = 0;
    /// What is shown, as --experiment prints it; nullopt while there is nothing to show.
    [[nodiscard]] virtual std::optional<ExperimentTable> table() const = 0;
    /// What a saved picture shows.
    [[nodiscard]] virtual QWidget* pictured() = 0;
    /// Whether everything shown belongs to the document as it is now (a screenshot waits for it).
    [[nodiscard]] virtual bool isCurrent() const = 0;
};

} // namespace layernorm
