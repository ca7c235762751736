// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plots/token_map.h"

#include "app/accessible/announce.h"
#include "app/look/number_display.h"
#include "app/look/pointer_look.h"
#include "app/look/shown_notation.h"
#include "app/look/theme.h"
#include "app/plots/plot_picture.h"
#include "core/explore/value_range.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <array>
#include <cmath>

namespace layernorm {

namespace {

/// Below this many pixels a cell has neither border nor number.
constexpr double smallestCell = 13;
constexpr int highestCellInLines = 6;
constexpr int changeBarWidth = 3;
constexpr int markRoom = 7; ///< left of the rows
constexpr int bandGap = 4;
constexpr int mostDigits = 2;

QColor colourOf(double value, TokenMap::Scale scale, double limit)
{
    const Theme& theme = Theme::current();
    return scale == TokenMap::Scale::Signed ? theme.signedColour(value, limit)
                                            : theme.sequentialColour(value, limit);
}

/// As the user has chosen, or as `cellText`, but what is too small for the digits is rounded to zeros: a mean
/// of 3e−09 has to stand in a narrow column. The tool tip has it exactly.
QString numberText(double value, double largest, int digits)
{
    if (!ShownNotation::instance().isAutomatic())
        return shownText(value, largest, digits);
    if (value != 0 && std::abs(value) * 2 < std::pow(10.0, -digits))
        return QString::number(0.0, 'f', digits);
    return cellText(value, digits);
}

/// The colours of a scale in equal steps: a picture of many cells looks them up.
class ColourTable
{
public:
    ColourTable(TokenMap::Scale scale, double limit)
        : m_least(scale == TokenMap::Scale::Signed ? -limit : 0),
          m_perValue(limit > 0 ? (steps - 1) / (limit - m_least) : 0),
          m_notFinite(Theme::current().nan.rgb())
    {
        for (int i = 0; i < steps; ++i)
            m_colours[static_cast<std::size_t>(i)] =
                colourOf(m_least + (limit - m_least) * i / (steps - 1), scale, limit).rgb();
    }

    [[nodiscard]] QRgb operator()(double value) const
    {
        if (!std::isfinite(value))
            return m_notFinite;
        const double step = std::clamp((value - m_least) * m_perValue + 0.5, 0.0, steps - 1.0);
        return m_colours[static_cast<std::size_t>(step)];
    }

private:
    static constexpr int steps = 511;

