// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/typed_spin.h"

#include <cstdlib>

namespace layernorm {

namespace {

constexpr int largestTyped = 99'999;

}

TypedSpin::TypedSpin(std::function<bool(int)> takes, QWidget* parent)
    : QSpinBox(parent),
      m_takes(std::move(takes))
{
    setRange(0, largestTyped);
    setKeyboardTracking(false);
}

void TypedSpin::stepBy(int steps)
{
    int to = value();
    for (int i = 0; i < std::abs(steps); ++i)
        to = next(to, steps < 0 ? -1 : 1);
    setValue(to);
    selectAll();
}

QAbstractSpinBox::StepEnabled TypedSpin::stepEnabled() const
{
    StepEnabled enabled;
    enabled.setFlag(StepUpEnabled, next(value(), 1) != value());
    enabled.setFlag(StepDownEnabled, next(value(), -1) != value());
    return enabled;
}

int TypedSpin::next(int from, int direction) const
{
    // No limit of what will do is beyond this.
    constexpr int furthest = 1000;
    for (int other = from + direction; other >= minimum() && other <= furthest; other += direction)
        if (m_takes(other))
            return other;
    return from;
}

} // namespace layernorm
