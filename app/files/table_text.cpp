// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/table_text.h"

#include "app/models/tensor_model.h"

#include <QStringList>

namespace layernorm {

namespace {

QString columnName(const QAbstractItemModel& model, int column)
{
    return model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
}

QString rowName(const QAbstractItemModel& model, int row)
{
    return model.headerData(row, Qt::Vertical, Qt::DisplayRole).toString();
}

QString number(const QAbstractItemModel& model, int row, int column)
{
    return model.index(row, column).data(TensorModel::ExactRole).toString();
}

/// A word that holds a tab, a line break or a quote stands in quotes, as spreadsheets write it.
QString quoted(QString word)
{
    if (!word.contains(u'\t') && !word.contains(u'\n') && !word.contains(u'"'))
        return word;
    return u'"' + word.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

} // namespace

QString tabbedText(const QAbstractItemModel& model, const CellBlock& block, bool names)
{
    QStringList lines;
    if (names) {
        QStringList cells{QString()};
        for (int column = 0; column < block.columns; ++column)
            cells << quoted(columnName(model, block.firstColumn + column));
        lines << cells.join(u'\t');
    }
    for (int row = block.firstRow; row < block.firstRow + block.rows; ++row) {
        QStringList cells;
        if (names)
            cells << quoted(rowName(model, row));
        for (int column = 0; column < block.columns; ++column)
            cells << number(model, row, block.firstColumn + column);
        lines << cells.join(u'\t');
    }
    return lines.join(u'\n');
}

QString htmlTable(const QAbstractItemModel& model, const CellBlock& block, bool names)
{
    QString html = QStringLiteral("<table>");
    if (names) {
        html += QStringLiteral("<tr><th></th>");
        for (int column = 0; column < block.columns; ++column)
            html += QStringLiteral("<th>%1</th>")
                        .arg(columnName(model, block.firstColumn + column).toHtmlEscaped());
        html += QStringLiteral("</tr>");
    }
    for (int row = block.firstRow; row < block.firstRow + block.rows; ++row) {
        html += QStringLiteral("<tr>");
        if (names)
            html += QStringLiteral("<th>%1</th>").arg(rowName(model, row).toHtmlEscaped());
        for (int column = 0; column < block.columns; ++column)
            html += QStringLiteral("<td>%1</td>").arg(number(model, row, block.firstColumn + column));
        html += QStringLiteral("</tr>");
    }
    return html + QStringLiteral("</table>");
}

} // namespace layernorm