    double m_least;
    double m_perValue;
    QRgb m_notFinite;
    std::array<QRgb, steps> m_colours{};
};

QString signText(TokenMap::Verdict::Sign sign)
{
    switch (sign) {
    case TokenMap::Verdict::Sign::Same:
        return QStringLiteral("✔ ");
    case TokenMap::Verdict::Sign::Differs:
        return QStringLiteral("≠ ");
    case TokenMap::Verdict::Sign::None:
        break;
    }
    return {};
}

QColor signColour(TokenMap::Verdict::Sign sign)
{
    const Theme& theme = Theme::current();
    switch (sign) {
    case TokenMap::Verdict::Sign::Same:
        return theme.agreement;
    case TokenMap::Verdict::Sign::Differs:
        return theme.disagreement;
    case TokenMap::Verdict::Sign::None:
        break;
    }
    return theme.muted;
}

/// Every how many names there is room for one.
int nameStep(double cell, int room)
{
    return std::max(1, static_cast<int>(std::ceil(room / std::max(cell, 0.01))));
}

} // namespace

TokenMap::TokenMap(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    connect(&ShownNotation::instance(), &ShownNotation::changed, this, qOverload<>(&QWidget::update));
}

void TokenMap::setContent(Content content)
{
    m_content = std::move(content);
    m_images.assign(m_content.bands.size(), QImage());
    m_largest.clear();
    for (const Band& band : m_content.bands)
        m_largest.push_back(finiteRange(band.values).magnitude);
    setAccessibleName(m_content.accessibleName);
    update();
}

void TokenMap::setMarked(int row, int column, const QColor& colour)
{
    if (row == m_markedRow && column == m_markedColumn && colour == m_markColour)
        return;
    m_markedRow = row;
    m_markedColumn = column;
    m_markColour = colour;
    announceCurrentCell(*this);
    update();
}

// Where things are

int TokenMap::lineHeight() const
{
    return fontMetrics().height();
}

QFont TokenMap::smallFont() const
{
    QFont small = font();
    small.setPixelSize(std::max(9, font().pixelSize() - 1));
    return small;
}

int TokenMap::rowNamesWidth() const
{
    const QFontMetrics metrics(smallFont());
    int widest = 0;
    // A window's worth of names tells how wide they are.
    for (int i = 0; i < std::min(m_content.rows(), 64); ++i)
        widest = std::max(widest, metrics.horizontalAdvance(m_content.rowNames[i]));
    if (m_content.rows() > 0) // of numbered ones the widest
        widest = std::max(widest, metrics.horizontalAdvance(m_content.rowNames.last()));
    return std::min(widest, metrics.averageCharWidth() * 12) + 8;
}

QRect TokenMap::gridRect() const
{
    const int names = m_content.rowNamesShown ? rowNamesWidth() : 0;
    const int top = 2 * lineHeight() + 2;
    const int room = height() - top - lineHeight() - 4;
    const int highest = m_content.rows() * highestCellInLines * lineHeight();
    return {markRoom + names, top, std::max(1, width() - markRoom - names - 2),
            std::max(1, std::min(room, highest))};
}

int TokenMap::mostHeight() const
{
    return m_content.rows() * highestCellInLines * lineHeight() + 3 * lineHeight() + 6;
}

QSize TokenMap::minimumSizeHint() const
{
    return {Theme::scaled(90), 3 * lineHeight() + Theme::scaled(40)};
}

/// Of a band after the first: its one column shows a number if it can.
double TokenMap::statisticsWidth() const
{
    const auto others = static_cast<double>(m_content.bands.size() - 1);
    if (others == 0)
        return 0;
    const double number = QFontMetrics(smallFont()).horizontalAdvance(QStringLiteral("−0.00")) + 6;
    const double share = gridRect().width() / (m_content.bands.front().columns + others);
    return std::clamp(number, share, std::max(share, gridRect().width() * 0.22));
}

QRectF TokenMap::bandRect(int band) const
{
    const QRectF grid = gridRect();
    const auto others = static_cast<double>(m_content.bands.size() - 1);
    const double statistics = statisticsWidth();
    const double first = grid.width() - others * (statistics + bandGap);
    if (band == 0)
        return {grid.left(), grid.top(), first, grid.height()};
    return {grid.left() + first + bandGap + (band - 1) * (statistics + bandGap), grid.top(), statistics,
            grid.height()};
}

QSizeF TokenMap::cellSize(int band) const
{
    const QRectF rect = bandRect(band);
    return {rect.width() / m_content.bands[static_cast<std::size_t>(band)].columns,
            rect.height() / std::max(1, m_content.rows())};
}

QRectF TokenMap::cellRect(int band, int row, int column) const
{
    const QSizeF cell = cellSize(band);
    return QRectF(bandRect(band).topLeft() + QPointF(column * cell.width(), row * cell.height()), cell);
}

bool TokenMap::cellsAreLarge(int band) const
{
    const QSizeF cell = cellSize(band);
    return cell.width() >= smallestCell && cell.height() >= smallestCell;
}

TokenMap::Place TokenMap::placeAt(const QPointF& position) const
{
    for (int band = 0; band < static_cast<int>(m_content.bands.size()); ++band) {
        const QRectF rect = bandRect(band);
        if (!rect.contains(position))
            continue;
        const QSizeF cell = cellSize(band);
        const int columns = m_content.bands[static_cast<std::size_t>(band)].columns;
        const auto at = [](double distance, double size, int most) {
            return std::clamp(static_cast<int>(distance / size), 0, most - 1);
        };
        return {band, at(position.y() - rect.top(), cell.height(), m_content.rows()),
                at(position.x() - rect.left(), cell.width(), columns)};
    }
    return {};
}

double TokenMap::value(const Band& band, int row, int column) const
{
    return band.values[static_cast<std::size_t>(row) * static_cast<std::size_t>(band.columns) +
                       static_cast<std::size_t>(column)];
}

bool TokenMap::isThere(const Band& band, int row, int column) const
{
    return !band.lowerTriangle || column <= row;
}

QString TokenMap::columnName(const Band& band, int column) const
{
    return band.names.size() == band.columns ? band.names[column] : band.prefix + QString::number(column);
}

// Drawing

void TokenMap::paintEvent(QPaintEvent*)
{
    if (m_content.bands.empty() || m_content.rows() == 0)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawTitle(painter);
    painter.setFont(smallFont());
    if (m_content.rowNamesShown)
        drawRowNames(painter);
    for (int band = 0; band < static_cast<int>(m_content.bands.size()); ++band) {
        drawColumnNames(painter, band);
        drawBand(painter, band);
    }
    drawMarks(painter);
    drawFoot(painter);
}

void TokenMap::drawTitle(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(hasFocus() ? theme.accent : theme.text);
    QRect line(markRoom, 0, width() - markRoom, lineHeight());
    const QString title = painter.fontMetrics().elidedText(m_content.title, Qt::ElideRight, line.width());
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, title);
    const int taken = painter.fontMetrics().horizontalAdvance(title);
    if (hasFocus()) // told apart without colour, too
        painter.drawLine(line.left(), line.bottom(), line.left() + taken, line.bottom());
    line.setLeft(line.left() + taken + lineHeight() / 2);
    painter.setFont(font());
    painter.setPen(theme.muted);
    // A formula is whole or not there.
    if (painter.fontMetrics().horizontalAdvance(m_content.formula) <= line.width())
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, m_content.formula);
}

