// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/mismatch_card.h"

#include "app/look/theme.h"
#include "app/pages/mismatch_texts.h"

#include <QPainter>
#include <QRegularExpression>
#include <algorithm>

namespace layernorm {

namespace {

constexpr int margin = 10;
constexpr int barWidth = 4;
constexpr int largestText = 34;
constexpr int wrapped = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;

int heightOf(const QFont& font, const QString& text, int width)
{
    return text.isEmpty() ? 0 : QFontMetrics(font).boundingRect(0, 0, width, 10000, wrapped, text).height();
}

/// A line of code may go on below after a bracket or before a method.
QString breakable(QString code)
{
    static const QRegularExpression places(QStringLiteral("(\\((?=.)|(?=\\.[a-z]))"));
    return code.replace(places, QStringLiteral("\\1\u200b"));
}

} // namespace

MismatchCard::MismatchCard(QWidget* row) : QWidget(row)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize MismatchCard::sizeHint() const
{
    return {Theme::scaled(220), Theme::scaled(150)};
}

QSize MismatchCard::minimumSizeHint() const
{
    return {Theme::scaled(150), Theme::scaled(130)};
}

void MismatchCard::setContent(const Content& content)
{
    if (content == m_content)
        return;
    m_content = content;
    setAccessibleName(content.title + QStringLiteral("; ") + content.closeness);
    setAccessibleDescription(content.sentences);
    // Plain text: what was pasted may be in it.
    setToolTip(QStringLiteral("<p>") + content.sentences.toHtmlEscaped() + QStringLiteral("</p><p><code>") +
               content.code.toHtmlEscaped() + QStringLiteral("</code></p>"));
    parentWidget()->update(); // the others' text may have to change its size
}

MismatchCard::Lines MismatchCard::linesFor(int pixels) const
{
    Lines lines;
    lines.text = font();
    lines.text.setPixelSize(pixels);
    lines.bold = lines.text;
    lines.bold.setBold(true);
    lines.code = codeFont(pixels);
    const int inset = Theme::scaled(margin);
    const QRect inside = rect().adjusted(inset + Theme::scaled(barWidth), inset - 2, -inset, 2 - inset);
    const int gap = pixels / 4;
    const int width = inside.width();
    const auto place = [&](int top, int height) { return QRect(inside.left(), top, width, height); };
    lines.title = place(inside.top(), heightOf(lines.bold, m_content.title, width));
    lines.closeness = place(lines.title.bottom() + gap, heightOf(lines.text, m_content.closeness, width));
    lines.sentences = place(lines.closeness.bottom() + gap, heightOf(lines.text, m_content.sentences, width));
    const int row = heightOf(lines.code, QStringLiteral("x\nx"), width) -
                    heightOf(lines.code, QStringLiteral("x"), width);
    const int wanted = heightOf(lines.code, breakable(m_content.code), width);
    const int top = lines.sentences.bottom() + 1 + pixels / 2;
    const int room = inside.bottom() + 1 - top;
    lines.fit = wanted <= room;
    // Where not all of it has room, its beginning is shown in whole rows.
    lines.codeLine = place(top, lines.fit ? wanted : room / row * row);
    return lines;
}

int MismatchCard::fittingPixels() const
{
    const int smallest = Theme::scaled(metrics::fontPixels);
    int pixels = Theme::scaled(largestText);
    while (pixels > smallest && !linesFor(pixels).fit)
        --pixels;
    return pixels;
}

/// Cards side by side are read as one table.
int MismatchCard::commonPixels() const
{
    int pixels = fittingPixels();
    for (const MismatchCard* beside : parentWidget()->findChildren<MismatchCard*>())
        if (beside->isVisible())
            pixels = std::min(pixels, beside->fittingPixels());
    return pixels;
}

void MismatchCard::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawFrame(painter);
    const Lines lines = linesFor(commonPixels());
    painter.setFont(lines.bold);
    painter.setPen(m_content.fits ? theme.text : theme.muted);
    painter.drawText(lines.title, wrapped, m_content.title);
    painter.setFont(lines.text);
    painter.setPen(m_content.fits ? theme.agreement : theme.disagreement);
    painter.drawText(lines.closeness, wrapped, m_content.closeness);
    painter.setPen(m_content.fits ? theme.text : theme.muted);
    painter.drawText(lines.sentences, wrapped, m_content.sentences);
    painter.setFont(lines.code);
    painter.setPen(theme.muted);
    painter.setClipRect(lines.codeLine);
    painter.drawText(lines.codeLine, wrapped, breakable(m_content.code));
}

void MismatchCard::drawFrame(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setBrush(theme.panel);
    painter.setPen(m_content.fits ? theme.accent : theme.line);
    painter.drawRoundedRect(frame, metrics::panelRadius, metrics::panelRadius);
    if (!m_content.fits)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accent);
    painter.drawRoundedRect(QRectF(Theme::scaled(5), Theme::scaled(10), Theme::scaled(barWidth),
                                   height() - 2 * Theme::scaled(10)),
                            2, 2);
}

} // namespace layernorm
