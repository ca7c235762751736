// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessible>
#include <QRect>
#include <QString>
#include <memory>
#include <optional>

class QWidget;

namespace layernorm {

/// What a screen reader is told of one cell.
struct SpokenCell {
    QString name;                 ///< which one it is: "bank (b0 t1), d2"
    QString value;                ///< as it is shown: "0.8434"; empty where there is none
    std::optional<double> number; ///< exactly, where it is finite
    QString description{};        ///< what else is to be known: "not a number", "changed"
    QRect place{};                ///< in the widget; empty where it cannot be seen
    bool editable = false;
};

/// A widget that shows numbers in rows and columns, whether it is a table or a painted plot.
class GridSource
{
public:
    virtual ~GridSource() = default;

    [[nodiscard]] virtual QAccessible::Role role() const { return QAccessible::Table; }
    /// The value of the whole: what a plot reads out now.
    [[nodiscard]] virtual QString summary() const { return {}; }
    [[nodiscard]] virtual int rows() const = 0;
    [[nodiscard]] virtual int columns() const = 0;
    [[nodiscard]] virtual QString rowName(int row) const = 0;
    [[nodiscard]] virtual QString columnName(int column) const = 0;
    [[nodiscard]] virtual SpokenCell cell(int row, int column) const = 0;
    /// Row in y, column in x; negative: none.
    [[nodiscard]] virtual QPoint current() const { return {-1, -1}; }
    /// Makes a cell the current one, as a click does.
    virtual void choose(int /*row*/, int /*column*/) {}
    /// As if it was typed. False: it was refused.
    virtual bool edit(int /*row*/, int /*column*/, const QString& /*text*/) { return false; }
};

/// For tables (NumberTable) and plots of the program; nullptr for other widgets.
[[nodiscard]] std::unique_ptr<GridSource> makeGridSource(const QString& className, QWidget* widget);

} // namespace layernorm
