// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

namespace layernorm {

/// Where one, two or three outputs can lie at all: a point and a pair of points on a line; a circle, seen
/// along the diagonal of the three outputs' axes, in the plane where they add up to 0.
class FewOutputsDrawing : public QWidget
{
    Q_OBJECT

public:
    explicit FewOutputsDrawing(QWidget* parent = nullptr);

    /// Draws nothing for none, for more than three, and where one is no finite number.
    void setOutputs(const QList<double>& outputs);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void drawLine(QPainter& painter) const;
    void drawCircle(QPainter& painter) const;

    QList<double> m_outputs;
};

} // namespace layernorm
