// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/verdict_bar.h"

#include "app/accessible/announce.h"
#include "app/look/number_display.h"
#include "app/look/theme.h"
#include "app/panels/quiet_label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace layernorm {

namespace {

constexpr int bearableStalenessMilliseconds = 200;

} // namespace

VerdictBar::VerdictBar(Session& session, Reference& reference, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_reference(reference),
      m_text(new QuietLabel(this)),
      m_button(new QPushButton(this))
{
    setObjectName(QStringLiteral("verdictBar"));
    m_text->setObjectName(QStringLiteral("verdictText"));
    m_text->setGap(Theme::scaled(16));
    m_button->setObjectName(QStringLiteral("verdictButton"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::scaled(14), Theme::scaled(2), Theme::scaled(8), Theme::scaled(2));
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    m_button->hide();
    setFixedHeight(Theme::scaled(38));

    m_staleTimer.setSingleShot(true);
    m_staleTimer.setInterval(bearableStalenessMilliseconds);
    connect(&m_staleTimer, &QTimer::timeout, this, &VerdictBar::refresh);
    connect(&session, &Session::changed, this, &VerdictBar::refresh);
    connect(&reference, &Reference::updated, this, &VerdictBar::refresh);
    connect(&reference, &Reference::stateChanged, this, &VerdictBar::refresh);
    connect(&reference, &Reference::judged, this, &VerdictBar::refresh);
    connect(m_button, &QPushButton::clicked, this, [this] { m_action(); });
    showNoReference();
    refresh();
}

QString VerdictBar::text() const
{
    return m_text->text();
}

void VerdictBar::refresh()
{
    if (m_session.isAboutToCompute())
        return; // and to say so, in this turn of the event loop
    if (m_session.progress()) {
        showProgress();
        return;
    }
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
    const QString figures =
        tr("largest difference %1 (%2 ULP) in %Ln value(s)", nullptr, static_cast<int>(comparison.ulp.size()))
            .arg(differenceText(comparison.maxAbsDifference), ulpText(comparison.maxUlpDifference));
    const QString detail =
        tr("allclose, rtol %1, atol %2")
            .arg(epsInputText(comparison.tolerance.rtol), epsInputText(comparison.tolerance.atol)) +
        QStringLiteral(" · ") + meansText() + judgementText();
    setButton({}, {});
    if (comparison.agrees())
        show(Mood::Agreement, tr("✔ agrees"), figures, detail);
    else
        show(Mood::Disagreement,
             tr("✘ differs in %Ln value(s)", nullptr, static_cast<int>(comparison.disagreeing)), figures,
             detail);
}

void VerdictBar::showProgress()
{
    const std::optional<double> progress = m_session.progress();
    if (progress) {
        setButton(tr("Cancel"), [this] { m_session.cancel(); });
        show(Mood::Neutral, tr("computing"), tr("%1 %").arg(qRound(*progress * 100)), {});
    } else {
        setButton(tr("Compute"), [this] { m_session.computeAgain(); });
        show(Mood::Neutral, tr("not computed"), tr("the computation was cancelled"), {});
    }
}

void VerdictBar::showNoReference()
{
    setButton({}, {});
    const WorkerState& state = m_reference.state();
    QString reason = tr("no library is chosen (Tensor, Library)");
    if (!m_reference.refusal().isEmpty()) {
        reason = m_reference.refusal();
    } else if (m_reference.library()) {
        switch (state.phase) {
        case WorkerState::Phase::Failed:
            reason = state.problem;
            setButton(tr("Start again"), [this] { m_reference.restart(); });
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
    const bool other = mood != m_mood;
    m_mood = mood;
    if (other)
        update();
    m_text->setPieces({{verdict, frameColour(), true}, {figures, theme.text}, {detail, theme.muted}});
    setAccessibleName(text());
    if (other) // each figure by itself would be too much to listen to
        announceAlert(*this);
    if (verdict == m_verdict)
        return;
    m_verdict = verdict;
    emit verdictChanged();
}

QColor VerdictBar::frameColour() const
{
    const Theme& theme = Theme::current();
    return m_mood == Mood::Agreement      ? theme.agreement
           : m_mood == Mood::Disagreement ? theme.disagreement
                                          : theme.muted;
}

void VerdictBar::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(frameColour());
    painter.setBrush(m_mood == Mood::Agreement      ? theme.agreementGround
                     : m_mood == Mood::Disagreement ? theme.disagreementGround
                                                    : theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::panelRadius,
                            metrics::panelRadius);
}

void VerdictBar::setButton(const QString& text, std::function<void()> action)
{
    m_action = std::move(action);
    if (m_button->text() != text)
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
        return QStringLiteral(" · ") +
               tr("%1 is nearer to the exact value there").arg(m_reference.state().name);
    case Judgement::Nearer::Equal:
        break;
    }
    return QStringLiteral(" · ") + tr("both are equally near to the exact value there");
}

} // namespace layernorm
