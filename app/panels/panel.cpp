// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/panel.h"

#include "app/look/theme.h"

#include <QHBoxLayout>
#include <QLabel>

namespace layernorm {

Panel::Panel(const QString& title, const QString& note, QWidget* parent)
    : QFrame(parent),
      m_title(new QLabel(title)),
      m_note(new QLabel(note)),
      m_content(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("panel"));
    setAccessibleName(title);
    m_title->setObjectName(QStringLiteral("panelTitle"));
    m_note->setObjectName(QStringLiteral("panelNote"));
    auto* heading = new QHBoxLayout;
    heading->addWidget(m_title);
    heading->addStretch();
    heading->addWidget(m_note);
    const int margin = Theme::scaled(10);
    m_content->setContentsMargins(margin, margin, margin, margin);
    m_content->setSpacing(Theme::scaled(4));
    m_content->addLayout(heading);
}

void Panel::setTitle(const QString& title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

void Panel::setNote(const QString& note)
{
    m_note->setText(note);
}

} // namespace layernorm
