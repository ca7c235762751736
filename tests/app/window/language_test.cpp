// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Another language while the program runs, and languages that do not exist.
#include "app/error_text.h"
#include "app/help/help_actions.h"
#include "app/help/help_window.h"
#include "app/language.h"
#include "app/lessons/lesson_library.h"
#include "app/pages/page.h"
#include "tests/app/window/spoken_texts.h"
#include "tests/app/window/window_fixture.h"
#include "tests/support/program_run.h"

#include <QRegularExpression>
#include <QStatusBar>
#include <QTextBrowser>
#include <QUndoStack>

namespace layernorm {
namespace {

TEST(Languages, AreFoundByTheNamesOfLocales)
{
    for (const char* chinese :
         {"zh", "zh_CN", "zh_TW", "zh_HK", "zh-Hans", "zh-Hant-TW", "ZH", "zh_CN.UTF-8"})
        EXPECT_STREQ(findLanguage(QString::fromLatin1(chinese))->id, "zh_CN") << chinese;
    for (const char* english : {"en", "en_US", "en-GB", "en_US.UTF-8"})
        EXPECT_STREQ(findLanguage(QString::fromLatin1(english))->id, "en") << english;
    for (const char* none : {"", "C", "POSIX", "xx", "zhuang", "english", "_", "de_DE", "\xff"})
        EXPECT_EQ(findLanguage(QString::fromLatin1(none)), nullptr) << none;
}

class LanguageTest : public WindowTest
{
protected:
    void speak(const char* id)
    {
        choose((std::string("language:") + id).c_str());
        turn();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&window()));
        ASSERT_TRUE(testing::eventually([this] { return window().isPageCurrent(); }));
    }
    /// Of every page, as it is when nothing moves any more.
    QStringList textsOfAllPages()
    {
        const QString present = window().currentPage();
        QStringList all;
        for (const PageEntry& entry : pageTable()) {
            window().showPage(QLatin1String(entry.id));
            EXPECT_TRUE(testing::eventually([this] { return window().isPageCurrent(); })) << entry.id;
            turn();
            for (const QString& text : testing::spokenTexts(window()))
                all << QLatin1String(entry.id) + u' ' + text;
        }
        window().showPage(present);
        turn();
        return all;
    }
};

/// Whether a text has a word that a reader of Chinese would have to translate.
bool hasEnglishWord(QString text)
{
    // Names, words of code and what is written alike in every language.
    static const QRegularExpression names(QStringLiteral(
        "LayerNorm "
        "Explorer|[A-Z][A-Za-z]*Norm(1d)?|Eigen|LibTorch|PyTorch|oneDNN|Python|NumPy|Keras|Flax|BERT|Llama|"
        "LLaMA|"
        "Add &amp; Norm|Add &+ Norm|English|LaTeX|GloVe|N\\(0, "
        "1\\)|float\\d+|bfloat16|allclose|rtol|atol|elementwise_affine|"
        "torch[.\\w()]*|gamma|beta|eps|ULP|rstd|max|mean|sum|sqrt|NaN|inf|Post-LN|Pre-LN|SVG|PDF|PNG|JSON|"
        "CSV|seed|"
        "Ctrl|Shift|Alt|Xavier|He|Vaswani|Xiong|Linear|nn|backward|requires_grad\\w*|import|tensor|"
        "<[^>]*>|&\\w+;|https?:\\S+|\\w+_\\w+"));
    text.remove(names);
    static const QRegularExpression word(QStringLiteral("[A-Za-z]{3,}"));
    return text.contains(word);
}

TEST_F(LanguageTest, EveryTextOfEveryPageIsChineseAfterTheSwitchAndEnglishAfterTheNext)
{
    const QStringList english = textsOfAllPages();
    EXPECT_GE(english.size(), 1000);
    speak("zh_CN");
    const QStringList chinese = textsOfAllPages();
    EXPECT_GE(chinese.size(), english.size() * 9 / 10);
    QStringList forgotten;
    for (const QString& text : chinese)
        if (const QString said = text.section(u'|', 1);
            hasEnglishWord(said) && !said.contains(QRegularExpression(QStringLiteral("\\p{Han}"))))
            forgotten << text;
    forgotten.removeDuplicates();
    EXPECT_TRUE(forgotten.isEmpty()) << forgotten.join(u'\n').toStdString();

    speak("en");
    const QStringList again = textsOfAllPages();
    const QRegularExpression han(QStringLiteral("\\p{Han}"));
    for (const QString& text : again)
        EXPECT_TRUE(!text.contains(han) || text.contains(u"简体中文")) << text.toStdString();
    // What was measured or drawn meanwhile may differ, but not whether something is said.
    EXPECT_EQ(again.size(), english.size());
}

TEST_F(LanguageTest, KeepsDocumentUndoSelectionPageAndFocus)
{
    typeInto(view("inputView"), 1, 2, "7.5");
    typeInto(view("inputView"), 1, 3, "8.5");
    window().showPage(QStringLiteral("eps"));
    click(view("inputView"), 4, 1);
    find<QWidget>("epsSlider").setFocus();
    const int steps = session().undoStack().index();
    const Cell cell = session().selection().current();
    for (const char* language : {"zh_CN", "en", "zh_CN"}) {
        speak(language);
        EXPECT_EQ(session().input().at(1 * 4 + 2), 7.5);
        EXPECT_EQ(session().undoStack().index(), steps);
        EXPECT_EQ(session().selection().current(), cell);
        EXPECT_EQ(window().currentPage(), u"eps");
        ASSERT_NE(window().focusWidget(), nullptr);
        EXPECT_EQ(window().focusWidget()->objectName(), u"epsSlider");
    }
    EXPECT_TRUE(find<QAction>("undoAction").text().contains(u"编辑")) << "what was done in English too";
    EXPECT_EQ(view("inputView").currentIndex().row(), 4);
    EXPECT_EQ(view("inputView").currentIndex().column(), 1);
    choose("undoAction");
    choose("undoAction");
    EXPECT_EQ(session().undoStack().index(), steps - 2);
    EXPECT_NE(session().input().at(1 * 4 + 2), 7.5);
}

