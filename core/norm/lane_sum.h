// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>

/// Sums whose bits do not depend on the processor: element i is added to lane i mod 16, lanes are added up by
/// halves. Long sums run through levels of 64 partial sums each, so that rounding grows with the number of
/// levels and not with the number of elements (Higham 1993, blocked summation).
///
/// Private to core/norm: Eigen's types do not leave the library.
namespace layernorm {

inline constexpr std::int64_t laneCount = 16;

template <typename T>
using Lanes = Eigen::Array<T, laneCount, 1>;

template <typename T>
using LanesMap = Eigen::Map<const Lanes<T>, Eigen::Unaligned>;

/// Lane 0 + lane 8, lane 1 + lane 9, ... then 4, 2 and 1 apart. Eigen's own sum() folds in an order that
/// depends on the vector length.
template <typename T>
T foldByHalves(Lanes<T> lanes)
{
    for (Eigen::Index half = laneCount / 2; half > 0; half /= 2)
        for (Eigen::Index lane = 0; lane < half; ++lane)
            lanes[lane] += lanes[lane + half];
    return lanes[0];
}

/// Partial sums on their way up the levels.
template <typename T>
class LevelledSum
{
public:
    /// How many elements a partial sum handed to `add` covers at most.
    static constexpr std::int64_t blockElements = laneCount * 64;

    void add(const Lanes<T>& partial)
    {
        m_levels[0] += partial;
        for (std::size_t level = 0; level + 1 < m_levels.size() && ++m_counts[level] == radix; ++level) {
            m_levels[level + 1] += m_levels[level];
            m_levels[level].setZero();
            m_counts[level] = 0;
        }
    }

    [[nodiscard]] T total() const { return foldByHalves<T>(m_levels[0] + m_levels[1] + m_levels[2]); }

private:
    static constexpr int radix = 64;

    std::array<Lanes<T>, 3> m_levels{Lanes<T>::Zero(), Lanes<T>::Zero(), Lanes<T>::Zero()};
    std::array<int, 3> m_counts{};
};

/// Calls `whole(i)` for every full group of 16 elements from `begin` to `end` and `single(lane, i)` for each
/// of the rest.
template <typename Whole, typename Single>
void forEachLanes(std::int64_t begin, std::int64_t end, Whole&& whole, Single&& single)
{
    std::int64_t i = begin;
    for (; i + laneCount <= end; i += laneCount)
        whole(i);
    for (std::int64_t lane = 0; i + lane < end; ++lane)
        single(lane, i + lane);
}

} // namespace layernorm
