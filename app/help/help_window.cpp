// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/help/help_window.h"

#include "app/help/help_browser.h"
#include "app/help/help_text.h"
#include "app/look/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QStyle>

namespace layernorm {

HelpWindow::HelpWindow(QWidget* parent)
    : QWidget(parent, Qt::Window),
      m_back(addButton(QStringLiteral("←"), QStringLiteral("helpBack"), tr("Back"))),
      m_forward(addButton(QStringLiteral("→"), QStringLiteral("helpForward"), tr("Forward"))),
      m_find(new QLineEdit),
      m_contents(new QListWidget),
      m_browser(new HelpBrowser)
{
    setObjectName(QStringLiteral("helpWindow"));
    setWindowTitle(tr("Help – LayerNorm Explorer"));
    setAutoFillBackground(true);
    resize(Theme::scaled(900), Theme::scaled(640));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::rhythm, metrics::rhythm, metrics::rhythm, metrics::rhythm);
    column->addWidget(makeTools());
    column->addWidget(makePages(), 1);
    m_browser->setFocus();

    connect(m_back, &QPushButton::clicked, m_browser, &QTextBrowser::backward);
    connect(m_forward, &QPushButton::clicked, m_browser, &QTextBrowser::forward);
    connect(m_browser, &QTextBrowser::backwardAvailable, m_back, &QWidget::setEnabled);
    connect(m_browser, &QTextBrowser::forwardAvailable, m_forward, &QWidget::setEnabled);
    connect(m_browser, &QTextBrowser::sourceChanged, this, &HelpWindow::follow);
    connect(m_find, &QLineEdit::textChanged, this, &HelpWindow::filter);
    connect(m_find, &QLineEdit::returnPressed, this, &HelpWindow::findNext);
    connect(m_contents, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item)
            m_browser->showTopic(*findHelpTopic(item->data(Qt::UserRole).toString()));
    });
}

QPushButton* HelpWindow::addButton(const QString& text, const QString& name, const QString& toolTip)
{
    auto* button = new QPushButton(text);
    button->setObjectName(name);
    button->setToolTip(toolTip);
    button->setAccessibleName(toolTip);
    button->setEnabled(false);
    return button;
}

QWidget* HelpWindow::makeTools()
{
    m_find->setObjectName(QStringLiteral("helpFind"));
    m_find->setPlaceholderText(tr("Find in the help (Ctrl+F)"));
    m_find->setAccessibleName(tr("Find in the help"));
    m_find->setClearButtonEnabled(true);
    auto* tools = new QWidget;
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_back);
    row->addWidget(m_forward);
    row->addWidget(m_find, 1);
    return tools;
}

QWidget* HelpWindow::makePages()
{
    m_contents->setObjectName(QStringLiteral("helpContents"));
    m_contents->setAccessibleName(tr("Contents"));
    m_contents->setFrameShape(QFrame::NoFrame);
    for (const HelpTopic& topic : helpTopics()) {
        auto* item = new QListWidgetItem(helpTitle(topic), m_contents);
        item->setData(Qt::UserRole, QLatin1String(topic.id));
    }
    m_contents->setStyleSheet(
        QStringLiteral("QListWidget { background: transparent; }"
                       "QListWidget::item { padding: %1px 8px; border-radius: 4px; }"
                       "QListWidget::item:selected { background: %2; color: %3; }")
            .arg(Theme::scaled(4))
            .arg(Theme::current().accent.name(), Theme::textOn(Theme::current().accent).name()));
    auto* halves = new QSplitter(Qt::Horizontal);
    halves->setChildrenCollapsible(false);
    halves->setHandleWidth(metrics::rhythm);
    halves->addWidget(m_contents);
    halves->addWidget(m_browser);
    halves->setStretchFactor(1, 1);
    halves->setSizes({m_contents->sizeHintForColumn(0) + Theme::scaled(40), Theme::scaled(660)});
    return halves;
}

void HelpWindow::showTopic(const HelpTopic& topic)
{
    m_find->clear(); // which may have filtered it away
    m_browser->showTopic(topic);
}

const HelpTopic& HelpWindow::topic() const
{
    return m_browser->topic();
}

void HelpWindow::follow(const QUrl& page)
{
    // The browser itself still says where it has been.
    const HelpTopic* topic = linkedTopic(page.toString());
    if (!topic)
        return;
    setWindowTitle(tr("%1 – Help – LayerNorm Explorer").arg(helpTitle(*topic)));
    const QString id = QLatin1String(topic->id);
    const QSignalBlocker blocker(m_contents);
    for (int i = 0; i < m_contents->count(); ++i)
        if (m_contents->item(i)->data(Qt::UserRole) == id)
            m_contents->setCurrentRow(i);
}

void HelpWindow::filter(const QString& words)
{
    const QStringList wanted = words.split(u' ', Qt::SkipEmptyParts);
    for (int i = 0; i < m_contents->count(); ++i) {
        QListWidgetItem* item = m_contents->item(i);
        const QString text = helpText(*findHelpTopic(item->data(Qt::UserRole).toString()));
        item->setHidden(!std::all_of(wanted.begin(), wanted.end(), [&text](const QString& word) {
            return text.contains(word, Qt::CaseInsensitive);
        }));
    }
    m_browser->mark(words);
}

void HelpWindow::findNext()
{
    const int count = m_contents->count();
    const int present = m_contents->currentRow();
    // First the rest of this page, then the next that has the words.
    if (!m_contents->item(present)->isHidden() && m_browser->find(m_find->text()))
        return;
    for (int step = 1; step <= count; ++step)
        if (const int row = (present + step) % count; !m_contents->item(row)->isHidden()) {
            m_contents->setCurrentRow(row);
            m_browser->moveCursor(QTextCursor::Start);
            m_browser->find(m_find->text());
            return;
        }
}

void HelpWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else if (event->matches(QKeySequence::Find))
        m_find->setFocus();
    else if (event->matches(QKeySequence::Back))
        m_browser->backward();
    else if (event->matches(QKeySequence::Forward))
        m_browser->forward();
    else
        QWidget::keyPressEvent(event);
}

} // namespace layernorm
