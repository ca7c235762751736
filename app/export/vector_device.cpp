// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export/vector_device.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

namespace layernorm {

namespace {

constexpr int pixelsPerInch = 96;
constexpr double millimetresPerInch = 25.4;

/// QPainter turns what an engine cannot do into images.
constexpr QPaintEngine::PaintEngineFeatures drawn =
    QPaintEngine::PrimitiveTransform | QPaintEngine::PixmapTransform | QPaintEngine::LinearGradientFill |
    QPaintEngine::RadialGradientFill | QPaintEngine::AlphaBlend | QPaintEngine::PainterPaths |
    QPaintEngine::Antialiasing | QPaintEngine::BrushStroke | QPaintEngine::ConstantOpacity |
    QPaintEngine::PaintOutsidePaintEvent;

/// When a painter is restored it says its clips again one by one, each with the transformation it was set
/// under, and there Qt 6.4 counts the widget's place in the picture twice.
QTransform transformOfClip(const QPaintEngineState& now)
{
    const QPainter& painter = *now.painter();
    const bool saidAgain = !(now.state() & QPaintEngine::DirtyClipEnabled);
    const QTransform place = painter.combinedTransform().inverted() * painter.deviceTransform();
    return saidAgain ? now.transform() * place.inverted() : now.transform();
}

/// Of a widget's region the bounds: what is left out is covered by its opaque children, and areas that end
/// beneath them leave no seams.
QPainterPath boundsOf(const QRegion& region)
{
    QPainterPath path;
    path.addRect(region.boundingRect());
    return path;
}

bool isSeen(const QBrush& brush)
{
    return brush.style() != Qt::NoBrush && (brush.style() != Qt::SolidPattern || brush.color().alpha() > 0);
}

} // namespace

class VectorDevice::Engine : public QPaintEngine
{
public:
    Engine(QSize size, VectorCanvas& canvas)
        : QPaintEngine(drawn),
          m_picture(QRectF(QPointF(), QSizeF(size))),
          m_canvas(canvas)
    {
    }

    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    [[nodiscard]] Type type() const override { return User; }

    void updateState(const QPaintEngineState& state) override;
    void drawPath(const QPainterPath& path) override;
    void drawLines(const QLineF* lines, int count) override;
    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override;
    void drawTextItem(const QPointF& baseLine, const QTextItem& text) override;
    void drawPixmap(const QRectF& place, const QPixmap& pixmap, const QRectF& source) override;

private:
    void clip(const ClipArea& area, Qt::ClipOperation operation);
    void hand(const QPainterPath& path, const QPen& pen, const QBrush& brush, double shift);
    /// The style as it is, where something is to be seen of `bounds`.
    [[nodiscard]] std::optional<VectorCanvas::Style> styleFor(const QRectF& bounds) const;

