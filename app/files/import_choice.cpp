// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/import_choice.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace layernorm {

namespace {

constexpr std::int64_t mostElements = std::numeric_limits<std::int64_t>::max();
constexpr int shownRank = 3;

std::int64_t cappedProduct(std::int64_t a, std::int64_t b)
{
    std::int64_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? mostElements : product;
}

/// Whether its axes can be told apart at all; where not, `readableShape` has the reason.
bool hasParts(const StoredTensor& tensor)
{
    const auto& extents = tensor.extents;
    return !extents.empty() && extents.size() <= Shape::maxRank &&
           std::all_of(extents.begin(), extents.end(), [](std::int64_t extent) { return extent > 0; });
}

ImportPart wholePart(const StoredTensor& tensor)
{
    ImportPart part;
    for (const std::int64_t extent : tensor.extents)
        part.push_back({0, extent});
    return part;
}

/// One token: the least that can be read.
ImportPart smallestPart(const StoredTensor& tensor)
{
    ImportPart part = wholePart(tensor);
    for (std::size_t axis = 0; axis + 1 < part.size(); ++axis)
        part[axis].count = 1;
    return part;
}

bool fits(const ImportPart& part)
{
    return elementsOf(part) <= Shape::maxElements;
}

void takeFirstTokens(ImportPart& part)
{
    const std::int64_t wanted = std::min(comfortableTokens, Shape::maxElements / part.back().count);
    IndexRange& tokens = part[part.size() - 2];
    tokens.count = std::min(tokens.count, wanted);
    if (part.size() >= shownRank) {
        IndexRange& batches = part[part.size() - shownRank];
        batches.count = std::min(batches.count, std::max<std::int64_t>(1, wanted / tokens.count));
    }
}

} // namespace

Result<void> importable(const std::string& file, const StoredTensor& tensor)
{
    if (hasParts(tensor) && readAs(tensor.type) && tensor.extents.back() > Shape::maxElements)
        return failure(LAYERNORM_SENTENCE("Core", "%1, \"%2\": one token has %3 numbers, more than the 64 "
                                                  "million that fit; save it with a smaller last dimension"),
                       {file, tensor.name, std::to_string(tensor.extents.back())});
    const ImportPart part = hasParts(tensor) ? smallestPart(tensor) : ImportPart();
    if (const auto shape = readableShape(file, tensor, part); !shape)
        return tl::unexpected(shape.error());
    return {};
}

bool needsChoice(const StoredTensors& tensors)
{
    const StoredTensor* only = nullptr;
    for (const StoredTensor& tensor : tensors) {
        if (!importable({}, tensor))
            continue;
        if (only)
            return true;
        only = &tensor;
    }
    return only && (leadingAxes(*only) > 0 || !fits(wholePart(*only)));
}

int leadingAxes(const StoredTensor& tensor)
{
    return std::max(0, static_cast<int>(tensor.extents.size()) - shownRank);
}

ImportPart proposedPart(const StoredTensor& tensor)
{
    if (!importable({}, tensor))
        return {};
    ImportPart part = wholePart(tensor);
    for (int axis = 0; axis < leadingAxes(tensor) && !fits(part); ++axis)
        part[static_cast<std::size_t>(axis)].count = 1;
    if (!fits(part))
        takeFirstTokens(part);
    return part;
}

std::int64_t elementsOf(const ImportPart& part)
{
    std::int64_t elements = 1;
    for (const IndexRange& range : part)
        elements = cappedProduct(elements, range.count);
    return elements;
}

std::int64_t elementsOf(const StoredTensor& tensor)
{
    const auto& extents = tensor.extents;
    // Asked first: the product of the others may have been capped by then.
    if (std::find(extents.begin(), extents.end(), 0) != extents.end())
        return 0;
    return std::accumulate(extents.begin(), extents.end(), std::int64_t{1}, cappedProduct);
}

std::int64_t fittingCount(const ImportPart& part, int axis)
{
    ImportPart others = part;
    others[static_cast<std::size_t>(axis)].count = 1;
    return Shape::maxElements / elementsOf(others);
}

std::vector<std::int64_t> shownExtents(const ImportPart& part)
{
    std::vector<std::int64_t> extents;
    for (std::size_t axis = 0; axis < part.size(); ++axis) {
        if (axis > 0 && axis + shownRank <= part.size())
            extents.back() = cappedProduct(extents.back(), part[axis].count);
        else
            extents.push_back(part[axis].count);
    }
    return extents;
}

ReadRequest requestFor(const StoredTensor& tensor, const ImportPart& part)
{
    ReadRequest request{.tensor = tensor.name, .ranges = {}, .dtype = std::nullopt};
    for (std::size_t axis = 0; axis < part.size(); ++axis) {
        const bool whole = part[axis] == IndexRange{0, tensor.extents[axis]};
        request.ranges.push_back(whole ? IndexRange{} : part[axis]);
    }
    if (std::all_of(request.ranges.begin(), request.ranges.end(),
                    [](const IndexRange& range) { return range.isEverything(); }))
        request.ranges.clear();
    return request;
}

} // namespace layernorm
