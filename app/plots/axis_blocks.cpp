// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plots/axis_blocks.h"

#include "app/look/theme.h"
#include "app/plots/index_window.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace layernorm {

namespace {

constexpr int smallestCell = 13;
constexpr int largestCell = 110;
constexpr int mostBatches = 3;
constexpr int mostTokens = 4;
constexpr int mostFeatures = 6;
/// In cells: between two sheets, and what the dots of an extent that goes on take.
constexpr double sheetGap = 0.4;
constexpr double dotsRoom = 0.6;
/// A cell's longer side is at most so many times the shorter one.
constexpr double longestCell = 1.6;

} // namespace

/// Where things are, in pixels.
struct AxisBlocks::Geometry {
    IndexWindow batch, sequence, dimension;
    QSizeF cell;
    QPointF corner; ///< top left of the first sheet

    [[nodiscard]] static double dotsBefore(const IndexWindow& window)
    {
        return window.first > 0 ? dotsRoom : 0;
    }
    [[nodiscard]] static double dotsAfter(const IndexWindow& window)
    {
        return window.first + window.count < window.extent ? dotsRoom : 0;
    }
    [[nodiscard]] double shorter() const { return std::min(cell.width(), cell.height()); }
    /// In cells, with the dots beside it.
    [[nodiscard]] double sheetWidth() const
    {
        return dotsBefore(dimension) + double(dimension.count) + dotsAfter(dimension);
    }
    [[nodiscard]] QSizeF cells() const
    {
        return {dotsBefore(batch) + double(batch.count) * sheetWidth() + double(batch.count - 1) * sheetGap +
                    dotsAfter(batch),
                dotsBefore(sequence) + double(sequence.count) + dotsAfter(sequence)};
    }
    [[nodiscard]] QPointF place(double across, double down) const
    {
        return {across * cell.width(), down * cell.height()};
    }
    [[nodiscard]] QPointF sheet(std::int64_t index) const
    {
        return corner + place(double(index - batch.first) * (sheetWidth() + sheetGap), 0);
    }
    [[nodiscard]] QSizeF sheetSize() const
    {
        return {double(dimension.count) * cell.width(), double(sequence.count) * cell.height()};
    }
};

AxisBlocks::AxisBlocks(AxisSet axes, QWidget* parent) : QWidget(parent), m_axes(axes)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize AxisBlocks::sizeHint() const
{
    return {Theme::scaled(190), Theme::scaled(60)};
}

QSize AxisBlocks::minimumSizeHint() const
{
    return {Theme::scaled(100), Theme::scaled(36)};
}

void AxisBlocks::setBlock(const Block& block, const Place& marked)
{
    if (block == m_block && marked == m_marked)
        return;
    m_block = block;
    m_marked = marked;
    update();
}

AxisBlocks::Geometry AxisBlocks::geometry() const
{
    const double smallest = Theme::scaled(smallestCell);
    const QSizeF room(width() - 2, height() - 2);
    const auto fitting = [&](std::int64_t batches, std::int64_t tokens, std::int64_t features) {
        Geometry geometry;
        geometry.batch = IndexWindow::around(m_marked.batch, m_block.batch, batches);
        geometry.sequence = IndexWindow::around(m_marked.sequence, m_block.sequence, tokens);
        geometry.dimension = IndexWindow::around(m_marked.dimension, m_block.dimension, features);
        const QSizeF cells = geometry.cells();
        geometry.cell = QSizeF(room.width() / cells.width(), room.height() / cells.height());
        return geometry;
    };
    std::int64_t batches = mostBatches;
    std::int64_t tokens = mostTokens;
    std::int64_t features = mostFeatures;
    // Fewer of everything before cells become too small to read: two of each show what is shared.
    Geometry geometry = fitting(batches, tokens, features);
    for (; geometry.cell.height() < smallest && tokens > 2; geometry = fitting(batches, tokens, features))
        --tokens;
    for (; geometry.cell.width() < smallest && batches + features > 4;
         geometry = fitting(batches, tokens, features))
        --(features > 3 || batches == 2 ? features : batches);
    geometry.cell.setWidth(std::min(
        {geometry.cell.width(), geometry.cell.height() * longestCell, double(Theme::scaled(largestCell))}));
    geometry.cell.setHeight(std::min(geometry.cell.height(), geometry.cell.width() * longestCell));
    const QSizeF cells = geometry.cells();
    const QPointF size = geometry.place(cells.width(), cells.height());
    geometry.corner =
        QPointF((width() - size.x()) / 2, (height() - size.y()) / 2) +
        geometry.place(Geometry::dotsBefore(geometry.batch) + Geometry::dotsBefore(geometry.dimension),
                       Geometry::dotsBefore(geometry.sequence));
    return geometry;
}

void AxisBlocks::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Geometry geometry = this->geometry();
    std::map<std::int64_t, int> numbers; // groups in the order in which they appear
    for (std::int64_t i = 0; i < geometry.batch.count; ++i)
        drawSheet(painter, geometry, geometry.batch.first + i, numbers);
    drawDots(painter, geometry);
}

