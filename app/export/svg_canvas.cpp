// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export/svg_canvas.h"

#include <QBuffer>
#include <QFontInfo>
#include <QGlyphRun>
#include <QRawFont>
#include <QTextLayout>
#include <algorithm>

namespace layernorm {

namespace {

/// A thousandth of a pixel is exact enough for any enlargement.
QByteArray number(double value)
{
    QByteArray text = QByteArray::number(value, 'f', 3);
    while (text.endsWith('0'))
        text.chop(1);
    if (text.endsWith('.'))
        text.chop(1);
    return text == "-0" ? "0" : text;
}

QByteArray attribute(const char* name, const QByteArray& value)
{
    return ' ' + QByteArray(name) + "=\"" + value + '"';
}

QByteArray attribute(const char* name, double value)
{
    return attribute(name, number(value));
}

QByteArray escaped(const QString& text)
{
    return text.toHtmlEscaped().toUtf8();
}

QByteArray matrix(const QTransform& t)
{
    QByteArray text = "matrix(";
    for (const double value : {t.m11(), t.m12(), t.m21(), t.m22(), t.dx(), t.dy()})
        text += QByteArray::number(value, 'g', 9) + ' ';
    text.back() = ')';
    return text;
}

QByteArray pathData(const QPainterPath& path)
{
    QByteArray data;
    QPointF start;
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element& element = path.elementAt(i);
        const bool last = i + 1 == path.elementCount() || path.elementAt(i + 1).isMoveTo();
        if (element.isMoveTo())
            start = element;
        if (element.isLineTo() && last && QPointF(element) == start) {
            data += 'Z';
            continue;
        }
        data += element.isMoveTo() ? 'M' : element.isLineTo() ? 'L' : element.isCurveTo() ? 'C' : ' ';
        data += number(element.x) + ' ' + number(element.y);
        if (element.type == QPainterPath::CurveToDataElement && last && QPointF(element) == start)
            data += 'Z';
    }
    return data;
}

/// What is left of a path that nothing beyond `clip` is seen of.
QPainterPath seenPart(const QPainterPath& path, const VectorCanvas::Style& style, double edge)
{
    // Beyond these, what is left out saves less than it costs.
    constexpr int simple = 64;
    const QRectF seen = style.clip.bounds().adjusted(-edge, -edge, edge, edge);
    if (!style.clip.isRectangle() || seen.contains(path.controlPointRect()))
        return path;
    if (style.pen.style() == Qt::NoPen && path.elementCount() <= simple)
        return path.intersected(style.clip.path());
    if (style.pen.style() == Qt::SolidLine && style.brush.style() == Qt::NoBrush && isStraight(path))
        return linesWithin(path, seen);
    return path;
}

QByteArray stops(const QGradient& gradient)
{
    QByteArray text;
    for (const auto& [place, colour] : gradient.stops()) {
        text += "<stop" + attribute("offset", place) + attribute("stop-color", colour.name().toLatin1());
        if (colour.alpha() < 255)
            text += attribute("stop-opacity", colour.alphaF());
        text += "/>";
    }
    return text;
}

/// Of the font that has the letters, which need not be the one that was asked for.
QString familyOf(const QString& text, const QFont& font)
{
    QTextLayout layout(text, font);
    layout.beginLayout();
    layout.createLine();
    layout.endLayout();
    const QList<QGlyphRun> runs = layout.glyphRuns();
    return runs.isEmpty() ? QFontInfo(font).family() : runs.first().rawFont().familyName();
}

QByteArray fontAttributes(const QString& string, const QFont& font)
{
    const int size = font.pixelSize() > 0 ? font.pixelSize() : QFontInfo(font).pixelSize();
    QByteArray text =
        attribute("font-family", escaped(familyOf(string, font))) + attribute("font-size", size);
    if (font.weight() != QFont::Normal)
        text += attribute("font-weight", font.weight());
    if (font.italic())
        text += attribute("font-style", QByteArray("italic"));
    return text;
}

} // namespace

