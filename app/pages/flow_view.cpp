// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/flow_view.h"

#include "app/error_text.h"
#include "app/look/theme.h"
#include "app/pages/gradient_texts.h"
#include "app/pages/noted_plot.h"
#include "app/pages/notes_area.h"
#include "app/pages/typed_spin.h"
#include "app/panels/quiet_label.h"
#include "app/panels/wrap_layout.h"
#include "app/plots/curve_axis_text.h"
#include "app/plots/curve_plot.h"
#include "core/explore/add_and_norm.h"
#include "core/io/number_text.h"
#include "core/tensor/tensor.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace layernorm {

namespace {

constexpr int notesWidth = 372;
/// Milliseconds that work may take before the page speaks of it.
constexpr qint64 patience = 300;

/// Without copying what is cut off.
Tensor cutForFlow(const Tensor& input)
{
    const Shape whole = blockShape(input.shape());
    const std::int64_t batches = std::min(whole[0], FlowView::mostBatches);
    const std::int64_t tokens = std::min(whole[1], FlowView::mostTokens);
    const std::int64_t values = std::min(whole[2], FlowView::mostValues);
    Tensor cut(Shape::of({batches, tokens, values}), input.dtype());
    for (std::int64_t to = 0; to < cut.elements(); ++to) {
        const std::int64_t token = to / values;
        const std::int64_t row = token / tokens * whole[1] + token % tokens;
        cut.set(to, input.at(row * whole[2] + to % values));
    }
    return cut;
}

std::string flowText(double value)
{
    return exactText(value, DType::Float64);
}

} // namespace

FlowRequest FlowView::Question::request() const
{
    FlowRequest request{.input = *input, .depth = settings.depth, .wirings = {}};
    request.attention = {.heads = settings.heads, .causal = settings.causal};
    request.eps = settings.eps;
    request.weightScale = settings.weightScale;
    request.wirings.assign(allWirings().begin(), allWirings().end());
    request.seeds.resize(static_cast<std::size_t>(settings.seeds));
    std::iota(request.seeds.begin(), request.seeds.end(), std::uint64_t{0});
    return request;
}

bool FlowView::Question::isSameAs(const Question& other) const
{
    return settings == other.settings && whole == other.whole && sameBits(*input, *other.input);
}

FlowView::FlowView(Session& session, Reference& reference, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_reference(reference),
      m_plot(new CurvePlot)
{
    setObjectName(QStringLiteral("flowView"));
    m_controls = makeControls();
    m_plot->setObjectName(QStringLiteral("flowPlot"));
    m_plot->setReadOut([](double x) { return tr("layer %1").arg(std::llround(x)); },
                       [](double y) { return axisText(y, 3); });
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    m_noted = new NotedPlot(m_plot, makeNotes(), Theme::scaled(notesWidth));
    row->addWidget(m_noted);
    connect(&m_work, &Background::progressed, this, &FlowView::showProgress);
    connect(&m_work, &Background::runningChanged, this, [this](bool running) {
        if (running)
            m_working.start();
        showState();
    });
    showState();
}

QWidget* FlowView::makeControls()
{
    auto* controls = new QWidget;
    auto* row = new WrapLayout(controls);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::scaled(8));
    addSpins(controls);
    m_causal = new QCheckBox(tr("causal"));
    m_causal->setObjectName(QStringLiteral("flowCausalBox"));
    m_causal->setToolTip(tr("Tokens take nothing of later ones"));
    m_of = new QComboBox;
    m_of->setObjectName(QStringLiteral("flowOfBox"));
    m_of->addItem(tr("of the layer’s input"), static_cast<int>(FlowOf::Input));
    m_of->addItem(tr("of its weights"), static_cast<int>(FlowOf::Weights));
    m_of->setAccessibleName(tr("whose gradient is drawn"));
    m_progress = new QuietLabel;
    m_progress->setObjectName(QStringLiteral("flowProgress"));
    m_cancel = new QPushButton(tr("Cancel"));
    m_cancel->setObjectName(QStringLiteral("flowCancelButton"));
    row->addWidget(m_causal);
    row->addWidget(makeWeights());
    row->addWidget(m_of);
    row->addWidget(m_progress);
    row->addWidget(m_cancel);
    connect(m_causal, &QCheckBox::toggled, this, &FlowView::takeSettings);
    connect(m_of, &QComboBox::currentIndexChanged, this, &FlowView::redraw);
    connect(m_cancel, &QPushButton::clicked, this, &FlowView::cancelOrCompute);
    return controls;
}

