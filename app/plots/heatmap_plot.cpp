// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plots/heatmap_plot.h"

#include "app/look/number_display.h"
#include "app/look/theme.h"

namespace layernorm {

namespace {

/// Below this many pixels a cell has no border and no number.
constexpr double smallestCell = 14;

/// Whole numbers with a letter before them: b0, b1, ...
class IndexTicker : public QCPAxisTickerFixed
{
public:
    explicit IndexTicker(QString prefix) : m_prefix(std::move(prefix))
    {
        setTickStep(1);
        setScaleStrategy(ssMultiples);
    }

protected:
    QString getTickLabel(double tick, const QLocale&, QChar, int) override
    {
        return m_prefix + QString::number(std::lround(tick));
    }
    int getSubTickCount(double) override { return 0; }

private:
    QString m_prefix;
};

QCPColorGradient gradient(const Theme& theme, HeatmapPlot::Scale scale)
{
    constexpr int stops = 32;
    QCPColorGradient colours;
    QMap<double, QColor> table;
    for (int i = 0; i <= stops; ++i) {
        const double share = static_cast<double>(i) / stops;
        table[share] = scale == HeatmapPlot::Scale::Signed ? theme.signedColour(2 * share - 1, 1)
                                                           : theme.sequentialColour(share, 1);
    }
    colours.setColorStops(table);
    colours.setNanHandling(QCPColorGradient::nhNanColor);
    colours.setNanColor(theme.nan);
    return colours;
}

} // namespace

/// Draws large cells and the outline; the colour map is hidden while it does the former.
class HeatmapPlot::Cells : public QCPLayerable
{
public:
    explicit Cells(HeatmapPlot& plot) : QCPLayerable(&plot, QStringLiteral("main")), m_plot(plot) {}

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(true); }
    QRect clipRect() const override { return m_plot.axisRect()->rect().adjusted(-2, -2, 2, 2); }

    void draw(QCPPainter* painter) override
    {
        if (!m_plot.m_grid.value)
            return;
        if (m_plot.cellsAreLarge())
            for (int row = 0; row < m_plot.m_grid.rows; ++row)
                for (int column = 0; column < m_plot.m_grid.columns; ++column)
                    drawCell(*painter, row, column);
        drawOutline(*painter);
    }

private:
    void drawCell(QCPPainter& painter, int row, int column) const
    {
        const QRectF rect = m_plot.cellRect(row, column).adjusted(1, 1, -1, -1);
        const QColor ground = m_plot.colour(m_plot.m_grid.value(row, column));
        painter.setPen(Qt::NoPen);
        painter.setBrush(ground);
        painter.drawRoundedRect(rect, metrics::cellRadius, metrics::cellRadius);
        const QString number = m_plot.m_numbersShown ? fittingNumber(painter, rect, row, column) : QString();
        painter.setPen(Theme::textOn(ground));
        painter.drawText(rect, Qt::AlignCenter, number);
    }

    /// With as many digits as there is room for, 3 at most; empty where there is room for none.
    QString fittingNumber(const QCPPainter& painter, const QRectF& rect, int row, int column) const
    {
        const QFontMetrics metrics = painter.fontMetrics();
        for (int digits = 3; digits >= 0 && metrics.height() <= rect.height(); --digits) {
            const QString number = m_plot.cellNumber(row, column, digits);
            if (metrics.horizontalAdvance(number) <= rect.width() - 4)
                return number;
        }
        return {};
    }

    void drawOutline(QCPPainter& painter) const
    {
        const QRect cells = m_plot.m_outlined;
        if (cells.isEmpty())
            return;
        const QRectF outline =
            m_plot.cellRect(cells.top(), cells.left()).united(m_plot.cellRect(cells.bottom(), cells.right()));
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(Theme::current().accent, 3));
        painter.drawRoundedRect(outline.adjusted(1, 1, -1, -1), metrics::cellRadius, metrics::cellRadius);
    }

    HeatmapPlot& m_plot;
};

