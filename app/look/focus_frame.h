// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFocusFrame>
#include <QPointer>

namespace layernorm {

/// The frame around what has the keyboard, whatever it is: a table, a plot, a tab, a button. One for the
/// whole program; it moves into the window that has the focus.
///
/// It stands outside of what it frames, lets the mouse through, and is no part of pictures. While the mouse
/// is what is used, only high contrast shows it; the next key brings it back.
class FocusFrame : public QFocusFrame
{
    Q_OBJECT

public:
    FocusFrame();

    /// Starts to follow the focus; ends with `owner`.
    static void followFocus(QObject* owner);

    /// Keeps the frame out of a picture of `view` that is taken while this lives.
    class Hidden
    {
    public:
        explicit Hidden(QWidget& view);
        ~Hidden();
        Hidden(const Hidden&) = delete;
        Hidden& operator=(const Hidden&) = delete;

    private:
        QList<QPointer<FocusFrame>> m_frames;
    };

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace layernorm
