// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/eps_page.h"

#include "app/error_text.h"
#include "app/look/number_display.h"
#include "app/look/shown_notation.h"
#include "app/look/theme.h"
#include "app/pages/noted_plot.h"
#include "app/pages/notes_area.h"
#include "app/pages/view_buttons.h"
#include "core/explore/eps_scale.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace layernorm {

namespace {

constexpr int notesWidth = 330;
constexpr int shownTokens = 6;

/// The axis goes a little beyond where 0 is.
constexpr double axisBegin = 1.2e-15;
constexpr double axisEnd = 10;
/// What is left of this is 0: half way between its place and the first eps.
constexpr double zeroEnd = 4.5e-15;

/// Where the outputs are shown as points, ours and the library's.
constexpr std::array pointEps{0.0,  1e-14, 1e-13, 1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7,
                              1e-6, 1e-5,  1e-4,  1e-3,  1e-2,  1e-1,  1.0,  10.0};
constexpr std::array libraryEps{0.0, 1e-12, 1e-10, 1e-8, 1e-6, 1e-5, 1e-3, 1e-1, 1.0, 10.0};

/// An output pass over so many values takes no longer than a frame, and their way to the library no longer
/// than people wait.
constexpr std::int64_t elementsPerFrame = 1'000'000;

/// Steps by keys that follow each other this fast are one step of undo.
constexpr qint64 stepPauseMilliseconds = 700;
/// None of a slider's drags, which count from 1, nor of the plot's, which are negative.
constexpr int firstStepId = 1 << 20;

double placeOf(double eps)
{
    return eps == 0 ? EpsPage::placeOfZero : eps;
}

double roundedTo(DType dtype, double value)
{
    return dtype == DType::Float32 ? static_cast<double>(static_cast<float>(value)) : value;
}

QString readOutEps(double x)
{
    if (x < zeroEnd)
        return QStringLiteral("ε = 0");
    return QStringLiteral("ε = ") + epsText(QString::number(x, 'e', 2).toDouble());
}

/// 1, 2 or 5 times a power of ten, so that an axis stays while its data change a little.
double roundedUp(double value)
{
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (value <= factor * power)
            return factor * power;
    return 10 * power;
}

/// Defaults that are the same share a marker.
QList<CurvePlot::Marker> defaultMarkers()
{
    QList<CurvePlot::Marker> markers{{QStringLiteral("ε = 0"), EpsPage::placeOfZero}};
    for (const EpsPreset& preset : epsPresets()) {
        const QString user = QLatin1String(preset.user);
        const auto same = std::ranges::find(markers, preset.eps, &CurvePlot::Marker::x);
        if (same == markers.end())
            markers << CurvePlot::Marker{user, preset.eps};
        else
            same->name += QStringLiteral(", ") + user;
    }
    return markers;
}

} // namespace

EpsPage::EpsPage(Session& session, Reference& reference, QWidget* parent)
    : ExperimentPage(session, reference, parent),
      m_stepId(firstStepId),
      m_plot(new CurvePlot)
{
    setObjectName(QStringLiteral("epsPage"));
    m_plot->setObjectName(QStringLiteral("epsPlot"));
    m_plot->setMarkers(defaultMarkers());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::scaled(12), Theme::scaled(6), Theme::scaled(12), Theme::scaled(4));
    layout->setSpacing(Theme::scaled(4));
    layout->addLayout(makeControls());
    layout->addWidget(new NotedPlot(m_plot, makeNotes(), Theme::scaled(notesWidth)), 1);

    connect(m_plot, &CurvePlot::lineDragged, this, &EpsPage::drag);
    connect(m_plot, &CurvePlot::lineStepped, this, &EpsPage::step);
    connect(&session, &Session::changed, this, &EpsPage::follow);
    connect(&session.selection(), &Selection::currentChanged, this, &EpsPage::followSelection);
    connect(&reference, &Reference::stateChanged, this, &EpsPage::followLibrary);
}

QHBoxLayout* EpsPage::makeControls()
{
    auto* controls = new QHBoxLayout;
    controls->setSpacing(Theme::scaled(8));
    controls->addWidget(makeViewButtons());
    controls->addStretch();
    controls->addWidget(makeExamplesButton());
    return controls;
}

