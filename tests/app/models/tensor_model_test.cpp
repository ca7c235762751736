// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/tensor_model.h"

#include "app/look/number_display.h"
#include "app/look/theme.h"
#include "tests/support/faked_reference.h"
#include "tests/support/watched_session.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTextDocument>

namespace layernorm {

namespace {

using namespace layernorm::testing;

class TensorModels : public ::testing::Test
{
protected:
    void chooseLibrary(const QString& behaviour)
    {
        reference.choose(anyLibrary(), fakeWorker(behaviour));
        ASSERT_TRUE(eventually([this] { return reference.isCurrent(); }));
    }

    static QVariant at(const QAbstractItemModel& model, int row, int column, int role = Qt::DisplayRole)
    {
        return model.index(row, column).data(role);
    }

    WatchedSession watched{drawn({2, 3, 4})};
    Session& session = watched.session;
    Reference reference{session};
    InputModel input{session};
    OutputModel output{session};
    LibraryModel library{session, reference};
    DifferenceModel difference{session, reference};
    QAbstractItemModelTester inputTester{&input, QAbstractItemModelTester::FailureReportingMode::Fatal};
    QAbstractItemModelTester outputTester{&output, QAbstractItemModelTester::FailureReportingMode::Fatal};
    QAbstractItemModelTester libraryTester{&library, QAbstractItemModelTester::FailureReportingMode::Fatal};
    QAbstractItemModelTester differenceTester{&difference,
                                              QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(TensorModels, KeepTheRulesOfModelsThroughEverything)
{
    chooseLibrary(QStringLiteral("honest"));
    const std::array<std::function<void()>, 8> steps{
        [&] { ASSERT_TRUE(session.editCell(Editable::Input, 5, "1")); },
        [&] {
            ASSERT_TRUE(session.setLayout({3, 5, 7}));
        },
        [&] {
            ASSERT_TRUE(session.setLayout({1, 1, 1}));
        },
        [&] { session.setNormalizedDims(3); },
        [&] { session.setDType(DType::Float64); },
        [&] { session.setSeed(3); },
        [&] { session.undoStack().setIndex(1); },
        [&] { session.undoStack().setIndex(session.undoStack().count()); },
    };
    for (const auto& step : steps) {
        step();
        QCoreApplication::processEvents();
        for (const TensorModel* model :
             std::initializer_list<TensorModel*>{&input, &output, &library, &difference}) {
            EXPECT_EQ(model->rowCount(), session.layout().rows());
            EXPECT_EQ(model->columnCount(), session.layout().dimension);
        }
        EXPECT_TRUE(eventually([this] { return reference.isCurrent(); }));
    }
}

TEST_F(TensorModels, ShowNumbersWithTheirWholeTruthInTheTooltip)
{
    ASSERT_TRUE(session.editCell(Editable::Input, 5, "-0.30000001"));
    watched.turn();
    EXPECT_EQ(at(input, 1, 1), cellText(-0.3));
    EXPECT_EQ(at(input, 1, 1, Qt::ToolTipRole), "b0 · t1 · d1 = −0.3");
    EXPECT_EQ(at(input, 1, 1, Qt::EditRole), "-0.3");
    EXPECT_EQ(at(input, 1, 1, TensorModel::ExactRole), "-0.3");
    EXPECT_EQ(input.headerData(4, Qt::Vertical, Qt::DisplayRole), "b1 · t1");
    EXPECT_EQ(input.headerData(3, Qt::Horizontal, Qt::DisplayRole), "d3");
    EXPECT_FALSE(at(output, 1, 1, Qt::EditRole).isValid());
}

TEST_F(TensorModels, SayWordsAsTheyAreAlsoWhereTheyLookLikeTags)
{
    Content content = session.content();
    content.labels = {"the", "<pad>", "", "<b>", "&amp;", "cat"};
    session.replace(std::move(content), 1e-5, false);
    watched.turn();
    EXPECT_EQ(input.headerData(1, Qt::Vertical, Qt::DisplayRole), "<pad>");
    EXPECT_EQ(input.headerData(2, Qt::Vertical, Qt::DisplayRole), "b0 · t2") << "no word";
    // As a tool tip shows it.
    const auto shown = [this](int row) {
        const QString tip = at(input, row, 1, Qt::ToolTipRole).toString();
        QTextDocument document;
        document.setHtml(tip);
        return Qt::mightBeRichText(tip) ? document.toPlainText() : tip;
    };
    EXPECT_TRUE(shown(1).startsWith("<pad> (b0 · t1) · d1 = ")) << shown(1).toStdString();
    EXPECT_TRUE(shown(3).startsWith("<b> (b1 · t0) · d1 = ")) << shown(3).toStdString();
}

TEST_F(TensorModels, ShowWhatIsNoNumber)
{
    ASSERT_TRUE(session.pasteCells({0, 0}, "nan inf -inf 1"));
    watched.turn();
    EXPECT_EQ(at(input, 0, 0), "NaN");
    EXPECT_EQ(at(input, 0, 1), "∞");
    EXPECT_EQ(at(input, 0, 2), "−∞");
    EXPECT_EQ(at(input, 0, 0, Qt::BackgroundRole).value<QColor>(), Theme::current().nan);
    EXPECT_EQ(at(output, 0, 3), "NaN");
}

TEST_F(TensorModels, ExactTextReadsBackToTheSameValue)
{
    for (int row = 0; row < 6; ++row)
        for (int column = 0; column < 4; ++column)
            EXPECT_EQ(at(output, row, column, TensorModel::ExactRole).toString().toFloat(),
                      static_cast<float>(session.result()->output.at(row * 4 + column)));
}

TEST_F(TensorModels, ColourFollowsTheValue)
{
    const Theme& theme = Theme::current();
    const double magnitude = session.inputRange().magnitude;
    for (int row = 0; row < 6; ++row)
        EXPECT_EQ(at(input, row, 2, Qt::BackgroundRole).value<QColor>(),
                  theme.signedColour(session.input().at(row * 4 + 2), magnitude));
}

TEST_F(TensorModels, InputIsEdited)
{
    EXPECT_TRUE(input.flags(input.index(0, 0)) & Qt::ItemIsEditable);
    EXPECT_FALSE(output.flags(output.index(0, 0)) & Qt::ItemIsEditable);
    QSignalSpy refused(&input, &InputModel::refused);
    EXPECT_TRUE(input.setData(input.index(1, 1), "2.5", Qt::EditRole));
    EXPECT_EQ(session.input().at(5), 2.5);
    EXPECT_FALSE(input.setData(input.index(1, 1), "much", Qt::EditRole));
    EXPECT_EQ(session.input().at(5), 2.5);
    ASSERT_EQ(refused.size(), 1);
    EXPECT_TRUE(refused[0][0].toString().contains("much"));
    EXPECT_FALSE(input.setData(input.index(1, 1), "3", Qt::DisplayRole));
    EXPECT_FALSE(input.setData({}, "3", Qt::EditRole));
    EXPECT_FALSE(output.setData(output.index(1, 1), "3", Qt::EditRole));
    EXPECT_EQ(session.undoStack().count(), 1);
}

TEST_F(TensorModels, OneEditIsOneRangeOfItsRow)
{
    QSignalSpy inputChanged(&input, &QAbstractItemModel::dataChanged);
    QSignalSpy outputChanged(&output, &QAbstractItemModel::dataChanged);
    QSignalSpy flash(&output, &TensorModel::valuesChanged);
    ASSERT_TRUE(input.setData(input.index(4, 1), "2.5", Qt::EditRole));
    watched.turn();
    ASSERT_EQ(inputChanged.size(), 1);
    ASSERT_EQ(outputChanged.size(), 1);
    EXPECT_EQ(flash.size(), 1);
    for (const QSignalSpy* spy : {&inputChanged, &outputChanged}) {
        EXPECT_EQ(spy->at(0)[0].toModelIndex().row(), 4);
        EXPECT_EQ(spy->at(0)[1].toModelIndex().row(), 4);
        EXPECT_EQ(spy->at(0)[0].toModelIndex().column(), 0);
        EXPECT_EQ(spy->at(0)[1].toModelIndex().column(), 3);
    }
    EXPECT_TRUE(at(input, 4, 1, TensorModel::ChangedRole).toBool());
    EXPECT_FALSE(at(input, 4, 0, TensorModel::ChangedRole).toBool());
    EXPECT_TRUE(at(output, 4, 0, TensorModel::ChangedRole).toBool());
    EXPECT_FALSE(at(output, 3, 0, TensorModel::ChangedRole).toBool());
}

TEST_F(TensorModels, EpsLeavesTheInputAlone)
{
    QSignalSpy inputChanged(&input, &QAbstractItemModel::dataChanged);
    QSignalSpy outputChanged(&output, &QAbstractItemModel::dataChanged);
    ASSERT_TRUE(session.setEps(1));
    watched.turn();
    EXPECT_EQ(inputChanged.size(), 0);
    EXPECT_EQ(outputChanged.size(), 1);
}

TEST_F(TensorModels, AnotherShapeIsAResetAndAnotherSeedIsNot)
{
    QSignalSpy reset(&input, &QAbstractItemModel::modelReset);
    session.setSeed(2);
    watched.turn();
    EXPECT_EQ(reset.size(), 0);
    ASSERT_TRUE(session.setLayout({2, 3, 5}));
    watched.turn();
    EXPECT_EQ(reset.size(), 1);
}

TEST_F(TensorModels, BetweenAChangeOfShapeAndItsAnnouncementNothingIsShown)
{
    ASSERT_TRUE(session.setLayout({2, 3, 5}));
    EXPECT_EQ(input.columnCount(), 4);
    EXPECT_FALSE(at(input, 0, 0).isValid());
    EXPECT_FALSE(at(output, 5, 3).isValid());
    EXPECT_EQ(input.headerData(5, Qt::Vertical, Qt::DisplayRole), "");
}

TEST_F(TensorModels, WithoutALibraryThereIsNoValue)
{
    EXPECT_EQ(at(library, 0, 0), "·");
    EXPECT_EQ(at(difference, 0, 0), "·");
    EXPECT_EQ(at(library, 0, 0, TensorModel::ExactRole), "");
    EXPECT_EQ(at(library, 0, 0, Qt::BackgroundRole).value<QColor>(), Theme::current().window);
}

TEST_F(TensorModels, LibraryShowsItsOwnNumbers)
{
    chooseLibrary(QStringLiteral("honest"));
    for (int row = 0; row < 6; ++row)
        for (int column = 0; column < 4; ++column)
            EXPECT_EQ(at(library, row, column, TensorModel::ExactRole).toString().toFloat(),
                      static_cast<float>(reference.output()->at(row * 4 + column)));
    EXPECT_EQ(at(library, 0, 0), at(output, 0, 0));
}

TEST_F(TensorModels, DifferenceCountsAndAgrees)
{
    chooseLibrary(QStringLiteral("honest"));
    for (int row = 0; row < 6; ++row)
        for (int column = 0; column < 4; ++column) {
            const std::uint64_t ulp = reference.comparison()->ulp[static_cast<std::size_t>(row * 4 + column)];
            EXPECT_EQ(at(difference, row, column), QString::number(ulp));
        }
    EXPECT_TRUE(at(difference, 0, 0, Qt::ToolTipRole).toString().contains("ULP"));
    EXPECT_TRUE(at(difference, 0, 0, Qt::ToolTipRole).toString().contains("Fake 1.0"));
}

TEST_F(TensorModels, DifferenceBeyondTheToleranceIsMarkedByMoreThanColour)
{
    chooseLibrary(QStringLiteral("wrong"));
    EXPECT_TRUE(at(difference, 2, 2).toString().startsWith(u'≠'))
        << at(difference, 2, 2).toString().toStdString();
    EXPECT_EQ(at(difference, 2, 2, Qt::ForegroundRole).value<QColor>(), Theme::current().disagreement);
}

TEST_F(TensorModels, TwoNaNAgree)
{
    ASSERT_TRUE(session.pasteCells({0, 0}, "2 2 2 2"));
    ASSERT_TRUE(session.setEps(0));
    chooseLibrary(QStringLiteral("honest"));
    EXPECT_EQ(at(output, 0, 0), "NaN");
    EXPECT_EQ(at(library, 0, 0), "NaN");
    EXPECT_EQ(at(difference, 0, 0), "0");
}

TEST_F(TensorModels, LibraryAnnouncesTheRowsItWasAskedFor)
{
    chooseLibrary(QStringLiteral("honest"));
    QSignalSpy changed(&library, &QAbstractItemModel::dataChanged);
    ASSERT_TRUE(session.editCell(Editable::Input, 17, "1"));
    ASSERT_TRUE(eventually([&] { return changed.size() > 0 && reference.isCurrent(); }));
    ASSERT_EQ(changed.size(), 1);
    EXPECT_EQ(changed[0][0].toModelIndex().row(), 4);
    EXPECT_EQ(changed[0][1].toModelIndex().row(), 4);
    EXPECT_TRUE(at(library, 4, 0, TensorModel::ChangedRole).toBool());
    EXPECT_FALSE(at(library, 0, 0, TensorModel::ChangedRole).toBool());
}

} // namespace

} // namespace layernorm
