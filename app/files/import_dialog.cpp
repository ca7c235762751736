// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/import_dialog.h"

#include "app/files/import_ranges.h"
#include "app/files/stored_tensor_model.h"
#include "app/look/theme.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QShortcut>
#include <QTableView>
#include <algorithm>

namespace layernorm {

namespace {

QLabel* wrappedLabel(const QString& name)
{
    auto* label = new QLabel;
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText); // names come from files
    label->setWordWrap(true);
    return label;
}

void setTextColour(QWidget* widget, const QColor& colour)
{
    QPalette palette = widget->palette();
    palette.setColor(QPalette::WindowText, colour);
    widget->setPalette(palette);
}

bool movesInList(const QKeyEvent& event)
{
    const int key = event.key();
    return key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown;
}

QString dialogStyle()
{
    const Theme& theme = Theme::current();
    return QStringLiteral("QPushButton:disabled, QAbstractSpinBox:disabled { color: %1; background: %2; }")
        .arg(theme.muted.name(), theme.window.name());
}

/// The program's tables show no selection, as their cells paint it themselves; this list's do not.
QString tableStyle()
{
    const Theme& theme = Theme::current();
    return QStringLiteral("QTableView { border: 1px solid %1; border-radius: 4px; outline: none; "
                          "selection-background-color: %2; selection-color: %3; }"
                          "QTableView:focus { border: 1px solid %2; }"
                          "QTableView::item { padding: 0 16px 0 6px; border: none; }"
                          "QHeaderView::section { padding: 4px 6px 4px 9px; border-bottom: 1px solid %1; }"
                          "QHeaderView::up-arrow, QHeaderView::down-arrow { width: 12px; height: 12px; "
                          "subcontrol-origin: padding; subcontrol-position: right center; right: 3px; }"
                          "QHeaderView::up-arrow { image: url(:/icons/chevron-up%4.png); }"
                          "QHeaderView::down-arrow { image: url(:/icons/chevron-down%4.png); }")
        .arg(theme.edge.name(), theme.accent.name(), Theme::textOn(theme.accent).name(),
             theme.dark ? QStringLiteral("-dark") : QString());
}

/// Where a name may go on in the next line.
QString breakable(QString name)
{
    for (const char16_t mark : {u'.', u'/', u'_', u'-'})
        name.replace(QChar(mark), QString(QChar(mark)) + QChar(0x200b));
    return name;
}

} // namespace

ImportDialog::ImportDialog(const QString& file, StoredTensors tensors, QWidget* parent)
    : QDialog(parent),
      m_file(QFileInfo(file).fileName()),
      m_model(new StoredTensorModel(m_file, std::move(tensors), this))
{
    setObjectName(QStringLiteral("importDialog"));
    setWindowTitle(tr("Open %1").arg(m_file));
    setStyleSheet(dialogStyle());
    auto* layout = new QVBoxLayout(this);
    const int margin = Theme::scaled(2 * metrics::rhythm);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(Theme::scaled(3 * metrics::rhythm / 2));
    QWidget* list = makeList();
    layout->addWidget(list, 1);
    layout->addWidget(makePart());
    layout->addStretch(); // where the list is hidden
    addButtons(layout);
    list->setVisible(m_model->tensors().size() > 1);
    chooseAgain();
    resize(Theme::scaled(760), Theme::scaled(list->isHidden() ? 280 : 520));
}

QWidget* ImportDialog::makeList()
{
    auto* list = new QWidget;
    auto* layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::scaled(metrics::rhythm));
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::scaled(metrics::rhythm));
    auto* label = new QLabel(tr("&Filter"));
    m_filter = new QLineEdit;
    m_filter->setObjectName(QStringLiteral("importFilter"));
    m_filter->setPlaceholderText(tr("words of the name"));
    m_filter->setClearButtonEnabled(true);
    m_filter->installEventFilter(this);
    label->setBuddy(m_filter);
    m_found = new QLabel;
    m_found->setObjectName(QStringLiteral("muted"));
    row->addWidget(label);
    row->addWidget(m_filter, 1);
    row->addWidget(m_found);
    layout->addLayout(row);
    setupTable();
    layout->addWidget(m_table);
    connect(m_filter, &QLineEdit::textChanged, m_model, &StoredTensorModel::setFilter);
    return list;
}

