// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/number_notation.h"

#include <QObject>

namespace layernorm {

/// How every view writes its numbers, as `Theme` is how it looks: one for the whole program, chosen by the
/// user, and unlike a theme changed without making the window anew.
class ShownNotation : public QObject
{
    Q_OBJECT

public:
    static ShownNotation& instance();

    [[nodiscard]] const NumberNotation& notation() const { return m_notation; }
    void setNotation(const NumberNotation& notation);
    [[nodiscard]] bool isAutomatic() const { return m_notation.kind == NumberNotation::Kind::Automatic; }
    /// Whether it says how a number outside tables is written.
    [[nodiscard]] bool concernsSingleNumbers() const
    {
        return !isAutomatic() && m_notation.kind != NumberNotation::Kind::FractionOfMax;
    }

signals:
    /// Views write their numbers anew.
    void changed();

private:
    ShownNotation() = default;

    NumberNotation m_notation;
};

/// A number in the chosen notation, with true minus signs and ∞; where that is Automatic, as `cellText` with
/// `automaticDigits`. `largest` is the largest finite magnitude of the table it stands in; a number of no
/// table has none, and is no fraction of it.
[[nodiscard]] QString shownText(double value, double largest = 0, int automaticDigits = 4);
/// The same for a sentence: 1.39, 0.163, 1.3e-08.
[[nodiscard]] QString briefText(double value);
/// As long as any text of a table whose values go up to `largest`; empty while that is of no concern because
/// the notation is Automatic.
[[nodiscard]] QString widestShownText(DType dtype, double largest);
/// Every digit that matters: the shortest decimal number of the same bits, or, where that was chosen, the
/// hexadecimal one.
[[nodiscard]] QString exactShownText(double value, DType dtype);

} // namespace layernorm
