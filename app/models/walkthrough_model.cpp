// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/walkthrough_model.h"

#include "app/look/number_display.h"
#include "app/look/shown_notation.h"
#include "app/look/theme.h"
#include "app/models/tensor_model.h"
#include "core/explore/value_range.h"
#include "core/io/number_text.h"

namespace layernorm {

WalkthroughModel::WalkthroughModel(Session& session, Reference& reference, QObject* parent)
    : QAbstractTableModel(parent),
      m_session(session),
      m_reference(reference)
{
    connect(&session, &Session::changed, this, &WalkthroughModel::rebuild);
    connect(&reference, &Reference::updated, this, [this] {
        if (m_steps)
            emit dataChanged(index(rowCount() - 1, 0), index(rowCount() - 1, columnCount() - 1));
        emit stepsChanged();
    });
    connect(&session.selection(), &Selection::activeChanged, this, &WalkthroughModel::refresh);
    rebuild();
}

int WalkthroughModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_steps ? 0 : static_cast<int>(m_rows.size());
}

int WalkthroughModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_steps ? 0 : static_cast<int>(m_steps->values.size());
}

bool WalkthroughModel::isTooLarge() const
{
    return m_session.input().shape().trailingElements(m_session.normalizedDims()) > largestGroup;
}

void WalkthroughModel::refresh()
{
    // Another cell of the same token: the steps stay, the formula and the marks move. In a new shape the
    // selection may be moved before the steps are new; then the old ones have another size.
    const Cell active = m_session.selection().active();
    const auto groupSize = m_session.input().shape().trailingElements(m_session.normalizedDims());
    if (m_steps && static_cast<std::int64_t>(m_steps->values.size()) == groupSize &&
        active.row < m_session.layout().rows() && m_session.groupOfRow(active.row) == m_group)
        emit stepsChanged();
    else
        rebuild();
}

void WalkthroughModel::rebuild()
{
    std::optional<Walkthrough> steps;
    std::int64_t group = -1;
    const Cell active = m_session.selection().active();
    const auto result = m_session.result();
    if (result && m_session.isCurrent() && !isTooLarge() && active.row < m_session.layout().rows()) {
        group = m_session.groupOfRow(active.row);
        steps = walkthrough(m_session.input(), m_session.parameters(), *result, group);
    }
    std::vector<Step> rows{Step::Values, Step::Deviations, Step::Squares};
    if (steps && !steps->gamma.empty())
        rows.push_back(Step::Normalized);
    rows.insert(rows.end(), {Step::Output, Step::Library});

    const bool sameForm = steps && m_steps && group == m_group && rows == m_rows &&
                          steps->values.size() == m_steps->values.size();
    if (!sameForm)
        beginResetModel();
    m_steps = std::move(steps);
    m_group = group;
    m_rows = std::move(rows);
    if (sameForm)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    else
        endResetModel();
    emit stepsChanged();
}

std::int64_t WalkthroughModel::activeColumn() const
{
    const Cell active = m_session.selection().active();
    const std::int64_t dimension = m_session.layout().dimension;
    return (active.row - m_session.rowsOfGroup(m_group).first) * dimension + active.column;
}

Cell WalkthroughModel::cellOfColumn(std::int64_t column) const
{
    const std::int64_t dimension = m_session.layout().dimension;
    return {m_session.rowsOfGroup(m_group).first + column / dimension, column % dimension};
}

const std::vector<double>& WalkthroughModel::valuesOf(Step step) const
{
    switch (step) {
    case Step::Values:
        return m_steps->values;
    case Step::Deviations:
        return m_steps->deviations;
    case Step::Squares:
        return m_steps->squares;
    case Step::Normalized:
        return m_steps->normalized;
    default:
        return m_steps->output;
    }
}

std::optional<double> WalkthroughModel::libraryValue(std::int64_t column) const
{
    const auto output = m_reference.output();
    const Cell cell = cellOfColumn(column);
    const std::int64_t position = cell.row * m_session.layout().dimension + cell.column;
    return output && position < output->elements() ? std::optional(output->at(position)) : std::nullopt;
}

std::optional<double> WalkthroughModel::value(Step step, std::int64_t column) const
{
    if (step == Step::Library)
        return libraryValue(column);
    return valuesOf(step)[static_cast<std::size_t>(column)];
}

