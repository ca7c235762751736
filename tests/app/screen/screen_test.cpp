// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The real program in a real window, driven by key events of the X server and looked at as a screen is.
#include "tests/app/screen/virtual_screen.h"

#include <QDir>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QImage>
#include <QPixmap>
#include <QProcess>
#include <QScreen>
#include <QTemporaryDir>
#include <QThread>
#include <gtest/gtest.h>

namespace layernorm {

namespace {

constexpr int patienceMilliseconds = 60'000;
constexpr int stillMilliseconds = 1'500; // the flash of a changed cell lasts a second

template <typename Condition>
bool eventually(Condition condition)
{
    QElapsedTimer waited;
    waited.start();
    while (!condition()) {
        if (waited.elapsed() > patienceMilliseconds)
            return false;
        QCoreApplication::processEvents();
        QThread::msleep(20);
    }
    return true;
}

class ScreenTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"})
            environment.insert(name, home.path());
        // What the mouse is over looks different, and that it is over something is noticed sooner or later.
        xdotool({"mousemove", "1399", "899"});
        // Another library would change the picture when it answers.
        program.setProcessEnvironment(environment);
        program.start(LAYERNORM_EXPLORER, {"--language", "en", "--theme", "light", "--reference", "none"});
        ASSERT_TRUE(program.waitForStarted());
        ASSERT_TRUE(eventually([this] {
            window = xdotool({"search", "--onlyvisible", "--name", "LayerNorm Explorer"});
            return !window.isEmpty() || program.state() == QProcess::NotRunning;
        }));
        ASSERT_FALSE(window.isEmpty()) << program.readAllStandardError().toStdString();
        ASSERT_TRUE(eventually([this] { return xdotool({"getactivewindow"}) == window; })) << "no keyboard";
        first = settledPicture();
        ASSERT_GT(colours(first), 20) << "the window is blank";
    }

    void TearDown() override
    {
        program.kill();
        program.waitForFinished();
    }

    static QByteArray xdotool(const QStringList& arguments)
    {
        QProcess process;
        process.start("xdotool", arguments);
        process.waitForFinished();
        return process.readAllStandardOutput().trimmed();
    }
    void press(const QString& keys) { xdotool({"key", "--clearmodifiers", keys}); }
    void type(const QString& text) { xdotool({"type", "--delay", "20", text}); }

    static QImage picture()
    {
        return QGuiApplication::primaryScreen()->grabWindow(0).toImage().convertToFormat(
            QImage::Format_RGB32);
    }
    /// When nothing moves any more.
    static QImage settledPicture()
    {
        QImage last = picture();
        QElapsedTimer still;
        still.start();
        const bool settled = eventually([&] {
            const QImage now = picture();
            if (now != last)
                still.restart();
            last = now;
            return still.elapsed() > stillMilliseconds;
        });
        EXPECT_TRUE(settled) << "the picture never stands still";
        return last;
    }
    /// Whether the screen comes to look like `wanted`; if it does not, both are kept to be looked at.
    static bool comesToLookLike(const QImage& wanted, const char* name)
    {
        if (eventually([&] { return picture() == wanted; }))
            return true;
        const QString place = QDir::temp().filePath("layernorm-screen-%1-%2.png");
        wanted.save(place.arg(name, "wanted"));
        picture().save(place.arg(name, "shown"));
        ADD_FAILURE() << "it looks different, see " << place.arg(name, "*").toStdString();
        return false;
    }
    static qsizetype colours(const QImage& image)
    {
        QSet<QRgb> seen;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                seen.insert(image.pixel(x, y));
        return seen.size();
    }

    QTemporaryDir home;
    QProcess program;
    QByteArray window;
    QImage first;
};

TEST_F(ScreenTest, TypingUndoAndQuit)
{
    const QByteArray title = xdotool({"getwindowname", window});
    type("3.5");
    press("Return");
    ASSERT_TRUE(eventually([&] {
        return xdotool({"getwindowname", window}) != title;
    })) << "nothing was edited";
    const QImage edited = settledPicture();
    EXPECT_NE(edited, first);

    press("ctrl+z");
    ASSERT_TRUE(eventually([&] {
        return xdotool({"getwindowname", window}) == title;
    })) << "nothing was undone";
    ASSERT_TRUE(comesToLookLike(first, "undo"));

    press("ctrl+q");
    ASSERT_TRUE(program.waitForFinished(patienceMilliseconds)) << "it does not quit";
    EXPECT_EQ(program.exitStatus(), QProcess::NormalExit);
    EXPECT_EQ(program.exitCode(), 0) << program.readAllStandardError().toStdString();
}

TEST_F(ScreenTest, ArrowsMoveWhatIsOutlined)
{
    press("Down");
    ASSERT_TRUE(eventually([&] { return picture() != first; }));
    press("Up");
    ASSERT_TRUE(comesToLookLike(first, "arrows"));
}

TEST_F(ScreenTest, APresentationFillsTheScreenAndGivesTheWindowBack)
{
    const auto shown = [] { return xdotool({"getactivewindow", "getwindowgeometry", "--shell"}); };
    const QByteArray before = xdotool({"getwindowgeometry", "--shell", window}).replace(window, {});
    press("F11");
    ASSERT_TRUE(eventually([&] { return shown().contains("WIDTH=1400\nHEIGHT=900"); }))
        << shown().toStdString();
    const QImage board = settledPicture();
    EXPECT_NE(board, first);
    press("Next"); // as a clicker does
    ASSERT_TRUE(eventually([&] { return picture() != board; }));
    const QImage input = settledPicture();
    press("Prior");
    ASSERT_TRUE(comesToLookLike(board, "board"));
    EXPECT_NE(input, board);
    press("Escape");
    ASSERT_TRUE(eventually([&] { return shown().contains("WIDTH=1280\nHEIGHT=800"); }))
        << shown().toStdString();
    EXPECT_TRUE(eventually([&] {
        const QByteArray last = xdotool({"getactivewindow"});
        return xdotool({"getwindowgeometry", "--shell", last}).replace(last, {}) == before;
    })) << "it is not where it was";
    EXPECT_TRUE(comesToLookLike(first, "after-presentation"));
}

TEST_F(ScreenTest, ClosingTheWindowEndsTheProgram)
{
    xdotool({"key", "alt+F4"});
    ASSERT_TRUE(program.waitForFinished(patienceMilliseconds));
    EXPECT_EQ(program.exitCode(), 0);
    EXPECT_TRUE(QFile::exists(home.filePath("layernorm-explorer/layernorm-explorer.conf")))
        << "settings are kept";
}

} // namespace

} // namespace layernorm

int main(int argc, char** argv)
{
    ::testing::InitGoogleTest(&argc, argv);
    if (GTEST_FLAG_GET(list_tests))
        return RUN_ALL_TESTS();
    if (const QStringList missing = layernorm::testing::VirtualScreen::missingPrograms();
        !missing.isEmpty()) {
        std::printf("skipped: %s not installed\n", qPrintable(missing.join(", ")));
        return 77;
    }
    layernorm::testing::VirtualScreen screen;
    if (!screen.start()) {
        std::fprintf(stderr, "Xvfb does not start\n");
        return 1;
    }
    const QGuiApplication application(argc, argv);
    return RUN_ALL_TESTS();
}
