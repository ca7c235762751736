// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plots/curve_plot.h"

#include "app/look/theme.h"

#include <QBuffer>
#include <QHelpEvent>
#include <QPdfWriter>
#include <QSaveFile>
#include <QScopedValueRollback>
#include <QSvgGenerator>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <iterator>

namespace layernorm {

namespace {

constexpr int smallFontPixels = 12;
/// On either side of the draggable line, in pixels.
constexpr double grabDistance = 6;
constexpr int numberedCurves = 9;

/// One for each of the theme's curve colours.
constexpr QCPScatterStyle::ScatterShape pointShapes[] = {
    QCPScatterStyle::ssCircle,  QCPScatterStyle::ssSquare,           QCPScatterStyle::ssTriangle,
    QCPScatterStyle::ssDiamond, QCPScatterStyle::ssTriangleInverted, QCPScatterStyle::ssStar,
};

QFont smallFont()
{
    QFont font = QApplication::font();
    font.setPixelSize(Theme::scaled(smallFontPixels));
    return font;
}

/// At least, left and right of the axes: half a label of the lower one.
int sideMargin()
{
    return Theme::scaled(24);
}

/// Of the largest points.
int pointRadius()
{
    return Theme::scaled(8);
}

/// Of the numbers on the lines.
double numberRadius()
{
    return Theme::scaled(8);
}

// ---- numbers

QString powerText(int power)
{
    static const QString superscripts = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString text = power < 0 ? QStringLiteral("10⁻") : QStringLiteral("10");
    for (const QChar digit : QString::number(std::abs(power)))
        text += superscripts.at(digit.digitValue());
    return text;
}

/// With so many digits: 0.25, −3, 2.5·10⁻⁵.
QString axisText(double value, int digits = 4)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    const QString sign = value < 0 ? QStringLiteral("−") : QString();
    const double magnitude = std::abs(value);
    if (std::isinf(magnitude))
        return sign + QStringLiteral("∞");
    if (magnitude == 0)
        return QStringLiteral("0");
    if (magnitude >= 1e-3 && magnitude < 1e5) {
        const int beforePoint = static_cast<int>(std::floor(std::log10(magnitude))) + 1;
        return sign + QString::number(magnitude, 'g', std::max(digits, beforePoint));
    }
    const QString text = QString::number(magnitude, 'e', std::max(0, digits - 1));
    const qsizetype at = text.indexOf(u'e');
    QString factor = text.left(at);
    while (factor.contains(u'.') && (factor.endsWith(u'0') || factor.endsWith(u'.')))
        factor.chop(1);
    const QString power = powerText(text.mid(at + 1).toInt());
    return sign + (factor == u'1' ? power : factor + u'·' + power);
}

// ---- values

/// A coordinate as it is laid out along its axis.
double along(double value, bool logarithmic)
{
    return logarithmic ? std::log10(value) : value;
}

double fromAlong(double place, bool logarithmic)
{
    return logarithmic ? std::pow(10.0, place) : place;
}

bool isOnAxis(double value, const CurvePlot::Axis& axis)
{
    return std::isfinite(value) && (!axis.logarithmic || value > 0);
}

/// An axis that can be drawn: an extent, and above 0 where it is logarithmic.
CurvePlot::Axis drawable(CurvePlot::Axis axis)
{
    if (!isOnAxis(axis.maximum, axis))
        axis.maximum = 1;
    if (!isOnAxis(axis.minimum, axis))
        axis.minimum = axis.logarithmic ? axis.maximum * 1e-6 : axis.maximum - 1;
    if (axis.minimum < axis.maximum)
        return axis;
    const double room = axis.minimum == 0 ? 1 : std::abs(axis.minimum) / 2;
    axis.maximum = axis.minimum + room;
    axis.minimum -= room;
    return axis;
}

/// The nearest to `wanted` that one may look at.
QCPRange bounded(const QCPRange& wanted, const CurvePlot::Axis& axis)
{
    constexpr double decades = 2;
    constexpr double deepestZoom = 1e-4;
    const double lowest = along(axis.minimum, axis.logarithmic);
    const double extent = along(axis.maximum, axis.logarithmic) - lowest;
    const double room = axis.logarithmic ? decades : extent;
    const double lower = along(wanted.lower, axis.logarithmic);
    const double upper = along(wanted.upper, axis.logarithmic);
    const double seen = std::clamp(upper - lower, extent * deepestZoom, extent + 2 * room);
    const double start = std::clamp((lower + upper - seen) / 2, lowest - room, lowest + extent + room - seen);
    return {fromAlong(start, axis.logarithmic), fromAlong(start + seen, axis.logarithmic)};
}

bool areNearlySame(const QCPRange& a, const QCPRange& b)
{
    const double tolerance = 1e-9 * a.size(); // of the rounding in log10 and back
    return std::abs(a.lower - b.lower) <= tolerance && std::abs(a.upper - b.upper) <= tolerance;
}

bool isPoints(const CurvePlot::Curve& curve)
{
    return curve.style == CurvePlot::Style::Points || curve.style == CurvePlot::Style::Rings;
}

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

/// What a curve says at some x.
struct Reading {
    double x; ///< of the data point, where it is one
    double value;
    double upper; ///< Band only; else as `value`
    bool interpolated;
};

Reading readPoint(const CurvePlot::Curve& curve, qsizetype i)
{
    return {curve.x[i], curve.y[i], i < curve.upper.size() ? curve.upper[i] : curve.y[i], false};
}

qsizetype pointCount(const CurvePlot::Curve& curve)
{
    return std::min(curve.x.size(), curve.y.size());
}

/// The first data point that is not left of x.
qsizetype pointFrom(const CurvePlot::Curve& curve, double x)
{
    const auto end = curve.x.begin() + pointCount(curve);
    return std::lower_bound(curve.x.begin(), end, x) - curve.x.begin();
}

qsizetype nearestPoint(const CurvePlot::Curve& curve, double x, bool logarithmic)
{
    const qsizetype right = pointFrom(curve, x);
    if (right == 0 || right == pointCount(curve))
        return right == 0 ? 0 : right - 1;
    const double place = along(x, logarithmic);
    const double toLeft = place - along(curve.x[right - 1], logarithmic);
    return along(curve.x[right], logarithmic) - place < toLeft ? right : right - 1;
}

/// On the straight line between two data points, as it is drawn.
std::optional<Reading> readBetween(const Reading& left, const Reading& right, double x,
                                   const CurvePlot::Axis& xAxis, const CurvePlot::Axis& yAxis)
{
    for (const double value : {left.value, right.value, left.upper, right.upper})
        if (!isOnAxis(value, yAxis))
            return {};
    if (!isOnAxis(left.x, xAxis))
        return {};
    const double start = along(left.x, xAxis.logarithmic);
    const double share = (along(x, xAxis.logarithmic) - start) / (along(right.x, xAxis.logarithmic) - start);
    const auto between = [&](double from, double to) {
        const double place = along(from, yAxis.logarithmic);
        return fromAlong(place + share * (along(to, yAxis.logarithmic) - place), yAxis.logarithmic);
    };
    return Reading{x, between(left.value, right.value), between(left.upper, right.upper), true};
}

std::optional<Reading> readCurve(const CurvePlot::Curve& curve, double x, const CurvePlot::Axis& xAxis,
                                 const CurvePlot::Axis& yAxis)
{
    if (pointCount(curve) == 0 || std::isnan(x))
        return {};
    if (isPoints(curve))
        return readPoint(curve, nearestPoint(curve, x, xAxis.logarithmic));
    if (curve.style == CurvePlot::Style::Bars) {
        const Reading bar = readPoint(curve, nearestPoint(curve, x, false));
        return std::abs(bar.x - x) <= curve.width / 2 ? std::optional(Reading{x, bar.value, bar.upper, false})
                                                      : std::nullopt;
    }
    const qsizetype right = pointFrom(curve, x);
    if (right == pointCount(curve))
        return {};
    if (curve.x[right] == x)
        return readPoint(curve, right);
    if (right == 0)
        return {};
    return readBetween(readPoint(curve, right - 1), readPoint(curve, right), x, xAxis, yAxis);
}

/// With NaN, a gap, where the axes cannot show a value.
QVector<QCPGraphData> graphData(const QList<double>& x, const QList<double>& y, const CurvePlot::Axis& xAxis,
                                const CurvePlot::Axis& yAxis)
{
    QVector<QCPGraphData> points;
    points.reserve(x.size());
    for (qsizetype i = 0; i < std::min(x.size(), y.size()); ++i)
        if (isOnAxis(x[i], xAxis))
            points.append({x[i], isOnAxis(y[i], yAxis) ? y[i] : qQNaN()});
    return points;
}

QVector<QCPBarsData> barsData(const CurvePlot::Curve& curve, const CurvePlot::Axis& xAxis,
                              const CurvePlot::Axis& yAxis)
{
    QVector<QCPBarsData> bars;
    for (qsizetype i = 0; i < pointCount(curve); ++i)
        if (isOnAxis(curve.x[i], xAxis) && isOnAxis(curve.y[i], yAxis))
            bars.append({curve.x[i], curve.y[i]});
    return bars;
}

/// Whole points at the edges, where a graph would be cut off at the axes.
class PointGraph : public QCPGraph
{
public:
    using QCPGraph::QCPGraph;

protected:
    QRect clipRect() const override
    {
        const int radius = pointRadius();
        return QCPGraph::clipRect().adjusted(-radius, -radius, radius, radius);
    }
};

bool isLine(const CurvePlot::Curve& curve)
{
    return curve.style == CurvePlot::Style::Line || curve.style == CurvePlot::Style::Dashed;
}

// ---- drawing

QColor faint(QColor colour, double share)
{
    colour.setAlphaF(static_cast<float>(share));
    return colour;
}

QCPScatterStyle pointStyle(const CurvePlot::Curve& curve)
{
    constexpr int count = std::size(pointShapes);
    const QColor shade = Theme::curve(curve.colour);
    if (curve.style == CurvePlot::Style::Rings)
        return {QCPScatterStyle::ssCircle, QPen(shade, Theme::scaled(2)), Qt::NoBrush,
                static_cast<double>(Theme::scaled(15))};
    const auto shape = pointShapes[((curve.colour % count) + count) % count];
    const bool isOpen = shape == QCPScatterStyle::ssStar;
    // A rim of the ground's colour keeps a point apart from its curve.
    return {shape, QPen(isOpen ? shade : Theme::current().panel, Theme::scaled(isOpen ? 2 : 1)), shade,
            static_cast<double>(Theme::scaled(9))};
}

QPen linePen(const CurvePlot::Curve& curve)
{
    QPen pen(Theme::curve(curve.colour), Theme::scaled(2));
    pen.setCapStyle(Qt::FlatCap);
    pen.setJoinStyle(Qt::RoundJoin);
    if (curve.style == CurvePlot::Style::Dashed)
        pen.setDashPattern({4, 2.5});
    return pen;
}

/// What stands for a curve in the legend and in the read-out.
void drawSample(QCPPainter& painter, const CurvePlot::Curve& curve, const QRectF& place)
{
    using Style = CurvePlot::Style;
    const QColor colour = Theme::curve(curve.colour);
    if (isPoints(curve)) {
        const QCPScatterStyle style = pointStyle(curve);
        style.applyTo(&painter, style.pen());
        style.drawShape(&painter, place.center());
    } else if (isLine(curve)) {
        painter.setPen(linePen(curve));
        painter.drawLine(QPointF(place.left(), place.center().y()),
                         QPointF(place.right(), place.center().y()));
    } else {
        const double height = std::min(place.height(), static_cast<double>(Theme::scaled(10)));
        const QRectF box(place.left(), place.center().y() - height / 2, place.width(), height);
        painter.fillRect(box, faint(colour, curve.style == Style::Band ? 0.3 : 0.6));
    }
}

} // namespace

