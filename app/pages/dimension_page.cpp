// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/dimension_page.h"

#include "app/error_text.h"
#include "app/look/shown_notation.h"
#include "app/look/theme.h"
#include "app/pages/noted_plot.h"
#include "app/pages/view_buttons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSlider>
#include <algorithm>
#include <cmath>

namespace layernorm {

namespace {

constexpr int notesWidth = 340;

QString listText(const std::vector<std::int64_t>& dimensions)
{
    QStringList texts;
    for (const std::int64_t dimension : dimensions)
        texts << QString::number(dimension);
    return texts.join(QStringLiteral(", "));
}

} // namespace

DimensionPage::DimensionPage(Session& session, Reference& reference, QWidget* parent)
    : ExperimentPage(session, reference, parent),
      m_times(reference),
      m_slider(new QSlider(Qt::Horizontal)),
      m_dimensionLabel(new QLabel),
      m_list(new QLineEdit(listText(m_dimensions))),
      m_plot(new CurvePlot),
      m_notes(new DimensionNotes)
{
    setObjectName(QStringLiteral("dimensionPage"));
    m_plot->setObjectName(QStringLiteral("dimensionPlot"));
    m_notes->setObjectName(QStringLiteral("dimensionNotesPanel"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::scaled(12), Theme::scaled(6), Theme::scaled(12), Theme::scaled(4));
    layout->setSpacing(Theme::scaled(4));
    layout->addLayout(makeControls());
    layout->addWidget(new NotedPlot(m_plot, m_notes, Theme::scaled(notesWidth)), 1);
    connectAll();
    showSlider();
}

DimensionPage::~DimensionPage()
{
    // A page that is destroyed with the focus in its list takes the focus away, and the list would tell of
    // it.
    m_list->disconnect(this);
}

void DimensionPage::connectAll()
{
    connect(m_slider, &QSlider::valueChanged, this,
            [this](int value) { setIndex(static_cast<std::size_t>(value)); });
    connect(m_list, &QLineEdit::editingFinished, this, &DimensionPage::commitList);
    connect(m_plot, &CurvePlot::lineDragged, this, &DimensionPage::setNearest);
    connect(m_plot, &CurvePlot::lineStepped, this,
            [this](int steps) { m_slider->setValue(m_slider->value() + steps); });
    connect(m_notes, &DimensionNotes::measureAgain, this, [this] {
        m_times.measureAgain();
        redraw();
    });
    connect(&m_times, &DimensionTimes::changed, this, [this] {
        if (m_view == View::Time)
            redraw();
    });
    connect(&reference(), &Reference::stateChanged, this, &DimensionPage::measureIfSeen);
    connect(&session().selection(), &Selection::currentChanged, this, [this](const Cell& cell) {
        if (!m_sweep || session().groupOfRow(cell.row) != m_sweep->token || m_sweeping)
            markStale();
    });
}

QHBoxLayout* DimensionPage::makeControls()
{
    auto* controls = new QHBoxLayout;
    controls->setSpacing(Theme::scaled(24));
    controls->addWidget(makeViewButtons());
    controls->addWidget(makeDimensionSlider());
    controls->addWidget(makeList(), 1);
    return controls;
}

QWidget* DimensionPage::makeViewButtons()
{
    // In the order of View.
    auto* buttons = new ViewButtons({
        {"momentsButton", tr("mean, variance"), tr("How mean and variance settle as D grows")},
        {"boundButton", tr("largest |y|"), tr("The largest output and its bound √(D − 1)")},
        {"besselButton", tr("D / (D − 1)"), tr("The unbiased variance over the biased one")},
        {"histogramButton", tr("histogram"),
         tr("How the outputs at one D are spread, against the normal curve")},
        {"timeButton", tr("time"), tr("Measured time per token, ours and the library's")},
    });
    connect(buttons, &ViewButtons::chose, this, [this](int view) { setView(static_cast<View>(view)); });
    return buttons;
}

QWidget* DimensionPage::makeDimensionSlider()
{
    auto* place = new QWidget;
    auto* row = new QHBoxLayout(place);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::scaled(8));
    m_dimensionLabel->setObjectName(QStringLiteral("lookedAtLabel"));
    m_dimensionLabel->setMinimumWidth(
        m_dimensionLabel->fontMetrics().horizontalAdvance(QStringLiteral("D = 00000")));
    m_slider->setObjectName(QStringLiteral("lookedAtSlider"));
    m_slider->setAccessibleName(tr("D that is looked at"));
    m_slider->setToolTip(tr("The D that the histogram and the text are about"));
    m_slider->setFixedWidth(Theme::scaled(170));
    m_slider->setPageStep(1);
    row->addWidget(m_dimensionLabel);
    row->addWidget(m_slider);
    return place;
}

QWidget* DimensionPage::makeList()
{
    auto* place = new QWidget;
    auto* row = new QHBoxLayout(place);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::scaled(8));
    auto* label = new QLabel(tr("dimensions"));
    label->setBuddy(m_list);
    m_list->setObjectName(QStringLiteral("dimensionList"));
    m_list->setAccessibleName(label->text());
    m_list->setToolTip(
        tr("The sizes to look at, ascending. Where the token has fewer values, others are drawn from "
           "N(0, 1)."));
    m_list->setCursorPosition(0);
    row->addWidget(label);
    row->addWidget(m_list, 1);
    return place;
}

