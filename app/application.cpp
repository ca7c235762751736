// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"

#include "app/look/theme.h"
#include "app/session/reference_command.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QIcon>
#include <QLibraryInfo>
#include <QStyleHints>
#include <QTimer>

namespace layernorm {

namespace {

Content contentOf(Job job, std::uint64_t seed)
{
    Content content = Content::of(std::move(job.input), job.parameters.normalizedDims, seed, job.source);
    if (job.parameters.gamma)
        content.gamma = std::move(*job.parameters.gamma);
    if (job.parameters.beta)
        content.beta = std::move(*job.parameters.beta);
    return content;
}

bool systemIsDark()
{
    static const bool dark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    return dark;
}

} // namespace

Application::Application(Job job, const CommandLine& line, SettingsStore::Kind settings, Dialogs& dialogs)
    : m_settings(settings),
      m_dialogs(dialogs),
      m_session(contentOf(job, line.seed)),
      m_reference(m_session)
{
    for (const auto& [chosen, setting] :
         {std::pair(&line.theme, &settings::theme), std::pair(&line.language, &settings::language),
          std::pair(&line.page, &settings::page), std::pair(&line.reference, &settings::reference)})
        if (*chosen)
            m_settings.override(*setting, **chosen);
    if (!line.python.isEmpty())
        m_settings.override(settings::python, line.python);
    // What was asked for on the command line is where the document begins: nothing to undo.
    m_session.begin(job.parameters.eps, job.parameters.gamma || job.parameters.beta);
    applyLook();
    applyLanguage();
    m_wantedReference = m_settings.text(settings::reference);
    rebuildWindow();
}

Application::~Application() = default;

void Application::applyLook()
{
    const QString theme = m_settings.text(settings::theme);
    const bool dark = theme == u"dark" || (theme == u"system" && systemIsDark());
    const double zoom = m_settings.value(settings::zoom).toInt() / 100.0;
    Theme::apply(*qApp, dark ? Theme::darkTheme() : Theme::light(), zoom);
}

void Application::applyLanguage()
{
    QCoreApplication::removeTranslator(&m_translator);
    QCoreApplication::removeTranslator(&m_qtTranslator);
    const QString chosen = m_settings.text(settings::language);
    const QString wanted = chosen == u"system" ? QLocale::system().name() : chosen;
    const bool chinese = wanted.startsWith(u"zh");
    QLocale::setDefault(chinese ? QLocale(QLocale::Chinese, QLocale::China) : QLocale(QLocale::English));
    // English has a translation too: that of "%n value(s)".
    if (m_translator.load(chinese ? QStringLiteral(":/i18n/layernorm-explorer_zh_CN.qm")
                                  : QStringLiteral(":/i18n/layernorm-explorer_en.qm")))
        QCoreApplication::installTranslator(&m_translator);
    if (chinese && m_qtTranslator.load(QStringLiteral("qtbase_zh_CN"),
                                       QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qtTranslator);
}

void Application::rebuildWindow()
{
    const bool visible = m_window && m_window->isVisible();
    if (m_window)
        m_window->saveState();
    if (visible) {
        applyLook();
        applyLanguage();
    }
    auto window = std::make_unique<MainWindow>(m_session, m_reference, m_settings, m_dialogs);
    Theme::applyStyleSheet(*qApp);
    connect(window.get(), &MainWindow::referenceChosen, this, &Application::chooseReference);
    // Not inside the menu of the window that is thrown away.
    connect(window.get(), &MainWindow::rebuildWanted, this, &Application::rebuildWindow,
            Qt::QueuedConnection);
    connect(window.get(), &MainWindow::firstFramePainted, this, &Application::startReference);
    if (visible)
        window->show();
    m_window = std::move(window);
}

void Application::show()
{
    m_window->show();
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

ExitCode Application::writeScreenshot(const QString& file, QSize size)
{
    m_window->resize(size);
    m_window->show();
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
    if (m_window->grab().save(file, "PNG"))
        return ExitCode::Done;
    return complain(Error{
        LAYERNORM_SENTENCE("Core", "The picture cannot be written to %1; choose a place that can be written"),
        {file.toStdString()}});
}

} // namespace layernorm
