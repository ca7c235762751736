// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace layernorm {

/// Where the keyboard's focus is in a window, so that it can be put to the same place of another window of
/// the same make.
class FocusPlace
{
public:
    /// Nowhere, when no widget of the window has the focus.
    explicit FocusPlace(const QWidget& window);

    /// Nothing happens where the other window has no such place, or one that cannot be seen.
    void restore(QWidget& window) const;

private:
    QString m_name;        ///< of the widget, or of its nearest ancestor that has one
    qsizetype m_index = 0; ///< among those of that name
};

} // namespace layernorm
