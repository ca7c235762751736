// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QWidget>

namespace layernorm {

/// A line of text pieces, cut short with dots where there is no room. Unlike a QLabel it asks for no new
/// layout when its text changes, and may change at every step of a drag.
class QuietLabel : public QWidget
{
    Q_OBJECT

public:
    struct Piece {
        QString text;
        QColor colour;
        bool bold = false;

        friend bool operator==(const Piece&, const Piece&) = default;
    };

    explicit QuietLabel(QWidget* parent = nullptr);

    void setPieces(const QList<Piece>& pieces);
    /// Pixels between pieces.
    void setGap(int gap) { m_gap = gap; }
    /// All pieces in one line.
    [[nodiscard]] QString text() const;
    /// What they take when nothing is cut short.
    [[nodiscard]] int widthOfText() const;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QList<Piece> m_pieces;
    int m_gap = 0;
};

} // namespace layernorm
