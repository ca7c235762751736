// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace layernorm {

/// Extents of a tensor, outermost first, as PyTorch writes them: [batch, sequence, dimension].
///
/// Rank 1 to 8, every extent at least 1, at most 64 000 000 elements; a Shape outside of that cannot be made.
/// Elements lie row-major (the last extent is contiguous).
class Shape
{
public:
    static constexpr int maxRank = 8;
    static constexpr std::int64_t maxElements = 64'000'000;

    /// A single element, [1].
    Shape() = default;

    /// Errors: no extent or more than 8; an extent below 1; more than `maxElements` elements.
    static Result<Shape> make(std::vector<std::int64_t> extents);

    /// From "2,3,4" (spaces allowed). Errors: as `make`, and text that is no list of whole numbers.
    static Result<Shape> parse(std::string_view text);

    /// For extents known to be valid while writing the program; std::logic_error otherwise.
    static Shape of(std::initializer_list<std::int64_t> extents);

    [[nodiscard]] int rank() const { return static_cast<int>(m_extents.size()); }
    /// `axis` counts from the front, or from the back when negative (-1 is the last).
    [[nodiscard]] std::int64_t operator[](int axis) const;
    [[nodiscard]] const std::vector<std::int64_t>& extents() const { return m_extents; }
    [[nodiscard]] std::int64_t elements() const;

    /// Product of the last `dims` extents: how many values share one mean. 1 <= dims <= rank.
    [[nodiscard]] std::int64_t trailingElements(int dims) const;
    /// The last `dims` extents, the shape of gamma and beta. 1 <= dims <= rank.
    [[nodiscard]] Shape trailing(int dims) const;
    /// The same rank with the last `dims` extents set to 1, the shape of mean and variance.
    [[nodiscard]] Shape reduced(int dims) const;
    /// At least `rank` extents, with leading 1s put before: [4] becomes [1, 1, 4] for rank 3.
    [[nodiscard]] Shape withRankAtLeast(int rank) const;

    /// "2x3x4"
    [[nodiscard]] std::string text() const;

    friend bool operator==(const Shape&, const Shape&) = default;

private:
    explicit Shape(std::vector<std::int64_t> extents) : m_extents(std::move(extents)) {}

    std::vector<std::int64_t> m_extents{1};
};

} // namespace layernorm