/// A part of the plot that is drawn by one of its functions.
class CurvePlot::Drawing : public QCPLayerable
{
public:
    Drawing(CurvePlot& plot, const QString& layer, std::function<void(QCPPainter&)> drawPart)
        : QCPLayerable(&plot, layer),
          m_draw(std::move(drawPart))
    {
    }

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(true); }
    void draw(QCPPainter* painter) override
    {
        painter->setFont(smallFont());
        m_draw(*painter);
    }

private:
    std::function<void(QCPPainter&)> m_draw;
};

/// Ticks at round numbers, on a logarithmic axis at decades; no more than there is room for.
class CurvePlot::Ticker : public QCPAxisTicker
{
public:
    void setAxis(const Axis& axis)
    {
        m_logarithmic = axis.logarithmic;
        m_powers = axis.minimum < 1e-3 || axis.maximum >= 1e5;
    }

protected:
    double getTickStep(const QCPRange& range) override
    {
        const double decades = m_logarithmic ? std::log10(range.upper / range.lower) : 0;
        m_scale = !m_logarithmic || decades < 0.8 ? Scale::Linear
                  : decades < 2.5                 ? Scale::OneTwoFive
                                                  : Scale::Decades;
        m_step = m_scale == Scale::Linear ? QCPAxisTicker::getTickStep(range)
                                          : std::max(1.0, std::ceil(decades / tickCount()));
        m_isWide = decades <= tickCount() / 2.0;
        return m_step;
    }

