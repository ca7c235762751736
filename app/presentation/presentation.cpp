// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/presentation/presentation.h"

#include "app/look/pointer_look.h"
#include "app/presentation/stage.h"

#include <algorithm>
#include <cmath>

namespace layernorm {

namespace {

/// What a page needs at 100 %.
constexpr double pageWidth = 960;
constexpr double pageHeight = 480;
constexpr double zoomStep = 1.125;
constexpr int mostZoomSteps = 8;

} // namespace

void Presentation::begin(QSize room, const QString& view, MainWindow* window)
{
    m_on = true;
    m_room = room;
    m_view = view;
    m_zoomSteps = 0;
    m_docks = window ? static_cast<QMainWindow*>(window)->saveState() : QByteArray();
}

double Presentation::zoom() const
{
    return std::min(m_room.width() / pageWidth, m_room.height() / pageHeight) *
           std::pow(zoomStep, m_zoomSteps);
}

void Presentation::zoomBy(int steps)
{
    const int wanted = std::clamp(m_zoomSteps + steps, -mostZoomSteps, mostZoomSteps);
    if (wanted == m_zoomSteps)
        return;
    m_zoomSteps = wanted;
    emit rebuildWanted();
}

void Presentation::dress(MainWindow& window)
{
    if (!m_docks.isEmpty())
        static_cast<QMainWindow&>(window).restoreState(m_docks);
    PointerLook::setStrong(m_on && m_pointer);
    if (!m_on) {
        m_docks.clear();
        return;
    }
    auto* stage = new Stage(window, m_room.height(), std::pow(zoomStep, m_zoomSteps));
    stage->showView(m_view);
    connect(stage, &Stage::viewChanged, this, [this](const QString& view) { m_view = view; });
    connect(stage, &Stage::zoomWanted, this, &Presentation::zoomBy);
    connect(stage, &Stage::pointerToggled, this, [this](bool strong) { m_pointer = strong; });
    connect(stage, &Stage::endWanted, this, &Presentation::endWanted);
}

} // namespace layernorm
