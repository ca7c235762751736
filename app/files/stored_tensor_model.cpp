// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/stored_tensor_model.h"

#include "app/error_text.h"
#include "app/files/import_choice.h"
#include "app/files/natural_order.h"
#include "app/look/theme.h"

#include <QLocale>
#include <algorithm>
#include <limits>
#include <numeric>

namespace layernorm {

namespace {

std::int64_t bytesOf(const StoredTensor& tensor)
{
    std::int64_t bytes = 0;
    return __builtin_mul_overflow(elementsOf(tensor), sizeOf(tensor.type), &bytes)
               ? std::numeric_limits<std::int64_t>::max()
               : bytes;
}

/// Of two tensors, by a column; those that are equal stay as they stand in the file.
bool isLess(const StoredTensor& a, const StoredTensor& b, int column)
{
    switch (column) {
    case StoredTensorModel::NameColumn:
        return naturallyLess(a.name, b.name);
    case StoredTensorModel::ShapeColumn:
        return a.extents.size() != b.extents.size() ? a.extents.size() < b.extents.size()
                                                    : a.extents < b.extents;
    case StoredTensorModel::TypeColumn:
        return a.type < b.type; // kinds together, narrow ones first
    default:
        return bytesOf(a) < bytesOf(b);
    }
}

} // namespace

QString extentsText(const std::vector<std::int64_t>& extents)
{
    QStringList texts;
    for (const std::int64_t extent : extents)
        texts << QString::number(extent);
    return texts.join(QStringLiteral(" × "));
}

QString bytesText(std::int64_t elements, std::size_t bytesEach)
{
    std::int64_t bytes = 0;
    if (__builtin_mul_overflow(elements, bytesEach, &bytes))
        bytes = std::numeric_limits<std::int64_t>::max();
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString shownName(const std::string& name)
{
    QString text = QString::fromStdString(name);
    for (QChar& character : text)
        if (!character.isPrint())
            character = QChar::ReplacementCharacter;
    return text;
}

StoredTensorModel::StoredTensorModel(const QString& file, StoredTensors tensors, QObject* parent)
    : QAbstractTableModel(parent),
      m_file(file.toStdString()),
      m_tensors(std::move(tensors)),
      m_order(m_tensors.size())
{
    m_names.reserve(static_cast<qsizetype>(m_tensors.size()));
    for (const StoredTensor& tensor : m_tensors)
        m_names << shownName(tensor.name);
    std::iota(m_order.begin(), m_order.end(), std::size_t{0});
    m_shown = m_order;
}

void StoredTensorModel::setFilter(const QString& text)
{
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    if (words == m_words)
        return;
    m_words = words;
    refilter();
}

void StoredTensorModel::sort(int column, Qt::SortOrder order)
{
    std::iota(m_order.begin(), m_order.end(), std::size_t{0});
    if (column >= 0)
        std::ranges::stable_sort(m_order, [&](std::size_t a, std::size_t b) {
            return order == Qt::AscendingOrder ? isLess(m_tensors[a], m_tensors[b], column)
                                               : isLess(m_tensors[b], m_tensors[a], column);
        });
    refilter();
}

bool StoredTensorModel::passes(std::size_t position) const
{
    const QString& name = m_names[static_cast<qsizetype>(position)];
    return std::ranges::all_of(
        m_words, [&name](const QString& word) { return name.contains(word, Qt::CaseInsensitive); });
}

void StoredTensorModel::refilter()
{
    beginResetModel();
    m_shown.clear();
    std::ranges::copy_if(m_order, std::back_inserter(m_shown),
                         [this](std::size_t position) { return passes(position); });
    endResetModel();
}

int StoredTensorModel::rowOf(std::size_t position) const
{
    const auto found = std::ranges::find(m_shown, position);
    return found == m_shown.end() ? -1 : static_cast<int>(found - m_shown.begin());
}

QString StoredTensorModel::refusal(std::size_t position) const
{
    const Result<void> possible = importable(m_file, m_tensors[position]);
    return possible ? QString() : errorText(possible.error());
}

int StoredTensorModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int StoredTensorModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString StoredTensorModel::text(std::size_t position, int column) const
{
    const StoredTensor& tensor = m_tensors[position];
    switch (column) {
    case NameColumn:
        return m_names[static_cast<qsizetype>(position)];
    case ShapeColumn:
        return tensor.extents.empty() ? tr("a single number") : extentsText(tensor.extents);
    case TypeColumn:
        return QLatin1String(name(tensor.type));
    default:
        return bytesText(elementsOf(tensor), sizeOf(tensor.type));
    }
}

QString StoredTensorModel::description(std::size_t position) const
{
    return tr("%1, %2, %3")
        .arg(text(position, ShapeColumn), text(position, TypeColumn), text(position, SizeColumn));
}

QString StoredTensorModel::toolTip(std::size_t position) const
{
    QStringList lines{text(position, NameColumn), description(position), refusal(position)};
    lines.removeAll(QString());
    // Rich text wraps; what stands in it is a file's, and no markup.
    for (QString& line : lines)
        line = QStringLiteral("<p>") + line.toHtmlEscaped() + QStringLiteral("</p>");
    return lines.join(QString());
}

QVariant StoredTensorModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const std::size_t position = positionAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(position, index.column());
    case Qt::ToolTipRole:
        return toolTip(position);
    case Qt::AccessibleDescriptionRole:
        return refusal(position);
    case Qt::ForegroundRole:
        return importable({}, m_tensors[position]) ? QVariant() : Theme::current().muted;
    case Qt::TextAlignmentRole:
        return int((index.column() == SizeColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant StoredTensorModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const QStringList titles{tr("Name"), tr("Shape"), tr("Type"), tr("Size")};
    switch (role) {
    case Qt::DisplayRole:
        return titles.value(section);
    case Qt::ToolTipRole:
        return tr("Sort by this column: Ctrl+%1; a third time: as in the file").arg(section + 1);
    case Qt::TextAlignmentRole:
        return int((section == SizeColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return {};
    }
}

} // namespace layernorm