    QVector<double> createTickVector(double step, const QCPRange& range) override
    {
        if (m_scale == Scale::Linear)
            return QCPAxisTicker::createTickVector(step, range);
        QVector<double> ticks;
        const double first = std::floor(std::log10(range.lower) / step) * step;
        for (double power = first; power <= std::log10(range.upper) + step; power += step)
            for (const double factor : {1.0, 2.0, 5.0})
                if (factor == 1 || m_scale == Scale::OneTwoFive)
                    ticks << factor * std::pow(10.0, power);
        return ticks;
    }

    int getSubTickCount(double step) override
    {
        return m_scale == Scale::Linear ? QCPAxisTicker::getSubTickCount(step) : 1;
    }

    QVector<double> createSubTickVector(int count, const QVector<double>& ticks) override
    {
        if (m_scale == Scale::Linear)
            return QCPAxisTicker::createSubTickVector(count, ticks);
        QVector<double> between;
        const double end = std::log10(ticks.last());
        const int factors = m_scale == Scale::OneTwoFive || m_isWide ? 9 : 1;
        for (double power = std::floor(std::log10(ticks.first())); power < end; ++power)
            for (int factor = 1; factor <= factors; ++factor)
                between << factor * std::pow(10.0, power);
        return between;
    }

    QString getTickLabel(double tick, const QLocale&, QChar, int) override
    {
        if (m_scale == Scale::Decades && m_powers)
            return powerText(static_cast<int>(std::lround(std::log10(tick))));
        if (m_scale != Scale::Linear)
            return axisText(tick);
        // 0 comes out of sums of steps as 1e-17; neighbours must differ however far somebody zoomed in.
        const double snapped = std::abs(tick) < m_step * 1e-6 ? 0 : tick;
        const double digits = snapped == 0 ? 1 : std::ceil(std::log10(std::abs(snapped) / m_step)) + 2;
        return axisText(snapped, std::clamp(static_cast<int>(digits), 2, 15));
    }

private:
    enum class Scale { Linear, OneTwoFive, Decades };

    bool m_logarithmic = false;
    bool m_powers = false;
    Scale m_scale = Scale::Linear;
    double m_step = 1;     ///< in decades on those
    bool m_isWide = false; ///< a decade has room for lines at 2, 3, ... 9
};

/// The names of the curves, each with its number and sample, in as many columns as there is room for.
class CurvePlot::Legend : public QCPLayoutElement
{
public:
    explicit Legend(CurvePlot& plot) : QCPLayoutElement(&plot), m_plot(plot)
    {
        setLayer(QStringLiteral("legend"));
        setMinimumMargins({});
        setMargins({});
    }

    void setShown(bool shown) { m_shown = shown; }

    /// The curve at `position` (pixels); nullptr elsewhere.
    [[nodiscard]] const Curve* curveAt(const QPointF& position) const
    {
        const QList<const Curve*> entries = curves();
        for (qsizetype i = 0; i < places(entries); ++i)
            if (place(i).contains(position))
                return entries[i];
        return nullptr;
    }
    [[nodiscard]] QList<const Curve*> curves() const
    {
        QList<const Curve*> entries;
        for (const Curve& curve : m_plot.m_curves)
            if (curve.inLegend)
                entries << &curve;
        return entries;
    }
    [[nodiscard]] bool isElided(const Curve& curve) const
    {
        return QFontMetrics(smallFont()).horizontalAdvance(curve.name) > textWidth();
    }
    void setHovered(const QString& name) { m_hovered = name; }
    [[nodiscard]] QString hovered() const { return m_hovered; }

protected:
    QSize minimumOuterSizeHint() const override { return {width(), 0}; }
    QSize maximumOuterSizeHint() const override { return {width(), QWIDGETSIZE_MAX}; }
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(true); }

    void draw(QCPPainter* painter) override
    {
        const QList<const Curve*> entries = curves();
        if (!m_shown || entries.isEmpty())
            return;
        const qsizetype shown = places(entries);
        for (qsizetype i = 0; i < shown; ++i)
            drawEntry(*painter, i, *entries[i]);
        if (shown == entries.size())
            return;
        painter->setFont(smallFont());
        painter->setPen(Theme::current().muted);
        painter->drawText(place(shown).adjusted(Theme::scaled(4), 0, 0, 0), Qt::AlignVCenter,
                          CurvePlot::tr("and %n more", nullptr, static_cast<int>(entries.size() - shown)));
    }

