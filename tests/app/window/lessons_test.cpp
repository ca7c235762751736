// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Lessons in the real window: every one that comes with the program is played to its end in both languages.
#include "app/lessons/lesson_library.h"
#include "app/lessons/lesson_marks.h"
#include "app/lessons/lesson_panel.h"
#include "app/lessons/lesson_player.h"
#include "app/look/theme.h"
#include "core/io/project_file.h"
#include "core/lessons/lesson_text.h"
#include "core/tensor/random_tensor.h"
#include "tests/app/window/window_fixture.h"

#include <QCheckBox>
#include <QDir>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QToolBar>
#include <functional>
#include <gmock/gmock.h>
#include <set>

namespace layernorm {

namespace {

using namespace layernorm::testing;

const char* const shortLesson = "title: Short\nabout: A short one.\n\n"
                                "=== First\ndo: eps 0.5\nmark: input eps\nshow: eps\n"
                                "eps is {eps}, x is {x(0,0,0)}.\ncheck: eps == 0.5\n\n"
                                "=== Second\ndo: page eps\nText.\nask: Which?\n"
                                "choice: all :: changed(0,1) == 1\n"
                                "choice: this :: changed(0,0) == 1 && changed(0,1) == 0\n"
                                "then: input 0,0,1 = 3.5\n"
                                "explain: It was {x_before(0,0,1)|2} and is {x(0,0,1)|2}.\n"
                                "check: x(0,0,1) == 3.5\n\n"
                                "=== Third\ndo: sample ones\nText.\nask: The mean?\n"
                                "number: mean(0,0) :: 0.01\nexplain: It is 1.\n";

class Lessons : public WindowTest
{
protected:
    explicit Lessons(const QStringList& options = {}) : WindowTest(options) {}

    LessonPlayer& player() { return application.lessons(); }
    LessonPanel& panel() { return find<LessonPanel>("lessonPanel"); }
    QPushButton& onward() { return find<QPushButton>("lessonOnward"); }

    QString write(const char* name, const QByteArray& text)
    {
        QFile file(directory.filePath(QLatin1String(name)));
        EXPECT_TRUE(file.open(QFile::WriteOnly));
        file.write(text);
        return file.fileName();
    }
    void openShort()
    {
        window().open(write("short.en.lesson", shortLesson));
        turn();
        ASSERT_TRUE(dialogs.errors.isEmpty()) << dialogs.errors.join(u'\n').toStdString();
    }
    void keys(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        // Shortcuts of the window are heard wherever the focus is.
        press(key, modifiers);
        turn();
    }
    void next() { keys(Qt::Key_Right, Qt::AltModifier); }
    void back() { keys(Qt::Key_Left, Qt::AltModifier); }
    void restart() { keys(Qt::Key_Home, Qt::AltModifier); }

    /// Types or chooses an answer as a person does, and reveals it with Return.
    void answer(bool rightly)
    {
        const LessonQuestion& question = *player().current().question;
        const LessonAnswer right = rightOf(question);
        ASSERT_FALSE(onward().isEnabled()) << "revealed without an answer";
        if (right.choice) {
            const std::size_t chosen =
                rightly ? *right.choice : (*right.choice + 1) % question.choices.size();
            panel().takeFocus();
            keys(static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(chosen)));
        } else {
            panel().takeFocus();
            const double typed = right.number + (rightly ? 0 : right.tolerance * 2 + 1);
            type(QByteArray::number(typed, 'g', 17).constData());
        }
        ASSERT_TRUE(onward().isEnabled());
        keys(Qt::Key_Return);
        ASSERT_TRUE(player().isRevealed());
        ASSERT_TRUE(player().answered());
        EXPECT_EQ(player().answered()->wasRight, rightly);
        EXPECT_TRUE(label("lessonVerdict").startsWith(rightly ? QStringLiteral("✓") : QStringLiteral("✗")));
    }
    /// What the core computes for the lesson's own states.
    LessonAnswer rightOf(const LessonQuestion& question)
    {
        const LessonStates states =
            statesOf(player().lesson())->at(static_cast<std::size_t>(player().step()));
        LessonNumbers now(states.revealed);
        LessonNumbers before(states.entered);
        const auto right = rightAnswer("", question, {now, before});
        EXPECT_TRUE(right) << right.error().text();
        return right.value_or(LessonAnswer());
    }

