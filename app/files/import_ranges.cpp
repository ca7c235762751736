// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/import_ranges.h"

#include "app/look/theme.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <algorithm>

namespace layernorm {

namespace {

constexpr int mostSlices = Shape::maxRank - 3;
/// Two slices beside each other, so that the five of rank 8 leave room for the list of tensors.
constexpr int slicesInARow = 2;
constexpr int slicePieces = 6; ///< the last one is a gap

/// The largest whole number up to which a double counts by ones. No disk holds more.
constexpr double exactWholeNumbers = 0x1p53;

double spinnable(std::int64_t number)
{
    return std::min(static_cast<double>(number), exactWholeNumbers);
}

std::int64_t wholeValue(const QDoubleSpinBox* spin)
{
    return static_cast<std::int64_t>(spin->value());
}

void setShown(const QList<QWidget*>& widgets, bool shown)
{
    for (QWidget* widget : widgets)
        widget->setVisible(shown);
}

QGridLayout* makeGrid()
{
    auto* grid = new QGridLayout;
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(Theme::scaled(metrics::rhythm));
    grid->setVerticalSpacing(Theme::scaled(metrics::rhythm) / 2);
    return grid;
}

QLabel* mutedLabel(const QString& text = {})
{
    auto* label = new QLabel(text);
    label->setObjectName(QStringLiteral("muted"));
    return label;
}

} // namespace

ImportRanges::ImportRanges(QWidget* parent) : QWidget(parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::scaled(metrics::rhythm) / 2);
    m_slicesNote =
        mutedLabel(tr("Axes in front of the batches: all of them are run together into the batch, or "
                      "only one index is read."));
    m_slicesNote->setWordWrap(true);
    layout->addWidget(m_slicesNote);
    auto* slices = makeGrid();
    for (int axis = 0; axis < mostSlices; ++axis)
        addSlice(slices, axis);
    slices->setColumnStretch(slicesInARow * slicePieces, 1);
    layout->addLayout(slices);
    auto* ranges = makeGrid();
    m_batches = addRange(ranges, 0, QStringLiteral("importBatches"), tr("&Batches"), tr("first batch"),
                         tr("number of batches"));
    m_tokens = addRange(ranges, 1, QStringLiteral("importTokens"), tr("&Tokens"), tr("first token"),
                        tr("number of tokens in each batch"));
    addDimension(ranges, 2);
    layout->addLayout(ranges);
    connectRange(m_batches);
    connectRange(m_tokens);
    announceChanges();
}

/// After the ranges have been connected: what is told is what they have made of it.
void ImportRanges::announceChanges()
{
    const auto announce = [this] {
        if (!m_showing)
            emit changed();
    };
    for (const QDoubleSpinBox* spin : findChildren<QDoubleSpinBox*>())
        connect(spin, &QDoubleSpinBox::valueChanged, this, announce);
    for (const QCheckBox* check : findChildren<QCheckBox*>())
        connect(check, &QCheckBox::toggled, this, announce);
}

QDoubleSpinBox* ImportRanges::makeSpin(const QString& name, const QString& accessibleName)
{
    auto* spin = new QDoubleSpinBox;
    spin->setObjectName(name);
    spin->setAccessibleName(accessibleName);
    spin->setToolTip(accessibleName);
    spin->setDecimals(0);
    // For any of its digits, so that nothing moves while a number is typed.
    spin->setFixedWidth(spin->fontMetrics().horizontalAdvance(QString(9, u'0')) + Theme::scaled(44));
    return spin;
}

void ImportRanges::addSlice(QGridLayout* grid, int axis)
{
    const QString name = QStringLiteral("importAxis%1").arg(axis);
    auto* label = new QLabel(tr("Axis &%1").arg(axis));
    Slice slice{.widgets = {},
                .all = new QCheckBox(tr("all")),
                .index = makeSpin(name + QStringLiteral("Index"), tr("the one index of axis %1").arg(axis)),
                .extent = mutedLabel()};
    slice.all->setObjectName(name + QStringLiteral("All"));
    slice.all->setAccessibleName(tr("all of axis %1, run together into the batch").arg(axis));
    slice.all->setToolTip(slice.all->accessibleName());
    label->setBuddy(slice.all);
    slice.widgets = {label, slice.all, mutedLabel(tr("or only")), slice.index, slice.extent};
    const int row = axis / slicesInARow;
    int column = axis % slicesInARow * slicePieces;
    for (QWidget* widget : slice.widgets)
        grid->addWidget(widget, row, column++);
    grid->setColumnMinimumWidth(column, Theme::scaled(metrics::rhythm));
    connect(slice.all, &QCheckBox::toggled, slice.index, &QWidget::setDisabled);
    m_slices.push_back(slice);
}