private:
    static int rowHeight() { return Theme::scaled(22); }
    static int numberWidth() { return Theme::scaled(16); }
    static int sampleWidth() { return Theme::scaled(22); }
    static int gap() { return Theme::scaled(8); }
    static int leftMargin() { return Theme::scaled(16); }

    [[nodiscard]] int rows() const
    {
        return std::max(1, (m_plot.viewport().height() - 2 * gap()) / rowHeight());
    }
    /// Of a whole column, no more than 30 % of the plot.
    [[nodiscard]] int columnWidth() const
    {
        const QFontMetrics metrics(smallFont());
        int widest = 0;
        for (const Curve* curve : curves())
            widest = std::max(widest, metrics.horizontalAdvance(curve->name));
        const int natural = numberWidth() + sampleWidth() + widest + 3 * gap();
        return std::min(natural, m_plot.viewport().width() * 3 / 10);
    }
    [[nodiscard]] int textWidth() const
    {
        return columnWidth() - numberWidth() - sampleWidth() - 3 * gap() + 1;
    }
    [[nodiscard]] int columns(const QList<const Curve*>& entries) const
    {
        const int needed = (static_cast<int>(entries.size()) + rows() - 1) / rows();
        const int possible = m_plot.viewport().width() * 4 / 10 / std::max(1, columnWidth());
        return std::clamp(needed, 1, std::max(1, possible));
    }
    [[nodiscard]] int width() const
    {
        const QList<const Curve*> entries = curves();
        return m_shown && !entries.isEmpty() ? columns(entries) * columnWidth() + leftMargin() : 0;
    }
    /// How many there is room for; one place is left for what says that there are more.
    [[nodiscard]] qsizetype places(const QList<const Curve*>& entries) const
    {
        if (!m_shown)
            return 0;
        const qsizetype room = static_cast<qsizetype>(rows()) * columns(entries);
        return entries.size() <= room ? entries.size() : room - 1;
    }
    [[nodiscard]] QRectF place(qsizetype i) const
    {
        const int column = static_cast<int>(i) / rows();
        const int row = static_cast<int>(i) % rows();
        return QRectF(rect().left() + leftMargin() + column * columnWidth(),
                      rect().top() + gap() / 2 + row * rowHeight(), columnWidth(), rowHeight());
    }

    void drawEntry(QCPPainter& painter, qsizetype i, const Curve& curve) const
    {
        const Theme& theme = Theme::current();
        const bool shown = m_plot.isCurveShown(curve.name);
        QRectF rest = place(i);
        if (curve.name == m_hovered && !m_plot.m_picturing) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(faint(theme.line, 0.6));
            painter.drawRoundedRect(rest, metrics::cellRadius, metrics::cellRadius);
        }
        QFont font = smallFont();
        font.setStrikeOut(!shown);
        const auto cut = [&rest](double width) {
            const QRectF part(rest.left(), rest.top(), width, rest.height());
            rest.setLeft(part.right() + gap());
            return part;
        };
        painter.setFont(smallFont());
        painter.setPen(theme.muted);
        const QRectF number = cut(numberWidth() - gap() / 2);
        if (i < numberedCurves)
            painter.drawText(number, Qt::AlignRight | Qt::AlignVCenter, QString::number(i + 1));
        painter.save();
        painter.setOpacity(shown ? 1 : 0.3);
        drawSample(painter, curve, cut(sampleWidth()));
        painter.restore();
        painter.setFont(font);
        painter.setPen(shown ? theme.text : theme.muted);
        painter.drawText(rest, Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(curve.name, Qt::ElideRight, textWidth()));
    }

    CurvePlot& m_plot;
    bool m_shown = true;
    QString m_hovered;
};

CurvePlot::CurvePlot(QWidget* parent)
    : QCustomPlot(parent),
      m_xText([](double x) { return axisText(x); }),
      m_yText([](double y) { return axisText(y); }),
      m_xTicker(new Ticker),
      m_yTicker(new Ticker),
      m_legend(new Legend(*this))
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAutoAddPlottableToLegend(false);
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    setupLook();
    setupDrawings();
    connect(xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this,
            [this] { keepInBounds(xAxis, m_x); });
    connect(yAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this,
            [this] { keepInBounds(yAxis, m_y); });
    resetView();
    updateDescription();
}

CurvePlot::~CurvePlot() = default;

void CurvePlot::setupLook()
{
    setBackground(Theme::current().panel);
    setFont(smallFont());
    setupAxis(xAxis);
    setupAxis(yAxis);
    xAxis->setTicker(m_xTicker);
    yAxis->setTicker(m_yTicker);
    axisRect()->setupFullAxesBox(false);
    for (QCPAxis* border : {xAxis2, yAxis2})
        border->setVisible(false);
    plotLayout()->setColumnSpacing(0);
    plotLayout()->addElement(0, 1, m_legend);
}

void CurvePlot::setupAxis(QCPAxis* axis)
{
    const Theme& theme = Theme::current();
    axis->setBasePen(QPen(theme.line, 1));
    // Not Qt::NoPen: QSvgGenerator draws ticks of no length with it as dots.
    axis->setTickPen(QColor(Qt::transparent));
    axis->setSubTickPen(QColor(Qt::transparent));
    axis->setTickLength(0);
    axis->setSubTickLength(0);
    axis->setTickLabelPadding(Theme::scaled(6));
    axis->setLabelPadding(Theme::scaled(3));
    axis->setTickLabelColor(theme.muted);
    axis->setTickLabelFont(smallFont());
    axis->setLabelColor(theme.text);
    axis->setLabelFont(smallFont());
    axis->grid()->setPen(QPen(theme.line, 1));
    axis->grid()->setSubGridPen(QPen(faint(theme.line, 0.45), 1));
    axis->grid()->setZeroLinePen(QPen(theme.line, 1));
}

void CurvePlot::setupDrawings()
{
    // The plot owns them. Points are above all lines; what moves with the mouse is on a layer that is drawn
    // without the curves.
    addLayer(QStringLiteral("points"), layer(QStringLiteral("main")));
    addLayer(QStringLiteral("pointsCover"), layer(QStringLiteral("points")));
    addLayer(QStringLiteral("linesCover"), layer(QStringLiteral("main")));
    new Drawing(*this, QStringLiteral("linesCover"), [this](QCPPainter& painter) { cover(painter, 0); });
    new Drawing(*this, QStringLiteral("pointsCover"),
                [this](QCPPainter& painter) { cover(painter, pointRadius()); });
    new Drawing(*this, QStringLiteral("legend"), [this](QCPPainter& painter) {
        drawMarkers(painter);
        drawNumbers(painter);
    });
    new Drawing(*this, QStringLiteral("overlay"), [this](QCPPainter& painter) {
        drawLine(painter);
        if (m_picturing)
            return;
        drawCursor(painter);
        drawFocus(painter);
    });
}

