// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/settings.h"

namespace layernorm {

/// How far the user has come in each lesson, kept in one setting: a text "ID STEP FINISHED" a lesson.
class LessonProgress
{
public:
    explicit LessonProgress(SettingsStore& settings) : m_settings(settings) {}

    /// The step, from 0, the lesson was left at; 0 for one that was never begun.
    [[nodiscard]] int step(const QString& id) const { return entry(id).step; }
    /// Whether its last step was reached, and answered, at any time.
    [[nodiscard]] bool isFinished(const QString& id) const { return entry(id).finished; }

    void setStep(const QString& id, int step);
    void setFinished(const QString& id);

private:
    struct Entry {
        int step = 0;
        bool finished = false;
    };
    [[nodiscard]] Entry entry(const QString& id) const;
    void put(const QString& id, const Entry& entry);

    SettingsStore& m_settings;
};

} // namespace layernorm
