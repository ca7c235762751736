// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/tensor_view.h"

#include "app/delegates/cell_delegate.h"
#include "app/look/pointer_look.h"
#include "app/look/shown_notation.h"
#include "app/look/theme.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <limits>

namespace layernorm {

namespace {

constexpr int flashMilliseconds = 900;

} // namespace

NumberTable::NumberTable(int changedRole, QWidget* parent)
    : QTableView(parent),
      m_delegate(new CellDelegate(changedRole, this)),
      m_narrowest(metrics::cellWidth),
      m_widest(metrics::cellWidth * 2),
      m_lowest(metrics::cellHeight),
      m_highest(metrics::cellHeight * 3 / 2)
{
    setItemDelegate(m_delegate);
    setShowGrid(false);
    setCornerButtonEnabled(false);
    setSelectionMode(ContiguousSelection); // by Shift and arrows or by dragging, to be copied
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setTabKeyNavigation(false); // Tab leaves the table, as everywhere else; the arrows move in it
    setFrameShape(NoFrame);
    setWordWrap(false);
    setAutoScroll(false);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setFixedHeight(Theme::scaled(metrics::headerHeight));
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setHighlightSections(false);
    verticalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
    connect(&ShownNotation::instance(), &ShownNotation::changed, this, &NumberTable::notationChanged);
    spreadCells();
}

void NumberTable::setModel(QAbstractItemModel* model)
{
    QTableView::setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, &NumberTable::spreadCells);
    connect(model, &QAbstractItemModel::dataChanged, this, [this] {
        // The largest value may be another now, and with it the longest text.
        if (!ShownNotation::instance().isAutomatic())
            notationChanged();
    });
    spreadCells();
}

void NumberTable::notationChanged()
{
    spreadCells();
    viewport()->update();
}

int NumberTable::neededColumnWidth() const
{
    const QString widest =
        model() ? model()->headerData(0, Qt::Horizontal, TensorModel::WidestTextRole).toString() : QString();
    return widest.isEmpty() ? 0 : CellDelegate::widthFor(widest, font());
}

void NumberTable::setNumbersShown(bool shown)
{
    m_delegate->setNumbersShown(shown);
    viewport()->update();
}

void NumberTable::setColumnWidths(int narrowest, int widest)
{
    m_narrowest = narrowest;
    m_widest = widest;
    spreadCells();
}

void NumberTable::setRowHeights(int lowest, int highest)
{
    m_lowest = lowest;
    m_highest = highest;
    spreadCells();
}

void NumberTable::setMarkedColumn(int column, const QColor& colour)
{
    m_markedColumn = column;
    m_markColour = colour;
    viewport()->update();
}

void NumberTable::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    drawSelectedBlock();
    if (m_markedColumn < 0 || !model() || m_markedColumn >= model()->columnCount() ||
        model()->rowCount() == 0)
        return;
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_markColour, 2));
    const QRectF column = blockRect(0, model()->rowCount(), m_markedColumn, 1);
    painter.drawRoundedRect(column.adjusted(1, 1, -1, -1), metrics::cellRadius, metrics::cellRadius);
}

void NumberTable::drawSelectedBlock()
{
    const QItemSelection selection = selectionModel() ? selectionModel()->selection() : QItemSelection();
    if (selection.size() != 1 || selection[0].width() * selection[0].height() < 2)
        return;
    const QItemSelectionRange& range = selection[0];
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Theme::current().text, 1.5, Qt::DashLine));
    const QRectF block = blockRect(range.top(), range.height(), range.left(), range.width());
    painter.drawRoundedRect(block.adjusted(1, 1, -1, -1), metrics::cellRadius, metrics::cellRadius);
}

void NumberTable::setRowNameSample(const QString& name)
{
    m_rowNameSample = name;
    verticalHeader()->setFixedWidth(rowNamesWidthFor(font().pixelSize()));
    if (m_presented.isSet())
        spreadCells();
}

int NumberTable::rowNamesWidthFor(int textPixels) const
{
    QFont bold = font();
    bold.setBold(true);
    bold.setPixelSize(textPixels);
    return QFontMetrics(bold).horizontalAdvance(m_rowNameSample) + Theme::scaled(14);
}

int NumberTable::heightForRows(int rows) const
{
    return horizontalHeader()->height() + rows * verticalHeader()->defaultSectionSize();
}

void NumberTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    spreadCells();
}

void NumberTable::updateGeometries()
{
    QTableView::updateGeometries();
    horizontalScrollBar()->setSingleStep(Theme::scaled(20));
    verticalScrollBar()->setSingleStep(Theme::scaled(20));
}

void NumberTable::followColumnsOf(const NumberTable& other)
{
    m_followed = &other;
    connect(other.horizontalHeader(), &QHeaderView::sectionResized, this, [this](int section) {
        if (section == 0)
            spreadCells();
    });
    spreadCells();
}

