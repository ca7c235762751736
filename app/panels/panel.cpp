// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/panel.h"

#include "app/look/theme.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <algorithm>

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
    // A remark does not keep the window from being small.
    m_note->setMinimumWidth(1);
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
    fitNote();
}

void Panel::setNote(const QString& note)
{
    m_note->setText(note);
    fitNote();
}

void Panel::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    fitNote();
}

/// Whole or not at all.
void Panel::fitNote()
{
    const int room = contentsRect().width() - m_content->contentsMargins().left() * 2;
    m_note->setVisible(m_title->sizeHint().width() + Theme::scaled(6) + m_note->sizeHint().width() <= room);
}

void Panel::setTitlePixels(int pixels)
{
    QFont sized = font();
    // Never smaller than in a window, whatever the cells have room for.
    sized.setPixelSize(std::max(pixels, QApplication::font().pixelSize()));
    for (QLabel* label : findChildren<QLabel*>())
        label->setFont(sized);
    fitNote();
}

} // namespace layernorm