QWidget* EpsPage::makeViewButtons()
{
    // In the order of EpsView.
    auto* buttons = new ViewButtons({
        {"epsVarianceButton", tr("output variance"), tr("The variance of each token's outputs, and its law")},
        {"epsLargestButton", tr("largest |output|"), tr("The largest output of each token")},
        {"epsDifferenceButton", tr("difference to eps = 0"),
         tr("How far each token's outputs are from those without eps")},
    });
    connect(buttons, &ViewButtons::chose, this, [this](int view) { setView(static_cast<EpsView>(view)); });
    return buttons;
}

QWidget* EpsPage::makeExamplesButton()
{
    auto* button = new QPushButton(tr("examples"));
    button->setObjectName(QStringLiteral("epsExamplesButton"));
    button->setToolTip(tr("Put a tensor into the document that shows what eps does"));
    auto* menu = new QMenu(button);
    for (const EpsExample& example : epsExamples()) {
        QAction* action = menu->addAction(QCoreApplication::translate("Core", example.title));
        action->setObjectName(QStringLiteral("epsExample-") + QLatin1String(example.id));
        connect(action, &QAction::triggered, this, [this, &example] { putIn(example); });
    }
    button->setMenu(menu);
    return button;
}

QWidget* EpsPage::makeNotes()
{
    m_notes = makeNotesLabel(QStringLiteral("epsNotes"));
    return makeNotesArea(m_notes, tr("About the curves"));
}

// What is followed

void EpsPage::follow(const Change& change)
{
    if (change.has(Change::Layout | Change::Input))
        m_valuesStale = true;
}

void EpsPage::followSelection()
{
    if (!m_sweep)
        return;
    const std::int64_t group = session().groupOfRow(session().selection().current().row);
    if (std::ranges::find(m_sweep->tokens, group) == m_sweep->tokens.end())
        m_valuesStale = true;
    markStale();
}

void EpsPage::followLibrary()
{
    const bool sameLibrary =
        reference().title() == m_libraryTitle && reference().offers(Operation::LayerNorm) == m_libraryOffers;
    if (m_sweep && isVisible() && !sameLibrary)
        askLibrary();
}

// What is chosen

void EpsPage::setView(EpsView view)
{
    if (view == m_view)
        return;
    m_view = view;
    redraw();
}

void EpsPage::drag(double x, int dragId)
{
    setEps(x < zeroEnd ? 0 : std::clamp(onEpsGrid(x), 1e-14, axisEnd), dragId);
}

void EpsPage::step(int steps)
{
    if (!m_sinceStep.isValid() || m_sinceStep.elapsed() > stepPauseMilliseconds)
        ++m_stepId;
    m_sinceStep.start();
    setEps(epsAtPosition(positionOfEps(session().eps()) + steps), m_stepId);
}

void EpsPage::setEps(double eps, int dragId)
{
    if (const auto set = session().setEps(eps, dragId); !set)
        emit refused(errorText(set.error()));
}

void EpsPage::putIn(const EpsExample& example)
{
    constexpr std::int64_t fewest = 4;
    constexpr std::int64_t most = 4096;
    const QString title = QCoreApplication::translate("Core", example.title);
    const StepName name("Core", example.title);
    const std::int64_t dimension = std::clamp(session().layout().dimension, fewest, most);
    const auto make = [&example, dimension, dtype = session().dtype(), title]() -> Result<Content> {
        return Content::of(example.make(dimension, dtype), 1, 0, title);
    };
    session().beginTogether(name);
    session().setContent(make, name, false);
    setEps(example.eps, 0);
    session().endTogether();
}

// What is worked out

void EpsPage::refresh()
{
    m_selectedGroup = session().groupOfRow(session().selection().current().row);
    if (m_valuesStale || !m_sweep)
        startSweep();
    else
        showLine();
}

void EpsPage::startSweep()
{
    m_valuesStale = false;
    background().start([this, selected = m_selectedGroup, input = session().sharedInput(),
                        result = session().result(), dims = session().normalizedDims(),
                        eps = session().eps()](const Execution& execution) {
        auto sweep = std::make_shared<Sweep>();
        sweep->tokensInAll = result->variance.elements();
        sweep->tokens = representativeTokens(result->variance, selected, shownTokens);
        sweep->values = std::make_shared<Tensor>(gatheredTokens(*input, dims, sweep->tokens));
        Result<EpsSweep> results = sweepEps(*sweep->values, {}, epsOfTable(eps, input->dtype()), execution);
        if (!results)
            return Background::Delivery();
        sweep->results = std::move(*results);
        return Background::Delivery([this, sweep] { takeSweep(sweep); });
    });
}

