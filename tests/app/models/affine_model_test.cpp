// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/affine_model.h"

#include "app/look/number_display.h"
#include "tests/support/watched_session.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

namespace layernorm {

namespace {

using namespace layernorm::testing;

class AffineModelTest : public ::testing::Test
{
protected:
    QString text(int row, int column, int role = Qt::DisplayRole) const
    {
        return model.index(row, column).data(role).toString();
    }
    QString rowName(int row) const { return model.headerData(row, Qt::Vertical, Qt::DisplayRole).toString(); }

    WatchedSession watched{drawn({2, 3, 4})};
    Session& session = watched.session;
    AffineModel model{session};
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(AffineModelTest, GammaStandsAboveBeta)
{
    EXPECT_EQ(model.rowCount(), 2);
    EXPECT_EQ(model.columnCount(), 4);
    EXPECT_EQ(rowName(0), "γ");
    EXPECT_EQ(rowName(1), "β");
    EXPECT_EQ(text(0, 3), cellText(1));
    EXPECT_EQ(text(1, 3), cellText(0));
    EXPECT_EQ(text(0, 3, Qt::ToolTipRole), "γ · d3 = 1");
}

TEST_F(AffineModelTest, IsEdited)
{
    QSignalSpy refused(&model, &AffineModel::refused);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    EXPECT_TRUE(model.flags(model.index(1, 2)) & Qt::ItemIsEditable);
    EXPECT_TRUE(model.setData(model.index(0, 2), "2", Qt::EditRole));
    EXPECT_TRUE(model.setData(model.index(1, 2), "-0.5", Qt::EditRole));
    EXPECT_FALSE(model.setData(model.index(1, 2), "half", Qt::EditRole));
    watched.turn();
    EXPECT_EQ(session.editable(Editable::Gamma).at(2), 2);
    EXPECT_EQ(session.editable(Editable::Beta).at(2), -0.5);
    EXPECT_EQ(text(1, 2), cellText(-0.5));
    EXPECT_EQ(text(1, 2, Qt::EditRole), "-0.5");
    EXPECT_EQ(refused.size(), 1);
    EXPECT_EQ(changed.size(), 1);
    session.undoStack().setIndex(0);
    watched.turn();
    EXPECT_EQ(text(1, 2), cellText(0));
}

TEST_F(AffineModelTest, FollowsTheNormalisedDimensions)
{
    session.setNormalizedDims(2);
    watched.turn();
    EXPECT_EQ(model.rowCount(), 6);
    EXPECT_EQ(rowName(2), "γ · t2");
    EXPECT_EQ(rowName(4), "β · t1");
    ASSERT_TRUE(model.setData(model.index(4, 1), "7", Qt::EditRole));
    EXPECT_EQ(session.editable(Editable::Beta).at(5), 7);
    session.setNormalizedDims(3);
    watched.turn();
    EXPECT_EQ(model.rowCount(), 12);
    EXPECT_EQ(rowName(4), "γ · b1 t1");
    session.undoStack().setIndex(0);
    watched.turn();
    EXPECT_EQ(model.rowCount(), 2);
}

TEST_F(AffineModelTest, FollowsTheShapeAndIsSilentInBetween)
{
    ASSERT_TRUE(session.setLayout({2, 3, 6}));
    EXPECT_FALSE(model.index(0, 0).data().isValid());
    EXPECT_FALSE(model.setData(model.index(0, 0), "1.5", Qt::EditRole));
    watched.turn();
    EXPECT_EQ(model.columnCount(), 6);
    EXPECT_EQ(text(0, 5), cellText(1));
}

} // namespace

} // namespace layernorm
