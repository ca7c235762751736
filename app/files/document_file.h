// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/offload.h"
#include "app/session/session.h"
#include "core/io/project_file.h"

#include <QDateTime>
#include <QLockFile>
#include <functional>
#include <memory>
#include <optional>

namespace layernorm {

/// What a document file keeps besides the session: what the window shows of it.
struct DocumentView {
    QString library; ///< an id, or "none"
    QString page;
};

/// The document as it is at one moment; shares the tensor, so that it is made at once and written elsewhere.
class DocumentSnapshot
{
public:
    DocumentSnapshot(const Session& session, const DocumentView& view);

    /// Copies the tensor. May run in any thread.
    [[nodiscard]] Project project() const;

private:
    Content m_content;
    std::shared_ptr<const Tensor> m_input;
    bool m_affine;
    double m_eps;
    Cell m_selected;
    QString m_notes;
    DocumentView m_view;
};

/// The .lnx file the document lives in, if it lives in one.
///
/// While it is open, a lock file beside it (".NAME.lock") tells other instances, also those of other machines
/// that share the folder. Saving replaces the file as a whole or not at all.
class DocumentFile : public QObject
{
    Q_OBJECT

public:
    static constexpr const char* extension = ".lnx";

    /// By the ending of its name.
    [[nodiscard]] static bool isDocument(const QString& file)
    {
        return file.endsWith(QLatin1String(extension), Qt::CaseInsensitive);
    }

    explicit DocumentFile(Session& session, QObject* parent = nullptr);
    ~DocumentFile() override;

    /// Empty for a document that was never saved.
    [[nodiscard]] const QString& path() const { return m_path; }
    /// Where it is saved to when nothing else is said: the path, or the one it is just being saved under.
    [[nodiscard]] const QString& destination() const { return m_isSaving ? m_savedTo : m_path; }
    /// The file's name, or where the tensor came from: "seed 0".
    [[nodiscard]] QString title() const;
    /// Whether something would be lost by leaving: edits of a document that has a file; otherwise values that
    /// were typed, and notes. (Shapes, seeds and eps alone are quickly set again.)
    [[nodiscard]] bool isUnsaved() const;
    /// Asked when a snapshot is taken.
    void setView(std::function<DocumentView()> view) { m_view = std::move(view); }
    [[nodiscard]] DocumentSnapshot snapshot() const;

    /// Puts `project` in the place of the document. With an empty `path` it is a copy that has no file yet.
    void adopt(Project project, const QString& path);
    /// The same for what an earlier run left behind unsaved; `path` is proposed when it is saved.
    void adoptUnsaved(Project project, const QString& path);
    /// Where a document without a file might be saved; may be empty.
    [[nodiscard]] const QString& proposal() const { return m_proposal; }
    /// The document goes on without its file: another tensor has taken the old one's place.
    void detach();

    /// Something else, a lesson, takes the document's place for a while: it has no file meanwhile (saving
    /// must not write over the user's), which stays locked,.
    /// `restore` is to bring back what the session holds.
    void setAside(std::function<void()> restore);
    /// Ends that; nothing happens when nothing is aside.
    void bringBack();
    [[nodiscard]] bool isAside() const { return m_aside.has_value(); }
    [[nodiscard]] DocumentView view() const { return m_view(); }

    /// Whether another program changed the file since it was read or saved here.
    [[nodiscard]] bool changedElsewhere() const;
    /// Writes the document as it is now, a large one in the background, and calls `done`. The undo stack is
    /// clean at once, and no longer when it could not be written. Errors: cannot be written; open in another
    /// instance.
    void save(const QString& path, const std::function<void(const Result<void>&)>& done);
    [[nodiscard]] bool isSaving() const { return m_isSaving; }
    void waitUntilSaved() { m_saving.wait(); }

    /// Whether it is this document's file, by whichever of its names.
    [[nodiscard]] bool isIn(const QString& path) const;
    /// Who else has the file open; empty when nobody has.
    [[nodiscard]] static QString openedBy(const QString& path);

signals:
    void pathChanged();
    void aboutToBeSetAside();
    /// It is in its file now, or could not be written.
    void savingEnded();
    /// Another document was opened; the window shows it like this.
    void adopted(const layernorm::DocumentView& view);

private:
    struct Aside {
        std::function<void()> restore;
        QString path, proposal;
        std::unique_ptr<QLockFile> lock;
        QDateTime modified;
        qint64 size;
        bool clean;
        QString notes;
    };

    /// False when somebody else has it. Where no lock can be put, in a folder that cannot be written, there
    /// is none.
    bool lock(const QString& path);
    void setPath(const QString& path);
    void rememberState();
    /// What was saved was the document of that number.
    void saved(const QString& path, int number, const Result<void>& written);

    Session& m_session;
    std::function<DocumentView()> m_view;
    QString m_path;
    QString m_proposal;
    std::unique_ptr<QLockFile> m_lock;
    QDateTime m_modified;
    qint64 m_size = 0;
    bool m_isSaving = false;
    QString m_savedTo;
    /// Another one whenever another document, or none, is in the file's place.
    int m_number = 0;
    int m_adopted = 0; ///< the number of the one adopted last
    std::optional<Aside> m_aside;
    Offload m_saving;
};

} // namespace layernorm