TEST_F(LanguageTest, StepsOfALessonAreCalledInTheLanguageThatIsSpoken)
{
    const QString file = shippedLessonFile(QStringLiteral("04-dimension"));
    ASSERT_FALSE(file.isEmpty());
    window().openLesson(file, 1);
    turn();
    EXPECT_EQ(session().undoStack().undoText(), QStringLiteral("lesson “What the dimension does”, step 2"));
    speak("zh_CN");
    EXPECT_EQ(session().undoStack().undoText(), QStringLiteral("课程“维度起什么作用”第 2 步"));
    application.lessons().leave();
    EXPECT_EQ(session().undoStack().undoText(), QStringLiteral("离开课程“维度起什么作用”"));
    speak("en");
    EXPECT_EQ(session().undoStack().undoText(), QStringLiteral("leave the lesson “What the dimension does”"));
}

TEST_F(LanguageTest, WhatTheUserHasWrittenIsNotTranslated)
{
    speak("zh_CN");
    const auto line = parseCommandLine({"layernorm-explorer", "--theme", "dimension"});
    ASSERT_FALSE(line);
    const QString text = errorText(line.error());
    EXPECT_TRUE(text.contains(u"dimension")) << text.toStdString();
    EXPECT_TRUE(text.contains(QRegularExpression(QStringLiteral("\\p{Han}"))));
    speak("en");
}

TEST_F(LanguageTest, FocusInATableStaysAtItsCell)
{
    click(view("outputView"), 3, 2);
    ASSERT_EQ(window().focusWidget()->objectName(), u"outputView");
    speak("zh_CN");
    EXPECT_EQ(window().focusWidget()->objectName(), u"outputView");
    press(Qt::Key_Down);
    EXPECT_EQ(session().selection().current(), (Cell{4, 2}));
}

TEST_F(LanguageTest, TheOpenHelpSpeaksItTooAndTakesNoFocus)
{
    window().help().showTopic(*findHelpTopic(QStringLiteral("eps")));
    auto* english = window().findChild<HelpWindow*>();
    ASSERT_TRUE(QTest::qWaitForWindowActive(english));
    const QSize size = english->size() - QSize(40, 40);
    english->resize(size);
    window().activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&window()));
    const QString title = english->windowTitle();
    speak("zh_CN");
    auto* chinese = window().findChild<HelpWindow*>();
    ASSERT_NE(chinese, nullptr);
    EXPECT_TRUE(chinese->isVisible());
    EXPECT_NE(chinese->windowTitle(), title);
    EXPECT_STREQ(chinese->topic().id, "eps");
    EXPECT_EQ(chinese->size(), size);
    EXPECT_TRUE(chinese->findChild<QTextBrowser*>()->toPlainText().contains(u"默认"));
    chinese->close();
    turn();
    speak("en");
    EXPECT_EQ(window().findChild<HelpWindow*>(), nullptr) << "what was closed stays closed";
}

TEST_F(LanguageTest, SettingsWithALanguageThatDoesNotExistAreEnglishAndSaySoOnce)
{
    application.settings().set(settings::language, QStringLiteral("tlh"));
    choose("theme:dark"); // anything that makes the window anew
    turn();
    ASSERT_TRUE(
        testing::eventually([this] { return window().statusBar()->currentMessage().contains(u"\"tlh\""); }));
    EXPECT_STREQ(Speech::current().id, "en");
    window().statusBar()->clearMessage();
    choose("theme:light");
    turn();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&window()));
    QTest::qWait(50);
    EXPECT_EQ(window().statusBar()->currentMessage(), QString());
}

TEST(LanguageOfTheProgram, OneThatDoesNotExistIsSaidOnceAndTheWorkIsDone)
{
    const QTemporaryDir home;
    QProcessEnvironment environment = testing::environmentWithoutDisplay(home);
    const QStringList work{"--report", "json", "--reference", "none"};
    const testing::ProgramRun plain = testing::runProgram(work, environment);
    const testing::ProgramRun odd = testing::runProgram(work + QStringList{"--language", "tlh"}, environment);
    EXPECT_EQ(odd.exitCode, 0);
    EXPECT_EQ(odd.output, plain.output);
    ASSERT_EQ(odd.complaints().size(), 1) << odd.errors.toStdString();
    EXPECT_TRUE(odd.complaints()[0].contains("\"tlh\""));

    const testing::ProgramRun picture =
        testing::runProgram({"--screenshot", home.filePath(QStringLiteral("picture.png")), "--reference",
                             "none", "--language", "tlh"},
                            environment);
    EXPECT_EQ(picture.exitCode, 0);
    EXPECT_EQ(picture.complaints().size(), 1) << picture.errors.toStdString();

    environment.insert(QStringLiteral("LANG"), QStringLiteral("tlh_KX.UTF-8"));
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("tlh_KX.UTF-8"));
    const testing::ProgramRun silent = testing::runProgram(work, environment);
    EXPECT_EQ(silent.exitCode, 0);
    EXPECT_EQ(silent.output, plain.output);
    EXPECT_EQ(silent.complaints().size(), 0)
        << "nobody has asked for it here: " << silent.errors.toStdString();
}

} // namespace
} // namespace layernorm
