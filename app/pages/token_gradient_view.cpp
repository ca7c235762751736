// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/token_gradient_view.h"

#include "app/look/number_display.h"
#include "app/look/shown_notation.h"
#include "app/look/theme.h"
#include "app/models/tensor_model.h"
#include "app/models/token_gradient_model.h"
#include "app/pages/gradient_texts.h"
#include "app/pages/notes_area.h"
#include "app/plots/curve_axis_text.h"
#include "app/plots/gradient_lanes.h"
#include "core/explore/value_range.h"
#include "core/io/number_text.h"
#include "core/tensor/random_tensor.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QTableView>
#include <algorithm>
#include <cmath>
#include <limits>

namespace layernorm {

namespace {

constexpr int gap = 16;
constexpr int notesWidth = 316;
constexpr int narrowestBox = 80; // where not all has room
constexpr int tableWidth = 410;
constexpr int columnWidth = 66;
constexpr int columnPadding = 8;
constexpr int rowHeight = 22;
/// Not the document's own: the upstream gradient would be x itself, which LayerNorm takes away.
constexpr int firstSeed = 1;

QList<double> listOf(const Tensor& tensor)
{
    QList<double> values;
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        values << tensor.at(i);
    return values;
}

QString number(double value)
{
    return axisText(value, 3);
}

/// The window's style sheet hides selections and keeps fonts from being handed down.
QString tableLook(int fontPixels)
{
    const QColor accent = Theme::current().accent;
    return QStringLiteral(
               "QTableView { selection-background-color: %1; selection-color: %2; font-size: %3px; }"
               "QHeaderView::section { font-size: %3px; }")
        .arg(accent.name(), Theme::textOn(accent).name())
        .arg(fontPixels);
}

} // namespace

TokenGradientView::TokenGradientView(Session& session, Reference& reference, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_reference(reference),
      m_lanes(new GradientLanes)
{
    setObjectName(QStringLiteral("tokenGradientView"));
    m_controls = makeControls();
    m_lanes->setObjectName(QStringLiteral("gradientLanes"));
    m_lanes->setAccessibleName(tr("The gradient’s way through LayerNorm, value by value"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::scaled(gap));
    row->addWidget(m_lanes, 1);
    m_beside = new QBoxLayout(QBoxLayout::LeftToRight);
    m_beside->setSpacing(Theme::scaled(gap));
    m_beside->addWidget(makeNotes());
    m_beside->addWidget(makeTable());
    row->addLayout(m_beside);
    connect(m_lanes, &GradientLanes::valueChosen, this, &TokenGradientView::chooseValue);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) { chooseToken(current.row()); });
}

QWidget* TokenGradientView::makeControls()
{
    auto* controls = new QWidget;
    auto* row = new QHBoxLayout(controls);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::scaled(8));
    m_upstream = new QComboBox;
    m_upstream->setObjectName(QStringLiteral("upstreamBox"));
    m_upstream->addItem(tr("random"), static_cast<int>(Upstream::Random));
    m_upstream->addItem(tr("all ones: L = sum(y)"), static_cast<int>(Upstream::Ones));
    m_upstream->addItem(tr("along the output: L = sum(y²) / 2"), static_cast<int>(Upstream::Output));
    m_upstream->addItem(tr("one-hot: L = the selected y"), static_cast<int>(Upstream::OneHot));
    m_upstream->setMinimumWidth(Theme::scaled(narrowestBox));
    auto* label = new QLabel(tr("upstream gradient dL/dy"));
    label->setBuddy(m_upstream);
    m_upstream->setAccessibleName(label->text());
    m_seed = new QSpinBox;
    m_seed->setObjectName(QStringLiteral("upstreamSeedSpin"));
    m_seed->setRange(0, std::numeric_limits<int>::max());
    m_seed->setValue(firstSeed);
    m_seed->setKeyboardTracking(false);
    m_seed->setMinimumWidth(Theme::scaled(80));
    m_seed->setMaximumWidth(Theme::scaled(120));
    m_seed->setAccessibleName(tr("seed of the upstream gradient"));
    m_seed->setToolTip(tr("torch.manual_seed(seed); torch.randn(x.shape)"));
    m_seedLabel = new QLabel(tr("seed"));
    for (QWidget* widget : std::initializer_list<QWidget*>{label, m_upstream, m_seedLabel, m_seed})
        row->addWidget(widget);
    row->addStretch();
    connect(m_upstream, &QComboBox::currentIndexChanged, this, &TokenGradientView::refresh);
    connect(m_seed, &QSpinBox::valueChanged, this, &TokenGradientView::refresh);
    return controls;
}

