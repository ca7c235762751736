// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plots/block_drawing.h"

#include "app/look/theme.h"
#include "app/plots/index_window.h"

#include <QPainter>
#include <algorithm>

namespace layernorm {

/// Where things are, in pixels.
struct BlockDrawing::Geometry {
    IndexWindow batch, sequence, dimension;
    double cell;
    QPointF step;      ///< from a sheet to the one behind it
    QPointF frontLeft; ///< top left of the front sheet

    [[nodiscard]] QPointF sheet(std::int64_t b) const { return frontLeft + step * double(b - batch.first); }
    [[nodiscard]] QSizeF sheetSize() const
    {
        return QSizeF(double(dimension.count), double(sequence.count)) * cell;
    }
};

namespace {

constexpr double padding = 6;

} // namespace

BlockDrawing::BlockDrawing(Session& session, QWidget* parent) : QWidget(parent), m_session(session)
{
    setAccessibleName(tr("The tensor, one sheet a batch element"));
    const auto refresh = [this] {
        setAccessibleDescription(m_session.rowName(m_session.selection().active().row) + u' ' + caption());
        update();
    };
    connect(&session, &Session::changed, this, refresh);
    connect(&session.selection(), &Selection::activeChanged, this, refresh);
    refresh();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
}

QSize BlockDrawing::sizeHint() const
{
    return {Theme::scaled(330), Theme::scaled(250)};
}

QSize BlockDrawing::minimumSizeHint() const
{
    return {Theme::scaled(178), Theme::scaled(170)};
}

QString BlockDrawing::caption() const
{
    const std::int64_t values = m_session.input().shape().trailingElements(m_session.normalizedDims());
    return tr("outlined: the %Ln value(s) that share one mean", nullptr, static_cast<int>(values));
}

BlockDrawing::Geometry BlockDrawing::geometry() const
{
    const Layout layout = m_session.layout();
    const Cell active = m_session.selection().active();
    const std::int64_t row = std::clamp<std::int64_t>(active.row, 0, layout.rows() - 1);
    Geometry geometry;
    geometry.batch = IndexWindow::around(row / layout.sequence, layout.batch, 3);
    geometry.sequence = IndexWindow::around(row % layout.sequence, layout.sequence, 5);
    geometry.dimension = IndexWindow::around(active.column, layout.dimension, 8);

    // Sheets behind stand to the right and above the front one, by a little more than half of it.
    const double behind = static_cast<double>(geometry.batch.count - 1);
    const double textHeight = fontMetrics().height();
    const double left = textHeight * 1.8;
    const double width = this->width() - left - 4 * padding;
    const double height = this->height() - 3.6 * textHeight - 4 * padding;
    const double across = double(geometry.dimension.count) * (1 + 0.62 * std::min(behind, 2.0));
    const double down = double(geometry.sequence.count) * (1 + 0.45 * std::min(behind, 2.0));
    geometry.cell = std::clamp(std::min(width / across, height / down), 6.0, double(Theme::scaled(60)));
    const QSizeF sheet = geometry.sheetSize();
    geometry.step = QPointF(sheet.width() * 0.62 + padding, -sheet.height() * 0.45 - padding);
    geometry.frontLeft = QPointF(left + padding, 2 * padding + textHeight * 0.4 - geometry.step.y() * behind);
    return geometry;
}

void BlockDrawing::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Geometry geometry = this->geometry();
    for (std::int64_t i = geometry.batch.count - 1; i >= 0; --i) {
        drawSheet(painter, geometry, geometry.batch.first + i);
        drawGroup(painter, geometry, geometry.batch.first + i);
    }
    drawLabels(painter, geometry);
}