void FlowView::addSpins(QWidget* controls)
{
    m_depth = addSpin(controls, "flowDepthSpin", tr("blocks"),
                      tr("How many blocks lie upon each other, 1 to %1").arg(largestDepth), m_settings.depth,
                      [](int depth) { return depth >= 1 && depth <= largestDepth; });
    m_heads = addSpin(controls, "flowHeadsSpin", tr("heads"),
                      tr("Heads of the attention; they divide the dimension"), m_settings.heads,
                      [this](int heads) { return divides(heads); });
    m_seeds = addSpin(controls, "flowSeedsSpin", tr("draws"),
                      tr("How many draws of the weights the band is of, 1 to %1").arg(mostSeeds),
                      m_settings.seeds, [](int seeds) { return seeds >= 1 && seeds <= mostSeeds; });
}

QSpinBox* FlowView::addSpin(QWidget* controls, const char* name, const QString& label, const QString& toolTip,
                            int value, std::function<bool(int)> takes)
{
    auto* spin = new TypedSpin(std::move(takes));
    spin->setObjectName(QLatin1String(name));
    spin->setValue(value);
    spin->setMaximumWidth(Theme::scaled(68));
    spin->setAccessibleName(label);
    spin->setToolTip(toolTip);
    auto* caption = new QLabel(label);
    caption->setBuddy(spin);
    // Together, also where the controls take two lines.
    auto* pair = new QWidget;
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::scaled(8));
    row->addWidget(caption);
    row->addWidget(spin);
    controls->layout()->addWidget(pair);
    connect(spin, &QSpinBox::valueChanged, this, &FlowView::takeSettings);
    return spin;
}

QComboBox* FlowView::makeWeights()
{
    m_weights = new QComboBox;
    m_weights->setObjectName(QStringLiteral("flowWeightsBox"));
    m_weights->addItem(tr("torch.nn.Linear weights"), torchLinearScale);
    m_weights->addItem(tr("Xavier weights"), xavierScale);
    m_weights->setAccessibleName(tr("how the weights are drawn"));
    m_weights->setToolTip(
        tr("Normal weights of variance 1 / (3 D), as torch.nn.Linear’s default has it, or of 1 / D "
           "(Xavier), which Xiong et al. 2020 assume"));
    connect(m_weights, &QComboBox::currentIndexChanged, this, &FlowView::takeSettings);
    return m_weights;
}

QWidget* FlowView::makeNotes()
{
    m_notes = makeNotesLabel(QStringLiteral("flowNotes"));
    m_notesArea = makeNotesArea(m_notes, tr("About the curves"));
    return m_notesArea;
}

void FlowView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_noted->setNotesWidth(static_cast<int>(Theme::scaled(notesWidth) * scaleNotes(m_notesArea, size())));
}

// What is chosen

std::int64_t FlowView::dimension() const
{
    return std::min(m_session.layout().dimension, mostValues);
}

bool FlowView::divides(int heads) const
{
    return heads >= 1 && dimension() % heads == 0;
}

void FlowView::takeSettings()
{
    Settings wanted = m_settings;
    wanted.depth = m_depth->value();
    wanted.heads = m_heads->value();
    wanted.causal = m_causal->isChecked();
    wanted.seeds = m_seeds->value();
    wanted.weightScale = m_weights->currentData().toDouble();
    if (wanted.seeds < 1 || wanted.seeds > mostSeeds) {
        showSettings();
        emit refused(
            tr("%1 draws of the weights are out of range; choose 1 to %2").arg(wanted.seeds).arg(mostSeeds));
        return;
    }
    const Question question{std::make_shared<const Tensor>(cutForFlow(m_session.input())), {}, wanted};
    if (const auto checked = checkFlow(question.request()); !checked) {
        showSettings();
        emit refused(errorText(checked.error()));
        return;
    }
    m_settings = wanted;
    m_cancelled = false;
    refresh();
}

