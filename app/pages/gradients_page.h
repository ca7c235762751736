// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/experiment_page.h"

namespace layernorm {

class FlowView;
class TokenGradientView;
class ViewButtons;

/// "Gradients": what LayerNorm does to the gradient of one token, and what becomes of it through a stack of
/// blocks.
class GradientsPage : public ExperimentPage
{
    Q_OBJECT

public:
    GradientsPage(Session& session, Reference& reference, QWidget* parent = nullptr);

    [[nodiscard]] QString experiment() const override { return QStringLiteral("gradient-flow"); }
    /// Of the view that is shown.
    [[nodiscard]] std::optional<ExperimentTable> table() const override;
    [[nodiscard]] bool isCurrent() const override;

protected:
    void refresh() override;

private:
    enum View { Token, Depth };

    void setupViews();
    void setView(int view);
    void showView();
    void followSelection();
    void followLibrary();

    ViewButtons* m_buttons;
    TokenGradientView* m_token;
    FlowView* m_flow;
    View m_view = Token;
};

} // namespace layernorm
