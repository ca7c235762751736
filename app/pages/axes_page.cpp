// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/axes_page.h"

#include "app/error_text.h"
#include "app/look/number_display.h"
#include "app/look/theme.h"
#include "app/pages/proof_view.h"
#include "app/panels/quiet_label.h"
#include "core/io/number_text.h"

#include <QGridLayout>
#include <QLabel>
#include <algorithm>

namespace layernorm {

namespace {

constexpr int gap = 16;
constexpr int besideWidth = 352;
constexpr int cardsInALine = 4;
constexpr int largestText = 26;
/// Below this height of the page there is no room for the explanation of the checked card.
constexpr int heightOfExplanation = 400;
constexpr int heightOfExplanationBelow = 500; ///< the cards

/// Milliseconds that work may take before the page speaks of it.
constexpr qint64 patience = 300;

constexpr AxisSet layerNormAxes{Axis::Dimension};
constexpr AxisSet batchNormAxes{Axis::Batch, Axis::Sequence};
constexpr AxisSet sentenceAxes{Axis::Sequence, Axis::Dimension};

std::size_t indexOf(AxisSet axes)
{
    return static_cast<std::size_t>(std::ranges::find(axisSubsets, axes) - axisSubsets.begin());
}

/// An execution for the part of some work that lies between two shares of it.
Execution part(const Execution& whole, double from, double to)
{
    Execution execution = whole;
    if (whole.progress)
        execution.progress = [&whole, from, to](double done) { whole.progress(from + (to - from) * done); };
    return execution;
}

} // namespace

AxesPage::AxesPage(Session& session, Reference& reference, QWidget* parent)
    : ExperimentPage(session, reference, parent),
      m_rival(indexOf(batchNormAxes))
{
    setObjectName(QStringLiteral("axesPage"));
    m_layout = new QBoxLayout(QBoxLayout::LeftToRight, this);
    m_layout->setContentsMargins(Theme::scaled(gap), Theme::scaled(6), Theme::scaled(gap), Theme::scaled(4));
    m_layout->setSpacing(Theme::scaled(gap));
    m_layout->addWidget(makeCards(), 1);
    m_layout->addWidget(makeProofs());
    m_cards[m_rival]->setChecked(true);

    connect(&session.selection(), &Selection::currentChanged, this, &AxesPage::selectionMoved);
    connect(&session.selection(), &Selection::activeChanged, this, &AxesPage::showBlocks);
    connect(&reference, &Reference::stateChanged, this, &AxesPage::libraryChanged);
    connect(&background(), &Background::progressed, this, [this](double done) {
        if (m_working.elapsed() < patience)
            return;
        m_progress->setPieces(
            {{tr("computing … %1 %").arg(static_cast<int>(done * 100)), Theme::current().muted}});
    });
    connect(&background(), &Background::runningChanged, this, [this](bool running) {
        if (running)
            m_working.start();
        m_progress->setPieces({});
    });
}

// What is on the page

QWidget* AxesPage::makeCards()
{
    auto* cards = new QWidget;
    auto* grid = new QGridLayout(cards);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(Theme::scaled(metrics::rhythm));
    for (const AxisSet axes : axisSubsets)
        m_cards.push_back(makeCard(axes, QString::fromStdString(name(axes))));
    m_cards.push_back(makeCard(layerNormAxes, QStringLiteral("rms")));
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        const int place = static_cast<int>(i);
        grid->addWidget(m_cards[i], place / cardsInALine, place % cardsInALine);
        connect(m_cards[i], &AxisCard::clicked, this, [this, i] { choose(i); });
    }
    return cards;
}

AxisCard* AxesPage::makeCard(AxisSet axes, const QString& name)
{
    auto* card = new AxisCard(axes);
    card->setObjectName(QStringLiteral("axisCard-") + name);
    return card;
}

QWidget* AxesPage::makeProofs()
{
    m_edit = new ProofView(QStringLiteral("edit"), tr("Edit one token"));
    m_append = new ProofView(QStringLiteral("append"), tr("Add a sentence"));
    m_slip = new QLabel;
    m_slip->setObjectName(QStringLiteral("textbookSlip"));
    m_legend = new QLabel(tr("A sheet is a sentence, a line a token, a column a feature. "
                             "Cells with the same number share mean and variance."));
    m_legend->setObjectName(QStringLiteral("muted"));
    m_explanation = new QLabel;
    m_explanation->setObjectName(QStringLiteral("axesExplanation"));
    m_progress = new QuietLabel;
    m_beside = new QWidget;
    auto* column = new QVBoxLayout(m_beside);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::scaled(7));
    m_proofLayout = new QBoxLayout(QBoxLayout::TopToBottom);
    m_proofLayout->setSpacing(column->spacing());
    m_proofLayout->addWidget(m_edit);
    m_proofLayout->addWidget(m_append);
    column->addLayout(m_proofLayout);
    for (QLabel* label : {m_slip, m_legend, m_explanation}) {
        label->setWordWrap(true);
        column->addWidget(label);
    }
    column->addStretch();
    column->addWidget(m_progress);
    connect(m_edit, &ProofView::requested, this, &AxesPage::editSelectedCell);
    connect(m_append, &ProofView::requested, this, &AxesPage::addSentence);
    return m_beside;
}

