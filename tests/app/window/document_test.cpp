// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Documents: saved, opened, locked, and left.
#include "app/lessons/lesson_library.h"
#include "core/io/project_file.h"
#include "tests/app/window/window_fixture.h"

#include <QCheckBox>
#include <QDialog>
#include <QPlainTextEdit>
#include <QStatusBar>

namespace layernorm {

namespace {

using namespace layernorm::testing;

class WindowDocument : public WindowTest
{
protected:
    QString path(const char* name) { return directory.filePath(QLatin1String(name)); }

    void saveAs(const char* name)
    {
        dialogs.saveAnswer = path(name);
        choose("saveAsAction");
        turn();
    }
    Project saved(const char* name)
    {
        const Result<Project> project = readProject(path(name).toStdString());
        EXPECT_TRUE(project) << project.error().text();
        return project.value_or(Project());
    }
    /// What another instance would do.
    std::unique_ptr<QLockFile> lockedElsewhere(const char* name)
    {
        auto lock = std::make_unique<QLockFile>(path((std::string(".") + name + ".lock").c_str()));
        lock->setStaleLockTime(0);
        EXPECT_TRUE(lock->tryLock(0));
        return lock;
    }

    /// Whether this instance keeps others from it.
    bool lockedBy(const char* name)
    {
        return QFile::exists(path((std::string(".") + name + ".lock").c_str()));
    }

