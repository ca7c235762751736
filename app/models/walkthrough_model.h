// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/reference.h"
#include "core/explore/walkthrough.h"

#include <QAbstractTableModel>
#include <optional>

namespace layernorm {

/// The article's steps for the group of the active cell: a row a step, a column a value of the group, and for
/// each step what it leads to.
class WalkthroughModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Step { Values, Deviations, Squares, Normalized, Output, Library };
    /// Larger groups are not walked through: nobody reads a million columns.
    static constexpr std::int64_t largestGroup = 200'000;

    WalkthroughModel(Session& session, Reference& reference, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Empty while results are being computed, and for groups that are too large.
    [[nodiscard]] const std::optional<Walkthrough>& steps() const { return m_steps; }
    [[nodiscard]] bool isTooLarge() const;
    /// The group whose steps these are.
    [[nodiscard]] std::int64_t group() const { return m_group; }
    /// The active cell's place in the group.
    [[nodiscard]] std::int64_t activeColumn() const;
    /// The cell of the tensor that a column stands for.
    [[nodiscard]] Cell cellOfColumn(std::int64_t column) const;
    /// What the step leads to: "Σx / 4 = μ = " and "0.5"; empty where there is nothing to say.
    struct Note {
        QString text;
        QString result;
    };
    [[nodiscard]] Note note(int row) const;
    /// The library's value in a column; nullopt without one.
    [[nodiscard]] std::optional<double> libraryValue(std::int64_t column) const;

signals:
    void stepsChanged();

private:
    void refresh();
    void rebuild();
    [[nodiscard]] const std::vector<double>& valuesOf(Step step) const;
    [[nodiscard]] std::optional<double> value(Step step, std::int64_t column) const;
    [[nodiscard]] double largest() const;
    [[nodiscard]] QString label(Step step) const;
    [[nodiscard]] Note outputNote() const;
    [[nodiscard]] Note libraryNote() const;

    Session& m_session;
    Reference& m_reference;
    std::int64_t m_group = -1;
    std::vector<Step> m_rows;
    std::optional<Walkthrough> m_steps;
};

} // namespace layernorm
