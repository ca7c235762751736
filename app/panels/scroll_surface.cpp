// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/scroll_surface.h"

#include <QApplication>
#include <QScrollArea>

namespace layernorm {

QWidget* makeScrollSurface(QWidget* content)
{
    auto* surface = new QScrollArea;
    surface->setObjectName(QStringLiteral("scrollSurface"));
    surface->setFrameShape(QFrame::NoFrame);
    surface->setWidgetResizable(true);
    surface->setFocusPolicy(Qt::NoFocus);
    surface->setWidget(content);
    QObject::connect(qApp, &QApplication::focusChanged, surface, [surface](QWidget*, QWidget* now) {
        if (now && surface->widget()->isAncestorOf(now))
            surface->ensureWidgetVisible(now);
    });
    return surface;
}

} // namespace layernorm
