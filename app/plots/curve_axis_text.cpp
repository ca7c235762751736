// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plots/curve_axis_text.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace layernorm {

QString powerText(int power)
{
    static const QString superscripts = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString text = power < 0 ? QStringLiteral("10⁻") : QStringLiteral("10");
    for (const QChar digit : QString::number(std::abs(power)))
        text += superscripts.at(digit.digitValue());
    return text;
}

QString axisText(double value, int digits)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    const QString sign = value < 0 ? QStringLiteral("−") : QString();
    const double magnitude = std::abs(value);
    if (std::isinf(magnitude))
        return sign + QStringLiteral("∞");
    if (magnitude == 0)
        return QStringLiteral("0");
    if (magnitude >= 1e-3 && magnitude < 1e5) {
        const int beforePoint = static_cast<int>(std::floor(std::log10(magnitude))) + 1;
        return sign + QString::number(magnitude, 'g', std::max(digits, beforePoint));
    }
    const QString text = QString::number(magnitude, 'e', std::max(0, digits - 1));
    const qsizetype at = text.indexOf(u'e');
    QString factor = text.left(at);
    while (factor.contains(u'.') && (factor.endsWith(u'0') || factor.endsWith(u'.')))
        factor.chop(1);
    const QString power = powerText(text.mid(at + 1).toInt());
    return sign + (factor == u'1' ? power : factor + u'·' + power);
}

} // namespace layernorm
