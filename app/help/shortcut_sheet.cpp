// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/help/shortcut_sheet.h"

#include "app/look/theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QPrinter>
#include <QPushButton>
#include <QScrollArea>
#include <QTextDocument>
#include <QVBoxLayout>

namespace layernorm {

namespace {

constexpr int columnsOnScreen = 3;
constexpr int columnsOnPaper = 2;

/// Lines of a group: its title, its keys, and the room below.
qsizetype height(const ShortcutGroup& group)
{
    return group.shortcuts.size() + 2;
}

/// Cut into columns where the next group would reach over an equal share.
QList<QList<ShortcutGroup>> inColumns(const QList<ShortcutGroup>& groups, int columns)
{
    qsizetype total = 0;
    for (const ShortcutGroup& group : groups)
        total += height(group);
    QList<QList<ShortcutGroup>> result(columns);
    qsizetype filled = 0;
    for (const ShortcutGroup& group : groups) {
        const qsizetype middle = filled + height(group) / 2;
        result[std::min<qsizetype>(columns - 1, middle * columns / std::max<qsizetype>(1, total))] << group;
        filled += height(group);
    }
    return result;
}

QString groupHtml(const ShortcutGroup& group, const QString& lineColour)
{
    QString rows;
    for (const Shortcut& shortcut : group.shortcuts)
        rows += QStringLiteral("<tr><td style=\"padding:2px 12px 2px 0; white-space:nowrap\"><b>%1</b></td>"
                               "<td style=\"padding:2px 0\">%2</td></tr>")
                    .arg(shortcut.keys.toHtmlEscaped(), shortcut.action.toHtmlEscaped());
    return QStringLiteral("<p style=\"margin:0 0 4px 0; color:%3\"><b>%1</b></p>"
                          "<table cellspacing=\"0\" style=\"margin-bottom:16px\">%2</table>")
        .arg(group.title.toHtmlEscaped(), rows, lineColour);
}

} // namespace

QString shortcutHtml(const QList<ShortcutGroup>& groups, int columns, const QString& lineColour)
{
    QString cells;
    for (const QList<ShortcutGroup>& column : inColumns(groups, columns)) {
        QString content;
        for (const ShortcutGroup& group : column)
            content += groupHtml(group, lineColour);
        cells += QStringLiteral("<td style=\"padding-right:28px\" valign=\"top\">%1</td>").arg(content);
    }
    return QStringLiteral("<table cellspacing=\"0\"><tr>%1</tr></table>").arg(cells);
}

ShortcutSheet::ShortcutSheet(const QList<ShortcutGroup>& groups, Dialogs& dialogs, QWidget* parent)
    : QWidget(parent, Qt::Window),
      m_groups(groups),
      m_dialogs(dialogs)
{
    setObjectName(QStringLiteral("shortcutSheet"));
    setWindowTitle(tr("Keys – LayerNorm Explorer"));
    setAutoFillBackground(true);
    auto* text = new QLabel(shortcutHtml(groups, columnsOnScreen, Theme::current().accent.name()));
    text->setObjectName(QStringLiteral("shortcutText"));
    text->setTextFormat(Qt::RichText);
    text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    text->setMargin(Theme::scaled(16));
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(text);
    auto* printButton = new QPushButton(tr("&Print…"));
    printButton->setObjectName(QStringLiteral("printShortcuts"));
    connect(printButton, &QPushButton::clicked, this, &ShortcutSheet::print);
    auto* column = new QVBoxLayout(this);
    column->addWidget(scroll, 1);
    column->addWidget(printButton, 0, Qt::AlignRight);
    resize(text->sizeHint() + QSize(Theme::scaled(30), Theme::scaled(70)));
}

void ShortcutSheet::print()
{
    m_dialogs.printPreview(this, QPageLayout::Portrait, [this](QPrinter& printer) {
        QTextDocument document;
        document.setHtml(QStringLiteral("<h2>%1</h2>").arg(windowTitle().toHtmlEscaped()) +
                         shortcutHtml(m_groups, columnsOnPaper, QStringLiteral("black")));
        document.print(&printer);
    });
}

void ShortcutSheet::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

} // namespace layernorm
