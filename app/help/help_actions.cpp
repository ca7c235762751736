// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/help/help_actions.h"

#include "app/help/about_window.h"
#include "app/help/help_text.h"
#include "app/help/help_window.h"
#include "app/help/shortcut_sheet.h"
#include "app/menu_action.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QWhatsThis>

namespace layernorm {

namespace {

/// Shown once; closing throws it away.
void present(QWidget* window)
{
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->show();
    window->raise();
    window->activateWindow();
}

} // namespace

HelpActions::HelpActions(Reference& reference, Dialogs& dialogs, QMainWindow& window)
    : QObject(&window),
      m_reference(reference),
      m_dialogs(dialogs),
      m_window(window)
{
    qApp->installEventFilter(this);
}

void HelpActions::fillMenu(QMenu& menu)
{
    addMenuAction(menu, *this, tr("&Help on what has the focus"), QKeySequence(Qt::Key_F1),
                  QStringLiteral("helpAction"), [this] { showHelp(); });
    addMenuAction(menu, *this, tr("&Contents"), {}, QStringLiteral("helpContentsAction"),
                  [this] { showTopic(helpTopics().front()); });
    menu.addSeparator();
    addMenuAction(menu, *this, tr("&What is this?"), QKeySequence(Qt::SHIFT | Qt::Key_F1),
                  QStringLiteral("whatsThisAction"), [this] { explainFocus(); });
    addMenuAction(menu, *this, tr("&Point and ask"), {}, QStringLiteral("pointAndAskAction"),
                  [] { QWhatsThis::enterWhatsThisMode(); });
    menu.addSeparator();
    addMenuAction(menu, *this, tr("&Keys"), QKeySequence(Qt::CTRL | Qt::Key_F1), QStringLiteral("keysAction"),
                  [this] { showShortcuts(); });
    addMenuAction(menu, *this, tr("&About"), {}, QStringLiteral("aboutAction"), [this] { showAbout(); });
}

void HelpActions::explain(QMenu& menu)
{
    for (QAction* action : menu.actions())
        if (!action->isSeparator())
            action->setWhatsThis(whatsThisText(*action));
}

void HelpActions::showHelp()
{
    const QWidget* asked = QApplication::focusWidget();
    showTopic(helpTopicOf(asked ? *asked : m_window));
}

void HelpActions::showTopic(const HelpTopic& topic)
{
    // A dialog that lets nothing else be used lets its own child be.
    QWidget* owner = QApplication::activeModalWidget();
    if (!owner)
        owner = &m_window;
    if (m_help && m_help->parentWidget() != owner)
        m_help->close();
    if (!m_help || m_help->parentWidget() != owner)
        m_help = new HelpWindow(owner);
    m_help->showTopic(topic);
    present(m_help);
}

std::optional<HelpActions::Open> HelpActions::open() const
{
    if (!m_help || !m_help->isVisible())
        return std::nullopt;
    return Open{&m_help->topic(), m_help->saveGeometry()};
}

void HelpActions::reopen(const Open& help)
{
    m_help = new HelpWindow(&m_window);
    m_help->showTopic(*help.topic);
    m_help->restoreGeometry(help.geometry);
    m_help->setAttribute(Qt::WA_DeleteOnClose);
    // Who changed the language goes on where they were.
    m_help->setAttribute(Qt::WA_ShowWithoutActivating);
    m_help->show();
}

void HelpActions::explainFocus()
{
    QWidget* asked = QApplication::focusWidget();
    if (!asked)
        asked = &m_window;
    QWhatsThis::showText(asked->mapToGlobal(asked->rect().center()), whatsThisText(*asked), asked);
}

void HelpActions::showShortcuts()
{
    present(new ShortcutSheet(shortcutsOf(m_window) + keysInside(), m_dialogs, &m_window));
}

void HelpActions::showAbout()
{
    present(new AboutWindow(m_reference, &m_window));
}

bool HelpActions::isOurs(const QWidget& widget) const
{
    for (const QWidget* window = widget.window(); window;
         window = window->parentWidget() ? window->parentWidget()->window() : nullptr)
        if (window == &m_window)
            return true;
    return false;
}

bool HelpActions::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::Show:
        // Menus answer for their entries themselves, some of which are made just before they are shown.
        if (auto* menu = qobject_cast<QMenu*>(watched); menu && isOurs(*menu))
            explain(*menu);
        return false;
    case QEvent::QueryWhatsThis:
    case QEvent::WhatsThis:
    case QEvent::WhatsThisClicked:
    case QEvent::KeyPress:
        break;
    default:
        return false;
    }
    auto* widget = qobject_cast<QWidget*>(watched);
    const bool answers = widget && !qobject_cast<QMenu*>(widget) && !qobject_cast<QMenuBar*>(widget);
    return answers && isOurs(*widget) && answer(*widget, *event);
}

bool HelpActions::answer(QWidget& widget, QEvent& event)
{
    switch (event.type()) {
    case QEvent::QueryWhatsThis:
        event.accept();
        return true;
    case QEvent::WhatsThis:
        QWhatsThis::showText(static_cast<QHelpEvent&>(event).globalPos(), whatsThisText(widget), &widget);
        return true;
    case QEvent::WhatsThisClicked:
        if (const HelpTopic* topic = linkedTopic(static_cast<QWhatsThisClickedEvent&>(event).href()))
            showTopic(*topic);
        return true;
    default:
        break;
    }
    // In dialogs, where the menu's own key does not reach.
    const auto& key = static_cast<QKeyEvent&>(event);
    if (key.key() != Qt::Key_F1 || key.modifiers() != Qt::NoModifier || widget.window() == &m_window)
        return false;
    showTopic(helpTopicOf(widget));
    return true;
}

} // namespace layernorm
