// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Opening, saving, and leaving with unsaved values.
#include "core/io/project_file.h"
#include "core/io/samples.h"
#include "core/io/tensor_file.h"
#include "tests/app/window/window_fixture.h"

#include <QMenu>
#include <QMimeData>
#include <QStatusBar>

namespace layernorm {

namespace {

using namespace layernorm::testing;

class WindowFiles : public WindowTest
{
protected:
    QString path(const char* name) { return directory.filePath(QLatin1String(name)); }

    QString written(const char* name, const Tensor& tensor)
    {
        EXPECT_TRUE(writeTensor(path(name).toStdString(), tensor));
        return path(name);
    }
    QString writtenBytes(const char* name, const QByteArray& bytes)
    {
        QFile file(path(name));
        EXPECT_TRUE(file.open(QFile::WriteOnly) && file.write(bytes) == bytes.size());
        return path(name);
    }

    QTemporaryDir directory;
    const Tensor before = session().input();
};

TEST_F(WindowFiles, OpensAFileAsAnUndoableStep)
{
    const Tensor tensor = randn(Shape::of({1, 5, 6}), 99);
    dialogs.openAnswer = written("mine.npy", tensor);
    choose("openAction");
    turn();
    EXPECT_TRUE(sameBits(session().input(), tensor));
    EXPECT_EQ(view("inputView").model()->rowCount(), 5);
    EXPECT_TRUE(window().windowTitle().contains("mine.npy"));
    EXPECT_EQ(session().undoStack().undoText(), "open mine.npy");
    choose("undoAction");
    turn();
    EXPECT_TRUE(sameBits(session().input(), before));
    EXPECT_TRUE(window().windowTitle().contains("seed 0"));
    EXPECT_TRUE(dialogs.errors.isEmpty());
}

TEST_F(WindowFiles, OpensRanksOfAllKinds)
{
    session().setNormalizedDims(3);
    for (const Shape& shape : {Shape::of({7}), Shape::of({2, 3}), Shape::of({2, 2, 2, 3})}) {
        dialogs.openAnswer = written("ranks.npy", randn(shape, 1));
        choose("openAction");
        turn();
        EXPECT_EQ(session().input().elements(), shape.elements());
        EXPECT_EQ(dialogs.importQuestions, shape.rank() > 3 ? 1 : 0) << "four dimensions may be cut to three";
        expectFresh(session());
    }
    session().setNormalizedDims(4);
    dialogs.openAnswer = written("ranks.npy", randn(Shape::of({7}), 1));
    choose("openAction");
    turn();
    EXPECT_EQ(session().normalizedDims(), 3);
    expectFresh(session());
    EXPECT_EQ(find<QComboBox>("normalizedDimsCombo").count(), 3);
}

TEST_F(WindowFiles, CancellingTheDialogChangesNothing)
{
    choose("openAction");
    choose("saveInputAction");
    choose("saveOutputAction");
    EXPECT_TRUE(sameBits(session().input(), before));
    EXPECT_TRUE(dialogs.errors.isEmpty());
}

TEST_F(WindowFiles, ABrokenFileIsToldAndTheDocumentStays)
{
    typeInto(view("inputView"), 0, 0, "5");
    const Tensor edited = session().input();
    for (const auto& [name, bytes] :
         {std::pair("empty.npy", QByteArray()), std::pair("text.npy", QByteArray("hello, hello")),
          std::pair("cut.npy", QByteArray("\x93NUMPY\x01\x00", 8)),
          std::pair("mine.docx", QByteArray("hello"))}) {
        dialogs.errors.clear();
        dialogs.openAnswer = writtenBytes(name, bytes);
        choose("openAction");
        turn();
        ASSERT_EQ(dialogs.errors.size(), 1) << name;
        EXPECT_TRUE(dialogs.errors[0].contains(name)) << dialogs.errors[0].toStdString();
        EXPECT_TRUE(sameBits(session().input(), edited)) << name;
        EXPECT_EQ(session().undoStack().count(), 1) << name;
    }
    dialogs.errors.clear();
    window().open(path("missing.npy"));
    ASSERT_EQ(dialogs.errors.size(), 1);
    EXPECT_TRUE(dialogs.errors[0].contains("does not exist"));
    EXPECT_TRUE(window().windowTitle().contains("seed 0"));
}

TEST_F(WindowFiles, SavesTheInputAndTheOutput)
{
    typeInto(view("inputView"), 0, 0, "5");
    EXPECT_TRUE(window().isWindowModified());
    dialogs.saveAnswer = path("input.npy");
    choose("saveInputAction");
    EXPECT_FALSE(window().isWindowModified());
    EXPECT_TRUE(window().statusBar()->currentMessage().contains("input.npy"));
    dialogs.saveAnswer = path("output.npy");
    choose("saveOutputAction");
    EXPECT_TRUE(dialogs.errors.isEmpty());
    EXPECT_EQ(dialogs.proposals, (QStringList{"embedding.npy", "layer_norm.npy"}));
    EXPECT_TRUE(sameBits(*readTensor(path("input.npy").toStdString()), session().input()));
    EXPECT_TRUE(sameBits(*readTensor(path("output.npy").toStdString()), session().result()->output));
}

TEST_F(WindowFiles, SavesEveryTensorInEveryFormat)
{
    typeInto(view("inputView"), 0, 0, "nan");
    const LayerNormResult& result = *session().result();
    for (const TensorFormat& format : tensorFormats())
        for (const auto& [action, tensor] :
             {std::pair("saveInputAction", &session().input()), std::pair("saveOutputAction", &result.output),
              std::pair("saveMeanAction", &result.mean), std::pair("saveVarianceAction", &result.variance)}) {
            const QString file = path((std::string("tensor") + format.extension).c_str());
            dialogs.saveAnswer = file;
            choose(action);
            const Result<Tensor> read = readTensor(file.toStdString());
            ASSERT_TRUE(read) << action << format.extension << ": " << read.error().text();
            ASSERT_EQ(read->elements(), tensor->elements()) << action << format.extension;
            for (std::int64_t i = 0; i < tensor->elements(); ++i) // text keeps no sign of NaN
                EXPECT_TRUE(read->at(i) == tensor->at(i) ||
                            (std::isnan(read->at(i)) && std::isnan(tensor->at(i))))
                    << action << format.extension << i;
        }
    EXPECT_TRUE(dialogs.errors.isEmpty()) << dialogs.errors.join(u'\n').toStdString();
}

TEST_F(WindowFiles, AsksWhichTensorAndReadsThatPart)
{
    const Tensor tensor = randn(Shape::of({2, 3, 4, 5}), 7);
    dialogs.openAnswer = written("rank4.npy", tensor);
    dialogs.importAnswer = ReadRequest{{}, {{1, 1}, {0, 0}, {2, 2}, {0, 0}}, {}};
    choose("openAction");
    turn();
    EXPECT_EQ(dialogs.importQuestions, 1);
    EXPECT_EQ(session().layout(), (Layout{3, 2, 5}));
    EXPECT_EQ(session().input().at(0), tensor.at(60 + 10));
    dialogs.importAnswer.reset();
    const Tensor part = session().input();
    choose("openAction");
    turn();
    EXPECT_TRUE(sameBits(session().input(), part)) << "the dialog was cancelled";
}

TEST_F(WindowFiles, EverySampleOpensAndSaysWhatThereIsToSee)
{
    for (const Sample& sample : samples()) {
        choose((std::string("sample:") + sample.name).c_str());
        turn();
        expectFresh(session());
        EXPECT_EQ(window().statusBar()->currentMessage(), QString::fromUtf8(sample.description))
            << sample.name;
    }
    EXPECT_TRUE(dialogs.errors.isEmpty()) << dialogs.errors.join(u'\n').toStdString();
    EXPECT_EQ(session().undoStack().count(), static_cast<int>(samples().size()));
}

TEST_F(WindowFiles, SaysWhatReadingHasChanged)
{
    const QString file = path("integers.npy");
    // numpy.save of [[1, 2], [3, 4]] as int8
    QByteArray bytes("\x93NUMPY\x01\x00\x76\x00", 10);
    QByteArray header("{'descr': '|i1', 'fortran_order': False, 'shape': (2, 2), }");
    header = header.leftJustified(117) + '\n';
    dialogs.openAnswer = writtenBytes("integers.npy", bytes + header + QByteArray("\x01\x02\x03\x04", 4));
    choose("openAction");
    turn();
    EXPECT_EQ(session().input().at(3), 4);
    EXPECT_TRUE(window().statusBar()->currentMessage().contains("int8"))
        << window().statusBar()->currentMessage().toStdString();
}

TEST_F(WindowFiles, WhatCannotBeSavedIsTold)
{
    typeInto(view("inputView"), 0, 0, "5");
    for (const char* name : {"no/such/folder/input.npy", "input.docx"}) {
        dialogs.errors.clear();
        dialogs.saveAnswer = path(name);
        choose("saveInputAction");
        ASSERT_EQ(dialogs.errors.size(), 1) << name;
        EXPECT_TRUE(window().isWindowModified()) << name;
    }
}

TEST_F(WindowFiles, SavesAPictureOfItself)
{
    dialogs.saveAnswer = path("window.png");
    choose("savePicture:window");
    const QImage picture(path("window.png"));
    EXPECT_EQ(picture.size(), window().size() * 2) << "sharp on a slide";
    dialogs.saveAnswer = path("no/such/folder/window.png");
    choose("savePicture:window");
    EXPECT_EQ(dialogs.errors.size(), 1);
}

TEST_F(WindowFiles, RemembersWhatWasOpened)
{
    const QString first = written("first.npy", randn(Shape::of({4}), 1));
    const QString second = written("second.npy", randn(Shape::of({4}), 2));
    window().open(first);
    window().open(second);
    window().open(first);
    auto& menu = find<QMenu>("recentMenu");
    emit menu.aboutToShow();
    ASSERT_EQ(menu.actions().size(), 2);
    EXPECT_EQ(menu.actions()[0]->text(), first);
    menu.actions()[1]->trigger();
    turn();
    EXPECT_EQ(session().source(), "second.npy");
}

TEST_F(WindowFiles, OpensWhatIsDropped)
{
    const Tensor tensor = randn(Shape::of({1, 5, 6}), 99);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(written("dropped.npy", tensor))});
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&window(), &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&window(), &drop);
    turn();
    EXPECT_TRUE(sameBits(session().input(), tensor));
}

