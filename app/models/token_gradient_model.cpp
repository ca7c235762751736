// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/token_gradient_model.h"

#include "app/look/number_display.h"
#include "app/look/shown_notation.h"
#include "app/models/tensor_model.h"

#include <algorithm>
#include <cmath>

namespace layernorm {

namespace {

struct ColumnText {
    double TokenGradient::*number;
    const char* title;
    const char* toolTip;
};

/// In the order of Column.
constexpr ColumnText columnTexts[] = {
    {&TokenGradient::meanPart, "mean(g)",
     QT_TRANSLATE_NOOP("layernorm::TokenGradientModel", "The constant direction of g, taken away")},
    {&TokenGradient::outputPart, "mean(g·x̂)",
     QT_TRANSLATE_NOOP("layernorm::TokenGradientModel", "The direction of g along the output, taken away")},
    {&TokenGradient::upstreamNorm, "‖g‖",
     QT_TRANSLATE_NOOP("layernorm::TokenGradientModel", "Length of the upstream gradient, times γ")},
    {&TokenGradient::removedNorm, QT_TRANSLATE_NOOP("layernorm::TokenGradientModel", "‖removed‖"),
     QT_TRANSLATE_NOOP("layernorm::TokenGradientModel", "Length of what is taken away")},
    {&TokenGradient::gradientNorm, "‖dL/dx‖",
     QT_TRANSLATE_NOOP("layernorm::TokenGradientModel", "Length of the gradient that arrives at x")},
};

} // namespace

int TokenGradientModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_tokens.size());
}

int TokenGradientModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QVariant TokenGradientModel::data(const QModelIndex& index, int role) const
{
    const double number = m_tokens[static_cast<std::size_t>(index.row())].*columnTexts[index.column()].number;
    switch (role) {
    case Qt::DisplayRole:
        return shownText(number, m_largest[static_cast<std::size_t>(index.column())], 3);
    case Qt::ToolTipRole:
        return QStringLiteral("%1, %2 = %3")
            .arg(m_names.value(index.row()), tr(columnTexts[index.column()].title),
                 exactDisplayText(number, DType::Float64));
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant TokenGradientModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole ? m_names.value(section) : QVariant();
    if (role == TensorModel::WidestTextRole)
        return widestShownText(DType::Float64, m_largest[static_cast<std::size_t>(section)]);
    if (role == Qt::DisplayRole)
        return tr(columnTexts[section].title);
    if (role == Qt::ToolTipRole)
        return tr(columnTexts[section].toolTip);
    return role == Qt::TextAlignmentRole ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
}

void TokenGradientModel::findLargest()
{
    for (std::size_t column = 0; column < m_largest.size(); ++column) {
        m_largest[column] = 0;
        for (const TokenGradient& token : m_tokens)
            if (const double number = std::abs(token.*columnTexts[column].number); std::isfinite(number))
                m_largest[column] = std::max(m_largest[column], number);
    }
}

void TokenGradientModel::setTokens(const std::vector<TokenGradient>& tokens, const QStringList& names)
{
    if (tokens.size() == m_tokens.size() && names == m_names) {
        m_tokens = tokens;
        findLargest();
        if (!m_tokens.empty())
            emit dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
        return;
    }
    beginResetModel();
    m_tokens = tokens;
    m_names = names;
    findLargest();
    endResetModel();
}

} // namespace layernorm
