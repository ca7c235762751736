// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"

#include "app/accessible/accessibility.h"
#include "app/display.h"
#include "app/error_text.h"
#include "app/export/view_picture.h"
#include "app/focus_place.h"
#include "app/help/help_actions.h"
#include "app/lessons/lesson_library.h"
#include "app/look/focus_frame.h"
#include "app/look/shown_notation.h"
#include "app/look/theme.h"
#include "app/notation_menu.h"
#include "app/session/reference_command.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFileInfo>
#include <QIcon>
#include <QScreen>
#include <QStandardPaths>
#include <QTimer>

namespace layernorm {

namespace {

/// What a window manager adds; how much it is, is only known when the window is there.
constexpr QSize windowFrame(4, 40);

Content contentOf(Job job, std::uint64_t seed)
{
    Content content =
        Content::of(std::move(job.input), job.parameters.normalizedDims, seed, job.source, job.labels);
    if (job.parameters.gamma)
        content.gamma = std::move(*job.parameters.gamma);
    if (job.parameters.beta)
        content.beta = std::move(*job.parameters.beta);
    return content;
}

QString recoveryDirectory()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) +
           QStringLiteral("/recovery");
}

} // namespace

Application::Application(Job job, const CommandLine& line, SettingsStore::Kind settings, Dialogs& dialogs)
    : m_settings(settings),
      m_dialogs(dialogs),
      m_session(contentOf(job, line.seed)),
      m_reference(m_session),
      m_document(m_session),
      m_lessons(m_session, m_document, m_settings),
      m_fileToOpen(job.fileToOpen),
      m_partToOpen(job.partToOpen),
      m_lessonToOpen(line.lesson),
      m_lessonStep(line.lessonStep),
      m_notice(job.notice),
      m_offersRecovery(line.input.isEmpty())
{
    for (const auto& [chosen, setting] :
         {std::pair(&line.theme, &settings::theme), std::pair(&line.language, &settings::language),
          std::pair(&line.page, &settings::page), std::pair(&line.reference, &settings::reference),
          std::pair(&line.notation, &settings::notation)})
        if (*chosen)
            m_settings.override(*setting, **chosen);
    if (!line.python.isEmpty())
        m_settings.override(settings::python, line.python);
    // What was asked for on the command line is where the document begins: nothing to undo.
    m_session.replace(m_session.content(), job.parameters.eps, job.parameters.gamma || job.parameters.beta);
    m_document.setView([this] {
        return DocumentView{m_settings.text(settings::reference), m_window->currentPage()};
    });
    if (job.project) {
        const std::string page = job.project->page;
        if (!line.page && !page.empty())
            m_settings.override(settings::page, QString::fromStdString(page));
        if (!line.reference && !job.project->library.empty())
            m_settings.override(settings::reference, QString::fromStdString(job.project->library));
        const QString file = QFileInfo(line.input).absoluteFilePath();
        if (const QString other = DocumentFile::openedBy(file); !other.isEmpty())
            m_openElsewhere =
                tr("%1 is open in %2. What you see is a copy without a file; save it under another name.")
                    .arg(file, other);
        m_document.adopt(std::move(*job.project), file);
    }
    connect(&m_document, &DocumentFile::adopted, this, &Application::showDocument);
    m_systemLook.remember(m_settings.text(settings::systemLook));
    m_rebuildLater.setSingleShot(true);
    connect(&m_rebuildLater, &QTimer::timeout, this, &Application::rebuildWindow);
    connect(&m_systemLook, &SystemLook::changed, this, &Application::followSystem);
    FocusFrame::followFocus(this);
    installAccessibility();
    setupPresentation(line);
    if (settings == SettingsStore::Kind::UserFile)
        m_recovery = std::make_unique<Recovery>(m_session, m_document, recoveryDirectory());
    ShownNotation::instance().setNotation(NotationMenu::remembered(m_settings));
    const QScreen* screen = QGuiApplication::primaryScreen();
    if (settings == SettingsStore::Kind::UserFile && screen && !m_settings.isChosen(settings::zoom))
        m_settings.override(settings::zoom,
                            zoomForScreen(screen->availableGeometry().height(), screen->devicePixelRatio()));
    applyLook();
    applyLanguage();
    m_wantedReference = m_settings.text(settings::reference);
    rebuildWindow();
}

