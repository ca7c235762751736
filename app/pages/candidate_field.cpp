// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/candidate_field.h"

#include "app/look/theme.h"
#include "app/pages/mismatch_texts.h"

#include <QMimeData>
#include <QRegularExpression>
#include <QTextBlock>
#include <QUrl>
#include <algorithm>

namespace layernorm {

namespace {

QString localFile(const QMimeData* source)
{
    return source->hasUrls() ? source->urls().constFirst().toLocalFile() : QString();
}

} // namespace

CandidateField::CandidateField(QWidget* parent) : QPlainTextEdit(parent)
{
    setObjectName(QStringLiteral("candidateField"));
    setAccessibleName(tr("Output of your own code"));
    setPlaceholderText(tr("Paste here what your own code gave for the input above, for example\n"
                          "  tensor([[[-0.9539, -1.0196,  1.2137, …\n"
                          "  [[-0.9538933  -1.0195714   1.2137057 …\n"
                          "  [[[-0.9538, -1.0195, 1.2137, …\n"
                          "or cells of a spreadsheet"));
    setFont(codeFont(Theme::scaled(12)));
    setLineWrapMode(NoWrap);
    // A person without a mouse has to get out again; a tab is nothing to be typed here.
    setTabChangesFocus(true);
    const Theme& theme = Theme::current();
    setStyleSheet(QStringLiteral("QPlainTextEdit { background: %1; color: %2; border: 1px solid %3; "
                                 "border-radius: 4px; selection-background-color: %4; selection-color: %1; }"
                                 "QPlainTextEdit:focus { border: 1px solid %4; }")
                      .arg(theme.panel.name(), theme.text.name(), theme.edge.name(), theme.accent.name()));
}

void CandidateField::replaceAll(const QString& text)
{
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
    moveCursor(QTextCursor::Start);
}

void CandidateField::markPlace(int line, int column)
{
    const QTextBlock block = document()->findBlockByNumber(line - 1);
    if (!block.isValid())
        return;
    QTextEdit::ExtraSelection mark;
    mark.cursor = QTextCursor(block);
    const QString text = block.text();
    const int begin = std::clamp(column - 1, 0, std::max(0, static_cast<int>(text.size()) - 1));
    const auto end = text.indexOf(QRegularExpression(QStringLiteral("[\\s,;\\[\\]()]")), begin + 1);
    mark.cursor.setPosition(block.position() + begin);
    mark.cursor.setPosition(block.position() + static_cast<int>(end < 0 ? text.size() : end),
                            QTextCursor::KeepAnchor);
    mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    mark.format.setUnderlineColor(Theme::current().disagreement);
    mark.format.setBackground(Theme::current().disagreementGround);
    setExtraSelections({mark});
}

void CandidateField::unmark()
{
    setExtraSelections({});
}

bool CandidateField::canInsertFromMimeData(const QMimeData* source) const
{
    return !isReadOnly() && (!localFile(source).isEmpty() || source->hasText());
}

void CandidateField::insertFromMimeData(const QMimeData* source)
{
    const QString file = localFile(source);
    const QString text = file.isEmpty() ? source->text() : QString();
    if (!file.isEmpty())
        emit fileGiven(file);
    else if (text.size() + document()->characterCount() > longest)
        emit longTextGiven(text);
    else
        textCursor().insertText(text); // plain, whatever came along
}

} // namespace layernorm