void CurvePlot::setAxes(const Axis& x, const Axis& y)
{
    const Axis newX = drawable(x);
    const Axis newY = drawable(y);
    if (newX == m_x && newY == m_y)
        return;
    m_x = newX;
    m_y = newY;
    const auto adopt = [](QCPAxis* axis, Ticker& ticker, const Axis& wanted) {
        axis->setScaleType(wanted.logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
        axis->setLabel(wanted.label); // so that there is room for one; elided once its length is known
        axis->grid()->setSubGridVisible(wanted.logarithmic);
        ticker.setAxis(wanted);
    };
    adopt(xAxis, *m_xTicker, m_x);
    adopt(yAxis, *m_yTicker, m_y);
    m_keyCursor.reset();
    fillGraphs(); // what an axis cannot show depends on the axis
    resetView();
    updateDescription();
}

void CurvePlot::setCurves(const QList<Curve>& curves)
{
    const bool same = hasSameGraphs(curves);
    m_curves = curves;
    if (!same) {
        clearPlottables();
        m_graphs.clear();
        m_numberPlaces.clear();
        for (const Curve& curve : m_curves)
            makeGraphs(curve);
        showGraphs();
    }
    fillGraphs();
    updateDescription();
    replot(rpQueuedReplot);
}

bool CurvePlot::hasSameGraphs(const QList<Curve>& curves) const
{
    return std::equal(curves.begin(), curves.end(), m_curves.begin(), m_curves.end(),
                      [](const Curve& a, const Curve& b) {
                          return a.name == b.name && a.style == b.style && a.colour == b.colour &&
                                 a.inLegend == b.inLegend && a.companion == b.companion;
                      });
}

void CurvePlot::makeGraphs(const Curve& curve)
{
    const QColor colour = Theme::curve(curve.colour);
    QList<QCPAbstractPlottable*> graphs;
    if (curve.style == Style::Bars) {
        graphs << new QCPBars(xAxis, yAxis);
        graphs.first()->setPen(QPen(Theme::current().panel, 1));
        graphs.first()->setBrush(faint(colour, 0.6));
    } else if (isPoints(curve)) {
        auto* points = new PointGraph(xAxis, yAxis);
        points->setLayer(QStringLiteral("points"));
        points->setLineStyle(QCPGraph::lsNone);
        points->setScatterStyle(pointStyle(curve));
        graphs << points;
    } else if (curve.style == Style::Band) {
        auto* upper = new QCPGraph(xAxis, yAxis);
        graphs << new QCPGraph(xAxis, yAxis) << upper;
        for (QCPAbstractPlottable* edge : graphs)
            edge->setPen(QPen(faint(colour, 0.5), 1));
        upper->setBrush(faint(colour, 0.22));
        upper->setChannelFillGraph(static_cast<QCPGraph*>(graphs.first()));
    } else {
        graphs << new QCPGraph(xAxis, yAxis);
        graphs.first()->setPen(linePen(curve));
    }
    m_graphs << graphs;
}

void CurvePlot::fillGraphs()
{
    for (qsizetype i = 0; i < m_curves.size(); ++i) {
        const Curve& curve = m_curves[i];
        if (curve.style == Style::Bars) {
            auto& bars = static_cast<QCPBars&>(*m_graphs[i].first());
            bars.setWidth(curve.width);
            bars.data()->set(barsData(curve, m_x, m_y), true);
            continue;
        }
        static_cast<QCPGraph*>(m_graphs[i].first())->data()->set(graphData(curve.x, curve.y, m_x, m_y), true);
        if (curve.style == Style::Band)
            static_cast<QCPGraph*>(m_graphs[i].last())
                ->data()
                ->set(graphData(curve.x, curve.upper, m_x, m_y), true);
    }
}

void CurvePlot::showGraphs()
{
    for (qsizetype c = 0; c < m_curves.size(); ++c)
        for (QCPAbstractPlottable* graph : m_graphs[c])
            graph->setVisible(isSeen(m_curves[c]));
}

void CurvePlot::setMarkers(const QList<Marker>& markers)
{
    m_markers = markers;
    updateDescription();
    replot(rpQueuedReplot);
}

void CurvePlot::setDraggableLine(std::optional<double> x, const QString& name)
{
    m_line = x ? std::optional(Line{*x, name}) : std::nullopt;
    if (!m_line)
        endDrag();
    updateDescription();
    // Not at once: the curves mostly change together with the line.
    replot(rpQueuedReplot);
}

void CurvePlot::setReadOut(std::function<QString(double)> x, std::function<QString(double)> y)
{
    m_xText = std::move(x);
    m_yText = std::move(y);
    updateDescription();
    replotOverlay();
}

void CurvePlot::setLegendVisible(bool visible)
{
    m_legend->setShown(visible);
    replot(rpQueuedReplot);
}

void CurvePlot::resetView()
{
    xAxis->setRange(m_x.minimum, m_x.maximum);
    yAxis->setRange(m_y.minimum, m_y.maximum);
    replot(rpQueuedReplot);
}

bool CurvePlot::isCurveShown(const QString& name) const
{
    return !m_hidden.contains(name);
}

bool CurvePlot::isSeen(const Curve& curve) const
{
    return isCurveShown(curve.name) && isCurveShown(curve.companion);
}

void CurvePlot::setCurveShown(const QString& name, bool shown)
{
    if (isCurveShown(name) == shown)
        return;
    if (shown)
        m_hidden.remove(name);
    else
        m_hidden.insert(name);
    showGraphs();
    updateDescription();
    replot(rpQueuedReplot);
}

QString CurvePlot::readOutAt(double x) const
{
    QStringList lines;
    for (const ReadOut& row : readOut(x))
        lines << tr("%1: %2").arg(row.curve->name, row.value);
    return lines.join(u'\n');
}

void CurvePlot::updateDescription()
{
    QStringList parts{tr("%1 against %2").arg(m_y.label, m_x.label)};
    for (const Curve* curve : m_legend->curves())
        parts << (isCurveShown(curve->name) ? tr("%1, shown") : tr("%1, hidden")).arg(curve->name);
    for (const Marker& marker : m_markers)
        parts << tr("%1 at %2").arg(marker.name, m_xText(marker.x));
    if (m_line)
        parts << tr("%1 at %2").arg(m_line->name.isEmpty() ? tr("line") : m_line->name, m_xText(lineX()));
    if (const std::optional<double> x = cursorX())
        parts << tr("at %1:").arg(m_xText(*x)) << readOutAt(*x);
    else if (m_line)
        parts << readOutAt(lineX());
    setAccessibleDescription(parts.join(u'\n'));
}

// ---- range

void CurvePlot::keepInBounds(QCPAxis* axis, const Axis& limits)
{
    const QCPRange allowed = bounded(axis->range(), limits);
    if (!areNearlySame(allowed, axis->range()))
        axis->setRange(allowed);
}

void CurvePlot::zoom(double factor)
{
    // Around what one looks at.
    const std::optional<double> x = cursorX();
    xAxis->scaleRange(factor, x ? *x : xAxis->pixelToCoord(area().center().x()));
    yAxis->scaleRange(factor, yAxis->pixelToCoord(area().center().y()));
    replot(rpQueuedReplot);
}

// ---- mouse and keyboard

QRectF CurvePlot::area() const
{
    return axisRect()->rect();
}

double CurvePlot::pixelX(double x) const
{
    if (!isOnAxis(x, m_x))
        return x > 0 ? area().right() : area().left();
    return xAxis->coordToPixel(x);
}

double CurvePlot::xAtPixel(double pixel) const
{
    return roundest(xAxis->pixelToCoord(pixel - 0.5), xAxis->pixelToCoord(pixel + 0.5));
}

double CurvePlot::linePixel() const
{
    return std::clamp(pixelX(lineX()), area().left(), area().right());
}

bool CurvePlot::isLineInSight() const
{
    return isOnAxis(lineX(), m_x) && std::abs(pixelX(lineX()) - linePixel()) < 1;
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
        QToolTip::showText(help->globalPos(), text, this);
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

// ---- painting

void CurvePlot::updateLayout()
{
    const QFontMetrics metrics(smallFont());
    const int labelWidth = metrics.horizontalAdvance(QStringLiteral("10⁻¹⁰"));
    m_xTicker->setTickCount(std::clamp(viewport().width() / (3 * labelWidth), 2, 13));
    m_yTicker->setTickCount(std::clamp(viewport().height() / (3 * metrics.height()), 2, 11));
    QCustomPlot::updateLayout();
    // How many rows the markers' names need is known once the width is.
    const int rows = markerRows();
    // Half a label of the left axis at its upper end; one that does not fit is not drawn at all.
    const int half = metrics.height() / 2 + Theme::scaled(4);
    const int top = rows > 0 ? rows * metrics.height() + Theme::scaled(5) : half;
    const QMargins margins(sideMargin(), std::max(half, top), sideMargin(), Theme::scaled(24));
    if (margins != axisRect()->minimumMargins()) {
        axisRect()->setMinimumMargins(margins);
        QCustomPlot::updateLayout();
    }
    elideLabels();
}

void CurvePlot::elideLabels()
{
    const QFontMetrics metrics(smallFont());
    const auto room = [](int centre, int end) {
        return 2 * std::min(centre, end - centre) - Theme::scaled(8);
    };
    const QPoint centre = area().center().toPoint();
    xAxis->setLabel(metrics.elidedText(m_x.label, Qt::ElideRight, room(centre.x(), viewport().width())));
    yAxis->setLabel(metrics.elidedText(m_y.label, Qt::ElideRight, room(centre.y(), viewport().height())));
}

QList<CurvePlot::MarkerName> CurvePlot::placeMarkerNames() const
{
    const QFontMetrics metrics(smallFont());
    const double gap = Theme::scaled(8);
    const double shortest = Theme::scaled(28);
    const int rows = viewport().height() >= Theme::scaled(400) ? 3 : 2;
    QList<Marker> seen;
    for (const Marker& marker : m_markers)
        if (isOnAxis(marker.x, m_x) && xAxis->range().contains(marker.x))
            seen << marker;
    std::stable_sort(seen.begin(), seen.end(), [](const Marker& a, const Marker& b) { return a.x < b.x; });
    const double limit = area().right() + sideMargin() - Theme::scaled(3);
    QList<double> ends(rows, -gap); // of what already stands in each row
    QList<MarkerName> names;
    for (const Marker& marker : seen) {
        const double place = pixelX(marker.x);
        double width = metrics.horizontalAdvance(marker.name);
        double left = std::clamp(place - width / 2, 0.0, std::max(0.0, limit - width));
        auto row = std::find_if(ends.begin(), ends.end(), [&](double end) { return end + gap <= left; });
        if (row == ends.end()) {
            row = std::min_element(ends.begin(), ends.end());
            const double start = *row + gap;
            width = std::min({width, 2 * (place - start), limit - start});
            if (width < shortest)
                continue; // only its triangle; the tool tip has the name
            left = std::min(place - width / 2, limit - width);
        }
        names << MarkerName{metrics.elidedText(marker.name, Qt::ElideRight, static_cast<int>(width) + 1),
                            left, static_cast<int>(row - ends.begin())};
        *row = left + width;
    }
    return names;
}

int CurvePlot::markerRows() const
{
    int rows = 0;
    for (const MarkerName& name : placeMarkerNames())
        rows = std::max(rows, name.row + 1);
    return rows;
}

void CurvePlot::drawMarkers(QCPPainter& painter) const
{
    const double top = area().top();
    const double size = Theme::scaled(4);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::current().muted);
    for (const Marker& marker : m_markers) {
        if (!isOnAxis(marker.x, m_x) || !xAxis->range().contains(marker.x))
            continue;
        const double x = pixelX(marker.x);
        painter.drawPolygon(
            QPolygonF{QPointF(x - size, top - 2), QPointF(x + size, top - 2), QPointF(x, top + size)});
    }
    painter.setPen(Theme::current().muted);
    const QFontMetrics metrics = painter.fontMetrics();
    for (const MarkerName& name : placeMarkerNames()) {
        const double bottom = top - Theme::scaled(3) - name.row * metrics.height();
        painter.drawText(QPointF(name.left, bottom - metrics.descent()), name.text);
    }
}

double CurvePlot::heightAt(const Curve& curve, double pixel) const
{
    if (pixel < area().left() || pixel > area().right())
        return qQNaN();
    const std::optional<Reading> reading = readCurve(curve, xAxis->pixelToCoord(pixel), m_x, m_y);
    const bool seen = reading && isOnAxis(reading->value, m_y) && yAxis->range().contains(reading->value);
    return seen ? yAxis->coordToPixel(reading->value) : qQNaN();
}

QList<CurvePlot::Numbered> CurvePlot::numberedLines() const
{
    QList<Numbered> lines;
    const QList<const Curve*> named = m_legend->curves();
    for (qsizetype i = 0; i < std::min<qsizetype>(named.size(), numberedCurves); ++i)
        if (isLine(*named[i]) && isSeen(*named[i]))
            lines << Numbered{named[i], static_cast<int>(i + 1), {}};
    return lines;
}

double CurvePlot::clearance(const QList<Numbered>& lines, qsizetype line, double pixel) const
{
    const double height = heightAt(*lines[line].curve, pixel);
    if (std::isnan(height))
        return -1;
    double free = m_line ? std::abs(linePixel() - pixel) : area().width();
    double numbers = area().width();
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (i == line)
            continue;
        const double other = heightAt(*lines[i].curve, pixel);
        if (!std::isnan(other))
            free = std::min(free, std::abs(other - height));
        if (i < line && !lines[i].place.isNull())
            numbers = std::min(numbers, QLineF(lines[i].place, QPointF(pixel, height)).length());
    }
    return numbers < 2 * numberRadius() ? -1 : free;
}

