// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/plots/axis_blocks.h"

#include <QAbstractButton>

namespace layernorm {

/// One way to normalise a block: its name, what it runs over, a drawing of what shares statistics, and how
/// far the result is from others. One of several is checked, by click, space or arrow keys.
class AxisCard : public QAbstractButton
{
    Q_OBJECT

public:
    /// A result's distance from something.
    struct Line {
        enum class Sign { None, Same, Differs };

        QString label;
        QString value;
        Sign sign = Sign::None;

        friend bool operator==(const Line&, const Line&) = default;
    };
    struct Content {
        QString name;
        QString note; ///< beside the name, where there is room
        QString axes;
        QString means;
        Line toLayerNorm;
        Line toLibrary;
        QString explanation;

        friend bool operator==(const Content&, const Content&) = default;
    };

    explicit AxisCard(AxisSet axes, QWidget* parent = nullptr);

    void setContent(const Content& content);
    [[nodiscard]] const Content& content() const { return m_content; }
    void setBlock(const Block& block, const AxisBlocks::Place& marked) { m_blocks->setBlock(block, marked); }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /// Grows with the card: it is read from the last row.
    [[nodiscard]] QFont textFont() const;
    void placeBlocks();
    void drawFrame(QPainter& painter) const;
    void drawName(QPainter& painter, const QRect& line) const;
    void drawAxes(QPainter& painter, const QRect& line) const;
    void drawLine(QPainter& painter, const QRect& line, const Line& content) const;

    AxisBlocks* m_blocks;
    Content m_content;
};

} // namespace layernorm
