// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/look/shown_notation.h"

#include "app/look/number_display.h"

namespace layernorm {

ShownNotation& ShownNotation::instance()
{
    static ShownNotation shown;
    return shown;
}

void ShownNotation::setNotation(const NumberNotation& notation)
{
    if (notation == m_notation)
        return;
    m_notation = notation;
    emit changed();
}

QString shownText(double value, double largest, int automaticDigits)
{
    const ShownNotation& shown = ShownNotation::instance();
    const bool concerned = largest > 0 ? !shown.isAutomatic() : shown.concernsSingleNumbers();
    return concerned ? withTrueMinus(notatedText(value, shown.notation(), largest))
                     : cellText(value, automaticDigits);
}

QString briefText(double value)
{
    return shownText(value, 0, 3);
}

QString widestShownText(DType dtype, double largest)
{
    return withTrueMinus(widestText(ShownNotation::instance().notation(), dtype, largest));
}

QString exactShownText(double value, DType dtype)
{
    const bool hexadecimal = ShownNotation::instance().notation().kind == NumberNotation::Kind::Hexadecimal;
    return hexadecimal ? shownText(value) : exactDisplayText(value, dtype);
}

} // namespace layernorm
