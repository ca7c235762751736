// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The pages as a whole: made when looked at, and what can be taken away from them.
#include "app/pages/page.h"
#include "app/pages/page_tabs.h"
#include "tests/app/window/window_fixture.h"

#include <QClipboard>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScrollArea>
#include <QTabBar>
#include <QTemporaryDir>

namespace layernorm {

namespace {

using namespace layernorm::testing;

class WindowPages : public WindowTest
{
protected:
    PageTabs& pages() { return find<PageTabs>("pages"); }
    QString path(const char* name) { return directory.filePath(QLatin1String(name)); }
    static QByteArray contentOf(const QString& name)
    {
        QFile file(name);
        EXPECT_TRUE(file.open(QFile::ReadOnly)) << name.toStdString();
        return file.readAll();
    }

    QTemporaryDir directory;
};

TEST_F(WindowPages, AreMadeWhenTheyAreLookedAt)
{
    ASSERT_EQ(pages().count(), static_cast<int>(pageTable().size()));
    const auto made = [this](int index) {
        return qobject_cast<QScrollArea*>(pages().widget(index))->widget() != nullptr;
    };
    for (int i = 0; i < pages().count(); ++i)
        EXPECT_EQ(made(i), i == 0) << i;
    for (int i = 0; i < pages().count(); ++i) {
        window().showPage(QLatin1String(pageTable()[static_cast<std::size_t>(i)].id));
        EXPECT_EQ(pages().currentIndex(), i);
        EXPECT_TRUE(made(i)) << i;
        EXPECT_TRUE(eventually([this] { return window().isPageCurrent(); }))
            << pageTable()[static_cast<std::size_t>(i)].id;
    }
}

TEST_F(WindowPages, AreReachedByKeys)
{
    pages().tabBar()->setFocus();
    for (int i = 1; i < pages().count(); ++i) {
        press(Qt::Key_Right);
        EXPECT_EQ(pages().currentIndex(), i);
    }
}

TEST_F(WindowPages, AnUnknownNameChangesNothing)
{
    window().showPage(QStringLiteral("nowhere"));
    EXPECT_EQ(pages().currentIndex(), 0);
}

TEST_F(WindowPages, TheStepsAreCopiedAsATable)
{
    session().selection().setCurrent({4, 1});
    choose("copyPageTableHere");
    const QStringList lines = QApplication::clipboard()->text().split(u'\n');
    ASSERT_EQ(lines.size(), 6) << "names, four values, and the end";
    EXPECT_EQ(lines[0].split(u'\t').first(), "token");
    const QStringList cells = lines[2].split(u'\t');
    ASSERT_EQ(cells.size(), 10);
    EXPECT_EQ(cells[0], "4");
    EXPECT_EQ(cells[2].toFloat(), static_cast<float>(session().input().at(4 * 4 + 1)));
    EXPECT_EQ(cells[9].toFloat(), static_cast<float>(session().result()->output.at(4 * 4 + 1)));
}

TEST_F(WindowPages, ATableIsSavedInTheFormatItsNameSays)
{
    dialogs.saveAnswer = path("steps.csv");
    choose("saveTableAction");
    EXPECT_TRUE(contentOf(dialogs.saveAnswer).startsWith("token,index,x,"));
    dialogs.saveAnswer = path("steps.JSON");
    choose("savePageTableHere");
    const QJsonObject json = QJsonDocument::fromJson(contentOf(dialogs.saveAnswer)).object();
    EXPECT_EQ(json.value(QStringLiteral("experiment")), QStringLiteral("walkthrough"));
    EXPECT_TRUE(dialogs.errors.isEmpty());
    EXPECT_EQ(dialogs.proposals, (QStringList{"walkthrough.csv", "walkthrough.csv"}));
}

TEST_F(WindowPages, WhatCannotBeWrittenIsTold)
{
    dialogs.saveAnswer = path("nowhere/steps.csv");
    choose("saveTableAction");
    dialogs.saveAnswer = path("nowhere/steps.png");
    choose("savePicture:page");
    ASSERT_EQ(dialogs.errors.size(), 2);
    for (const QString& error : dialogs.errors)
        EXPECT_TRUE(error.contains("nowhere")) << error.toStdString();
}

TEST_F(WindowPages, APictureHasTwiceThePixels)
{
    dialogs.saveAnswer = path("page.png");
    choose("savePicture:page");
    const QWidget* page = qobject_cast<QScrollArea*>(pages().currentWidget())->widget();
    const QImage picture(dialogs.saveAnswer);
    EXPECT_EQ(picture.size(), page->size() * 2);
}

TEST_F(WindowPages, CancellingTheDialogWritesNothing)
{
    choose("saveTableAction");
    choose("savePicture:page");
    EXPECT_TRUE(dialogs.errors.isEmpty());
    EXPECT_EQ(dialogs.proposals.size(), 2);
}

} // namespace

} // namespace layernorm
