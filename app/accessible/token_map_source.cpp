// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/accessible/grid_sources.h"
#include "app/look/number_display.h"
#include "app/plots/token_map.h"

#include <QCoreApplication>
#include <cmath>

namespace layernorm {

namespace {

/// The bands side by side, as they are drawn: first the values, then mean and variance.
class TokenMapSource final : public GridSource
{
public:
    explicit TokenMapSource(TokenMap& map) : m_map(map) {}

    [[nodiscard]] int rows() const override { return m_map.content().rows(); }
    [[nodiscard]] int columns() const override
    {
        int columns = 0;
        for (const TokenMap::Band& band : m_map.content().bands)
            columns += band.columns;
        return columns;
    }
    [[nodiscard]] QString rowName(int row) const override { return m_map.content().rowNames.value(row); }
    [[nodiscard]] QString columnName(int column) const override
    {
        const Place place = placeOf(column);
        return m_map.columnName(band(place), place.column);
    }

    [[nodiscard]] SpokenCell cell(int row, int column) const override
    {
        const Place place = placeOf(column);
        SpokenCell cell;
        cell.name = rowName(row) + QStringLiteral(", ") + columnName(column);
        if (!m_map.isThere(band(place), row, place.column)) {
            cell.description = QCoreApplication::translate("layernorm::AccessibleCell", "empty");
            return cell;
        }
        const double value = m_map.value(band(place), row, place.column);
        cell.value = cellText(value);
        cell.number = std::isfinite(value) ? std::optional(value) : std::nullopt;
        QStringList notes{notFiniteText(value)};
        if (static_cast<std::size_t>(row) < m_map.content().changedRows.size() &&
            m_map.content().changedRows[static_cast<std::size_t>(row)])
            notes << QCoreApplication::translate("layernorm::AccessibleCell", "changed");
        notes.removeAll(QString());
        cell.description = notes.join(QStringLiteral(", "));
        cell.place = m_map.cellRect(place.band, row, place.column).toAlignedRect();
        return cell;
    }

    [[nodiscard]] QPoint current() const override
    {
        return m_map.markedRow() < 0 ? QPoint(-1, -1)
                                     : QPoint(std::max(0, m_map.markedColumn()), m_map.markedRow());
    }
    void choose(int row, int column) override
    {
        const Place place = placeOf(column);
        emit m_map.cellClicked(row, place.band == 0 ? place.column : -1);
    }

private:
    struct Place {
        int band;
        int column;
    };

    [[nodiscard]] Place placeOf(int column) const
    {
        const auto& bands = m_map.content().bands;
        int band = 0;
        while (band + 1 < static_cast<int>(bands.size()) &&
               column >= bands[static_cast<std::size_t>(band)].columns)
            column -= bands[static_cast<std::size_t>(band++)].columns;
        return {band, column};
    }
    [[nodiscard]] const TokenMap::Band& band(Place place) const
    {
        return m_map.content().bands[static_cast<std::size_t>(place.band)];
    }

    TokenMap& m_map;
};

} // namespace

std::unique_ptr<GridSource> sourceOf(TokenMap& map)
{
    return std::make_unique<TokenMapSource>(map);
}

} // namespace layernorm
