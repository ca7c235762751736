// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QStringList>
#include <QWidget>
#include <functional>
#include <vector>

namespace layernorm {

/// Numbers of the tokens of a sentence, a row each, in one or more bands of columns side by side (the values,
/// their mean, their variance), with a title above and the colours' scale below.
///
/// Large cells show their numbers, small ones are a picture. The marked row is outlined; rows that changed
/// have a bar before them. The arrow keys go from cell to cell.
class TokenMap : public QWidget
{
    Q_OBJECT

public:
    /// Signed data on a scale centred on 0, others from 0 to their maximum.
    enum class Scale { Signed, NonNegative };

    struct Band {
        int columns = 1;
        std::vector<double> values{}; ///< row by row
        Scale scale = Scale::Signed;
        double limit = 0;    ///< the end of the scale
        QStringList names{}; ///< of the columns; with fewer than there are, `prefix` and the number
        QString prefix{};
        bool lowerTriangle = false; ///< cells right of the diagonal are not there
    };
    /// What is said below the map.
    struct Verdict {
        enum class Sign { None, Same, Differs };

        Sign sign = Sign::None;
        QString text;      ///< "LibTorch: 1.2e−07"
        QString shortText; ///< where there is no room for it: "1.2e−07"
    };
    struct Content {
        QString title;
        QString formula; ///< beside the title
        QStringList rowNames;
        bool rowNamesShown = false;
        std::vector<Band> bands; ///< the first is as wide as there is room for
        std::vector<bool> changedRows;
        Verdict verdict;
        QString accessibleName;
        std::function<QString(int band, int row, int column)> toolTip;

        [[nodiscard]] int rows() const { return static_cast<int>(rowNames.size()); }
    };

    explicit TokenMap(QWidget* parent = nullptr);

    void setContent(Content content);
    [[nodiscard]] const Content& content() const { return m_content; }
    /// The outlined row, and the column of the first band whose cell is; -1 for none.
    void setMarked(int row, int column, const QColor& colour);
    [[nodiscard]] int markedRow() const { return m_markedRow; }
    [[nodiscard]] int markedColumn() const { return m_markedColumn; }
    [[nodiscard]] double value(const Band& band, int row, int column) const;
    [[nodiscard]] bool isThere(const Band& band, int row, int column) const;
    [[nodiscard]] QString columnName(const Band& band, int column) const;

    /// Where the rows are drawn.
    [[nodiscard]] QRect gridRect() const;
    /// Of a cell, as it is drawn.
    [[nodiscard]] QRectF cellRect(int band, int row, int column) const;
    /// Room for row names, in the widget's font.
    [[nodiscard]] int rowNamesWidth() const;
    /// Not higher than this is of use: cells stop growing.
    [[nodiscard]] int mostHeight() const;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    /// `column` of the first band, or -1 beside it.
    void cellClicked(int row, int column);
    /// -1, -1 when the mouse leaves.
    void cellHovered(int row, int column);
    /// By so many cells, with the keys.
    void moved(int rows, int columns);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Place {
        int band = -1;
        int row = -1;
        int column = -1;
    };

    [[nodiscard]] int lineHeight() const;
    [[nodiscard]] QRectF bandRect(int band) const;
    [[nodiscard]] double statisticsWidth() const;
    [[nodiscard]] QSizeF cellSize(int band) const;
    [[nodiscard]] bool cellsAreLarge(int band) const;
    [[nodiscard]] Place placeAt(const QPointF& position) const;
    [[nodiscard]] QFont smallFont() const;

    void drawTitle(QPainter& painter) const;
    void drawRowNames(QPainter& painter) const;
    void drawColumnNames(QPainter& painter, int band) const;
    void drawBand(QPainter& painter, int band);
    void drawLargeCells(QPainter& painter, int band) const;
    void drawSmallCells(QPainter& painter, int band) const;
    [[nodiscard]] int fittingDigits(const QFontMetrics& metrics, int band) const;
    [[nodiscard]] QImage image(const Band& band) const;
    void drawMarks(QPainter& painter) const;
    void drawFoot(QPainter& painter) const;
    int drawScale(QPainter& painter, const QRect& line) const;

    Content m_content;
    std::vector<double> m_largest; ///< finite magnitude of each band
    std::vector<QImage> m_images;  ///< of the bands; null until wanted
    int m_markedRow = -1;
    int m_markedColumn = -1;
    QColor m_markColour;
};

} // namespace layernorm
