// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

namespace layernorm {

/// Values of one token as bars about zero, a lane for each stage of their way, one below the other; bars
/// above each other are those of one value. Bars too narrow to be seen are drawn together, from the smallest
/// to the largest.
///
/// A click or the left and right arrow keys (Home and End) choose a value.
class GradientLanes : public QWidget
{
    Q_OBJECT

public:
    struct Lane {
        QString title;
        QString detail; ///< below the title: a formula with its number
        QList<double> values;
        double magnitude = 1;  ///< at the lane's edges
        QList<double> rings{}; ///< the same values from elsewhere; empty for none
    };

    explicit GradientLanes(QWidget* parent = nullptr);

    /// All lanes have as many values. `chosen` is framed.
    void setLanes(const QList<Lane>& lanes, qsizetype chosen);
    [[nodiscard]] const QList<Lane>& lanes() const { return m_lanes; }
    [[nodiscard]] qsizetype chosen() const { return m_chosen; }
    /// The value at a place of this widget; −1 beside the bars.
    [[nodiscard]] qsizetype valueAt(const QPoint& place) const;
    /// Of a value in a lane, from the lane's upper to its lower edge.
    [[nodiscard]] QRectF barRect(qsizetype lane, qsizetype value) const { return column(bars(lane), value); }
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void valueChosen(qsizetype value);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] qsizetype count() const { return m_lanes.isEmpty() ? 0 : m_lanes.first().values.size(); }
    [[nodiscard]] QFont textFont() const;
    [[nodiscard]] int titleWidth() const;
    [[nodiscard]] QRectF bars(qsizetype lane) const;
    [[nodiscard]] QRectF column(const QRectF& lane, qsizetype value) const;
    void drawTitle(QPainter& painter, qsizetype lane) const;
    void drawBars(QPainter& painter, qsizetype lane) const;
    void drawBar(QPainter& painter, const Lane& lane, const QRectF& place, double value) const;
    /// `above` zero, or below it.
    void drawNumber(QPainter& painter, const QRectF& place, const QString& text, bool above) const;
    void drawTogether(QPainter& painter, qsizetype lane) const;
    void drawChosen(QPainter& painter) const;
    [[nodiscard]] QString textOf(qsizetype value) const;

    QList<Lane> m_lanes;
    qsizetype m_chosen = 0;
};

} // namespace layernorm
