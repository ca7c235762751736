// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/noted_plot.h"

#include "app/look/theme.h"

#include <QBoxLayout>

namespace layernorm {

namespace {

constexpr int gap = 16;
constexpr int narrowestPlot = 360; // beside notes, at 100 %

} // namespace

NotedPlot::NotedPlot(QWidget* plot, QWidget* notes, int notesWidth, QWidget* parent)
    : QWidget(parent),
      m_notes(notes),
      m_notesWidth(notesWidth),
      m_layout(new QBoxLayout(QBoxLayout::LeftToRight, this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(Theme::scaled(gap));
    m_layout->addWidget(plot, 1);
    m_layout->addWidget(notes);
    m_notes->setFixedWidth(m_notesWidth);
}

void NotedPlot::setNotesWidth(int pixels)
{
    m_notesWidth = pixels;
    arrange();
}

void NotedPlot::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void NotedPlot::arrange()
{
    const bool stacked = width() - Theme::scaled(gap) - m_notesWidth < Theme::scaled(narrowestPlot);
    m_layout->setDirection(stacked ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_notes->setMinimumWidth(stacked ? 0 : m_notesWidth);
    m_notes->setMaximumWidth(stacked ? QWIDGETSIZE_MAX : m_notesWidth);
    // Whatever they say: text that grows during a drag must not move the plot.
    m_notes->setMinimumHeight(stacked ? height() / 3 : 0);
    m_notes->setMaximumHeight(stacked ? height() / 3 : QWIDGETSIZE_MAX);
}

} // namespace layernorm