    void expectGoodStep()
    {
        const std::string place = player().lesson().file + ", " + player().current().title;
        for (const char* name : {"lessonClaims", "lessonExplainedClaims"})
            if (auto* claims = panel().findChild<QLabel*>(QLatin1String(name))) {
                EXPECT_TRUE(claims->text().startsWith(u'✓')) << place << ": " << claims->text().toStdString();
            }
        EXPECT_TRUE(find<QLabel>("lessonProblem").isHidden())
            << place << label("lessonProblem").toStdString();
        EXPECT_FALSE(label("lessonText").contains(u'{')) << place;
        EXPECT_TRUE(sameNumbers(player().stage())) << place;
        EXPECT_EQ(window().currentPage().toStdString(), player().stage().page) << place;
        for (const std::string& mark : player().current().marks) {
            auto* frame =
                window().findChild<QWidget*>(QStringLiteral("lessonMark-") + QString::fromStdString(mark));
            ASSERT_NE(frame, nullptr) << place << mark;
            EXPECT_TRUE(frame->isVisible()) << place << mark;
        }
    }
    bool sameNumbers(const LessonState& state)
    {
        return sameBits(session().input(), *state.input) && session().eps() == state.eps &&
               session().affine() == state.affine && session().normalizedDims() == state.normalizedDims &&
               sameBits(session().editable(Editable::Gamma), state.gamma) &&
               sameBits(session().editable(Editable::Beta), state.beta);
    }

    /// Of the article's tensor.
    static double randnValue(std::int64_t index) { return randn(Shape::of({2, 3, 4}), 0).at(index); }

    /// From the first step to the last.
    void play(bool rightly)
    {
        for (int step = 0; step < player().steps(); ++step) {
            ASSERT_EQ(player().step(), step);
            expectGoodStep();
            if (player().current().question) {
                next();
                ASSERT_EQ(player().step(), step) << "went on without an answer";
                ASSERT_NO_FATAL_FAILURE(answer(rightly));
                expectGoodStep();
            }
            if (step + 1 < player().steps())
                next();
        }
        EXPECT_TRUE(player().isAtEnd());
    }

    /// With wrong answers, and from the start again with right ones.
    void playShipped(const char* name)
    {
        const QString file = shippedLessonFile(QLatin1String(name));
        ASSERT_TRUE(file.endsWith(lessonLanguage() + ".lesson")) << name << file.toStdString();
        window().openLesson(file);
        turn();
        ASSERT_TRUE(dialogs.errors.isEmpty()) << dialogs.errors.join(u'\n').toStdString();
#ifndef LAYERNORM_SANITIZED // wrong answers have tests of their own
        ASSERT_NO_FATAL_FAILURE(play(false));
        restart();
        ASSERT_EQ(player().step(), 0);
#endif
        ASSERT_NO_FATAL_FAILURE(play(true));
        EXPECT_TRUE(player().progress().isFinished(QLatin1String(name)));
    }

