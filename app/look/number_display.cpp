// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/look/number_display.h"

#include "core/io/number_notation.h"
#include "core/io/number_text.h"
#include "core/reference/comparison.h"

#include <QLocale>
#include <QTextDocument>
#include <cmath>

namespace layernorm {

QString signMark(double value)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    if (value == 0)
        return QStringLiteral("0");
    return value < 0 ? QString(QChar(0x2212)) : QStringLiteral("+");
}

QString withTrueMinus(const std::string& text)
{
    if (text == "nan")
        return QStringLiteral("NaN");
    QString shown = QString::fromStdString(text);
    shown.replace(QLatin1String("inf"), QStringLiteral("∞"));
    shown.replace(u'-', QChar(0x2212));
    return shown;
}

QString cellText(double value, int digits)
{
    return withTrueMinus(automaticText(value, digits));
}

QString exactDisplayText(double value, DType dtype)
{
    return withTrueMinus(exactText(value, dtype));
}

QString epsInputText(double eps)
{
    // to_chars writes at least two digits of exponent; people write one.
    QString text = QString::fromStdString(exactText(eps, DType::Float64));
    return text.replace(QLatin1String("e-0"), QLatin1String("e-"))
        .replace(QLatin1String("e+0"), QLatin1String("e"));
}

QString epsText(double eps)
{
    if (eps == 0 || eps >= 0.1)
        return QString::fromStdString(exactText(eps, DType::Float64));
    QString text = QString::number(eps, 'e', QLocale::FloatingPointShortest);
    const qsizetype at = text.indexOf(u'e');
    const QString factor = text.left(at);
    static const QString superscripts = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString power = QStringLiteral("10⁻");
    for (const QChar digit : QString::number(-text.mid(at + 1).toInt()))
        power += superscripts.at(digit.digitValue());
    return factor == u'1' ? power : factor + QStringLiteral(" · ") + power;
}

QString differenceText(double difference)
{
    if (std::isnan(difference))
        return QStringLiteral("NaN");
    return withTrueMinus(QString::number(difference, 'g', 2).toStdString());
}

QString ulpText(std::uint64_t ulp)
{
    if (ulp == Comparison::incomparable)
        return QStringLiteral("NaN");
    if (ulp < 10'000)
        return QString::number(ulp);
    return QString::number(static_cast<double>(ulp), 'e', 0)
        .replace(QLatin1String("e+0"), QLatin1String("e"))
        .remove(u'+');
}

QString plainToolTip(const QString& text)
{
    return Qt::mightBeRichText(text) ? Qt::convertFromPlainText(text) : text;
}

} // namespace layernorm
