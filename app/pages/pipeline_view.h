// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/stage_view.h"

#include <array>
#include <optional>

namespace layernorm {

class AttentionView;

/// A block from left to right: its stages, arrows between them, and the residual as an arrow that leads from
/// X over the attention to a "+".
class PipelineView : public QWidget
{
    Q_OBJECT

public:
    explicit PipelineView(QWidget* parent = nullptr);

    void showBlock(const BlockFindings& findings, const ShownSentence& sentence);
    /// Outlines a token of the sentence in all stages, and one of its values; -1 for none.
    void setMarked(int token, int column, const QColor& colour);
    void setTextPixels(int pixels);
    /// From left to right.
    [[nodiscard]] std::vector<StageKind> shownKinds() const { return m_shown; }
    [[nodiscard]] TokenMap* map(StageKind kind) const { return m_maps[static_cast<std::size_t>(kind)]; }
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    /// `column` of the dimension, or -1.
    void tokenClicked(int token, int column);
    /// -1, -1 when the mouse leaves.
    void tokenHovered(int token, int column);
    void moved(int tokens, int columns);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void addMap(StageKind kind, TokenMap* map, const char* name);
    void arrange();
    [[nodiscard]] int gapBefore(StageKind kind) const;
    [[nodiscard]] int skipHeight() const;
    [[nodiscard]] double flowHeight() const;
    void drawArrow(QPainter& painter, QPointF from, QPointF to, const QColor& colour) const;
    void drawResidual(QPainter& painter, QPointF plus) const;

    std::array<TokenMap*, stageKinds> m_maps{};
    AttentionView* m_attention;
    std::vector<StageKind> m_shown;
    bool m_residual = true;
};

} // namespace layernorm