void TokenMap::drawRowNames(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    const QFontMetrics metrics = painter.fontMetrics();
    const double cell = cellSize(0).height();
    const int step = nameStep(cell, metrics.height() - 3);
    const QRect grid = gridRect();
    const int width = grid.left() - markRoom - 6;
    for (int row = 0; row < m_content.rows(); row += step) {
        const QRectF line(0, grid.top() + row * cell, width, cell);
        painter.setPen(row == m_markedRow ? theme.text : theme.muted);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip,
                         metrics.elidedText(m_content.rowNames[row], Qt::ElideRight, width));
    }
}

void TokenMap::drawColumnNames(QPainter& painter, int index) const
{
    const Band& band = m_content.bands[static_cast<std::size_t>(index)];
    const QFontMetrics metrics = painter.fontMetrics();
    const QRectF rect = bandRect(index);
    const double cell = cellSize(index).width();
    int widest = metrics.horizontalAdvance(columnName(band, band.columns - 1));
    for (const QString& name : band.names)
        widest = std::max(widest, metrics.horizontalAdvance(name));
    // Words that do not fit give way to numbers, and of those there are as many as there is room for.
    const bool numbered = band.columns > 1 && widest > cell - 2;
    const QString lastNumber = band.prefix + QString::number(band.columns - 1);
    const int step = numbered ? nameStep(cell, metrics.horizontalAdvance(lastNumber) + 8) : 1;
    painter.setPen(Theme::current().muted);
    for (int column = 0; column < band.columns; column += step) {
        const QString name = numbered ? band.prefix + QString::number(column) : columnName(band, column);
        const QRectF line(rect.left() + column * cell, rect.top() - lineHeight(), step * cell, lineHeight());
        if (step > 1 && line.left() + metrics.horizontalAdvance(name) > rect.right())
            break; // it would run into the next band
        painter.drawText(line, (step == 1 ? Qt::AlignHCenter : Qt::AlignLeft) | Qt::AlignVCenter, name);
    }
}

void TokenMap::drawBand(QPainter& painter, int index)
{
    if (cellsAreLarge(index)) {
        drawLargeCells(painter, index);
        return;
    }
    if (keepsLines(painter)) {
        drawSmallCells(painter, index);
        return;
    }
    QImage& picture = m_images[static_cast<std::size_t>(index)];
    if (picture.isNull())
        picture = image(m_content.bands[static_cast<std::size_t>(index)]);
    painter.drawImage(bandRect(index), picture);
}

