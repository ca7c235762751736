// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/layer_norm_gradient.h"

#include <QAbstractTableModel>
#include <QStringList>
#include <array>
#include <vector>

namespace layernorm {

/// What becomes of each token's upstream gradient: a row a token.
class TokenGradientModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { MeanPart, OutputPart, UpstreamNorm, RemovedNorm, GradientNorm, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// `names`: one a token.
    void setTokens(const std::vector<TokenGradient>& tokens, const QStringList& names);

private:
    void findLargest();

    std::vector<TokenGradient> m_tokens;
    QStringList m_names;
    std::array<double, Columns> m_largest{}; ///< finite magnitude of each column
};

} // namespace layernorm
