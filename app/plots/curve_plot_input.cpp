// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Mouse and keys: zooming, the cursor, the line that is dragged.
#include "app/look/number_display.h"
#include "app/plots/curve_axes.h"
#include "app/plots/curve_legend.h"
#include "app/plots/curve_plot.h"

#include <QHelpEvent>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace layernorm {

namespace {

/// On either side of the draggable line, in pixels.
constexpr double grabDistance = 6;

/// The number with the fewest digits between two: what a pixel stands for, and nothing more exact than it.
double roundest(double from, double to)
{
    const double middle = from + (to - from) / 2;
    for (int digits = 1; digits < 17; ++digits) {
        const double rounded = QString::number(middle, 'g', digits).toDouble();
        if (rounded >= std::min(from, to) && rounded <= std::max(from, to))
            return rounded;
    }
    return middle;
}

} // namespace

double CurvePlot::xAtPixel(double pixel) const
{
    return roundest(xAxis->pixelToCoord(pixel - 0.5), xAxis->pixelToCoord(pixel + 0.5));
}

bool CurvePlot::isOnLine(const QPointF& position) const
{
    return m_line && std::abs(position.x() - linePixel()) <= grabDistance &&
           position.y() >= area().top() - grabDistance && position.y() <= area().bottom() + 2 * grabDistance;
}

void CurvePlot::startDrag(const QPointF& position)
{
    // Of the whole program: a plot made anew must not go on with the undo step of the one before.
    static int drags = 0;
    m_drag = Drag{--drags, m_line->x, position.x() - linePixel(), m_line->x};
    replotOverlay();
}

void CurvePlot::dragTo(double x)
{
    if (x == m_drag->x)
        return;
    m_drag->x = x;
    replotOverlay();
    emit lineDragged(x, m_drag->id);
}

void CurvePlot::endDrag()
{
    m_drag.reset();
    updateDescription();
    replotOverlay();
}

void CurvePlot::hover(const QPointF& position)
{
    m_mouse = position;
    m_keyCursor.reset();
    m_lineHovered = m_drag || isOnLine(position);
    const Curve* named = m_lineHovered ? nullptr : m_legend->curveAt(position);
    if (m_lineHovered)
        setCursor(Qt::SizeHorCursor);
    else if (named)
        setCursor(Qt::PointingHandCursor);
    else
        unsetCursor();
    const QString name = named ? named->name : QString();
    if (name != m_legend->hovered()) {
        m_legend->setHovered(name);
        replot(rpQueuedReplot);
    }
    updateDescription();
    replotOverlay();
}

std::optional<double> CurvePlot::cursorX() const
{
    if (m_drag)
        return m_drag->x;
    if (m_keyCursor)
        return m_keyCursor;
    if (m_mouse && m_line && m_lineHovered)
        return m_line->x;
    if (m_mouse && area().contains(*m_mouse))
        return xAtPixel(m_mouse->x());
    if (m_line && hasFocus() && m_focusSeen)
        return m_line->x;
    return {};
}

void CurvePlot::zoom(double factor)
{
    // Around what one looks at.
    const std::optional<double> x = cursorX();
    xAxis->scaleRange(factor, x ? *x : xAxis->pixelToCoord(area().center().x()));
    yAxis->scaleRange(factor, yAxis->pixelToCoord(area().center().y()));
    replot(rpQueuedReplot);
}

void CurvePlot::step(int steps)
{
    if (m_line) {
        emit lineStepped(steps);
        return;
    }
    constexpr double stepsAcross = 50;
    const QRectF place = area();
    const std::optional<double> x = cursorX();
    const double from = x ? pixelX(*x) : place.center().x();
    m_keyCursor =
        xAtPixel(std::clamp(from + steps * place.width() / stepsAcross, place.left(), place.right()));
    updateDescription();
    replotOverlay();
}

bool CurvePlot::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QCustomPlot::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString text = toolTipAt(help->pos());
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), plainToolTip(text), this);
    return true;
}

QString CurvePlot::toolTipAt(const QPointF& position) const
{
    const Curve* curve = m_legend->curveAt(position);
    if (curve && m_legend->isElided(*curve))
        return curve->name;
    QStringList names;
    for (const Marker& marker : m_markers)
        if (isOnAxis(marker.x, m_x) && position.y() <= area().top() + grabDistance &&
            std::abs(pixelX(marker.x) - position.x()) <= grabDistance)
            names << tr("%1 at %2").arg(marker.name, m_xText(marker.x));
    return names.join(u'\n');
}

void CurvePlot::mousePressEvent(QMouseEvent* event)
{
    const Curve* named = m_legend->curveAt(event->position());
    if (event->button() == Qt::LeftButton && isOnLine(event->position()))
        startDrag(event->position());
    else if (event->button() == Qt::LeftButton && named)
        toggle(named->name);
    else
        QCustomPlot::mousePressEvent(event);
}

void CurvePlot::mouseMoveEvent(QMouseEvent* event)
{
    if (m_drag)
        dragTo(xAtPixel(event->position().x() - m_drag->offset));
    else
        QCustomPlot::mouseMoveEvent(event);
    hover(event->position());
}

void CurvePlot::mouseReleaseEvent(QMouseEvent* event)
{
    if (!m_drag)
        QCustomPlot::mouseReleaseEvent(event);
    else if (event->button() == Qt::LeftButton)
        endDrag();
    hover(event->position());
}

void CurvePlot::mouseDoubleClickEvent(QMouseEvent* event)
{
    // The second press on a name or on the line is one more of its kind.
    if (m_legend->curveAt(event->position()) || isOnLine(event->position()))
        mousePressEvent(event);
    else if (event->button() == Qt::LeftButton)
        resetView();
}

void CurvePlot::leaveEvent(QEvent* event)
{
    QCustomPlot::leaveEvent(event);
    m_mouse.reset();
    m_lineHovered = m_drag.has_value();
    m_legend->setHovered({});
    updateDescription();
    replot(rpQueuedReplot);
}

void CurvePlot::keyPressEvent(QKeyEvent* event)
{
    constexpr double closer = 0.8;
    m_focusSeen = true;
    const int key = event->key();
    const QList<const Curve*> named = m_legend->curves();
    if (key == Qt::Key_Plus || key == Qt::Key_Equal)
        zoom(closer);
    else if (key == Qt::Key_Minus)
        zoom(1 / closer);
    else if (key == Qt::Key_0 || key == Qt::Key_Home)
        resetView();
    else if (key == Qt::Key_Left || key == Qt::Key_Right)
        step(key == Qt::Key_Left ? -1 : 1);
    else if (key >= Qt::Key_1 && key <= Qt::Key_9 && key - Qt::Key_1 < named.size())
        toggle(named[key - Qt::Key_1]->name);
    else if (key == Qt::Key_Escape && m_drag) {
        dragTo(m_drag->start);
        endDrag();
    } else
        QCustomPlot::keyPressEvent(event);
    replotOverlay();
}

void CurvePlot::focusInEvent(QFocusEvent* event)
{
    QCustomPlot::focusInEvent(event);
    // A window that becomes active gives the focus back as it was.
    if (event->reason() != Qt::ActiveWindowFocusReason && event->reason() != Qt::PopupFocusReason)
        m_focusSeen = event->reason() != Qt::MouseFocusReason;
    updateDescription();
    replotOverlay();
}

void CurvePlot::focusOutEvent(QFocusEvent* event)
{
    QCustomPlot::focusOutEvent(event);
    m_keyCursor.reset();
    updateDescription();
    replotOverlay();
}

} // namespace layernorm
