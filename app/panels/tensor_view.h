// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/look/text_range.h"
#include "app/models/tensor_model.h"

#include <QHeaderView>
#include <QTableView>
#include <QVariantAnimation>

namespace layernorm {

class CellDelegate;

/// A table of numbers in the look of the program: coloured cells, columns as wide as there is room for.
class NumberTable : public QTableView
{
    Q_OBJECT

public:
    explicit NumberTable(int changedRole, QWidget* parent = nullptr);

    void setModel(QAbstractItemModel* model) override;
    void setNumbersShown(bool shown);
    /// At 100 %; columns grow from the first to the second while there is room.
    void setColumnWidths(int narrowest, int widest);
    /// At 100 %; rows grow from the first to the second while there is room.
    void setRowHeights(int lowest, int highest);
    /// A column that is framed from top to bottom; -1 for none.
    void setMarkedColumn(int column, const QColor& colour);
    /// Rows' names as wide as the widest is expected to be.
    void setRowNameSample(const QString& name);
    [[nodiscard]] const QString& rowNameSample() const { return m_rowNameSample; }
    /// Columns of the same widths, and rows' names, too, under those of `other`.
    void followColumnsOf(const NumberTable& other);
    /// Text as large as all cells have room for; a range that is not set: the usual.
    void setPresented(const TextRange& range);
    /// The height that shows `rows` rows and the column names.
    [[nodiscard]] int heightForRows(int rows) const;
    /// What the longest number in the chosen notation takes; 0 where the widths that were set are enough.
    [[nodiscard]] int neededColumnWidth() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void updateGeometries() override;
    /// The rectangle of a block of cells in the viewport, as far as it can be seen; empty when it cannot.
    [[nodiscard]] QRect blockRect(int firstRow, int rows, int firstColumn, int columns) const;

    CellDelegate* m_delegate;

private:
    void spreadCells();
    void notationChanged();
    [[nodiscard]] int textPixels() const;
    [[nodiscard]] bool fits(int textPixels) const;
    [[nodiscard]] int cellWidthFor(int textPixels) const;
    [[nodiscard]] int rowNamesWidthFor(int textPixels) const;
    void setTextPixels(int pixels);
    void spreadPresentedCells();
    void setCellSize(int width, int height);
    void drawSelectedBlock();

    int m_narrowest;
    int m_widest;
    int m_lowest;
    int m_highest;
    int m_markedColumn = -1;
    QColor m_markColour;
    QString m_rowNameSample;
    const NumberTable* m_followed = nullptr;
    TextRange m_presented;
};

/// A table of one of the session's tensors: selection and hover are those of all views, the group of values
/// that share one mean is outlined, and cells that change light up.
class TensorView : public NumberTable
{
    Q_OBJECT

public:
    TensorView(Session& session, TensorModel* model, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void showCurrent();
    void drawOutlines(QPainter& painter);

    Session& m_session;
    QVariantAnimation m_flash;
};

/// Names of rows, those of the selected group in the accent colour.
class RowHeader : public QHeaderView
{
    Q_OBJECT

public:
    RowHeader(Session& session, QWidget* parent);

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;

private:
    Session& m_session;
};

} // namespace layernorm
