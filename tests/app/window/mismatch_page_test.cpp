// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The page that explains somebody's output, driven by keys, clipboard and buttons.
#include "app/pages/candidate_field.h"
#include "app/pages/mismatch_card.h"
#include "app/pages/mismatch_page.h"
#include "app/pages/mismatch_texts.h"
#include "core/io/npy.h"
#include "core/io/number_text.h"
#include "tests/app/window/page_fixture.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

namespace layernorm {

namespace {

using namespace layernorm::testing;

class MismatchPageTest : public PageTest<MismatchPage>
{
protected:
    using PageTest::PageTest;

    CandidateField& field() { return find<CandidateField>("candidateField"); }
    QString verdict() { return find<QLabel>("mismatchVerdict").text(); }
    QString detail()
    {
        auto& label = find<QLabel>("mismatchDetail");
        return label.isVisible() ? label.text() : QString();
    }
    MismatchCard& card(int index)
    {
        return find<MismatchCard>(("mismatchCard" + std::to_string(index)).c_str());
    }
    bool showsCards() { return card(0).isVisible(); }
    QPushButton& offer() { return find<QPushButton>("mismatchOffer"); }

    [[nodiscard]] Tensor outputWith(std::initializer_list<Mistake> mistakes) const
    {
        for (const Hypothesis& planted : plantedMistakes(session.input(), session.parameters()))
            if (planted.mistakes == std::vector(mistakes))
                return *mistakenOutput(session.input(), session.parameters(), planted.formula);
        throw std::logic_error("not planted");
    }
    void paste(const QString& text)
    {
        QApplication::clipboard()->setText(text);
        push("pasteCandidateButton");
        ASSERT_TRUE(becomesCurrent());
    }
    void pasteOutputWith(std::initializer_list<Mistake> mistakes) { paste(printed(outputWith(mistakes), 8)); }

