// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/plots/curve_plot.h"

namespace layernorm {

/// So many of the legend's curves have a number, and a key.
inline constexpr int numberedCurves = 9;

/// The names of the curves, each with its number and sample, in as many columns as there is room for.
class CurvePlot::Legend : public QCPLayoutElement
{
public:
    explicit Legend(CurvePlot& plot);

    void setShown(bool shown) { m_shown = shown; }

    /// The curve at `position` (pixels); nullptr elsewhere.
    [[nodiscard]] const Curve* curveAt(const QPointF& position) const;
    [[nodiscard]] QList<const Curve*> curves() const;
    [[nodiscard]] bool isElided(const Curve& curve) const;
    void setHovered(const QString& name) { m_hovered = name; }
    [[nodiscard]] QString hovered() const { return m_hovered; }

protected:
    QSize minimumOuterSizeHint() const override { return {width(), 0}; }
    QSize maximumOuterSizeHint() const override { return {width(), QWIDGETSIZE_MAX}; }
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(true); }
    void draw(QCPPainter* painter) override;

private:
    [[nodiscard]] int rows() const;
    /// Of a whole column, no more than 30 % of the plot.
    [[nodiscard]] int columnWidth() const;
    [[nodiscard]] int textWidth() const;
    [[nodiscard]] int columns(const QList<const Curve*>& entries) const;
    [[nodiscard]] int width() const;
    /// How many there is room for; one place is left for what says that there are more.
    [[nodiscard]] qsizetype places(const QList<const Curve*>& entries) const;
    [[nodiscard]] QRectF place(qsizetype i) const;
    void drawEntry(QCPPainter& painter, qsizetype i, const Curve& curve) const;

    CurvePlot& m_plot;
    bool m_shown = true;
    QString m_hovered;
};

} // namespace layernorm
