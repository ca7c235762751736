// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/tensor_model.h"

#include "app/error_text.h"
#include "app/look/number_display.h"
#include "app/look/shown_notation.h"
#include "app/look/theme.h"
#include "core/explore/value_range.h"
#include "core/io/number_text.h"

namespace layernorm {

TensorModel::TensorModel(Session& session, QObject* parent)
    : QAbstractTableModel(parent),
      m_session(session),
      m_layout(session.layout())
{
    connect(&session, &Session::changed, this, &TensorModel::sessionChanged);
}

int TensorModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_layout.rows());
}

int TensorModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_layout.dimension);
}

QVariant TensorModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || m_session.layout() != m_layout)
        return {};
    const Cell cell{index.row(), index.column()};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == ChangedRole)
        return hasChanged(cell);
    const std::optional<double> number = value(cell);
    switch (role) {
    case Qt::DisplayRole:
        return number ? text(cell, *number) : QStringLiteral("·");
    case Qt::BackgroundRole:
        return number ? ground(*number) : QVariant(Theme::current().window);
    case Qt::ToolTipRole:
        return number ? plainToolTip(toolTip(cell, *number)) : QString();
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1, d%2").arg(m_session.rowName(cell.row)).arg(cell.column);
    case ExactRole:
        return number ? QString::fromStdString(exactText(*number, m_session.dtype())) : QString();
    default:
        return {};
    }
}

QVariant TensorModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == WidestTextRole)
        return widestShownText(m_session.dtype(), largest());
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Horizontal)
        return QStringLiteral("d%1").arg(section);
    return m_session.layout() == m_layout ? m_session.rowTitle(section) : QString();
}

QString TensorModel::text(Cell, double value) const
{
    return shownText(value, largest());
}

QString TensorModel::toolTip(Cell cell, double value) const
{
    return QStringLiteral("%1 · d%2 = %3")
        .arg(m_session.rowName(cell.row))
        .arg(cell.column)
        .arg(exactDisplayText(value, m_session.dtype()));
}

void TensorModel::sessionChanged(const Change& change)
{
    if (change.has(Change::Layout) && m_session.layout() != m_layout) {
        beginResetModel();
        m_layout = m_session.layout();
        endResetModel();
        return;
    }
    if (change.has(Change::Layout) && rowCount() > 0)
        emit headerDataChanged(Qt::Vertical, 0, rowCount() - 1);
    if (change.has(watchedKinds()))
        announce(change.rows);
}

void TensorModel::announce(TokenRange rows)
{
    if (rows.count == 0 || m_session.layout() != m_layout)
        return;
    emit dataChanged(index(static_cast<int>(rows.first), 0),
                     index(static_cast<int>(rows.first + rows.count - 1), columnCount() - 1));
    emit valuesChanged();
}

// Input

Qt::ItemFlags InputModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags flags = TensorModel::flags(index);
    return index.isValid() ? flags | Qt::ItemIsEditable : flags;
}

QVariant InputModel::data(const QModelIndex& index, int role) const
{
    return TensorModel::data(index, role == Qt::EditRole ? int(ExactRole) : role);
}

bool InputModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || role != Qt::EditRole)
        return false;
    const auto edited =
        m_session.editCell(Editable::Input, flatIndex({index.row(), index.column()}), value.toString());
    if (!edited)
        emit refused(errorText(edited.error()));
    return edited.has_value();
}

std::optional<double> InputModel::value(Cell cell) const
{
    const std::int64_t position = flatIndex(cell);
    return position < m_session.input().elements() ? std::optional(m_session.input().at(position))
                                                   : std::nullopt;
}

QVariant InputModel::ground(double value) const
{
    return Theme::current().signedColour(value, m_session.inputRange().magnitude);
}

bool InputModel::hasChanged(Cell cell) const
{
    return m_session.inputCellChanged(cell);
}

// Output

std::optional<double> OutputModel::value(Cell cell) const
{
    const auto result = m_session.result();
    const std::int64_t position = flatIndex(cell);
    return result && position < result->output.elements() ? std::optional(result->output.at(position))
                                                          : std::nullopt;
}

QVariant OutputModel::ground(double value) const
{
    return Theme::current().signedColour(value, m_session.outputRange().magnitude);
}

bool OutputModel::hasChanged(Cell cell) const
{
    return m_session.outputCellChanged(cell);
}

// Library