void FlowView::showSettings()
{
    for (const auto& [spin, value] :
         {std::pair(m_depth, m_settings.depth), std::pair(m_heads, m_settings.heads),
          std::pair(m_seeds, m_settings.seeds)}) {
        const QSignalBlocker blocker(spin);
        spin->setValue(value);
    }
}

void FlowView::cancelOrCompute()
{
    if (m_cancelled) {
        m_cancelled = false;
        m_question.reset();
        refresh();
        return;
    }
    m_cancelled = true;
    m_reference.forgetQuestions(this);
    m_unanswered = 0;
    m_work.cancel();
    showState();
}

// What is worked out

void FlowView::refresh()
{
    if (!m_session.isCurrent())
        return;
    m_settings.eps = m_session.eps();
    // In another document the most heads there can be, up to those that were chosen.
    while (!divides(m_settings.heads))
        --m_settings.heads;
    showSettings();
    Question question{std::make_shared<const Tensor>(cutForFlow(m_session.input())),
                      blockShape(m_session.input().shape()), m_settings};
    if (m_question && m_question->isSameAs(question))
        return;
    m_question = std::move(question);
    m_cancelled = false;
    start();
}

void FlowView::start()
{
    m_reference.forgetQuestions(this);
    m_unanswered = 0;
    m_work.start([this, question = *m_question](const Execution& execution) -> Background::Delivery {
        auto flow = std::make_shared<Flow>(Flow{question, {}, {}, {}});
        Result<std::vector<FlowCurve>> curves = gradientFlow(question.request(), execution);
        if (!curves || curves->empty())
            return {};
        flow->curves = std::move(*curves);
        flow->ofInput = wiringCurves(flow->curves, FlowOf::Input);
        flow->ofWeights = wiringCurves(flow->curves, FlowOf::Weights);
        return [this, flow] { take(flow); };
    });
}

void FlowView::take(const std::shared_ptr<const Flow>& flow)
{
    m_flow = flow;
    m_library.clear();
    askLibrary();
    redraw();
}

void FlowView::followLibrary()
{
    const bool same = m_reference.title() == m_libraryTitle &&
                      m_reference.offers(Operation::GradientFlow) == m_libraryOffers;
    if (same || !m_flow || m_cancelled || !isOfDocument())
        return;
    // Its answers would be to other curves than those under way.
    if (m_work.isRunning() && !m_libraryOffers)
        return;
    m_library.clear();
    askLibrary();
    redraw();
}

/// The weights are drawn in the background; they are the same for all wirings.
void FlowView::askLibrary()
{
    m_reference.forgetQuestions(this);
    m_unanswered = 0;
    m_libraryTitle = m_reference.title();
    m_libraryOffers = m_reference.offers(Operation::GradientFlow);
    if (!m_libraryOffers)
        return;
    m_work.start([this, question = m_flow->question](const Execution&) -> Background::Delivery {
        const FlowRequest request = question.request();
        return [this, asked = flowQuestion(request, request.wirings.front(), request.seeds.front()),
                input = std::make_shared<const Tensor>(question.input->converted(DType::Float64))] {
            ask(asked, input);
        };
    });
}

void FlowView::ask(const LibraryQuestion& question, std::shared_ptr<const Tensor> input)
{
    m_unanswered = static_cast<int>(allWirings().size());
    for (const Wiring& wiring : allWirings()) {
        LibraryQuestion one = question;
        one.block.residual = wiring.residual;
        one.block.norm = wiring.norm;
        m_reference.ask(input, one, this, [this, wiring](const std::shared_ptr<const Tensor>& answer) {
            takeAnswer(wiring, answer);
        });
    }
    showState();
}

