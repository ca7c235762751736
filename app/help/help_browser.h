// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/help/help_topics.h"

#include <QTextBrowser>

namespace layernorm {

/// Shows pages of the help at "help:ID", with links between them.
class HelpBrowser : public QTextBrowser
{
    Q_OBJECT

public:
    explicit HelpBrowser(QWidget* parent = nullptr);

    void showTopic(const HelpTopic& topic);
    [[nodiscard]] const HelpTopic& topic() const;
    /// Marks every place of the page that has one of the words.
    void mark(const QString& words);

    [[nodiscard]] QVariant loadResource(int type, const QUrl& name) override;

protected:
    void doSetSource(const QUrl& name, QTextDocument::ResourceType type) override;

private:
    void markAgain();

    QString m_marked;
};

} // namespace layernorm
