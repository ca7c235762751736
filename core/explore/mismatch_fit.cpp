// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/mismatch_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace layernorm {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t valuesBetweenLooks = 1 << 14;

/// What the tokens are sorted and looked up by: one value of each.
struct Column {
    std::vector<double> values; ///< NaN as minus infinity, to have an order
    double room = 0;            ///< how far a value may be from what it is for

    void add(double value, double roomOfValue)
    {
        values.push_back(std::isnan(value) ? -infinity : value);
        room = std::max(room, std::isfinite(roomOfValue) ? roomOfValue : 0);
    }

    /// Between the finite ones; -1 without any.
    [[nodiscard]] double width() const
    {
        double smallest = infinity;
        double largest = -infinity;
        for (const double value : values)
            if (std::isfinite(value)) {
                smallest = std::min(smallest, value);
                largest = std::max(largest, value);
            }
        return smallest <= largest ? largest - smallest : -1;
    }

    [[nodiscard]] std::vector<std::size_t> sorted() const
    {
        std::vector<std::size_t> places(values.size());
        std::iota(places.begin(), places.end(), std::size_t(0));
        std::stable_sort(places.begin(), places.end(),
                         [this](std::size_t a, std::size_t b) { return values[a] < values[b]; });
        return places;
    }
};

bool isNear(double a, double b, double room)
{
    return a == b || std::abs(a - b) <= room;
}

Column columnOf(const Candidate& candidate, std::size_t tokenSize, std::size_t place)
{
    Column column;
    for (std::size_t i = place; i < candidate.values.size(); i += tokenSize)
        column.add(candidate.values[i], 2 * candidate.uncertainty[i]);
    return column;
}

/// Of a few columns the one whose values lie farthest apart.
std::size_t tellingPlace(const Candidate& candidate, std::size_t tokenSize)
{
    constexpr std::size_t tries = 16;
    std::size_t best = 0;
    double widest = -1;
    for (std::size_t place = 0; place < tokenSize; place += std::max<std::size_t>(1, tokenSize / tries)) {
        const double width = columnOf(candidate, tokenSize, place).width();
        if (width > widest) {
            widest = width;
            best = place;
        }
    }
    return best;
}

/// The formula's tokens, sorted, each to be taken once.
class Shelf
{
public:
    explicit Shelf(const Column& column) : m_places(column.sorted()), m_next(m_places.size() + 1)
    {
        for (const std::size_t place : m_places)
            m_keys.push_back(column.values[place]);
        std::iota(m_next.begin(), m_next.end(), std::size_t(0));
        m_position.resize(m_places.size());
        for (std::size_t i = 0; i < m_places.size(); ++i)
            m_position[m_places[i]] = i;
    }

    [[nodiscard]] const std::vector<double>& keys() const { return m_keys; }
    [[nodiscard]] std::size_t size() const { return m_places.size(); }
    [[nodiscard]] std::size_t placeAt(std::size_t position) const { return m_places[position]; }
    /// The first from `position` on that is still there, or `size()`.
    [[nodiscard]] std::size_t firstFrom(std::size_t position)
    {
        while (m_next[position] != position) {
            m_next[position] = m_next[m_next[position]]; // halves the way for the next that comes along
            position = m_next[position];
        }
        return position;
    }
    void take(std::size_t place) { m_next[m_position[place]] = m_position[place] + 1; }

private:
    std::vector<std::size_t> m_places;
    std::vector<double> m_keys;
    std::vector<std::size_t> m_next;
    std::vector<std::size_t> m_position;
};

/// Whether two sorted lists can be each other's, value by value: sorting does not enlarge the largest
/// distance.
bool canBeSame(const std::vector<double>& expected, const std::vector<double>& printed, double room)
{
    return std::equal(expected.begin(), expected.end(), printed.begin(), printed.end(),
                      [room](double a, double b) { return isNear(a, b, room); });
}

} // namespace

Expected PrintedRanges::rangeOf(std::size_t index) const
{
    const double value = m_candidate.values[index];
    // Decimal fractions and their halves are themselves rounded when they become doubles.
    const double half = m_candidate.uncertainty[index] * (1 + 1e-9);
    const double own = 4 * std::numeric_limits<double>::epsilon() * std::abs(value);
    if (!std::isfinite(value))
        return {value, value, value};
    if (!m_truncated)
        return {value, value - half - own, value + half + own};
    const double below = value <= 0 ? 2 * half : 0;
    const double above = value >= 0 ? 2 * half : 0;
    return {value + (above - below) / 2, value - below - own, value + above + own};
}

