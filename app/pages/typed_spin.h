// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSpinBox>
#include <functional>

namespace layernorm {

/// A whole number of which not every one will do. Any can be typed, so that what will not do can be answered
/// with a sentence instead of a number of the program's own choice; arrows and wheel go to those that will.
class TypedSpin : public QSpinBox
{
public:
    explicit TypedSpin(std::function<bool(int)> takes, QWidget* parent = nullptr);

    void stepBy(int steps) override;

protected:
    [[nodiscard]] StepEnabled stepEnabled() const override;

private:
    /// The next one that will do, upwards or downwards; the value where there is none.
    [[nodiscard]] int next(int from, int direction) const;

    std::function<bool(int)> m_takes;
};

} // namespace layernorm
