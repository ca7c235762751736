// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The page about gradients: of one token, and through a stack of blocks.
#include "app/models/token_gradient_model.h"
#include "app/pages/flow_chart.h"
#include "app/pages/gradients_page.h"
#include "app/plots/curve_plot.h"
#include "app/plots/gradient_lanes.h"
#include "core/explore/gradient_flow.h"
#include "core/io/number_text.h"
#include "tests/app/window/page_fixture.h"
#include "tests/support/faked_reference.h"

#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QSpinBox>
#include <QTableView>
#include <cmath>
#include <limits>

namespace layernorm {

namespace {

using namespace layernorm::testing;

class GradientsPageTest : public PageTest<GradientsPage>
{
protected:
    void SetUp() override
    {
        QObject::connect(&page, &ExperimentPage::refused, &page,
                         [this](const QString& message) { refusals << message; });
        PageTest::SetUp();
    }

    /// By its place in the list: random, ones, along the output, one-hot.
    bool chooseUpstream(int place)
    {
        find<QComboBox>("upstreamBox").setCurrentIndex(place);
        return becomesCurrent();
    }
    bool lookThroughDepth()
    {
        push("depthGradientButton");
        return becomesCurrent();
    }
    void type(const char* spin, const QString& text)
    {
        auto& box = find<QSpinBox>(spin);
        box.setFocus();
        box.selectAll();
        QTest::keyClicks(&box, text);
        QTest::keyClick(&box, Qt::Key_Return);
    }
    GradientLanes& lanes() { return find<GradientLanes>("gradientLanes"); }
    CurvePlot& plot() { return find<CurvePlot>("flowPlot"); }
    QString notes(const char* label) { return find<QLabel>(label).text(); }
    double gradientAt(std::size_t row) { return *parseNumber(page.table()->rows[row][4], session.dtype()); }

