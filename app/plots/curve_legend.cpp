// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plots/curve_legend.h"

#include "app/look/theme.h"
#include "app/plots/curve_styles.h"

#include <algorithm>

namespace layernorm {

namespace {

int rowHeight()
{
    return Theme::scaled(22);
}

int numberWidth()
{
    return Theme::scaled(16);
}

int sampleWidth()
{
    return Theme::scaled(22);
}

int gap()
{
    return Theme::scaled(8);
}

int leftMargin()
{
    return Theme::scaled(16);
}

} // namespace

CurvePlot::Legend::Legend(CurvePlot& plot) : QCPLayoutElement(&plot), m_plot(plot)
{
    setLayer(QStringLiteral("legend"));
    setMinimumMargins({});
    setMargins({});
}

const CurvePlot::Curve* CurvePlot::Legend::curveAt(const QPointF& position) const
{
    const QList<const Curve*> entries = curves();
    for (qsizetype i = 0; i < places(entries); ++i)
        if (place(i).contains(position))
            return entries[i];
    return nullptr;
}

QList<const CurvePlot::Curve*> CurvePlot::Legend::curves() const
{
    QList<const Curve*> entries;
    for (const Curve& curve : m_plot.m_curves)
        if (curve.inLegend)
            entries << &curve;
    return entries;
}

bool CurvePlot::Legend::isElided(const Curve& curve) const
{
    return QFontMetrics(smallFont()).horizontalAdvance(curve.name) > textWidth();
}

void CurvePlot::Legend::draw(QCPPainter* painter)
{
    const QList<const Curve*> entries = curves();
    if (!m_shown || entries.isEmpty())
        return;
    const qsizetype shown = places(entries);
    for (qsizetype i = 0; i < shown; ++i)
        drawEntry(*painter, i, *entries[i]);
    if (shown == entries.size())
        return;
    painter->setFont(smallFont());
    painter->setPen(Theme::current().muted);
    painter->drawText(place(shown).adjusted(Theme::scaled(4), 0, 0, 0), Qt::AlignVCenter,
                      CurvePlot::tr("and %n more", nullptr, static_cast<int>(entries.size() - shown)));
}

int CurvePlot::Legend::rows() const
{
    return std::max(1, (m_plot.viewport().height() - 2 * gap()) / rowHeight());
}

int CurvePlot::Legend::columnWidth() const
{
    const QFontMetrics metrics(smallFont());
    int widest = 0;
    for (const Curve* curve : curves())
        widest = std::max(widest, metrics.horizontalAdvance(curve->name));
    const int natural = numberWidth() + sampleWidth() + widest + 3 * gap();
    return std::min(natural, m_plot.viewport().width() * 7 / 20);
}

int CurvePlot::Legend::textWidth() const
{
    return columnWidth() - numberWidth() - sampleWidth() - 3 * gap() + 1;
}

int CurvePlot::Legend::columns(const QList<const Curve*>& entries) const
{
    const int needed = (static_cast<int>(entries.size()) + rows() - 1) / rows();
    const int possible = m_plot.viewport().width() * 4 / 10 / std::max(1, columnWidth());
    return std::clamp(needed, 1, std::max(1, possible));
}

int CurvePlot::Legend::width() const
{
    const QList<const Curve*> entries = curves();
    return m_shown && !entries.isEmpty() ? columns(entries) * columnWidth() + leftMargin() : 0;
}

qsizetype CurvePlot::Legend::places(const QList<const Curve*>& entries) const
{
    if (!m_shown)
        return 0;
    const qsizetype room = static_cast<qsizetype>(rows()) * columns(entries);
    return entries.size() <= room ? entries.size() : room - 1;
}

QRectF CurvePlot::Legend::place(qsizetype i) const
{
    const int column = static_cast<int>(i) / rows();
    const int row = static_cast<int>(i) % rows();
    return QRectF(rect().left() + leftMargin() + column * columnWidth(),
                  rect().top() + gap() / 2 + row * rowHeight(), columnWidth(), rowHeight());
}

void CurvePlot::Legend::drawEntry(QCPPainter& painter, qsizetype i, const Curve& curve) const
{
    const Theme& theme = Theme::current();
    const bool shown = m_plot.isCurveShown(curve.name);
    QRectF rest = place(i);
    if (curve.name == m_hovered && !m_plot.m_picturing) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(faint(theme.hover, 0.6));
        painter.drawRoundedRect(rest, metrics::cellRadius, metrics::cellRadius);
    }
    QFont font = smallFont();
    font.setStrikeOut(!shown);
    const auto cut = [&rest](double width) {
        const QRectF part(rest.left(), rest.top(), width, rest.height());
        rest.setLeft(part.right() + gap());
        return part;
    };
    painter.setFont(smallFont());
    painter.setPen(theme.muted);
    const QRectF number = cut(numberWidth() - gap() / 2);
    if (i < numberedCurves)
        painter.drawText(number, Qt::AlignRight | Qt::AlignVCenter, QString::number(i + 1));
    painter.save();
    painter.setOpacity(shown ? 1 : 0.3);
    drawSample(painter, curve, cut(sampleWidth()));
    painter.restore();
    painter.setFont(font);
    painter.setPen(shown ? theme.text : theme.muted);
    painter.drawText(rest, Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(curve.name, Qt::ElideRight, textWidth()));
}

} // namespace layernorm
