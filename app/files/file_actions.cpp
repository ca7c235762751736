// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/file_actions.h"

#include "app/error_text.h"
#include "app/files/import_choice.h"
#include "app/lessons/lesson_library.h"
#include "app/menu_action.h"
#include "core/io/samples.h"

#include <QCoreApplication>
#include <QFile>
#include <QMenu>

namespace layernorm {

namespace {

constexpr int recentFilesKept = 8;
/// Above this many bytes a file is read in the background: drawing must not wait for a disk.
constexpr qint64 bytesPerFrame = 4'000'000;

QString inCoreWords(const char* text)
{
    return QCoreApplication::translate("Core", text);
}

bool isLarge(const QString& file)
{
    return QFileInfo(file).size() > bytesPerFrame;
}

QStringList endings()
{
    QStringList list;
    for (const TensorFormat& format : tensorFormats())
        list << u'*' + QLatin1String(format.extension);
    return list;
}

} // namespace

QString samplesDirectory()
{
    // The command line asks before there is a QCoreApplication to ask.
    const QString program = QFileInfo(QFile::symLinkTarget(QStringLiteral("/proc/self/exe"))).absolutePath();
    for (const char* place : {"/../share/layernorm-explorer/samples", "/samples"}) {
        const QString directory = program + QLatin1String(place);
        if (QFileInfo(directory).isDir())
            return directory;
    }
    return {};
}

const FileActions::Saved FileActions::savedResults[] = {
    {"saveOutputAction", QT_TRANSLATE_NOOP("layernorm::FileActions", "Normalised &output…"), "layer_norm.npy",
     [](const LayerNormResult& result) -> const Tensor& { return result.output; }, true},
    {"saveMeanAction", QT_TRANSLATE_NOOP("layernorm::FileActions", "&Mean…"), "mean.npy",
     [](const LayerNormResult& result) -> const Tensor& { return result.mean; }, false},
    {"saveVarianceAction", QT_TRANSLATE_NOOP("layernorm::FileActions", "&Variance…"), "variance.npy",
     [](const LayerNormResult& result) -> const Tensor& { return result.variance; }, false},
};

FileActions::FileActions(Session& session, DocumentFile& document, SettingsStore& settings, Dialogs& dialogs,
                         QWidget& window)
    : QObject(&window),
      m_session(session),
      m_document(document),
      m_settings(settings),
      m_dialogs(dialogs),
      m_window(window)
{
}

// The menu

void FileActions::fillMenu(QMenu& menu)
{
    addMenuAction(menu, *this, tr("&Open…"), QKeySequence::Open, QStringLiteral("openAction"),
                  [this] { openDialog(); });
    QMenu* recent = menu.addMenu(tr("Open &recent"));
    recent->setObjectName(QStringLiteral("recentMenu"));
    connect(recent, &QMenu::aboutToShow, this, [this, recent] { fillRecent(*recent); });
    fillSamples(*menu.addMenu(tr("Sa&mples")));
    menu.addSeparator();
    addMenuAction(menu, *this, tr("&Save"), QKeySequence::Save, QStringLiteral("saveAction"),
                  [this] { save(); });
    addMenuAction(menu, *this, tr("Save &as…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S),
                  QStringLiteral("saveAsAction"), [this] { saveAs(); });
    fillSavedTensors(*menu.addMenu(tr("Save &tensor")));
}

void FileActions::fillSamples(QMenu& menu)
{
    menu.setObjectName(QStringLiteral("samplesMenu"));
    menu.setToolTipsVisible(true);
    for (const Sample& sample : samples()) {
        QAction* action = addMenuAction(menu, *this, inCoreWords(sample.title), {},
                                        QStringLiteral("sample:") + QLatin1String(sample.name),
                                        [this, name = sample.name] { openSample(name); });
        action->setToolTip(inCoreWords(sample.description));
        action->setStatusTip(inCoreWords(sample.description));
    }
}

void FileActions::fillSavedTensors(QMenu& menu)
{
    menu.setObjectName(QStringLiteral("saveTensorMenu"));
    addMenuAction(menu, *this, tr("&Input…"), {}, QStringLiteral("saveInputAction"), [this] { saveInput(); });
    for (const Saved& what : savedResults)
        addMenuAction(menu, *this, tr(what.title), {}, QLatin1String(what.id),
                      [this, &what] { saveResult(what); });
}

void FileActions::fillRecent(QMenu& menu)
{
    menu.clear();
    for (const QString& file : m_settings.value(settings::recentFiles).toStringList())
        if (!file.isEmpty())
            menu.addAction(file, this, [this, file] { open(file); });
    if (menu.isEmpty())
        menu.addAction(tr("No files yet"))->setEnabled(false);
}

void FileActions::remember(const QString& file)
{
    const QString whole = QFileInfo(file).absoluteFilePath();
    QStringList files = m_settings.value(settings::recentFiles).toStringList();
    files.removeAll(whole);
    files.removeAll(QString());
    files.prepend(whole);
    m_settings.set(settings::recentFiles, files.mid(0, recentFilesKept));
}

// Opening

QString FileActions::tensorFilter() const
{
    QStringList each;
    for (const TensorFormat& format : tensorFormats())
        each << QStringLiteral("%1 (*%2)")
                    .arg(inCoreWords(format.description), QLatin1String(format.extension));
    return each.join(QStringLiteral(";;"));
}

void FileActions::openDialog()
{
    const QString lessonPattern = QStringLiteral("*.lesson");
    const QString document = u'*' + QLatin1String(DocumentFile::extension);
    const QString filter = tr("Documents, tensors and lessons (%1)")
                               .arg(document + u' ' + endings().join(u' ') + u' ' + lessonPattern) +
                           QStringLiteral(";;") + tr("Documents (%1)").arg(document) + QStringLiteral(";;") +
                           tensorFilter() + QStringLiteral(";;") + tr("Lessons (%1)").arg(lessonPattern);
    if (const QString file = m_dialogs.fileToOpen(&m_window, filter); !file.isEmpty())
        open(file);
}

void FileActions::open(const QString& file, const ReadRequest& request)
{
    if (isLessonFile(file))
        emit lessonWanted(file);
    else if (DocumentFile::isDocument(file))
        openDocument(file);
    else
        openTensor(file, request);
}

void FileActions::openDocument(const QString& file)
{
    const QString path = QFileInfo(file).absoluteFilePath();
    if (!leave())
        return;
    const QString other = m_document.isIn(path) ? QString() : DocumentFile::openedBy(path);
    if (!other.isEmpty() && !m_dialogs.openCopy(&m_window, file, other))
        return;
    m_work.run<std::shared_ptr<Result<Project>>>(
        isLarge(file),
        [name = path.toStdString()] { return std::make_shared<Result<Project>>(readProject(name)); },
        [this, path, copy = !other.isEmpty(),
         step = m_session.undoStack().index()](const std::shared_ptr<Result<Project>>& project) {
            if (!*project) {
                complain(project->error());
                return;
            }
            // The window is not locked while a large file is read.
            if (m_session.undoStack().index() != step && !leave())
                return;
            m_document.adopt(std::move(**project), copy ? QString() : path);
            remember(path);
        });
}

void FileActions::openTensor(const QString& file, const ReadRequest& request)
{
    const auto format = tensorFormatOf(file.toStdString());
    if (!format) {
        complain(format.error());
        return;
    }
    if (!format->list || !request.tensor.empty() || !request.ranges.empty()) {
        readTensorInto(file, request);
        return;
    }
    m_work.run<std::shared_ptr<Result<StoredTensors>>>(
        isLarge(file),
        [list = format->list, name = file.toStdString()] {
            return std::make_shared<Result<StoredTensors>>(list(name));
        },
        [this, file](const std::shared_ptr<Result<StoredTensors>>& tensors) {
            askForTensor(file, *tensors);
        });
}

void FileActions::askForTensor(const QString& file, const Result<StoredTensors>& tensors)
{
    if (!tensors) {
        complain(tensors.error());
        return;
    }
    if (!needsChoice(*tensors)) {
        readTensorInto(file, {});
        return;
    }
    if (const auto request = m_dialogs.tensorToImport(&m_window, file, *tensors))
        readTensorInto(file, *request);
}

void FileActions::readTensorInto(const QString& file, const ReadRequest& request)
{
    const QString name = QFileInfo(file).fileName();
    putTensor([path = file.toStdString(), request] { return readTensorFile(path, request); },
              {"layernorm::FileActions", QT_TRANSLATE_NOOP("layernorm::FileActions", "open %1"), {name}},
              name, isLarge(file),
              [actions = QPointer(this), file] {
                  if (actions)
                      actions->remember(file);
              });
}

void FileActions::openSample(const char* name)
{
    const Sample& sample = *findSample(name);
    const QString title = inCoreWords(sample.title);
    // The article's numbers are drawn, and say so.
    const bool drawn = std::string_view(name) == samples().front().name;
    putTensor([&sample, directory = samplesDirectory().toStdString()] { return sample.make(directory); },
              {"layernorm::FileActions",
               QT_TRANSLATE_NOOP("layernorm::FileActions", "open the sample “%1”"),
               {QString::fromUtf8(sample.title)}},
              drawn ? QString() : title, false,
              [actions = QPointer(this), text = inCoreWords(sample.description)] {
                  if (actions)
                      emit actions->told(text);
              });
}

void FileActions::putTensor(std::function<Result<LabelledTensor>()> make, const StepName& step,
                            const QString& source, bool large, const std::function<void()>& done)
{
    // Its file is left, and nobody would ask about it any more.
    if (!m_document.path().isEmpty() && !leave())
        return;
    auto notice = std::make_shared<std::optional<Error>>();
    auto content = [make = std::move(make), notice, source, dims = m_session.normalizedDims(),
                    seed = source.isEmpty() ? 0 : m_session.seed()]() -> Result<Content> {
        Result<LabelledTensor> read = make();
        if (!read)
            return tl::unexpected(read.error());
        *notice = std::move(read->notice);
        return Content::of(std::move(read->tensor), dims, seed, source, read->labels);
    };
    m_session.setContent(std::move(content), step, large, [this, actions = QPointer(this), notice, done] {
        if (actions)
            m_document.detach();
        done();
        if (actions && *notice)
            emit told(errorText(**notice));
    });
}

// Saving

bool FileActions::save()
{
    return m_document.destination().isEmpty() ? saveAs() : saveTo(m_document.destination());
}

bool FileActions::saveAs()
{
    QString proposal = m_document.proposal();
    if (proposal.isEmpty())
        proposal = (m_session.source().isEmpty() ? QStringLiteral("layernorm")
                                                 : QFileInfo(m_session.source()).completeBaseName()) +
                   QLatin1String(DocumentFile::extension);
    const QString filter = tr("Documents (%1)").arg(u'*' + QLatin1String(DocumentFile::extension));
    QString file = m_dialogs.fileToSave(&m_window, tr("Save the document"), proposal, filter);
    if (file.isEmpty())
        return false;
    if (!DocumentFile::isDocument(file)) {
        emit refused(tr("A document's name ends in %1; save a tensor alone by File, Save tensor")
                         .arg(QLatin1String(DocumentFile::extension)));
        return false;
    }
    return saveTo(QFileInfo(file).absoluteFilePath());
}

bool FileActions::saveTo(const QString& file)
{
    if (file == m_document.path() && m_document.changedElsewhere() &&
        !m_dialogs.overwriteChanged(&m_window, file))
        return false;
    // What comes true later, in the background, is told later.
    auto failed = std::make_shared<bool>(false);
    m_document.save(file, [actions = QPointer(this), file, failed](const Result<void>& written) {
        *failed = !written;
        if (!actions)
            return;
        if (!written) {
            actions->complain(written.error());
            return;
        }
        actions->remember(file);
        emit actions->told(tr("Saved %1").arg(file));
    });
    return !*failed;
}

void FileActions::finish()
{
    m_work.wait();
}

bool FileActions::leave()
{
    m_document.bringBack();
    m_document.waitUntilSaved();
    if (!m_document.isUnsaved())
        return true;
    switch (m_dialogs.leaveUnsaved(&m_window, m_document.title())) {
    case Dialogs::Leave::Save:
        if (!save())
            return false;
        m_document.waitUntilSaved();
        return !m_document.isUnsaved();
    case Dialogs::Leave::Discard:
        return true;
    case Dialogs::Leave::Cancel:
        break;
    }
    return false;
}

void FileActions::saveInput()
{
    saveTensor(tr("Save the input"), QStringLiteral("embedding.npy"), m_session.sharedInput(),
               m_session.labels(), [this, input = m_session.sharedInput()] {
                   // All there is of a document without a file and notes.
                   if (m_document.path().isEmpty() && m_session.notes().isEmpty())
                       m_session.inputSaved(*input);
               });
}

void FileActions::saveResult(const Saved& what)
{
    const std::shared_ptr<const LayerNormResult> result = m_session.result();
    if (!result || !m_session.isCurrent()) {
        emit refused(tr("The result is still being computed; save it when it is there"));
        return;
    }
    saveTensor(tr("Save the tensor"), QLatin1String(what.proposal),
               std::shared_ptr<const Tensor>(result, &what.of(*result)),
               what.labelled ? m_session.labels() : QStringList(), [] {});
}

void FileActions::saveTensor(const QString& title, const QString& proposal,
                             std::shared_ptr<const Tensor> tensor, const QStringList& labels,
                             const std::function<void()>& done)
{
    const QString file = m_dialogs.fileToSave(&m_window, title, proposal, tensorFilter());
    if (file.isEmpty())
        return;
    const bool large = tensor->elements() * std::int64_t(sizeOf(tensor->dtype())) > bytesPerFrame;
    m_work.run<Result<void>>(
        large,
        [path = file.toStdString(), tensor = std::move(tensor), words = standardStrings(labels)] {
            return writeTensor(path, *tensor, words);
        },
        [this, file, done](const Result<void>& written) {
            if (!written) {
                complain(written.error());
                return;
            }
            done();
            emit told(tr("Saved %1").arg(file));
        });
}

void FileActions::complain(const Error& error)
{
    m_dialogs.error(&m_window, errorText(error));
}

} // namespace layernorm