QWidget* TokenGradientView::makeNotes()
{
    m_notes = makeNotesLabel(QStringLiteral("tokenGradientNotes"));
    m_notesArea = makeNotesArea(m_notes, tr("About this token’s gradient"));
    return m_notesArea;
}

QWidget* TokenGradientView::makeTable()
{
    m_model = new TokenGradientModel(this);
    m_table = new QTableView;
    m_table->setObjectName(QStringLiteral("tokenGradientTable"));
    m_table->setAccessibleName(tr("The gradients of all tokens"));
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setMinimumSectionSize(Theme::scaled(columnWidth) / 2);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(Theme::scaled(rowHeight));
    m_table->verticalHeader()->setMaximumWidth(Theme::scaled(columnWidth) * 2);
    m_tableNote = new QLabel;
    m_tableNote->setObjectName(QStringLiteral("muted"));
    m_tableNote->setWordWrap(true);
    m_tableArea = new QWidget;
    auto* column = new QVBoxLayout(m_tableArea);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::scaled(2));
    column->addWidget(m_table, 1);
    column->addWidget(m_tableNote);
    return m_tableArea;
}

QSize TokenGradientView::minimumSizeHint() const
{
    // With the notes above the table.
    const QSize lanes = m_lanes->minimumSizeHint();
    return {lanes.width() + Theme::scaled(gap) + Theme::scaled(tableWidth), lanes.height()};
}

void TokenGradientView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const double factor = scaleNotes(m_notesArea, size());
    const int notes = static_cast<int>(Theme::scaled(notesWidth) * factor);
    const int table = static_cast<int>(Theme::scaled(tableWidth) * factor);
    const bool stacked =
        m_lanes->minimumSizeHint().width() + notes + table + 2 * Theme::scaled(gap) > width();
    m_beside->setDirection(stacked ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_notesArea->setFixedWidth(stacked ? table : notes);
    m_tableArea->setFixedWidth(table);
    m_tableNote->setFont(m_notes->font());
    m_table->setStyleSheet(tableLook(m_notes->font().pixelSize()));
    m_table->verticalHeader()->setDefaultSectionSize(static_cast<int>(Theme::scaled(rowHeight) * factor));
    m_table->verticalHeader()->setMaximumWidth(static_cast<int>(Theme::scaled(columnWidth) * 2 * factor));
}

// What is chosen

Upstream TokenGradientView::upstream() const
{
    return static_cast<Upstream>(m_upstream->currentData().toInt());
}

void TokenGradientView::chooseValue(qsizetype value)
{
    const std::int64_t dimension = m_session.layout().dimension;
    const std::int64_t first = m_session.rowsOfGroup(m_token->token).first;
    m_session.selection().setCurrent({first + value / dimension, value % dimension});
}

void TokenGradientView::chooseToken(int row)
{
    if (row < 0 || !m_token)
        return;
    const std::int64_t token = m_token->firstListed + row;
    const Cell current = m_session.selection().current();
    if (m_session.groupOfRow(current.row) != token)
        m_session.selection().setCurrent({m_session.rowsOfGroup(token).first, current.column});
}

// What is worked out