HeatmapPlot::HeatmapPlot(Scale scale, QWidget* parent)
    : QCustomPlot(parent),
      m_scale(scale),
      m_map(new QCPColorMap(xAxis2, yAxis)),
      m_colorScale(new QCPColorScale(this)),
      m_cells(new Cells(*this))
{
    setFocusPolicy(Qt::NoFocus);
    setMouseTracking(true);
    m_map->setInterpolate(false);
    m_map->setTightBoundary(false);
    setupAxes();
    setAxisNames(QStringLiteral("b"), QStringLiteral("t"));
}

void HeatmapPlot::setupAxes()
{
    const Theme& theme = Theme::current();
    setBackground(theme.panel);
    xAxis->setVisible(false);
    xAxis2->setVisible(true);
    yAxis->setRangeReversed(true);
    QFont small = QApplication::font();
    small.setPixelSize(Theme::scaled(12));
    setFont(small);
    for (QCPAxis* axis : {xAxis2, yAxis, m_colorScale->axis()}) {
        axis->setBasePen(Qt::NoPen);
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(theme.muted);
        axis->setTickLabelFont(small);
        axis->grid()->setVisible(false);
        axis->setTickLength(0);
        axis->setPadding(2);
    }
    for (QCPAxis* border : m_colorScale->axis()->axisRect()->axes()) {
        border->setBasePen(Qt::NoPen);
        border->setTickPen(Qt::NoPen);
        border->setSubTickPen(Qt::NoPen);
    }
    plotLayout()->addElement(0, 1, m_colorScale);
    m_colorScale->setBarWidth(Theme::scaled(12));
    m_colorScale->setType(QCPAxis::atRight);
    m_colorScale->setGradient(gradient(theme, m_scale));
    m_colorScale->axis()->setNumberPrecision(3);
    m_colorScale->axis()->ticker()->setTickCount(3);
    m_map->setColorScale(m_colorScale);
    m_map->setGradient(gradient(theme, m_scale));
    auto* margins = new QCPMarginGroup(this);
    axisRect()->setMarginGroup(QCP::msBottom | QCP::msTop, margins);
    m_colorScale->setMarginGroup(QCP::msBottom | QCP::msTop, margins);
    // Room for the lowest label of the colour bar, which stands across its end.
    axisRect()->setMinimumMargins(QMargins(2, 2, 2, Theme::scaled(11)));
    plotLayout()->setColumnSpacing(0);
}

void HeatmapPlot::setAxisNames(const QString& rowPrefix, const QString& columnPrefix)
{
    yAxis->setTicker(QSharedPointer<IndexTicker>::create(rowPrefix));
    xAxis2->setTicker(QSharedPointer<IndexTicker>::create(columnPrefix));
}

void HeatmapPlot::setGrid(Grid grid)
{
    m_grid = std::move(grid);
    xAxis->setRange(-0.5, m_grid.columns - 0.5);
    xAxis2->setRange(-0.5, m_grid.columns - 0.5);
    yAxis->setRange(-0.5, m_grid.rows - 0.5);
    const double largest = m_scale == Scale::Signed ? m_grid.range.magnitude : m_grid.range.maximum;
    const double scaleEnd = largest > 0 ? largest : 1;
    m_colorScale->setDataRange({m_scale == Scale::Signed ? -scaleEnd : 0, scaleEnd});
    QSharedPointer<QCPAxisTickerText> ticks(new QCPAxisTickerText);
    for (const double tick : {m_scale == Scale::Signed ? -scaleEnd : 0.0,
                              m_scale == Scale::Signed ? 0.0 : scaleEnd / 2, scaleEnd})
        ticks->addTick(tick, cellText(tick, 2));
    m_colorScale->axis()->setTicker(ticks);
    fillColorMap();
    replot(rpQueuedReplot);
}

