// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/help/help_topics.h"

#include <QWidget>

class QLineEdit;
class QListWidget;
class QPushButton;
class QUrl;

namespace layernorm {

class HelpBrowser;

/// The help beside the window: contents, the page, the way back, and a field that finds words in all pages.
class HelpWindow : public QWidget
{
    Q_OBJECT

public:
    explicit HelpWindow(QWidget* parent);

    void showTopic(const HelpTopic& topic);
    [[nodiscard]] const HelpTopic& topic() const;

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeTools();
    QWidget* makePages();
    QPushButton* addButton(const QString& text, const QString& name, const QString& toolTip);
    /// The page at this address is shown now.
    void follow(const QUrl& page);
    /// Leaves the topics in the list that have all the words.
    void filter(const QString& words);
    void findNext();

    QPushButton* m_back;
    QPushButton* m_forward;
    QLineEdit* m_find;
    QListWidget* m_contents;
    HelpBrowser* m_browser;
};

} // namespace layernorm
