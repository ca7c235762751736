// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How long the window takes: from the start of the process to the first painted frame, beside an empty
// QMainWindow with an empty QCustomPlot, and from committing a change until every view is repainted. Figures,
// no verdicts.
#include "app/application.h"
#include "app/panels/tensor_view.h"
#include "core/tensor/random_tensor.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QRandomGenerator>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <qcustomplot.h>

using namespace layernorm;

namespace {

/// Runs a function when the widget has been painted, or asked to update, for the first time.
class FirstPaint : public QObject
{
public:
    FirstPaint(QWidget& widget, std::function<void()> done) : QObject(&widget), m_done(std::move(done))
    {
        widget.installEventFilter(this);
    }

protected:
    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == QEvent::UpdateRequest && m_done)
            QTimer::singleShot(0, this, std::exchange(m_done, {}));
        return false;
    }

private:
    std::function<void()> m_done;
};

[[noreturn]] void reportFirstFrame()
{
    std::fputs("painted\n", stdout);
    std::fflush(stdout);
    std::_Exit(0);
}

int showEmptyWindow(int argc, char** argv)
{
    QApplication application(argc, argv);
    QMainWindow window;
    window.setCentralWidget(new QCustomPlot);
    window.resize(1280, 800);
    new FirstPaint(window, reportFirstFrame);
    window.show();
    return QApplication::exec();
}

int showExplorer(int argc, char** argv)
{
    QApplication application(argc, argv);
    Dialogs dialogs;
    const CommandLine line;
    Application explorer(*loadJob(line), line, SettingsStore::Kind::MemoryOnly, dialogs);
    QObject::connect(&explorer.window(), &MainWindow::firstFramePainted, reportFirstFrame);
    explorer.show();
    return QApplication::exec();
}

double millisecondsToFirstFrame(const QString& which)
{
    QElapsedTimer timer;
    QProcess child;
    timer.start();
    child.start(QCoreApplication::applicationFilePath(), {which});
    child.waitForReadyRead(30'000);
    const double milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    child.waitForFinished();
    return milliseconds;
}

double quantile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1,
                           static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

void measureStart()
{
    constexpr int runs = 21;
    std::vector<double> empty;
    std::vector<double> explorer;
    std::vector<double> ratios;
    for (int run = -1; run < runs; ++run) {
        const double a = millisecondsToFirstFrame(QStringLiteral("--empty"));
        const double b = millisecondsToFirstFrame(QStringLiteral("--explorer"));
        if (run < 0)
            continue; // the disk's cache is warm from here on
        empty.push_back(a);
        explorer.push_back(b);
        ratios.push_back(b / a);
    }
    std::printf(
        "start to first frame, %d runs: empty window %.0f ms, explorer %.0f ms, ratio %.2f (medians)\n", runs,
        quantile(empty, 0.5), quantile(explorer, 0.5), quantile(ratios, 0.5));
}

/// Waits until all that shows values has been painted again.
class Repaints : public QObject
{
public:
    explicit Repaints(MainWindow& window)
    {
        for (const char* name : {"inputView", "outputView"}) {
            m_viewports.append(window.findChild<TensorView*>(QLatin1String(name))->viewport());
            m_viewports.last()->installEventFilter(this);
        }
    }

    void wait(bool input)
    {
        m_painted.clear();
        const qsizetype wanted = input ? 2 : 1;
        while (m_painted.size() < wanted || (!input && !m_painted.contains(m_viewports[1])))
            QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
        // What was queued along with them: plots, the page, the status bar.
        QCoreApplication::processEvents();
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Paint)
            m_painted.insert(watched);
        return false;
    }

private:
    QList<QWidget*> m_viewports;
    QSet<QObject*> m_painted;
};

void print(const char* what, const Shape& shape, const std::vector<double>& times)
{
    std::printf("%-14s %-10s median %6.2f ms   99 %% %6.2f ms   max %6.2f ms   (%zu times)\n", what,
                shape.text().c_str(), quantile(times, 0.5), quantile(times, 0.99), quantile(times, 1),
                times.size());
}

void measureChanges(const Shape& shape)
{
    constexpr int times = 400;
    Dialogs dialogs;
    CommandLine line;
    line.shape = shape;
    line.reference = QStringLiteral("torch");
    Application explorer(*loadJob(line), line, SettingsStore::Kind::MemoryOnly, dialogs);
    explorer.show();
    while (!explorer.reference().isCurrent())
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    Repaints repaints(explorer.window());
    Session& session = explorer.session();
    const auto measure = [&](const char* what, bool input, const std::function<void(int)>& change) {
        std::vector<double> taken;
        for (int i = 0; i < times; ++i) {
            QElapsedTimer timer;
            timer.start();
            change(i);
            repaints.wait(input);
            taken.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
            // The library's answer is not part of what is measured, but must not pile up.
            while (!explorer.reference().isCurrent())
                QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
        }
        print(what, shape, taken);
    };
    measure("edit a cell", true, [&](int i) {
        const QString value = QString::number(QRandomGenerator::global()->generateDouble() + i, 'g', 6);
        if (!session.editCell(Editable::Input, i % 4, value))
            std::abort();
    });
    measure("step of eps", false, [&](int i) {
        if (!session.setEps(1e-5 * (1 + i), 1))
            std::abort();
    });
}

/// Until the page shows what belongs to the document again; the library is left out, whose answers take
/// longer.
void measurePage(const Shape& shape, const QString& page)
{
    constexpr int times = 100;
    Dialogs dialogs;
    CommandLine line;
    line.shape = shape;
    line.reference = QStringLiteral("none");
    line.page = page;
    Application explorer(*loadJob(line), line, SettingsStore::Kind::MemoryOnly, dialogs);
    QElapsedTimer timer;
    const auto settle = [&] {
        do
            QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        while (!explorer.session().isCurrent() || !explorer.window().isPageCurrent());
        QCoreApplication::processEvents(); // what has asked to be painted last
        return static_cast<double>(timer.nsecsElapsed()) / 1e6;
    };
    timer.start();
    explorer.show();
    const double shown = settle();
    std::vector<double> taken;
    for (int i = 0; i < times; ++i) {
        timer.start();
        if (!explorer.session().editCell(Editable::Input, i % 4, QString::number(i + 0.5)))
            std::abort();
        taken.push_back(settle());
    }
    const std::string what = "page " + page.toStdString();
    std::printf("%-14s %-10s first shown with the window %6.1f ms\n", what.c_str(), shape.text().c_str(),
                shown);
    print(what.c_str(), shape, taken);
}

} // namespace

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    if (argc > 1 && QLatin1String(argv[1]) == QLatin1String("--empty"))
        return showEmptyWindow(argc, argv);
    if (argc > 1 && QLatin1String(argv[1]) == QLatin1String("--explorer"))
        return showExplorer(argc, argv);
    QApplication application(argc, argv);
    if (argc > 1) { // a page alone, for a profiler
        measurePage(Shape::of({4, 6, 100}), QLatin1String(argv[1]));
        return 0;
    }
    measureStart();
    measureChanges(Shape::of({2, 3, 4}));
    measureChanges(Shape::of({8, 128, 768}));
    for (const Shape& shape : {Shape::of({2, 3, 4}), Shape::of({8, 128, 768})})
        for (const char* page : {"eps", "dimension", "axes"})
            measurePage(shape, QLatin1String(page));
    measurePage(Shape::of({4, 6, 100}), QStringLiteral("add-and-norm"));
}