std::optional<double> CurvePlot::numberPlace(const QList<Numbered>& lines, qsizetype line) const
{
    constexpr int parts = 40;
    const double enough = 2 * numberRadius();
    // A number stays where it is as long as there is room: it must not flicker while somebody drags.
    QList<double> places;
    if (const auto last = m_numberPlaces.find(lines[line].curve->name); last != m_numberPlaces.end())
        places << pixelX(*last);
    places << area().right() - enough;
    for (int part = parts - 1; part > 0; --part)
        places << area().left() + area().width() * part / parts;
    std::optional<double> best;
    double most = -1;
    for (const double place : places) {
        const double free = std::min(enough, clearance(lines, line, place));
        if (free > most) {
            most = free;
            best = place;
        }
        if (most >= enough)
            break;
    }
    return best;
}

void CurvePlot::drawNumbers(QCPPainter& painter)
{
    QList<Numbered> lines = numberedLines();
    if (lines.size() < 2)
        return;
    for (qsizetype line = 0; line < lines.size(); ++line) {
        const std::optional<double> place = numberPlace(lines, line);
        if (!place)
            continue;
        m_numberPlaces[lines[line].curve->name] = xAxis->pixelToCoord(*place);
        lines[line].place = QPointF(*place, heightAt(*lines[line].curve, *place));
        drawNumber(painter, lines[line]);
    }
}