    QTemporaryDir directory;
};

TEST_F(WindowDocument, KeepsEverythingThereIs)
{
    typeInto(view("inputView"), 1, 2, "nan");
    typeInto(view("inputView"), 0, 0, "-0");
    ASSERT_TRUE(session().setEps(0.25));
    session().setAffine(true);
    ASSERT_TRUE(session().editCell(Editable::Gamma, 1, "3"));
    session().setNotes("第一行\n\"second\" line");
    window().showPage("axes");
    click(view("inputView"), 4, 3);
    saveAs("all.lnx");
    ASSERT_TRUE(dialogs.errors.isEmpty()) << dialogs.errors.join(u'\n').toStdString();
    EXPECT_TRUE(window().windowTitle().startsWith("all.lnx"));
    EXPECT_FALSE(window().isWindowModified());

    const Tensor input = session().input();
    session().setSeed(5);
    session().setAffine(false);
    session().setNotes({});
    ASSERT_TRUE(session().setEps(1));
    window().showPage("eps");
    dialogs.leaveAnswer = Dialogs::Leave::Discard;
    window().open(path("all.lnx"));
    turn();
    EXPECT_TRUE(sameBits(session().input(), input));
    EXPECT_TRUE(std::signbit(session().input().at(0)));
    EXPECT_EQ(session().eps(), 0.25);
    EXPECT_TRUE(session().affine());
    EXPECT_EQ(session().editable(Editable::Gamma).at(1), 3);
    EXPECT_EQ(session().notes(), "第一行\n\"second\" line");
    EXPECT_EQ(find<QPlainTextEdit>("notesText").toPlainText(), session().notes());
    EXPECT_EQ(window().currentPage(), "axes");
    EXPECT_EQ(session().selection().current(), (Cell{4, 3}));
    EXPECT_EQ(session().undoStack().count(), 0)
        << "what was done to another document cannot be undone in this one";
    EXPECT_FALSE(window().isWindowModified());
    expectFresh(session());
}

TEST_F(WindowDocument, KeepsWordsAndSaysThem)
{
    choose("sample:sentences");
    turn();
    ASSERT_FALSE(session().labels().isEmpty());
    EXPECT_EQ(view("inputView").model()->headerData(0, Qt::Vertical).toString(), session().labels()[0]);
    saveAs("words.lnx");
    choose("sample:article");
    turn();
    EXPECT_TRUE(session().labels().isEmpty());
    window().open(path("words.lnx"));
    turn();
    EXPECT_EQ(session().labels().size(), session().layout().rows());
}

TEST_F(WindowDocument, SaveGoesToTheSameFileWithoutAsking)
{
    saveAs("mine.lnx");
    typeInto(view("inputView"), 0, 0, "5");
    EXPECT_TRUE(window().isWindowModified());
    dialogs.saveAnswer.clear();
    choose("saveAction");
    turn();
    EXPECT_FALSE(window().isWindowModified());
    EXPECT_EQ(saved("mine.lnx").input.at(0), 5);
    EXPECT_EQ(dialogs.proposals.size(), 1);
}

TEST_F(WindowDocument, AnotherTensorDoesNotOverwriteTheDocument)
{
    saveAs("mine.lnx");
    choose("sample:ones");
    turn();
    EXPECT_FALSE(window().windowTitle().contains("mine.lnx"));
    dialogs.saveAnswer.clear();
    choose("saveAction"); // asks for a name, and is cancelled
    EXPECT_EQ(saved("mine.lnx").input.shape(), Shape::of({2, 3, 4}));
    EXPECT_EQ(dialogs.proposals.size(), 2);
}

TEST_F(WindowDocument, ATensorIsNotPutInThePlaceOfUnsavedEditsUnasked)
{
    saveAs("mine.lnx");
    typeInto(view("inputView"), 0, 0, "5");
    dialogs.leaveAnswer = Dialogs::Leave::Cancel;
    choose("sample:ones");
    turn();
    EXPECT_EQ(session().input().at(0), 5);
    EXPECT_EQ(application.document().path(), path("mine.lnx"));
    dialogs.leaveAnswer = Dialogs::Leave::Save;
    choose("sample:ones");
    turn();
    EXPECT_EQ(session().input().at(0), 1);
    EXPECT_EQ(saved("mine.lnx").input.at(0), 5);
    EXPECT_EQ(dialogs.leaveQuestions, 2);
}

/// Long enough to be saved in the background.
class LargeDocument : public WindowDocument
{
protected:
    void SetUp() override
    {
        WindowDocument::SetUp();
        session().replace(Content::of(Tensor::filled(Shape::of({1, 1000, 1000}), DType::Float32, 0.5), 1, 0),
                          1e-5, false);
        turn();
    }
    bool isSaved()
    {
        return eventually([this] { return !application.document().isSaving(); });
    }
};

TEST_F(LargeDocument, ATensorOpenedWhileItIsSavedDoesNotGetItsFile)
{
    saveAs("large.lnx");
    ASSERT_TRUE(application.document().isSaving());
    choose("sample:ones");
    ASSERT_TRUE(isSaved());
    EXPECT_TRUE(application.document().path().isEmpty()) << "saving would overwrite the other document";
    EXPECT_FALSE(window().windowTitle().contains("large.lnx"));
    EXPECT_EQ(saved("large.lnx").input.elements(), 1'000'000);
}

TEST_F(LargeDocument, SavingAgainWhileItIsSavedGoesToTheNewFile)
{
    saveAs("first.lnx");
    ASSERT_TRUE(isSaved());
    ASSERT_TRUE(session().editCell(Editable::Input, 0, "7"));
    saveAs("second.lnx");
    ASSERT_TRUE(application.document().isSaving());
    dialogs.saveAnswer.clear();
    choose("saveAction");
    ASSERT_TRUE(isSaved());
    EXPECT_EQ(application.document().path(), path("second.lnx"));
    EXPECT_EQ(saved("first.lnx").input.at(0), 0.5);
    EXPECT_EQ(saved("second.lnx").input.at(0), 7);
    EXPECT_TRUE(lockedBy("second.lnx"));
    EXPECT_FALSE(lockedBy("first.lnx"));
}

TEST_F(LargeDocument, EditsMadeWhileAnotherIsReadAreAskedAbout)
{
    saveAs("large.lnx");
    ASSERT_TRUE(isSaved());
    dialogs.leaveAnswer = Dialogs::Leave::Cancel;
    window().open(path("large.lnx"));
    ASSERT_TRUE(window().isBusyWithFiles());
    ASSERT_TRUE(session().editCell(Editable::Input, 0, "7"));
    ASSERT_TRUE(eventually([this] { return !window().isBusyWithFiles(); }));
    EXPECT_EQ(dialogs.leaveQuestions, 1);
    EXPECT_EQ(session().input().at(0), 7);
    EXPECT_TRUE(application.document().isUnsaved());
}

TEST_F(LargeDocument, ItsWindowStaysUntilItsFilesAreRead)
{
    saveAs("large.lnx");
    ASSERT_TRUE(isSaved());
    const Tensor large = session().input();
    choose("sample:ones");
    const MainWindow* before = &window();
    window().open(path("large.lnx"));
    ASSERT_TRUE(window().isBusyWithFiles());
    emit window().rebuildWanted();
    ASSERT_TRUE(eventually([&] { return &window() != before; }));
    EXPECT_TRUE(sameBits(session().input(), large)) << "what it was reading was forgotten";
}

TEST_F(WindowDocument, TheWindowStaysWhileADialogIsOpen)
{
    const MainWindow* before = &window();
    {
        QDialog dialog(&window());
        dialog.setModal(true);
        dialog.show();
        emit window().rebuildWanted();
        QTest::qWait(200);
        ASSERT_EQ(&window(), before) << "the dialog belongs to it";
    }
    ASSERT_TRUE(eventually([&] { return &window() != before; }));
}

TEST_F(WindowDocument, TheInputInAFileIsNotAllThatWasTyped)
{
    session().setAffine(true);
    ASSERT_TRUE(session().editCell(Editable::Gamma, 1, "3"));
    dialogs.saveAnswer = path("x.npy");
    choose("saveInputAction");
    EXPECT_TRUE(application.document().isUnsaved()) << "gamma is in no file";
    ASSERT_TRUE(session().editCell(Editable::Gamma, 1, "1"));
    choose("saveInputAction");
    EXPECT_FALSE(application.document().isUnsaved());
}

TEST_F(LargeDocument, CellsTypedWhileTheInputIsSavedStayUnsaved)
{
    session().replace(Content::of(Tensor::filled(Shape::of({2, 1000, 1000}), DType::Float32, 0.5), 1, 0),
                      1e-5, false);
    turn();
    ASSERT_TRUE(session().editCell(Editable::Input, 0, "7"));
    dialogs.saveAnswer = path("x.npy");
    choose("saveInputAction");
    ASSERT_TRUE(window().isBusyWithFiles());
    ASSERT_TRUE(session().editCell(Editable::Input, 1, "8"));
    ASSERT_TRUE(eventually([this] { return !window().isBusyWithFiles(); }));
    EXPECT_TRUE(application.document().isUnsaved());
}

TEST_F(WindowDocument, NotesWrittenDuringALessonAreUnsaved)
{
    saveAs("mine.lnx");
    window().openLesson(shippedLessonFile(QStringLiteral("03-eps")));
    turn();
    ASSERT_TRUE(application.document().isAside());
    session().setNotes(QStringLiteral("remember this"));
    application.lessons().leave();
    turn();
    EXPECT_EQ(application.document().path(), path("mine.lnx"));
    EXPECT_TRUE(application.document().isUnsaved());
    EXPECT_TRUE(window().isWindowModified());
}

TEST_F(WindowDocument, OpeningAsksWhatToDoWithUnsavedEdits)
{
    saveAs("first.lnx");
    typeInto(view("inputView"), 0, 0, "5");
    dialogs.leaveAnswer = Dialogs::Leave::Cancel;
    window().open(path("first.lnx"));
    EXPECT_EQ(session().input().at(0), 5);
    dialogs.leaveAnswer = Dialogs::Leave::Save;
    window().open(path("first.lnx"));
    turn();
    EXPECT_EQ(session().input().at(0), 5);
    EXPECT_EQ(saved("first.lnx").input.at(0), 5);
    EXPECT_EQ(dialogs.leaveQuestions, 2);
}

TEST_F(WindowDocument, EpsAloneIsAskedAboutOnlyWhereThereIsAFile)
{
    ASSERT_TRUE(session().setEps(1));
    EXPECT_TRUE(window().close());
    EXPECT_EQ(dialogs.leaveQuestions, 0);
    window().show();
    saveAs("mine.lnx");
    ASSERT_TRUE(session().setEps(2));
    EXPECT_FALSE(window().close());
    EXPECT_EQ(dialogs.leaveQuestions, 1);
}

TEST_F(WindowDocument, BrokenDocumentsLeaveTheOpenOneAlone)
{
    typeInto(view("inputView"), 0, 0, "5");
    dialogs.leaveAnswer = Dialogs::Leave::Discard;
    QFile file(path("broken.lnx"));
    ASSERT_TRUE(file.open(QFile::WriteOnly) &&
                file.write("{\"format\":\"layernorm-explorer\",\"version\":99}") > 0);
    file.close();
    window().open(path("broken.lnx"));
    ASSERT_EQ(dialogs.errors.size(), 1);
    EXPECT_TRUE(dialogs.errors[0].contains("broken.lnx"));
    EXPECT_EQ(session().input().at(0), 5);
    EXPECT_EQ(session().undoStack().count(), 1);
}

TEST_F(WindowDocument, WhatCannotBeSavedStaysUnsaved)
{
    typeInto(view("inputView"), 0, 0, "5");
    saveAs("no/such/folder/mine.lnx");
    EXPECT_EQ(dialogs.errors.size(), 1);
    EXPECT_TRUE(window().isWindowModified());
    EXPECT_TRUE(application.document().path().isEmpty());
}

TEST_F(WindowDocument, ADocumentsNameEndsAsDocumentsDo)
{
    saveAs("mine.npy");
    EXPECT_TRUE(window().statusBar()->currentMessage().contains(".lnx"));
    EXPECT_FALSE(QFile::exists(path("mine.npy")));
}

TEST_F(WindowDocument, AFileOpenElsewhereIsOpenedAsACopyOrNotAtAll)
{
    saveAs("shared.lnx");
    choose("sample:article");
    turn();
    const auto lock = lockedElsewhere("shared.lnx");
    dialogs.copyAnswer = false;
    window().open(path("shared.lnx"));
    EXPECT_EQ(dialogs.copyQuestions, 1);
    EXPECT_TRUE(application.document().path().isEmpty());
    dialogs.copyAnswer = true;
    window().open(path("shared.lnx"));
    turn();
    EXPECT_EQ(dialogs.copyQuestions, 2);
    EXPECT_TRUE(application.document().path().isEmpty()) << "it would overwrite what the other one saves";
    saveAs("shared.lnx");
    EXPECT_EQ(dialogs.errors.size(), 1);
}

TEST_F(WindowDocument, AnotherNameOfItsFileIsNoOtherFile)
{
    saveAs("mine.lnx");
    ASSERT_TRUE(QFile::link(path("mine.lnx"), path("link.lnx")));
    window().open(path("link.lnx"));
    EXPECT_EQ(dialogs.copyQuestions, 0) << "it is open here, not elsewhere";
    choose("sample:ones");
    const auto lock = lockedElsewhere("mine.lnx");
    window().open(path("link.lnx"));
    EXPECT_EQ(dialogs.copyQuestions, 1);
}

TEST_F(WindowDocument, AnOpenDocumentIsLockedUntilItIsLeft)
{
    saveAs("mine.lnx");
    QLockFile other(path(".mine.lnx.lock"));
    other.setStaleLockTime(0);
    EXPECT_FALSE(other.tryLock(0));
    choose("sample:ones");
    turn();
    EXPECT_TRUE(other.tryLock(0));
}

TEST_F(WindowDocument, AFileChangedByAnotherProgramIsNotOverwrittenUnasked)
{
    saveAs("mine.lnx");
    QFile file(path("mine.lnx"));
    ASSERT_TRUE(file.open(QFile::Append) && file.write("\n") == 1);
    file.close();
    typeInto(view("inputView"), 0, 0, "5");
    dialogs.overwriteAnswer = false;
    choose("saveAction");
    EXPECT_EQ(dialogs.overwriteQuestions, 1);
    EXPECT_TRUE(window().isWindowModified());
    dialogs.overwriteAnswer = true;
    choose("saveAction");
    EXPECT_EQ(saved("mine.lnx").input.at(0), 5);
}

TEST_F(WindowDocument, ALargeDocumentIsSavedInTheBackground)
{
    ASSERT_TRUE(session().setLayout({20, 50, 1000}));
    ASSERT_TRUE(eventually([this] { return session().isCurrent() && session().layout().batch == 20; }));
    typeInto(view("inputView"), 0, 0, "5");
    dialogs.saveAnswer = path("large.lnx");
    choose("saveAsAction");
    EXPECT_TRUE(application.document().isSaving());
    ASSERT_TRUE(eventually([this] { return !application.document().isSaving(); }));
    EXPECT_TRUE(sameBits(saved("large.lnx").input, session().input()));
}

TEST_F(WindowDocument, NotesAreUndoneByStretchesOfTyping)
{
    choose("notesAction");
    auto& text = find<QPlainTextEdit>("notesText");
    text.setFocus();
    type("one");
    EXPECT_EQ(session().undoStack().count(), 1);
    EXPECT_EQ(session().undoStack().undoText(), "edit the notes");
    view("inputView").setFocus();
    text.setFocus();
    text.moveCursor(QTextCursor::End);
    type(" two");
    EXPECT_EQ(session().undoStack().count(), 2);
    choose("undoAction");
    EXPECT_EQ(text.toPlainText(), "one");
    choose("undoAction");
    EXPECT_EQ(text.toPlainText(), "");
    choose("redoAction");
    EXPECT_EQ(text.toPlainText(), "one");
    EXPECT_TRUE(application.document().isUnsaved()) << "notes are worth keeping";
}

// What a crash leaves behind

class WindowRecovery : public WindowDocument
{
protected:
    void SetUp() override
    {
        WindowDocument::SetUp();
        recovery =
            std::make_unique<Recovery>(session(), application.document(), directory.filePath("recovery"));
    }
    /// As a later start finds it, this run being gone.
    QStringList copies() { return QDir(directory.filePath("recovery")).entryList({"*.lnx"}); }

