// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QButtonGroup;

namespace layernorm {

/// A row of buttons of which one is down: what a page shows, of several things it can. The arrow keys choose
/// the neighbour; Tab goes to the one that is down and past the others.
class ViewButtons : public QWidget
{
    Q_OBJECT

public:
    struct Choice {
        const char* name; ///< object name of its button
        QString text;
        QString toolTip;
    };

    /// The first one is chosen.
    explicit ViewButtons(const QList<Choice>& choices, QWidget* parent = nullptr);

    [[nodiscard]] int chosen() const;

signals:
    /// By mouse or key; also for the one that is chosen already.
    void chose(int index);

private:
    QButtonGroup* m_buttons;
};

} // namespace layernorm
