// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The page that draws attention, the residual and LayerNorm stage by stage, driven by its controls.
#include "app/look/theme.h"
#include "app/pages/add_and_norm_page.h"
#include "app/pages/pipeline_view.h"
#include "tests/app/window/page_fixture.h"
#include "tests/support/faked_reference.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QSpinBox>
#include <QTest>
#include <cmath>

namespace layernorm {

namespace {

using namespace layernorm::testing;

class AddAndNormPageTest : public PageTest<AddAndNormPage>
{
protected:
    QString remarks() { return find<QWidget>("addAndNormRemarks").accessibleName(); }
    QString library() { return find<QWidget>("addAndNormLibrary").accessibleName(); }
    TokenMap& map(const char* stage) { return find<TokenMap>(stage); }
    QSpinBox& spin(const char* name) { return find<QSpinBox>(name); }
    std::vector<StageKind> shown() { return find<PipelineView>("pipelineView").shownKinds(); }

    bool setSwitch(const char* name, bool on)
    {
        find<QCheckBox>(name).setChecked(on);
        return becomesCurrent();
    }
    bool chooseNorm(NormPlacement norm)
    {
        auto& combo = find<QComboBox>("normCombo");
        combo.setCurrentIndex(combo.findData(static_cast<int>(norm)));
        return becomesCurrent();
    }
    bool edit(std::int64_t index, const char* value)
    {
        return session.editCell(Editable::Input, index, QString::fromLatin1(value)) && becomesCurrent();
    }
    /// What the core makes of the document.
    BlockStages stages(const BlockChoice& choice = {})
    {
        const Tensor& input = session.input();
        return *blockForward(input, drawBlockWeights(input.shape()[-1], 0, choice.seed, input.dtype()),
                             blockOptions(choice, session.parameters()));
    }
    /// Whether a stage shows the values of batch element `batch`, and mean and variance of each.
    void expectShows(const char* stage, const Tensor& values, std::int64_t batch)
    {
        const std::int64_t count = values.shape()[1] * values.shape()[2];
        const LayerNormResult statistics = *layerNorm(values, {});
        const auto& bands = map(stage).content().bands;
        ASSERT_EQ(bands.size(), 3U);
        ASSERT_EQ(bands[0].values.size(), static_cast<std::size_t>(count));
        for (std::int64_t i = 0; i < count; ++i)
            EXPECT_EQ(bands[0].values[static_cast<std::size_t>(i)], values.at(batch * count + i)) << stage;
        for (std::int64_t token = 0; token < values.shape()[1]; ++token) {
            const std::int64_t row = batch * values.shape()[1] + token;
            EXPECT_EQ(bands[1].values[static_cast<std::size_t>(token)], statistics.mean.at(row)) << stage;
            EXPECT_EQ(bands[2].values[static_cast<std::size_t>(token)], statistics.variance.at(row)) << stage;
        }
    }
    static std::vector<bool> tokens(std::initializer_list<bool> changed) { return changed; }
};

TEST_F(AddAndNormPageTest, ShowsEveryStageAsTheCoreComputesIt)
{
    const BlockStages ours = stages();
    expectShows("inputStage", session.input(), 0);
    expectShows("attentionStage", ours.attention, 0);
    expectShows("sumStage", ours.sum, 0);
    expectShows("outputStage", ours.normalized, 0);
    const TokenMap::Band& weights = map("weightsStage").content().bands.front();
    ASSERT_EQ(weights.values.size(), 9U);
    for (std::int64_t i = 0; i < 9; ++i)
        EXPECT_EQ(weights.values[static_cast<std::size_t>(i)], ours.attentionWeights.at(i));
}

TEST_F(AddAndNormPageTest, ItsTableIsTheExperiments)
{
    EXPECT_EQ(page.experiment(), u"add-and-norm");
    const LayerNormParameters parameters = session.parameters();
    const ExperimentTable expected = *addAndNormTable({.input = session.input(), .parameters = parameters});
    const ExperimentTable table = *page.table();
    EXPECT_EQ(table.columns, expected.columns);
    EXPECT_EQ(table.rows, expected.rows);
    EXPECT_TRUE(table.facts.empty());
    ASSERT_TRUE(setSwitch("causalSwitch", true));
    ASSERT_TRUE(chooseNorm(NormPlacement::Pre));
    EXPECT_EQ(page.table()->rows.size(), 6U);
    EXPECT_EQ(page.table()->rows[1][0], "attention_input");
    const std::vector<std::pair<std::string, std::string>> facts{{"norm", "\"pre\""}, {"causal", "true"}};
    EXPECT_EQ(page.table()->facts, facts);
}

TEST_F(AddAndNormPageTest, TheDrawingFollowsTheSwitches)
{
    using enum StageKind;
    EXPECT_EQ(shown(), (std::vector{Input, Weights, Attention, Sum, Output}));
    ASSERT_TRUE(chooseNorm(NormPlacement::Pre));
    EXPECT_EQ(shown(), (std::vector{Input, AttentionInput, Weights, Attention, Sum}));
    expectShows("attentionInputStage", session.result()->output, 0);
    expectShows("sumStage", stages({.norm = NormPlacement::Pre}).sum, 0);
    ASSERT_TRUE(setSwitch("residualSwitch", false));
    EXPECT_EQ(shown(), (std::vector{Input, AttentionInput, Weights, Attention}));
    ASSERT_TRUE(chooseNorm(NormPlacement::Post));
    EXPECT_EQ(shown(), (std::vector{Input, Weights, Attention, Output}));
    expectShows("outputStage", stages({.residual = false}).normalized, 0);
    ASSERT_TRUE(chooseNorm(NormPlacement::None));
    EXPECT_EQ(shown(), (std::vector{Input, Weights, Attention}));
    EXPECT_FALSE(map("sumStage").isVisible());
    EXPECT_TRUE(map("attentionStage").isVisible());
}

TEST_F(AddAndNormPageTest, StagesStandFromLeftToRightAndShareTheirRows)
{
    const std::vector<StageKind> kinds = shown();
    auto& pipeline = find<PipelineView>("pipelineView");
    for (std::size_t i = 1; i < kinds.size(); ++i) {
        const TokenMap* left = pipeline.map(kinds[i - 1]);
        const TokenMap* right = pipeline.map(kinds[i]);
        EXPECT_LT(left->geometry().right(), right->x());
        EXPECT_LE(right->geometry().right(), pipeline.width());
        EXPECT_EQ(left->y() + left->cellRect(0, 2, 0).center().y(),
                  right->y() + right->cellRect(0, 2, 0).center().y());
    }
}

// What an edit does

TEST_F(AddAndNormPageTest, AttentionMixesTokensAndLayerNormDoesNot)
{
    EXPECT_TRUE(remarks().startsWith(u"Edit a value of X")) << remarks().toStdString();
    ASSERT_TRUE(edit(5, "2.5"));
    EXPECT_EQ(map("inputStage").content().changedRows, tokens({false, true, false}));
    EXPECT_EQ(map("attentionStage").content().changedRows, tokens({true, true, true}));
    EXPECT_EQ(map("outputStage").content().changedRows, tokens({true, true, true}));
    EXPECT_EQ(remarks(),
              u"1 token(s) of X changed. Attention mixes tokens: 3 token(s) of its output changed. "
              u"LayerNorm changed no other: fed X alone it changes 1 token(s).");
    // The other sentence.
    session.selection().setCurrent({4, 0});
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(map("attentionStage").content().changedRows, tokens({false, false, false}));
    expectShows("attentionStage", stages().attention, 1);
}

TEST_F(AddAndNormPageTest, PreLnNormalisesBeforeTheTokensAreMixed)
{
    ASSERT_TRUE(chooseNorm(NormPlacement::Pre));
    ASSERT_TRUE(edit(5, "2.5"));
    EXPECT_EQ(map("attentionInputStage").content().changedRows, tokens({false, true, false}));
    EXPECT_EQ(map("attentionStage").content().changedRows, tokens({true, true, true}));
}

TEST_F(AddAndNormPageTest, WithTheMaskAnEditReachesLaterTokensOnly)
{
    ASSERT_TRUE(setSwitch("causalSwitch", true));
    EXPECT_TRUE(map("weightsStage").content().bands.front().lowerTriangle);
    ASSERT_TRUE(edit(5, "2.5"));
    EXPECT_EQ(map("attentionStage").content().changedRows, tokens({false, true, true}));
    EXPECT_EQ(map("outputStage").content().changedRows, tokens({false, true, true}));
    EXPECT_TRUE(remarks().contains(u"with the mask into later ones only: 2 token(s)"))
        << remarks().toStdString();
    ASSERT_TRUE(edit(9, "2.5"));
    EXPECT_EQ(map("attentionStage").content().changedRows, tokens({false, false, true}));
    EXPECT_TRUE(remarks().contains(u"Attention’s output: 1 token(s) changed.")) << remarks().toStdString();
}

TEST_F(AddAndNormPageTest, AnotherChoiceIsNoEdit)
{
    ASSERT_TRUE(edit(5, "2.5"));
    spin("weightsSeedSpin").setValue(3);
    ASSERT_TRUE(becomesCurrent());
    EXPECT_TRUE(map("attentionStage").content().changedRows.empty());
    EXPECT_TRUE(remarks().startsWith(u"Edit a value of X"));
    expectShows("attentionStage", stages({.seed = 3}).attention, 0);
}

TEST_F(AddAndNormPageTest, NanSpreadsThroughAttentionAndNotThroughLayerNorm)
{
    ASSERT_TRUE(edit(5, "nan"));
    for (const double value : map("attentionStage").content().bands[0].values)
        EXPECT_TRUE(std::isnan(value));
    EXPECT_TRUE(remarks().startsWith(u"1 token(s) of X not finite. Attention spreads that to 3 token(s)"))
        << remarks().toStdString();
    EXPECT_TRUE(remarks().endsWith(u"of X alone it makes 1 token(s).")) << remarks().toStdString();
    session.selection().setCurrent({3, 0});
    ASSERT_TRUE(becomesCurrent());
    for (const double value : map("outputStage").content().bands[0].values)
        EXPECT_TRUE(std::isfinite(value)) << "the other sentence has nothing of it";
}

TEST_F(AddAndNormPageTest, UsesEpsGammaAndBetaOfTheDocument)
{
    ASSERT_TRUE(session.setEps(0.5));
    session.setAffine(true);
    ASSERT_TRUE(session.editCell(Editable::Gamma, 2, QStringLiteral("3")));
    ASSERT_TRUE(becomesCurrent());
    ASSERT_TRUE(session.parameters().gamma);
    expectShows("outputStage", stages().normalized, 0);
    session.setNormalizedDims(2);
    ASSERT_TRUE(becomesCurrent());
    EXPECT_FALSE(blockOptions({}, session.parameters()).layerNorm.gamma) << "they are of another shape";
    expectShows("outputStage", stages().normalized, 0);
}

// Heads

TEST_F(AddAndNormPageTest, HeadsStepOverDivisorsAndShowTheirOwnWeights)
{
    ASSERT_TRUE(session.setLayout({2, 3, 6}));
    ASSERT_TRUE(becomesCurrent());
    spin("headsSpin").setFocus();
    for (const int heads : {2, 3, 6, 6}) {
        QTest::keyClick(&spin("headsSpin"), Qt::Key_Up);
        EXPECT_EQ(spin("headsSpin").value(), heads);
    }
    QTest::keyClick(&spin("headsSpin"), Qt::Key_Down);
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(spin("headShownSpin").maximum(), 2);
    spin("headShownSpin").setValue(2);
    const Tensor weights = stages({.heads = 3}).attentionWeights;
    for (std::int64_t i = 0; i < 9; ++i)
        EXPECT_EQ(map("weightsStage").content().bands.front().values[static_cast<std::size_t>(i)],
                  weights.at(18 + i));
}

TEST_F(AddAndNormPageTest, HeadsThatDoNotDivideTheDimensionLeaveThePageAsItWas)
{
    spin("headsSpin").setValue(2);
    ASSERT_TRUE(becomesCurrent());
    const auto before = page.table()->rows;
    spin("headsSpin").setFocus();
    spin("headsSpin").selectAll();
    QTest::keyClick(&spin("headsSpin"), Qt::Key_3);
    QTest::keyClick(&spin("headsSpin"), Qt::Key_Return);
    ASSERT_TRUE(becomesCurrent());
    EXPECT_TRUE(remarks().startsWith(u"3 heads do not divide the dimension 4;")) << remarks().toStdString();
    EXPECT_EQ(spin("headsSpin").value(), 2);
    EXPECT_EQ(spin("headShownSpin").maximum(), 1);
    EXPECT_EQ(page.table()->rows, before);
    ASSERT_TRUE(edit(0, "1"));
    EXPECT_FALSE(remarks().startsWith(u"3 heads"));
}

TEST_F(AddAndNormPageTest, AnotherDimensionKeepsAsManyHeadsAsDivideIt)
{
    spin("headsSpin").setValue(4);
    ASSERT_TRUE(session.setLayout({2, 3, 6}));
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(spin("headsSpin").value(), 3);
    EXPECT_TRUE(remarks().startsWith(u"Edit a value of X")) << remarks().toStdString();
}

// The selection

TEST_F(AddAndNormPageTest, ATokenIsSelectedEverywhere)
{
    TokenMap& attention = map("attentionStage");
    QTest::mouseClick(&attention, Qt::LeftButton, {}, attention.cellRect(0, 2, 1).center().toPoint());
    EXPECT_EQ(session.selection().current(), (Cell{2, 1}));
    for (const char* stage : {"inputStage", "weightsStage", "attentionStage", "sumStage", "outputStage"})
        EXPECT_EQ(map(stage).markedRow(), 2) << stage;
    TokenMap& weights = map("weightsStage");
    QTest::mouseClick(&weights, Qt::LeftButton, {}, weights.cellRect(0, 1, 2).center().toPoint());
    EXPECT_EQ(session.selection().current(), (Cell{1, 1})) << "a row is the token that takes";
    session.selection().setHovered({0, 0});
    EXPECT_EQ(map("sumStage").markedRow(), 0);
    session.selection().setHovered({});
    EXPECT_EQ(map("sumStage").markedRow(), 1);
}

TEST_F(AddAndNormPageTest, KeysMoveTheSelectionWithinTheSentence)
{
    map("sumStage").setFocus();
    for (const Qt::Key key :
         {Qt::Key_Down, Qt::Key_Right, Qt::Key_Down, Qt::Key_Down, Qt::Key_Left, Qt::Key_Up})
        QTest::keyClick(QApplication::focusWidget(), key);
    EXPECT_EQ(session.selection().current(), (Cell{1, 0}));
}

TEST_F(AddAndNormPageTest, TheBatchElementIsTheSelectedTokens)
{
    spin("batchShownSpin").setValue(1);
    EXPECT_EQ(session.selection().current(), (Cell{3, 0}));
    expectShows("inputStage", session.input(), 1);
    session.selection().setCurrent({1, 0});
    EXPECT_EQ(spin("batchShownSpin").value(), 0);
    expectShows("inputStage", session.input(), 0);
}

// What it says besides

TEST_F(AddAndNormPageTest, SaysWhatIsTooLarge)
{
    ASSERT_TRUE(session.setLayout({8, 512, 2048}));
    const auto isLarge = [this] { return session.layout() == Layout{8, 512, 2048}; };
    ASSERT_TRUE(eventually(isLarge)) << "its values are drawn in the background";
    ASSERT_TRUE(becomesCurrent());
    EXPECT_TRUE(find<QLabel>("addAndNormMessage").isVisible());
    EXPECT_TRUE(find<QLabel>("addAndNormMessage").text().contains(u"8×512×2048"));
    EXPECT_FALSE(find<QWidget>("pipelineView").isVisible());
    EXPECT_FALSE(page.table());
    session.undoStack().undo();
    ASSERT_TRUE(becomesCurrent());
    EXPECT_FALSE(find<QLabel>("addAndNormMessage").isVisible());
    expectShows("outputStage", stages().normalized, 0);
}

TEST_F(AddAndNormPageTest, DoesNothingWhileItIsHidden)
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
    EXPECT_NE(page.table()->rows, before);
}

TEST_F(AddAndNormPageTest, LibrariesThatCannotDoThisAreNotWaitedFor)
{
    EXPECT_EQ(library(), u"no library to compare with");
    reference.choose(anyLibrary(), fakeWorker(QStringLiteral("honest")));
    ASSERT_TRUE(eventually([this] { return reference.offers(Operation::LayerNorm); }));
    ASSERT_TRUE(becomesCurrent());
    EXPECT_EQ(library(), u"Fake 1.0 gives no answer to this");
    EXPECT_EQ(map("sumStage").content().verdict.sign, TokenMap::Verdict::Sign::None);
}

TEST_F(AddAndNormPageTest, TheLibraryAgreesAtEveryStage)
{
    reference.choose(anyLibrary(), realWorker("layernorm-reference-torch"));
    ASSERT_TRUE(eventually([this] { return reference.offers(Operation::AddAndNorm); }));
    for (const NormPlacement norm : {NormPlacement::Post, NormPlacement::Pre, NormPlacement::None}) {
        ASSERT_TRUE(chooseNorm(norm));
        ASSERT_TRUE(edit(7, norm == NormPlacement::Pre ? "0.25" : "-1.5"));
        EXPECT_TRUE(library().contains(u"agrees at every stage")) << library().toStdString();
        for (const StageKind kind : shown()) {
            const auto sign = find<PipelineView>("pipelineView").map(kind)->content().verdict.sign;
            EXPECT_EQ(sign, kind == StageKind::Input ? TokenMap::Verdict::Sign::None
                                                     : TokenMap::Verdict::Sign::Same)
                << static_cast<int>(kind);
        }
    }
    const auto rows = page.table()->rows;
    for (const auto& row : rows)
        EXPECT_FALSE(row[2].empty()) << row[0];
}

TEST(AddAndNormFindings, ADifferenceBeyondTheToleranceDisagrees)
{
    StageFinding stage;
    stage.values = Tensor(Shape::of({1, 1, 1}), DType::Float32);
    stage.difference = 0.9e-5;
    EXPECT_TRUE(agrees(stage));
    stage.difference = 1.1e-5;
    EXPECT_FALSE(agrees(stage));
    stage.range.magnitude = 100;
    EXPECT_TRUE(agrees(stage)) << "relative to large values";
    stage.difference = std::nan("");
    EXPECT_FALSE(agrees(stage));
    stage.values = Tensor(Shape::of({1, 1, 1}), DType::Float64);
    stage.difference = 0.9e-5;
    EXPECT_FALSE(agrees(stage));
}

} // namespace

} // namespace layernorm
