// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/session.h"

#include <QWidget>

namespace layernorm {

/// The tensor as a stack of sheets, one a batch element, sequence downwards and dimension to the right; the
/// cells that share one mean with the selected one are outlined. Large tensors are drawn with what lies
/// around the selected cell and dots for the rest.
class BlockDrawing : public QWidget
{
    Q_OBJECT

public:
    explicit BlockDrawing(Session& session, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    /// "outlined: the 4 values that share one mean"
    [[nodiscard]] QString caption() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Geometry;

    [[nodiscard]] Geometry geometry() const;
    void drawSheet(QPainter& painter, const Geometry& geometry, std::int64_t batch) const;
    void drawGroup(QPainter& painter, const Geometry& geometry, std::int64_t batch) const;
    void drawLabels(QPainter& painter, const Geometry& geometry) const;

    Session& m_session;
};

} // namespace layernorm