TEST_F(WindowFiles, LeavingAsksOnlyForTypedValues)
{
    ASSERT_TRUE(session().setEps(1));
    session().setSeed(4);
    EXPECT_TRUE(window().close());
    EXPECT_EQ(dialogs.leaveQuestions, 0);
}

TEST_F(WindowFiles, LeavingCanBeCancelled)
{
    typeInto(view("inputView"), 0, 0, "5");
    EXPECT_FALSE(window().close());
    EXPECT_EQ(dialogs.leaveQuestions, 1);
    EXPECT_TRUE(window().isVisible());
}

TEST_F(WindowFiles, LeavingCanThrowAway)
{
    typeInto(view("inputView"), 0, 0, "5");
    dialogs.leaveAnswer = Dialogs::Leave::Discard;
    EXPECT_TRUE(window().close());
    EXPECT_FALSE(QFile::exists(path("saved.npy")));
}

TEST_F(WindowFiles, LeavingCanSave)
{
    typeInto(view("inputView"), 0, 0, "5");
    dialogs.leaveAnswer = Dialogs::Leave::Save;
    EXPECT_FALSE(window().close()) << "the file dialog was cancelled";
    dialogs.saveAnswer = path("no/such/folder/saved.lnx");
    EXPECT_FALSE(window().close()) << "it could not be saved";
    dialogs.saveAnswer = path("saved.lnx");
    EXPECT_TRUE(window().close());
    EXPECT_EQ(readProject(path("saved.lnx").toStdString())->input.at(0), 5);
}

TEST_F(WindowFiles, LeavingAfterSavingOrUndoingAsksNothing)
{
    typeInto(view("inputView"), 0, 0, "5");
    dialogs.saveAnswer = path("saved.npy");
    choose("saveInputAction");
    EXPECT_TRUE(window().close());
    window().show();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&window()));
    typeInto(view("inputView"), 0, 0, "6");
    choose("undoAction");
    EXPECT_TRUE(window().close());
    EXPECT_EQ(dialogs.leaveQuestions, 0);
}

} // namespace

} // namespace layernorm
