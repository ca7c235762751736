// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plots/heatmap_plot.h"

#include "app/accessible/announce.h"
#include "app/look/number_display.h"
#include "app/look/pointer_look.h"
#include "app/look/shown_notation.h"
#include "app/look/theme.h"
#include "app/plots/plot_picture.h"

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

QMap<double, QColor> colourStops(const Theme& theme, HeatmapPlot::Scale scale)
{
    constexpr int stops = 32;
    QMap<double, QColor> table;
    for (int i = 0; i <= stops; ++i) {
        const double share = static_cast<double>(i) / stops;
        table[share] = scale == HeatmapPlot::Scale::Signed ? theme.signedColour(2 * share - 1, 1)
                                                           : theme.sequentialColour(share, 1);
    }
    return table;
}

QCPColorGradient gradient(const Theme& theme, HeatmapPlot::Scale scale)
{
    QCPColorGradient colours;
    colours.setColorStops(colourStops(theme, scale));
    colours.setNanHandling(QCPColorGradient::nhNanColor);
    colours.setNanColor(theme.nan);
    return colours;
}

} // namespace

/// Small cells; areas of colour in a vector picture, where QCPColorMap would be a bitmap.
class HeatmapPlot::Map : public QCPColorMap
{
public:
    explicit Map(HeatmapPlot& plot) : QCPColorMap(plot.xAxis2, plot.yAxis), m_plot(plot) {}

protected:
    void draw(QCPPainter* painter) override
    {
        if (keepsLines(*painter))
            drawSmallCells(*painter);
        else
            QCPColorMap::draw(painter);
    }

private:
    /// No more of them than pixels: of those that share one, as on the screen, one is drawn.
    void drawSmallCells(QCPPainter& painter) const
    {
        const QRect area = m_plot.axisRect()->rect();
        const int rows = std::min(m_plot.m_grid.rows, area.height());
        for (int i = 0; i < rows; ++i)
            drawSmallRow(painter, i * qint64(m_plot.m_grid.rows) / rows,
                         (i + 1) * qint64(m_plot.m_grid.rows) / rows);
    }

    /// Neighbours of one colour are one area.
    void drawSmallRow(QCPPainter& painter, qint64 first, qint64 end) const
    {
        const int columns = std::min(m_plot.m_grid.columns, m_plot.axisRect()->rect().width());
        const auto column = [&](int i) {
            return static_cast<int>(i * qint64(m_plot.m_grid.columns) / columns);
        };
        const auto colour = [&](int i) {
            return m_plot.colour(m_plot.m_grid.value(static_cast<int>(first), column(i)));
        };
        painter.setAntialiasing(false);
        painter.setPen(Qt::NoPen);
        for (int i = 0, next = 0; i < columns; i = next) {
            const QColor ground = colour(i);
            for (next = i + 1; next < columns && colour(next) == ground;)
                ++next;
            painter.setBrush(ground);
            painter.drawRect(m_plot.cellRect(static_cast<int>(first), column(i))
                                 .united(m_plot.cellRect(static_cast<int>(end) - 1, column(next) - 1)));
        }
    }

    HeatmapPlot& m_plot;
};

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
        painter->setFont(m_plot.cellFont());
        m_digits = m_plot.cellsAreLarge() ? fittingDigits(painter->fontMetrics()) : 0;
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
        painter.setPen(Theme::textOn(ground));
        if (m_plot.m_numbersShown)
            painter.drawText(rect, Qt::AlignCenter, text(painter.fontMetrics(), rect, row, column));
    }

    /// As many as all numbers have room for, 3 at most. None: 0.53 is not to be read as 1.
    [[nodiscard]] int fittingDigits(const QFontMetrics& metrics) const
    {
        const QRectF cell = m_plot.cellRect(0, 0).adjusted(1, 1, -1, -1);
        int digits = metrics.height() <= cell.height() ? 3 : 0;
        for (int row = 0; row < m_plot.m_grid.rows; ++row)
            for (int column = 0; column < m_plot.m_grid.columns; ++column)
                while (digits > 0 &&
                       metrics.horizontalAdvance(m_plot.cellNumber(row, column, digits)) > cell.width() - 4)
                    --digits;
        return digits;
    }

    /// Without room for the number its sign, where colour alone would tell it.
    [[nodiscard]] QString text(const QFontMetrics& metrics, const QRectF& rect, int row, int column) const
    {
        if (m_digits > 0)
            return m_plot.cellNumber(row, column, m_digits);
        const QString sign = signMark(m_plot.m_grid.value(row, column));
        const bool fits =
            metrics.horizontalAdvance(sign) <= rect.width() - 2 && metrics.height() <= rect.height() + 4;
        return fits && m_plot.m_scale == Scale::Signed ? sign : QString();
    }

    void drawOutline(QCPPainter& painter) const
    {
        const QRect cells = m_plot.m_outlined;
        if (cells.isEmpty())
            return;
        const QRectF outline =
            m_plot.cellRect(cells.top(), cells.left()).united(m_plot.cellRect(cells.bottom(), cells.right()));
        const double pen = PointerLook::width(3);
        PointerLook::dimAround(painter, m_plot.axisRect()->rect(), outline);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(Theme::current().accent, pen));
        painter.drawRoundedRect(outline.adjusted(pen / 3, pen / 3, -pen / 3, -pen / 3), metrics::cellRadius,
                                metrics::cellRadius);
    }

    HeatmapPlot& m_plot;
    int m_digits = 0;
};

