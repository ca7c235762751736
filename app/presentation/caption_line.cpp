// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/presentation/caption_line.h"

#include "app/look/theme.h"

#include <QPainter>

namespace layernorm {

CaptionLine::CaptionLine(int textPixels, QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("presentationCaption"));
    QFont larger = font();
    larger.setPixelSize(textPixels);
    setFont(larger);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void CaptionLine::setView(const QString& name, int number, int count)
{
    m_name = name;
    m_place = tr("%1 / %2").arg(number).arg(count);
    tellReaders();
}

void CaptionLine::setVerdict(const QString& verdict, const QColor& colour)
{
    m_verdict = verdict;
    m_verdictColour = colour;
    tellReaders();
}

QString CaptionLine::text() const
{
    return QStringList{m_name, m_verdict, m_place}.join(QStringLiteral("  "));
}

void CaptionLine::tellReaders()
{
    setAccessibleName(text());
    update();
}

QSize CaptionLine::sizeHint() const
{
    return {0, fontMetrics().height() * 5 / 4};
}

void CaptionLine::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    QFont bold = font();
    bold.setBold(true);
    const int third = width() / 3;
    const QFontMetrics metrics(bold);
    painter.setFont(bold);
    painter.setPen(theme.text);
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(m_name, Qt::ElideRight, third + third / 2));
    painter.setFont(font());
    painter.drawText(rect(), Qt::AlignRight | Qt::AlignVCenter, m_place);
    painter.setPen(m_verdictColour);
    const QRect verdict =
        rect().adjusted(third + third / 2, 0, -metrics.horizontalAdvance(m_place + u' '), 0);
    painter.drawText(verdict, Qt::AlignCenter,
                     fontMetrics().elidedText(m_verdict, Qt::ElideRight, verdict.width()));
}

} // namespace layernorm
