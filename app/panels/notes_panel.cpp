// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/notes_panel.h"

#include "app/look/theme.h"

#include <QEvent>
#include <QPlainTextEdit>
#include <QSignalBlocker>

namespace layernorm {

NotesPanel::NotesPanel(Session& session, QWidget* parent)
    : QDockWidget(tr("Notes"), parent),
      m_session(session),
      m_text(new QPlainTextEdit)
{
    setObjectName(QStringLiteral("notesPanel"));
    m_text->setObjectName(QStringLiteral("notesText"));
    m_text->setAccessibleName(tr("Notes"));
    m_text->setPlaceholderText(tr("Notes on this document; they are saved with it"));
    m_text->setTabChangesFocus(true);
    // The document's undo is the only one.
    m_text->setUndoRedoEnabled(false);
    m_text->installEventFilter(this);
    m_text->setMinimumWidth(Theme::scaled(180));
    setWidget(m_text);
    connect(m_text, &QPlainTextEdit::textChanged, this,
            [this] { m_session.setNotes(m_text->toPlainText(), m_typing); });
    connect(&session, &Session::notesChanged, this, &NotesPanel::showNotes);
    showNotes();
}

bool NotesPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusOut)
        ++m_typing;
    return QDockWidget::eventFilter(watched, event);
}

void NotesPanel::showNotes()
{
    if (m_text->toPlainText() == m_session.notes())
        return;
    const QSignalBlocker quiet(m_text);
    m_text->setPlainText(m_session.notes());
}

} // namespace layernorm
