// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/add_and_norm_page.h"

#include "app/error_text.h"
#include "app/look/theme.h"
#include "app/pages/add_and_norm_controls.h"
#include "app/pages/add_and_norm_texts.h"
#include "app/pages/pipeline_view.h"
#include "app/panels/quiet_label.h"
#include "core/explore/axis_hypotheses.h"

#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

namespace layernorm {

namespace {

constexpr int patienceMilliseconds = 300;
constexpr int largestText = 28;

QColor colourOf(Remark::Weight weight)
{
    const Theme& theme = Theme::current();
    switch (weight) {
    case Remark::Weight::Strong:
        return theme.agreement;
    case Remark::Weight::Bad:
        return theme.disagreement;
    case Remark::Weight::Plain:
        break;
    }
    return theme.text;
}

QuietLabel::Piece pieceOf(const Remark& remark)
{
    return {remark.text, colourOf(remark.weight), remark.weight != Remark::Weight::Plain};
}

} // namespace

AddAndNormPage::AddAndNormPage(Session& session, Reference& reference, QWidget* parent)
    : ExperimentPage(session, reference, parent),
      m_controls(new AddAndNormControls),
      m_pipeline(new PipelineView),
      m_message(new QLabel),
      m_remarks(new QuietLabel),
      m_libraryLabel(new QuietLabel)
{
    setObjectName(QStringLiteral("addAndNormPage"));
    m_message->setObjectName(QStringLiteral("addAndNormMessage"));
    m_message->setWordWrap(true);
    m_message->setAlignment(Qt::AlignCenter);
    m_message->hide();
    m_remarks->setObjectName(QStringLiteral("addAndNormRemarks"));
    m_remarks->setGap(Theme::scaled(6));
    m_libraryLabel->setObjectName(QStringLiteral("addAndNormLibrary"));
    m_controls->addAtEnd(m_libraryLabel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::scaled(12), Theme::scaled(6), Theme::scaled(12), Theme::scaled(4));
    layout->setSpacing(Theme::scaled(4));
    layout->addWidget(m_controls);
    layout->addWidget(m_pipeline, 1);
    layout->addWidget(m_message, 1);
    layout->addWidget(m_remarks);
    m_patience.setSingleShot(true);
    m_patience.setInterval(patienceMilliseconds);
    connectAll();
}

void AddAndNormPage::connectAll()
{
    connect(m_controls, &AddAndNormControls::choiceChanged, this, &AddAndNormPage::markStale);
    connect(m_controls, &AddAndNormControls::headChosen, this, &AddAndNormPage::showFindings);
    connect(m_controls, &AddAndNormControls::batchChosen, this, &AddAndNormPage::chooseBatch);
    connect(m_pipeline, &PipelineView::tokenClicked, this, &AddAndNormPage::select);
    connect(m_pipeline, &PipelineView::tokenHovered, this, &AddAndNormPage::hover);
    connect(m_pipeline, &PipelineView::moved, this, &AddAndNormPage::move);
    connect(&session().selection(), &Selection::currentChanged, this, &AddAndNormPage::selectionChanged);
    connect(&session().selection(), &Selection::activeChanged, this, &AddAndNormPage::showMarks);
    connect(&reference(), &Reference::stateChanged, this, &AddAndNormPage::libraryChanged);
    connect(&background(), &Background::runningChanged, this, [this](bool running) {
        if (running && !m_patience.isActive())
            m_patience.start();
        else if (!running)
            m_patience.stop();
    });
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_libraryLabel->setPieces({{tr("computing …"), Theme::current().muted}});
    });
}

void AddAndNormPage::resizeEvent(QResizeEvent* event)
{
    ExperimentPage::resizeEvent(event);
    const int pixels = std::clamp(std::min(height() / 24, width() / 90), Theme::scaled(metrics::fontPixels),
                                  Theme::scaled(largestText));
    m_pipeline->setTextPixels(pixels);
    // One by one: a style sheet keeps fonts from being handed down.
    QList<QWidget*> texts = m_controls->findChildren<QWidget*>();
    texts << m_message << m_remarks;
    for (QWidget* widget : texts) {
        QFont font = widget->font();
        font.setPixelSize(pixels);
        widget->setFont(font);
    }
    for (QSpinBox* spin : m_controls->findChildren<QSpinBox*>())
        spin->setFixedWidth(AddAndNormControls::spinWidth() * pixels / Theme::scaled(metrics::fontPixels));
}

std::optional<ExperimentTable> AddAndNormPage::table() const
{
    if (!m_findings)
        return std::nullopt;
    return findingsTable(*m_findings);
}

// What the block makes of the document

