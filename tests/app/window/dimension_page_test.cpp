// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The page that looks at a token at many sizes, driven by its own controls.
#include "app/look/number_display.h"
#include "app/pages/dimension_page.h"
#include "core/io/number_text.h"
#include "tests/app/window/page_fixture.h"
#include "tests/support/faked_reference.h"

#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

namespace layernorm {

namespace {

using namespace layernorm::testing;

class DimensionPageTest : public PageTest<DimensionPage>
{
protected:
    void SetUp() override
    {
        QObject::connect(&page, &ExperimentPage::refused, &page,
                         [this](const QString& message) { refusals << message; });
        PageTest::SetUp();
    }

    void look(const char* button) { push(button); }
    /// Looks at the dimension at `index` of the list.
    bool lookAt(int index)
    {
        find<QSlider>("lookedAtSlider").setValue(index);
        return becomesCurrent();
    }
    bool enterList(const QString& text)
    {
        auto& list = find<QLineEdit>("dimensionList");
        list.setFocus();
        list.selectAll();
        QTest::keyClicks(&list, text);
        QTest::keyClick(&list, Qt::Key_Return);
        return becomesCurrent();
    }
    QString heading() { return find<QLabel>("dimensionHeading").text(); }
    QString notes() { return find<QLabel>("dimensionNotes").text(); }
    CurvePlot& plot() { return find<CurvePlot>("dimensionPlot"); }

    /// What the page should show of a token of 4 values.
    static std::vector<std::vector<std::string>> rowsOf(const Session& session, std::int64_t token)
    {
        const Tensor values = extendedToken(session.input(), 1, token, 4096);
        const TokenSweep sweep{token, *dimensionSweep(values, session.eps(), defaultDimensions)};
        return dimensionSweepTable({&sweep, 1}, session.dtype()).rows;
    }

