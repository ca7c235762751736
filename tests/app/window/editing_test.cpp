// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Typing into the tables.
#include "app/look/number_display.h"
#include "tests/app/window/window_fixture.h"

#include <QCheckBox>
#include <QClipboard>
#include <QStatusBar>

namespace layernorm {

namespace {

using namespace layernorm::testing;

class WindowEditing : public WindowTest
{
protected:
    [[nodiscard]] QLineEdit* editor() { return window().findChild<QLineEdit*>("cellEditor"); }

    TensorView& input = view("inputView");
    TensorView& output = view("outputView");
    const Tensor before = session().input();
};

TEST_F(WindowEditing, StartsWithTheInputUnderTheKeys)
{
    EXPECT_EQ(QApplication::focusWidget(), &input);
    EXPECT_EQ(input.currentIndex(), input.model()->index(0, 0));
}

TEST_F(WindowEditing, ATypedNumberReplacesTheValue)
{
    typeInto(input, 1, 2, "3.5");
    EXPECT_EQ(session().input().at(6), 3.5);
    EXPECT_EQ(cell(input, 1, 2), cellText(3.5));
    EXPECT_EQ(session().undoStack().count(), 1);
    expectFresh(session());
    EXPECT_EQ(cell(output, 1, 2), cellText(session().result()->output.at(6)));
}

TEST_F(WindowEditing, F2EditsTheWholeNumberThatIsThere)
{
    click(input, 1, 2);
    press(Qt::Key_F2);
    ASSERT_NE(editor(), nullptr);
    EXPECT_EQ(editor()->text().toFloat(), static_cast<float>(before.at(6))) << "every digit that matters";
    const QString shorter = editor()->text().chopped(4);
    press(Qt::Key_End);
    for (int i = 0; i < 4; ++i)
        press(Qt::Key_Backspace);
    press(Qt::Key_Return);
    EXPECT_EQ(session().input().at(6), shorter.toFloat());
}

TEST_F(WindowEditing, F2AndReturnChangeNothing)
{
    click(input, 1, 2);
    press(Qt::Key_F2);
    press(Qt::Key_Return);
    EXPECT_TRUE(sameBits(session().input(), before));
    EXPECT_EQ(session().undoStack().count(), 0);
}

TEST_F(WindowEditing, EscapeKeepsTheOldValue)
{
    click(input, 1, 2);
    type("3.5");
    ASSERT_NE(editor(), nullptr);
    press(Qt::Key_Escape);
    EXPECT_TRUE(sameBits(session().input(), before));
    EXPECT_EQ(session().undoStack().count(), 0);
    EXPECT_EQ(QApplication::focusWidget(), &input);
}

TEST_F(WindowEditing, DoubleClickEdits)
{
    const QPoint place = input.visualRect(input.model()->index(2, 1)).center();
    QTest::mouseClick(input.viewport(), Qt::LeftButton, {}, place);
    QTest::mouseDClick(input.viewport(), Qt::LeftButton, {}, place);
    ASSERT_NE(editor(), nullptr);
    type("7");
    press(Qt::Key_Return);
    EXPECT_EQ(session().input().at(9), 7);
}

TEST_F(WindowEditing, RubbishIsRefusedWithAReason)
{
    typeInto(input, 1, 2, "many");
    EXPECT_TRUE(sameBits(session().input(), before));
    EXPECT_EQ(session().undoStack().count(), 0);
    const QString message = window().statusBar()->currentMessage();
    EXPECT_TRUE(message.contains("\"many\" is not a number")) << message.toStdString();
}

TEST_F(WindowEditing, ReturnAndArrowsEditOneAfterTheOther)
{
    typeInto(input, 0, 0, "1");
    press(Qt::Key_Down);
    type("2");
    press(Qt::Key_Return);
    press(Qt::Key_Right);
    type("-3");
    press(Qt::Key_Return);
    EXPECT_EQ(session().input().at(0), 1);
    EXPECT_EQ(session().input().at(4), 2);
    EXPECT_EQ(session().input().at(5), -3);
}

TEST_F(WindowEditing, OutputCannotBeEdited)
{
    click(output, 0, 0);
    type("3");
    press(Qt::Key_F2);
    EXPECT_EQ(editor(), nullptr);
    EXPECT_EQ(session().undoStack().count(), 0);
}

TEST_F(WindowEditing, ControlZUndoesAndRedoRedoes)
{
    typeInto(input, 1, 2, "3.5");
    typeInto(input, 0, 0, "-1");
    EXPECT_EQ(find<QAction>("undoAction").text(), "&Undo edit b0 · t0, d0");
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(session().input().at(0), before.at(0));
    EXPECT_EQ(session().input().at(6), 3.5);
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_TRUE(sameBits(session().input(), before));
    EXPECT_EQ(cell(input, 1, 2), cell(view("inputView"), 1, 2));
    choose("redoAction");
    choose("redoAction");
    EXPECT_EQ(session().input().at(0), -1);
    EXPECT_EQ(session().input().at(6), 3.5);
    press(Qt::Key_Z, Qt::ControlModifier);
    expectFresh(session());
}

TEST_F(WindowEditing, BothShortcutsRedo)
{
    typeInto(input, 1, 2, "3.5");
    typeInto(input, 0, 0, "-1");
    session().undoStack().setIndex(0);
    press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(session().undoStack().index(), 1);
    press(Qt::Key_Y, Qt::ControlModifier);
    EXPECT_EQ(session().undoStack().index(), 2);
}

TEST_F(WindowEditing, AConstantTokenWithoutEpsIsNaNForAllToSee)
{
    for (int column = 0; column < 4; ++column)
        typeInto(input, 0, column, "1");
    EXPECT_EQ(cell(output, 0, 0), cellText(0));
    auto& eps = find<QComboBox>("epsCombo");
    eps.setFocus();
    eps.lineEdit()->selectAll();
    type("0");
    press(Qt::Key_Return);
    for (int column = 0; column < 4; ++column)
        EXPECT_EQ(cell(output, 0, column), "NaN");
    EXPECT_NE(cell(output, 1, 0), "NaN");
    EXPECT_TRUE(label("cellStatus").contains("y = NaN")) << label("cellStatus").toStdString();
}

TEST_F(WindowEditing, GammaAndBetaAppearAndAreEdited)
{
    auto& affine = find<NumberTable>("affineView");
    EXPECT_FALSE(affine.isVisible());
    auto& check = find<QCheckBox>("affineCheck");
    check.setFocus();
    press(Qt::Key_Space);
    EXPECT_TRUE(session().affine());
    ASSERT_TRUE(affine.isVisible());
    EXPECT_EQ(cell(affine, 0, 1), cellText(1));

    const double plain = session().result()->output.at(1);
    typeInto(affine, 0, 1, "2");
    typeInto(affine, 1, 1, "0.5");
    EXPECT_EQ(session().editable(Editable::Gamma).at(1), 2);
    EXPECT_EQ(session().editable(Editable::Beta).at(1), 0.5);
    EXPECT_FLOAT_EQ(static_cast<float>(session().result()->output.at(1)),
                    static_cast<float>(plain) * 2.0F + 0.5F);
    typeInto(affine, 0, 0, "two");
    EXPECT_TRUE(window().statusBar()->currentMessage().contains("\"two\" is not a number"));

    session().undoStack().setIndex(0);
    turn();
    EXPECT_FALSE(affine.isVisible());
    EXPECT_FALSE(check.isChecked());
    expectFresh(session());
}

TEST_F(WindowEditing, PasteAndCopy)
{
    QApplication::clipboard()->setText("1\t2\n3\t4");
    click(input, 1, 1);
    press(Qt::Key_V, Qt::ControlModifier);
    EXPECT_EQ(session().input().at(5), 1);
    EXPECT_EQ(session().input().at(10), 4);
    EXPECT_EQ(session().undoStack().count(), 1);

    click(input, 2, 0);
    press(Qt::Key_C, Qt::ControlModifier);
    const QStringList copied = QApplication::clipboard()->text().split(u'\t');
    ASSERT_EQ(copied.size(), 4);
    for (int column = 0; column < 4; ++column)
        EXPECT_EQ(copied[column].toFloat(), static_cast<float>(session().input().at(8 + column)));

    click(output, 2, 0);
    press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    const QStringList lines = QApplication::clipboard()->text().split(u'\n');
    ASSERT_EQ(lines.size(), 6);
    EXPECT_EQ(lines[5].split(u'\t').last().toFloat(), static_cast<float>(session().result()->output.at(23)));
}

TEST_F(WindowEditing, PasteOfRubbishIsRefusedWithAReason)
{
    QApplication::clipboard()->setText("1\tx");
    click(input, 1, 1);
    press(Qt::Key_V, Qt::ControlModifier);
    EXPECT_TRUE(sameBits(session().input(), before));
    EXPECT_TRUE(window().statusBar()->currentMessage().contains("\"x\" is not a number"));
}

TEST_F(WindowEditing, StatusBarShowsTheWholeNumbersOfTheSelectedCell)
{
    click(input, 1, 2);
    const QString status = label("cellStatus");
    EXPECT_TRUE(status.startsWith("b0 · t1 · d2")) << status.toStdString();
    for (const char* name : {"x = ", "μ = ", "σ² = ", "y = "})
        EXPECT_TRUE(status.contains(name)) << status.toStdString();
}

} // namespace

} // namespace layernorm
