// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialogs.h"
#include "app/help/help_topics.h"
#include "app/session/reference.h"

#include <QByteArray>
#include <QObject>
#include <QPointer>
#include <optional>

class QMainWindow;
class QMenu;

namespace layernorm {

class HelpWindow;

/// The menu Help, the key F1 everywhere, and What's This on everything in the window.
class HelpActions : public QObject
{
    Q_OBJECT

public:
    HelpActions(Reference& reference, Dialogs& dialogs, QMainWindow& window);

    void fillMenu(QMenu& menu);
    /// The page about a topic, in a window that stays until it is closed.
    void showTopic(const HelpTopic& topic);

    /// That window.
    struct Open {
        const HelpTopic* topic;
        QByteArray geometry;
    };
    /// Where it is there.
    [[nodiscard]] std::optional<Open> open() const;
    /// As it was beside another window of the same make.
    void reopen(const Open& help);

protected:
    /// Watches the whole application.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    static void explain(QMenu& menu);
    /// Whether the event was a question, and has been answered.
    bool answer(QWidget& widget, QEvent& event);
    void showHelp();
    void explainFocus();
    void showShortcuts();
    void showAbout();
    [[nodiscard]] bool isOurs(const QWidget& widget) const;

    Reference& m_reference;
    Dialogs& m_dialogs;
    QMainWindow& m_window;
    QPointer<HelpWindow> m_help;
};

} // namespace layernorm
