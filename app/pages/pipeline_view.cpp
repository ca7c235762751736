// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/pipeline_view.h"

#include "app/look/theme.h"
#include "app/pages/attention_view.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <utility>

namespace layernorm {

namespace {

constexpr double lineWidth = 1.6;
/// Gaps and the "+", in heights of a line of text.
constexpr double arrowGap = 1.5;
constexpr double plusGap = 3.0;
constexpr double plusRadius = 0.55;

} // namespace

PipelineView::PipelineView(QWidget* parent) : QWidget(parent), m_attention(new AttentionView(this))
{
    setObjectName(QStringLiteral("pipelineView"));
    const std::pair<StageKind, const char*> stages[] = {
        {StageKind::Input, "inputStage"},     {StageKind::AttentionInput, "attentionInputStage"},
        {StageKind::Weights, "weightsStage"}, {StageKind::Attention, "attentionStage"},
        {StageKind::Sum, "sumStage"},         {StageKind::Output, "outputStage"}};
    for (const auto& [kind, name] : stages)
        addMap(kind,
               kind == StageKind::Weights ? static_cast<TokenMap*>(m_attention) : new StageView(kind, this),
               name);
    // In the order they stand, whichever was made first.
    for (std::size_t i = 1; i < m_maps.size(); ++i)
        setTabOrder(m_maps[i - 1], m_maps[i]);
}

void PipelineView::addMap(StageKind kind, TokenMap* map, const char* name)
{
    m_maps[static_cast<std::size_t>(kind)] = map;
    map->setObjectName(QLatin1String(name));
    map->hide();
    // A column of the attention weights is a token, not a dimension.
    const bool dimensions = kind != StageKind::Weights;
    connect(map, &TokenMap::cellClicked, this,
            [this, dimensions](int row, int column) { emit tokenClicked(row, dimensions ? column : -1); });
    connect(map, &TokenMap::cellHovered, this,
            [this, dimensions](int row, int column) { emit tokenHovered(row, dimensions ? column : -1); });
    connect(map, &TokenMap::moved, this,
            [this, dimensions](int rows, int columns) { emit moved(rows, dimensions ? columns : 0); });
}

void PipelineView::showBlock(const BlockFindings& findings, const ShownSentence& sentence)
{
    const std::vector<StageKind> before = std::exchange(m_shown, shownStages(findings.choice));
    m_residual = findings.choice.residual;
    for (const StageKind kind : m_shown)
        if (kind == StageKind::Weights)
            m_attention->showWeights(findings, sentence);
        else
            static_cast<StageView*>(map(kind))->showStage(findings, sentence);
    arrange();
    if (m_shown == before)
        return;
    for (std::size_t i = 0; i < stageKinds; ++i)
        m_maps[i]->setVisible(std::ranges::find(m_shown, static_cast<StageKind>(i)) != m_shown.end());
    update();
}

void PipelineView::setMarked(int token, int column, const QColor& colour)
{
    for (const StageKind kind : m_shown)
        map(kind)->setMarked(token, kind == StageKind::Weights ? -1 : column, colour);
}

void PipelineView::setTextPixels(int pixels)
{
    QFont text = font();
    text.setPixelSize(pixels);
    setFont(text);
    // One by one: a style sheet keeps fonts from being handed down.
    for (TokenMap* map : m_maps)
        map->setFont(text);
    arrange();
}

QSize PipelineView::minimumSizeHint() const
{
    return {Theme::scaled(760), m_attention->minimumSizeHint().height() + skipHeight()};
}

int PipelineView::skipHeight() const
{
    return fontMetrics().height() + 2;
}

/// To the left of a stage.
int PipelineView::gapBefore(StageKind kind) const
{
    if (kind == StageKind::Input)
        return 0;
    return static_cast<int>(fontMetrics().height() * (kind == StageKind::Sum ? plusGap : arrowGap));
}

/// All stages as wide as each other, and two with the tokens' names besides.
void PipelineView::arrange()
{
    if (m_shown.empty())
        return;
    int room = width();
    for (const StageKind kind : m_shown)
        room -= gapBefore(kind) + (map(kind)->content().rowNamesShown ? map(kind)->rowNamesWidth() : 0);
    const int share = std::max(1, room / static_cast<int>(m_shown.size()));
    const int most = map(StageKind::Input)->mostHeight();
    const int height = std::min(this->height() - skipHeight(), most);
    const int top = skipHeight() + (this->height() - skipHeight() - height) / 2;
    int x = 0;
    for (const StageKind kind : m_shown) {
        x += gapBefore(kind);
        const int names = map(kind)->content().rowNamesShown ? map(kind)->rowNamesWidth() : 0;
        map(kind)->setGeometry(x, top, share + names, height);
        x += share + names;
    }
    update();
}

void PipelineView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

/// Where the arrows run.
double PipelineView::flowHeight() const
{
    const TokenMap* first = map(StageKind::Input);
    return first->y() + first->gridRect().center().y();
}

void PipelineView::paintEvent(QPaintEvent*)
{
    if (m_shown.empty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor flow = Theme::current().muted;
    const double y = flowHeight();
    for (std::size_t i = 1; i < m_shown.size(); ++i) {
        const double from = map(m_shown[i - 1])->geometry().right() + 3.0;
        const TokenMap* next = map(m_shown[i]);
        const double to = next->x() + (next->content().rowNamesShown ? -4.0 : 2.0);
        if (m_shown[i] != StageKind::Sum) {
            drawArrow(painter, {from, y}, {to, y}, flow);
            continue;
        }
        const double radius = fontMetrics().height() * plusRadius;
        const QPointF plus((from + to) / 2, y);
        drawArrow(painter, {from, y}, {plus.x() - radius, y}, flow);
        drawArrow(painter, {plus.x() + radius, y}, {to, y}, flow);
        drawResidual(painter, plus);
    }
}

void PipelineView::drawArrow(QPainter& painter, QPointF from, QPointF to, const QColor& colour) const
{
    const double head = fontMetrics().height() * 0.32;
    const QPointF along = to - from;
    const double length = std::max(1.0, std::hypot(along.x(), along.y()));
    const QPointF unit = along / length;
    const QPointF across(-unit.y(), unit.x());
    painter.setPen(QPen(colour, lineWidth));
    painter.drawLine(from, to - unit * head);
    painter.setBrush(colour);
    painter.setPen(Qt::NoPen);
    painter.drawPolygon(
        QPolygonF{to, to - unit * head + across * head * 0.6, to - unit * head - across * head * 0.6});
}

void PipelineView::drawResidual(QPainter& painter, QPointF plus) const
{
    const Theme& theme = Theme::current();
    const double radius = fontMetrics().height() * plusRadius;
    const QRect input = map(StageKind::Input)->geometry();
    const double y = input.top() - skipHeight() / 2.0;
    const double x = input.center().x();
    QPainterPath path(QPointF(x, input.top() - 1));
    const double bend = std::max(1.0, std::min(6.0, input.top() - y));
    path.lineTo(x, y + bend);
    path.quadTo(QPointF(x, y), QPointF(x + bend, y));
    path.lineTo(plus.x() - bend, y);
    path.quadTo(QPointF(plus.x(), y), QPointF(plus.x(), y + bend));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.accent, lineWidth));
    painter.drawPath(path);
    drawArrow(painter, {plus.x(), y + bend}, {plus.x(), plus.y() - radius}, theme.accent);

    painter.setPen(QPen(theme.accent, lineWidth));
    painter.setBrush(theme.panel);
    painter.drawEllipse(plus, radius, radius);
    const double arm = radius * 0.55;
    painter.drawLine(plus - QPointF(arm, 0), plus + QPointF(arm, 0));
    painter.drawLine(plus - QPointF(0, arm), plus + QPointF(0, arm));

    const QString name = tr("residual: X itself");
    const int wide = painter.fontMetrics().horizontalAdvance(name) + fontMetrics().height();
    const QRectF label((x + plus.x() - wide) / 2, input.top() - skipHeight(), wide, skipHeight() - 1);
    painter.fillRect(label, theme.panel);
    painter.drawText(label, Qt::AlignCenter, name);
}

} // namespace layernorm
