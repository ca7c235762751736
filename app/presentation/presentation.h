// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/main_window.h"

#include <QObject>
#include <QSize>

namespace layernorm {

/// The program at a projector: one view, or the board with all panels, fills the screen in large type, with
/// nothing around it. Goes on when the window is made anew, and leaves it as it was.
///
/// While it is on, the window that is made is to have its `zoom` and high contrast; `dress` makes it the
/// stage.
class Presentation : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] bool isOn() const { return m_on; }
    /// On a screen of that size, with the view of that id ("board", "input", ..., or a page's). `window`, if
    /// there is one, is as it is to be again.
    void begin(QSize room, const QString& view, MainWindow* window);
    void end() { m_on = false; }

    [[nodiscard]] double zoom() const;
    /// Of a window that has just been made: as the stage while presenting, else as before.
    void dress(MainWindow& window);

signals:
    /// The window is to be made anew: in another size, or, once `end` was called, as before.
    void rebuildWanted();
    /// Esc.
    void endWanted();

private:
    void zoomBy(int steps);

    bool m_on = false;
    QSize m_room;
    QString m_view;
    int m_zoomSteps = 0;
    bool m_pointer = true;
    QByteArray m_docks; ///< of the window before
};

} // namespace layernorm
