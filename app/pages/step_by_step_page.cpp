// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/step_by_step_page.h"

#include "app/delegates/cell_delegate.h"
#include "app/look/number_display.h"
#include "app/look/shown_notation.h"
#include "app/look/theme.h"
#include "app/panels/quiet_label.h"
#include "app/panels/tensor_view.h"
#include "app/plots/block_drawing.h"
#include "app/plots/formula_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QResizeEvent>
#include <QScrollBar>

namespace layernorm {

namespace {

// Cells grow with the page, in this proportion.
constexpr int lowestRow = 27;
constexpr int highestRow = 64;
constexpr double cellProportion = 2.0;
constexpr int notesGap = 14;
constexpr int leastNotes = 200;
constexpr int mostNotes = 420;
constexpr int fewColumns = 8; // that are shown without scrolling, if need be with a smaller drawing

/// A number as it stands inside a formula: a negative one in brackets.
QString operand(double value)
{
    const QString text = shownText(value);
    return value < 0 ? u'(' + text + u')' : text;
}

} // namespace

StepByStepPage::StepByStepPage(Session& session, Reference& reference, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_model(session, reference),
      m_table(new NumberTable(TensorModel::ChangedRole)),
      m_notes(new QWidget),
      m_notesLayout(new QVBoxLayout(m_notes)),
      m_formula(new FormulaView),
      m_message(new QLabel)
{
    setObjectName(QStringLiteral("stepByStepPage"));
    setupTable();
    m_table->verticalHeader()->installEventFilter(this);
    m_message->setWordWrap(true);
    m_message->hide();

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::scaled(16), Theme::scaled(6), Theme::scaled(16), Theme::scaled(2));
    layout->setSpacing(Theme::scaled(14));
    auto* block = new BlockDrawing(session);
    block->setObjectName(QStringLiteral("blockDrawing"));
    layout->addWidget(block, 2);
    m_steps = makeSteps();
    layout->addWidget(m_steps, 5);

    connect(&m_model, &WalkthroughModel::stepsChanged, this, &StepByStepPage::refresh);
    connect(&ShownNotation::instance(), &ShownNotation::changed, this, &StepByStepPage::refresh);
    refresh();
}

std::optional<ExperimentTable> StepByStepPage::table() const
{
    if (!m_model.steps())
        return std::nullopt;
    return walkthroughTable(*m_model.steps(), m_model.group());
}

void StepByStepPage::setupTable()
{
    m_table->setObjectName(QStringLiteral("stepsTable"));
    m_table->setAccessibleName(tr("Steps of the selected token"));
    m_table->setRowNameSample(QStringLiteral("(x − μ)² —"));
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setModel(&m_model);
    connect(m_table, &QAbstractItemView::clicked, this, [this](const QModelIndex& index) {
        m_session.selection().setCurrent(m_model.cellOfColumn(index.column()));
    });
}

QWidget* StepByStepPage::makeSteps()
{
    m_notesLayout->setContentsMargins(0, m_table->horizontalHeader()->height(), 0, 0);
    m_notesLayout->setSpacing(0);
    auto* steps = new QWidget;
    auto* column = new QVBoxLayout(steps);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::scaled(2));
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::scaled(notesGap));
    row->addWidget(m_table, 0, Qt::AlignTop);
    row->addWidget(m_notes, 1, Qt::AlignTop);
    column->addLayout(row);
    column->addWidget(m_message);
    column->addWidget(m_formula);
    column->addStretch();
    return steps;
}

void StepByStepPage::refresh()
{
    const bool walked = m_model.steps().has_value();
    m_table->setVisible(walked);
    m_notes->setVisible(walked);
    m_formula->setVisible(walked);
    m_message->setVisible(!walked);
    if (!walked) {
        m_message->setText(
            m_model.isTooLarge()
                ? tr("%L1 values share one mean: too many to show each. Normalise over fewer dimensions "
                     "or choose a smaller shape to see the steps.")
                      .arg(m_session.input().shape().trailingElements(m_session.normalizedDims()))
                : tr("The steps appear when the computation is done."));
        return;
    }
    refreshNotes();
    fitTable();
    refreshFormula();
}

void StepByStepPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (m_model.steps())
        fitTable();
}

bool StepByStepPage::eventFilter(QObject* watched, QEvent* event)
{
    // The names have their width only once the table has been laid out.
    if (watched == m_table->verticalHeader() && event->type() == QEvent::Resize && m_model.steps()) {
        const auto* resize = static_cast<const QResizeEvent*>(event);
        if (resize->size().width() != resize->oldSize().width())
            fitTable();
    }
    return QWidget::eventFilter(watched, event);
}

