// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/wrap_layout.h"

#include <QWidget>
#include <algorithm>

namespace layernorm {

WrapLayout::WrapLayout(QWidget* parent) : QLayout(parent) {}

WrapLayout::~WrapLayout() = default;

void WrapLayout::addItem(QLayoutItem* item)
{
    m_items.emplace_back(item);
}

QLayoutItem* WrapLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)].get() : nullptr;
}

QLayoutItem* WrapLayout::takeAt(int index)
{
    if (!itemAt(index))
        return nullptr;
    QLayoutItem* item = m_items[static_cast<std::size_t>(index)].release();
    m_items.erase(m_items.begin() + index);
    return item;
}

int WrapLayout::heightForWidth(int width) const
{
    return arrange({0, 0, width, 0}, false);
}

QSize WrapLayout::sizeHint() const
{
    QSize hint(0, 0);
    for (const auto& item : m_items)
        if (!item->isEmpty())
            hint = {hint.width() + item->sizeHint().width() + spacing(),
                    std::max(hint.height(), item->sizeHint().height())};
    return hint;
}

QSize WrapLayout::minimumSize() const
{
    QSize least(0, 0);
    for (const auto& item : m_items)
        if (!item->isEmpty())
            least = least.expandedTo(item->minimumSize());
    return least;
}

void WrapLayout::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

int WrapLayout::arrange(const QRect& rect, bool place) const
{
    QPoint corner = rect.topLeft();
    // All lines are as high as the highest, and what is lower stands in the middle.
    const int lineHeight = sizeHint().height();
    for (const auto& item : m_items) {
        if (item->isEmpty())
            continue;
        const QSize size = item->sizeHint().expandedTo(item->minimumSize());
        if (corner.x() > rect.left() && corner.x() + size.width() > rect.left() + rect.width()) {
            corner = {rect.left(), corner.y() + lineHeight + spacing()};
        }
        if (place)
            item->setGeometry({corner, QSize(std::min(size.width(), rect.width()), lineHeight)});
        corner.rx() += size.width() + spacing();
    }
    return corner.y() + lineHeight - rect.top();
}

} // namespace layernorm