    QStringList refusals;
};

TEST_F(GradientsPageTest, TheTablesGradientIsTheFormulas)
{
    session.selection().setCurrent({4, 1});
    ASSERT_TRUE(becomesCurrent());
    const ExperimentTable table = *page.table();
    EXPECT_EQ(table.columns,
              (std::vector<std::string>{"token", "index", "x", "upstream", "gradient", "library_gradient"}));
    ASSERT_EQ(table.rows.size(), 4U);
    const Tensor upstream = randn(Shape::of({2, 3, 4}), 1);
    const auto gradient =
        layerNormGradient(session.input(), session.parameters(), *session.result(), upstream);
    for (std::int64_t i = 0; i < 4; ++i) {
        const auto& row = table.rows[static_cast<std::size_t>(i)];
        EXPECT_EQ(row[0], "4");
        EXPECT_EQ(row[2], exactText(session.input().at(16 + i), DType::Float32));
        EXPECT_EQ(row[3], exactText(upstream.at(16 + i), DType::Float32)) << "torch.manual_seed(1)";
        EXPECT_EQ(row[4], exactText(gradient->input.at(16 + i), DType::Float32));
        EXPECT_EQ(row[5], "") << "no library";
    }
}

TEST_F(GradientsPageTest, TheSumOfTheOutputsHasNoGradient)
{
    ASSERT_TRUE(chooseUpstream(1));
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_NEAR(gradientAt(i), 0, 1e-7) << "but for the rounding of float32";
    EXPECT_TRUE(notes("tokenGradientNotes").contains(u"gives zero"))
        << notes("tokenGradientNotes").toStdString();
    // gamma that is not constant lets one through, and the page no longer says zero.
    session.setAffine(true);
    ASSERT_TRUE(session.editCell(Editable::Gamma, 0, QStringLiteral("3")));
    ASSERT_TRUE(becomesCurrent());
    EXPECT_GT(std::abs(gradientAt(0)), 1e-2);
    EXPECT_FALSE(notes("tokenGradientNotes").contains(u"gives zero"));
    EXPECT_TRUE(lanes().lanes()[0].title.contains(u"γ"));
}

TEST_F(GradientsPageTest, AlongTheOutputOnlyEpsRemains)
{
    session.setDType(DType::Float64);
    ASSERT_TRUE(session.setEps(0.25));
    ASSERT_TRUE(chooseUpstream(2));
    const double variance = session.result()->variance.at(0);
    const double reciprocalStd = session.result()->reciprocalStd.at(0);
    for (std::size_t i = 0; i < 4; ++i) {
        const double y = session.result()->output.at(static_cast<std::int64_t>(i));
        EXPECT_NEAR(gradientAt(i), reciprocalStd * y * 0.25 / (variance + 0.25), 1e-14);
    }
}

TEST_F(GradientsPageTest, OneOutputsGradientReachesNoOtherToken)
{
    ASSERT_TRUE(chooseUpstream(3));
    const auto* model = find<QTableView>("tokenGradientTable").model();
    const auto length = [&](int token) {
        return model->index(token, TokenGradientModel::GradientNorm).data().toString();
    };
    EXPECT_NE(length(0), u"0");
    for (int token = 1; token < 6; ++token)
        EXPECT_EQ(length(token), u"0");
    EXPECT_EQ(page.table()->rows[0][3], "1");
}

TEST_F(GradientsPageTest, LanesShowWhatIsTakenAndWhatArrives)
{
    const QList<GradientLanes::Lane>& shown = lanes().lanes();
    ASSERT_EQ(shown.size(), 4);
    const double reciprocalStd = session.result()->reciprocalStd.at(0);
    for (qsizetype i = 0; i < 4; ++i)
        EXPECT_NEAR(shown[3].values[i],
                    reciprocalStd * (shown[0].values[i] - shown[1].values[i] - shown[2].values[i]), 1e-6);
    EXPECT_TRUE(shown[3].rings.isEmpty());
}

TEST_F(GradientsPageTest, SelectionGoesBothWays)
{
    session.selection().setCurrent({2, 3});
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(lanes().chosen(), 3);
    auto& table = find<QTableView>("tokenGradientTable");
    EXPECT_EQ(table.currentIndex().row(), 2);
    table.setFocus();
    QTest::keyClick(&table, Qt::Key_Down);
    EXPECT_EQ(session.selection().current(), (Cell{3, 3}));
    lanes().setFocus();
    ASSERT_TRUE(becomesCurrent());
    QTest::keyClick(&lanes(), Qt::Key_Left);
    EXPECT_EQ(session.selection().current(), (Cell{3, 2}));
    ASSERT_TRUE(becomesCurrent());
    QTest::mouseClick(&lanes(), Qt::LeftButton, {}, {lanes().width() - 4, lanes().height() / 2});
    EXPECT_EQ(session.selection().current(), (Cell{3, 3}));
}

TEST_F(GradientsPageTest, NanStaysInItsToken)
{
    ASSERT_TRUE(session.editCell(Editable::Input, 5, QStringLiteral("nan")));
    session.selection().setCurrent({1, 1});
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(page.table()->rows[0][4], "nan");
    EXPECT_TRUE(notes("tokenGradientNotes").contains(u"NaN"));
    const auto* model = find<QTableView>("tokenGradientTable").model();
    EXPECT_EQ(model->index(1, TokenGradientModel::GradientNorm).data().toString(), u"NaN");
    EXPECT_NE(model->index(0, TokenGradientModel::GradientNorm).data().toString(), u"NaN");
}

TEST_F(GradientsPageTest, ViewsAreChosenByKeys)
{
    auto& first = find<QPushButton>("tokenGradientButton");
    auto& second = find<QPushButton>("depthGradientButton");
    first.setFocus();
    QTest::keyClick(&first, Qt::Key_Right);
    EXPECT_TRUE(second.isChecked());
    EXPECT_EQ(QApplication::focusWidget(), &second);
    EXPECT_TRUE(plot().isVisible());
    EXPECT_FALSE(lanes().isVisible());
    QTest::keyClick(&second, Qt::Key_Left);
    EXPECT_TRUE(lanes().isVisible());
}

// Through depth

TEST_F(GradientsPageTest, CurvesAreTheExperiments)
{
    EXPECT_EQ(page.experiment(), u"gradient-flow");
    ASSERT_TRUE(lookThroughDepth());
    const LayerNormParameters parameters = session.parameters();
    const ExperimentTable expected = *gradientFlowTable({.input = session.input(), .parameters = parameters});
    EXPECT_EQ(page.table()->columns, expected.columns);
    EXPECT_EQ(page.table()->rows, expected.rows);
    const QString readOut = plot().readOutAt(0);
    for (const Wiring& wiring : allWirings())
        EXPECT_TRUE(readOut.contains(wiringName(wiring))) << readOut.toStdString();
}

TEST_F(GradientsPageTest, ABadNumberLeavesThePageAsItWas)
{
    ASSERT_TRUE(lookThroughDepth());
    const auto before = page.table()->rows;
    for (const auto& [spin, text, word] :
         {std::tuple("flowDepthSpin", "0", "96"), std::tuple("flowDepthSpin", "1000", "96"),
          std::tuple("flowHeadsSpin", "3", "3"), std::tuple("flowHeadsSpin", "0", "0"),
          std::tuple("flowSeedsSpin", "99", "20")}) {
        refusals.clear();
        const int value = find<QSpinBox>(spin).value();
        type(spin, QString::fromUtf8(text));
        ASSERT_EQ(refusals.size(), 1) << spin << text;
        EXPECT_TRUE(refusals[0].contains(QString::fromUtf8(word))) << refusals[0].toStdString();
        EXPECT_EQ(find<QSpinBox>(spin).value(), value);
        ASSERT_TRUE(becomesCurrent());
        EXPECT_EQ(page.table()->rows, before);
    }
}

TEST_F(GradientsPageTest, FollowsItsControlsAndTheDocument)
{
    ASSERT_TRUE(lookThroughDepth());
    type("flowDepthSpin", QStringLiteral("3"));
    type("flowSeedsSpin", QStringLiteral("2"));
    find<QSpinBox>("flowHeadsSpin").stepUp(); // from 1 to the next divisor of 4
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(find<QSpinBox>("flowHeadsSpin").value(), 2);
    EXPECT_EQ(page.table()->rows.size(), 6U * 2 * 4);
    find<QComboBox>("flowOfBox").setCurrentIndex(1);
    EXPECT_EQ(page.table()->rows.size(), 6U * 2 * 3);
    EXPECT_EQ(page.table()->columns[4], "weight_gradient_norm");
    const auto before = page.table()->rows;
    ASSERT_TRUE(session.editCell(Editable::Input, 0, QStringLiteral("5")));
    ASSERT_TRUE(becomesCurrent());
    EXPECT_NE(page.table()->rows, before);
    ASSERT_TRUE(session.setLayout({2, 3, 5})); // 2 heads do not divide 5
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(find<QSpinBox>("flowHeadsSpin").value(), 1);
    EXPECT_TRUE(refusals.isEmpty());
}

TEST_F(GradientsPageTest, SaysWhatIsCut)
{
    ASSERT_TRUE(lookThroughDepth());
    EXPECT_FALSE(notes("flowNotes").contains(u"the first"));
    ASSERT_TRUE(session.setLayout({3, 17, 65}));
    type("flowDepthSpin", QStringLiteral("2"));
    ASSERT_TRUE(becomesCurrent());
    EXPECT_TRUE(notes("flowNotes").contains(u"2x16x64")) << notes("flowNotes").toStdString();
}

TEST_F(GradientsPageTest, CancelKeepsTheCurvesAndComputeGoesOn)
{
    ASSERT_TRUE(lookThroughDepth());
    const auto before = page.table()->rows;
    find<QSpinBox>("flowDepthSpin").setValue(96);
    ASSERT_FALSE(page.isCurrent());
    push("flowCancelButton");
    EXPECT_EQ(page.table()->rows, before);
    EXPECT_FALSE(page.isCurrent());
    push("flowCancelButton");
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(page.table()->rows.size(), 6U * 5 * 97);
}

TEST_F(GradientsPageTest, NanInTheInputIsSaidInWords)
{
    ASSERT_TRUE(session.editCell(Editable::Input, 0, QStringLiteral("nan")));
    ASSERT_TRUE(lookThroughDepth());
    EXPECT_TRUE(notes("flowNotes").contains(u"NaN or infinite")) << notes("flowNotes").toStdString();
}

TEST(FlowChart, BandsAreTheSeedsAndTheMedianIsOneOfThem)
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::vector<FlowCurve> curves{
        {{}, 0, {4, 0, nan}, {1, 1}}, {{}, 1, {2, 5, 1}, {1, 1}}, {{}, 2, {9, 7, 1}, {1, 1}}};
    const std::vector<WiringCurve> wirings = wiringCurves(curves, FlowOf::Input);
    ASSERT_EQ(wirings.size(), 1U);
    EXPECT_EQ(wirings[0].least.first(2), (QList<double>{2, 0}));
    EXPECT_EQ(wirings[0].median.first(2), (QList<double>{4, 5}));
    EXPECT_EQ(wirings[0].largest.first(2), (QList<double>{9, 7}));
    EXPECT_TRUE(std::isnan(wirings[0].median[2]));
    EXPECT_EQ(wirings[0].zeros, 1);
    EXPECT_EQ(wirings[0].notFinite, 1);
}

// The library

TEST_F(GradientsPageTest, TheLibrarysGradientStandsBesideOurs)
{
    const WorkerCommand worker = realWorker("layernorm-reference-torch");
    if (!QFileInfo(worker.program).isExecutable())
        GTEST_SKIP() << "no LibTorch";
    reference.choose(anyLibrary(), worker);
    ASSERT_TRUE(eventually([this] { return reference.offers(Operation::LayerNorm); }));
    ASSERT_TRUE(reference.offers(Operation::LayerNormBackward) && reference.offers(Operation::GradientFlow));
    ASSERT_TRUE(becomesCurrent());
    ASSERT_EQ(lanes().lanes()[3].rings.size(), 4) << reference.state().problem.toStdString();
    const ExperimentTable token = *page.table();
    for (const auto& row : token.rows)
        EXPECT_NEAR(*parseNumber(row[5], DType::Float32), *parseNumber(row[4], DType::Float32), 1e-6);
    EXPECT_TRUE(notes("tokenGradientNotes").contains(u"agrees"));
    ASSERT_TRUE(lookThroughDepth());
    const ExperimentTable flow = *page.table();
    int answered = 0;
    for (const auto& row : flow.rows)
        if (!row[5].empty()) {
            ++answered;
            const double theirs = *parseNumber(row[5], DType::Float64);
            EXPECT_NEAR(*parseNumber(row[4], DType::Float64) / theirs, 1, 1e-9);
        }
    EXPECT_EQ(answered, 6 * 25) << "the first draw of each wiring";
}

} // namespace

} // namespace layernorm
