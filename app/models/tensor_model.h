// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/reference.h"
#include "app/session/session.h"

#include <QAbstractTableModel>
#include <optional>

namespace layernorm {

/// A tensor of the session as a table: a row a token, a column a dimension.
class TensorModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role {
        /// bool: the last change gave the cell other bits.
        ChangedRole = Qt::UserRole + 1,
        /// QString: the number with every digit that matters, as parseNumber reads it; for the clipboard.
        ExactRole,
        /// QString of the columns' header: a text as long as any cell's; empty where columns need not care.
        WidestTextRole,
    };

    explicit TensorModel(Session& session, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    /// Cells have other values; views light those up that say so by ChangedRole.
    void valuesChanged();

protected:
    /// nullopt where there is no value to show.
    [[nodiscard]] virtual std::optional<double> value(Cell cell) const = 0;
    [[nodiscard]] virtual QVariant ground(double value) const = 0;
    [[nodiscard]] virtual bool hasChanged(Cell cell) const = 0;
    [[nodiscard]] virtual QString text(Cell cell, double value) const;
    [[nodiscard]] virtual QString toolTip(Cell cell, double value) const;
    /// The largest finite magnitude in the table.
    [[nodiscard]] virtual double largest() const = 0;
    /// Which kinds of change give this table other values.
    [[nodiscard]] virtual unsigned watchedKinds() const = 0;

    [[nodiscard]] std::int64_t flatIndex(Cell cell) const
    {
        return cell.row * m_layout.dimension + cell.column;
    }
    void announce(TokenRange rows);

    Session& m_session;

private:
    void sessionChanged(const Change& change);

    Layout m_layout; ///< what the views know; the session may be ahead until it says so
};

/// The embedding, editable.
class InputModel final : public TensorModel
{
    Q_OBJECT

public:
    using TensorModel::TensorModel;

    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

signals:
    void refused(const QString& reason);

protected:
    std::optional<double> value(Cell cell) const override;
    QVariant ground(double value) const override;
    bool hasChanged(Cell cell) const override;
    double largest() const override { return m_session.inputRange().magnitude; }
    unsigned watchedKinds() const override { return Change::Input; }
};

/// Our LayerNorm of it.
class OutputModel final : public TensorModel
{
    Q_OBJECT

public:
    using TensorModel::TensorModel;

protected:
    std::optional<double> value(Cell cell) const override;
    QVariant ground(double value) const override;
    bool hasChanged(Cell cell) const override;
    double largest() const override { return m_session.outputRange().magnitude; }
    unsigned watchedKinds() const override { return Change::Results; }
};

/// The library's.
class LibraryModel final : public TensorModel
{
    Q_OBJECT

public:
    LibraryModel(Session& session, Reference& reference, QObject* parent = nullptr);

protected:
    std::optional<double> value(Cell cell) const override;
    QVariant ground(double value) const override;
    bool hasChanged(Cell cell) const override;
    double largest() const override;
    unsigned watchedKinds() const override { return 0; }

private:
    Reference& m_reference;
    mutable std::optional<double> m_largest; ///< none until it is wanted
};

/// How many representable numbers lie between the two.
class DifferenceModel final : public TensorModel
{
    Q_OBJECT

public:
    DifferenceModel(Session& session, Reference& reference, QObject* parent = nullptr);

    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    std::optional<double> value(Cell cell) const override;
    QVariant ground(double value) const override;
    bool hasChanged(Cell) const override { return false; }
    QString text(Cell cell, double value) const override;
    QString toolTip(Cell cell, double value) const override;
    double largest() const override;
    unsigned watchedKinds() const override { return 0; }

private:
    [[nodiscard]] QString countText(std::uint64_t ulp) const;
    [[nodiscard]] bool withinTolerance(Cell cell) const;

    Reference& m_reference;
};

} // namespace layernorm
