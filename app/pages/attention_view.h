// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/stage_view.h"

namespace layernorm {

/// The attention weights of the selected batch element and head: how much each token (a row) takes of each (a
/// column).
class AttentionView : public TokenMap
{
    Q_OBJECT

public:
    using TokenMap::TokenMap;

    void showWeights(const BlockFindings& findings, const ShownSentence& sentence);
};

} // namespace layernorm