/// The colours from the least to the greatest value; a QCPColorScale would be a bitmap in a vector picture.
class HeatmapPlot::Bar : public QCPLayerable
{
public:
    explicit Bar(HeatmapPlot& plot) : QCPLayerable(&plot, QStringLiteral("background")), m_plot(plot) {}

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(false); }

    void draw(QCPPainter* painter) override
    {
        const QRectF bar = m_plot.m_bar->rect();
        QLinearGradient colours(bar.bottomLeft(), bar.topLeft());
        const auto stops = colourStops(Theme::current(), m_plot.m_scale);
        for (auto stop = stops.begin(); stop != stops.end(); ++stop)
            colours.setColorAt(stop.key(), stop.value());
        painter->fillRect(bar, colours);
    }

private:
    HeatmapPlot& m_plot;
};

HeatmapPlot::HeatmapPlot(Scale scale, QWidget* parent)
    : QCustomPlot(parent),
      m_scale(scale),
      m_map(new Map(*this)),
      m_bar(new QCPAxisRect(this, false)),
      m_barAxis(m_bar->addAxis(QCPAxis::atRight))
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    m_map->setInterpolate(false);
    m_map->setTightBoundary(false);
    // The plot owns them.
    new Cells(*this);
    new Bar(*this);
    setupAxes();
    setupBar();
    setAxisNames(QStringLiteral("b"), QStringLiteral("t"));
    connect(&ShownNotation::instance(), &ShownNotation::changed, this, [this] { replot(rpQueuedReplot); });
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
    for (QCPAxis* axis : {xAxis2, yAxis, m_barAxis}) {
        axis->setBasePen(Qt::NoPen);
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(theme.muted);
        axis->setTickLabelFont(small);
        axis->grid()->setVisible(false);
        axis->setTickLength(0);
        axis->setPadding(2);
    }
    m_map->setGradient(gradient(theme, m_scale));
    // Room for the lowest label of the colour bar, which stands across its end.
    axisRect()->setMinimumMargins(QMargins(2, 2, 2, Theme::scaled(11)));
}

void HeatmapPlot::setupBar()
{
    const int width = Theme::scaled(12);
    m_bar->setMinimumSize(width, 0);
    m_bar->setMaximumSize(width, QWIDGETSIZE_MAX);
    m_bar->setMinimumMargins(QMargins(0, 6, 0, 6));
    plotLayout()->addElement(0, 1, m_bar);
    plotLayout()->setColumnSpacing(0);
    auto* margins = new QCPMarginGroup(this);
    axisRect()->setMarginGroup(QCP::msBottom | QCP::msTop, margins);
    m_bar->setMarginGroup(QCP::msBottom | QCP::msTop, margins);
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
    m_barAxis->setRange(m_scale == Scale::Signed ? -scaleEnd : 0, scaleEnd);
    m_map->setDataRange(m_barAxis->range());
    QSharedPointer<QCPAxisTickerText> ticks(new QCPAxisTickerText);
    for (const double tick : {m_scale == Scale::Signed ? -scaleEnd : 0.0,
                              m_scale == Scale::Signed ? 0.0 : scaleEnd / 2, scaleEnd})
        ticks->addTick(tick, cellText(tick, 2));
    m_barAxis->setTicker(ticks);
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
    announceCurrentCell(*this);
    replot(rpQueuedReplot);
}

void HeatmapPlot::setNumbersShown(bool shown)
{
    m_numbersShown = shown;
    replot(rpQueuedReplot);
}

void HeatmapPlot::setPresented(const TextRange& range)
{
    m_presented = range;
    QFont names = QApplication::font();
    names.setPixelSize(range.isSet() ? static_cast<int>(range.least * range.enlarged) : Theme::scaled(12));
    for (QCPAxis* axis : {xAxis2, yAxis, m_barAxis})
        axis->setTickLabelFont(names);
    axisRect()->setMinimumMargins(QMargins(2, 2, 2, std::max(Theme::scaled(11), names.pixelSize())));
    replot(rpQueuedReplot);
}

/// So large that a number of a few digits stands in a cell.
QFont HeatmapPlot::cellFont() const
{
    QFont font = QApplication::font();
    if (!m_presented.isSet())
        return font;
    const QRectF cell = cellRect(0, 0);
    constexpr double charactersWide = 4; // in heights of the text: "−0.123"
    const double room = std::min(cell.height() / 2, cell.width() / charactersWide);
    // On the board, beside four tables, smaller before a number loses its digits.
    const double least = std::min<double>(font.pixelSize(), m_presented.least * m_presented.enlarged);
    font.setPixelSize(static_cast<int>(
        std::clamp<double>(room, least, std::max(least, m_presented.most * m_presented.enlarged))));
    return font;
}

QString HeatmapPlot::cellNumber(int row, int column, int digits) const
{
    return shownText(m_grid.value(row, column), m_grid.range.magnitude, digits);
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

void HeatmapPlot::paintEvent(QPaintEvent* event)
{
    if (!paintPicture(*this))
        QCustomPlot::paintEvent(event);
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

void HeatmapPlot::keyPressEvent(QKeyEvent* event)
{
    static const QHash<int, QPoint> steps{
        {Qt::Key_Up, {0, -1}}, {Qt::Key_Down, {0, 1}}, {Qt::Key_Left, {-1, 0}}, {Qt::Key_Right, {1, 0}}};
    const auto step = steps.constFind(event->key());
    if (step == steps.constEnd() || !m_grid.value || m_outlined.isEmpty()) {
        QCustomPlot::keyPressEvent(event);
        return;
    }
    const QPoint wanted = m_outlined.topLeft() + *step;
    emit cellClicked(std::clamp(wanted.y(), 0, m_grid.rows - 1),
                     std::clamp(wanted.x(), 0, m_grid.columns - 1));
}

} // namespace layernorm
