// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Copying cells and code, pasting from elsewhere.
#include "core/io/number_text.h"
#include "tests/app/window/window_fixture.h"

#include <QClipboard>
#include <QMimeData>
#include <QStatusBar>

namespace layernorm {

namespace {

using namespace layernorm::testing;

class WindowClipboard : public WindowTest
{
protected:
    static QString copied() { return QApplication::clipboard()->text(); }
    void paste(const QString& text, const char* action = "pasteAction")
    {
        QApplication::clipboard()->setText(text);
        choose(action);
        turn();
    }
    QString exact(std::int64_t index)
    {
        return QString::fromStdString(exactText(session().input().at(index), session().dtype()));
    }
    QString told() { return window().statusBar()->currentMessage(); }

    TensorView& input = view("inputView");
    const Tensor before = session().input();
};

TEST_F(WindowClipboard, CopiesTheTokenOfASelectedValue)
{
    click(input, 1, 2);
    choose("copyTokenAction");
    EXPECT_EQ(copied(), QStringList({exact(4), exact(5), exact(6), exact(7)}).join(u'\t'));
}

TEST_F(WindowClipboard, CopiesABlockSelectedByKeys)
{
    click(input, 1, 1);
    press(Qt::Key_Right, Qt::ShiftModifier);
    press(Qt::Key_Down, Qt::ShiftModifier);
    choose("copyTokenAction");
    EXPECT_EQ(copied(), exact(5) + u'\t' + exact(6) + u'\n' + exact(9) + u'\t' + exact(10));
    choose("copyNamedAction");
    EXPECT_EQ(copied(), "\td1\td2\nb0 · t1\t" + exact(5) + u'\t' + exact(6) + "\nb0 · t2\t" + exact(9) +
                            u'\t' + exact(10));
    const QString html = QApplication::clipboard()->mimeData()->html();
    EXPECT_TRUE(html.contains("<td>" + exact(10) + "</td>")) << html.toStdString();
    EXPECT_TRUE(html.contains("<th>d1</th>"));
}

TEST_F(WindowClipboard, WhatIsCopiedWithNamesCanBePastedBack)
{
    choose("sample:padding");
    turn();
    const Tensor sample = session().input();
    press(Qt::Key_A, Qt::ControlModifier);
    choose("copyNamedAction");
    const QString text = copied();
    const QStringList words = session().labels();
    choose("sample:article");
    turn();
    paste(text, "pasteNewAction");
    EXPECT_EQ(session().input().elements(), sample.elements());
    for (std::int64_t i = 0; i < sample.elements(); ++i)
        EXPECT_EQ(session().input().at(i), sample.at(i)) << i;
    EXPECT_FALSE(words.isEmpty());
    EXPECT_EQ(session().labels(), words);
}

TEST_F(WindowClipboard, PastesWhatPythonPrints)
{
    for (const char* text :
         {"[[1, 2], [3, 4]]", "tensor([[1., 2.],\n        [3., 4.]])", "array([[1., 2.],\n       [3., 4.]])",
          "[[1. 2.]\n [3. 4.]]", "1\t2\n3\t4", "1;2\n3;4"}) {
        click(input, 1, 1);
        paste(text);
        EXPECT_EQ(session().input().at(5), 1) << text;
        EXPECT_EQ(session().input().at(6), 2) << text;
        EXPECT_EQ(session().input().at(9), 3) << text;
        EXPECT_EQ(session().input().at(10), 4) << text;
        EXPECT_EQ(session().undoStack().count(), 1) << text;
        choose("undoAction");
        turn();
        EXPECT_TRUE(sameBits(session().input(), before)) << text;
    }
}

TEST_F(WindowClipboard, PastesAColumnDownwards)
{
    click(input, 1, 1);
    paste("7\n8\n9\n");
    EXPECT_EQ(session().input().at(5), 7);
    EXPECT_EQ(session().input().at(9), 8);
    EXPECT_EQ(session().input().at(13), 9);
}

TEST_F(WindowClipboard, SaysHowManyValuesLieBeyondTheTensor)
{
    click(input, 5, 3);
    paste("1\t2\n3\t4");
    EXPECT_EQ(session().input().at(23), 1);
    EXPECT_TRUE(told().startsWith("3 of the pasted values")) << told().toStdString();
}

TEST_F(WindowClipboard, ARefusedPasteNamesTheCellAndChangesNothing)
{
    click(input, 0, 0);
    paste("1\t2\n3\tx4");
    EXPECT_TRUE(sameBits(session().input(), before));
    EXPECT_EQ(session().undoStack().count(), 0);
    EXPECT_TRUE(told().contains("line 2")) << told().toStdString();
    EXPECT_TRUE(told().contains("x4")) << told().toStdString();
}

TEST_F(WindowClipboard, PastesAsANewTensorOfItsShape)
{
    paste("[[[1, 2, 3, 4, 5]], [[6, 7, 8, 9, 10]]]", "pasteNewAction");
    EXPECT_EQ(session().input().shape(), Shape::of({2, 1, 5}));
    EXPECT_EQ(session().input().at(9), 10);
    EXPECT_EQ(session().undoStack().undoText(), "paste as new tensor");
    EXPECT_TRUE(session().hasTypedValues());
    choose("undoAction");
    turn();
    EXPECT_TRUE(sameBits(session().input(), before));
}

TEST_F(WindowClipboard, CopiesEveryKindOfCode)
{
    for (const auto& [action, part] :
         {std::pair("copyCode:pytorch", "import torch"), std::pair("copyCode:numpy", "import numpy"),
          std::pair("copyCode:libtorch", "#include <torch/torch.h>"), std::pair("copyCode:latex", "\\mu")}) {
        choose(action);
        EXPECT_TRUE(copied().contains(part)) << copied().toStdString();
        EXPECT_TRUE(told().contains("copied")) << told().toStdString();
    }
}

TEST_F(WindowClipboard, CodeThatWouldBeTooLongIsRefusedInWords)
{
    QApplication::clipboard()->setText("before");
    ASSERT_TRUE(session().setLayout({8, 128, 16}));
    turn();
    choose("copyCode:pytorch");
    EXPECT_EQ(copied(), "before");
    EXPECT_FALSE(told().isEmpty());
}

} // namespace

} // namespace layernorm