void BlockDrawing::drawSheet(QPainter& painter, const Geometry& geometry, std::int64_t batch) const
{
    const Theme& theme = Theme::current();
    const QPointF corner = geometry.sheet(batch);
    painter.setPen(QPen(theme.line, 1.5));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(
        QRectF(corner, geometry.sheetSize()).adjusted(-padding, -padding, padding, padding),
        metrics::panelRadius, metrics::panelRadius);
    const Layout layout = m_session.layout();
    for (std::int64_t i = 0; i < geometry.sequence.count; ++i)
        for (std::int64_t j = 0; j < geometry.dimension.count; ++j) {
            const std::int64_t row = batch * layout.sequence + geometry.sequence.first + i;
            const double value = m_session.input().at(row * layout.dimension + geometry.dimension.first + j);
            const QRectF cell(corner + QPointF(double(j), double(i)) * geometry.cell,
                              QSizeF(geometry.cell, geometry.cell));
            const QColor ground = theme.signedColour(value, m_session.inputRange().magnitude);
            painter.setPen(QPen(theme.line, 1));
            painter.setBrush(ground);
            painter.drawRoundedRect(cell.adjusted(1.5, 1.5, -1.5, -1.5), 3, 3);
        }
}

void BlockDrawing::drawGroup(QPainter& painter, const Geometry& geometry, std::int64_t batch) const
{
    const Layout layout = m_session.layout();
    const Cell active = m_session.selection().active();
    const TokenRange rows = m_session.rowsOfGroup(
        m_session.groupOfRow(std::clamp<std::int64_t>(active.row, 0, layout.rows() - 1)));
    const std::int64_t top = batch * layout.sequence + geometry.sequence.first;
    const std::int64_t first = std::max(rows.first, top);
    const std::int64_t last = std::min(rows.first + rows.count, top + geometry.sequence.count);
    if (first >= last)
        return;
    const QPointF corner = geometry.sheet(batch) + QPointF(0, double(first - top) * geometry.cell);
    const QSizeF size(geometry.sheetSize().width(), double(last - first) * geometry.cell);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Theme::current().accent, 3));
    painter.drawRoundedRect(QRectF(corner, size).adjusted(-2, -1, 2, 1), metrics::cellRadius,
                            metrics::cellRadius);
}

void BlockDrawing::drawLabels(QPainter& painter, const Geometry& geometry) const
{
    const auto extent = [](const QString& name, const IndexWindow& window) {
        return window.count == window.extent ? QStringLiteral("%1 %2").arg(name).arg(window.extent)
                                             : QStringLiteral("%1 %2–%3 / %4")
                                                   .arg(name)
                                                   .arg(window.first)
                                                   .arg(window.first + window.count - 1)
                                                   .arg(window.extent);
    };
    const Theme& theme = Theme::current();
    const QRectF front(geometry.sheet(geometry.batch.first), geometry.sheetSize());
    const double line = fontMetrics().height();
    painter.setPen(theme.muted);
    const double below = front.bottom() + padding + line;
    painter.drawText(QPointF(front.left(), below),
                     extent(tr("dimension"), geometry.dimension) + QStringLiteral(" →"));

    // Read from below: the arrow points the way the index grows, down.
    const QString sequence = QStringLiteral("← ") + extent(tr("sequence"), geometry.sequence);
    painter.save();
    painter.translate(front.left() - padding - line * 0.6,
                      std::max(front.bottom(), fontMetrics().horizontalAdvance(sequence) + padding));
    painter.rotate(-90);
    painter.drawText(QPointF(0, 0), sequence);
    painter.restore();

    if (geometry.batch.extent > 1) {
        const QString name = extent(tr("batch"), geometry.batch);
        const QString batch = name + QStringLiteral(" ↗");
        // Left of the sheet that stands highest, or below it: where nothing else is.
        const QPointF highest = geometry.sheet(geometry.batch.first + geometry.batch.count - 1);
        const double left = highest.x() - 2 * padding - fontMetrics().horizontalAdvance(batch);
        const bool beside = left >= front.left() - padding;
        const QPointF beneath(front.right() + 2 * padding,
                              highest.y() + geometry.sheetSize().height() + padding + line);
        painter.drawText(beside ? QPointF(left, highest.y() + line * 0.6) : beneath, beside ? batch : name);
    }
    painter.setPen(theme.text);
    painter.drawText(QRectF(padding, below + line * 0.3, width() - padding, 2 * line),
                     Qt::AlignLeft | Qt::TextWordWrap, caption());
}

} // namespace layernorm
