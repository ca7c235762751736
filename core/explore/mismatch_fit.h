// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/mistaken_norm.h"
#include "core/io/candidate_text.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

/// Whether somebody's printed numbers can be what a formula gives.
namespace layernorm {

/// What the printed digits leave open. Rounded, value i was printed for any number within uncertainty[i] of
/// it; truncated, for one that is up to twice that farther from zero.
class PrintedRanges
{
public:
    /// `candidate` has to live on.
    PrintedRanges(const Candidate& candidate, bool truncated) : m_candidate(candidate), m_truncated(truncated)
    {
    }

    /// Whether some number was allowed by both. NaN fits NaN only, an infinity the same one.
    [[nodiscard]] bool allow(std::size_t index, const Expected& expected) const;
    /// |printed - expected|; 0 for two NaN, infinite for one.
    [[nodiscard]] double residual(std::size_t index, const Expected& expected) const;
    /// The residual, from the middle of what was allowed, over the room there was: 1 at its edge.
    [[nodiscard]] double relativeResidual(std::size_t index, const Expected& expected) const;

    [[nodiscard]] const Candidate& candidate() const { return m_candidate; }

private:
    [[nodiscard]] Expected rangeOf(std::size_t index) const;

    const Candidate& m_candidate;
    bool m_truncated;
};

/// How well a formula's output fits.
struct Fit {
    bool fits = true;       ///< every value
    double maxResidual = 0; ///< with `fits`, of all; else of those up to the first that does not
    double closeness = 0;   ///< root mean square of the relative residuals; 0.58 is what rounding alone gives
};

/// Looks at every value until one does not fit; at all of them with `toTheEnd`. `unit` as `Output::at` has
/// it.
[[nodiscard]] Fit fitOf(MistakenNorm::Output& output, const PrintedRanges& printed, double unit,
                        bool toTheEnd = false, const std::function<bool()>& stopped = {});

/// Finds tokens again that were printed in another order. Tokens have `tokenSize` values.
class RowSearch
{
public:
    RowSearch(const PrintedRanges& printed, std::int64_t tokenSize);

    /// The order in which the formula's tokens fit the printed ones: printed token i is token order[i] of the
    /// formula's. A token stays where it is if it fits there. Each is taken at the first place that fits,
    /// which among tokens that the digits do not tell apart may miss an order. None if there is none, if the
    /// search was stopped or would take more than some hundred comparisons a token.
    [[nodiscard]] std::optional<std::vector<std::int64_t>>
    orderOf(MistakenNorm::Output& output, double unit, const std::function<bool()>& stopped = {}) const;

private:
    [[nodiscard]] bool fits(MistakenNorm::Output& output, double unit, std::size_t printedToken,
                            std::size_t token) const;

    const PrintedRanges& m_printed;
    std::size_t m_tokenSize;
    std::size_t m_tokens;
    std::size_t m_place; ///< of the value that tokens are looked up by
    std::vector<double> m_keys;
    std::vector<double> m_sortedKeys;
    double m_room = 0;
};

} // namespace layernorm
