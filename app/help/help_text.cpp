// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/help/help_text.h"

#include <QAbstractButton>
#include <QAction>
#include <QCoreApplication>
#include <QFile>
#include <QHash>
#include <QRegularExpression>
#include <QTextDocument>
#include <QWidget>

/// What is in a static library is not there by itself.
static void loadHelpPages()
{
    Q_INIT_RESOURCE(help);
}

namespace layernorm {

namespace {

QString plain(const QString& markdown)
{
    QTextDocument document;
    document.setMarkdown(markdown);
    return document.toPlainText().simplified();
}

/// What is asked for again and again: a menu has many entries.
struct Digest {
    QString title;
    QString summary;
};

const Digest& digest(const HelpTopic& topic)
{
    static QHash<QString, Digest> known;
    const QString key = QLatin1String(topic.id) + u'.' + QLatin1String(Speech::current().id);
    auto found = known.find(key);
    if (found == known.end()) {
        const QString text = helpText(topic);
        found = known.insert(key, {text.mid(1, text.indexOf(u'\n') - 1).trimmed(),
                                   plain(text.section(QStringLiteral("\n\n"), 1, 1))});
    }
    return *found;
}

/// What a tool tip says, which may be plain or rich.
QString plainOfToolTip(const QString& toolTip)
{
    if (!Qt::mightBeRichText(toolTip))
        return toolTip;
    QTextDocument document;
    document.setHtml(toolTip);
    return document.toPlainText();
}

QString nameOf(const QWidget& widget)
{
    if (!widget.accessibleName().isEmpty())
        return widget.accessibleName();
    const auto* button = qobject_cast<const QAbstractButton*>(&widget);
    return button ? withoutAccessKey(button->text()) : QString();
}

QString paragraph(const QString& text)
{
    return QStringLiteral("<p>%1</p>").arg(text.toHtmlEscaped());
}

QString explanation(const QString& name, const QString& toolTip, const HelpTopic& topic)
{
    QString text;
    if (!name.isEmpty())
        text += QStringLiteral("<p><b>%1</b></p>").arg(name.toHtmlEscaped());
    if (!toolTip.isEmpty() && toolTip != name)
        text += paragraph(toolTip);
    return text + paragraph(helpSummary(topic)) +
           QStringLiteral("<p><a href=\"help:%1\">%2</a></p>")
               .arg(QLatin1String(topic.id),
                    QCoreApplication::translate("Help", "More: %1").arg(helpTitle(topic)).toHtmlEscaped());
}

} // namespace

QString helpText(const HelpTopic& topic, const Language& language)
{
    static const bool loaded = (loadHelpPages(), true);
    Q_UNUSED(loaded)
    QFile file(QStringLiteral(":/help/%1.%2.md").arg(QLatin1String(topic.id), QLatin1String(language.id)));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QString text = QString::fromUtf8(file.readAll());
    return text.mid(text.indexOf(u'#')); // after the licence
}

QString helpTitle(const HelpTopic& topic)
{
    return digest(topic).title;
}

QString helpSummary(const HelpTopic& topic)
{
    return digest(topic).summary;
}

QString whatsThisText(const QWidget& widget)
{
    if (!widget.whatsThis().isEmpty())
        return widget.whatsThis();
    return explanation(nameOf(widget), plainOfToolTip(widget.toolTip()), helpTopicOf(widget));
}

QString whatsThisText(const QAction& action)
{
    const QString keys = action.shortcut().toString(QKeySequence::NativeText);
    const QString name = withoutAccessKey(action.text());
    return explanation(keys.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, keys),
                       action.toolTip() == name || action.toolTip() == action.iconText() ? QString()
                                                                                         : action.toolTip(),
                       helpTopicOf(action));
}

const HelpTopic* linkedTopic(const QString& href)
{
    return href.startsWith(u"help:") ? findHelpTopic(QStringView(href).mid(5)) : nullptr;
}

QString withoutAccessKey(const QString& text)
{
    static const QRegularExpression chinese(QStringLiteral("\\(&\\w\\)"));
    static const QRegularExpression latin(QStringLiteral("&(.)"));
    return text.section(u'\t', 0, 0).remove(chinese).replace(latin, QStringLiteral("\\1"));
}

} // namespace layernorm
