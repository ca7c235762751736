// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/session.h"

#include <QDockWidget>

class QPlainTextEdit;

namespace layernorm {

/// What the user writes about the document. What is typed without leaving the text in between is one undo
/// step.
class NotesPanel : public QDockWidget
{
    Q_OBJECT

public:
    explicit NotesPanel(Session& session, QWidget* parent = nullptr);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showNotes();

    Session& m_session;
    QPlainTextEdit* m_text;
    int m_typing = 1; ///< numbers the stretches of typing; the undo steps of one are joined
};

} // namespace layernorm