void FlowView::takeAnswer(const Wiring& wiring, const std::shared_ptr<const Tensor>& answer)
{
    --m_unanswered;
    const FlowRequest request = m_flow->question.request();
    if (answer)
        if (auto curve = libraryCurve(*answer, request, wiring, request.seeds.front()))
            m_library.push_back(std::move(*curve));
    if (m_unanswered == 0) {
        showState();
        redraw();
    }
}

bool FlowView::isOfDocument() const
{
    return m_flow && m_question && m_flow->question.isSameAs(*m_question);
}

std::optional<ExperimentTable> FlowView::table() const
{
    if (!m_flow)
        return std::nullopt;
    const bool weights = shown() == FlowOf::Weights;
    const char* norm = weights ? "weight_gradient_norm" : "gradient_norm";
    ExperimentTable table{{"residual", "norm", "seed", "layer", norm, std::string("library_") + norm}, {}};
    const auto valuesOf = [=](const FlowCurve& curve) -> const std::vector<double>& {
        return weights ? curve.weightGradient : curve.gradient;
    };
    for (const FlowCurve& curve : m_flow->curves) {
        const auto library = std::ranges::find_if(m_library, [&](const FlowCurve& other) {
            return other.wiring == curve.wiring && other.seed == curve.seed;
        });
        const std::vector<double>& values = valuesOf(curve);
        for (std::size_t i = 0; i < values.size(); ++i)
            table.rows.push_back(
                {curve.wiring.residual ? "1" : "0", name(curve.wiring.norm), std::to_string(curve.seed),
                 std::to_string(i + (weights ? 1 : 0)), flowText(values[i]),
                 library == m_library.end() ? std::string() : flowText(valuesOf(*library)[i])});
    }
    return table;
}

// What is shown

FlowOf FlowView::shown() const
{
    return static_cast<FlowOf>(m_of->currentData().toInt());
}

void FlowView::redraw()
{
    if (!m_flow)
        return;
    const auto& curves = shown() == FlowOf::Input ? m_flow->ofInput : m_flow->ofWeights;
    const FlowChart chart = flowChart(curves, m_library, shown());
    m_plot->setAxes(chart.x, chart.y);
    m_plot->setCurves(chart.curves);
    refreshNotes();
}

void FlowView::refreshNotes()
{
    FlowNotes notes{.curves = shown() == FlowOf::Input ? m_flow->ofInput : m_flow->ofWeights,
                    .ofInput = m_flow->ofInput,
                    .ofWeights = m_flow->ofWeights};
    notes.shown = shown();
    notes.seeds = m_flow->question.settings.seeds;
    notes.firstSeed = m_flow->curves.front().seed;
    notes.used = m_flow->question.input->shape();
    notes.whole = m_flow->question.whole;
    if (!m_library.empty())
        notes.library = m_libraryTitle;
    for (const FlowCurve& theirs : m_library)
        for (const FlowCurve& ours : m_flow->curves)
            if (ours.wiring == theirs.wiring && ours.seed == theirs.seed)
                notes.libraryDistance = std::max(notes.libraryDistance, relativeDistance(ours, theirs));
    m_notes->setText(notes.text());
}

void FlowView::showProgress(double part)
{
    if (m_working.elapsed() >= patience)
        m_progress->setPieces(
            {{tr("computing … %1 %").arg(static_cast<int>(part * 100)), Theme::current().muted}});
}

void FlowView::showState()
{
    const bool busy = m_work.isRunning() || m_unanswered > 0;
    m_cancel->setText(m_cancelled ? tr("Compute") : tr("Cancel"));
    m_cancel->setEnabled(busy || m_cancelled);
    if (m_cancelled)
        m_progress->setPieces({{m_flow ? tr("cancelled; the curves are the ones before") : tr("cancelled"),
                                Theme::current().disagreement}});
    else if (m_unanswered > 0)
        m_progress->setPieces({{tr("asking %1 …").arg(m_libraryTitle), Theme::current().muted}});
    else
        m_progress->setPieces({});
}

} // namespace layernorm
