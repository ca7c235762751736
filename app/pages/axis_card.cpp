// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/axis_card.h"

#include "app/look/theme.h"

#include <QPainter>
#include <algorithm>

namespace layernorm {

namespace {

constexpr int margin = 7;
constexpr int largestText = 32;

QString signText(AxisCard::Line::Sign sign)
{
    switch (sign) {
    case AxisCard::Line::Sign::Same:
        return QStringLiteral("✔ ");
    case AxisCard::Line::Sign::Differs:
        return QStringLiteral("≠ ");
    case AxisCard::Line::Sign::None:
        break;
    }
    return {};
}

} // namespace

AxisCard::AxisCard(AxisSet axes, QWidget* parent)
    : QAbstractButton(parent),
      m_blocks(new AxisBlocks(axes, this))
{
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize AxisCard::sizeHint() const
{
    return {Theme::scaled(200), Theme::scaled(128)};
}

QSize AxisCard::minimumSizeHint() const
{
    return {Theme::scaled(150), Theme::scaled(112)};
}

void AxisCard::setContent(const Content& content)
{
    if (content == m_content)
        return;
    m_content = content;
    QStringList told{(content.name + u' ' + content.note).trimmed(), content.axes, content.means};
    for (const Line& line : {content.toLayerNorm, content.toLibrary})
        if (!line.value.isEmpty())
            told << line.label + u' ' + signText(line.sign) + line.value;
    setAccessibleName(told.join(QStringLiteral("; ")));
    setAccessibleDescription(content.explanation);
    setToolTip(content.explanation);
    update();
}

QFont AxisCard::textFont() const
{
    QFont font = this->font();
    font.setPixelSize(std::clamp(std::min(width() / 16, height() / 14), Theme::scaled(metrics::fontPixels),
                                 Theme::scaled(largestText)));
    return font;
}

void AxisCard::resizeEvent(QResizeEvent* event)
{
    QAbstractButton::resizeEvent(event);
    placeBlocks();
}

void AxisCard::placeBlocks()
{
    const int line = QFontMetrics(textFont()).height();
    const int inset = Theme::scaled(margin);
    m_blocks->setGeometry(rect().adjusted(inset, inset + 2 * line, -inset, -inset - 2 * line));
}

void AxisCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawFrame(painter);
    painter.setFont(textFont());
    const int height = painter.fontMetrics().height();
    const QRect inside = rect().adjusted(Theme::scaled(margin), Theme::scaled(margin) - 1,
                                         -Theme::scaled(margin), 1 - Theme::scaled(margin));
    const auto line = [&](int top) { return QRect(inside.left(), top, inside.width(), height); };
    drawName(painter, line(inside.top()));
    drawAxes(painter, line(inside.top() + height));
    drawLine(painter, line(inside.bottom() + 1 - 2 * height), m_content.toLayerNorm);
    drawLine(painter, line(inside.bottom() + 1 - height), m_content.toLibrary);
}

void AxisCard::drawFrame(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    painter.setBrush(theme.panel);
    painter.setPen(isChecked() ? QPen(theme.accent, 2) : QPen(underMouse() ? theme.muted : theme.line, 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), metrics::panelRadius,
                            metrics::panelRadius);
    if (!hasFocus())
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.accent, 1, Qt::DashLine));
    painter.drawRoundedRect(QRectF(rect()).adjusted(3.5, 3.5, -3.5, -3.5), metrics::cellRadius,
                            metrics::cellRadius);
}

void AxisCard::drawName(QPainter& painter, const QRect& line) const
{
    painter.save();
    QFont bold = painter.font();
    bold.setBold(true);
    const int noteWidth = painter.fontMetrics().horizontalAdvance(m_content.note + u' ');
    const int nameWidth = QFontMetrics(bold).horizontalAdvance(m_content.name);
    if (nameWidth + noteWidth <= line.width()) {
        painter.setPen(Theme::current().muted);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, m_content.note);
    }
    painter.setFont(bold);
    painter.setPen(Theme::current().text);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_content.name, Qt::ElideRight, line.width()));
    painter.restore();
}

void AxisCard::drawAxes(QPainter& painter, const QRect& line) const
{
    const QFontMetrics metrics = painter.fontMetrics();
    const int room = line.width() - metrics.horizontalAdvance(m_content.means + u' ');
    painter.setPen(Theme::current().muted);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(m_content.axes, Qt::ElideRight, room));
    painter.setPen(Theme::current().text);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, m_content.means);
}

void AxisCard::drawLine(QPainter& painter, const QRect& line, const Line& content) const
{
    const Theme& theme = Theme::current();
    painter.save();
    QFont bold = painter.font();
    bold.setBold(true);
    const QString value = signText(content.sign) + content.value;
    const int taken = QFontMetrics(bold).horizontalAdvance(value + u' ');
    painter.setPen(theme.muted);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(content.label, Qt::ElideRight, line.width() - taken));
    painter.setFont(bold);
    painter.setPen(content.sign == Line::Sign::Same ? theme.agreement : theme.text);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, value);
    painter.restore();
}

} // namespace layernorm