QVariant WalkthroughModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_steps)
        return {};
    const Step step = m_rows[static_cast<std::size_t>(index.row())];
    const std::optional<double> number = value(step, index.column());
    switch (role) {
    case Qt::DisplayRole:
        return number ? shownText(*number, finiteRange(valuesOf(step)).magnitude) : QStringLiteral("·");
    case Qt::ToolTipRole:
        return number ? label(step) + QStringLiteral(" = ") + exactDisplayText(*number, m_steps->dtype)
                      : QString();
    case Qt::BackgroundRole:
        return number ? Theme::current().signedColour(*number, finiteRange(valuesOf(step)).magnitude)
                      : Theme::current().window;
    case Qt::TextAlignmentRole:
        return int(Qt::AlignRight | Qt::AlignVCenter);
    case TensorModel::ExactRole:
        return number ? QString::fromStdString(exactText(*number, m_steps->dtype)) : QString();
    default:
        return {};
    }
}

QVariant WalkthroughModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == TensorModel::WidestTextRole)
        return m_steps ? widestShownText(m_steps->dtype, largest()) : QString();
    if (role != Qt::DisplayRole || !m_steps)
        return {};
    if (orientation == Qt::Vertical)
        return label(m_rows[static_cast<std::size_t>(section)]);
    const Cell cell = cellOfColumn(section);
    const std::int64_t rows = m_session.rowsOfGroup(m_group).count;
    const std::int64_t sequence = m_session.layout().sequence;
    const QString dimension = QStringLiteral("d%1").arg(cell.column);
    if (rows == 1)
        return dimension;
    const QString token = QStringLiteral("t%1 ").arg(cell.row % sequence);
    return rows == sequence ? token + dimension
                            : QStringLiteral("b%1").arg(cell.row / sequence) + token + dimension;
}

double WalkthroughModel::largest() const
{
    double largest = 0;
    for (const Step step : m_rows)
        largest = std::max(largest, finiteRange(valuesOf(step)).magnitude);
    return largest;
}

QString WalkthroughModel::label(Step step) const
{
    switch (step) {
    case Step::Values:
        return QStringLiteral("x");
    case Step::Deviations:
        return QStringLiteral("x − μ");
    case Step::Squares:
        return QStringLiteral("(x − μ)²");
    case Step::Normalized:
        return QStringLiteral("x̂");
    case Step::Output:
        return QStringLiteral("y");
    case Step::Library:
        return m_reference.library() ? m_reference.state().name : tr("library");
    }
    return {};
}

WalkthroughModel::Note WalkthroughModel::note(int row) const
{
    if (!m_steps || row >= rowCount())
        return {};
    const QString count = QString::number(m_steps->values.size());
    switch (m_rows[static_cast<std::size_t>(row)]) {
    case Step::Values:
        return {QStringLiteral("Σx / D = %1 / %2 = μ = ").arg(shownText(m_steps->sum), count),
                shownText(m_steps->mean)};
    case Step::Deviations:
        return {tr("how far each value is from the mean"), {}};
    case Step::Squares:
        return {
            QStringLiteral("Σ(x − μ)² / D = %1 / %2 = σ² = ").arg(shownText(m_steps->sumOfSquares), count),
            shownText(m_steps->variance)};
    case Step::Normalized:
        return outputNote();
    case Step::Output:
        return m_steps->gamma.empty() ? outputNote() : Note{QStringLiteral("x̂ · γ + β"), {}};
    case Step::Library:
        return libraryNote();
    }
    return {};
}

WalkthroughModel::Note WalkthroughModel::outputNote() const
{
    return {
        QStringLiteral("÷ √(σ² + ε) = √(%1 + %2) = √%3 = ")
            .arg(shownText(m_steps->variance), epsText(m_session.eps()), shownText(m_steps->variancePlusEps)),
        shownText(m_steps->root)};
}

WalkthroughModel::Note WalkthroughModel::libraryNote() const
{
    const std::int64_t column = activeColumn();
    const std::optional<double> theirs = libraryValue(column);
    const auto& comparison = m_reference.comparison();
    if (!m_reference.library())
        return {tr("no library is chosen"), {}};
    if (!theirs || !comparison)
        return {m_reference.refusal().isEmpty() ? tr("no result yet") : m_reference.refusal(), {}};
    const Cell cell = m_session.selection().active();
    const auto position = static_cast<std::size_t>(cell.row * m_session.layout().dimension + cell.column);
    if (position >= comparison->ulp.size())
        return {};
    const double difference = absoluteDifference(m_steps->output[static_cast<std::size_t>(column)], *theirs);
    return {tr("d%1 differs by %2 (%3 ULP)")
                .arg(cell.column)
                .arg(differenceText(difference), ulpText(comparison->ulp[position])),
            {}};
}

} // namespace layernorm
