// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/document_file.h"

#include <QFileInfo>
#include <utility>

namespace layernorm {

namespace {

/// Up to here writing takes hardly longer than a frame, whatever the disk makes of it.
constexpr std::int64_t elementsPerFrame = 500'000;

/// The same for all names of one file.
QString canonical(const QString& path)
{
    const QString whole = QFileInfo(path).canonicalFilePath();
    return whole.isEmpty() ? path : whole;
}

QString lockFileOf(const QString& path)
{
    const QFileInfo info(canonical(path));
    return info.absolutePath() + QStringLiteral("/.") + info.fileName() + QStringLiteral(".lock");
}

std::unique_ptr<QLockFile> makeLock(const QString& path)
{
    auto lock = std::make_unique<QLockFile>(lockFileOf(path));
    // A lock is not stale because a lesson takes long, only when its program is gone.
    lock->setStaleLockTime(0);
    return lock;
}

Content contentOf(Project project)
{
    Content content = Content::of(std::move(project.input), project.normalizedDims, project.seed,
                                  QString::fromStdString(project.source), project.labels);
    content.gamma = std::move(project.gamma);
    content.beta = std::move(project.beta);
    return content;
}

} // namespace

DocumentSnapshot::DocumentSnapshot(const Session& session, const DocumentView& view)
    : m_content(session.content()),
      m_input(session.sharedInput()),
      m_affine(session.affine()),
      m_eps(session.eps()),
      m_selected(session.selection().current()),
      m_notes(session.notes()),
      m_view(view)
{
}

Project DocumentSnapshot::project() const
{
    return {.input = *m_input,
            .labels = standardStrings(m_content.labels),
            .gamma = m_content.gamma,
            .beta = m_content.beta,
            .affine = m_affine,
            .eps = m_eps,
            .normalizedDims = m_content.normalizedDims,
            .seed = m_content.seed,
            .source = m_content.source.toStdString(),
            .library = m_view.library.toStdString(),
            .page = m_view.page.toStdString(),
            .row = m_selected.row,
            .column = m_selected.column,
            .notes = m_notes.toStdString()};
}

DocumentFile::DocumentFile(Session& session, QObject* parent)
    : QObject(parent),
      m_session(session),
      m_view([] { return DocumentView{}; })
{
}

DocumentFile::~DocumentFile() = default;

QString DocumentFile::title() const
{
    if (!m_path.isEmpty())
        return QFileInfo(m_path).fileName();
    return m_session.source().isEmpty() ? tr("seed %1").arg(m_session.seed()) : m_session.source();
}

bool DocumentFile::isUnsaved() const
{
    const bool worthKeeping = !m_path.isEmpty() || m_session.hasTypedValues() || !m_session.notes().isEmpty();
    return !m_session.undoStack().isClean() && worthKeeping;
}

DocumentSnapshot DocumentFile::snapshot() const
{
    return {m_session, m_view()};
}

void DocumentFile::setAside(std::function<void()> restore)
{
    if (isAside())
        return;
    waitUntilSaved();
    emit aboutToBeSetAside();
    m_aside = Aside{std::move(restore),
                    m_path,
                    m_proposal,
                    std::move(m_lock),
                    m_modified,
                    m_size,
                    m_session.undoStack().isClean(),
                    m_session.notes()};
    ++m_number;
    setPath({});
}

void DocumentFile::bringBack()
{
    std::optional<Aside> aside = std::exchange(m_aside, {});
    if (!aside)
        return;
    aside->restore();
    m_path = aside->path;
    m_proposal = aside->proposal;
    m_lock = std::move(aside->lock);
    m_modified = aside->modified;
    m_size = aside->size;
    ++m_number;
    // It is what it was, although steps have been taken since; only notes are written all the while.
    if (aside->clean && aside->notes == m_session.notes())
        m_session.undoStack().setClean();
    else
        m_session.undoStack().resetClean();
    emit pathChanged();
}

void DocumentFile::adopt(Project project, const QString& path)
{
    bringBack();
    const DocumentView view{QString::fromStdString(project.library), QString::fromStdString(project.page)};
    const Cell selected{project.row, project.column};
    const double eps = project.eps;
    const bool affine = project.affine;
    const QString notes = QString::fromStdString(project.notes);
    m_session.replace(contentOf(std::move(project)), eps, affine, notes);
    const layernorm::Layout layout = m_session.layout();
    if (selected.row < layout.rows() && selected.column < layout.dimension)
        m_session.selection().setCurrent(selected);
    m_adopted = ++m_number;
    // A file that somebody else has open is shown as a copy without a file.
    setPath(!path.isEmpty() && lock(path) ? path : QString());
    emit adopted(view);
}

void DocumentFile::adoptUnsaved(Project project, const QString& path)
{
    adopt(std::move(project), {});
    m_session.markUnsaved();
    m_proposal = path;
    emit pathChanged();
}

void DocumentFile::detach()
{
    ++m_number;
    setPath({});
}

bool DocumentFile::changedElsewhere() const
{
    const QFileInfo info(m_path);
    return !m_path.isEmpty() && info.exists() && (info.lastModified() != m_modified || info.size() != m_size);
}

void DocumentFile::save(const QString& path, const std::function<void(const Result<void>&)>& done)
{
    if (path != destination() && !lock(path)) {
        lock(destination());
        done(failure(LAYERNORM_SENTENCE("Core", "%1 is open in %2; save under another name"),
                     {path.toStdString(), openedBy(path).toStdString()}));
        return;
    }
    const bool large = m_session.input().elements() > elementsPerFrame;
    m_isSaving = true;
    m_savedTo = path;
    m_session.undoStack().setClean();
    m_saving.run<Result<void>>(
        large, [shot = snapshot(), file = path.toStdString()] { return writeProject(file, shot.project()); },
        [this, path, number = m_number, done](const Result<void>& written) {
            saved(path, number, written);
            done(written);
        });
}

void DocumentFile::saved(const QString& path, int number, const Result<void>& written)
{
    m_isSaving = m_saving.isBusy();
    if (number == m_number) {
        if (written)
            setPath(path);
        else if (path != destination())
            lock(destination());
    }
    // The steps are still those that were saved, unless another document was opened.
    if (!written && number >= m_adopted)
        m_session.undoStack().resetClean();
    emit savingEnded();
}

bool DocumentFile::isIn(const QString& path) const
{
    return !m_path.isEmpty() && canonical(path) == canonical(m_path);
}

QString DocumentFile::openedBy(const QString& path)
{
    const std::unique_ptr<QLockFile> lock = makeLock(path);
    if (lock->tryLock(0) || lock->error() != QLockFile::LockFailedError)
        return {};
    qint64 process = 0;
    QString host;
    QString program;
    lock->getLockInfo(&process, &host, &program);
    return QStringLiteral("%1 (%2, %3)").arg(program, host).arg(process);
}

bool DocumentFile::lock(const QString& path)
{
    m_lock.reset();
    if (path.isEmpty())
        return true;
    m_lock = makeLock(path);
    if (m_lock->tryLock(0) || m_lock->error() != QLockFile::LockFailedError)
        return true;
    m_lock.reset();
    return false;
}

void DocumentFile::setPath(const QString& path)
{
    if (path.isEmpty())
        m_lock.reset();
    m_path = path;
    m_proposal = path;
    rememberState();
    emit pathChanged();
}

void DocumentFile::rememberState()
{
    const QFileInfo info(m_path);
    m_modified = info.lastModified();
    m_size = info.size();
}

} // namespace layernorm