void EpsPage::takeSweep(const std::shared_ptr<const Sweep>& sweep)
{
    m_sweep = sweep;
    askLibrary();
    redraw();
}

void EpsPage::askLibrary()
{
    reference().forgetQuestions(this);
    m_unanswered = 0;
    m_libraryPoints.clear();
    m_libraryAtZero.reset();
    m_libraryTitle = reference().title();
    m_libraryOffers = reference().offers(Operation::LayerNorm);
    if (!m_libraryOffers || m_sweep->values->elements() > elementsPerFrame) {
        redraw();
        return;
    }
    for (const double eps : libraryEps) {
        LibraryQuestion question;
        question.parameters.eps = eps;
        ++m_unanswered;
        reference().ask(m_sweep->values, question, this,
                        [this, eps](const std::shared_ptr<const Tensor>& output) {
                            --m_unanswered;
                            takeLibraryOutput(eps, output);
                        });
    }
}

void EpsPage::takeLibraryOutput(double eps, const std::shared_ptr<const Tensor>& output)
{
    if (eps == 0)
        m_libraryAtZero = output;
    if (output && m_libraryAtZero)
        m_libraryPoints.push_back({eps, measureOutputs(*output, *m_libraryAtZero, 1)});
    if (m_unanswered == 0)
        redraw();
}

bool EpsPage::isCurrent() const
{
    return ExperimentPage::isCurrent() && m_sweep && m_unanswered == 0;
}

std::optional<ExperimentTable> EpsPage::table() const
{
    if (!m_sweep)
        return std::nullopt;
    // The document's eps may have been moved since the tokens were swept.
    const std::vector<double> eps = epsOfTable(session().eps(), m_sweep->results.dtype);
    if (eps == m_sweep->results.eps || m_sweep->values->elements() > elementsPerFrame)
        return epsSweepTable(m_sweep->results, m_sweep->tokens);
    return epsSweepTable(*sweepEps(*m_sweep->values, {}, eps), m_sweep->tokens);
}

// What is drawn

void EpsPage::redraw()
{
    if (!m_sweep)
        return;
    m_plot->setAxes({tr("eps (drag the line)"), true, axisBegin, axisEnd}, verticalAxis());
    m_plot->setReadOut(readOutEps, m_view == EpsView::Difference ? differenceText : briefText);
    m_plot->setCurves(curves());
    showLine();
}

void EpsPage::showLine()
{
    const double eps = session().eps();
    m_plot->setDraggableLine(placeOf(eps), QStringLiteral("ε = ") + epsText(eps));
    m_now.reset();
    if (m_sweep->values->elements() <= elementsPerFrame)
        m_now = *sweepEps(*m_sweep->values, {}, std::vector<double>{eps});
    refreshNotes();
}

double EpsPage::measured(std::size_t point, std::size_t token) const
{
    const EpsSweep& sweep = m_sweep->results;
    const std::size_t place = sweep.place(point, static_cast<std::int64_t>(token));
    return m_view == EpsView::Variance  ? sweep.outputVariance[place]
           : m_view == EpsView::Largest ? sweep.maxAbsOutput[place]
                                        : sweep.differenceToEps0[place];
}

double EpsPage::largestMeasured() const
{
    double largest = 0;
    for (std::size_t point = 0; point < m_sweep->results.eps.size(); ++point)
        for (std::size_t token = 0; token < m_sweep->tokens.size(); ++token)
            if (const double value = measured(point, token); std::isfinite(value))
                largest = std::max(largest, value);
    return largest;
}

CurvePlot::Axis EpsPage::verticalAxis() const
{
    if (m_view == EpsView::Variance)
        return {tr("output variance"), false, -0.02, 1.05};
    const double largest = largestMeasured();
    if (m_view == EpsView::Largest)
        return {tr("largest |output|"), false, 0, largest > 0 ? 1.05 * roundedUp(largest) : 1};
    // From where neighbouring outputs around 1 differ.
    const double smallest = m_sweep->results.dtype == DType::Float32 ? 1e-8 : 1e-16;
    return {tr("largest |difference|"), true, smallest, largest > 0 ? 2 * roundedUp(largest) : 1};
}