LibraryModel::LibraryModel(Session& session, Reference& reference, QObject* parent)
    : TensorModel(session, parent),
      m_reference(reference)
{
    connect(&reference, &Reference::updated, this, [this](const TokenRange& rows) {
        m_largest.reset();
        announce(rows);
    });
}

double LibraryModel::largest() const
{
    const auto output = m_reference.output();
    if (!m_largest && output)
        m_largest = finiteRange(*output).magnitude;
    return m_largest.value_or(0);
}

std::optional<double> LibraryModel::value(Cell cell) const
{
    const auto output = m_reference.output();
    const std::int64_t position = flatIndex(cell);
    return output && position < output->elements() ? std::optional(output->at(position)) : std::nullopt;
}

QVariant LibraryModel::ground(double value) const
{
    return Theme::current().signedColour(value, m_session.outputRange().magnitude);
}

bool LibraryModel::hasChanged(Cell cell) const
{
    return m_reference.outputCellChanged(cell);
}

// Difference

DifferenceModel::DifferenceModel(Session& session, Reference& reference, QObject* parent)
    : TensorModel(session, parent),
      m_reference(reference)
{
    connect(&reference, &Reference::updated, this, &DifferenceModel::announce);
}

QVariant DifferenceModel::data(const QModelIndex& index, int role) const
{
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignCenter);
    if (role == Qt::ForegroundRole && index.isValid()) {
        const Cell cell{index.row(), index.column()};
        if (value(cell) == 0.0)
            return Theme::current().muted;
        if (!withinTolerance(cell))
            return Theme::current().disagreement;
    }
    return TensorModel::data(index, role);
}

std::optional<double> DifferenceModel::value(Cell cell) const
{
    const auto& comparison = m_reference.comparison();
    const auto position = static_cast<std::size_t>(flatIndex(cell));
    if (!comparison || position >= comparison->ulp.size())
        return std::nullopt;
    return static_cast<double>(comparison->ulp[position]);
}

bool DifferenceModel::withinTolerance(Cell cell) const
{
    const auto& comparison = m_reference.comparison();
    const auto ours = m_session.result();
    const auto theirs = m_reference.output();
    const std::int64_t position = flatIndex(cell);
    return !comparison || !ours || !theirs || position >= theirs->elements() ||
           position >= ours->output.elements() ||
           isClose(ours->output.at(position), theirs->at(position), comparison->tolerance);
}

QVariant DifferenceModel::ground(double) const
{
    return Theme::current().window;
}

double DifferenceModel::largest() const
{
    const auto& comparison = m_reference.comparison();
    const bool counted = comparison && comparison->maxUlpDifference != Comparison::incomparable;
    return counted ? static_cast<double>(comparison->maxUlpDifference) : 0;
}

/// A count of ULP has neither decimals nor bits to be looked at, and as a part of another one it would be
/// none; scientific it can be.
QString DifferenceModel::countText(std::uint64_t ulp) const
{
    const bool scientific = ShownNotation::instance().notation().kind == NumberNotation::Kind::Scientific;
    return scientific && ulp != Comparison::incomparable ? shownText(static_cast<double>(ulp), largest())
                                                         : ulpText(ulp);
}

QVariant DifferenceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const QVariant data = TensorModel::headerData(section, orientation, role);
    return role == WidestTextRole && countText(1) != ulpText(1) ? QStringLiteral("≠") + data.toString()
           : role == WidestTextRole                             ? QVariant()
                                                                : data;
}

QString DifferenceModel::text(Cell cell, double) const
{
    const QString steps = countText(m_reference.comparison()->ulp[static_cast<std::size_t>(flatIndex(cell))]);
    // Colour is not the only sign of a value beyond the tolerance.
    return withinTolerance(cell) ? steps : QStringLiteral("≠") + steps;
}

QString DifferenceModel::toolTip(Cell cell, double) const
{
    const auto ours = m_session.result();
    const auto theirs = m_reference.output();
    const std::int64_t position = flatIndex(cell);
    if (!ours || !theirs || position >= theirs->elements())
        return {};
    const double a = ours->output.at(position);
    const double b = theirs->at(position);
    return tr("%1 · d%2\nours %3\n%4 %5\n|difference| %6, %7 ULP")
        .arg(m_session.rowName(cell.row))
        .arg(cell.column)
        .arg(exactDisplayText(a, m_session.dtype()), m_reference.title(),
             exactDisplayText(b, m_session.dtype()), differenceText(absoluteDifference(a, b)),
             ulpText(m_reference.comparison()->ulp[static_cast<std::size_t>(position)]));
}

} // namespace layernorm