void NumberTable::setPresented(const TextRange& range)
{
    if (range == m_presented)
        return;
    m_presented = range;
    if (!range.isSet())
        setTextPixels(QApplication::font().pixelSize());
    spreadCells();
}

void NumberTable::setTextPixels(int pixels)
{
    if (pixels == font().pixelSize())
        return;
    QFont sized = font();
    sized.setPixelSize(pixels);
    setFont(sized);
    horizontalHeader()->setFont(sized);
    // The window's style sheet keeps the font from the sections.
    horizontalHeader()->setStyleSheet(
        QStringLiteral("QHeaderView::section { font-size: %1px; }").arg(pixels));
    verticalHeader()->setFont(sized);
    horizontalHeader()->setFixedHeight(pixels * metrics::headerHeight / metrics::fontPixels);
    if (!m_rowNameSample.isEmpty())
        verticalHeader()->setFixedWidth(rowNamesWidthFor(pixels));
}

int NumberTable::cellWidthFor(int textPixels) const
{
    // The widest there is where the notation is Automatic.
    static const QString usual = QStringLiteral("−8.8e−88");
    const QString widest = model()->headerData(0, Qt::Horizontal, TensorModel::WidestTextRole).toString();
    QFont sized = font();
    sized.setPixelSize(textPixels);
    return CellDelegate::widthFor(widest.isEmpty() ? usual : widest, sized);
}

bool NumberTable::fits(int textPixels) const
{
    const bool named = !verticalHeader()->isHidden();
    const qint64 width = qint64(model()->columnCount()) * cellWidthFor(textPixels) +
                         (named ? rowNamesWidthFor(textPixels) : 0);
    const qint64 height =
        qint64(model()->rowCount()) * textPixels * metrics::cellHeight / metrics::fontPixels +
        (horizontalHeader()->isHidden() ? 0 : textPixels * metrics::headerHeight / metrics::fontPixels);
    return width <= this->width() && height <= this->height();
}

int NumberTable::textPixels() const
{
    int pixels = m_presented.most;
    while (pixels > m_presented.least && !fits(pixels))
        --pixels;
    return std::max(1, static_cast<int>(pixels * m_presented.enlarged));
}

void NumberTable::spreadPresentedCells()
{
    if (!model() || model()->columnCount() == 0)
        return;
    setTextPixels(textPixels());
    const int width = cellWidthFor(font().pixelSize());
    // Where even the smallest text has no room, no less than in a window.
    const int narrowest =
        std::max(neededColumnWidth(), font().pixelSize() * m_narrowest / metrics::fontPixels);
    const int height = font().pixelSize() * metrics::cellHeight / metrics::fontPixels;
    setCellSize(std::clamp(viewport()->width() / std::max(1, model()->columnCount()),
                           std::min(narrowest, width), 3 * width),
                std::clamp(viewport()->height() / std::max(1, model()->rowCount()), height, 3 * height));
}

void NumberTable::setCellSize(int width, int height)
{
    // Qt counts the pixels of all sections in an int.
    constexpr int longest = std::numeric_limits<int>::max();
    if (m_followed) {
        width = m_followed->horizontalHeader()->defaultSectionSize();
        verticalHeader()->setFixedWidth(m_followed->verticalHeader()->width());
    }
    width = std::min(longest / std::max(1, model() ? model()->columnCount() : 1), width);
    height = std::min(longest / std::max(1, model() ? model()->rowCount() : 1), height);
    horizontalHeader()->setMinimumSectionSize(10);
    verticalHeader()->setMinimumSectionSize(10);
    // Setting the size lays every section out anew.
    if (width != horizontalHeader()->defaultSectionSize())
        horizontalHeader()->setDefaultSectionSize(width);
    if (height != verticalHeader()->defaultSectionSize())
        verticalHeader()->setDefaultSectionSize(height);
}

void NumberTable::spreadCells()
{
    if (m_presented.isSet()) {
        spreadPresentedCells();
        return;
    }
    const int columns = model() ? std::max(1, model()->columnCount()) : 1;
    const int rows = model() ? std::max(1, model()->rowCount()) : 1;
    const int needed = neededColumnWidth();
    // Lower before the last of a few rows has to be scrolled to.
    const int each = viewport()->height() / rows;
    const int lowest = each >= Theme::scaled(m_lowest) * 3 / 4 ? std::min(each, Theme::scaled(m_lowest))
                                                               : Theme::scaled(m_lowest);
    setCellSize(std::clamp(viewport()->width() / columns, std::max(needed, Theme::scaled(m_narrowest)),
                           std::max(needed, Theme::scaled(m_widest))),
                std::clamp(each, lowest, Theme::scaled(m_highest)));
}

QRect NumberTable::blockRect(int firstRow, int rows, int firstColumn, int columns) const
{
    const int top = rowViewportPosition(firstRow);
    const int bottom = rowViewportPosition(firstRow + rows - 1) + rowHeight(firstRow + rows - 1);
    const int left = columnViewportPosition(firstColumn);
    const int right =
        columnViewportPosition(firstColumn + columns - 1) + columnWidth(firstColumn + columns - 1);
    // Beyond the edges by a little, so that a block that goes on there has no border there.
    const QRect seen = viewport()->rect().adjusted(-10, -10, 10, 10);
    return QRect(QPoint(left, top), QPoint(right - 1, bottom - 1)).intersected(seen);
}