void AddAndNormPage::refresh()
{
    reference().forgetQuestions(this);
    m_asking = false;
    const Layout layout = session().layout();
    m_controls->setExtents(layout.batch, layout.dimension);
    const Shape shape = blockShape(session().input().shape());
    if (!followsEdits(shape, m_controls->choice().heads)) {
        background().cancel();
        showTooLarge(shape);
        return;
    }
    const Tensor input = blockInput(session().input());
    m_asking = true;
    background().start([this, input, choice = m_controls->choice(),
                        options = blockOptions(m_controls->choice(), session().parameters()), drawn = m_drawn,
                        before = m_findings](const Execution&) -> Background::Delivery {
        const Drawn weights = drawnFor(input, choice.seed, drawn);
        Result<BlockFindings> found = findBlock(input, *weights.weights, choice, options);
        if (!found)
            return [this, error = found.error()] { refuse(error); };
        if (before)
            compareWithBefore(*found, *before);
        return [this, weights, findings = std::make_shared<BlockFindings>(std::move(*found))] {
            take(findings, weights);
        };
    });
}

/// Drawing takes longer than the block does.
AddAndNormPage::Drawn AddAndNormPage::drawnFor(const Tensor& input, std::uint64_t seed, const Drawn& before)
{
    const std::int64_t dimension = input.shape()[-1];
    if (before.weights && before.dimension == dimension && before.seed == seed &&
        before.dtype == input.dtype())
        return before;
    return {dimension, seed, input.dtype(),
            std::make_shared<const BlockWeights>(drawBlockWeights(dimension, 0, seed, input.dtype()))};
}

void AddAndNormPage::take(const std::shared_ptr<BlockFindings>& findings, const Drawn& drawn)
{
    m_findings = findings;
    m_drawn = drawn;
    m_problem.clear();
    ask();
    showFindings();
}

/// The page stays as it was.
void AddAndNormPage::refuse(const Error& error)
{
    m_asking = false;
    m_problem = errorText(error);
    if (m_findings)
        m_controls->setChoice(m_findings->choice);
    showRemarks();
    showLibrary();
}

// The library

/// Its state changes with every question; whom one can ask does not.
void AddAndNormPage::libraryChanged()
{
    const WorkerState& state = reference().state();
    const Library library{reference().title(), state.operations, state.phase == WorkerState::Phase::Failed};
    if (library == m_library)
        return;
    m_library = library;
    markStale();
}

void AddAndNormPage::ask()
{
    m_asking = reference().offers(Operation::AddAndNorm);
    if (!m_asking)
        return;
    const std::shared_ptr<const Tensor> input(m_findings, &(*m_findings)[StageKind::Input].values);
    reference().ask(input, addAndNormQuestion(*m_drawn.weights, m_findings->options), this,
                    [this](const std::shared_ptr<const Tensor>& answer) { measure(answer); });
}

void AddAndNormPage::measure(const std::shared_ptr<const Tensor>& answer)
{
    if (!answer) {
        endAsking();
        return;
    }
    background().start([this, answer, findings = std::shared_ptr<const BlockFindings>(m_findings)](
                           const Execution&) -> Background::Delivery {
        const BlockFindings& ours = *findings;
        const auto theirs = libraryStages(*answer, ours[StageKind::Input].values, ours.options);
        Differences differences;
        const auto compareStage = [&](StageKind kind, const Tensor& values) {
            differences[static_cast<std::size_t>(kind)] = distanceBetween(ours[kind].values, values).largest;
        };
        if (theirs) {
            compareStage(StageKind::Input, ours[StageKind::Input].values);
            compareStage(StageKind::Weights, theirs->attentionWeights);
            compareStage(StageKind::Attention, theirs->attention);
            compareStage(StageKind::Sum, theirs->sum);
            compareStage(StageKind::Output, theirs->output);
        }
        return [this, differences] {
            setDifferences(differences);
            askLayerNorm();
        };
    });
}

/// Pre-LN's first stage is no part of the answer; it is a LayerNorm by itself.
void AddAndNormPage::askLayerNorm()
{
    if (m_findings->choice.norm != NormPlacement::Pre || !reference().offers(Operation::LayerNorm)) {
        endAsking();
        return;
    }
    LibraryQuestion question;
    question.parameters = m_findings->options.layerNorm;
    const std::shared_ptr<const Tensor> input(m_findings, &(*m_findings)[StageKind::Input].values);
    reference().ask(input, question, this,
                    [this](const std::shared_ptr<const Tensor>& answer) { measureLayerNorm(answer); });
}

void AddAndNormPage::measureLayerNorm(const std::shared_ptr<const Tensor>& answer)
{
    if (answer) {
        Differences differences;
        differences[static_cast<std::size_t>(StageKind::AttentionInput)] =
            distanceBetween((*m_findings)[StageKind::AttentionInput].values, *answer).largest;
        setDifferences(differences);
    }
    endAsking();
}

/// Nobody else looks at differences: work in the background that compares with these findings reads their
/// values.
void AddAndNormPage::setDifferences(const Differences& differences)
{
    for (std::size_t i = 0; i < stageKinds; ++i)
        if (differences[i])
            m_findings->stages[i].difference = differences[i];
}

