// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export/print_view.h"

#include "app/export/view_picture.h"

#include <QPainter>
#include <QPrinter>
#include <QWidget>
#include <algorithm>

namespace layernorm {

void printView(QWidget& view, QPrinter& printer)
{
    QPainter painter(&printer);
    const QSizeF page = printer.pageLayout().paintRectPixels(printer.resolution()).size();
    const double scale = std::min(page.width() / view.width(), page.height() / view.height());
    painter.translate((page.width() - scale * view.width()) / 2, 0);
    painter.scale(scale, scale);
    paintView(view, painter);
}

void previewView(QWidget& view, const QString& title, QWidget* parent, Dialogs& dialogs)
{
    const auto orientation = view.width() > view.height() ? QPageLayout::Landscape : QPageLayout::Portrait;
    dialogs.printPreview(parent, orientation, [&view, title](QPrinter& printer) {
        printer.setDocName(title);
        printView(view, printer);
    });
}

} // namespace layernorm
