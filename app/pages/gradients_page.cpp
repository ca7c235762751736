// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/gradients_page.h"

#include "app/look/theme.h"
#include "app/pages/flow_view.h"
#include "app/pages/token_gradient_view.h"
#include "app/pages/view_buttons.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace layernorm {

GradientsPage::GradientsPage(Session& session, Reference& reference, QWidget* parent)
    : ExperimentPage(session, reference, parent),
      m_buttons(new ViewButtons({{"tokenGradientButton", tr("One token"),
                                  tr("What LayerNorm takes away of the gradient of one token")},
                                 {"depthGradientButton", tr("Through depth"),
                                  tr("How large the gradient is at every layer of a stack of blocks")}})),
      m_token(new TokenGradientView(session, reference)),
      m_flow(new FlowView(session, reference))
{
    setObjectName(QStringLiteral("gradientsPage"));
    setupViews();
    connect(m_buttons, &ViewButtons::chose, this, &GradientsPage::setView);
    connect(m_flow, &FlowView::refused, this, &ExperimentPage::refused);
    connect(&session.selection(), &Selection::currentChanged, this, &GradientsPage::followSelection);
    connect(&reference, &Reference::stateChanged, this, &GradientsPage::followLibrary);
}

void GradientsPage::setupViews()
{
    auto* top = new QHBoxLayout;
    top->setSpacing(Theme::scaled(20));
    top->addWidget(m_buttons, 0, Qt::AlignTop);
    for (QWidget* controls : {m_token->controls(), m_flow->controls()})
        top->addWidget(controls, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::scaled(12), Theme::scaled(6), Theme::scaled(12), Theme::scaled(4));
    layout->setSpacing(Theme::scaled(6));
    layout->addLayout(top);
    // Not in a stack, which is as wide as its widest page, shown or not.
    for (QWidget* view : std::initializer_list<QWidget*>{m_token, m_flow})
        layout->addWidget(view, 1);
    showView();
}

void GradientsPage::showView()
{
    for (QWidget* widget : {m_token->controls(), static_cast<QWidget*>(m_token)})
        widget->setVisible(m_view == Token);
    for (QWidget* widget : {m_flow->controls(), static_cast<QWidget*>(m_flow)})
        widget->setVisible(m_view == Depth);
}

void GradientsPage::setView(int view)
{
    if (view == m_view)
        return;
    m_view = static_cast<View>(view);
    showView();
    // It was not kept up to date while it was not seen.
    markStale();
}

void GradientsPage::followSelection()
{
    if (m_view == Token)
        markStale();
}

void GradientsPage::followLibrary()
{
    if (!isVisible())
        markStale();
    else if (m_view == Token)
        m_token->followLibrary();
    else
        m_flow->followLibrary();
}

void GradientsPage::refresh()
{
    if (m_view == Token) {
        m_token->refresh();
        return;
    }
    m_flow->refresh();
    m_flow->followLibrary();
}

bool GradientsPage::isCurrent() const
{
    return ExperimentPage::isCurrent() && (m_view == Token ? m_token->isCurrent() : m_flow->isCurrent());
}

std::optional<ExperimentTable> GradientsPage::table() const
{
    return m_view == Token ? m_token->table() : m_flow->table();
}

} // namespace layernorm
