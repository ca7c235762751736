// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/proof_view.h"

#include "app/look/theme.h"
#include "app/panels/quiet_label.h"
#include "app/plots/row_strip.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <algorithm>

namespace layernorm {

ProofView::ProofView(const QString& name, const QString& title, QWidget* parent)
    : QWidget(parent),
      m_button(new QPushButton),
      m_grid(new QGridLayout(this))
{
    auto* titleLabel = new QLabel(title);
    titleLabel->setObjectName(QStringLiteral("panelTitle"));
    m_button->setObjectName(name + QStringLiteral("Button"));
    auto* head = new QHBoxLayout;
    head->setSpacing(Theme::scaled(8));
    head->addWidget(titleLabel);
    head->addStretch();
    head->addWidget(m_button);

    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(Theme::scaled(6));
    m_grid->setVerticalSpacing(0);
    m_grid->addLayout(head, 0, 0, 1, 3);
    m_grid->setColumnStretch(2, 1);
    for (int i = 0; i < 2; ++i) {
        Row& row = m_rows[static_cast<std::size_t>(i)];
        row = {new QuietLabel, new RowStrip, new QuietLabel};
        row.verdict->setObjectName(name + QStringLiteral("Verdict%1").arg(i));
        m_grid->addWidget(row.name, i + 1, 0);
        m_grid->addWidget(row.strip, i + 1, 1);
        m_grid->addWidget(row.verdict, i + 1, 2);
    }
    connect(m_button, &QPushButton::clicked, this, &ProofView::requested);
}

void ProofView::setAction(const QString& text, const QString& toolTip, bool possible)
{
    m_button->setText(text);
    m_button->setToolTip(toolTip);
    m_button->setAccessibleName(toolTip);
    m_button->setEnabled(possible);
}

void ProofView::setLines(const std::array<Line, 2>& lines)
{
    const Theme& theme = Theme::current();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        m_rows[i].name->setPieces({{lines[i].name, theme.text}});
        m_rows[i].strip->setRows(lines[i].moved, lines[i].edited);
        m_rows[i].verdict->setPieces(
            {{lines[i].verdict, lines[i].stays ? theme.agreement : theme.disagreement, lines[i].stays}});
    }
    fitNames();
}

void ProofView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitNames();
}

/// As wide as the longer name, but a part of the view only: what became of the rows matters more.
void ProofView::fitNames()
{
    int widest = 0;
    for (const Row& row : m_rows)
        widest = std::max(widest, row.name->fontMetrics().horizontalAdvance(row.name->text()));
    m_grid->setColumnMinimumWidth(0, std::min(widest + 2, width() * 2 / 5));
}

} // namespace layernorm