void AxesPage::resizeEvent(QResizeEvent* event)
{
    ExperimentPage::resizeEvent(event);
    const int ordinary = Theme::scaled(metrics::fontPixels);
    const int pixels =
        std::clamp(std::min(height() / 24, width() / 90), ordinary, Theme::scaled(largestText));
    // One by one: a style sheet keeps fonts from being handed down.
    for (QWidget* widget : m_beside->findChildren<QWidget*>()) {
        QFont font = widget->font();
        if (font.pixelSize() == pixels)
            continue;
        font.setPixelSize(pixels);
        widget->setFont(font);
    }
    const int proofs = Theme::scaled(besideWidth) * pixels / ordinary;
    const bool below =
        m_cards.front()->parentWidget()->minimumSizeHint().width() + proofs + 3 * Theme::scaled(gap) >
        width();
    m_layout->setDirection(below ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_proofLayout->setDirection(below ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_proofLayout->setSpacing(below ? Theme::scaled(gap) : m_beside->layout()->spacing());
    m_beside->setFixedWidth(below ? width() - 2 * Theme::scaled(gap) : proofs);
    m_explanation->setVisible(height() >=
                              Theme::scaled(below ? heightOfExplanationBelow : heightOfExplanation));
    updateGeometry();
}

QSize AxesPage::minimumSizeHint() const
{
    // With the proofs below the cards; beside them they are where there is room.
    const QMargins margins = m_layout->contentsMargins();
    const QSize cards = m_cards.front()->parentWidget()->minimumSizeHint();
    int height = cards.height();
    if (m_layout->direction() == QBoxLayout::TopToBottom)
        height += m_layout->spacing() + m_beside->layout()->totalHeightForWidth(m_beside->width());
    return {cards.width() + margins.left() + margins.right(), height + margins.top() + margins.bottom()};
}

void AxesPage::choose(std::size_t card)
{
    const AxisSet axes = card < subsets ? axisSubsets[card] : layerNormAxes;
    m_explanation->setText(m_cards[card]->content().explanation);
    if (axes == layerNormAxes || card == m_rival)
        return; // LayerNorm has no better rival than the last one
    m_rival = card;
    startProofs();
}

// The seven subsets

void AxesPage::refresh()
{
    reference().forgetQuestions(this);
    m_input = session().sharedInput();
    m_eps = session().eps();
    m_libraryLayerNorm.reset();
    m_asking = true;
    background().start(
        [this, input = m_input, eps = m_eps](const Execution& execution) -> Background::Delivery {
            return [this, findings = findOut(*input, eps, execution)] {
                m_findings = findings;
                showFindings();
                ask(0);
            };
        });
    showBlocks();
    startProofs();
}

/// Its state changes with every question; whom one can ask does not.
void AxesPage::libraryChanged()
{
    const WorkerState& state = reference().state();
    const Library library{reference().title(), state.operations, state.phase == WorkerState::Phase::Failed};
    if (library == m_library)
        return;
    m_library = library;
    markStale();
}

AxisFindings AxesPage::findOut(const Tensor& input, double eps, const Execution& execution)
{
    AxisFindings findings;
    findings.block = Block::of(input.shape());
    constexpr double share = 1.0 / (subsets + 1);
    Tensor layerNormOutput;
    for (std::size_t i = 0; i < subsets && !execution.stop.stop_requested(); ++i) {
        const double from = static_cast<double>(i) * share;
        Tensor output = axisNorm(input, axisSubsets[i], eps, part(execution, from, from + share))->output;
        AxisHypothesis hypothesis = hypothesisOf(axisSubsets[i], findings.block);
        if (i == 0)
            layerNormOutput = std::move(output);
        else
            hypothesis.toLayerNorm = distanceBetween(output, layerNormOutput);
        findings.hypotheses.push_back(std::move(hypothesis));
    }
    if (execution.stop.stop_requested())
        return findings;
    const Tensor rms = rmsNorm(input, layerNormAxes, eps, part(execution, 1 - share, 1))->output;
    findings.rmsNormToLayerNorm = distanceBetween(rms, layerNormOutput);
    return findings;
}

NamedOperation AxesPage::operation(std::size_t question) const
{
    return question == groupNormQuestion ? groupNormOfOneGroup(m_findings->block, m_eps)
                                         : namedOperation(axisSubsets[question], m_findings->block, m_eps);
}

/// Asks one question after the other, so that there is never more than one more tensor around.
void AxesPage::ask(std::size_t question)
{
    if (question == questions) {
        m_asking = false;
        if (m_libraryLayerNorm)
            measureRmsNorm();
        m_input.reset(); // while it is shared, the next edit has to copy it
        m_libraryLayerNorm.reset();
        return;
    }
    const NamedOperation operation = this->operation(question);
    if (!reference().offers(operation.question.operation)) {
        measure(question, nullptr);
        return;
    }
    if (operation.arrangement == BlockArrangement::AsItIs && m_input->shape().rank() == 3) {
        send(question, m_input);
        return;
    }
    background().start(
        [this, question, input = m_input, arrangement = operation.arrangement](const Execution&) {
            return [this, question, tensor = std::make_shared<const Tensor>(arranged(*input, arrangement))] {
                send(question, tensor);
            };
        });
}

void AxesPage::send(std::size_t question, std::shared_ptr<const Tensor> arrangedInput)
{
    reference().ask(
        std::move(arrangedInput), operation(question).question, this,
        [this, question](std::shared_ptr<const Tensor> answer) { measure(question, std::move(answer)); });
}

void AxesPage::measure(std::size_t question, std::shared_ptr<const Tensor> answer)
{
    if (!answer && (!m_libraryLayerNorm || question == groupNormQuestion)) {
        ask(question + 1);
        return;
    }
    struct Measured {
        std::optional<Distance> toLayerNorm;
        std::optional<Distance> toLibrary;
        std::shared_ptr<const Tensor> answer;
    };
    const bool isGroupNorm = question == groupNormQuestion;
    const AxisSet axes = isGroupNorm ? sentenceAxes : axisSubsets[question];
    background().start([this, question, isGroupNorm, axes, answer,
                        arrangement = operation(question).arrangement, input = m_input, eps = m_eps,
                        layerNorm = m_libraryLayerNorm](const Execution& execution) -> Background::Delivery {
        const Tensor ours = axisNorm(*input, axes, eps, execution)->output;
        Measured measured;
        if (auto theirs = answer ? arrangedBack(*answer, arrangement, *input) : std::nullopt) {
            measured.toLibrary = distanceBetween(ours, *theirs);
            measured.answer = std::make_shared<const Tensor>(std::move(*theirs));
        }
        const auto& target = question == 0 ? measured.answer : layerNorm;
        if (target)
            measured.toLayerNorm = distanceBetween(ours, *target);
        return [this, question, isGroupNorm, measured] {
            if (isGroupNorm)
                m_findings->groupNorm = measured.toLibrary;
            else {
                AxisHypothesis& hypothesis = m_findings->hypotheses[question];
                hypothesis.toLibrary = measured.toLibrary;
                hypothesis.toLayerNorm = measured.toLayerNorm.value_or(hypothesis.toLayerNorm);
            }
            if (question == 0)
                m_libraryLayerNorm = measured.answer;
            showFindings();
            ask(question + 1);
        };
    });
}

void AxesPage::measureRmsNorm()
{
    background().start([this, input = m_input, eps = m_eps,
                        layerNorm = m_libraryLayerNorm](const Execution& execution) -> Background::Delivery {
        const Tensor rms = rmsNorm(*input, layerNormAxes, eps, execution)->output;
        return [this, distance = distanceBetween(rms, *layerNorm)] {
            m_findings->rmsNormToLayerNorm = distance;
            showFindings();
        };
    });
}

std::optional<ExperimentTable> AxesPage::table() const
{
    if (!m_findings)
        return std::nullopt;
    return axesTable(m_findings->hypotheses, reference().library() ? reference().title().toStdString() : "");
}

// The proofs

std::int64_t AxesPage::selectedCell()
{
    const Layout layout = session().layout();
    const Cell current = session().selection().current();
    return std::clamp<std::int64_t>(current.row, 0, layout.rows() - 1) * layout.dimension +
           std::clamp<std::int64_t>(current.column, 0, layout.dimension - 1);
}

void AxesPage::selectionMoved()
{
    if (isVisible() && session().isCurrent())
        startProofs();
    else
        markStale();
}

void AxesPage::startProofs()
{
    showActions();
    m_proving.start([this, input = session().sharedInput(), eps = session().eps(), cell = selectedCell(),
                     seed = session().seed(),
                     rival = axisSubsets[m_rival]](const Execution& execution) -> Background::Delivery {
        const std::optional<Proofs> proofs = prove(*input, eps, cell, seed, rival, execution);
        return [this, proofs] {
            if (proofs)
                showProofs(*proofs);
        };
    });
}

std::optional<AxesPage::Proofs> AxesPage::prove(const Tensor& input, double eps, std::int64_t cell,
                                                std::uint64_t seed, AxisSet rival, const Execution& execution)
{
    Proofs proofs;
    proofs.editedRow = cell / Block::of(input.shape()).dimension;
    const double value = conspicuousEdit(input.at(cell), input.dtype());
    const auto sentence = drawnSentence(input, seed);
    const auto longer = sentence ? withSentence(input, *sentence) : tl::unexpected(sentence.error());
    if (longer)
        proofs.append.emplace();
    for (const std::size_t which : {0U, 1U}) {
        const AxisSet axes = which == 0 ? layerNormAxes : rival;
        const auto output = axisNorm(input, axes, eps, execution);
        if (execution.stop.stop_requested())
            return std::nullopt;
        proofs.edit[which] = *proveEdit(input, output->output, cell, value, axes, eps, execution);
        if (longer)
            (*proofs.append)[which] = *proveAppend(output->output, *longer, axes, eps, execution);
    }
    return proofs;
}

void AxesPage::editSelectedCell()
{
    const std::int64_t cell = selectedCell();
    const double value = conspicuousEdit(session().input().at(cell), session().dtype());
    const auto edited = session().editCell(Editable::Input, cell,
                                           QString::fromStdString(exactText(value, session().dtype())));
    if (!edited)
        emit refused(errorText(edited.error()));
}

void AxesPage::addSentence()
{
    Layout layout = session().layout();
    ++layout.batch;
    if (const auto changed = session().setLayout(layout); !changed)
        emit refused(errorText(changed.error()));
}

// What they say

void AxesPage::showBlocks()
{
    const Block block = Block::of(session().input().shape());
    const Cell active = session().selection().active();
    const std::int64_t row = std::clamp<std::int64_t>(active.row, 0, block.rows() - 1);
    const AxisBlocks::Place place{row / block.sequence, row % block.sequence,
                                  std::clamp<std::int64_t>(active.column, 0, block.dimension - 1)};
    for (AxisCard* card : m_cards)
        card->setBlock(block, place);
}

void AxesPage::showFindings()
{
    const QString library = reference().library() ? reference().state().name : QString();
    for (std::size_t i = 0; i < subsets; ++i)
        m_cards[i]->setContent(subsetCard(*m_findings, i, library));
    m_cards.back()->setContent(rmsNormCard(*m_findings));
    m_slip->setText(textbookSlip(m_findings->block));
    for (const AxisCard* card : m_cards)
        if (card->isChecked())
            m_explanation->setText(card->content().explanation);
}

void AxesPage::showActions()
{
    const std::int64_t cell = selectedCell();
    const Layout layout = session().layout();
    const double x = session().input().at(cell);
    const QString place = session().rowPlace(cell / layout.dimension).remove(u' ') +
                          QStringLiteral("·d%1").arg(cell % layout.dimension);
    const QString change =
        QStringLiteral("%1 → %2").arg(cellText(x, 2), cellText(conspicuousEdit(x, session().dtype()), 2));
    m_edit->setAction(QStringLiteral("%1: %2").arg(place, change),
                      tr("Change %1 of the input: %2 (can be undone)").arg(place, change), true);
    const bool fits = Shape::make({layout.batch + 1, layout.sequence, layout.dimension}).has_value();
    const QString longer = QStringLiteral("%L1 → %L2").arg(layout.batch).arg(layout.batch + 1);
    m_append->setAction(tr("batch %1").arg(longer),
                        tr("Make the batch one sentence longer: %1 (can be undone)").arg(longer), fits);
}

void AxesPage::showProofs(const Proofs& proofs)
{
    const Block block = Block::of(session().input().shape());
    std::array<ProofView::Line, 2> edits;
    std::array<ProofView::Line, 2> appends;
    for (const std::size_t which : {0U, 1U}) {
        const QString name = operationName(which == 0 ? layerNormAxes : axisSubsets[m_rival], block);
        const EditProof& edit = proofs.edit[which];
        std::vector<bool> moved = edit.others.moved;
        moved[static_cast<std::size_t>(proofs.editedRow)] = edit.editedRowMoved;
        edits[which] = {name, std::move(moved), proofs.editedRow, editVerdict(edit),
                        edit.others.movedRows == 0};
        if (!proofs.append)
            continue;
        const RowMovement& append = (*proofs.append)[which];
        appends[which] = {name, append.moved, -1, appendVerdict(append), append.movedRows == 0};
    }
    m_edit->setLines(edits);
    m_append->setLines(appends);
}

} // namespace layernorm