ImportRanges::Range ImportRanges::addRange(QGridLayout* grid, int row, const QString& name,
                                           const QString& title, const QString& firstName,
                                           const QString& countName)
{
    auto* label = new QLabel(title);
    auto* from = mutedLabel(tr("from"));
    auto* count = mutedLabel(tr("count"));
    auto* all = new QPushButton(tr("all"));
    Range range{.widgets = {},
                .first = makeSpin(name + QStringLiteral("First"), firstName),
                .count = makeSpin(name + QStringLiteral("Count"), countName),
                .extent = mutedLabel()};
    label->setBuddy(range.first);
    all->setObjectName(name + QStringLiteral("All"));
    all->setAutoDefault(false); // Enter opens
    all->setAccessibleName(QStringLiteral("%1: %2").arg(countName, all->text()));
    range.widgets = {label, from, range.first, count, range.count, range.extent, all};
    int column = 0;
    for (QWidget* widget : range.widgets)
        grid->addWidget(widget, row, column++);
    grid->setColumnStretch(column, 1);
    return range;
}

void ImportRanges::connectRange(Range& range)
{
    connect(range.first, &QDoubleSpinBox::valueChanged, this, [this, &range](double first) {
        if (m_showing)
            return;
        // Numbers on the way to the one being typed must not eat up the count.
        const double wanted = range.wanted;
        range.count->setMaximum(range.size - first);
        range.count->setValue(wanted);
        range.wanted = wanted;
    });
    connect(range.count, &QDoubleSpinBox::valueChanged, this,
            [&range](double count) { range.wanted = count; });
    auto* all = static_cast<QPushButton*>(range.widgets.constLast());
    connect(all, &QPushButton::clicked, this, [&range] {
        range.first->setValue(0);
        range.count->setValue(range.size);
    });
}

void ImportRanges::addDimension(QGridLayout* grid, int row)
{
    auto* title = new QLabel(tr("Dimension"));
    m_dimension = mutedLabel();
    grid->addWidget(title, row, 0);
    grid->addWidget(m_dimension, row, 1, 1, -1);
    m_dimensionWidgets = {title, m_dimension};
}

void ImportRanges::setTensor(const StoredTensor& tensor)
{
    m_showing = true;
    const ImportPart part = proposedPart(tensor);
    m_extents = part.empty() ? std::vector<std::int64_t>() : tensor.extents;
    showSlices(part);
    showRange(m_batches, part, 3);
    showRange(m_tokens, part, 2);
    setShown(m_dimensionWidgets, !part.empty());
    if (!part.empty())
        m_dimension->setText(
            tr("%1, always whole: a mean takes every number of its token").arg(m_extents.back()));
    m_showing = false;
    emit changed();
}

void ImportRanges::showSlices(const ImportPart& part)
{
    m_slicesNote->setVisible(part.size() > 3);
    for (std::size_t axis = 0; axis < m_slices.size(); ++axis) {
        const Slice& slice = m_slices[axis];
        const bool shown = axis + 3 < part.size();
        setShown(slice.widgets, shown);
        if (!shown)
            continue;
        slice.index->setRange(0, spinnable(m_extents[axis] - 1));
        slice.index->setValue(0);
        slice.extent->setText(tr("of %1").arg(m_extents[axis]));
        slice.all->setChecked(part[axis].count == m_extents[axis]);
        slice.index->setDisabled(slice.all->isChecked());
    }
}

void ImportRanges::showRange(Range& range, const ImportPart& part, std::size_t axisFromBack)
{
    const bool shown = part.size() >= axisFromBack;
    setShown(range.widgets, shown);
    if (!shown)
        return;
    const std::size_t axis = part.size() - axisFromBack;
    range.size = spinnable(m_extents[axis]);
    range.first->setRange(0, range.size - 1);
    range.first->setValue(0);
    range.count->setRange(1, range.size);
    range.count->setValue(static_cast<double>(part[axis].count));
    range.wanted = range.count->value();
    range.extent->setText(tr("of %1").arg(m_extents[axis]));
}

ImportPart ImportRanges::part() const
{
    ImportPart part;
    for (const std::int64_t extent : m_extents)
        part.push_back({0, extent});
    for (std::size_t axis = 0; axis + 3 < part.size(); ++axis)
        if (!m_slices[axis].all->isChecked())
            part[axis] = {wholeValue(m_slices[axis].index), 1};
    if (part.size() >= 3)
        part[part.size() - 3] = {wholeValue(m_batches.first), wholeValue(m_batches.count)};
    if (part.size() >= 2)
        part[part.size() - 2] = {wholeValue(m_tokens.first), wholeValue(m_tokens.count)};
    return part;
}

} // namespace layernorm
