// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/focus_place.h"

#include <QWidget>

namespace layernorm {

FocusPlace::FocusPlace(const QWidget& window)
{
    const QWidget* widget = window.focusWidget();
    // Qt gives names of its own, beginning with "qt_", to parts of widgets.
    while (widget && (widget->objectName().isEmpty() || widget->objectName().startsWith(u"qt_")))
        widget = widget->parentWidget();
    if (!widget || widget == &window)
        return;
    m_name = widget->objectName();
    m_index = window.findChildren<QWidget*>(m_name).indexOf(const_cast<QWidget*>(widget));
}

void FocusPlace::restore(QWidget& window) const
{
    if (m_name.isEmpty())
        return;
    QWidget* widget = window.findChildren<QWidget*>(m_name).value(m_index);
    if (widget && widget->isVisible())
        widget->setFocus();
}

} // namespace layernorm