    ClipArea m_picture;
    VectorCanvas& m_canvas;
    VectorCanvas::Style m_style; ///< all but its clip
    ClipArea m_clip;             ///< the painter's own
    bool m_clips = false;
};

void VectorDevice::Engine::updateState(const QPaintEngineState& now)
{
    const DirtyFlags dirty = now.state();
    if (dirty & DirtyPen)
        m_style.pen = now.pen();
    if (dirty & DirtyBrush)
        m_style.brush = now.brush();
    if (dirty & DirtyBrushOrigin)
        m_style.brushOrigin = now.brushOrigin();
    if (dirty & DirtyOpacity)
        m_style.opacity = now.opacity();
    if (dirty & DirtyHints)
        m_style.smooth = now.renderHints().testFlag(QPainter::Antialiasing);
    if (dirty & DirtyTransform)
        m_style.transform = now.transform();
    if (dirty & DirtyClipEnabled)
        m_clips = now.isClipEnabled();
    const QTransform clipTransform = dirty & DirtyTransform ? transformOfClip(now) : m_style.transform;
    if (dirty & DirtyClipPath)
        clip(ClipArea(clipTransform.map(now.clipPath())), now.clipOperation());
    if (dirty & DirtyClipRegion)
        clip(ClipArea(clipTransform.map(boundsOf(now.clipRegion()))), now.clipOperation());
}

void VectorDevice::Engine::clip(const ClipArea& area, Qt::ClipOperation operation)
{
    m_clip = operation == Qt::IntersectClip && m_clips ? m_clip.intersected(area) : area;
    m_clips = operation != Qt::NoClip;
}

std::optional<VectorCanvas::Style> VectorDevice::Engine::styleFor(const QRectF& bounds) const
{
    VectorCanvas::Style style = m_style;
    style.clip = m_picture;
    if (const QRegion widget = systemClip(); !widget.isEmpty())
        style.clip = style.clip.intersected(ClipArea(boundsOf(widget)));
    if (m_clips)
        style.clip = style.clip.intersected(m_clip);
    const QRectF seen = style.clip.bounds();
    const QRectF place = style.transform.mapRect(bounds);
    // A line across has no height and would not intersect.
    const bool hidden = seen.isEmpty() || place.right() < seen.left() || place.left() > seen.right() ||
                        place.bottom() < seen.top() || place.top() > seen.bottom();
    return hidden ? std::nullopt : std::optional(style);
}

void VectorDevice::Engine::hand(const QPainterPath& path, const QPen& pen, const QBrush& brush, double shift)
{
    const double edge = pen.style() == Qt::NoPen ? 0 : std::max(1.0, pen.widthF());
    std::optional<VectorCanvas::Style> style =
        styleFor(path.controlPointRect().adjusted(-edge, -edge, edge, edge));
    if (!style)
        return;
    style->pen = pen;
    style->brush = brush;
    style->transform *= QTransform::fromTranslate(shift, shift);
    m_canvas.drawPath(path, *style);
}

void VectorDevice::Engine::drawPath(const QPainterPath& path)
{
    const QPen& pen = m_style.pen;
    const bool filled = isSeen(m_style.brush);
    const bool stroked = pen.style() != Qt::NoPen && isSeen(pen.brush());
    // Without smooth edges, a line of an odd number of pixels is centred on a pixel's middle.
    const long width = std::lround(std::max(1.0, pen.widthF() * std::abs(m_style.transform.m11())));
    const double shift = stroked && !m_style.smooth && width % 2 == 1 ? 0.5 : 0;
    if (filled && (!stroked || shift != 0))
        hand(path, Qt::NoPen, m_style.brush, 0);
    if (stroked)
        hand(path, pen, filled && shift == 0 ? m_style.brush : QBrush(Qt::NoBrush), shift);
}

void VectorDevice::Engine::drawLines(const QLineF* lines, int count)
{
    // Qt makes areas of lines of no length, seen without a pen, too.
    for (const QLineF& line : std::span(lines, static_cast<std::size_t>(count))) {
        const QPointF ends[] = {line.p1(), line.p2()};
        drawPolygon(ends, 2, PolylineMode);
    }
}

void VectorDevice::Engine::drawPolygon(const QPointF* points, int count, PolygonDrawMode mode)
{
    QPainterPath path;
    path.addPolygon(QPolygonF(QList<QPointF>(points, points + count)));
    if (mode != PolylineMode)
        path.closeSubpath();
    path.setFillRule(mode == OddEvenMode ? Qt::OddEvenFill : Qt::WindingFill);
    const QBrush brush = m_style.brush;
    if (mode == PolylineMode)
        m_style.brush = Qt::NoBrush;
    drawPath(path);
    m_style.brush = brush;
}

void VectorDevice::Engine::drawTextItem(const QPointF& baseLine, const QTextItem& text)
{
    const QRectF place(baseLine.x(), baseLine.y() - text.ascent(), text.width(),
                       text.ascent() + text.descent());
    if (const std::optional<VectorCanvas::Style> style = styleFor(place))
        m_canvas.drawText(baseLine, text, *style);
}

void VectorDevice::Engine::drawPixmap(const QRectF& place, const QPixmap& pixmap, const QRectF& source)
{
    if (const std::optional<VectorCanvas::Style> style = styleFor(place))
        m_canvas.drawImage(place, pixmap.copy(source.toAlignedRect()).toImage(), *style);
}

VectorDevice::VectorDevice(QSize size, VectorCanvas& canvas)
    : m_size(size),
      m_engine(std::make_unique<Engine>(size, canvas))
{
}

VectorDevice::~VectorDevice() = default;

QPaintEngine* VectorDevice::paintEngine() const
{
    return m_engine.get();
}

int VectorDevice::metric(PaintDeviceMetric metric) const
{
    const auto millimetres = [](int pixels) {
        return static_cast<int>(std::lround(pixels * millimetresPerInch / pixelsPerInch));
    };
    constexpr int colours = 1 << 24;
    switch (metric) {
    case PdmWidth:
        return m_size.width();
    case PdmHeight:
        return m_size.height();
    case PdmWidthMM:
        return millimetres(m_size.width());
    case PdmHeightMM:
        return millimetres(m_size.height());
    case PdmNumColors:
        return colours;
    case PdmDepth:
        return 24;
    case PdmDpiX:
    case PdmDpiY:
    case PdmPhysicalDpiX:
    case PdmPhysicalDpiY:
        return pixelsPerInch;
    case PdmDevicePixelRatio:
        return 1;
    case PdmDevicePixelRatioScaled:
        return static_cast<int>(devicePixelRatioFScale());
    default:
        return QPaintDevice::metric(metric);
    }
}

} // namespace layernorm
