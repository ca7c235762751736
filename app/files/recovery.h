// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/files/document_file.h"

#include <QTimer>

namespace layernorm {

/// Keeps a copy of what is not saved in a folder of its own, so that a crash takes a few seconds of work at
/// most.
///
/// A running program holds ID.lock and writes ID.lnx (the document) and ID.path (the file it belongs to, if
/// any) a few seconds after a change. They are gone when it is saved, undone or given up. What a later start
/// finds without a living holder of its lock was left behind by a crash.
class Recovery : public QObject
{
    Q_OBJECT

public:
    /// What an earlier run has left behind; nobody else finds it while this lives.
    struct LeftBehind {
        QString file;     ///< the copy
        QString original; ///< where the document was saved before; empty when it never was
        QDateTime time;
        std::shared_ptr<QLockFile> lock;

        void remove() const;
        /// Is not offered again, and stays for whoever can still make something of it; gives its new name.
        [[nodiscard]] QString keepAsDamaged() const;
    };

    static constexpr int secondsUntilCopied = 5;

    /// Nothing is kept when `directory` is empty or cannot be made.
    Recovery(Session& session, DocumentFile& document, const QString& directory, QObject* parent = nullptr);
    ~Recovery() override;

    /// Newest first.
    [[nodiscard]] QList<LeftBehind> leftBehind() const;
    /// Now instead of in a few seconds, and waits for it. Whether all there is to keep is in the copy.
    bool copyNow();

private:
    void documentChanged();
    void copy();
    void removeCopy() const;
    [[nodiscard]] QString ownFile(const char* ending) const;

    Session& m_session;
    DocumentFile& m_document;
    QString m_directory;
    QString m_id;
    std::unique_ptr<QLockFile> m_lock;
    bool m_copied = false;
    bool m_written = false; ///< as it was when it was copied last
    QTimer m_timer;
    Offload m_writing;
};

} // namespace layernorm