    std::unique_ptr<Recovery> recovery;
};

TEST_F(WindowRecovery, EditsAreCopiedAfterAWhileAndTheCopyGoesWithThem)
{
    typeInto(view("inputView"), 0, 0, "5");
    EXPECT_TRUE(copies().isEmpty());
    ASSERT_TRUE(eventually([this] { return copies().size() == 1; }));
    const Result<Project> copy =
        readProject((directory.filePath("recovery/") + copies().value(0)).toStdString());
    ASSERT_TRUE(copy) << copy.error().text();
    EXPECT_EQ(copy->input.at(0), 5);
    EXPECT_TRUE(recovery->leftBehind().isEmpty()) << "its own copy is not one of a crash";
    choose("undoAction");
    ASSERT_TRUE(eventually([this] { return copies().isEmpty(); }));
}

TEST_F(WindowRecovery, SavingEndsTheCopy)
{
    typeInto(view("inputView"), 0, 0, "5");
    recovery->copyNow();
    ASSERT_EQ(copies().size(), 1);
    saveAs("mine.lnx");
    ASSERT_TRUE(eventually([this] { return copies().isEmpty(); }));
}

TEST_F(WindowRecovery, LeavingEndsTheCopy)
{
    typeInto(view("inputView"), 0, 0, "5");
    recovery->copyNow();
    recovery.reset();
    EXPECT_TRUE(copies().isEmpty());
}

TEST_F(WindowRecovery, WhatACrashLeftIsFoundOnceWithItsPlace)
{
    // A crash leaves the copy, its place, and a lock of a process that is gone.
    ASSERT_TRUE(writeProject(directory.filePath("recovery/crashed.lnx").toStdString(),
                             application.document().snapshot().project()));
    QFile place(directory.filePath("recovery/crashed.path"));
    ASSERT_TRUE(place.open(QFile::WriteOnly) && place.write("/home/somebody/lesson.lnx") > 0);
    place.close();
    QFile lock(directory.filePath("recovery/crashed.lock"));
    ASSERT_TRUE(lock.open(QFile::WriteOnly) && lock.write("2147483646\nlayernorm-explorer\n") > 0);
    lock.close();

    const QList<Recovery::LeftBehind> found = recovery->leftBehind();
    ASSERT_EQ(found.size(), 1);
    EXPECT_EQ(found[0].original, "/home/somebody/lesson.lnx");
    EXPECT_TRUE(recovery->leftBehind().isEmpty()) << "nobody else is offered it meanwhile";
    Result<Project> project = readProject(found[0].file.toStdString());
    ASSERT_TRUE(project);
    application.document().adoptUnsaved(std::move(*project), found[0].original);
    found[0].remove();
    EXPECT_TRUE(application.document().isUnsaved());
    EXPECT_TRUE(window().isWindowModified());
    dialogs.saveAnswer.clear();
    choose("saveAction");
    EXPECT_EQ(dialogs.proposals.last(), "/home/somebody/lesson.lnx");
}

TEST_F(WindowRecovery, SaysWhetherTheCopyIsWritten)
{
    EXPECT_TRUE(recovery->copyNow()) << "there is nothing to keep";
    typeInto(view("inputView"), 0, 0, "5");
    EXPECT_TRUE(recovery->copyNow());
    ASSERT_TRUE(QDir(directory.filePath("recovery")).removeRecursively());
    EXPECT_FALSE(recovery->copyNow()) << "the folder is gone";
}

TEST_F(WindowRecovery, ACopyThatCannotBeReadIsKeptAndNotOfferedAgain)
{
    QFile broken(directory.filePath("recovery/broken.lnx"));
    ASSERT_TRUE(broken.open(QFile::WriteOnly) && broken.write("{") > 0);
    broken.close();
    const QList<Recovery::LeftBehind> found = recovery->leftBehind();
    ASSERT_EQ(found.size(), 1);
    const QString kept = found[0].keepAsDamaged();
    EXPECT_TRUE(QFile::exists(kept));
    EXPECT_TRUE(copies().isEmpty());
}

/// A document that another instance has open, named on the command line.
class DocumentOfAnother : public WindowTest
{
protected:
    DocumentOfAnother() : WindowTest({"--input", place()}) {}
    ~DocumentOfAnother() override { lock().reset(); }

