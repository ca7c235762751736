// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/verdict_bar.h"

#include "app/look/number_display.h"
#include "app/look/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace layernorm {

namespace {

constexpr int bearableStalenessMilliseconds = 200;

} // namespace

VerdictBar::VerdictBar(Session& session, Reference& reference, QWidget* parent)
    : QFrame(parent), m_session(session), m_reference(reference), m_verdict(new QLabel), m_figures(new QLabel),
      m_detail(new QLabel), m_button(new QPushButton)
{
    setObjectName(QStringLiteral("verdictBar"));
    m_verdict->setObjectName(QStringLiteral("verdict"));
    m_figures->setObjectName(QStringLiteral("verdictFigures"));
    m_detail->setObjectName(QStringLiteral("verdictDetail"));
    m_button->setObjectName(QStringLiteral("verdictButton"));
    m_detail->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::scaled(14), Theme::scaled(4), Theme::scaled(14), Theme::scaled(4));
    layout->setSpacing(Theme::scaled(16));
    layout->addWidget(m_verdict);
    layout->addWidget(m_figures);
    layout->addWidget(m_detail, 1);
    layout->addWidget(m_button);
    setMinimumHeight(Theme::scaled(36));

    m_staleTimer.setSingleShot(true);
    m_staleTimer.setInterval(bearableStalenessMilliseconds);
    connect(&m_staleTimer, &QTimer::timeout, this, &VerdictBar::refresh);
    connect(&session, &Session::changed, this, &VerdictBar::refresh);
    connect(&reference, &Reference::updated, this, &VerdictBar::refresh);
    connect(&reference, &Reference::stateChanged, this, &VerdictBar::refresh);
    connect(&reference, &Reference::judged, this, &VerdictBar::refresh);
    connect(m_button, &QPushButton::clicked, this, [this] { (this->*m_action)(); });
    showNoReference();
    refresh();
}

QString VerdictBar::text() const
{
    return QStringList{m_verdict->text(), m_figures->text(), m_detail->text()}.join(u' ').trimmed();
}

void VerdictBar::refresh()
{
    if (m_reference.isCurrent()) {
        m_staleTimer.stop();
        showComparison(*m_reference.comparison());
        return;
    }
    const bool settled = m_reference.state().phase == WorkerState::Phase::Failed || !m_reference.library() ||
                         !m_reference.refusal().isEmpty() || !m_reference.comparison();
    if (!m_session.isCurrent()) {
        showProgress();
    } else if (settled || !m_staleTimer.isActive()) {
        // The timer has run out, or there is nothing to wait for.
        if (!settled && sender() != &m_staleTimer)
            m_staleTimer.start();
        else
            showNoReference();
    }
}

void VerdictBar::showComparison(const Comparison& comparison)
{
    const QString figures = tr("largest difference %1 (%2 ULP) in %Ln value(s)", nullptr,
                               static_cast<int>(comparison.ulp.size()))
                                .arg(differenceText(comparison.maxAbsDifference), ulpText(comparison.maxUlpDifference));
    const QString detail = tr("allclose, rtol %1, atol %2")
                               .arg(epsInputText(comparison.tolerance.rtol), epsInputText(comparison.tolerance.atol)) +
                           QStringLiteral(" · ") + meansText() + judgementText();
    setButton({}, nullptr);
    if (comparison.agrees())
        show(Mood::Agreement, tr("✔ agrees"), figures, detail);
    else
        show(Mood::Disagreement, tr("✘ differs in %Ln value(s)", nullptr, static_cast<int>(comparison.disagreeing)),
             figures, detail);
}

void VerdictBar::showProgress()
{
    const std::optional<double> progress = m_session.progress();
    if (progress) {
        setButton(tr("Cancel"), &VerdictBar::cancelWork);
        show(Mood::Neutral, tr("computing"), tr("%1 %").arg(qRound(*progress * 100)), {});
    } else {
        setButton(tr("Compute"), &VerdictBar::computeAgain);
        show(Mood::Neutral, tr("not computed"), tr("the computation was cancelled"), {});
    }
}

void VerdictBar::showNoReference()
{
    setButton({}, nullptr);
    const WorkerState& state = m_reference.state();
    QString reason = tr("no library is chosen (Tensor, Library)");
    if (!m_reference.refusal().isEmpty()) {
        reason = m_reference.refusal();
    } else if (m_reference.library()) {
        switch (state.phase) {
        case WorkerState::Phase::Failed:
            reason = state.problem;
            setButton(tr("Start again"), &VerdictBar::restartReference);
            break;
        case WorkerState::Phase::Restarting:
            reason = state.problem + tr("; starting it again");
            break;
        case WorkerState::Phase::Stopped:
        case WorkerState::Phase::Starting:
            reason = tr("%1 is starting").arg(state.name);
            break;
        default:
            reason = tr("waiting for %1").arg(state.name);
        }
    }
    show(Mood::Neutral, tr("○ not compared"), {}, reason + QStringLiteral(" · ") + meansText());
}

void VerdictBar::show(Mood mood, const QString& verdict, const QString& figures, const QString& detail)
{
    const Theme& theme = Theme::current();
    const QColor colour = mood == Mood::Agreement      ? theme.agreement
                          : mood == Mood::Disagreement ? theme.disagreement
                                                       : theme.muted;
    const QColor ground = mood == Mood::Agreement      ? theme.agreementGround
                          : mood == Mood::Disagreement ? theme.disagreementGround
                                                       : theme.panel;
    const QString sheet = QStringLiteral("#verdictBar { background: %1; border: 1px solid %2; border-radius: 8px; } "
                                         "#verdict { color: %2; font-weight: bold; } #verdictDetail { color: %3; }")
                              .arg(ground.name(), colour.name(), theme.muted.name());
    // Setting a style sheet is not cheap, and this runs at every step of a drag.
    if (sheet != styleSheet())
        setStyleSheet(sheet);
    m_verdict->setText(verdict);
    m_figures->setText(figures);
    m_figures->setVisible(!figures.isEmpty());
    m_detail->setText(detail);
    m_detail->setToolTip(detail);
    setAccessibleName(text());
}

void VerdictBar::setButton(const QString& text, void (VerdictBar::*action)())
{
    m_action = action;
    m_button->setText(text);
    m_button->setVisible(!text.isEmpty());
}

QString VerdictBar::meansText() const
{
    const auto groups = static_cast<int>(m_session.groups());
    if (m_session.normalizedDims() == 1)
        return tr("%Ln mean(s), one per token", nullptr, groups);
    if (groups == 1)
        return tr("one mean for everything");
    return tr("%Ln mean(s), one per batch element", nullptr, groups);
}

QString VerdictBar::judgementText() const
{
    const auto& judgement = m_reference.judgement();
    if (!judgement)
        return {};
    switch (judgement->nearer) {
    case Judgement::Nearer::Ours:
        return QStringLiteral(" · ") + tr("ours is nearer to the exact value there");
    case Judgement::Nearer::Theirs:
        return QStringLiteral(" · ") + tr("%1 is nearer to the exact value there").arg(m_reference.state().name);
    case Judgement::Nearer::Equal:
        break;
    }
    return QStringLiteral(" · ") + tr("both are equally near to the exact value there");
}

} // namespace layernorm
