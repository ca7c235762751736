// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plots/formula_view.h"

#include "app/look/theme.h"

#include <QImage>
#include <QPainter>

namespace layernorm {

namespace {

/// Draws pieces one after the other along a base line.
class Line
{
public:
    Line(QPainter& painter, QPointF start) : m_painter(painter), m_position(start) {}

    void text(const QString& text, const QFont& font, const QColor& colour, double drop = 0)
    {
        m_painter.setFont(font);
        m_painter.setPen(colour);
        m_painter.drawText(m_position + QPointF(0, drop), text);
        m_position.rx() += m_painter.fontMetrics().horizontalAdvance(text);
    }

    void fraction(const QString& above, const QString& radicand, const QFont& font, const QColor& colour)
    {
        m_painter.setFont(font);
        m_painter.setPen(QPen(colour, 1.5));
        const QFontMetricsF metrics(font);
        const double rootSign = metrics.height() * 0.5;
        const double gap = metrics.height() * 0.2;
        const double width =
            std::max(metrics.horizontalAdvance(above), metrics.horizontalAdvance(radicand) + rootSign + gap) +
            2 * gap;
        const double bar = m_position.y() - metrics.xHeight() / 2;
        const double left = m_position.x();
        m_painter.drawLine(QPointF(left, bar), QPointF(left + width, bar));
        m_painter.drawText(
            QPointF(left + (width - metrics.horizontalAdvance(above)) / 2, bar - metrics.descent() - 2),
            above);
        const double start = left + (width - metrics.horizontalAdvance(radicand) - rootSign) / 2;
        const double base = bar + metrics.ascent() + 5;
        m_painter.drawText(QPointF(start + rootSign, base), radicand);
        drawRoot(QPointF(start, base), rootSign, metrics.horizontalAdvance(radicand), metrics.ascent());
        m_position.rx() += width;
    }

    void space(double width) { m_position.rx() += width; }
    [[nodiscard]] double width() const { return m_position.x(); }

private:
    void drawRoot(QPointF base, double sign, double width, double ascent)
    {
        const double top = base.y() - ascent + 1;
        const QPolygonF stroke{QPointF(base.x(), base.y() - ascent * 0.35),
                               QPointF(base.x() + sign * 0.25, base.y() - ascent * 0.42),
                               QPointF(base.x() + sign * 0.5, base.y() + 1),
                               QPointF(base.x() + sign * 0.85, top), QPointF(base.x() + sign + width, top)};
        m_painter.drawPolyline(stroke);
    }

    QPainter& m_painter;
    QPointF m_position;
};

} // namespace

FormulaView::FormulaView(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FormulaView::setFormula(const Formula& formula)
{
    m_formula = formula;
    setAccessibleName(text());
    update();
}

QString FormulaView::text() const
{
    if (m_formula.name.isEmpty())
        return {};
    return QStringLiteral("%1[%2] = (%3) / √(%4)%5 = %6")
        .arg(m_formula.name, m_formula.index, m_formula.numerator, m_formula.radicand,
             m_formula.factor.isEmpty() ? QString() : u' ' + m_formula.factor, m_formula.result);
}

QSize FormulaView::sizeHint() const
{
    return {Theme::scaled(420), Theme::scaled(66)};
}

void FormulaView::paintEvent(QPaintEvent*)
{
    if (m_formula.name.isEmpty())
        return;
    QImage nowhere(1, 1, QImage::Format_RGB32);
    QPainter measuring(&nowhere);
    const double needed = draw(measuring);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    // Numbers of many digits make it longer than there is room for: smaller, rather than cut.
    if (const double share = width() / needed; share < 1) {
        painter.translate(0, height() * (1 - share) / 2);
        painter.scale(share, share);
    }
    draw(painter);
}

double FormulaView::draw(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    QFont large = font();
    large.setPixelSize(Theme::scaled(18));
    QFont small = font();
    QFont bold = large;
    bold.setBold(true);
    Line line(painter, QPointF(4, height() / 2.0 + Theme::scaled(5)));
    const double gap = Theme::scaled(10);
    line.text(m_formula.name, large, theme.text);
    line.text(m_formula.index, small, theme.text, Theme::scaled(5));
    line.space(gap);
    line.text(QStringLiteral("="), large, theme.text);
    line.space(gap);
    line.fraction(m_formula.numerator, m_formula.radicand, large, theme.text);
    line.space(gap);
    if (!m_formula.factor.isEmpty()) {
        line.text(m_formula.factor, large, theme.text);
        line.space(gap);
    }
    line.text(QStringLiteral("="), large, theme.text);
    line.space(gap);
    line.text(m_formula.result, bold, theme.accent);
    return line.width();
}

} // namespace layernorm
