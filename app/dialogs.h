// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/stored_tensor.h"

#include <QDateTime>
#include <QPageLayout>
#include <QString>
#include <functional>

class QPrinter;
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
    /// Which tensor of `file`, and which part of it, where needsChoice() says that there is something to
    /// choose; nullopt when the user cancels.
    virtual std::optional<ReadRequest> tensorToImport(QWidget* parent, const QString& file,
                                                      const StoredTensors& tensors);
    /// The document `title` has changes that are not saved.
    virtual Leave leaveUnsaved(QWidget* parent, const QString& title);
    /// `file` is open elsewhere, in `program`; whether it is to be opened as a copy.
    virtual bool openCopy(QWidget* parent, const QString& file, const QString& program);
    /// Another program has changed `file`; whether it is to be overwritten.
    virtual bool overwriteChanged(QWidget* parent, const QString& file);
    /// A crash left changes of `document` behind; whether they are wanted.
    virtual bool recover(QWidget* parent, const QString& document, const QDateTime& time);
    virtual void error(QWidget* parent, const QString& message);
    /// Shows what `paint` prints, on a page that lies as told until the user turns it, and prints it if the
    /// user wants; `paint` is called as often as it takes.
    virtual void printPreview(QWidget* parent, QPageLayout::Orientation orientation,
                              const std::function<void(QPrinter&)>& paint);
};

} // namespace layernorm