SvgCanvas::SvgCanvas(QSize size, const QString& title)
{
    const QByteArray width = QByteArray::number(size.width());
    const QByteArray height = QByteArray::number(size.height());
    m_text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
             "xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\"" +
             attribute("width", width) + attribute("height", height) +
             attribute("viewBox", "0 0 " + width + ' ' + height) + ">\n<title>" + escaped(title) +
             "</title>\n<g fill-rule=\"evenodd\">\n";
}

QByteArray SvgCanvas::document()
{
    clipTo(std::nullopt);
    return m_text + "</g>\n</svg>\n";
}

void SvgCanvas::drawPath(const QPainterPath& path, const Style& style)
{
    // Where nothing is turned or stretched, places are written as they are in the picture.
    const bool moved = style.transform.type() <= QTransform::TxTranslate;
    const QTransform space = moved ? style.transform : QTransform();
    const double edge = style.pen.style() == Qt::NoPen ? 0 : std::max(1.0, style.pen.widthF()) / 2;
    const QPainterPath shape = moved ? seenPart(space.map(path), style, edge) : path;
    if (shape.isEmpty())
        return;
    const QRectF bounds = shape.controlPointRect().adjusted(-edge, -edge, edge, edge);
    QByteArray attributes = paint("fill", style.brush, style, space);
    if (style.pen.style() != Qt::NoPen)
        attributes += paint("stroke", style.pen.brush(), style, space) + stroke(style.pen);
    if (path.fillRule() == Qt::WindingFill && style.brush.style() != Qt::NoBrush)
        attributes += attribute("fill-rule", QByteArray("nonzero"));
    if (!style.smooth && style.pen.style() == Qt::NoPen)
        attributes += attribute("shape-rendering", QByteArray("crispEdges"));
    if (!moved)
        attributes += attribute("transform", matrix(style.transform));
    clipFor(moved ? bounds : style.transform.mapRect(bounds), style.clip);
    m_text += "<path" + attribute("d", pathData(shape)) + attributes + "/>\n";
}

void SvgCanvas::drawText(const QPointF& baseLine, const QTextItem& text, const Style& style)
{
    const QString string = text.text();
    if (string.trimmed().isEmpty() || style.pen.style() == Qt::NoPen)
        return;
    const bool moved = style.transform.type() <= QTransform::TxTranslate;
    const QPointF place = moved ? style.transform.map(baseLine) : baseLine;
    const QRectF bounds(baseLine.x(), baseLine.y() - text.ascent(), text.width(),
                        text.ascent() + text.descent());
    QByteArray attributes = attribute("x", place.x()) + attribute("y", place.y()) +
                            fontAttributes(string, text.font()) +
                            paint("fill", style.pen.brush(), style, QTransform());
    attributes +=
        attribute("textLength", text.width()) + attribute("lengthAdjust", QByteArray("spacingAndGlyphs"));
    if (!moved)
        attributes += attribute("transform", matrix(style.transform));
    clipFor(style.transform.mapRect(bounds), style.clip);
    m_text += "<text xml:space=\"preserve\"" + attributes + '>' + escaped(string) + "</text>\n";
}

void SvgCanvas::drawImage(const QRectF& place, const QImage& image, const Style& style)
{
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    QByteArray attributes = attribute("x", place.x()) + attribute("y", place.y()) +
                            attribute("width", place.width()) + attribute("height", place.height()) +
                            attribute("transform", matrix(style.transform));
    if (style.opacity < 1)
        attributes += attribute("opacity", style.opacity);
    clipFor(style.transform.mapRect(place), style.clip);
    m_text +=
        "<image" + attributes + attribute("xlink:href", "data:image/png;base64," + png.toBase64()) + "/>\n";
}

void SvgCanvas::clipFor(const QRectF& bounds, const ClipArea& clip)
{
    const bool whole = clip.isRectangle() && clip.bounds().contains(bounds);
    clipTo(whole ? std::nullopt : std::optional(clip));
}