void CurvePlot::drawNumber(QCPPainter& painter, const Numbered& line) const
{
    const double radius = numberRadius();
    painter.setPen(QPen(Theme::curve(line.curve->colour), Theme::scaled(1)));
    painter.setBrush(Theme::current().panel);
    painter.drawEllipse(line.place, radius, radius);
    painter.setPen(Theme::current().text);
    painter.drawText(QRectF(line.place - QPointF(radius, radius), QSizeF(2 * radius, 2 * radius)),
                     Qt::AlignCenter, QString::number(line.number));
}

void CurvePlot::drawLine(QCPPainter& painter) const
{
    if (!m_line)
        return;
    const Theme& theme = Theme::current();
    const bool lit = m_lineHovered && !m_picturing;
    const double x = linePixel();
    const double bottom = area().bottom();
    const double size = Theme::scaled(lit ? 8 : 6);
    QPen pen(theme.accent, Theme::scaled(lit ? 4 : 3), Qt::SolidLine, Qt::FlatCap);
    if (!isLineInSight())
        pen.setDashPattern({2, 2});
    painter.setPen(pen);
    painter.drawLine(QPointF(x, area().top()), QPointF(x, bottom));
    painter.setPen(QPen(theme.panel, 1));
    painter.setBrush(theme.accent);
    if (isLineInSight()) {
        painter.drawEllipse(QPointF(x, bottom), size, size);
    } else {
        const double outward = x < area().center().x() ? -size : size;
        painter.drawPolygon(QPolygonF{QPointF(x - outward, bottom - size),
                                      QPointF(x - outward, bottom + size), QPointF(x + outward, bottom)});
    }
    drawLineName(painter, QPointF(x, bottom - 2 * size));
}

void CurvePlot::drawLineName(QCPPainter& painter, const QPointF& place) const
{
    if (m_line->name.isEmpty())
        return;
    const QFontMetrics metrics = painter.fontMetrics();
    const double room = Theme::scaled(8);
    const QString text =
        metrics.elidedText(m_line->name, Qt::ElideRight, static_cast<int>(area().width() / 2 - 2 * room));
    const double width = metrics.horizontalAdvance(text);
    const bool isLeft = place.x() + 2 * room + width > area().right();
    const QRectF box(isLeft ? place.x() - 1.5 * room - width : place.x() + room / 2,
                     place.y() - metrics.height(), width + room, metrics.height());
    painter.setPen(Qt::NoPen);
    painter.setBrush(faint(Theme::current().panel, 0.85));
    painter.drawRoundedRect(box, metrics::cellRadius, metrics::cellRadius);
    painter.setPen(Theme::current().accent);
    painter.drawText(box, Qt::AlignCenter, text);
}

QList<CurvePlot::ReadOut> CurvePlot::readOut(double x) const
{
    QList<ReadOut> rows;
    for (const Curve& curve : m_curves) {
        const std::optional<Reading> reading = readCurve(curve, x, m_x, m_y);
        if (!reading || curve.name.isEmpty() || !isSeen(curve))
            continue;
        QString value = m_yText(reading->value);
        if (curve.style == Style::Band)
            value = tr("%1 to %2").arg(value, m_yText(reading->upper));
        if (reading->interpolated)
            value.prepend(QStringLiteral("≈ "));
        if (reading->x != x)
            value = tr("%1 (at %2)").arg(value, m_xText(reading->x));
        rows << ReadOut{&curve, value, QPointF(reading->x, reading->value)};
    }
    return rows;
}

void CurvePlot::drawCursor(QCPPainter& painter) const
{
    const std::optional<double> x = cursorX();
    if (!x)
        return;
    const Theme& theme = Theme::current();
    const double pixel = std::clamp(pixelX(*x), area().left(), area().right());
    const QList<ReadOut> rows = readOut(*x);
    if (!m_line || *x != lineX()) {
        painter.setPen(QPen(theme.muted, 1));
        painter.drawLine(QPointF(pixel, area().top()), QPointF(pixel, area().bottom()));
    }
    for (const ReadOut& row : rows) {
        const bool isArea = row.curve->style == Style::Bars || row.curve->style == Style::Band;
        if (isArea || !isOnAxis(row.point.x(), m_x) || !isOnAxis(row.point.y(), m_y))
            continue;
        const QPointF point(pixelX(row.point.x()), yAxis->coordToPixel(row.point.y()));
        if (!area().adjusted(-1, -1, 1, 1).contains(point))
            continue;
        painter.setPen(QPen(theme.panel, 1));
        painter.setBrush(Theme::curve(row.curve->colour));
        painter.drawEllipse(point, Theme::scaled(4), Theme::scaled(4));
    }
    drawReadOut(painter, *x, pixel, rows);
}