// What is chosen

void DimensionPage::setView(View view)
{
    if (view == m_view)
        return;
    m_view = view;
    measureIfSeen();
    redraw();
}

void DimensionPage::setIndex(std::size_t index)
{
    if (index == m_index)
        return;
    m_index = index;
    showSlider();
    if (m_sweeping)
        markStale(); // to begin anew, with this D
    else if (hasSweep())
        startOutputs();
    redraw();
}

void DimensionPage::setNearest(double dimension)
{
    const double wanted = std::log(std::max(dimension, 0.5));
    const auto distance = [wanted](std::int64_t other) {
        return std::abs(std::log(static_cast<double>(other)) - wanted);
    };
    const auto nearest = std::ranges::min_element(m_dimensions, {}, distance);
    m_slider->setValue(static_cast<int>(nearest - m_dimensions.begin()));
}

void DimensionPage::commitList()
{
    QString text = m_list->text();
    // As a Chinese keyboard writes commas.
    text.replace(QChar(0xff0c), u',').replace(QChar(0x3001), u',');
    Result<std::vector<std::int64_t>> dimensions = parseDimensions(text.toStdString());
    if (!dimensions) {
        emit refused(errorText(dimensions.error()));
    } else if (*dimensions != m_dimensions) {
        const auto before = static_cast<double>(dimension());
        m_dimensions = std::move(*dimensions);
        m_index = 0;
        showSlider();
        setNearest(before);
        markStale();
        measureIfSeen();
    }
    m_list->setText(listText(m_dimensions));
    m_list->setCursorPosition(0);
}

void DimensionPage::showSlider()
{
    const QSignalBlocker blocker(m_slider);
    m_slider->setRange(0, static_cast<int>(m_dimensions.size()) - 1);
    m_slider->setValue(static_cast<int>(m_index));
    m_dimensionLabel->setText(QStringLiteral("D = %1").arg(dimension()));
}

// What is worked out

void DimensionPage::refresh()
{
    startSweep();
    measureIfSeen();
}

void DimensionPage::startSweep()
{
    auto sweep = std::make_shared<Sweep>();
    sweep->token = session().groupOfRow(session().selection().current().row);
    sweep->ownValues = session().input().shape().trailingElements(session().normalizedDims());
    sweep->eps = session().eps();
    sweep->dtype = session().dtype();
    sweep->dimensions = m_dimensions;
    m_sweeping = true;
    background().start([this, sweep, input = session().sharedInput(), dims = session().normalizedDims(),
                        dimension = dimension()](const Execution& execution) -> Background::Delivery {
        sweep->values = extendedToken(*input, dims, sweep->token, sweep->dimensions.back());
        auto points = dimensionSweep(sweep->values, sweep->eps, sweep->dimensions, execution);
        if (!points)
            return {};
        sweep->points = std::move(*points);
        return [this, sweep, outputs = outputsOf(*sweep, dimension)] { take(sweep, outputs); };
    });
}

void DimensionPage::startOutputs()
{
    background().start(
        [this, sweep = m_sweep, dimension = dimension()](const Execution&) -> Background::Delivery {
            return [this, sweep, outputs = outputsOf(*sweep, dimension)] { take(sweep, outputs); };
        });
}

