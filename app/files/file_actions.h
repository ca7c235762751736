// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialogs.h"
#include "app/files/document_file.h"
#include "app/settings.h"
#include "core/io/tensor_file.h"

#include <QFileInfo>
#include <QPointer>

class QMenu;

namespace layernorm {

/// What the File menu does with documents, tensors and samples. Nothing is read or written before the user
/// has answered what there is to ask, and nothing of the document is touched when something goes wrong.
class FileActions : public QObject
{
    Q_OBJECT

public:
    FileActions(Session& session, DocumentFile& document, SettingsStore& settings, Dialogs& dialogs,
                QWidget& window);

    /// Open, recent files, samples, save, save tensors.
    void fillMenu(QMenu& menu);

    /// A document, or a tensor file, which is an undoable step. `request` where it has been chosen already.
    void open(const QString& file, const ReadRequest& request = {});
    /// Asks whether the document may be given up, and saves it when that is the answer. False: stay.
    [[nodiscard]] bool leave();
    /// Whether a file is being read or written in the background.
    [[nodiscard]] bool isBusy() const { return m_work.isBusy(); }
    /// Waits for that, and tells what has come of it.
    void finish();

signals:
    /// For the status bar.
    void told(const QString& message);
    /// A lesson was chosen, which is no document.
    void lessonWanted(const QString& file);
    /// Something cannot be done just now; one sentence.
    void refused(const QString& message);

private:
    /// One of the tensors that can be saved.
    struct Saved {
        const char* id;
        const char* title;
        const char* proposal;
        const Tensor& (*of)(const LayerNormResult& result);
        bool labelled;
    };
    static const Saved savedResults[];

    void fillSamples(QMenu& menu);
    void fillSavedTensors(QMenu& menu);
    void fillRecent(QMenu& menu);
    void remember(const QString& file);

    void openDialog();
    void openDocument(const QString& file);
    void openTensor(const QString& file, const ReadRequest& request);
    void askForTensor(const QString& file, const Result<StoredTensors>& tensors);
    void readTensorInto(const QString& file, const ReadRequest& request);
    void openSample(const char* name);
    /// Puts what `make` gives in as an undo step; the document goes on without its file.
    void putTensor(std::function<Result<LabelledTensor>()> make, const StepName& step, const QString& source,
                   bool large, const std::function<void()>& done);

    bool save();
    bool saveAs();
    bool saveTo(const QString& file);
    void saveInput();
    void saveResult(const Saved& what);
    void saveTensor(const QString& title, const QString& proposal, std::shared_ptr<const Tensor> tensor,
                    const QStringList& labels, const std::function<void()>& done);
    void complain(const Error& error);
    [[nodiscard]] QString tensorFilter() const;

    Session& m_session;
    DocumentFile& m_document;
    SettingsStore& m_settings;
    Dialogs& m_dialogs;
    QWidget& m_window;
    Offload m_work;
};

/// Where the samples' files are: beside the program in the build tree, in share/ after installation.
[[nodiscard]] QString samplesDirectory();

} // namespace layernorm