void AddAndNormPage::endAsking()
{
    m_asking = false;
    showFindings();
}

// What is shown

/// Whether the findings are of the document's shape; they are not while others are computed.
bool AddAndNormPage::isShowable() const
{
    if (!m_findings)
        return false;
    const Shape& shape = (*m_findings)[StageKind::Input].values.shape();
    return Layout{shape[0], shape[1], shape[2]} == session().layout();
}

std::int64_t AddAndNormPage::shownBatch() const
{
    const Layout layout = session().layout();
    return std::clamp<std::int64_t>(session().selection().current().row / layout.sequence, 0,
                                    layout.batch - 1);
}

ShownSentence AddAndNormPage::sentence() const
{
    ShownSentence sentence;
    sentence.batch = m_batch;
    sentence.head = std::min(m_controls->head(), m_findings->choice.heads - 1);
    const std::int64_t tokens = session().layout().sequence;
    for (std::int64_t token = 0; token < tokens; ++token) {
        const QString label = session().labels().value(static_cast<int>(m_batch * tokens + token));
        sentence.tokens << (label.isEmpty() ? QStringLiteral("t%1").arg(token) : label);
    }
    sentence.library = reference().library() ? reference().state().name : QString();
    return sentence;
}

void AddAndNormPage::showFindings()
{
    if (!isShowable())
        return;
    m_message->hide();
    m_pipeline->show();
    m_batch = shownBatch();
    m_controls->setBatch(m_batch);
    m_pipeline->showBlock(*m_findings, sentence());
    showMarks();
    showRemarks();
    showLibrary();
}

void AddAndNormPage::showRemarks()
{
    QList<QuietLabel::Piece> pieces;
    if (!m_problem.isEmpty())
        pieces << QuietLabel::Piece{m_problem, Theme::current().disagreement, true};
    else if (m_findings)
        for (const Remark& remark : remarks(*m_findings))
            pieces << pieceOf(remark);
    m_remarks->setPieces(pieces);
}

void AddAndNormPage::showLibrary()
{
    const QColor muted = Theme::current().muted;
    if (!reference().library())
        m_libraryLabel->setPieces({{tr("no library to compare with"), muted}});
    else if (m_findings && (*m_findings)[StageKind::Weights].difference)
        m_libraryLabel->setPieces({pieceOf(libraryRemark(*m_findings, reference().state().name))});
    else if (m_asking)
        m_libraryLabel->setPieces({{tr("asking %1 …").arg(reference().title()), muted}});
    else
        m_libraryLabel->setPieces({{tr("%1 gives no answer to this").arg(reference().title()), muted}});
}

void AddAndNormPage::showTooLarge(const Shape& block)
{
    m_findings.reset();
    m_problem.clear();
    m_pipeline->hide();
    m_message->setText(tooLargeText(block));
    m_message->show();
    m_remarks->setPieces({});
    m_libraryLabel->setPieces({});
}

void AddAndNormPage::showMarks()
{
    if (!isShowable())
        return;
    const std::int64_t tokens = session().layout().sequence;
    const Selection& selection = session().selection();
    const bool hovered = selection.hovered().isValid() && selection.hovered().row / tokens == m_batch;
    const Cell cell = hovered ? selection.hovered() : selection.current();
    const Theme& theme = Theme::current();
    m_pipeline->setMarked(static_cast<int>(cell.row - m_batch * tokens), static_cast<int>(cell.column),
                          hovered ? theme.flash : theme.accent);
}

void AddAndNormPage::selectionChanged()
{
    if (isShowable() && shownBatch() != m_batch)
        showFindings();
    else
        showMarks();
}

// What is done

void AddAndNormPage::select(int token, int column)
{
    const Cell current = session().selection().current();
    session().selection().setCurrent(
        {m_batch * session().layout().sequence + token, column < 0 ? current.column : column});
}

void AddAndNormPage::hover(int token, int column)
{
    const Cell current = session().selection().current();
    session().selection().setHovered(token < 0 ? Cell{}
                                               : Cell{m_batch * session().layout().sequence + token,
                                                      column < 0 ? current.column : column});
}

void AddAndNormPage::move(int tokens, int columns)
{
    const Layout layout = session().layout();
    const Cell current = session().selection().current();
    const std::int64_t first = m_batch * layout.sequence;
    session().selection().setCurrent(
        {std::clamp<std::int64_t>(current.row + tokens, first, first + layout.sequence - 1),
         std::clamp<std::int64_t>(current.column + columns, 0, layout.dimension - 1)});
}

void AddAndNormPage::chooseBatch(int batch)
{
    const Cell current = session().selection().current();
    const std::int64_t tokens = session().layout().sequence;
    session().selection().setCurrent({batch * tokens + current.row % tokens, current.column});
}

} // namespace layernorm