void CurvePlot::drawReadOut(QCPPainter& painter, double x, double pixel, QList<ReadOut> rows) const
{
    const Theme& theme = Theme::current();
    const QFontMetrics metrics = painter.fontMetrics();
    const int room = Theme::scaled(6);
    const int sample = Theme::scaled(16);
    const int most = std::max(1, static_cast<int>(area().height() - 2 * room) / metrics.height() - 1);
    const qsizetype left = rows.size() > most ? rows.size() - std::max(0, most - 1) : 0;
    rows.resize(rows.size() - left);

    int names = 0;
    int values = 0;
    for (const ReadOut& row : rows) {
        names = std::max(names, metrics.horizontalAdvance(row.curve->name));
        values = std::max(values, metrics.horizontalAdvance(row.value));
    }
    const QString more = left > 0 ? tr("and %n more", nullptr, static_cast<int>(left)) : QString();
    const int fixed = sample + values + 4 * room;
    const double beside = 2 * room;
    const double side = std::max(area().right() - pixel, pixel - area().left()) - beside;
    names = std::clamp(names, 0, std::max(Theme::scaled(30), static_cast<int>(side) - fixed));
    const int width =
        std::max({rows.isEmpty() ? 0 : fixed + names, metrics.horizontalAdvance(m_xText(x)) + 2 * room,
                  metrics.horizontalAdvance(more) + 2 * room});
    const qsizetype lines = 1 + rows.size() + (left > 0 ? 1 : 0);
    QRectF box(0, 0, width, static_cast<double>(lines * metrics.height() + 2 * room));
    // Beside the cursor, on the side where there is room, and never out of the area.
    box.moveLeft(pixel + beside + width <= area().right() ? pixel + beside : pixel - beside - width);
    box.moveLeft(std::max(box.left(), area().left()));
    box.moveTop(m_mouse && !m_keyCursor ? m_mouse->y() - box.height() / 2 : area().top());
    box.moveTop(std::max(area().top(), std::min(box.top(), area().bottom() - box.height())));

    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(faint(theme.panel, 0.96));
    painter.drawRoundedRect(box, metrics::cellRadius, metrics::cellRadius);
    QRectF line(box.left() + room, box.top() + room, box.width() - 2 * room, metrics.height());
    painter.setPen(theme.muted);
    painter.drawText(line, Qt::AlignVCenter, m_xText(x));
    for (const ReadOut& row : rows) {
        line.translate(0, metrics.height());
        drawSample(painter, *row.curve, QRectF(line.left(), line.top(), sample, line.height()));
        painter.setPen(theme.text);
        painter.drawText(line.adjusted(sample + room, 0, 0, 0), Qt::AlignVCenter,
                         metrics.elidedText(row.curve->name, Qt::ElideRight, names + 1));
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, row.value);
    }
    painter.setPen(theme.muted);
    if (left > 0)
        painter.drawText(line.translated(0, metrics.height()), Qt::AlignVCenter, more);
}

void CurvePlot::cover(QCPPainter& painter, double room) const
{
    if (!painter.modes().testFlag(QCPPainter::pmVectorized))
        return;
    QPainterPath outside;
    outside.addRect(viewport());
    outside.addRect(area().adjusted(-room, -room, room, room));
    painter.fillPath(outside, Theme::current().panel);
}

void CurvePlot::drawFocus(QCPPainter& painter) const
{
    if (!hasFocus() || !m_focusSeen)
        return;
    painter.setPen(QPen(Theme::current().accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(viewport()).adjusted(1, 1, -1, -1), metrics::cellRadius,
                            metrics::cellRadius);
}

void CurvePlot::replotOverlay()
{
    if (replotTime() == 0) // not drawn yet: there is nothing to draw on
        return;
    layer(QStringLiteral("overlay"))->replot();
}

void CurvePlot::paintEvent(QPaintEvent* event)
{
    {
        QCPPainter painter(this);
        // A picture of the page in another resolution: drawn anew, where the buffers would be enlarged.
        if (!qFuzzyCompare(painter.deviceTransform().m11(), bufferDevicePixelRatio())) {
            const QScopedValueRollback picturing(m_picturing, true);
            toPainter(&painter, width(), height());
            return;
        }
    }
    QCustomPlot::paintEvent(event);
}

// ---- pictures

QPixmap CurvePlot::picture(double scale)
{
    const QScopedValueRollback picturing(m_picturing, true);
    return toPixmap(0, 0, scale);
}

void CurvePlot::drawInto(QPaintDevice& device)
{
    const QScopedValueRollback picturing(m_picturing, true);
    QCPPainter painter(&device);
    painter.setMode(QCPPainter::pmVectorized);
    toPainter(&painter, width(), height());
}

bool CurvePlot::saveVector(const QString& file)
{
    QByteArray content;
    QBuffer buffer(&content);
    buffer.open(QIODevice::WriteOnly);
    if (file.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive)) {
        QPdfWriter pdf(&buffer);
        pdf.setTitle(accessibleName());
        pdf.setResolution(72); // a pixel is a point
        pdf.setPageMargins({});
        pdf.setPageSize(QPageSize(QSizeF(size()), QPageSize::Point, {}, QPageSize::ExactMatch));
        drawInto(pdf);
    } else {
        QSvgGenerator svg;
        svg.setOutputDevice(&buffer);
        svg.setTitle(accessibleName());
        svg.setDescription({});
        svg.setResolution(96); // a pixel is a CSS pixel
        svg.setSize(size());
        svg.setViewBox(rect());
        drawInto(svg);
    }
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly))
        return false;
    // A full disk shows up in any of these.
    if (out.write(content) != content.size() || !out.flush() || out.size() != content.size()) {
        out.cancelWriting();
        return false;
    }
    return out.commit();
}

} // namespace layernorm