/// nullptr where it must be drawn first.
std::shared_ptr<const Tensor> TokenGradientView::drawnFor(const Tensor& input) const
{
    const bool fits = m_random && m_randomSeed == static_cast<std::uint64_t>(m_seed->value()) &&
                      m_random->shape() == input.shape() && m_random->dtype() == input.dtype();
    return fits ? m_random : nullptr;
}

void TokenGradientView::refresh()
{
    if (!m_session.isCurrent())
        return;
    m_reference.forgetQuestions(this);
    m_asking = false;
    m_seed->setEnabled(upstream() == Upstream::Random);
    m_seedLabel->setEnabled(m_seed->isEnabled());
    const std::int64_t dimension = m_session.input().shape().trailingElements(m_session.normalizedDims());
    if (dimension > TokenBackward::largestToken) {
        clear(tr("A token of %L1 values is too large to take apart; up to %L2 are.")
                  .arg(dimension)
                  .arg(TokenBackward::largestToken));
        return;
    }
    const Cell cell = m_session.selection().current();
    BackwardQuestion question{.input = m_session.sharedInput(),
                              .parameters = m_session.parameters(),
                              .upstream = upstream(),
                              .random = drawnFor(m_session.input())};
    question.token = m_session.groupOfRow(cell.row);
    question.value =
        (cell.row - m_session.rowsOfGroup(question.token).first) * m_session.layout().dimension + cell.column;
    m_work.start([this, question, seed = static_cast<std::uint64_t>(m_seed->value())](
                     const Execution&) mutable -> Background::Delivery {
        if (question.upstream == Upstream::Random && !question.random)
            question.random =
                std::make_shared<const Tensor>(randn(question.input->shape(), seed, question.input->dtype()));
        Result<TokenBackward> token = tokenBackward(question);
        if (!token)
            return {};
        return [this, random = question.random, seed,
                token = std::make_shared<const TokenBackward>(std::move(*token))] {
            if (random) {
                m_random = random;
                m_randomSeed = seed;
            }
            take(token);
        };
    });
}

void TokenGradientView::take(const std::shared_ptr<const TokenBackward>& token)
{
    m_token = token;
    m_library.reset();
    askLibrary();
    showToken();
}

void TokenGradientView::followLibrary()
{
    const bool same = m_reference.title() == m_libraryTitle &&
                      m_reference.offers(Operation::LayerNormBackward) == m_libraryOffers;
    if (same || !m_token || m_work.isRunning())
        return;
    m_library.reset();
    askLibrary();
    showToken();
}

void TokenGradientView::askLibrary()
{
    m_reference.forgetQuestions(this);
    m_libraryTitle = m_reference.title();
    m_libraryOffers = m_reference.offers(Operation::LayerNormBackward);
    m_asking = m_libraryOffers;
    if (m_asking)
        m_reference.ask(std::make_shared<const Tensor>(m_token->x), backwardQuestion(*m_token), this,
                        [this](const std::shared_ptr<const Tensor>& answer) { takeAnswer(answer); });
}

void TokenGradientView::takeAnswer(const std::shared_ptr<const Tensor>& answer)
{
    m_asking = false;
    m_library = answer ? libraryGradient(*answer, *m_token) : std::nullopt;
    showToken();
}

std::optional<ExperimentTable> TokenGradientView::table() const
{
    if (!m_token)
        return std::nullopt;
    ExperimentTable table{{"token", "index", "x", "upstream", "gradient", "library_gradient"}, {}};
    const auto text = [this](const Tensor& tensor, std::int64_t i) {
        return exactText(tensor.at(i), m_token->x.dtype());
    };
    for (std::int64_t i = 0; i < m_token->dimension(); ++i)
        table.rows.push_back({std::to_string(m_token->token), std::to_string(i), text(m_token->x, i),
                              text(m_token->upstream, i), text(m_token->gradient, i),
                              m_library ? text(*m_library, i) : std::string()});
    return table;
}

// What is shown

void TokenGradientView::clear(const QString& reason)
{
    m_work.cancel();
    m_token.reset();
    m_library.reset();
    m_lanes->setLanes({}, 0);
    m_model->setTokens({}, {});
    m_tableNote->clear();
    m_notes->setText(reason);
}

