// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/look/text_range.h"
#include "core/explore/value_range.h"

#include <functional>
#include <qcustomplot.h>

namespace layernorm {

/// One number for every token, batch downwards and sequence to the right, with its colour bar.
///
/// The arrow keys go from token to token.
///
/// Few tokens are drawn as cells with their numbers, many as a QCPColorMap; in a vector picture those are
/// cells, too, as many as the screen has pixels for.
class HeatmapPlot : public QCustomPlot
{
    Q_OBJECT

public:
    /// Signed data on a scale centred on 0, others from 0 to their maximum.
    enum class Scale { Signed, NonNegative };

    struct Grid {
        int rows = 1;
        int columns = 1;
        std::function<double(int row, int column)> value;
        std::function<QString(int row, int column)> toolTip;
        std::function<QString(int row, int column)> name; ///< of the token, for screen readers
        ValueRange range;
    };

    explicit HeatmapPlot(Scale scale, QWidget* parent = nullptr);

    /// A grid without `value` shows nothing.
    void setGrid(Grid grid);
    void setAxisNames(const QString& rowPrefix, const QString& columnPrefix);
    /// The cells that are outlined: `rows` x `columns` from `row`, `column` on.
    void setOutlined(const QRect& cells);
    [[nodiscard]] const Grid& grid() const { return m_grid; }
    [[nodiscard]] QRect outlined() const { return m_outlined; }
    [[nodiscard]] QRectF cellRect(int row, int column) const;
    void setNumbersShown(bool shown);
    /// Text as large as cells have room for; a range that is not set: the usual.
    void setPresented(const TextRange& range);

    [[nodiscard]] QString cellNumber(int row, int column, int digits) const;

signals:
    void cellClicked(int row, int column);
    /// -1, -1 when the mouse leaves.
    void cellHovered(int row, int column);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    class Cells;
    class Map;
    class Bar;

    void setupAxes();
    void setupBar();
    void fillColorMap();
    [[nodiscard]] bool cellsAreLarge() const;
    [[nodiscard]] QFont cellFont() const;
    [[nodiscard]] QColor colour(double value) const;
    /// x = column, y = row; (-1, -1) outside.
    [[nodiscard]] QPoint cellAt(const QPointF& position) const;

    Scale m_scale;
    Grid m_grid;
    QRect m_outlined;
    TextRange m_presented;
    bool m_numbersShown = true;
    QCPColorMap* m_map;
    QCPAxisRect* m_bar; ///< the colours' scale
    QCPAxis* m_barAxis;
};

} // namespace layernorm