    QSignalSpy refusals{&page, &ExperimentPage::refused};
};

TEST_F(MismatchPageTest, SaysWhatToDoWhileThereIsNothing)
{
    EXPECT_EQ(verdict(), u"Paste the output of your own LayerNorm");
    EXPECT_FALSE(showsCards());
    EXPECT_EQ(page.table(), std::nullopt);
    EXPECT_EQ(find<QLineEdit>("rightLine").text(), u"torch.nn.functional.layer_norm(x, (4,), eps=1e-05)");
    ASSERT_TRUE(offer().isVisible());
    QTest::mouseClick(&offer(), Qt::LeftButton);
    const QString copied = QApplication::clipboard()->text();
    const QString first = QString::fromStdString(exactText(session.input().at(0), DType::Float32));
    EXPECT_TRUE(copied.startsWith(QStringLiteral("x = torch.tensor([[[") + first + QStringLiteral(", ")))
        << copied.toStdString();
    EXPECT_TRUE(copied.endsWith(u"]]], dtype=torch.float32)"));
}

TEST_F(MismatchPageTest, ExplainsWhatIsTypedAndFollowsEveryKey)
{
    field().setFocus();
    const QByteArray text = printed(outputWith({Mistake::UnbiasedVariance})).simplified().toUtf8();
    for (const char key : text.chopped(1))
        QTest::keyClick(&field(), key);
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(verdict(), u"This cannot be read");
    QTest::keyClick(&field(), ')');
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(verdict(), u"Explained: unbiased variance");
    EXPECT_EQ(card(0).content().title, u"unbiased variance");
    EXPECT_TRUE(card(0).content().fits);
    EXPECT_TRUE(card(0).content().closeness.contains(u"digits ±5e−05"))
        << card(0).content().closeness.toStdString();
    EXPECT_TRUE(card(0).content().code.contains(u"x.var(-1, keepdim=True)"));
    EXPECT_FALSE(card(1).content().fits);
    QTest::keyClick(&field(), Qt::Key_Backspace);
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(verdict(), u"This cannot be read");
    EXPECT_FALSE(showsCards());
}

TEST_F(MismatchPageTest, PastesOverWhatWasThereAndTakesItBack)
{
    pasteOutputWith({Mistake::UnbiasedVariance, Mistake::EpsOutsideRoot});
    EXPECT_EQ(verdict(), u"Explained: unbiased variance + eps outside the root");
    pasteOutputWith({});
    EXPECT_EQ(verdict(), u"✔ Your output is right, to the digits given");
    EXPECT_EQ(card(0).content().title, u"no mistake");
    QTest::keyClick(&field(), Qt::Key_Z, Qt::ControlModifier);
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(verdict(), u"Explained: unbiased variance + eps outside the root");
    push("clearCandidateButton");
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(verdict(), u"Paste the output of your own LayerNorm");
    EXPECT_FALSE(showsCards());
}

TEST_F(MismatchPageTest, SaysThatNothingFits)
{
    Tensor output = outputWith({});
    output.set(7, 17);
    paste(printed(output));
    EXPECT_EQ(verdict(), u"No known mistake fits");
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(card(i).isVisible());
        EXPECT_FALSE(card(i).content().fits);
        EXPECT_TRUE(card(i).content().closeness.startsWith(u"✘ off by ")) << i;
    }
}

TEST_F(MismatchPageTest, SaysInOneSentenceWhatCannotBeReadAndMarksIt)
{
    const QString text = QStringLiteral("1 2 3 4\n5 six 7 8\n");
    paste(text);
    EXPECT_EQ(verdict(), u"This cannot be read");
    EXPECT_EQ(detail(),
              u"Line 2, column 3: \"six\" is not a number; leave only the numbers, with a point for the "
              u"decimals");
    EXPECT_EQ(field().toPlainText(), text);
    ASSERT_EQ(field().extraSelections().size(), 1);
    EXPECT_EQ(field().extraSelections()[0].cursor.selectedText(), u"six");
    EXPECT_FALSE(showsCards());
    EXPECT_EQ(page.table(), std::nullopt);
    pasteOutputWith({});
    EXPECT_TRUE(field().extraSelections().isEmpty());
}

TEST_F(MismatchPageTest, FollowsTheDocument)
{
    pasteOutputWith({});
    ASSERT_EQ(verdict(), u"✔ Your output is right, to the digits given");
    ASSERT_TRUE(session.setEps(1e-3));
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(verdict(), u"Explained: another eps: 1e-5");
    EXPECT_EQ(find<QLineEdit>("rightLine").text(), u"torch.nn.functional.layer_norm(x, (4,), eps=0.001)");
    ASSERT_TRUE(session.setLayout({2, 3, 5}));
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(verdict(), u"This cannot be read");
    EXPECT_TRUE(detail().contains(u"the text ends after 24 of the 30 numbers")) << detail().toStdString();
    session.undoStack().undo();
    session.undoStack().undo();
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(verdict(), u"✔ Your output is right, to the digits given");
}

TEST_F(MismatchPageTest, DoesNothingWhileItIsHidden)
{
    pasteOutputWith({});
    page.hide();
    ASSERT_TRUE(session.setEps(1e-3));
    ASSERT_TRUE(eventually([this] { return session.isCurrent(); }));
    QCoreApplication::processEvents();
    EXPECT_EQ(verdict(), u"✔ Your output is right, to the digits given");
    page.show();
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(verdict(), u"Explained: another eps: 1e-5");
}

TEST_F(MismatchPageTest, ItsTableHasTheExplanations)
{
    pasteOutputWith({Mistake::RmsNorm});
    const std::optional<ExperimentTable> table = page.table();
    ASSERT_TRUE(table);
    ASSERT_FALSE(table->rows.empty());
    EXPECT_EQ(table->columns, (std::vector<std::string>{"rank", "mistakes", "parameters", "max_residual"}));
    EXPECT_EQ(table->rows[0][1], "rms_norm");
    EXPECT_EQ(table->facts[0], (std::pair<std::string, std::string>{"verdict", "\"explained\""}));
    // With all that --experiment prints.
    ASSERT_EQ(table->facts.size(), 2U);
    EXPECT_EQ(table->facts[1].first, "explanations");
    EXPECT_NE(table->facts[1].second.find("\"rms_norm\""), std::string::npos) << table->facts[1].second;
}

TEST_F(MismatchPageTest, EveryMistakeOfTheMenuIsFoundAgain)
{
    auto& menu = find<QMenu>("mistakeMenu");
    emit menu.aboutToShow();
    QStringList titles;
    for (const QAction* action : menu.actions())
        titles << action->text();
    ASSERT_GT(titles.size(), 12);
    for (int i = 0; i < titles.size(); ++i) {
        SCOPED_TRACE(titles[i].toStdString());
        emit menu.aboutToShow();
        menu.actions()[i]->trigger();
        ASSERT_TRUE(becomesCurrent());
        ASSERT_TRUE(becomesCurrent()); // the output is made first, then explained
        const QString title = card(0).content().title;
        EXPECT_TRUE(showsCards());
        EXPECT_TRUE(card(0).content().fits);
        EXPECT_EQ(title, titles[i]);
    }
}

TEST_F(MismatchPageTest, LoadsFilesAndRefusesOthersAsItWas)
{
    const QTemporaryDir folder;
    const QString array = folder.filePath(QStringLiteral("y.npy"));
    ASSERT_TRUE(writeNpy(array.toStdString(), outputWith({Mistake::UnbiasedVariance})));
    QSignalSpy wanted(&page, &MismatchPage::fileWanted);
    push("openCandidateButton");
    EXPECT_EQ(wanted.count(), 1);
    page.openFile(array);
    ASSERT_TRUE(becomesCurrent());
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(verdict(), u"Explained: unbiased variance");
    EXPECT_TRUE(field().isReadOnly());

    QFile words(folder.filePath(QStringLiteral("words.txt")));
    ASSERT_TRUE(words.open(QIODevice::WriteOnly));
    words.write("1 2 3 4\nno\n");
    words.close();
    page.openFile(words.fileName());
    ASSERT_TRUE(becomesCurrent());
    ASSERT_EQ(refusals.count(), 1);
    const QString sentence = refusals[0][0].toString();
    EXPECT_TRUE(sentence.contains(u"words.txt, line 2, column 1: \"no\" is not a number"))
        << sentence.toStdString();
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(verdict(), u"Explained: unbiased variance");

    QFile text(folder.filePath(QStringLiteral("y.txt")));
    ASSERT_TRUE(text.open(QIODevice::WriteOnly));
    text.write(printed(outputWith({Mistake::RmsNorm})).toUtf8());
    text.close();
    page.openFile(text.fileName());
    ASSERT_TRUE(becomesCurrent());
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(verdict(), u"Explained: RMSNorm");
    EXPECT_FALSE(field().isReadOnly());
    EXPECT_TRUE(field().toPlainText().startsWith(u"tensor(["));
}

TEST_F(MismatchPageTest, RefusesTenMillionNumbersAtOnceAsItWas)
{
    pasteOutputWith({});
    const QString before = field().toPlainText();
    paste(QStringLiteral("0.5 ").repeated(10'000'000));
    ASSERT_EQ(refusals.count(), 1);
    EXPECT_TRUE(
        refusals[0][0].toString().startsWith(u"Line 1, column 1: more than 1050112 bytes begin here"));
    EXPECT_EQ(field().toPlainText(), before);
    EXPECT_EQ(verdict(), u"✔ Your output is right, to the digits given");
}

TEST_F(MismatchPageTest, AnEmptyClipboardIsTold)
{
    QApplication::clipboard()->clear();
    push("pasteCandidateButton");
    ASSERT_EQ(refusals.count(), 1);
    EXPECT_EQ(refusals[0][0].toString(), u"The clipboard holds no text; copy what your code printed first");
}

TEST_F(MismatchPageTest, EverythingIsReachedByTab)
{
    pasteOutputWith({Mistake::UnbiasedVariance});
    QStringList reached;
    find<QPushButton>("pasteCandidateButton").setFocus();
    for (int i = 0; i < 12; ++i) {
        reached << QApplication::focusWidget()->objectName();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    for (const char* name : {"pasteCandidateButton", "openCandidateButton", "plantMistakeButton",
                             "clearCandidateButton", "candidateField", "rightLine", "copyRightLineButton"})
        EXPECT_TRUE(reached.contains(QLatin1String(name))) << name;
    find<QPushButton>("copyRightLineButton").setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    EXPECT_EQ(QApplication::clipboard()->text(), find<QLineEdit>("rightLine").text());
}

class AmbiguousMismatchTest : public MismatchPageTest
{
protected:
    AmbiguousMismatchTest() : MismatchPageTest(drawn({2, 3, 2})) {}
};

TEST_F(AmbiguousMismatchTest, OffersAnInputThatCanTellAndPutsItIn)
{
    paste(printed(outputWith({Mistake::EpsMissing})));
    EXPECT_EQ(verdict(), u"Several mistakes fit: this input cannot tell them apart");
    EXPECT_TRUE(card(1).content().fits);
    ASSERT_TRUE(offer().isVisible());
    EXPECT_EQ(offer().text(), u"Use an input that can");
    const Tensor before = session.input();
    QTest::mouseClick(&offer(), Qt::LeftButton);
    ASSERT_TRUE(becomesCurrent());
    ASSERT_TRUE(becomesCurrent());
    EXPECT_FALSE(sameBits(session.input(), before));
    EXPECT_EQ(session.undoStack().undoText(), u"input that can tell");
    EXPECT_EQ(verdict(), u"This input can tell: run your code on it");
    EXPECT_TRUE(field().toPlainText().isEmpty());
    // Now the same mistake is told apart, with as many digits.
    paste(printed(outputWith({Mistake::EpsMissing})));
    EXPECT_EQ(verdict(), u"Explained: eps forgotten");
    session.undoStack().undo();
    EXPECT_TRUE(sameBits(session.input(), before));
}

class LargeMismatchTest : public MismatchPageTest
{
protected:
    LargeMismatchTest() : MismatchPageTest(drawn({8, 64, 768})) {}
};

TEST_F(LargeMismatchTest, ShowsProgressAndCanBeCancelledAndBegunAgain)
{
    find<QTimer>("mismatchPatience").setInterval(0);
    // Noise that nothing explains takes the longest.
    Tensor output = outputWith({});
    output.set(output.elements() - 1, 17);
    QApplication::clipboard()->setText(printed(output));
    push("pasteCandidateButton");
    EXPECT_TRUE(field().isReadOnly());
    EXPECT_LT(field().toPlainText().size(), 5000);
    auto& cancel = find<QPushButton>("mismatchCancel");
    ASSERT_TRUE(eventually([&] { return cancel.isVisible(); }));
    EXPECT_TRUE(find<QProgressBar>("mismatchProgress").isVisible());
    QTest::mouseClick(&cancel, Qt::LeftButton);
    EXPECT_EQ(verdict(), u"The search was cancelled");
    EXPECT_FALSE(cancel.isVisible());
    EXPECT_TRUE(page.isCurrent());
    ASSERT_TRUE(offer().hasFocus());
    QTest::keyClick(&offer(), Qt::Key_Space);
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(verdict(), u"No known mistake fits");
    push("clearCandidateButton");
    ASSERT_TRUE(becomesCurrent());
    EXPECT_FALSE(field().isReadOnly());
    EXPECT_TRUE(field().toPlainText().isEmpty());
}

} // namespace

} // namespace layernorm
