// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/export/vector_canvas.h"

#include <QPaintDevice>
#include <memory>

namespace layernorm {

/// A device that widgets can be rendered on, as large as a view. All that is painted is handed to a canvas as
/// it is, as lines, areas and text, together with what of it can be seen: Qt's own SVG and PDF devices do
/// not know where a widget ends, and its printers turn widgets into bitmaps.
///
/// What is out of sight altogether is not handed on.
class VectorDevice : public QPaintDevice
{
public:
    /// `canvas` must live as long as something is painted.
    VectorDevice(QSize size, VectorCanvas& canvas);
    ~VectorDevice() override;

    [[nodiscard]] QPaintEngine* paintEngine() const override;

protected:
    [[nodiscard]] int metric(PaintDeviceMetric metric) const override;

private:
    class Engine;

    QSize m_size;
    std::unique_ptr<Engine> m_engine;
};

} // namespace layernorm
