// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plots/plot_picture.h"

#include <qcustomplot.h>

namespace layernorm {

bool keepsLines(const QPainter& painter)
{
    return painter.paintEngine()->type() != QPaintEngine::Raster;
}

bool paintPicture(QCustomPlot& plot)
{
    QCPPainter painter(&plot);
    if (!keepsLines(painter) && qFuzzyCompare(painter.deviceTransform().m11(), plot.bufferDevicePixelRatio()))
        return false;
    // Not pmVectorized: smooth lines would stand half a pixel from where they are on the screen.
    plot.toPainter(&painter, plot.width(), plot.height());
    return true;
}

} // namespace layernorm
