// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/notes_area.h"

#include "app/look/theme.h"

#include <QLabel>
#include <QScrollArea>
#include <algorithm>

namespace layernorm {

namespace {

constexpr int largestText = 26;

}

QLabel* makeNotesLabel(const QString& objectName)
{
    auto* label = new QLabel;
    label->setObjectName(objectName);
    label->setTextFormat(Qt::RichText);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QWidget* makeNotesArea(QLabel* label, const QString& accessibleName)
{
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::StrongFocus);
    area->setAccessibleName(accessibleName);
    area->setWidget(label);
    area->viewport()->setAutoFillBackground(false);
    label->setAutoFillBackground(false);
    return area;
}

double scaleNotes(QWidget* area, const QSize& page)
{
    const int ordinary = Theme::scaled(metrics::fontPixels);
    const int pixels =
        std::clamp(std::min(page.height() / 24, page.width() / 90), ordinary, Theme::scaled(largestText));
    QWidget* label = static_cast<QScrollArea*>(area)->widget();
    QFont font = label->font();
    if (font.pixelSize() != pixels) {
        font.setPixelSize(pixels);
        label->setFont(font);
    }
    return static_cast<double>(pixels) / ordinary;
}

} // namespace layernorm