bool PrintedRanges::allow(std::size_t index, const Expected& expected) const
{
    const Expected range = rangeOf(index);
    if (std::isnan(range.value) || std::isnan(expected.value))
        return std::isnan(range.value) && std::isnan(expected.value);
    return expected.low <= range.high && expected.high >= range.low;
}

double PrintedRanges::residual(std::size_t index, const Expected& expected) const
{
    const double value = m_candidate.values[index];
    if (value == expected.value || (std::isnan(value) && std::isnan(expected.value)))
        return 0;
    const double difference = std::abs(value - expected.value);
    return std::isnan(difference) ? infinity : difference;
}

double PrintedRanges::relativeResidual(std::size_t index, const Expected& expected) const
{
    const Expected range = rangeOf(index);
    const double room = (range.high - range.low + expected.high - expected.low) / 2;
    if (range.value == expected.value || (std::isnan(range.value) && std::isnan(expected.value)))
        return 0;
    const double relative = std::abs(range.value - expected.value) / room;
    return std::isnan(relative) ? infinity : relative;
}

Fit fitOf(MistakenNorm::Output& output, const PrintedRanges& printed, double unit, bool toTheEnd,
          const std::function<bool()>& stopped)
{
    Fit fit;
    const std::size_t count = printed.candidate().values.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (i % valuesBetweenLooks == 0 && stopped && stopped())
            fit.fits = false;
        const Expected expected = output.at(static_cast<std::int64_t>(i), unit);
        fit.fits = fit.fits && printed.allow(i, expected);
        fit.maxResidual = std::max(fit.maxResidual, printed.residual(i, expected));
        const double relative = printed.relativeResidual(i, expected);
        fit.closeness += relative * relative;
        if (!fit.fits && !toTheEnd)
            return fit;
    }
    fit.closeness = std::sqrt(fit.closeness / static_cast<double>(count));
    return fit;
}

RowSearch::RowSearch(const PrintedRanges& printed, std::int64_t tokenSize)
    : m_printed(printed),
      m_tokenSize(static_cast<std::size_t>(tokenSize)),
      m_tokens(printed.candidate().values.size() / m_tokenSize),
      m_place(tellingPlace(printed.candidate(), m_tokenSize))
{
    Column column = columnOf(printed.candidate(), m_tokenSize, m_place);
    m_room = column.room;
    m_keys = std::move(column.values);
    m_sortedKeys = m_keys;
    std::sort(m_sortedKeys.begin(), m_sortedKeys.end());
}

bool RowSearch::fits(MistakenNorm::Output& output, double unit, std::size_t printedToken,
                     std::size_t token) const
{
    for (std::size_t i = 0; i < m_tokenSize; ++i)
        if (!m_printed.allow(printedToken * m_tokenSize + i,
                             output.at(static_cast<std::int64_t>(token * m_tokenSize + i), unit)))
            return false;
    return true;
}

std::optional<std::vector<std::int64_t>> RowSearch::orderOf(MistakenNorm::Output& output, double unit,
                                                            const std::function<bool()>& stopped) const
{
    Column expected;
    for (std::size_t token = 0; token < m_tokens; ++token) {
        const Expected value = output.at(static_cast<std::int64_t>(token * m_tokenSize + m_place), unit);
        expected.add(value.value, std::max(value.high - value.value, value.value - value.low));
    }
    Shelf shelf(expected);
    const double room = m_room + expected.room;
    if (!canBeSame(shelf.keys(), m_sortedKeys, room))
        return std::nullopt;

    std::vector<std::int64_t> order(m_tokens, -1);
    for (std::size_t token = 0; token < m_tokens; ++token)
        if (fits(output, unit, token, token)) {
            order[token] = static_cast<std::int64_t>(token);
            shelf.take(token);
        }
    constexpr std::size_t comparisonsPerToken = 200;
    std::size_t comparisons = comparisonsPerToken * m_tokens;
    for (std::size_t token = 0; token < m_tokens; ++token) {
        if (order[token] >= 0)
            continue;
        const double key = m_keys[token];
        const auto first = std::lower_bound(shelf.keys().begin(), shelf.keys().end(), key - room);
        std::size_t position = shelf.firstFrom(static_cast<std::size_t>(first - shelf.keys().begin()));
        const auto isThere = [&] {
            return position < shelf.size() && isNear(shelf.keys()[position], key, room);
        };
        while (isThere() && !fits(output, unit, token, shelf.placeAt(position))) {
            if (--comparisons == 0 || (stopped && stopped()))
                return std::nullopt;
            position = shelf.firstFrom(position + 1);
        }
        if (!isThere())
            return std::nullopt;
        order[token] = static_cast<std::int64_t>(shelf.placeAt(position));
        shelf.take(shelf.placeAt(position));
    }
    return order;
}

} // namespace layernorm
