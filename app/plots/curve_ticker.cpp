// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plots/curve_ticker.h"

#include "app/plots/curve_axis_text.h"

#include <algorithm>
#include <cmath>

namespace layernorm {

void CurveTicker::setAxis(const CurvePlot::Axis& axis)
{
    m_logarithmic = axis.logarithmic;
    m_powers = axis.minimum < 1e-3 || axis.maximum >= 1e5;
}

double CurveTicker::getTickStep(const QCPRange& range)
{
    const double decades = m_logarithmic ? std::log10(range.upper / range.lower) : 0;
    m_scale = !m_logarithmic || decades < 0.8 ? Scale::Linear
              : decades < 2.5                 ? Scale::OneTwoFive
                                              : Scale::Decades;
    m_step = m_scale == Scale::Linear ? QCPAxisTicker::getTickStep(range)
                                      : std::max(1.0, std::ceil(decades / tickCount()));
    m_isWide = decades <= tickCount() / 2.0;
    return m_step;
}

QVector<double> CurveTicker::createTickVector(double step, const QCPRange& range)
{
    if (m_scale == Scale::Linear)
        return QCPAxisTicker::createTickVector(step, range);
    QVector<double> ticks;
    const double first = std::floor(std::log10(range.lower) / step) * step;
    for (double power = first; power <= std::log10(range.upper) + step; power += step)
        for (const double factor : {1.0, 2.0, 5.0})
            if (factor == 1 || m_scale == Scale::OneTwoFive)
                ticks << factor * std::pow(10.0, power);
    return ticks;
}

int CurveTicker::getSubTickCount(double step)
{
    return m_scale == Scale::Linear ? QCPAxisTicker::getSubTickCount(step) : 1;
}

QVector<double> CurveTicker::createSubTickVector(int count, const QVector<double>& ticks)
{
    if (m_scale == Scale::Linear)
        return QCPAxisTicker::createSubTickVector(count, ticks);
    QVector<double> between;
    const double end = std::log10(ticks.last());
    const int factors = m_scale == Scale::OneTwoFive || m_isWide ? 9 : 1;
    for (double power = std::floor(std::log10(ticks.first())); power < end; ++power)
        for (int factor = 1; factor <= factors; ++factor)
            between << factor * std::pow(10.0, power);
    return between;
}

QString CurveTicker::getTickLabel(double tick, const QLocale&, QChar, int)
{
    if (m_scale == Scale::Decades && m_powers)
        return powerText(static_cast<int>(std::lround(std::log10(tick))));
    if (m_scale != Scale::Linear)
        return axisText(tick);
    // 0 comes out of sums of steps as 1e-17; neighbours must differ however far somebody zoomed in.
    const double snapped = std::abs(tick) < m_step * 1e-6 ? 0 : tick;
    const double digits = snapped == 0 ? 1 : std::ceil(std::log10(std::abs(snapped) / m_step)) + 2;
    return axisText(snapped, std::clamp(static_cast<int>(digits), 2, 15));
}

} // namespace layernorm
