// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/accessible/grid_source.h"

namespace layernorm {

class CurvePlot;
class GradientLanes;
class HeatmapPlot;
class NumberTable;
class TokenMap;

[[nodiscard]] std::unique_ptr<GridSource> sourceOf(NumberTable& table);
[[nodiscard]] std::unique_ptr<GridSource> sourceOf(HeatmapPlot& plot);
[[nodiscard]] std::unique_ptr<GridSource> sourceOf(TokenMap& map);
[[nodiscard]] std::unique_ptr<GridSource> sourceOf(GradientLanes& lanes);
[[nodiscard]] std::unique_ptr<GridSource> sourceOf(CurvePlot& plot);

/// What a screen reader says of a number that is none.
[[nodiscard]] QString notFiniteText(double value);

} // namespace layernorm