QList<CurvePlot::Curve> EpsPage::curves() const
{
    QList<CurvePlot::Curve> lines;
    QList<CurvePlot::Curve> above;
    for (std::size_t token = 0; token < m_sweep->tokens.size(); ++token) {
        lines << line(token);
        above << points(token);
        if (m_libraryOffers) // from the start, so that no graph is made anew when the answers come
            above << rings(token);
    }
    return lines + above;
}

/// The law of the variance; what was measured where there is none.
CurvePlot::Curve EpsPage::line(std::size_t token) const
{
    const EpsSweep& sweep = m_sweep->results;
    CurvePlot::Curve curve;
    curve.name = curveName(token);
    curve.colour = static_cast<int>(token);
    for (std::size_t point = 0; point < sweep.eps.size(); ++point) {
        const double eps = sweep.eps[point];
        if (eps == 0) // a point of its own
            continue;
        curve.x << eps;
        curve.y << (m_view == EpsView::Variance ? epsLaw(sweep.variance[token], eps)
                                                : measured(point, token));
    }
    return curve;
}

CurvePlot::Curve EpsPage::points(std::size_t token) const
{
    const EpsSweep& sweep = m_sweep->results;
    CurvePlot::Curve curve;
    curve.colour = static_cast<int>(token);
    curve.style = CurvePlot::Style::Points;
    curve.inLegend = false;
    curve.companion = curveName(token);
    for (const double eps : pointEps) {
        const auto at = std::ranges::lower_bound(sweep.eps, roundedTo(sweep.dtype, eps));
        curve.x << placeOf(eps);
        curve.y << measured(static_cast<std::size_t>(at - sweep.eps.begin()), token);
    }
    return curve;
}

CurvePlot::Curve EpsPage::rings(std::size_t token) const
{
    CurvePlot::Curve curve;
    curve.colour = static_cast<int>(token);
    curve.style = CurvePlot::Style::Rings;
    curve.inLegend = false;
    curve.companion = curveName(token);
    for (const LibraryPoint& point : m_libraryPoints) {
        const OutputMeasures& measures = point.measures[token];
        curve.x << placeOf(point.eps);
        curve.y << (m_view == EpsView::Variance  ? measures.variance
                    : m_view == EpsView::Largest ? measures.maxAbs
                                                 : measures.difference);
    }
    return curve;
}

QString EpsPage::tokenName(std::size_t token) const
{
    const TokenRange rows = session().rowsOfGroup(m_sweep->tokens[token]);
    const QString first = session().rowName(rows.first);
    return rows.count == 1 ? first
                           : tr("%1 to %2").arg(first, session().rowName(rows.first + rows.count - 1));
}

QString EpsPage::curveName(std::size_t token) const
{
    const EpsSweep& sweep = m_sweep->results;
    const QString name = tr("%1: σ² = %2").arg(tokenName(token), briefText(sweep.variance[token]));
    // eps = 0 comes first; its NaN is no place in a plot.
    const bool isGap = sweep.variance[token] == 0 && std::isnan(sweep.outputVariance[token]);
    return isGap ? tr("%1, NaN at ε = 0").arg(name) : name;
}

void EpsPage::refreshNotes()
{
    EpsNotes notes{.view = m_view, .sweep = m_sweep->results};
    notes.now = m_now ? &*m_now : nullptr;
    for (std::size_t token = 0; token < m_sweep->tokens.size(); ++token)
        notes.names << tokenName(token).toHtmlEscaped();
    const auto selected = std::ranges::find(m_sweep->tokens, m_selectedGroup);
    if (selected != m_sweep->tokens.end())
        notes.selected = static_cast<std::size_t>(selected - m_sweep->tokens.begin());
    notes.tokensInAll = m_sweep->tokensInAll;
    notes.eps = session().eps();
    notes.affine = session().affine();
    if (!m_libraryPoints.empty())
        notes.library = m_libraryTitle;
    m_notes->setText(notes.text());
}

} // namespace layernorm
