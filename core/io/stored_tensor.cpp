// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/stored_tensor.h"

#include "core/io/utf8.h"

#include <algorithm>
#include <array>

namespace layernorm {

namespace {

struct TypeFacts {
    StoredType type;
    const char* name;
    std::size_t size;
    std::optional<DType> readAs;
};

constexpr std::array types{
    TypeFacts{StoredType::Bool, "bool", 1, std::nullopt},
    TypeFacts{StoredType::Int8, "int8", 1, DType::Float32},
    TypeFacts{StoredType::UInt8, "uint8", 1, DType::Float32},
    TypeFacts{StoredType::Int16, "int16", 2, DType::Float32},
    TypeFacts{StoredType::UInt16, "uint16", 2, DType::Float32},
    TypeFacts{StoredType::Int32, "int32", 4, DType::Float64},
    TypeFacts{StoredType::UInt32, "uint32", 4, DType::Float64},
    TypeFacts{StoredType::Int64, "int64", 8, DType::Float64},
    TypeFacts{StoredType::UInt64, "uint64", 8, DType::Float64},
    TypeFacts{StoredType::Float8E4M3, "float8_e4m3fn", 1, std::nullopt},
    TypeFacts{StoredType::Float8E5M2, "float8_e5m2", 1, std::nullopt},
    TypeFacts{StoredType::Float16, "float16", 2, DType::Float32},
    TypeFacts{StoredType::BFloat16, "bfloat16", 2, DType::Float32},
    TypeFacts{StoredType::Float32, "float32", 4, DType::Float32},
    TypeFacts{StoredType::Float64, "float64", 8, DType::Float64},
};

const TypeFacts& factsOf(StoredType type)
{
    return *std::ranges::find(types, type, &TypeFacts::type);
}

/// `place` begins the sentence: "" or "x.npy, ".
Result<std::int64_t> selectedExtent(const std::string& place, std::size_t axis, std::int64_t extent,
                                    const IndexRange& range)
{
    if (range.isEverything())
        return extent;
    if (range.first < 0 || range.count < 0 || range.first >= extent || range.count > extent - range.first)
        return failure(LAYERNORM_SENTENCE("Core", "%1axis %2 has the size %3, and %4 indices from %5 on are "
                                                  "not all within it; choose fewer, or an earlier start"),
                       {place, std::to_string(axis), std::to_string(extent),
                        std::to_string(range.count == 0 ? 1 : range.count), std::to_string(range.first)});
    return range.count == 0 ? extent - range.first : range.count;
}

Result<std::vector<std::int64_t>> selected(const std::string& place, const std::vector<std::int64_t>& extents,
                                           const std::vector<IndexRange>& ranges)
{
    if (ranges.size() > extents.size())
        return failure(LAYERNORM_SENTENCE("Core", "%1ranges are given for %2 axes, but there are %3; leave "
                                                  "the others out"),
                       {place, std::to_string(ranges.size()), std::to_string(extents.size())});
    std::vector<std::int64_t> left = extents;
    for (std::size_t axis = 0; axis < ranges.size(); ++axis) {
        const Result<std::int64_t> extent = selectedExtent(place, axis, extents[axis], ranges[axis]);
        if (!extent)
            return tl::unexpected(extent.error());
        left[axis] = *extent;
    }
    return left;
}

/// "2x3x4"
std::string joined(const std::vector<std::int64_t>& extents)
{
    std::string text;
    for (const std::int64_t extent : extents)
        text += (text.empty() ? "" : "x") + std::to_string(extent);
    return text;
}

Result<void> requireRank(const std::string& place, std::size_t rank)
{
    if (rank == 0)
        return failure(LAYERNORM_SENTENCE("Core", "%1: a single number without a dimension leaves nothing to "
                                                  "normalise; save array.reshape(1)"),
                       {place});
    if (rank > Shape::maxRank)
        return failure(LAYERNORM_SENTENCE("Core",
                                          "%1: there are %2 dimensions, and at most 8 are read; merge "
                                          "some with array.reshape and save that"),
                       {place, std::to_string(rank)});
    return {};
}

tl::unexpected<Error> tooLarge(const std::string& place, const std::vector<std::int64_t>& extents)
{
    if (extents.size() == 1)
        return failure(LAYERNORM_SENTENCE("Core", "%1: the shape %2 has more than 64 million elements; save "
                                                  "a part of it"),
                       {place, joined(extents)});
    return failure(LAYERNORM_SENTENCE("Core", "%1: the shape %2 has more than 64 million elements; open a "
                                              "part of it with --batches and --tokens, such as --tokens "
                                              "0:1000"),
                   {place, joined(extents)});
}

Result<void> requireElements(const std::string& place, const std::vector<std::int64_t>& extents)
{
    if (std::ranges::find_if(extents, [](std::int64_t extent) { return extent < 1; }) != extents.end())
        return failure(LAYERNORM_SENTENCE("Core", "%1: the shape %2 has no elements, so there is nothing to "
                                                  "normalise; save an array with at least one in every "
                                                  "dimension"),
                       {place, joined(extents)});
    std::int64_t elements = 1;
    for (const std::int64_t extent : extents) {
        if (extent > Shape::maxElements / elements)
            return tooLarge(place, extents);
        elements *= extent;
    }
    return {};
}

} // namespace

const char* name(StoredType type)
{
    return factsOf(type).name;
}

std::size_t sizeOf(StoredType type)
{
    return factsOf(type).size;
}

std::optional<DType> readAs(StoredType type)
{
    return factsOf(type).readAs;
}

Result<std::vector<std::int64_t>> selectedExtents(const std::vector<std::int64_t>& extents,
                                                  const std::vector<IndexRange>& ranges)
{
    return selected({}, extents, ranges);
}

Result<Shape> readableShape(const std::string& file, const StoredTensor& tensor,
                            const std::vector<IndexRange>& ranges)
{
    const std::string place = tensor.name.empty() ? file : file + ", \"" + excerpt(tensor.name) + "\"";
    if (!readAs(tensor.type))
        return failure(LAYERNORM_SENTENCE("Core", "%1: values of the type %2 are not read; convert them to "
                                                  "float32 and save that"),
                       {place, name(tensor.type)});
    if (const Result<void> rank = requireRank(place, tensor.extents.size()); !rank)
        return tl::unexpected(rank.error());
    Result<std::vector<std::int64_t>> extents = selected(place + ", ", tensor.extents, ranges);
    if (!extents)
        return tl::unexpected(extents.error());
    if (const Result<void> enough = requireElements(place, *extents); !enough)
        return tl::unexpected(enough.error());
    return Shape::make(*std::move(extents));
}

} // namespace layernorm