/// 2 or 1, or 0 where no number fits in the chosen notation either.
int TokenMap::fittingDigits(const QFontMetrics& metrics, int index) const
{
    const Band& band = m_content.bands[static_cast<std::size_t>(index)];
    const QSizeF cell = cellSize(index);
    int digits = metrics.height() - 3 <= cell.height() ? mostDigits : 0;
    const double largest = m_largest[static_cast<std::size_t>(index)];
    for (const double number : band.values)
        while (digits > 0 &&
               metrics.horizontalAdvance(numberText(number, largest, digits)) > cell.width() - 4)
            --digits;
    return digits;
}

void TokenMap::drawLargeCells(QPainter& painter, int index) const
{
    const Band& band = m_content.bands[static_cast<std::size_t>(index)];
    const int digits = fittingDigits(painter.fontMetrics(), index);
    const bool signsFit =
        painter.fontMetrics().horizontalAdvance(signMark(1)) <= cellSize(index).width() - 2 &&
        painter.fontMetrics().height() <= cellSize(index).height() + 4;
    for (int row = 0; row < m_content.rows(); ++row)
        for (int column = 0; column < band.columns; ++column) {
            if (!isThere(band, row, column))
                continue;
            const double number = value(band, row, column);
            const QRectF rect = cellRect(index, row, column).adjusted(1, 1, -1, -1);
            const QColor ground = colourOf(number, band.scale, band.limit);
            painter.setPen(Qt::NoPen);
            painter.setBrush(ground);
            painter.drawRoundedRect(rect, metrics::cellRadius, metrics::cellRadius);
            painter.setPen(Theme::textOn(ground));
            if (digits > 0)
                painter.drawText(rect, Qt::AlignCenter,
                                 numberText(number, m_largest[static_cast<std::size_t>(index)], digits));
            else if (band.scale == Scale::Signed && signsFit) // or colour alone would tell it
                painter.drawText(rect, Qt::AlignCenter, signMark(number));
        }
}

/// Areas for a vector picture, where an image would be a bitmap: no more of them than pixels; of the cells
/// that share one, one is drawn, and neighbours of one colour are one area.
void TokenMap::drawSmallCells(QPainter& painter, int index) const
{
    const Band& band = m_content.bands[static_cast<std::size_t>(index)];
    const QRectF rect = bandRect(index);
    const int rows = std::clamp(static_cast<int>(rect.height()), 1, m_content.rows());
    const int columns = std::clamp(static_cast<int>(rect.width()), 1, band.columns);
    const QSizeF area(rect.width() / columns, rect.height() / rows);
    const ColourTable table(band.scale, band.limit);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (int row = 0; row < rows; ++row) {
        const auto colour = [&](int column) {
            const auto y = static_cast<int>(qint64(row) * m_content.rows() / rows);
            const auto x = static_cast<int>(qint64(column) * band.columns / columns);
            return isThere(band, y, x) ? table(value(band, y, x)) : Theme::current().panel.rgb();
        };
        for (int column = 0, next = 0; column < columns; column = next) {
            for (next = column + 1; next < columns && colour(next) == colour(column);)
                ++next;
            painter.fillRect(QRectF(rect.left() + column * area.width(), rect.top() + row * area.height(),
                                    (next - column) * area.width(), area.height()),
                             QColor(colour(column)));
        }
    }
    painter.restore();
}

QImage TokenMap::image(const Band& band) const
{
    QImage image(band.columns, m_content.rows(), QImage::Format_RGB32);
    const ColourTable table(band.scale, band.limit);
    const QRgb nothing = Theme::current().panel.rgb();
    for (int row = 0; row < m_content.rows(); ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int column = 0; column < band.columns; ++column)
            line[column] = isThere(band, row, column) ? table(value(band, row, column)) : nothing;
    }
    return image;
}

