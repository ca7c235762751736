// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The real program as a screen reader gets it: over AT-SPI, on a bus and a screen of its own.
#include "tests/app/screen/virtual_screen.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QThread>
#include <gtest/gtest.h>

namespace layernorm {

namespace {

constexpr int patienceMilliseconds = 120'000;
constexpr int skipped = 77;

class ScreenReader : public ::testing::Test
{
protected:
    void SetUp() override
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"HOME", "XDG_CONFIG_HOME"})
            environment.insert(name, home.path());
        environment.insert("QT_LINUX_ACCESSIBILITY_ALWAYS_ON", "1");
        environment.insert("QT_ACCESSIBILITY", "1");
        program.setProcessEnvironment(environment);
        program.start(LAYERNORM_EXPLORER, {"--language", "en", "--theme", "light", "--reference", "none",
                                           "--shape", "2,3,4", "--seed", "0"});
        ASSERT_TRUE(program.waitForStarted(patienceMilliseconds));
        reader.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        reader.start("/usr/bin/python3", {LAYERNORM_READER, "layernorm-explorer"});
        ASSERT_TRUE(reader.waitForStarted(patienceMilliseconds));
        // The window is there before its first results are.
        ASSERT_TRUE(eventually([this] {
            const QJsonObject shown = cell("Output", 0, 0);
            return shown.contains(QLatin1String("text")) && shown["text"].toString() != u"·";
        }));
    }

    void TearDown() override
    {
        for (QProcess* process : {&reader, &program}) {
            process->kill();
            process->waitForFinished();
        }
    }

    QJsonObject ask(QJsonObject request)
    {
        reader.write(QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n');
        QElapsedTimer waited;
        waited.start();
        while (!reader.canReadLine() && waited.elapsed() < patienceMilliseconds &&
               reader.state() == QProcess::Running)
            reader.waitForReadyRead(1000);
        return QJsonDocument::fromJson(reader.readLine()).object();
    }
    QJsonObject cell(const char* table, int row, int column, const char* task = "cell",
                     const QString& text = {})
    {
        return ask({{"do", task}, {"table", table}, {"row", row}, {"column", column}, {"text", text}});
    }
    static bool has(const QJsonObject& cell, const char* state)
    {
        return cell["states"].toArray().contains(QLatin1String(state));
    }

    template <typename Condition>
    static bool eventually(Condition condition)
    {
        QElapsedTimer waited;
        waited.start();
        while (!condition()) {
            if (waited.elapsed() > patienceMilliseconds)
                return false;
            QThread::msleep(100);
        }
        return true;
    }

    QTemporaryDir home;
    QProcess program;
    QProcess reader;
};

TEST_F(ScreenReader, ReadsCells)
{
    const QJsonObject input = cell("Input", 4, 2);
    EXPECT_EQ(input["name"], "b1 · t1, d2") << QJsonDocument(input).toJson().toStdString();
    // torch.manual_seed(0); torch.randn(2, 3, 4)[1, 1, 2]
    EXPECT_EQ(input["text"], "2.0050");
    EXPECT_NEAR(input["value"].toDouble(), 2.0050, 5e-5);
    EXPECT_EQ(input["row"], "b1 · t1");
    EXPECT_EQ(input["column"], "d2");
    EXPECT_TRUE(has(input, "editable"));
    const QJsonObject output = cell("Output", 4, 2);
    EXPECT_EQ(output["name"], "b1 · t1, d2");
    EXPECT_FALSE(has(output, "editable"));
    EXPECT_TRUE(cell("Input", 400, 2).contains("error"));
}

TEST_F(ScreenReader, ReadsTokensAndVerdict)
{
    const QJsonObject mean = cell("mean μ", 1, 2);
    EXPECT_EQ(mean["name"], "b1 · t2") << QJsonDocument(mean).toJson().toStdString();
    EXPECT_FALSE(mean["text"].toString().isEmpty());
    EXPECT_FALSE(mean["value"].isNull());
    EXPECT_GT(cell("variance σ²", 0, 0)["value"].toDouble(), 0);
    const QJsonArray said = ask({{"do", "find"}, {"role", "notification"}})["names"].toArray();
    ASSERT_EQ(said.size(), 1);
    EXPECT_TRUE(said[0].toString().contains("not compared")) << said[0].toString().toStdString();
}

TEST_F(ScreenReader, EditsACellAndHearsWhatItChanges)
{
    const QString mean = cell("mean μ", 0, 0)["text"].toString();
    cell("Input", 0, 0, "edit", "12.5");
    EXPECT_TRUE(eventually([this] { return cell("Input", 0, 0)["text"] == "12.500"; }))
        << cell("Input", 0, 0)["text"].toString().toStdString();
    EXPECT_TRUE(eventually([&] { return cell("mean μ", 0, 0)["text"].toString() != mean; }));
    cell("Input", 0, 1, "edit", "nan");
    EXPECT_TRUE(eventually(
        [this] { return cell("Output", 0, 2)["description"].toString().contains("not a number"); }));
    EXPECT_TRUE(cell("Output", 1, 2)["value"].isDouble()) << "another token";
    EXPECT_TRUE(cell("Output", 0, 0, "edit", "1").contains("error")) << "a result";
}

TEST_F(ScreenReader, TakesTheFocusToACell)
{
    cell("Output", 3, 1, "focus");
    EXPECT_TRUE(eventually([this] { return has(cell("Output", 3, 1), "selected"); }));
    EXPECT_TRUE(eventually([this] {
        return ask({{"do", "focused"}})["names"].toArray().contains("Output");
    }));
    EXPECT_TRUE(cell("Output", 3, 1)["description"].toString().contains("selected"));
    EXPECT_FALSE(has(cell("Output", 3, 2), "selected"));
}

/// What is not installed.
QStringList missingTools()
{
    QStringList missing = testing::VirtualScreen::missingPrograms();
    if (QStandardPaths::findExecutable("dbus-run-session").isEmpty())
        missing << "dbus-run-session";
    if (!QFile::exists("/usr/share/dbus-1/services/org.a11y.Bus.service"))
        missing << "at-spi2-core";
    if (QProcess::execute("/usr/bin/python3",
                          {"-c", "import gi; gi.require_version('Atspi', '2.0'); import pyatspi"}) != 0)
        missing << "python3-pyatspi";
    return missing;
}

/// This program again, with a session bus of its own.
int runOnOwnBus(const QStringList& arguments)
{
    testing::VirtualScreen screen;
    if (!screen.start()) {
        std::fprintf(stderr, "Xvfb does not start\n");
        return 1;
    }
    qputenv("LAYERNORM_ON_OWN_BUS", "1");
    return QProcess::execute("dbus-run-session", QStringList{"--"} + arguments);
}

} // namespace

} // namespace layernorm

int main(int argc, char** argv)
{
    ::testing::InitGoogleTest(&argc, argv);
    if (GTEST_FLAG_GET(list_tests))
        return RUN_ALL_TESTS();
    const QCoreApplication application(argc, argv);
    if (qEnvironmentVariableIsSet("LAYERNORM_ON_OWN_BUS"))
        return RUN_ALL_TESTS();
    if (const QStringList missing = layernorm::missingTools(); !missing.isEmpty()) {
        std::printf("skipped: %s not installed\n", qPrintable(missing.join(", ")));
        return layernorm::skipped;
    }
    QStringList again{QCoreApplication::applicationFilePath()};
    again << QStringLiteral("--gtest_filter=") + QString::fromStdString(GTEST_FLAG_GET(filter));
    return layernorm::runOnOwnBus(again);
}