    QStringList refusals;
};

TEST_F(DimensionPageTest, ShowsTheSelectedTokenAsTheExperimentPrintsIt)
{
    EXPECT_EQ(page.experiment(), u"dimension");
    EXPECT_EQ(page.table()->rows, rowsOf(session, 0));
    session.selection().setCurrent({4, 2});
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(page.table()->rows, rowsOf(session, 4));
    ExperimentTable all = *dimensionTable({session.input(), session.parameters()});
    std::erase_if(all.rows, [](const std::vector<std::string>& row) { return row[1] != "4"; });
    EXPECT_EQ(page.table()->rows, all.rows);
}

TEST_F(DimensionPageTest, FollowsEditsOfValuesAndEps)
{
    const auto before = page.table()->rows;
    ASSERT_TRUE(session.editCell(Editable::Input, 1, QStringLiteral("100")));
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(page.table()->rows, rowsOf(session, 0));
    EXPECT_NE(page.table()->rows, before);
    ASSERT_TRUE(session.setEps(0.5));
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(page.table()->rows, rowsOf(session, 0));
    session.setDType(DType::Float64);
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(page.table()->rows, rowsOf(session, 0));
}

TEST_F(DimensionPageTest, DoesNothingWhileItIsHidden)
{
    page.hide();
    const auto before = page.table()->rows;
    ASSERT_TRUE(session.editCell(Editable::Input, 1, QStringLiteral("100")));
    ASSERT_TRUE(eventually([this] { return session.isCurrent(); }));
    QCoreApplication::processEvents();
    EXPECT_FALSE(page.isCurrent());
    EXPECT_EQ(page.table()->rows, before);
    page.show();
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(page.table()->rows, rowsOf(session, 0));
}

TEST_F(DimensionPageTest, NamesTheSizesThatLeaveNoFreedom)
{
    ASSERT_TRUE(lookAt(0));
    EXPECT_EQ(heading(), u"D = 1: always β");
    EXPECT_TRUE(notes().contains(u"β = 0,")) << notes().toStdString();
    ASSERT_TRUE(lookAt(1));
    EXPECT_EQ(heading(), u"D = 2: plus and minus the same");
    const std::string largest = page.table()->rows[1][4];
    EXPECT_TRUE(notes().contains(u'±' + QString::fromStdString(largest))) << notes().toStdString();
    ASSERT_TRUE(lookAt(2));
    EXPECT_EQ(heading(), u"D = 3: on a circle");
    EXPECT_TRUE(find<QWidget>("fewOutputsDrawing").isVisible());
    EXPECT_TRUE(find<QWidget>("fewOutputsDrawing").accessibleName().startsWith(u"y₀ = "));
    ASSERT_TRUE(lookAt(3));
    EXPECT_EQ(heading(), u"D = 4");
    EXPECT_TRUE(notes().contains(u"The token as it is."));
    EXPECT_FALSE(find<QWidget>("fewOutputsDrawing").isVisible());
}

TEST_F(DimensionPageTest, ShowsBetaAtOneValue)
{
    EXPECT_FALSE(notes().contains(u"without γ and β"));
    session.setAffine(true);
    ASSERT_TRUE(session.editCell(Editable::Beta, 0, QStringLiteral("0.25")));
    ASSERT_TRUE(lookAt(0));
    EXPECT_TRUE(notes().contains(u"β = 0.250,")) << notes().toStdString();
    EXPECT_TRUE(notes().contains(u"without γ and β")) << notes().toStdString();
}

TEST_F(DimensionPageTest, SaysWhyOutputsAreNan)
{
    ASSERT_TRUE(session.setEps(0));
    ASSERT_TRUE(lookAt(0));
    EXPECT_EQ(heading(), u"D = 1: NaN");
    EXPECT_TRUE(notes().contains(u"0 / 0")) << notes().toStdString();
    ASSERT_TRUE(session.editCell(Editable::Input, 1, QStringLiteral("inf")));
    ASSERT_TRUE(lookAt(3));
    EXPECT_EQ(heading(), u"D = 4: NaN");
    EXPECT_TRUE(notes().contains(u"infinity")) << notes().toStdString();
}

TEST_F(DimensionPageTest, TakesAnyListOfDimensions)
{
    ASSERT_TRUE(enterList(QStringLiteral("2,5;100")));
    EXPECT_TRUE(refusals.isEmpty());
    EXPECT_EQ(find<QLineEdit>("dimensionList").text(), u"2, 5, 100");
    ASSERT_EQ(page.table()->rows.size(), 3U);
    EXPECT_EQ(page.table()->rows[2][0], "100");
    // The nearest to the 64 that was looked at.
    EXPECT_EQ(find<QLabel>("lookedAtLabel").text(), u"D = 100");
    EXPECT_EQ(heading(), u"D = 100");
}

TEST_F(DimensionPageTest, LeavesThePageAsItWasForABadList)
{
    const auto before = page.table()->rows;
    for (const auto& [text, word] : std::initializer_list<std::pair<QString, QString>>{
             {QStringLiteral("1, two"), QStringLiteral("two")},
             {QStringLiteral("4, 2"), QStringLiteral("2 follows 4")},
             {QStringLiteral("64000000, 64000001"), QStringLiteral("64000001")},
             {QStringLiteral(" "), QStringLiteral("empty")}}) {
        refusals.clear();
        ASSERT_TRUE(enterList(text));
        ASSERT_EQ(refusals.size(), 1);
        EXPECT_TRUE(refusals[0].contains(word)) << refusals[0].toStdString();
        EXPECT_TRUE(find<QLineEdit>("dimensionList").text().startsWith(u"1, 2, 3, 4, 8"));
        EXPECT_EQ(page.table()->rows, before);
    }
}

TEST_F(DimensionPageTest, ReadsEveryCurveOut)
{
    const std::vector<std::string> row = page.table()->rows[7];
    ASSERT_EQ(row[0], "64");
    const auto shown = [](const std::string& text) { return cellText(*parseNumber(text, DType::Float64)); };
    const auto reads = [this](double x, const QString& line) {
        const QString lines = plot().readOutAt(x);
        EXPECT_TRUE(lines.split(u'\n').contains(line)) << lines.toStdString();
    };
    reads(64, QStringLiteral("mean μ: ") + shown(row[2]));
    reads(64, QStringLiteral("variance σ²: ") + shown(row[3]));
    reads(64, QStringLiteral("μ of N(0, 1) values, ± 2 s.d.: −0.2500 to 0.2500")); // 2 / sqrt(64)
    look("boundButton");
    reads(64, QStringLiteral("largest |y|: ") + shown(row[4]));
    reads(64, QStringLiteral("its bound √(D − 1): 7.9373"));
    look("besselButton");
    reads(64, QStringLiteral("unbiased / biased σ² = D / (D − 1): 1.0159"));
    reads(2, QStringLiteral("unbiased / biased σ² = D / (D − 1): 2.0000"));
    look("histogramButton");
    reads(0, QStringLiteral("normal curve φ(y): 0.3989"));
}

TEST_F(DimensionPageTest, MovesTheSizeThatIsLookedAtByItsLine)
{
    emit plot().lineDragged(30, 1);
    EXPECT_EQ(find<QLabel>("lookedAtLabel").text(), u"D = 32");
    emit plot().lineDragged(0, 1);
    EXPECT_EQ(find<QLabel>("lookedAtLabel").text(), u"D = 1");
    emit plot().lineDragged(1e9, 1);
    EXPECT_EQ(find<QLabel>("lookedAtLabel").text(), u"D = 4096");
    emit plot().lineStepped(-1);
    EXPECT_EQ(find<QLabel>("lookedAtLabel").text(), u"D = 2048");
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(heading(), u"D = 2048");
}

TEST_F(DimensionPageTest, MeasuresOursWithoutALibrary)
{
    ASSERT_TRUE(enterList(QStringLiteral("1, 64, 4096")));
    look("timeButton");
    ASSERT_TRUE(becomesCurrent());
    // However long it took: under the sanitizers that is microseconds.
    EXPECT_TRUE(notes().contains(QRegularExpression(QStringLiteral("<b>[0-9.]+ (ns|µs|ms)</b>"))))
        << notes().toStdString();
    EXPECT_FALSE(notes().contains(u"pipe"));
    EXPECT_TRUE(plot().readOutAt(64).contains(u"ours")) << plot().readOutAt(64).toStdString();
    EXPECT_TRUE(find<QPushButton>("measureAgainButton").isEnabled());
    QSignalSpy spy(&find<DimensionNotes>("dimensionNotesPanel"), &DimensionNotes::measureAgain);
    look("measureAgainButton");
    EXPECT_EQ(spy.count(), 1);
    EXPECT_FALSE(page.isCurrent());
    ASSERT_TRUE(becomesCurrent());
}

TEST_F(DimensionPageTest, MeasuresTheLibraryThroughItsWorker)
{
    const WorkerCommand worker = realWorker("layernorm-reference-torch");
    if (!QFileInfo(worker.program).isExecutable())
        GTEST_SKIP() << "no LibTorch";
    reference.choose(anyLibrary(), worker);
    ASSERT_TRUE(eventually([this] { return reference.isCurrent(); }));
    ASSERT_TRUE(enterList(QStringLiteral("1, 64")));
    look("timeButton");
    ASSERT_TRUE(becomesCurrent());
    EXPECT_TRUE(notes().contains(reference.title())) << notes().toStdString();
    EXPECT_TRUE(notes().contains(u"pipe"));
    EXPECT_FALSE(notes().contains(u"<b>–</b>")) << notes().toStdString();
    EXPECT_EQ(plot().readOutAt(64).count(u'\n'), 1) << plot().readOutAt(64).toStdString();
}

} // namespace

} // namespace layernorm