void ImportDialog::setupTable()
{
    m_table = new QTableView;
    m_table->setObjectName(QStringLiteral("importTensors"));
    m_table->setAccessibleName(tr("Tensors of the file"));
    m_table->setStyleSheet(tableStyle());
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QTableView::SelectRows);
    m_table->setSelectionMode(QTableView::SingleSelection);
    m_table->setEditTriggers(QTableView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    // What tells two names of a network apart may stand at either end.
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->setMinimumHeight(Theme::scaled(110));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(Theme::scaled(26));
    setupSorting();
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) { choose(current.row()); });
    connect(m_model, &StoredTensorModel::modelReset, this, &ImportDialog::chooseAgain);
    connect(m_table, &QTableView::doubleClicked, this, [this] { m_open->click(); });
}

void ImportDialog::setupSorting()
{
    QHeaderView* header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionResizeMode(StoredTensorModel::NameColumn, QHeaderView::Stretch);
    // Fixed: fitting them to 100000 rows takes seconds.
    header->resizeSection(StoredTensorModel::ShapeColumn, Theme::scaled(170));
    header->resizeSection(StoredTensorModel::TypeColumn, Theme::scaled(120));
    header->resizeSection(StoredTensorModel::SizeColumn, Theme::scaled(100));
    header->setSortIndicatorClearable(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->setSortingEnabled(true);
    for (int column = 0; column < StoredTensorModel::ColumnCount; ++column) {
        const QKeyCombination keys(Qt::CTRL, static_cast<Qt::Key>(Qt::Key_1 + column));
        connect(new QShortcut(keys, this), &QShortcut::activated, this, [this, column] { sortBy(column); });
    }
}

void ImportDialog::sortBy(int column)
{
    QHeaderView* header = m_table->horizontalHeader();
    if (header->sortIndicatorSection() != column)
        header->setSortIndicator(column, Qt::AscendingOrder);
    else if (header->sortIndicatorOrder() == Qt::AscendingOrder)
        header->setSortIndicator(column, Qt::DescendingOrder);
    else
        header->setSortIndicator(-1, Qt::AscendingOrder);
}

QWidget* ImportDialog::makePart()
{
    auto* panel = new QFrame;
    panel->setObjectName(QStringLiteral("panel"));
    auto* layout = new QVBoxLayout(panel);
    const int margin = Theme::scaled(3 * metrics::rhythm / 2);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(Theme::scaled(metrics::rhythm) / 2);
    m_name = wrappedLabel(QStringLiteral("importName"));
    QFont bold = font();
    bold.setBold(true);
    m_name->setFont(bold);
    m_stored = wrappedLabel(QStringLiteral("importStored"));
    setTextColour(m_stored, Theme::current().muted);
    m_ranges = new ImportRanges;
    m_summary = wrappedLabel(QStringLiteral("importSummary"));
    m_note = wrappedLabel(QStringLiteral("importNote"));
    setTextColour(m_note, Theme::current().muted);
    auto* told = new QWidget;
    // For a problem of two lines too: nothing is to move while a number is typed.
    told->setMinimumHeight(2 * fontMetrics().lineSpacing() + Theme::scaled(metrics::rhythm) / 2);
    auto* lines = new QVBoxLayout(told);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(Theme::scaled(metrics::rhythm) / 2);
    lines->addWidget(m_summary);
    lines->addWidget(m_note);
    lines->addStretch();
    for (QWidget* widget : QList<QWidget*>{m_name, m_stored, m_ranges, told})
        layout->addWidget(widget);
    connect(m_ranges, &ImportRanges::changed, this, &ImportDialog::refreshSummary);
    return panel;
}

void ImportDialog::addButtons(QBoxLayout* layout)
{
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel);
    m_open = buttons->button(QDialogButtonBox::Open);
    m_open->setObjectName(QStringLiteral("importOpen"));
    m_open->setText(tr("&Open"));
    m_open->setDefault(true);
    for (QAbstractButton* button : buttons->buttons())
        button->setIcon({});
    connect(buttons, &QDialogButtonBox::accepted, this, &ImportDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &ImportDialog::reject);
    layout->addWidget(buttons);
}

bool ImportDialog::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_filter || event->type() != QEvent::KeyPress ||
        !movesInList(*static_cast<QKeyEvent*>(event)))
        return QDialog::eventFilter(watched, event);
    QCoreApplication::sendEvent(m_table, event);
    return true;
}

