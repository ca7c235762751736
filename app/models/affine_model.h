// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/session.h"
#include "core/explore/value_range.h"

#include <QAbstractTableModel>

namespace layernorm {

/// gamma's rows, then beta's, under the input's columns; editable.
class AffineModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit AffineModel(Session& session, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

signals:
    void refused(const QString& reason);

private:
    struct Place {
        Editable which;
        std::int64_t index;
    };

    [[nodiscard]] double largest(Editable which) const
    {
        return (which == Editable::Gamma ? m_gammaRange : m_betaRange).magnitude;
    }
    [[nodiscard]] Place place(const QModelIndex& index) const;
    [[nodiscard]] bool isStale() const;
    void sessionChanged(const Change& change);
    void refreshRanges();

    Session& m_session;
    std::int64_t m_rowsEach = 0; ///< rows of gamma, and of beta
    std::int64_t m_dimension = 0;
    ValueRange m_gammaRange, m_betaRange;
};

} // namespace layernorm
