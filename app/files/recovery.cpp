// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/recovery.h"

#include <QDir>
#include <QFileInfo>
#include <QUuid>
#include <utility>

namespace layernorm {

namespace {

QString withEnding(const QString& file, const char* ending)
{
    const QFileInfo info(file);
    return info.absolutePath() + u'/' + info.completeBaseName() + QLatin1String(ending);
}

QString textOf(const QString& file)
{
    QFile in(file);
    return in.open(QFile::ReadOnly) ? QString::fromUtf8(in.readAll()) : QString();
}

void writeText(const QString& file, const QString& text)
{
    QFile out(file);
    if (out.open(QFile::WriteOnly | QFile::Truncate))
        out.write(text.toUtf8());
}

} // namespace

void Recovery::LeftBehind::remove() const
{
    for (const char* ending : {".lnx", ".path"})
        QFile::remove(withEnding(file, ending));
}

QString Recovery::LeftBehind::keepAsDamaged() const
{
    const QString kept = withEnding(file, ".damaged");
    QFile::rename(file, kept);
    QFile::remove(withEnding(file, ".path"));
    return kept;
}

Recovery::Recovery(Session& session, DocumentFile& document, const QString& directory, QObject* parent)
    : QObject(parent),
      m_session(session),
      m_document(document),
      m_directory(directory),
      m_id(QUuid::createUuid().toString(QUuid::WithoutBraces))
{
    if (directory.isEmpty() || !QDir().mkpath(directory))
        return;
    m_timer.setSingleShot(true);
    m_timer.setInterval(secondsUntilCopied * 1000);
    connect(&m_timer, &QTimer::timeout, this, &Recovery::copy);
    connect(&session.undoStack(), &QUndoStack::indexChanged, this, &Recovery::documentChanged);
    connect(&session.undoStack(), &QUndoStack::cleanChanged, this, &Recovery::documentChanged);
    connect(&document, &DocumentFile::savingEnded, this, &Recovery::documentChanged);
    connect(&document, &DocumentFile::aboutToBeSetAside, this, &Recovery::copyNow);
}

Recovery::~Recovery()
{
    m_writing.wait();
    if (m_copied)
        removeCopy();
}

QString Recovery::ownFile(const char* ending) const
{
    return m_directory + u'/' + m_id + QLatin1String(ending);
}

QList<Recovery::LeftBehind> Recovery::leftBehind() const
{
    QList<LeftBehind> found;
    if (m_directory.isEmpty())
        return found;
    for (const QFileInfo& info :
         QDir(m_directory).entryInfoList({QStringLiteral("*.lnx")}, QDir::Files, QDir::Time)) {
        auto lock = std::make_shared<QLockFile>(withEnding(info.filePath(), ".lock"));
        lock->setStaleLockTime(0);
        if (info.completeBaseName() != m_id && lock->tryLock(0))
            found << LeftBehind{info.filePath(), textOf(withEnding(info.filePath(), ".path")),
                                info.lastModified(), std::move(lock)};
    }
    return found;
}

void Recovery::documentChanged()
{
    // Until the document is in its file, the copy is all there is of it.
    if (m_document.isSaving() || m_document.isAside())
        return;
    if (!m_document.isUnsaved()) {
        m_timer.stop();
        if (std::exchange(m_copied, false))
            m_writing.run<bool>(
                true, [this] { return removeCopy(), true; }, [](bool) {});
    } else if (!m_timer.isActive()) {
        m_timer.start();
    }
}

void Recovery::copy()
{
    if (!m_document.isUnsaved() || m_directory.isEmpty())
        return;
    m_copied = true;
    if (!m_lock) {
        m_lock = std::make_unique<QLockFile>(ownFile(".lock"));
        m_lock->setStaleLockTime(0);
        m_lock->tryLock(0);
    }
    writeText(ownFile(".path"), m_document.path());
    // A copy that cannot be written is no reason to disturb anybody: the document itself is untouched.
    m_writing.run<bool>(
        true,
        [shot = m_document.snapshot(), file = ownFile(".lnx").toStdString()] {
            return writeProject(file, shot.project()).has_value();
        },
        [this](bool written) { m_written = written; });
}

bool Recovery::copyNow()
{
    m_timer.stop();
    m_written = !m_document.isUnsaved();
    copy();
    m_writing.wait();
    return m_written;
}

void Recovery::removeCopy() const
{
    for (const char* ending : {".lnx", ".path"})
        QFile::remove(ownFile(ending));
}

} // namespace layernorm
