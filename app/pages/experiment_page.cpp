// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/experiment_page.h"

#include "app/look/shown_notation.h"

#include <QTimer>

namespace layernorm {

ExperimentPage::ExperimentPage(Session& session, Reference& reference, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_reference(reference)
{
    connect(&session, &Session::changed, this, [this](const Change& change) {
        if (change.has(Change::Results | Change::Layout | Change::Input | Change::Affine | Change::Eps))
            markStale();
    });
    connect(&ShownNotation::instance(), &ShownNotation::changed, this, &ExperimentPage::markStale);
}

void ExperimentPage::markStale()
{
    m_stale = true;
    if (m_scheduled)
        return;
    m_scheduled = true;
    // After all views have taken up the same change.
    QTimer::singleShot(0, this, &ExperimentPage::refreshIfSeen);
}

void ExperimentPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_stale)
        markStale();
}

void ExperimentPage::refreshIfSeen()
{
    m_scheduled = false;
    if (!m_stale || !isVisible() || !m_session.isCurrent())
        return;
    m_stale = false;
    refresh();
}

} // namespace layernorm
