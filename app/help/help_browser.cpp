// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/help/help_browser.h"

#include "app/help/help_document.h"
#include "app/help/help_text.h"
#include "app/look/theme.h"

#include <QTextCursor>

namespace layernorm {

HelpBrowser::HelpBrowser(QWidget* parent) : QTextBrowser(parent)
{
    setObjectName(QStringLiteral("helpText"));
    setFrameShape(QFrame::NoFrame);
    // Back and forward load a page anew, and have it dressed anew.
    connect(this, &QTextBrowser::sourceChanged, this, [this] {
        dressHelp(*document());
        markAgain();
    });
}

void HelpBrowser::showTopic(const HelpTopic& topic)
{
    setSource(QUrl(QStringLiteral("help:") + QLatin1String(topic.id)));
}

const HelpTopic& HelpBrowser::topic() const
{
    const HelpTopic* topic = linkedTopic(source().toString());
    return topic ? *topic : helpTopics().front();
}

QVariant HelpBrowser::loadResource(int type, const QUrl& name)
{
    const HelpTopic* topic = linkedTopic(name.toString());
    return topic ? QVariant(helpText(*topic)) : QTextBrowser::loadResource(type, name);
}

void HelpBrowser::doSetSource(const QUrl& name, QTextDocument::ResourceType type)
{
    // Links do not say that what they lead to is Markdown.
    QTextBrowser::doSetSource(name, linkedTopic(name.toString()) ? QTextDocument::MarkdownResource : type);
}

void HelpBrowser::mark(const QString& words)
{
    m_marked = words;
    markAgain();
}

void HelpBrowser::markAgain()
{
    QList<ExtraSelection> marks;
    for (const QString& word : m_marked.split(u' ', Qt::SkipEmptyParts))
        for (QTextCursor found = document()->find(word); !found.isNull();
             found = document()->find(word, found)) {
            ExtraSelection mark;
            mark.cursor = found;
            mark.format.setBackground(Theme::current().flash);
            mark.format.setForeground(Theme::textOn(Theme::current().flash));
            marks << mark;
        }
    setExtraSelections(marks);
}

} // namespace layernorm