Application::~Application() = default;

void Application::setupPresentation(const CommandLine& line)
{
    connect(&m_presentation, &Presentation::rebuildWanted, this, &Application::rebuildWindow,
            Qt::QueuedConnection);
    connect(&m_presentation, &Presentation::endWanted, this, &Application::togglePresentation,
            Qt::QueuedConnection);
    const QScreen* screen = QGuiApplication::primaryScreen();
    if (line.present && screen)
        m_presentation.begin(line.screenshot.isEmpty() ? screen->size() : line.size,
                             line.view.value_or(line.page.value_or(QString())), nullptr);
}

void Application::applyLook()
{
    const double zoom = m_settings.value(settings::zoom).toInt() / 100.0;
    Theme::apply(*qApp, wantedTheme(), m_presentation.isOn() ? m_presentation.zoom() : zoom);
}

const Theme& Application::wantedTheme() const
{
    const Theme& chosen = Theme::chosen(m_settings.text(settings::theme), m_systemLook.isDark(),
                                        m_systemLook.hasHighContrast());
    return m_presentation.isOn() ? Theme::highContrastTheme(chosen.dark) : chosen;
}

bool Application::canRebuildWindow()
{
    // A dialog, a menu, and what is told when a file has been read or written belong to the window there is.
    if (!m_window || !(QApplication::activeModalWidget() || QApplication::activePopupWidget() ||
                       m_window->isBusyWithFiles()))
        return true;
    constexpr int soon = 50;
    if (!m_rebuildLater.isActive())
        m_rebuildLater.start(soon);
    return false;
}

void Application::followSystem()
{
    m_settings.set(settings::systemLook, m_systemLook.memory());
    if (&wantedTheme() != &Theme::current())
        rebuildWindow();
}

void Application::applyLanguage()
{
    const QString chosen = m_settings.text(settings::language);
    const Language* language = chosen == u"system" ? &systemLanguage() : findLanguage(chosen);
    if (!language) {
        m_unknownLanguage = chosen;
        m_settings.override(settings::language, QLatin1String(languages().front().id)); // said once is enough
    }
    m_speech.speak(language ? *language : languages().front());
}

void Application::rebuildWindow()
{
    if (!canRebuildWindow())
        return;
    const bool visible = m_window && m_window->isVisible();
    std::optional<FocusPlace> focus;
    std::optional<HelpActions::Open> help;
    if (m_window) {
        m_window->saveState();
        help = m_window->help().open();
        focus.emplace(*m_window);
    }
    if (visible) {
        applyLook();
        applyLanguage();
        m_session.nameStepsAgain();
    }
    auto window =
        std::make_unique<MainWindow>(m_session, m_reference, m_document, m_lessons, m_settings, m_dialogs);
    Theme::applyStyleSheet(*qApp);
    connect(window.get(), &MainWindow::referenceChosen, this, &Application::chooseReference);
    // Not inside the menu of the window that is thrown away.
    connect(window.get(), &MainWindow::rebuildWanted, this, &Application::rebuildWindow,
            Qt::QueuedConnection);
    connect(window.get(), &MainWindow::presentationWanted, this, &Application::togglePresentation,
            Qt::QueuedConnection);
    connect(window.get(), &MainWindow::firstFramePainted, this, &Application::windowIsThere);
    m_presentation.dress(*window);
    std::swap(m_window, window);
    if (visible)
        show();
    if (help)
        m_window->help().reopen(*help);
    if (focus)
        focus->restore(*m_window);
}

void Application::show()
{
    if (m_presentation.isOn()) {
        m_window->showFullScreen();
        return;
    }
    // Pictures and tests have the size they ask for.
    if (m_recovery && !m_window->isMaximized() && !m_window->isFullScreen())
        m_window->resize(m_window->size().boundedTo(m_window->screen()->availableSize() - windowFrame));
    m_window->show();
}

void Application::togglePresentation()
{
    if (m_presentation.isOn()) {
        m_presentation.end();
    } else {
        m_window->saveState();
        m_presentation.begin(m_window->screen()->size(), m_window->focusedView(), m_window.get());
    }
    rebuildWindow();
}

