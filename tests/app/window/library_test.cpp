// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The library beside ours: choosing it, its verdict, and what the window says when it fails.
#include "app/panels/verdict_bar.h"
#include "tests/app/window/window_fixture.h"

#include <QPushButton>
#include <csignal>

namespace layernorm {

namespace {

using namespace layernorm::testing;

class WindowLibrary : public WindowTest
{
protected:
    bool verdictSays(const char* text)
    {
        return eventually([&] { return label("verdictBar").contains(QString::fromUtf8(text)); });
    }
    void chooseFake(const QString& behaviour, const QString& file = {})
    {
        WorkerCommand command = fakeWorker(behaviour, file);
        command.restartDelays.clear();
        reference().choose(anyLibrary(), command);
    }
    /// Messages and buttons of the panels, as far as they can be seen.
    QStringList visibleTexts()
    {
        QStringList texts{label("verdictBar")};
        for (const QLabel* text : window().findChildren<QLabel*>())
            if (text->isVisible())
                texts << text->text();
        for (const QPushButton* button : window().findChildren<QPushButton*>())
            if (button->isVisible())
                texts << button->text();
        return texts;
    }
    bool shows(const QString& text) { return visibleTexts().filter(text).size() > 0; }

    TensorView& input = view("inputView");
    TensorView& library = view("libraryView");
    TensorView& difference = view("differenceView");
};

TEST_F(WindowLibrary, WithoutOneTheWindowSaysSo)
{
    EXPECT_TRUE(verdictSays("not compared"));
    EXPECT_FALSE(library.isVisible());
    EXPECT_TRUE(shows("No library is chosen"));
    EXPECT_TRUE(find<QAction>("library:none").isChecked());
    EXPECT_EQ(find<QComboBox>("libraryCombo").currentData(), "none");
}

TEST_F(WindowLibrary, EveryLibraryIsChosenFromTheMenuAndAgrees)
{
    application.settings().override(settings::python, "/usr/bin/python3");
    for (const auto& [id, name] :
         {std::pair("torch", "LibTorch"), std::pair("onednn", "oneDNN"), std::pair("python", "PyTorch")}) {
        choose((std::string("library:") + id).c_str());
        ASSERT_TRUE(eventually([&, wanted = QString(name)] {
            return reference().isCurrent() && reference().state().name == wanted;
        })) << reference().state().problem.toStdString();
        EXPECT_TRUE(verdictSays("agrees")) << label("verdictBar").toStdString();
        EXPECT_TRUE(library.isVisible());
        EXPECT_EQ(find<QComboBox>("libraryCombo").currentData(), id);
        EXPECT_TRUE(label("referenceStatus").startsWith(name)) << label("referenceStatus").toStdString();
        EXPECT_EQ(application.settings().text(settings::reference), id);
    }
    choose("library:none");
    EXPECT_TRUE(verdictSays("not compared"));
    EXPECT_FALSE(library.isVisible());
}

TEST_F(WindowLibrary, IsChosenInTheComboByKeys)
{
    auto& combo = find<QComboBox>("libraryCombo");
    combo.setFocus();
    press(Qt::Key_Home);
    EXPECT_TRUE(verdictSays("agrees"));
    EXPECT_TRUE(find<QAction>("library:torch").isChecked());
    press(Qt::Key_Down);
    EXPECT_TRUE(eventually([&] { return reference().state().name == "oneDNN" && reference().isCurrent(); }));
    EXPECT_TRUE(verdictSays("agrees"));
}

TEST_F(WindowLibrary, AgreesAfterEditsAndAlsoInNaN)
{
    choose("library:onednn");
    ASSERT_TRUE(verdictSays("agrees"));
    for (int column = 0; column < 4; ++column)
        typeInto(input, 0, column, "1");
    ASSERT_TRUE(session().setEps(0));
    ASSERT_TRUE(eventually([this] { return cell(library, 0, 0) == "NaN" && reference().isCurrent(); }));
    EXPECT_EQ(cell(view("outputView"), 0, 0), "NaN");
    EXPECT_TRUE(verdictSays("agrees"));
    EXPECT_EQ(cell(difference, 0, 0), "0");
}

TEST_F(WindowLibrary, ARefusalIsToldAndTheWayBackWorks)
{
    choose("library:onednn");
    ASSERT_TRUE(verdictSays("agrees"));
    session().setDType(DType::Float64);
    ASSERT_TRUE(eventually([this] { return shows("float32 only"); }));
    EXPECT_TRUE(verdictSays("not compared"));
    EXPECT_FALSE(library.isVisible());
    session().undoStack().undo();
    ASSERT_TRUE(verdictSays("agrees"));
    EXPECT_TRUE(library.isVisible());
    EXPECT_FALSE(shows("float32 only"));
}

TEST_F(WindowLibrary, ADisagreementIsCountedAndMarked)
{
    chooseFake("wrong");
    ASSERT_TRUE(verdictSays("differs in 24 value"));
    EXPECT_TRUE(label("verdictBar").contains("0.5")) << label("verdictBar").toStdString();
    EXPECT_TRUE(cell(difference, 3, 3).startsWith(u'≠'));
    EXPECT_TRUE(window().findChild<VerdictBar*>()->accessibleName().contains("differs"));
}

TEST_F(WindowLibrary, AFailureIsToldWithItsRemedyAndAButtonThatMendsIt)
{
    const QTemporaryDir directory;
    chooseFake("complains", directory.filePath("once"));
    ASSERT_TRUE(eventually([this] { return reference().state().phase == WorkerState::Phase::Failed; }));
    EXPECT_TRUE(verdictSays("not compared"));
    EXPECT_TRUE(shows("the library is broken"));
    EXPECT_TRUE(shows("mend the fake"));
    auto& button = find<QPushButton>("verdictButton");
    ASSERT_TRUE(button.isVisible());
    QTest::mouseClick(&button, Qt::LeftButton);
    EXPECT_TRUE(verdictSays("agrees"));
    EXPECT_FALSE(button.isVisible());
    EXPECT_FALSE(shows("the library is broken"));
}

TEST_F(WindowLibrary, AnswersAgainAfterItsProcessIsKilled)
{
    choose("library:onednn");
    ASSERT_TRUE(verdictSays("agrees"));
    WorkerCommand command = realWorker("layernorm-reference-onednn");
    reference().choose(findReferenceLibrary("onednn"), command);
    ASSERT_TRUE(eventually([this] { return reference().isCurrent(); }));
    reference().restart();
    typeInto(input, 0, 0, "2");
    ASSERT_TRUE(eventually([this] { return reference().isCurrent(); }));
    EXPECT_TRUE(verdictSays("agrees"));
}

TEST_F(WindowLibrary, ThePythonIsAskedForAndRemembered)
{
    dialogs.openAnswer = "/nonexistent/python";
    choose("choosePythonAction");
    ASSERT_TRUE(eventually([this] { return reference().state().phase == WorkerState::Phase::Failed; }));
    EXPECT_TRUE(shows("/nonexistent/python"));
    EXPECT_TRUE(shows("python3-torch")) << "what to install";
    dialogs.openAnswer = "/usr/bin/python3";
    choose("choosePythonAction");
    EXPECT_TRUE(verdictSays("agrees"));
    EXPECT_EQ(application.settings().text(settings::python), "/usr/bin/python3");
}

class WindowStart : public WindowTest
{
protected:
    WindowStart() : WindowTest({"--eps", "0.5"}) {}
};

TEST_F(WindowStart, TakesWhatTheCommandLineAsksForAndHasNothingToUndo)
{
    EXPECT_EQ(session().eps(), 0.5);
    EXPECT_EQ(find<QComboBox>("epsCombo").currentText(), "0.5");
    EXPECT_FALSE(find<QAction>("undoAction").isEnabled());
    EXPECT_FALSE(window().isWindowModified());
}

} // namespace

} // namespace layernorm
