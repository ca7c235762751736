// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

namespace layernorm {

QString Dialogs::fileToOpen(QWidget* parent, const QString& filter)
{
    return QFileDialog::getOpenFileName(parent, QCoreApplication::translate("Dialogs", "Open a tensor"), {},
                                        filter);
}

QString Dialogs::fileToSave(QWidget* parent, const QString& title, const QString& proposal,
                            const QString& filter)
{
    return QFileDialog::getSaveFileName(parent, title, proposal, filter);
}

QString Dialogs::pythonInterpreter(QWidget* parent, const QString& present)
{
    return QFileDialog::getOpenFileName(
        parent, QCoreApplication::translate("Dialogs", "Choose the Python that has your PyTorch"), present);
}

Dialogs::Leave Dialogs::leaveUnsaved(QWidget* parent)
{
    QMessageBox box(
        QMessageBox::Question, QCoreApplication::translate("Dialogs", "Unsaved values"),
        QCoreApplication::translate("Dialogs", "The tensor has values you typed that are not saved."),
        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, parent);
    switch (box.exec()) {
    case QMessageBox::Save:
        return Leave::Save;
    case QMessageBox::Discard:
        return Leave::Discard;
    default:
        return Leave::Cancel;
    }
}

void Dialogs::error(QWidget* parent, const QString& message)
{
    QMessageBox::warning(parent, QCoreApplication::translate("Dialogs", "LayerNorm Explorer"), message);
}

void Dialogs::about(QWidget* parent, const QString& title, const QString& text)
{
    QMessageBox::about(parent, title, text);
}

} // namespace layernorm