    QTemporaryDir directory;
};

/// A test a lesson; that these are all there are is tested below.
const char* const shippedIds[] = {"01-by-hand",    "02-which-axis", "03-eps",      "04-dimension",
                                  "05-gamma-beta", "06-norms",      "07-mismatch", "08-add-and-norm"};

// The lessons that come with the program

class LessonFiles : public ::testing::Test
{
protected:
    static LessonReading read(const QString& file)
    {
        return readLesson((lessonsDirectory() + u'/' + file).toStdString(), lessonWorld());
    }
};

TEST_F(LessonFiles, ThereAreEightOfFiveToTenStepsInBothLanguages)
{
    const QDir directory(lessonsDirectory());
    const QStringList english = directory.entryList({"*.en.lesson"});
    const QStringList chinese = directory.entryList({"*.zh_CN.lesson"});
    // A new one is to be played, too.
    EXPECT_EQ(static_cast<std::size_t>(english.size()), std::size(shippedIds));
    EXPECT_EQ(english.size(), chinese.size());
    for (const QString& file : english + chinese) {
        const LessonReading reading = read(file);
        for (const LessonProblem& problem : reading.problems)
            ADD_FAILURE() << problem.text();
        EXPECT_GE(reading.lesson.steps.size(), 5U) << file.toStdString();
        EXPECT_LE(reading.lesson.steps.size(), 10U) << file.toStdString();
    }
}

std::vector<std::string> formulasOf(const LessonText& text)
{
    std::vector<std::string> formulas;
    for (const LessonPiece& piece : text)
        if (piece.number)
            formulas.push_back(piece.number->formula.text);
    // Sentences of another language have them in another order.
    std::ranges::sort(formulas);
    return formulas;
}

std::vector<std::string> instructionsOf(const LessonStep& step)
{
    std::vector<std::string> all = formulasOf(step.text);
    const auto add = [&all](const char* what, const auto& items, auto text) {
        for (const auto& item : items)
            all.push_back(what + std::string(text(item)));
    };
    const auto formula = [](const LessonFormula& one) { return one.text; };
    const auto command = [](const LessonCommand& one) { return one.text; };
    add("do ", step.commands, command);
    add("mark ", step.marks, std::identity());
    add("show ", step.controls.value_or(std::vector<std::string>{"all"}), std::identity());
    add("check ", step.claims, formula);
    if (!step.question)
        return all;
    const LessonQuestion& question = *step.question;
    add("asked ", formulasOf(question.text), std::identity());
    add("choice ", question.choices, [](const LessonChoice& one) { return one.isRight.text; });
    if (question.number)
        add("number ", std::vector{question.number->value, question.number->tolerance}, formula);
    add("then ", question.then, command);
    add("explained ", formulasOf(question.explanation), std::identity());
    add("check ", question.claims, formula);
    return all;
}

TEST_F(LessonFiles, SayTheSameInBothLanguages)
{
    for (const QString& file : QDir(lessonsDirectory()).entryList({"*.en.lesson"})) {
        const Lesson english = read(file).lesson;
        const Lesson chinese = read(QString(file).replace(".en.", ".zh_CN.")).lesson;
        EXPECT_EQ(english.id, chinese.id);
        EXPECT_NE(english.about, chinese.about);
        EXPECT_EQ(english.order, chinese.order);
        ASSERT_EQ(english.steps.size(), chinese.steps.size()) << file.toStdString();
        for (std::size_t i = 0; i < english.steps.size(); ++i) {
            EXPECT_EQ(instructionsOf(english.steps[i]), instructionsOf(chinese.steps[i]))
                << file.toStdString() << ", " << english.steps[i].title;
        }
    }
}

class ShippedLessons : public Lessons, public ::testing::WithParamInterface<const char*>
{
};

TEST_P(ShippedLessons, IsPlayedToItsEndInEnglish)
{
    playShipped(GetParam());
}

TEST_P(ShippedLessons, IsPlayedToItsEndInChinese)
{
    choose("language:zh_CN");
    turn();
    ASSERT_EQ(lessonLanguage(), "zh_CN");
    playShipped(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, ShippedLessons, ::testing::ValuesIn(shippedIds), [](const auto& tested) {
    // A test's name has letters and digits only.
    std::string name = tested.param;
    std::erase(name, '-');
    return name;
});

// How a lesson is played

TEST_F(Lessons, GiveTheLibrarysTablesNoRoomInNarrowWindowsUnlessTheyPointAtThem)
{
    // Without a library a message stands in the place of the table.
    const auto shows = [this](const char* table) { return view(table).parentWidget()->isVisible(); };
    const auto points = [this](const char* place) {
        return std::ranges::find(player().current().marks, place) != player().current().marks.end();
    };
    const QString lesson = shippedLessonFile(QStringLiteral("01-by-hand"));
    window().resize(1280, 800);
    int pointed = 0;
    for (int step = 0; step == 0 || step < player().steps(); ++step) {
        window().openLesson(lesson, step);
        turn();
        EXPECT_EQ(shows("libraryView"), points("library")) << step;
        EXPECT_EQ(shows("differenceView"), points("difference")) << step;
        if (points("library") || points("difference")) {
            ++pointed;
            continue;
        }
        EXPECT_EQ(view("inputView").horizontalScrollBar()->maximum(), 0) << "a column is out of sight";
    }
    EXPECT_EQ(pointed, 2);
    window().openLesson(lesson, 0);
    window().resize(1700, 900);
    turn();
    EXPECT_TRUE(shows("libraryView") && shows("differenceView"));
    window().resize(1280, 800);
    turn();
    EXPECT_FALSE(shows("libraryView") || shows("differenceView"));
    choose("lessonLeaveAction");
    turn();
    EXPECT_TRUE(shows("libraryView") && shows("differenceView"));
}

TEST_F(Lessons, ShowStepTextAndClaimsThatFollowTheDocument)
{
    openShort();
    EXPECT_TRUE(panel().isVisible());
    EXPECT_EQ(label("lessonPlace"), "1 of 3");
    EXPECT_EQ(label("lessonTitle"), "First");
    EXPECT_EQ(label("lessonText"), "eps is 0.5000, x is −1.1258.");
    EXPECT_TRUE(label("lessonClaims").startsWith("✓"));
    typeInto(view("inputView"), 0, 0, "7");
    EXPECT_EQ(label("lessonText"), "eps is 0.5000, x is 7.");
    ASSERT_TRUE(session().setEps(0.25));
    turn();
    EXPECT_TRUE(label("lessonClaims").startsWith("✗"));
    ASSERT_TRUE(session().setLayout({1, 1, 1}));
    turn();
    EXPECT_TRUE(find<QLabel>("lessonProblem").isHidden()); // x(0,0,0) is still there
}

TEST_F(Lessons, SayWhichNumberThePresentTensorDoesNotHave)
{
    window().open(write("deep.en.lesson", "title: T\nabout: A.\n=== S\nx is {x(0,2,3)}.\n"));
    turn();
    ASSERT_TRUE(session().setLayout({1, 1, 2}));
    turn();
    EXPECT_EQ(label("lessonText"), "x is ?.");
    EXPECT_TRUE(find<QLabel>("lessonProblem").isVisible());
    EXPECT_THAT(label("lessonProblem").toStdString(), ::testing::HasSubstr("from 0 to 0"));
}

TEST_F(Lessons, RevealOnlyWhatWasAnswered)
{
    openShort();
    next();
    EXPECT_EQ(label("lessonTitle"), "Second");
    EXPECT_EQ(window().currentPage(), "eps");
    EXPECT_FALSE(find<QAction>("lessonNextAction").isEnabled());
    EXPECT_FALSE(find<QAction>("lessonRevealAction").isEnabled());
    keys(Qt::Key_Return);
    next();
    EXPECT_EQ(player().step(), 1);
    EXPECT_FALSE(player().isRevealed());
    keys(Qt::Key_2);
    EXPECT_TRUE(find<QRadioButton>("lessonChoice2").isChecked());
    EXPECT_EQ(session().input().at(1), randnValue(1)) << "shown before it is revealed";
    keys(Qt::Key_Return);
    EXPECT_EQ(label("lessonVerdict"), "✓ Right: 2");
    EXPECT_EQ(label("lessonExplanation"), "It was −1.15 and is 3.50.");
    EXPECT_TRUE(label("lessonExplainedClaims").startsWith("✓"));
    EXPECT_FALSE(find<QRadioButton>("lessonChoice1").isEnabled());
    keys(Qt::Key_Return); // the button that has the focus
    EXPECT_EQ(player().step(), 2);
    for (const char* typed : {"x", "1e", ""}) {
        find<QLineEdit>("lessonNumber").setText(QLatin1String(typed));
        EXPECT_FALSE(onward().isEnabled()) << typed;
    }
    find<QLineEdit>("lessonNumber").setText("1.02");
    keys(Qt::Key_Return);
    EXPECT_EQ(label("lessonVerdict"), "✗ Not so: the right answer is 1");
    EXPECT_TRUE(player().isAtEnd());
}

TEST_F(Lessons, AnswerForTheDocumentAsTheUserLeftIt)
{
    openShort();
    next();
    typeInto(view("inputView"), 0, 0, "9");
    panel().takeFocus();
    keys(Qt::Key_1);
    keys(Qt::Key_Return);
    EXPECT_EQ(session().input().at(0), 9);
    EXPECT_EQ(session().input().at(1), 3.5);
    EXPECT_EQ(label("lessonVerdict"), "✗ Not so: the right answer is 2");
    // Where it has no answer for that, the lesson's own numbers come back.
    restart();
    next();
    ASSERT_TRUE(session().setLayout({1, 1, 1}));
    turn();
    panel().takeFocus();
    keys(Qt::Key_2);
    keys(Qt::Key_Return);
    EXPECT_EQ(label("lessonVerdict"), "✓ Right: 2");
    EXPECT_EQ(session().layout(), (Layout{2, 3, 4}));
}

TEST_F(Lessons, GoBackToWhatWasAnswered)
{
    openShort();
    next();
    answer(true);
    next();
    back();
    EXPECT_EQ(label("lessonTitle"), "Second");
    EXPECT_TRUE(player().isRevealed());
    EXPECT_EQ(label("lessonVerdict"), "✓ Right: 2");
    EXPECT_EQ(session().input().at(1), 3.5);
    back();
    EXPECT_EQ(session().input().at(1), randnValue(1));
    back();
    EXPECT_EQ(player().step(), 0);
    restart();
    next();
    EXPECT_FALSE(player().isRevealed());
}

TEST_F(Lessons, TakeOneUndoStepEach)
{
    openShort();
    EXPECT_EQ(session().undoStack().count(), 1);
    EXPECT_EQ(session().eps(), 0.5);
    next();
    EXPECT_EQ(session().undoStack().count(), 1) << "a step that changes nothing is none to undo";
    answer(true);
    EXPECT_EQ(session().undoStack().count(), 2);
    next();
    EXPECT_EQ(session().undoStack().count(), 3);
    EXPECT_TRUE(session().undoStack().undoText().contains("Short"));
    session().undoStack().setIndex(2);
    EXPECT_EQ(session().input().at(1), 3.5);
    session().undoStack().setIndex(0);
    EXPECT_EQ(session().eps(), 1e-5);
}

TEST_F(Lessons, BringTheDocumentBackBitForBit)
{
    typeInto(view("inputView"), 1, 2, "nan");
    typeInto(view("inputView"), 0, 0, "-0");
    ASSERT_TRUE(session().setEps(0.125));
    session().setAffine(true);
    ASSERT_TRUE(session().editCell(Editable::Gamma, 1, "3"));
    click(view("inputView"), 4, 3);
    window().showPage("axes");
    turn();
    const Content before = session().content();
    const Tensor input = session().input();
    const int steps = session().undoStack().count();
    openShort();
    next();
    answer(true);
    find<QPushButton>("lessonLeave").click();
    turn();
    EXPECT_FALSE(panel().isVisible());
    EXPECT_TRUE(sameBits(session().input(), input));
    EXPECT_TRUE(sameBits(session().editable(Editable::Gamma), before.gamma));
    EXPECT_EQ(session().eps(), 0.125);
    EXPECT_TRUE(session().affine());
    EXPECT_TRUE(session().hasTypedValues());
    EXPECT_EQ(session().source(), before.source);
    EXPECT_EQ(session().labels(), before.labels);
    EXPECT_EQ(session().selection().current(), (Cell{4, 3}));
    EXPECT_EQ(window().currentPage(), "axes");
    EXPECT_TRUE(window().isWindowModified());
    EXPECT_EQ(session().undoStack().count(), steps + 3) << "two steps and the way back";
    session().undoStack().setIndex(steps);
    EXPECT_TRUE(sameBits(session().input(), input));
}

TEST_F(Lessons, NeverWriteOverTheUsersFile)
{
    dialogs.saveAnswer = directory.filePath("mine.lnx");
    typeInto(view("inputView"), 0, 0, "42");
    choose("saveAsAction");
    ASSERT_FALSE(window().isWindowModified());
    openShort();
    dialogs.saveAnswer.clear();
    const auto questions = dialogs.proposals.size();
    choose("saveAction");
    EXPECT_EQ(dialogs.proposals.size(), questions + 1) << "saved without a question where to";
    EXPECT_EQ(readProject(directory.filePath("mine.lnx").toStdString())->input.at(0), 42);
    find<QPushButton>("lessonLeave").click();
    turn();
    EXPECT_FALSE(window().isWindowModified());
    EXPECT_TRUE(window().windowTitle().startsWith("mine.lnx"));
    EXPECT_EQ(application.document().path(), directory.filePath("mine.lnx"));
    EXPECT_FALSE(application.document().changedElsewhere());
}

TEST_F(Lessons, EndBeforeTheWindowIsClosed)
{
    typeInto(view("inputView"), 0, 0, "42");
    openShort();
    dialogs.leaveAnswer = Dialogs::Leave::Cancel;
    window().close();
    turn();
    EXPECT_EQ(dialogs.leaveQuestions, 1) << "the user's own values were given up without a question";
    EXPECT_TRUE(window().isVisible());
    EXPECT_FALSE(player().isOpen());
    EXPECT_EQ(session().input().at(0), 42);
}

TEST_F(Lessons, EndBeforeAnotherDocumentIsOpened)
{
    dialogs.saveAnswer = directory.filePath("other.lnx");
    choose("saveAsAction");
    typeInto(view("inputView"), 0, 0, "42");
    openShort();
    dialogs.leaveAnswer = Dialogs::Leave::Cancel;
    window().open(directory.filePath("other.lnx"));
    turn();
    EXPECT_EQ(dialogs.leaveQuestions, 1);
    EXPECT_EQ(session().input().at(0), 42);
}

TEST_F(Lessons, AreRememberedWhereTheyWereLeft)
{
    openShort();
    next();
    find<QPushButton>("lessonLeave").click();
    openShort();
    EXPECT_EQ(player().step(), 1);
    EXPECT_FALSE(player().progress().isFinished("short"));
    answer(true);
    next();
    answer(false);
    EXPECT_TRUE(player().progress().isFinished("short"));
    onward().click(); // Finish
    turn();
    EXPECT_FALSE(player().isOpen());
    openShort();
    EXPECT_EQ(player().step(), 0) << "a finished one begins anew";
    EXPECT_TRUE(player().progress().isFinished("short"));
    EXPECT_EQ(application.settings().value(settings::lessonProgress).toStringList(),
              QStringList{"short 0 1"});
}

TEST_F(Lessons, GoOnInAnotherLanguage)
{
    QByteArray chinese(shortLesson);
    chinese.replace("=== Second", "=== 第二步");
    write("short.zh_CN.lesson", chinese);
    openShort();
    next();
    answer(false);
    choose("language:zh_CN");
    turn();
    EXPECT_EQ(label("lessonTitle"), "第二步");
    EXPECT_TRUE(panel().isVisible());
    EXPECT_TRUE(player().isRevealed());
    EXPECT_TRUE(label("lessonVerdict").startsWith("✗"));
    EXPECT_EQ(session().input().at(1), 3.5);
    choose("language:en");
    turn();
    EXPECT_EQ(label("lessonTitle"), "Second");
    find<QPushButton>("lessonLeave").click();
    turn();
    EXPECT_EQ(session().eps(), 1e-5);
}

TEST_F(Lessons, MarkPlacesAndHideControls)
{
    openShort();
    const auto shown = [this](const char* name) { return find<QWidget>(name).isVisible(); };
    EXPECT_TRUE(shown("lessonMark-input"));
    EXPECT_TRUE(shown("epsCombo"));
    EXPECT_FALSE(shown("seedSpin"));
    EXPECT_FALSE(shown("batchSpin"));
    EXPECT_FALSE(shown("libraryCombo"));
    const QWidget& mark = find<QWidget>("lessonMark-input");
    const QWidget& input = view("inputView");
    EXPECT_TRUE(mark.geometry().contains(QRect(input.mapTo(&window(), QPoint()), input.size())));
    const QImage picture = window().grab().toImage();
    const QPoint edge(mark.geometry().left() + 4, mark.geometry().center().y());
    EXPECT_EQ(picture.pixelColor(edge * picture.devicePixelRatio()), Theme::current().positive);
    next();
    EXPECT_EQ(window().findChild<QWidget*>("lessonMark-input"), nullptr);
    EXPECT_TRUE(shown("seedSpin"));
}

TEST_F(Lessons, KnowEveryPlaceThatALessonCanName)
{
    for (const char* place : lessonPlaces())
        EXPECT_FALSE(LessonMarks::widgetsOf(place, window()).isEmpty()) << place;
    for (const char* control : lessonControls()) {
        window().open(
            write("show.en.lesson", "title: T\nabout: A.\n=== S\nText.\nshow: " + QByteArray(control)));
        turn();
        int visible = 0;
        const auto* bar = window().findChild<QToolBar*>("controlBar");
        for (const QAction* action : bar->actions())
            visible += action->isVisible() ? 1 : 0;
        EXPECT_GT(visible, 0) << control;
        EXPECT_LT(visible, 8) << control;
    }
}

TEST_F(Lessons, SetTheSwitchesOfPages)
{
    window().open(write("set.en.lesson",
                        "title: T\nabout: A.\n=== S\nText.\ndo: page add-and-norm\ndo: set residual off\n"
                        "do: set wiring pre\ndo: set causal on\ndo: set heads 2\n"
                        "=== T\nText.\ndo: set norm off\n"
                        "=== U\nText.\ndo: page gradients\ndo: set depth 5\n"));
    turn();
    EXPECT_FALSE(find<QCheckBox>("residualSwitch").isChecked());
    EXPECT_EQ(find<QComboBox>("normCombo").currentText(), "Pre-LN");
    EXPECT_TRUE(find<QCheckBox>("causalSwitch").isChecked());
    EXPECT_EQ(find<QSpinBox>("headsSpin").value(), 2);
    next();
    EXPECT_EQ(find<QComboBox>("normCombo").currentText(), "no LayerNorm");
    next();
    EXPECT_EQ(find<QSpinBox>("flowDepthSpin").value(), 5);
    EXPECT_TRUE(find<QWidget>("flowPlot").isVisible());
}

// Menu and errors

TEST_F(Lessons, StandInTheMenuBetweenTensorAndHelp)
{
    QStringList titles;
    for (const QAction* action : window().menuBar()->actions())
        titles << action->text();
    EXPECT_EQ(titles.indexOf("&Lessons"), titles.indexOf("&Tensor") + 1);
    EXPECT_EQ(titles.indexOf("&Help"), titles.indexOf("&Lessons") + 1);
    auto& menu = find<QMenu>("lessonsMenu");
    emit menu.aboutToShow();
    for (const ShippedLesson& lesson : shippedLessons()) {
        const std::string id = lesson.reading.lesson.id;
        EXPECT_FALSE(find<QAction>(("lesson:" + id).c_str()).isChecked());
        EXPECT_FALSE(find<QAction>(("lesson:" + id).c_str()).toolTip().isEmpty());
    }
    const std::string first = shippedLessons().front().reading.lesson.id;
    find<QAction>(("lesson:" + first).c_str()).trigger();
    turn();
    EXPECT_EQ(player().lesson().id, first);
}

TEST_F(Lessons, AreOpenedByTheirOwnDialog)
{
    dialogs.openAnswer = write("short.en.lesson", shortLesson);
    choose("openLessonAction");
    EXPECT_TRUE(player().isOpen());
    choose("lessonLeaveAction");
    choose("openAction"); // of the File menu
    EXPECT_TRUE(player().isOpen());
    EXPECT_TRUE(application.settings().text(settings::recentFiles).isEmpty());
}

TEST_F(Lessons, TellFileAndLineOfWhatIsWrong)
{
    openShort();
    window().open(write("bad.en.lesson", "title: T\nabout: A.\n=== S\nText.\ndo: explode\ncheck: D == 5\n"));
    ASSERT_EQ(dialogs.errors.size(), 1);
    EXPECT_THAT(dialogs.errors.front().toStdString(),
                ::testing::StartsWith("bad.en.lesson, line 5: There is no command \"explode\""));
    EXPECT_EQ(QString::fromStdString(player().lesson().title), "Short") << "the one that is open goes on";
    window().open(directory.filePath("missing.lesson"));
    EXPECT_EQ(dialogs.errors.size(), 2);
}

TEST_F(Lessons, ListABrokenOneBesideTheOthers)
{
    write("good.en.lesson", shortLesson);
    write("twin.en.lesson", "id: good\n" + QByteArray(shortLesson));
    write("bad.en.lesson", "title: \xff\n");
    const std::vector<ShippedLesson> lessons = shippedLessons(directory.path());
    ASSERT_EQ(lessons.size(), 3U);
    std::set<std::string> good, bad;
    for (const ShippedLesson& lesson : lessons)
        (lesson.reading.problems.empty() ? good : bad).insert(lesson.reading.lesson.file);
    EXPECT_EQ(good, std::set<std::string>{"good.en.lesson"});
    EXPECT_EQ(bad, (std::set<std::string>{"bad.en.lesson", "twin.en.lesson"}));
}

} // namespace

} // namespace layernorm