void HeatmapPlot::fillColorMap()
{
    m_map->setVisible(m_grid.value && !cellsAreLarge());
    if (!m_map->visible())
        return;
    // A map needs two cells a direction; a single row or column is laid down twice, half as wide.
    const int rows = std::max(2, m_grid.rows);
    const int columns = std::max(2, m_grid.columns);
    const QCPRange across = m_grid.columns > 1 ? QCPRange(0, m_grid.columns - 1) : QCPRange(-0.25, 0.25);
    const QCPRange down = m_grid.rows > 1 ? QCPRange(0, m_grid.rows - 1) : QCPRange(-0.25, 0.25);
    m_map->data()->setSize(columns, rows);
    m_map->data()->setRange(across, down);
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            m_map->data()->setCell(
                column, row,
                m_grid.value(std::min(row, m_grid.rows - 1), std::min(column, m_grid.columns - 1)));
}

void HeatmapPlot::setOutlined(const QRect& cells)
{
    if (cells == m_outlined)
        return;
    m_outlined = cells;
    replot(rpQueuedReplot);
}

void HeatmapPlot::setNumbersShown(bool shown)
{
    m_numbersShown = shown;
    replot(rpQueuedReplot);
}

QString HeatmapPlot::cellNumber(int row, int column, int digits) const
{
    return cellText(m_grid.value(row, column), digits);
}

bool HeatmapPlot::cellsAreLarge() const
{
    const QRect area = axisRect()->rect();
    // Before the first layout there is no size to go by; the number of cells tells as well.
    if (area.width() < 20)
        return m_grid.rows * m_grid.columns <= 64;
    return area.width() >= smallestCell * m_grid.columns && area.height() >= smallestCell * m_grid.rows;
}

QColor HeatmapPlot::colour(double value) const
{
    return m_scale == Scale::Signed ? Theme::current().signedColour(value, m_grid.range.magnitude)
                                    : Theme::current().sequentialColour(value, m_grid.range.maximum);
}

QRectF HeatmapPlot::cellRect(int row, int column) const
{
    const QPointF topLeft(xAxis2->coordToPixel(column - 0.5), yAxis->coordToPixel(row - 0.5));
    const QPointF bottomRight(xAxis2->coordToPixel(column + 0.5), yAxis->coordToPixel(row + 0.5));
    return QRectF(topLeft, bottomRight);
}

QPoint HeatmapPlot::cellAt(const QPointF& position) const
{
    const auto column = static_cast<int>(std::lround(xAxis2->pixelToCoord(position.x())));
    const auto row = static_cast<int>(std::lround(yAxis->pixelToCoord(position.y())));
    const bool inside = m_grid.value && axisRect()->rect().contains(position.toPoint()) && row >= 0 &&
                        row < m_grid.rows && column >= 0 && column < m_grid.columns;
    return inside ? QPoint(column, row) : QPoint(-1, -1);
}

bool HeatmapPlot::event(QEvent* event)
{
    if (event->type() == QEvent::Resize && m_grid.value) {
        const bool handled = QCustomPlot::event(event);
        fillColorMap();
        return handled;
    }
    if (event->type() != QEvent::ToolTip)
        return QCustomPlot::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QPoint cell = cellAt(help->pos());
    if (cell.x() < 0)
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), m_grid.toolTip(cell.y(), cell.x()), this);
    return true;
}

void HeatmapPlot::mousePressEvent(QMouseEvent* event)
{
    QCustomPlot::mousePressEvent(event);
    const QPoint cell = cellAt(event->position());
    if (event->button() == Qt::LeftButton && cell.x() >= 0)
        emit cellClicked(cell.y(), cell.x());
}

void HeatmapPlot::mouseMoveEvent(QMouseEvent* event)
{
    QCustomPlot::mouseMoveEvent(event);
    const QPoint cell = cellAt(event->position());
    emit cellHovered(cell.y(), cell.x());
}

void HeatmapPlot::leaveEvent(QEvent* event)
{
    QCustomPlot::leaveEvent(event);
    emit cellHovered(-1, -1);
}

} // namespace layernorm