    static QTemporaryDir& directory()
    {
        static QTemporaryDir folder;
        return folder;
    }
    static std::unique_ptr<QLockFile>& lock()
    {
        static std::unique_ptr<QLockFile> held;
        return held;
    }
    static QString place()
    {
        const QString file = directory().filePath("theirs.lnx");
        Project project;
        project.input = Tensor::filled(Shape::of({1, 2, 3}), DType::Float32, 2);
        project.gamma = Tensor::filled(Shape::of({3}), DType::Float32, 1);
        project.beta = Tensor::filled(Shape::of({3}), DType::Float32, 0);
        EXPECT_TRUE(writeProject(file.toStdString(), project));
        lock() = std::make_unique<QLockFile>(directory().filePath(".theirs.lnx.lock"));
        EXPECT_TRUE(lock()->tryLock(0));
        return file;
    }
};

TEST_F(DocumentOfAnother, IsShownAsACopyWithAWarning)
{
    EXPECT_EQ(session().input().elements(), 6);
    EXPECT_TRUE(application.document().path().isEmpty());
    ASSERT_EQ(dialogs.errors.size(), 1);
    EXPECT_TRUE(dialogs.errors[0].contains("theirs.lnx is open in")) << dialogs.errors[0].toStdString();
    EXPECT_TRUE(dialogs.errors[0].contains("save it under another name"));
}

} // namespace

} // namespace layernorm
