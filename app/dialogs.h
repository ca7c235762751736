// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace layernorm {

/// Everything that stops to ask the user something. Tests put their own answers in its place.
class Dialogs
{
public:
    enum class Leave { Save, Discard, Cancel };

    virtual ~Dialogs() = default;

    /// Empty when the user cancels, as are the next two.
    virtual QString fileToOpen(QWidget* parent, const QString& filter);
    virtual QString fileToSave(QWidget* parent, const QString& title, const QString& proposal,
                               const QString& filter);
    virtual QString pythonInterpreter(QWidget* parent, const QString& present);
    /// The tensor has been edited and not saved.
    virtual Leave leaveUnsaved(QWidget* parent);
    virtual void error(QWidget* parent, const QString& message);
    virtual void about(QWidget* parent, const QString& title, const QString& text);
};

} // namespace layernorm