void TokenGradientView::showToken()
{
    showLanes();
    showTokens();
    const TokenRange rows = m_session.rowsOfGroup(m_token->token);
    TokenGradientNotes notes{.token = *m_token, .name = m_session.rowName(rows.first).toHtmlEscaped()};
    std::optional<Comparison> comparison;
    if (m_library)
        comparison = *compare(m_token->gradient, *m_library, toleranceFor(m_token->x.dtype()));
    if (comparison) {
        notes.library = m_libraryTitle;
        notes.comparison = &*comparison;
    }
    m_notes->setText(notes.text());
}

void TokenGradientView::showLanes()
{
    const TokenGradient& own = m_token->own();
    const bool affine = m_token->parameters.gamma.has_value();
    const auto count = static_cast<qsizetype>(m_token->g.size());
    GradientLanes::Lane g{affine ? QStringLiteral("g = dL/dy · γ") : QStringLiteral("g = dL/dy"),
                          tr("upstream, ‖g‖ = %1").arg(number(own.upstreamNorm)),
                          QList<double>(m_token->g.begin(), m_token->g.end())};
    GradientLanes::Lane mean{QStringLiteral("mean(g) = %1").arg(number(own.meanPart)),
                             tr("constant direction: taken away"), QList<double>(count, own.meanPart)};
    GradientLanes::Lane output{QStringLiteral("mean(g·x̂) = %1").arg(number(own.outputPart)),
                               tr("times x̂, the output: taken away"),
                               {}};
    for (const double normalized : m_token->normalized)
        output.values << normalized * own.outputPart;
    GradientLanes::Lane gradient{QStringLiteral("dL/dx, ‖·‖ = %1").arg(number(own.gradientNorm)),
                                 tr("the rest · rstd (%1)").arg(number(m_token->reciprocalStd)),
                                 listOf(m_token->gradient)};
    // One scale for all, so that one sees what is taken and that nothing is where nothing is left.
    const double magnitude = std::max({finiteRange(g.values).magnitude, finiteRange(mean.values).magnitude,
                                       finiteRange(output.values).magnitude});
    g.magnitude = mean.magnitude = output.magnitude = magnitude;
    gradient.magnitude = magnitude * m_token->reciprocalStd;
    if (m_library)
        gradient.rings = listOf(*m_library);
    m_lanes->setLanes({g, mean, output, gradient}, m_token->value);
}

void TokenGradientView::fitColumns()
{
    const QFontMetrics metrics(m_table->font());
    int needed = Theme::scaled(columnWidth) / 2;
    for (int column = 0; column < m_model->columnCount(); ++column) {
        const QString widest =
            m_model->headerData(column, Qt::Horizontal, TensorModel::WidestTextRole).toString();
        needed = std::max(needed, metrics.horizontalAdvance(widest) + Theme::scaled(columnPadding));
    }
    m_table->horizontalHeader()->setMinimumSectionSize(needed);
}

void TokenGradientView::showTokens()
{
    QStringList names;
    const auto count = static_cast<std::int64_t>(m_token->numbers.size());
    for (std::int64_t i = 0; i < count; ++i)
        names << m_session.rowTitle(m_session.rowsOfGroup(m_token->firstListed + i).first);
    const QSignalBlocker blocker(m_table->selectionModel());
    m_model->setTokens(m_token->numbers, names);
    fitColumns();
    const int row = static_cast<int>(m_token->token - m_token->firstListed);
    m_table->selectRow(row);
    m_table->scrollTo(m_model->index(row, 0));
    m_table->viewport()->update();
    m_tableNote->setVisible(count < m_token->tokensInAll);
    m_tableNote->setText(tr("Tokens %L1 to %L2 of %L3.")
                             .arg(m_token->firstListed + 1)
                             .arg(m_token->firstListed + count)
                             .arg(m_token->tokensInAll));
}

} // namespace layernorm
