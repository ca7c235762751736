// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export/view_picture.h"

#include "app/export/painter_canvas.h"
#include "app/export/svg_canvas.h"
#include "app/export/vector_device.h"
#include "app/export/whole_file.h"
#include "app/look/focus_frame.h"
#include "app/look/theme.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QPdfWriter>
#include <QWidget>
#include <algorithm>
#include <cmath>

namespace layernorm {

namespace {

/// On the colour behind it: a page has no ground of its own.
template <typename Device>
void renderOn(Device& device, QWidget& view)
{
    const FocusFrame::Hidden noFrame(view);
    QPainter painter(&device);
    painter.fillRect(view.rect(), Theme::current().panel);
    view.render(&painter, {}, {}, QWidget::DrawWindowBackground | QWidget::DrawChildren);
}

QString titleOf(const QWidget& view)
{
    QString title = view.windowTitle().isEmpty() ? view.accessibleName() : view.windowTitle();
    return title.remove(QStringLiteral("[*]"));
}

QByteArray pngPicture(QWidget& view, int scale)
{
    QByteArray content;
    QBuffer buffer(&content);
    buffer.open(QIODevice::WriteOnly);
    return pixelPicture(view, scale).save(&buffer, "PNG") ? content : QByteArray();
}

constexpr PictureEncoding encodings[] = {
    {PictureFormat::Png, ".png", QT_TRANSLATE_NOOP("PictureFormats", "PNG, pixels"), pngPicture},
    {PictureFormat::Svg, ".svg", QT_TRANSLATE_NOOP("PictureFormats", "SVG, lines and text"),
     [](QWidget& view, int) { return svgPicture(view); }},
    {PictureFormat::Pdf, ".pdf", QT_TRANSLATE_NOOP("PictureFormats", "PDF, lines and text"),
     [](QWidget& view, int) { return pdfPicture(view); }},
};

const PictureEncoding* encodingOf(const QString& file)
{
    const auto* found = std::ranges::find_if(encodings, [&file](const PictureEncoding& encoding) {
        return file.endsWith(QLatin1String(encoding.extension), Qt::CaseInsensitive);
    });
    return found == std::end(encodings) ? nullptr : found;
}

} // namespace

std::span<const PictureEncoding> pictureEncodings()
{
    return encodings;
}

QString pictureFilter()
{
    QStringList filters;
    for (const PictureEncoding& encoding : encodings)
        filters << QStringLiteral("%1 (*%2)")
                       .arg(QCoreApplication::translate("PictureFormats", encoding.description),
                            QLatin1String(encoding.extension));
    return filters.join(QStringLiteral(";;"));
}

void paintView(QWidget& view, QPainter& painter)
{
    PainterCanvas canvas(painter);
    VectorDevice device(view.size(), canvas);
    renderOn(device, view);
}

QImage pixelPicture(QWidget& view, int scale)
{
    constexpr double inchesPerMetre = 1000 / 25.4;
    constexpr double pixelsPerInch = 96;
    QImage image(view.size() * scale, QImage::Format_RGB32);
    if (image.isNull())
        return image;
    image.setDevicePixelRatio(scale);
    renderOn(image, view);
    // Not before: fonts given in points would grow.
    image.setDotsPerMeterX(static_cast<int>(std::lround(pixelsPerInch * scale * inchesPerMetre)));
    image.setDotsPerMeterY(image.dotsPerMeterX());
    return image;
}

QByteArray svgPicture(QWidget& view)
{
    SvgCanvas canvas(view.size(), titleOf(view));
    VectorDevice device(view.size(), canvas);
    renderOn(device, view);
    return canvas.document();
}

QByteArray pdfPicture(QWidget& view)
{
    constexpr int pointsPerInch = 72;
    QByteArray content;
    QBuffer buffer(&content);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&buffer);
    pdf.setTitle(titleOf(view));
    pdf.setCreator(QCoreApplication::applicationName());
    pdf.setResolution(pointsPerInch);
    pdf.setPageMargins({});
    pdf.setPageSize(QPageSize(QSizeF(view.size()), QPageSize::Point, {}, QPageSize::ExactMatch));
    QPainter painter(&pdf);
    painter.setRenderHint(QPainter::LosslessImageRendering);
    paintView(view, painter);
    painter.end();
    return content;
}

Result<void> writePicture(QWidget& view, const QString& file, int scale)
{
    const PictureEncoding* encoding = encodingOf(file);
    if (!encoding)
        return failure(LAYERNORM_SENTENCE("Core",
                                          "%1 says no kind of picture; let its name end in .png, .svg "
                                          "or .pdf"),
                       {file.toStdString()});
    const QByteArray content = encoding->encode(view, std::clamp(scale, 1, largestPictureScale));
    if (content.isEmpty())
        return failure(LAYERNORM_SENTENCE("Core",
                                          "%1 cannot be drawn: there is no memory for so many pixels; "
                                          "choose a smaller size or SVG"),
                       {file.toStdString()});
    if (const std::error_code reason = writeWholeFile(file, content))
        return failure(LAYERNORM_SENTENCE("Core", "The picture cannot be written to %1: %2; nothing was "
                                                  "changed, choose another place or mend this one"),
                       {file.toStdString(), reason.message()});
    return {};
}

} // namespace layernorm