void TokenMap::drawMarks(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    const QRectF grid = gridRect();
    const double cell = cellSize(0).height();
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.flash);
    const double inset = cell >= smallestCell ? 3 : 0;
    for (std::size_t row = 0; row < m_content.changedRows.size(); ++row)
        if (m_content.changedRows[row])
            painter.drawRect(QRectF(grid.left() - changeBarWidth - 2,
                                    grid.top() + static_cast<double>(row) * cell + inset, changeBarWidth,
                                    std::max(1.0, cell - 2 * inset)));
    if (m_markedRow < 0 || m_markedRow >= m_content.rows())
        return;
    PointerLook::dimAround(painter, grid,
                           QRectF(grid.left(), grid.top() + m_markedRow * cell, grid.width(), cell));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_markColour, PointerLook::width(2)));
    const double grow = std::max(0.0, (5 - cell) / 2); // a hair line would be hidden by its own frame
    painter.drawRoundedRect(
        QRectF(grid.left(), grid.top() + m_markedRow * cell, grid.width(), cell).adjusted(0, -grow, 0, grow),
        metrics::cellRadius, metrics::cellRadius);
    if (m_markedColumn < 0 || !cellsAreLarge(0) || m_markedColumn >= m_content.bands.front().columns)
        return;
    painter.setPen(QPen(m_markColour, 1.5));
    painter.drawRoundedRect(cellRect(0, m_markedRow, m_markedColumn).adjusted(2.5, 2.5, -2.5, -2.5), 2, 2);
}

void TokenMap::drawFoot(QPainter& painter) const
{
    const QRect grid = gridRect();
    QRect line(grid.left(), grid.bottom() + 3, grid.width(), lineHeight());
    line.setLeft(line.left() + drawScale(painter, line) + lineHeight() / 2);
    const Verdict& verdict = m_content.verdict;
    const QString sign = signText(verdict.sign);
    QString text = sign + verdict.text;
    // Whole, shorter, or the sign alone: a number that is cut short is another number. (The sign may be of a
    // wider font.)
    for (const QString& shorter : {sign + verdict.shortText, sign})
        if (painter.fontMetrics().horizontalAdvance(text) > line.width() - 8)
            text = shorter;
    painter.setPen(signColour(verdict.sign));
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, text);
}

/// How wide it is.
int TokenMap::drawScale(QPainter& painter, const QRect& line) const
{
    const Band& band = m_content.bands.front();
    const bool isSigned = band.scale == Scale::Signed;
    const QString least = isSigned ? cellText(-band.limit, 1) : QStringLiteral("0");
    const QString most = cellText(band.limit, isSigned ? 1 : 2);
    const QFontMetrics metrics = painter.fontMetrics();
    const int bar = lineHeight() * 2;
    const int before = metrics.horizontalAdvance(least) + 4;
    painter.setPen(Theme::current().muted);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, least);
    painter.drawText(line.adjusted(before + bar + 4, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, most);
    const QRectF rect(line.left() + before, line.center().y() - lineHeight() / 5.0, bar, lineHeight() * 0.45);
    QLinearGradient colours(rect.topLeft(), rect.topRight());
    constexpr int stops = 16;
    for (int i = 0; i <= stops; ++i) {
        const double share = static_cast<double>(i) / stops;
        colours.setColorAt(share, colourOf(isSigned ? 2 * share - 1 : share, band.scale, 1));
    }
    painter.fillRect(rect, colours);
    return before + bar + 4 + metrics.horizontalAdvance(most);
}

// Mouse and keys

bool TokenMap::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const Place place = placeAt(help->pos());
    if (place.band < 0 || !m_content.toolTip)
        QToolTip::showText(help->globalPos(), m_content.accessibleName, this);
    else
        QToolTip::showText(help->globalPos(),
                           plainToolTip(m_content.toolTip(place.band, place.row, place.column)), this);
    return true;
}

void TokenMap::mousePressEvent(QMouseEvent* event)
{
    QWidget::mousePressEvent(event);
    const Place place = placeAt(event->position());
    if (event->button() == Qt::LeftButton && place.band >= 0)
        emit cellClicked(place.row, place.band == 0 ? place.column : -1);
}

void TokenMap::mouseMoveEvent(QMouseEvent* event)
{
    QWidget::mouseMoveEvent(event);
    const Place place = placeAt(event->position());
    emit cellHovered(place.row, place.band == 0 ? place.column : -1);
}

void TokenMap::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    emit cellHovered(-1, -1);
}

void TokenMap::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Up:
        emit moved(-1, 0);
        return;
    case Qt::Key_Down:
        emit moved(1, 0);
        return;
    case Qt::Key_Left:
        emit moved(0, -1);
        return;
    case Qt::Key_Right:
        emit moved(0, 1);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace layernorm