DimensionPage::Outputs DimensionPage::outputsOf(const Sweep& sweep, std::int64_t dimension)
{
    const std::vector<double> outputs = outputsAt(sweep.values, sweep.eps, dimension);
    Outputs seen{dimension, outputHistogram(outputs, histogramBins(outputs)), {}};
    if (outputs.size() <= 3)
        seen.few = {outputs.begin(), outputs.end()};
    return seen;
}

void DimensionPage::take(const std::shared_ptr<const Sweep>& sweep, const Outputs& outputs)
{
    m_sweeping = false;
    m_sweep = sweep;
    m_outputs = outputs;
    redraw();
}

void DimensionPage::measureIfSeen()
{
    if (m_view == View::Time && isVisible())
        m_times.measure(m_dimensions, session().dtype());
}

void DimensionPage::showEvent(QShowEvent* event)
{
    ExperimentPage::showEvent(event);
    measureIfSeen();
}

void DimensionPage::hideEvent(QHideEvent* event)
{
    ExperimentPage::hideEvent(event);
    m_times.cancel();
}

bool DimensionPage::isCurrent() const
{
    return ExperimentPage::isCurrent() && hasSweep() && !(m_view == View::Time && m_times.isRunning());
}

std::optional<ExperimentTable> DimensionPage::table() const
{
    if (!hasSweep())
        return std::nullopt;
    const TokenSweep sweep{m_sweep->token, m_sweep->points};
    return dimensionSweepTable({&sweep, 1}, m_sweep->dtype);
}

// What is shown

void DimensionPage::redraw()
{
    if (!hasSweep())
        return;
    const Chart shown = chart();
    setReadOut();
    m_plot->setAxes(shown.x, shown.y);
    m_plot->setCurves(shown.curves);
    setPlaces();
    refreshNotes();
}

Chart DimensionPage::chart() const
{
    switch (m_view) {
    case View::Bound:
        return boundChart(m_sweep->points);
    case View::Bessel:
        return besselChart(m_sweep->points, m_sweep->eps);
    case View::Histogram:
        return histogramChart(m_outputs.histogram, m_outputs.dimension);
    case View::Time:
        return timeChart(m_dimensions, m_times);
    case View::Moments:
        break;
    }
    return momentsChart(m_sweep->points);
}

void DimensionPage::setReadOut()
{
    const auto number = [](double value) { return shownText(value); };
    if (m_view == View::Histogram)
        m_plot->setReadOut([=](double y) { return QStringLiteral("y = ") + number(y); }, number);
    else
        m_plot->setReadOut([](double x) { return QStringLiteral("D = %1").arg(std::llround(x)); },
                           m_view == View::Time ? timeText : std::function<QString(double)>(number));
}

/// The line at the D that is looked at, and where drawn values begin.
void DimensionPage::setPlaces()
{
    QList<CurvePlot::Marker> markers;
    const std::int64_t own = m_sweep->ownValues;
    const bool ofValues = m_view == View::Moments || m_view == View::Bound || m_view == View::Bessel;
    if (ofValues && own >= m_dimensions.front() && own < m_dimensions.back())
        markers << CurvePlot::Marker{tr("own values end"), static_cast<double>(own)};
    m_plot->setMarkers(markers);
    if (m_view == View::Histogram)
        m_plot->setDraggableLine(std::nullopt);
    else
        m_plot->setDraggableLine(static_cast<double>(dimension()), QStringLiteral("D = %1").arg(dimension()));
}

void DimensionPage::refreshNotes()
{
    if (m_view == View::Time) {
        m_notes->tellTimes(m_dimensions, m_index, m_times);
        return;
    }
    DimensionNotes::Subject subject;
    subject.point = m_sweep->points[m_index];
    subject.ownValues = m_sweep->ownValues;
    subject.eps = m_sweep->eps;
    subject.affine = session().affine();
    subject.beta = subject.affine ? session().editable(Editable::Beta).at(0) : 0;
    subject.dtype = m_sweep->dtype;
    if (m_outputs.dimension == dimension())
        subject.fewOutputs = m_outputs.few;
    m_notes->tell(subject);
}

} // namespace layernorm