void ImportDialog::chooseAgain()
{
    const int rows = m_model->rowCount();
    int row = m_chosen ? m_model->rowOf(*m_chosen) : -1;
    for (int other = 0; row < 0 && other < rows; ++other)
        if (m_model->refusal(m_model->positionAt(other)).isEmpty())
            row = other;
    if (row < 0 && rows > 0)
        row = 0;
    m_found->setText(tr("%1 of %2")
                         .arg(QLocale().toString(rows))
                         .arg(QLocale().toString(qulonglong{m_model->tensors().size()})));
    if (row < 0)
        choose(row);
    else
        m_table->selectRow(row);
}

void ImportDialog::choose(int row)
{
    const std::optional<std::size_t> chosen =
        row < 0 ? std::nullopt : std::optional(m_model->positionAt(row));
    if (chosen == m_chosen && chosen)
        return; // the ranges are as the user left them
    m_chosen = chosen;
    constexpr qsizetype longestName = 160;
    const QString name = m_chosen ? shownName(this->chosen()->name) : QString();
    m_name->setText(breakable(name.size() <= longestName ? name : name.left(longestName) + u'…'));
    m_name->setVisible(!name.isEmpty());
    m_stored->setText(m_chosen ? m_model->description(*m_chosen) : QString());
    // In this order: what becomes visible is measured, and is not to be with the fields of another tensor.
    m_ranges->setTensor(m_chosen ? *this->chosen() : StoredTensor());
    m_ranges->setVisible(m_chosen && m_model->refusal(*m_chosen).isEmpty());
}

const StoredTensor* ImportDialog::chosen() const
{
    return m_chosen ? &m_model->tensors()[*m_chosen] : nullptr;
}

QString ImportDialog::partText() const
{
    const DType dtype = *readAs(chosen()->type);
    const ImportPart part = m_ranges->part();
    return QStringLiteral("%1 %2 → %3")
        .arg(extentsText(shownExtents(part)), QLatin1String(name(dtype)),
             bytesText(elementsOf(part), sizeOf(dtype)));
}

QString ImportDialog::problem() const
{
    if (!m_chosen)
        return m_model->tensors().empty() ? tr("There is no tensor in this file.")
                                          : tr("No name has these words in it.");
    if (const QString refusal = m_model->refusal(*m_chosen); !refusal.isEmpty())
        return refusal;
    const ImportPart part = m_ranges->part();
    if (elementsOf(part) <= Shape::maxElements)
        return {};
    QString text = tr("%1: more than 64 million numbers do not fit.").arg(partText());
    const auto rank = static_cast<int>(part.size());
    const auto batches = rank < 3 ? 0 : static_cast<int>(fittingCount(part, rank - 3));
    const auto tokens = static_cast<int>(fittingCount(part, rank - 2));
    if (batches > 0)
        text += u' ' + tr("With so many tokens %Ln batch(es) fit.", nullptr, batches);
    if (tokens > 0)
        text += u' ' + tr("With so many batches %Ln token(s) of each fit.", nullptr, tokens);
    if (batches == 0 && tokens == 0)
        text += u' ' + (rank > 3 ? tr("Take one index of an axis before them, or fewer batches and tokens.")
                                 : tr("Take fewer batches and fewer tokens."));
    return text;
}

QString ImportDialog::conversionNote() const
{
    const StoredType type = chosen()->type;
    const DType dtype = *readAs(type);
    const QString stored = QLatin1String(name(type));
    const QString read = QLatin1String(name(dtype));
    if (stored == read)
        return {};
    if (type == StoredType::Int64 || type == StoredType::UInt64)
        return tr("%1 becomes %2, which holds whole numbers up to 2⁵³ exactly; larger ones are rounded.")
            .arg(stored, read);
    return tr("%1 becomes %2, which holds every one of its values exactly.").arg(stored, read);
}

void ImportDialog::refreshSummary()
{
    const QString problem = this->problem();
    const bool fits = problem.isEmpty();
    const QString text = fits ? partText() : problem;
    m_summary->setText(text);
    m_summary->setAccessibleName(text); // tells screen readers that it has changed
    setTextColour(m_summary, fits ? Theme::current().text : Theme::current().disagreement);
    const QString note = fits ? conversionNote() : QString();
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    m_open->setEnabled(fits);
}

std::optional<ReadRequest> ImportDialog::request() const
{
    if (!problem().isEmpty())
        return std::nullopt;
    return requestFor(*chosen(), m_ranges->part());
}

} // namespace layernorm