void Application::windowIsThere()
{
    startReference();
    if (m_recovery && !std::exchange(m_followsSystem, true)) // not for pictures and tests
        m_systemLook.follow();
    QStringList notices;
    if (const auto notice = std::exchange(m_notice, {}))
        notices << errorText(*notice);
    if (const QString language = std::exchange(m_unknownLanguage, {}); !language.isEmpty())
        notices << noSuchLanguage(language);
    if (!notices.isEmpty())
        m_window->tellQuietly(notices.join(QStringLiteral(" · ")));
    if (const QString file = std::exchange(m_fileToOpen, {}); !file.isEmpty())
        m_window->open(file, m_partToOpen);
    openLesson();
    if (const QString elsewhere = std::exchange(m_openElsewhere, {}); !elsewhere.isEmpty())
        m_dialogs.error(m_window.get(), elsewhere);
    if (m_recovery && std::exchange(m_offersRecovery, false))
        offerRecovery();
}

void Application::openLesson()
{
    if (const QString lesson = std::exchange(m_lessonToOpen, {}); !lesson.isEmpty())
        m_window->openLesson(isLessonFile(lesson) ? lesson : shippedLessonFile(lesson), m_lessonStep);
}

void Application::offerRecovery()
{
    for (const Recovery::LeftBehind& left : m_recovery->leftBehind()) {
        const QString name = left.original.isEmpty() ? tr("a document without a name") : left.original;
        if (m_dialogs.recover(m_window.get(), name, left.time)) {
            Result<Project> project = readProject(left.file.toStdString());
            if (project) {
                m_document.adoptUnsaved(std::move(*project), left.original);
                // Until there is another copy it is the only one.
                if (m_recovery->copyNow())
                    left.remove();
                return; // others wait for the next start
            }
            m_dialogs.error(m_window.get(), errorText(project.error()) + QStringLiteral("\n\n") +
                                                tr("The copy is kept as %1.").arg(left.keepAsDamaged()));
            continue;
        }
        left.remove();
    }
}

void Application::showDocument(const DocumentView& view)
{
    const bool known = view.library == u"none" || findReferenceLibrary(view.library.toStdString());
    if (known && view.library != m_settings.text(settings::reference))
        chooseReference(view.library);
}

void Application::startReference()
{
    // The icon's decoder, like the worker, is loaded when the window can be used already.
    m_window->setWindowIcon(QIcon(QStringLiteral(":/icons/layernorm-explorer.svg")));
    if (!std::exchange(m_wantedReference, {}).isEmpty())
        chooseReference(m_settings.text(settings::reference));
}

void Application::chooseReference(const QString& id)
{
    const ReferenceLibrary* library = findReferenceLibrary(id.toStdString());
    m_settings.set(settings::reference, id);
    m_reference.choose(library, library ? referenceCommand(*library, m_settings.text(settings::python))
                                        : WorkerCommand{});
}

ExitCode Application::writeScreenshot(const QString& file, QSize size, int scale)
{
    m_window->resize(size);
    m_window->show();
    openLesson();
    // The window without its library is no picture of the program; a library that cannot run is.
    QElapsedTimer waited;
    waited.start();
    const auto settled = [this] {
        const bool hopeless = m_settings.text(settings::reference) == u"none" ||
                              !m_reference.refusal().isEmpty() ||
                              m_reference.state().phase == WorkerState::Phase::Failed;
        return m_session.isCurrent() && (hopeless || m_reference.isCurrent()) && m_window->isPageCurrent();
    };
    constexpr int patience = 90'000;
    constexpr int lookAgain = 20;
    constexpr int flash = 1200; // of the values that have just arrived; it fades
    QEventLoop loop;
    QTimer look;
    connect(&look, &QTimer::timeout, &loop, [&] {
        if (settled() || waited.elapsed() > patience)
            loop.quit();
    });
    look.start(lookAgain);
    loop.exec();
    look.stop();
    QTimer::singleShot(flash, &loop, &QEventLoop::quit);
    loop.exec();
    const Result<void> written = writePicture(*m_window, file, scale);
    return written ? ExitCode::Done : complain(written.error());
}

} // namespace layernorm
