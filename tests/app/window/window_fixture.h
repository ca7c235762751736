// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/application.h"
#include "app/panels/tensor_view.h"
#include "tests/support/faked_reference.h"
#include "tests/support/watched_session.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <gtest/gtest.h>

namespace layernorm {

/// Answers what the window asks, and keeps what it says.
class AnsweringDialogs : public Dialogs
{
public:
    QString openAnswer;
    QString saveAnswer;
    Leave leaveAnswer = Leave::Cancel;
    QStringList errors;
    QStringList proposals;
    int leaveQuestions = 0;
    bool copyAnswer = false;
    int copyQuestions = 0;
    bool overwriteAnswer = false;
    int overwriteQuestions = 0;
    bool recoverAnswer = false;
    std::optional<ReadRequest> importAnswer = ReadRequest{};
    int importQuestions = 0;

    QString fileToOpen(QWidget*, const QString&) override { return openAnswer; }
    QString fileToSave(QWidget*, const QString&, const QString& proposal, const QString&) override
    {
        proposals << proposal;
        return saveAnswer;
    }
    QString pythonInterpreter(QWidget*, const QString&) override { return openAnswer; }
    bool openCopy(QWidget*, const QString&, const QString&) override
    {
        ++copyQuestions;
        return copyAnswer;
    }
    bool overwriteChanged(QWidget*, const QString&) override
    {
        ++overwriteQuestions;
        return overwriteAnswer;
    }
    bool recover(QWidget*, const QString&, const QDateTime&) override { return recoverAnswer; }
    std::optional<ReadRequest> tensorToImport(QWidget*, const QString&, const StoredTensors&) override
    {
        ++importQuestions;
        return importAnswer;
    }
    Leave leaveUnsaved(QWidget*, const QString&) override
    {
        ++leaveQuestions;
        return leaveAnswer;
    }
    void error(QWidget*, const QString& message) override { errors << message; }
};

/// The whole program but for its main(), on the article's tensor (seed 0, 2x3x4), driven by keys and mouse.
class WindowTest : public ::testing::Test
{
protected:
    explicit WindowTest(const QStringList& options = {})
        : application(makeJob(options), makeLine(options), SettingsStore::Kind::MemoryOnly, dialogs)
    {
    }

    void SetUp() override
    {
        bool painted = false; // what waits for the first frame, the library's start, is over then
        QObject::connect(&window(), &MainWindow::firstFramePainted, &window(),
                         [&painted] { painted = true; });
        application.show();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&window()));
        ASSERT_TRUE(testing::eventually([&painted] { return painted; }));
    }

    static CommandLine makeLine(const QStringList& options)
    {
        const Result<CommandLine> line = parseCommandLine(
            QStringList{"layernorm-explorer", "--language", "en", "--theme", "light", "--reference", "none"} +
            options);
        EXPECT_TRUE(line) << line.error().text();
        return *line;
    }
    static Job makeJob(const QStringList& options)
    {
        Result<Job> job = loadJob(makeLine(options));
        EXPECT_TRUE(job) << job.error().text();
        return std::move(*job);
    }

    [[nodiscard]] MainWindow& window() { return application.window(); }
    [[nodiscard]] Session& session() { return application.session(); }
    [[nodiscard]] Reference& reference() { return application.reference(); }

    /// The widget or action of that object name.
    template <typename Object>
    Object& find(const char* name)
    {
        auto* object = window().findChild<Object*>(QString::fromUtf8(name));
        if (!object)
            throw std::runtime_error(std::string("the window has no ") + name);
        return *object;
    }
    TensorView& view(const char* name) { return find<TensorView>(name); }
    /// What a label says; of other widgets what a screen reader says.
    QString label(const char* name)
    {
        auto& widget = find<QWidget>(name);
        const auto* text = qobject_cast<QLabel*>(&widget);
        return text ? text->text() : widget.accessibleName();
    }
    /// As a menu does; nothing happens when it cannot be chosen.
    void choose(const char* action) { find<QAction>(action).trigger(); }

    /// What is posted, what that posts, and what the system has to say.
    static void turn()
    {
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
    }

    void click(QTableView& table, int row, int column)
    {
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {},
                          table.visualRect(table.model()->index(row, column)).center());
    }
    void hover(QTableView& table, int row, int column)
    {
        QTest::mouseMove(table.viewport(), table.visualRect(table.model()->index(row, column)).center());
        turn();
    }

    /// Into whatever has the focus, as a person would.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        ASSERT_NE(QApplication::focusWidget(), nullptr);
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
        turn(); // an editor hands its text over when it is back in the event loop
    }
    void type(const char* text)
    {
        for (; *text; ++text) {
            ASSERT_NE(QApplication::focusWidget(), nullptr);
            QTest::keyClick(QApplication::focusWidget(), *text);
        }
    }
    /// Clicks a cell, types and presses Return.
    void typeInto(QTableView& table, int row, int column, const char* text)
    {
        click(table, row, column);
        type(text);
        press(Qt::Key_Return);
    }

    static QString cell(const QTableView& table, int row, int column)
    {
        return table.model()->index(row, column).data().toString();
    }

    AnsweringDialogs dialogs;
    Application application;
};

} // namespace layernorm
