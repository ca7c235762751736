// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace layernorm {

/// Where somebody's output is typed or pasted. Text too long to be shown and files that are dropped are
/// handed on instead of put in.
class CandidateField : public QPlainTextEdit
{
    Q_OBJECT

public:
    /// Characters that are shown and can be edited without delay.
    static constexpr qsizetype longest = 200'000;

    explicit CandidateField(QWidget* parent = nullptr);

    /// Puts `text` in the place of everything, as one step that Ctrl+Z takes back.
    void replaceAll(const QString& text);
    /// Underlines what begins at a place; line and column count from 1. None: no line.
    void markPlace(int line, int column);
    void unmark();

signals:
    void longTextGiven(const QString& text);
    void fileGiven(const QString& file);

protected:
    bool canInsertFromMimeData(const QMimeData* source) const override;
    void insertFromMimeData(const QMimeData* source) override;
};

} // namespace layernorm
