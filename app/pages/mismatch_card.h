// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace layernorm {

/// One explanation of somebody's output: what it is called, what was done, how near it comes, and the line
/// that may have been written. Its text is as large as fits, to be read from the last row.
class MismatchCard : public QWidget
{
    Q_OBJECT

public:
    struct Content {
        bool fits = false;
        QString title;
        QString sentences;
        QString closeness;
        QString code;

        friend bool operator==(const Content&, const Content&) = default;
    };

    /// `row` holds the cards that have text of one size.
    explicit MismatchCard(QWidget* row);

    void setContent(const Content& content);
    [[nodiscard]] const Content& content() const { return m_content; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    /// The parts of the card from top to bottom, for a text of `pixels`.
    struct Lines {
        QFont text;
        QFont bold;
        QFont code;
        QRect title, closeness, sentences, codeLine;
        bool fit = false; ///< nothing is cut off
    };

    [[nodiscard]] Lines linesFor(int pixels) const;
    [[nodiscard]] int fittingPixels() const;
    [[nodiscard]] int commonPixels() const;
    void drawFrame(QPainter& painter) const;

    Content m_content;
};

} // namespace layernorm