TensorView::TensorView(Session& session, TensorModel* model, QWidget* parent)
    : NumberTable(TensorModel::ChangedRole, parent),
      m_session(session)
{
    setVerticalHeader(new RowHeader(session, this));
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setMouseTracking(true);
    setModel(model);
    setEditTriggers(DoubleClicked | EditKeyPressed | AnyKeyPressed);

    m_flash.setDuration(flashMilliseconds);
    m_flash.setStartValue(1.0);
    m_flash.setEndValue(0.0);
    connect(&m_flash, &QVariantAnimation::valueChanged, this, [this](const QVariant& strength) {
        m_delegate->setFlash(strength.toDouble());
        viewport()->update();
    });
    connect(model, &TensorModel::valuesChanged, this, [this] {
        m_flash.stop();
        m_flash.start();
    });
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        m_flash.stop();
        m_delegate->setFlash(0);
        showCurrent();
    });

    Selection& selection = session.selection();
    connect(&selection, &Selection::currentChanged, this, &TensorView::showCurrent);
    connect(&selection, &Selection::activeChanged, this, [this] {
        viewport()->update();
        verticalHeader()->viewport()->update();
    });
    showCurrent();
}

void TensorView::showCurrent()
{
    const Cell cell = m_session.selection().current();
    const QModelIndex index = model()->index(static_cast<int>(cell.row), static_cast<int>(cell.column));
    m_delegate->setBold(index);
    if (index.isValid() && index != currentIndex()) {
        setCurrentIndex(index);
        scrollTo(index);
    }
    viewport()->update();
}

void TensorView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    if (current.isValid() && hasFocus())
        m_session.selection().setCurrent({current.row(), current.column()});
    else if (current.isValid() && QApplication::mouseButtons() != Qt::NoButton && underMouse())
        m_session.selection().setCurrent({current.row(), current.column()});
}

void TensorView::mouseMoveEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->pos());
    m_session.selection().setHovered(index.isValid() ? Cell{index.row(), index.column()} : Cell{});
    QTableView::mouseMoveEvent(event);
}

bool TensorView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave)
        m_session.selection().setHovered({});
    return QTableView::viewportEvent(event);
}

void TensorView::paintEvent(QPaintEvent* event)
{
    NumberTable::paintEvent(event);
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    drawOutlines(painter);
}

void TensorView::drawOutlines(QPainter& painter)
{
    const Theme& theme = Theme::current();
    const Cell active = m_session.selection().active();
    if (!active.isValid() || active.row >= model()->rowCount() || active.column >= model()->columnCount() ||
        m_session.layout().rows() != model()->rowCount())
        return;
    const TokenRange rows = m_session.rowsOfGroup(m_session.groupOfRow(active.row));
    const QRectF group =
        blockRect(static_cast<int>(rows.first), static_cast<int>(rows.count), 0, model()->columnCount());
    const double pen = PointerLook::width(2);
    PointerLook::dimAround(painter, viewport()->rect(), group);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.accent, pen));
    painter.drawRoundedRect(group.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2), metrics::cellRadius,
                            metrics::cellRadius);

    const QRectF cell = blockRect(static_cast<int>(active.row), 1, static_cast<int>(active.column), 1);
    painter.setPen(QPen(m_session.selection().hovered().isValid() ? theme.flash : theme.accent, 2));
    const double inset = pen + 0.5;
    painter.drawRoundedRect(cell.adjusted(inset, inset, -inset, -inset), metrics::cellRadius - 1,
                            metrics::cellRadius - 1);
}

RowHeader::RowHeader(Session& session, QWidget* parent)
    : QHeaderView(Qt::Vertical, parent),
      m_session(session)
{
    setHighlightSections(false);
}

void RowHeader::paintSection(QPainter* painter, const QRect& rect, int section) const
{
    const Theme& theme = Theme::current();
    const Cell active = m_session.selection().active();
    const bool inGroup = active.isValid() && m_session.layout().rows() == model()->rowCount() &&
                         active.row < model()->rowCount() &&
                         m_session.groupOfRow(section) == m_session.groupOfRow(active.row);
    painter->save();
    painter->fillRect(rect, theme.panel);
    QFont font = this->font();
    font.setBold(inGroup);
    painter->setFont(font);
    painter->setPen(inGroup ? theme.accent : theme.muted);
    const QRect room = rect.adjusted(Theme::scaled(2), 0, -Theme::scaled(8), 0);
    const QString name = model()->headerData(section, Qt::Vertical, Qt::DisplayRole).toString();
    painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(name, Qt::ElideRight, room.width()));
    painter->restore();
}

} // namespace layernorm
