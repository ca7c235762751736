// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/view_buttons.h"

#include "app/look/theme.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPushButton>

namespace layernorm {

namespace {

/// The frame of what has the focus must differ from that of what is chosen.
QString lookOfChosen()
{
    const Theme& theme = Theme::current();
    return QStringLiteral("QPushButton:checked { background: %1; color: %2; border: 1px solid %1; }"
                          "QPushButton:checked:focus { border: 2px solid %3; padding: 2px 6px; }")
        .arg(theme.accent.name(), Theme::textOn(theme.accent).name(), theme.text.name());
}

} // namespace

ViewButtons::ViewButtons(const QList<Choice>& choices, QWidget* parent)
    : QWidget(parent),
      m_buttons(new QButtonGroup(this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::scaled(4));
    setStyleSheet(lookOfChosen());
    for (const Choice& choice : choices) {
        auto* button = new QPushButton(choice.text);
        button->setObjectName(QLatin1String(choice.name));
        button->setToolTip(choice.toolTip);
        button->setCheckable(true);
        m_buttons->addButton(button, static_cast<int>(m_buttons->buttons().size()));
        row->addWidget(button);
    }
    // Once it is one of the group, so that Tab passes the others.
    m_buttons->button(0)->setChecked(true);
    connect(m_buttons, &QButtonGroup::idClicked, this, &ViewButtons::chose);
}

int ViewButtons::chosen() const
{
    return m_buttons->checkedId();
}

} // namespace layernorm
