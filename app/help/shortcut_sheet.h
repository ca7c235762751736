// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialogs.h"
#include "app/help/shortcuts.h"

#include <QWidget>

class QTextDocument;

namespace layernorm {

/// All keys on one screen, by menu, to read or to print.
class ShortcutSheet : public QWidget
{
    Q_OBJECT

public:
    ShortcutSheet(const QList<ShortcutGroup>& groups, Dialogs& dialogs, QWidget* parent);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void print();

    QList<ShortcutGroup> m_groups;
    Dialogs& m_dialogs;
};

/// The sheet in so many columns, which are about as high as each other.
[[nodiscard]] QString shortcutHtml(const QList<ShortcutGroup>& groups, int columns,
                                   const QString& lineColour);

} // namespace layernorm
