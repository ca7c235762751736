// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lessons/lesson_look.h"

#include "app/look/theme.h"

#include <QLabel>

namespace layernorm::lesson_look {

QLabel* makeText(const QString& objectName, int pixels)
{
    auto* label = new QLabel;
    label->setObjectName(objectName);
    label->setWordWrap(true);
    label->setTextFormat(Qt::MarkdownText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse);
    label->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    // A style sheet keeps fonts from being handed down.
    label->setStyleSheet(QStringLiteral("font-size: %1px;").arg(Theme::scaled(pixels)));
    return label;
}

void showMarkdown(QLabel& label, const QString& markdown)
{
    // A line between paragraphs, which Qt sets without one.
    const QString spaced =
        QString(markdown).replace(QStringLiteral("\n\n"), QStringLiteral("\n\n&nbsp;\n\n"));
    if (label.text() != spaced)
        label.setText(spaced);
}

QString sign(bool good)
{
    return good ? QStringLiteral("✓") : QStringLiteral("✗");
}

QString radioSheet()
{
    const Theme& theme = Theme::current();
    return QStringLiteral("QRadioButton { font-size: %1px; }"
                          "QRadioButton::indicator { width: %2px; height: %2px; border-radius: %3px;"
                          " border: 2px solid %4; background: %5; }"
                          "QRadioButton::indicator:focus { border: 2px solid %6; }"
                          "QRadioButton::indicator:checked { background: %6; border: 2px solid %6; }"
                          "QRadioButton:focus { color: %6; font-weight: bold; }")
        .arg(Theme::scaled(textPixels))
        .arg(Theme::scaled(14))
        .arg(Theme::scaled(14) / 2 + 2)
        .arg(theme.muted.name(), theme.panel.name(), theme.accent.name());
}

void showVerdict(QLabel& label, bool good, const QString& words)
{
    const Theme& theme = Theme::current();
    label.setText(sign(good) + QStringLiteral(" ") + words);
    label.setStyleSheet(
        QStringLiteral("font-size: %1px; color: %2; background: %3; border-radius: 6px; padding: 6px;")
            .arg(Theme::scaled(textPixels))
            .arg((good ? theme.agreement : theme.disagreement).name(),
                 (good ? theme.agreementGround : theme.disagreementGround).name()));
}

} // namespace layernorm::lesson_look