void SvgCanvas::clipTo(const std::optional<ClipArea>& clip)
{
    if (clip == m_clip)
        return;
    if (m_clip)
        m_text += "</g>\n";
    m_clip = clip;
    if (!clip)
        return;
    const QByteArray shape = pathData(clip->path());
    QByteArray& name = m_clips[shape];
    if (name.isEmpty()) {
        name = "clip" + QByteArray::number(++m_names);
        // In defs, or readers that know no clip paths would draw it.
        m_text += "<defs><clipPath" + attribute("id", name) + "><path" + attribute("d", shape) +
                  "/></clipPath></defs>\n";
    }
    m_text += "<g" + attribute("clip-path", "url(#" + name + ')') + ">\n";
}

QByteArray SvgCanvas::paint(const char* kind, const QBrush& brush, const Style& style,
                            const QTransform& space)
{
    if (brush.style() == Qt::NoBrush)
        return attribute(kind, QByteArray("none"));
    const QColor colour = brush.color();
    const double opacity = style.opacity * (brush.gradient() ? 1 : colour.alphaF());
    QByteArray text;
    if (brush.gradient()) {
        QTransform place = brush.transform();
        place *= QTransform::fromTranslate(style.brushOrigin.x(), style.brushOrigin.y());
        text = attribute(kind, "url(#" + gradient(brush, place * space) + ')');
    } else {
        text = attribute(kind, colour.name().toLatin1());
    }
    if (opacity < 1)
        text += attribute((QByteArray(kind) + "-opacity").constData(), opacity);
    return text;
}

QByteArray SvgCanvas::gradient(const QBrush& brush, const QTransform& space)
{
    const QGradient& gradient = *brush.gradient();
    const bool linear = gradient.type() == QGradient::LinearGradient;
    const QByteArray name = "gradient" + QByteArray::number(++m_names);
    const QByteArray element = linear ? "linearGradient" : "radialGradient";
    m_text +=
        '<' + element + attribute("id", name) + attribute("gradientUnits", QByteArray("userSpaceOnUse"));
    if (linear) {
        const auto& line = static_cast<const QLinearGradient&>(gradient);
        m_text += attribute("x1", line.start().x()) + attribute("y1", line.start().y()) +
                  attribute("x2", line.finalStop().x()) + attribute("y2", line.finalStop().y());
    } else {
        const auto& circle = static_cast<const QRadialGradient&>(gradient);
        m_text += attribute("cx", circle.center().x()) + attribute("cy", circle.center().y()) +
                  attribute("r", circle.radius()) + attribute("fx", circle.focalPoint().x()) +
                  attribute("fy", circle.focalPoint().y());
    }
    if (!space.isIdentity())
        m_text += attribute("gradientTransform", matrix(space));
    m_text += '>' + stops(gradient) + "</" + element + ">\n";
    return name;
}

QByteArray SvgCanvas::stroke(const QPen& pen)
{
    const double width = pen.widthF() > 0 ? pen.widthF() : 1;
    QByteArray text = attribute("stroke-width", width);
    if (pen.capStyle() != Qt::FlatCap)
        text += attribute("stroke-linecap", QByteArray(pen.capStyle() == Qt::RoundCap ? "round" : "square"));
    if (pen.joinStyle() == Qt::RoundJoin || pen.joinStyle() == Qt::BevelJoin)
        text +=
            attribute("stroke-linejoin", QByteArray(pen.joinStyle() == Qt::RoundJoin ? "round" : "bevel"));
    if (pen.isCosmetic())
        text += attribute("vector-effect", QByteArray("non-scaling-stroke"));
    if (pen.style() == Qt::SolidLine)
        return text;
    QByteArray dashes; // a pen counts in its width
    for (const double dash : pen.dashPattern())
        dashes += number(dash * width) + ' ';
    text += attribute("stroke-dasharray", dashes.trimmed());
    if (pen.dashOffset() != 0)
        text += attribute("stroke-dashoffset", pen.dashOffset() * width);
    return text;
}

} // namespace layernorm
