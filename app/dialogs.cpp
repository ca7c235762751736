// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs.h"

#include "app/files/import_dialog.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QMessageBox>
#include <QPrintPreviewDialog>
#include <QPrinter>
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
    QFileDialog dialog(parent, title, {}, filter);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.selectFile(proposal);
    // A name without an ending gets that of the proposal, before it is asked about overwriting.
    dialog.setDefaultSuffix(QFileInfo(proposal).suffix());
    return dialog.exec() == QDialog::Accepted ? dialog.selectedFiles().value(0) : QString();
}

QString Dialogs::pythonInterpreter(QWidget* parent, const QString& present)
{
    return QFileDialog::getOpenFileName(
        parent, QCoreApplication::translate("Dialogs", "Choose the Python that has your PyTorch"), present);
}

std::optional<ReadRequest> Dialogs::tensorToImport(QWidget* parent, const QString& file,
                                                   const StoredTensors& tensors)
{
    ImportDialog dialog(file, tensors, parent);
    return dialog.exec() == QDialog::Accepted ? dialog.request() : std::nullopt;
}

bool Dialogs::openCopy(QWidget* parent, const QString& file, const QString& program)
{
    QMessageBox box(QMessageBox::Warning, QCoreApplication::translate("Dialogs", "Open elsewhere"),
                    QCoreApplication::translate("Dialogs", "%1 is open in %2.").arg(file, program),
                    QMessageBox::Cancel, parent);
    box.setInformativeText(QCoreApplication::translate(
        "Dialogs", "A copy can be opened; it has to be saved under another name."));
    const QPushButton* copy =
        box.addButton(QCoreApplication::translate("Dialogs", "Open a &copy"), QMessageBox::AcceptRole);
    box.exec();
    return box.clickedButton() == copy;
}

bool Dialogs::overwriteChanged(QWidget* parent, const QString& file)
{
    QMessageBox box(
        QMessageBox::Warning, QCoreApplication::translate("Dialogs", "Changed by another program"),
        QCoreApplication::translate("Dialogs", "%1 was changed after it was opened here.").arg(file),
        QMessageBox::Cancel, parent);
    box.setInformativeText(
        QCoreApplication::translate("Dialogs", "Saving overwrites what the other program has written."));
    const QPushButton* overwrite =
        box.addButton(QCoreApplication::translate("Dialogs", "&Overwrite"), QMessageBox::DestructiveRole);
    box.exec();
    return box.clickedButton() == overwrite;
}

bool Dialogs::recover(QWidget* parent, const QString& document, const QDateTime& time)
{
    QMessageBox box(
        QMessageBox::Question, QCoreApplication::translate("Dialogs", "Unsaved changes were kept"),
        QCoreApplication::translate("Dialogs", "The program ended before the changes of %1 were saved.")
            .arg(document),
        QMessageBox::NoButton, parent);
    box.setInformativeText(QCoreApplication::translate("Dialogs", "They were kept on %1.")
                               .arg(QLocale().toString(time, QLocale::LongFormat)));
    const QPushButton* recover =
        box.addButton(QCoreApplication::translate("Dialogs", "&Recover"), QMessageBox::AcceptRole);
    box.addButton(QCoreApplication::translate("Dialogs", "&Throw away"), QMessageBox::DestructiveRole);
    box.exec();
    return box.clickedButton() == recover;
}

Dialogs::Leave Dialogs::leaveUnsaved(QWidget* parent, const QString& title)
{
    QMessageBox box(QMessageBox::Question, QCoreApplication::translate("Dialogs", "Unsaved changes"),
                    QCoreApplication::translate("Dialogs", "%1 has changes that are not saved.").arg(title),
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

void Dialogs::printPreview(QWidget* parent, QPageLayout::Orientation orientation,
                           const std::function<void(QPrinter&)>& paint)
{
    QPrinter printer(QPrinter::HighResolution);
    printer.setPageOrientation(orientation);
    QPrintPreviewDialog preview(&printer, parent);
    if (parent)
        preview.resize(parent->size()); // its own size shows a stamp
    QObject::connect(&preview, &QPrintPreviewDialog::paintRequested, &preview,
                     [&paint](QPrinter* page) { paint(*page); });
    preview.exec();
}

} // namespace layernorm
