// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/shape.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <numeric>
#include <stdexcept>

namespace layernorm {

namespace {

std::string joined(const std::vector<std::int64_t>& extents)
{
    std::string text;
    for (const std::int64_t extent : extents)
        text += (text.empty() ? "" : "x") + std::to_string(extent);
    return text;
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

} // namespace

Result<Shape> Shape::make(std::vector<std::int64_t> extents)
{
    if (extents.empty() || extents.size() > maxRank)
        return failure(
            LAYERNORM_SENTENCE("Core", "The shape has %1 dimensions; give 1 to 8 of them, such as 2,3,4"),
            {std::to_string(extents.size())});
    std::int64_t elements = 1;
    for (const std::int64_t extent : extents) {
        if (extent < 1)
            return failure(
                LAYERNORM_SENTENCE("Core",
                                   "The shape %1 has a dimension of size %2; every size must be at least 1"),
                {joined(extents), std::to_string(extent)});
        if (extent > maxElements / elements)
            return failure(
                LAYERNORM_SENTENCE("Core",
                                   "The shape %1 has more than 64 million elements; choose a smaller one"),
                {joined(extents)});
        elements *= extent;
    }
    return Shape(std::move(extents));
}

Result<Shape> Shape::parse(std::string_view text)
{
    std::vector<std::int64_t> extents;
    std::string_view rest = text;
    while (true) {
        const auto comma = rest.find(',');
        const std::string_view item = trimmed(rest.substr(0, comma));
        std::int64_t extent = 0;
        const auto [end, code] = std::from_chars(item.data(), item.data() + item.size(), extent);
        if (code == std::errc::result_out_of_range && item.front() == '-')
            return failure(
                LAYERNORM_SENTENCE("Core",
                                   "The shape %1 has a dimension of size %2; every size must be at least 1"),
                {std::string(text), std::string(item)});
        if (code == std::errc::result_out_of_range)
            return failure(
                LAYERNORM_SENTENCE("Core",
                                   "The shape %1 has more than 64 million elements; choose a smaller one"),
                {std::string(text)});
        if (code != std::errc() || end != item.data() + item.size())
            return failure(LAYERNORM_SENTENCE(
                               "Core", "The shape \"%1\" has \"%2\" where a whole number belongs; write it "
                                       "like 2,3,4"),
                           {std::string(text), std::string(item)});
        extents.push_back(extent);
        if (comma == std::string_view::npos)
            return make(std::move(extents));
        rest.remove_prefix(comma + 1);
    }
}

Shape Shape::of(std::initializer_list<std::int64_t> extents)
{
    Result<Shape> shape = make(extents);
    if (!shape)
        throw std::logic_error(shape.error().text());
    return std::move(*shape);
}

std::int64_t Shape::operator[](int axis) const
{
    return m_extents.at(static_cast<std::size_t>(axis < 0 ? axis + rank() : axis));
}

std::int64_t Shape::elements() const
{
    return trailingElements(rank());
}

std::int64_t Shape::trailingElements(int dims) const
{
    return std::accumulate(m_extents.end() - dims, m_extents.end(), std::int64_t{1}, std::multiplies<>());
}

Shape Shape::trailing(int dims) const
{
    return Shape(std::vector<std::int64_t>(m_extents.end() - dims, m_extents.end()));
}

Shape Shape::reduced(int dims) const
{
    Shape shape = *this;
    std::fill(shape.m_extents.end() - dims, shape.m_extents.end(), std::int64_t{1});
    return shape;
}

Shape Shape::withRankAtLeast(int rank) const
{
    Shape shape = *this;
    if (this->rank() < rank)
        shape.m_extents.insert(shape.m_extents.begin(), static_cast<std::size_t>(rank - this->rank()), 1);
    return shape;
}

std::string Shape::text() const
{
    return joined(m_extents);
}

} // namespace layernorm
