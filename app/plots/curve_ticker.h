// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/plots/curve_plot.h"

namespace layernorm {

/// Ticks at round numbers, on a logarithmic axis at decades; no more than there is room for.
class CurveTicker : public QCPAxisTicker
{
public:
    void setAxis(const CurvePlot::Axis& axis);

protected:
    double getTickStep(const QCPRange& range) override;
    QVector<double> createTickVector(double step, const QCPRange& range) override;
    int getSubTickCount(double step) override;
    QVector<double> createSubTickVector(int count, const QVector<double>& ticks) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;

private:
    enum class Scale { Linear, OneTwoFive, Decades };

    bool m_logarithmic = false;
    bool m_powers = false;
    Scale m_scale = Scale::Linear;
    double m_step = 1;     ///< in decades on those
    bool m_isWide = false; ///< a decade has room for lines at 2, 3, ... 9
};

} // namespace layernorm