void AxisBlocks::drawSheet(QPainter& painter, const Geometry& geometry, std::int64_t batch,
                           std::map<std::int64_t, int>& numbers) const
{
    const Grouping grouping(m_block, m_axes);
    const bool wholeColumns = m_axes.has(Axis::Sequence);
    const bool wholeRows = m_axes.has(Axis::Dimension);
    const std::int64_t down = wholeColumns ? geometry.sequence.count : 1;
    const std::int64_t across = wholeRows ? geometry.dimension.count : 1;
    const QPointF corner = geometry.sheet(batch);
    const std::int64_t marked = grouping.groupOf(m_marked.batch, m_marked.sequence, m_marked.dimension);
    QRectF markedArea;
    for (std::int64_t i = 0; i < geometry.sequence.count; i += down)
        for (std::int64_t j = 0; j < geometry.dimension.count; j += across) {
            const std::int64_t group =
                grouping.groupOf(batch, geometry.sequence.first + i, geometry.dimension.first + j);
            const int next = static_cast<int>(numbers.size()) + 1;
            const int number = numbers.try_emplace(group, next).first->second;
            const QPointF size = geometry.place(double(across), double(down));
            const QRectF area(corner + geometry.place(double(j), double(i)), QSizeF(size.x(), size.y()));
            drawArea(painter, area, group, number, geometry.shorter());
            if (group == marked)
                markedArea = area;
        }
    drawCells(painter, geometry, corner);
    if (markedArea.isEmpty())
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Theme::current().accent, 2.5));
    painter.drawRoundedRect(markedArea.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
}

void AxisBlocks::drawArea(QPainter& painter, const QRectF& area, std::int64_t group, int number,
                          double cell) const
{
    constexpr double tint = 0.5;
    QColor colour = Theme::curve(static_cast<int>(group % 6));
    colour.setAlphaF(tint);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(area.adjusted(1.25, 1.25, -1.25, -1.25), 3, 3);
    QFont font = this->font();
    font.setPixelSize(std::clamp(static_cast<int>(cell * 0.62), 8, Theme::scaled(28)));
    font.setBold(true);
    painter.setFont(font);
    painter.setPen(Theme::current().text);
    painter.drawText(area, Qt::AlignCenter, QString::number(number));
}

/// Fine lines, so that an area is seen to consist of cells.
void AxisBlocks::drawCells(QPainter& painter, const Geometry& geometry, const QPointF& corner) const
{
    QColor line = Theme::current().panel;
    line.setAlphaF(0.55F);
    painter.setPen(QPen(line, 1));
    const QSizeF size = geometry.sheetSize();
    for (std::int64_t j = 1; j < geometry.dimension.count; ++j) {
        const double x = corner.x() + double(j) * geometry.cell.width();
        painter.drawLine(QPointF(x, corner.y() + 2), QPointF(x, corner.y() + size.height() - 2));
    }
    for (std::int64_t i = 1; i < geometry.sequence.count; ++i) {
        const double y = corner.y() + double(i) * geometry.cell.height();
        painter.drawLine(QPointF(corner.x() + 2, y), QPointF(corner.x() + size.width() - 2, y));
    }
}

void AxisBlocks::drawDots(QPainter& painter, const Geometry& geometry) const
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::current().muted);
    const double step = geometry.shorter() * 0.2;
    const double radius = std::max(1.0, geometry.shorter() * 0.06);
    const auto dots = [&](const QPointF& centre, const QPointF& along) {
        for (const int i : {-1, 0, 1})
            painter.drawEllipse(centre + along * (i * step), radius, radius);
    };
    const auto onBothSides = [&](const IndexWindow& window, const QPointF& before, const QPointF& after,
                                 const QPointF& along) {
        if (Geometry::dotsBefore(window) > 0)
            dots(before, along);
        if (Geometry::dotsAfter(window) > 0)
            dots(after, along);
    };
    const QSizeF size = geometry.sheetSize();
    const QPointF away = geometry.place(dotsRoom / 2, dotsRoom / 2);
    for (std::int64_t i = 0; i < geometry.batch.count; ++i) {
        const QRectF sheet(geometry.sheet(geometry.batch.first + i), size);
        onBothSides(geometry.dimension, {sheet.left() - away.x(), sheet.center().y()},
                    {sheet.right() + away.x(), sheet.center().y()}, {1, 0});
        onBothSides(geometry.sequence, {sheet.center().x(), sheet.top() - away.y()},
                    {sheet.center().x(), sheet.bottom() + away.y()}, {0, 1});
    }
    // Beside those of the dimension, and lower, so that the two are not read as one row of dots.
    const QRectF first(geometry.sheet(geometry.batch.first), size);
    const QRectF last(geometry.sheet(geometry.batch.first + geometry.batch.count - 1), size);
    const double before = first.left() - geometry.place(Geometry::dotsBefore(geometry.dimension), 0).x();
    const double after = last.right() + geometry.place(Geometry::dotsAfter(geometry.dimension), 0).x();
    onBothSides(geometry.batch, {before - away.x(), first.bottom() - radius},
                {after + away.x(), first.bottom() - radius}, {1, 0});
}

} // namespace layernorm
