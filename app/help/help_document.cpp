// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/help/help_document.h"

#include "app/look/theme.h"

#include <QApplication>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextTable>

namespace layernorm {

namespace {

constexpr int lineHeightPercent = 135;

int headingPixels(int level)
{
    return Theme::scaled(level == 1 ? 22 : 16);
}

/// Of the block, without the end of the one before.
void selectText(QTextCursor& cursor)
{
    cursor.movePosition(QTextCursor::StartOfBlock);
    cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
}

void setBlock(QTextCursor& cursor, int above, int below, int lineHeight)
{
    QTextBlockFormat format = cursor.blockFormat();
    format.setTopMargin(Theme::scaled(above));
    format.setBottomMargin(Theme::scaled(below));
    format.setLineHeight(lineHeight, QTextBlockFormat::ProportionalHeight);
    cursor.setBlockFormat(format);
}

void dressHeading(QTextCursor& cursor, int level)
{
    setBlock(cursor, level == 1 ? 2 : 18, level == 1 ? 10 : 4, 100);
    QTextCharFormat format;
    format.setProperty(QTextFormat::FontPixelSize, headingPixels(level));
    format.clearProperty(QTextFormat::FontSizeAdjustment);
    format.setFontWeight(QFont::Bold);
    selectText(cursor);
    QTextCharFormat own = cursor.charFormat();
    own.clearProperty(QTextFormat::FontSizeAdjustment);
    own.merge(format);
    cursor.setCharFormat(own);
}

/// A line between ``` and ```.
void dressFormula(QTextCursor& cursor, bool first, bool last)
{
    QTextBlockFormat format = cursor.blockFormat();
    format.setBackground(Theme::current().window);
    format.setLeftMargin(Theme::scaled(18));
    format.setTopMargin(first ? Theme::scaled(6) : 0);
    format.setBottomMargin(last ? Theme::scaled(12) : 0);
    format.setLineHeight(150, QTextBlockFormat::ProportionalHeight);
    format.setNonBreakableLines(false);
    cursor.setBlockFormat(format);
    selectText(cursor);
    QTextCharFormat text;
    text.setFontFamilies(QApplication::font().families());
    text.setFontFixedPitch(false);
    text.setProperty(QTextFormat::FontPixelSize, Theme::scaled(16));
    cursor.mergeCharFormat(text);
}

bool isFormula(const QTextBlock& block)
{
    return block.isValid() && block.blockFormat().hasProperty(QTextFormat::BlockCodeFence);
}

void dressTables(QTextFrame* frame)
{
    for (QTextFrame* child : frame->childFrames()) {
        auto* table = qobject_cast<QTextTable*>(child);
        if (!table)
            continue;
        QTextTableFormat format = table->format();
        format.setBorder(1);
        format.setBorderCollapse(true);
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBorderBrush(Theme::current().line);
        format.setCellPadding(Theme::scaled(6));
        format.setCellSpacing(0);
        format.setTopMargin(Theme::scaled(4));
        format.setBottomMargin(Theme::scaled(14));
        table->setFormat(format);
    }
}

} // namespace

void dressHelp(QTextDocument& document)
{
    document.setDocumentMargin(Theme::scaled(24));
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        QTextCursor cursor(block);
        if (const int level = block.blockFormat().headingLevel())
            dressHeading(cursor, level);
        else if (isFormula(block))
            dressFormula(cursor, !isFormula(block.previous()), !isFormula(block.next()));
        else if (cursor.currentTable())
            setBlock(cursor, 0, 0, 120);
        else
            setBlock(cursor, 0, block.textList() ? 4 : 10, lineHeightPercent);
    }
    dressTables(document.rootFrame());
}

} // namespace layernorm