int StepByStepPage::notesWidth() const
{
    int width = Theme::scaled(leastNotes);
    for (const QuietLabel* label : m_noteLabels)
        width = std::max(width, label->widthOfText());
    return std::min(width, Theme::scaled(mostNotes)) + Theme::scaled(notesGap);
}

void StepByStepPage::shareRoom(int names, int narrowest)
{
    const QMargins margins = layout()->contentsMargins();
    // Of a page that is scrolled the part that is seen: what it needs may be more already.
    const int seen = parentWidget() ? std::min(width(), parentWidget()->width()) : width();
    const int room = seen - margins.left() - margins.right() - layout()->spacing() -
                     findChild<BlockDrawing*>()->minimumSizeHint().width();
    const int needed = names + std::min(m_model.columnCount(), fewColumns) * narrowest + notesWidth();
    m_steps->setMinimumWidth(std::clamp(needed, 0, std::max(0, room)));
    layout()->activate();
}

void StepByStepPage::fitTable()
{
    const int columns = m_model.columnCount();
    const int rows = std::max(1, m_model.rowCount());
    const int header = m_table->horizontalHeader()->height();
    const int room = height() - header - m_formula->sizeHint().height() - Theme::scaled(24);
    const int row = std::clamp(room / rows, Theme::scaled(lowestRow), Theme::scaled(highestRow));
    const int names = m_table->verticalHeader()->width();
    // Narrower before one of a few has to be scrolled to.
    const int widest = static_cast<int>(row * cellProportion);
    const int narrowest =
        std::min(widest, CellDelegate::widthFor(QStringLiteral("−0.0000"), m_table->font()));
    shareRoom(names, narrowest);
    const int roomForCells = m_steps->width() - names - notesWidth();
    const int column = std::max(std::clamp(roomForCells / std::max(1, columns), narrowest, widest),
                                m_table->neededColumnWidth());
    const int shown = std::clamp(roomForCells / column, 3, std::max(3, columns));
    const bool scrolls = columns > shown;
    const auto unscaled = [](int pixels) { return static_cast<int>(pixels / Theme::zoom()); };
    m_table->setRowHeights(unscaled(row), unscaled(row));
    m_table->setColumnWidths(unscaled(column), unscaled(column));
    m_table->setFixedWidth(names + std::min(columns, shown) * column);
    m_table->setFixedHeight(m_table->heightForRows(rows) +
                            (scrolls ? m_table->horizontalScrollBar()->sizeHint().height() : 0));
    for (QuietLabel* label : m_noteLabels)
        label->setFixedHeight(m_table->verticalHeader()->defaultSectionSize());
    const QModelIndex active = m_model.index(0, static_cast<int>(m_model.activeColumn()));
    m_table->setCurrentIndex(active);
    const Theme& theme = Theme::current();
    m_table->setMarkedColumn(active.column(),
                             m_session.selection().hovered().isValid() ? theme.flash : theme.accent);
    if (scrolls)
        m_table->scrollTo(active, QAbstractItemView::EnsureVisible);
}

void StepByStepPage::refreshNotes()
{
    while (m_noteLabels.size() < m_model.rowCount()) {
        auto* label = new QuietLabel(m_notes);
        label->setObjectName(QStringLiteral("stepNote"));
        m_notesLayout->addWidget(label);
        m_noteLabels.append(label);
    }
    const QColor colour = Theme::current().text;
    for (int row = 0; row < m_noteLabels.size(); ++row) {
        const WalkthroughModel::Note note = m_model.note(row);
        m_noteLabels[row]->setVisible(row < m_model.rowCount());
        m_noteLabels[row]->setPieces({{note.text, colour}, {note.result, colour, true}});
    }
}

void StepByStepPage::refreshFormula()
{
    const Walkthrough& steps = *m_model.steps();
    const auto column = static_cast<std::size_t>(m_model.activeColumn());
    if (column >= steps.values.size())
        return;
    const Cell cell = m_model.cellOfColumn(static_cast<std::int64_t>(column));
    FormulaView::Formula formula;
    formula.name = QStringLiteral("y");
    formula.index = m_session.rowPlace(cell.row).remove(u' ').replace(u'·', u',') +
                    QStringLiteral(",d%1").arg(cell.column);
    formula.numerator = shownText(steps.values[column]) + QStringLiteral(" − ") + operand(steps.mean);
    formula.radicand = shownText(steps.variance) + QStringLiteral(" + ") + epsText(m_session.eps());
    if (!steps.gamma.empty())
        formula.factor = QStringLiteral("· ") + operand(steps.gamma[column]) + QStringLiteral(" + ") +
                         operand(steps.beta[column]);
    formula.result = shownText(steps.output[column]);
    m_formula->setFormula(formula);
}

} // namespace layernorm
