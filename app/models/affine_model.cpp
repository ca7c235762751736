// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/affine_model.h"

#include "app/error_text.h"
#include "app/look/number_display.h"
#include "app/look/shown_notation.h"
#include "app/look/theme.h"
#include "app/models/tensor_model.h"
#include "core/explore/value_range.h"
#include "core/io/number_text.h"

namespace layernorm {

AffineModel::AffineModel(Session& session, QObject* parent) : QAbstractTableModel(parent), m_session(session)
{
    m_dimension = session.layout().dimension;
    m_rowsEach = session.editable(Editable::Gamma).elements() / m_dimension;
    refreshRanges();
    connect(&session, &Session::changed, this, &AffineModel::sessionChanged);
}

int AffineModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(2 * m_rowsEach);
}

int AffineModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_dimension);
}

bool AffineModel::isStale() const
{
    return m_session.editable(Editable::Gamma).elements() != m_rowsEach * m_dimension ||
           m_session.layout().dimension != m_dimension;
}

AffineModel::Place AffineModel::place(const QModelIndex& index) const
{
    const bool beta = index.row() >= m_rowsEach;
    const std::int64_t row = beta ? index.row() - m_rowsEach : index.row();
    return {beta ? Editable::Beta : Editable::Gamma, row * m_dimension + index.column()};
}

QVariant AffineModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || isStale())
        return {};
    const auto [which, position] = place(index);
    const Tensor& tensor = m_session.editable(which);
    const double value = tensor.at(position);
    switch (role) {
    case Qt::DisplayRole:
        return shownText(value, largest(which));
    case Qt::EditRole:
    case TensorModel::ExactRole:
        return QString::fromStdString(exactText(value, tensor.dtype()));
    case Qt::ToolTipRole:
        return QStringLiteral("%1 · d%2 = %3")
            .arg(headerData(index.row(), Qt::Vertical, Qt::DisplayRole).toString())
            .arg(index.column())
            .arg(exactDisplayText(value, tensor.dtype()));
    case Qt::BackgroundRole:
        return Theme::current().signedColour(value, largest(which) * 2);
    case Qt::TextAlignmentRole:
        return int(Qt::AlignRight | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant AffineModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == TensorModel::WidestTextRole)
        return widestShownText(m_session.dtype(),
                               std::max(largest(Editable::Gamma), largest(Editable::Beta)));
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Horizontal)
        return QStringLiteral("d%1").arg(section);
    const QString letter = section >= m_rowsEach ? QStringLiteral("β") : QStringLiteral("γ");
    if (m_rowsEach == 1)
        return letter;
    const std::int64_t row = section % m_rowsEach;
    const std::int64_t sequence = m_session.layout().sequence;
    return m_rowsEach == sequence
               ? QStringLiteral("%1 · t%2").arg(letter).arg(row)
               : QStringLiteral("%1 · b%2 t%3").arg(letter).arg(row / sequence).arg(row % sequence);
}

Qt::ItemFlags AffineModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.isValid() ? flags | Qt::ItemIsEditable : flags;
}

bool AffineModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || role != Qt::EditRole || isStale())
        return false;
    const auto [which, position] = place(index);
    const auto edited = m_session.editCell(which, position, value.toString());
    if (!edited)
        emit refused(errorText(edited.error()));
    return edited.has_value();
}

void AffineModel::refreshRanges()
{
    m_gammaRange = finiteRange(m_session.editable(Editable::Gamma));
    m_betaRange = finiteRange(m_session.editable(Editable::Beta));
}

void AffineModel::sessionChanged(const Change& change)
{
    if (change.has(Change::Affine))
        refreshRanges();
    if (isStale()) {
        beginResetModel();
        m_dimension = m_session.layout().dimension;
        m_rowsEach = m_session.editable(Editable::Gamma).elements() / m_dimension;
        endResetModel();
    } else if (change.has(Change::Affine)) {
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }
}

} // namespace layernorm
