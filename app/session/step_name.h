// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <functional>

namespace layernorm {

/// What an undo step is called. It outlives the language it was done in, and so is kept untranslated.
class StepName
{
public:
    /// A name that is the same in every language.
    StepName(QString text);
    /// A text with its context; `arguments` (numbers, names, samples) fill its places %1, %2, ... and are
    /// translated in the context "Core" where it has them.
    StepName(const char* context, const char* text, QStringList arguments = {});
    /// What `text` gives whenever it is asked.
    StepName(std::function<QString()> text);

    /// In the language that is spoken now.
    [[nodiscard]] QString text() const;

private:
    const char* m_context = nullptr;
    QString m_text;
    QStringList m_arguments;
    std::function<QString()> m_make;
};

} // namespace layernorm
