// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors_layout.h"

#include "core/io/utf8.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace layernorm::safetensors {

namespace {

/// nullopt where a product on the way does not fit 64 bits, even if a 0 came after it.
std::optional<std::uint64_t> bytesOf(const StoredTensor& tensor)
{
    std::uint64_t bytes = sizeOf(tensor.type);
    for (const std::int64_t extent : tensor.extents) {
        const auto factor = static_cast<std::uint64_t>(extent);
        if (factor != 0 && bytes > std::numeric_limits<std::uint64_t>::max() / factor)
            return std::nullopt;
        bytes *= factor;
    }
    return bytes;
}

/// Places of `entries` in the order of their values; those without any before those that begin there.
std::vector<std::uint32_t> orderOfValues(const std::vector<Entry>& entries)
{
    std::vector<std::uint32_t> order(entries.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(
        order, {}, [&](std::uint32_t place) { return std::pair(entries[place].begin, entries[place].end); });
    return order;
}

tl::unexpected<Error> overlap(const std::string& file, const Entry& before, const Entry& entry)
{
    return failure(
        LAYERNORM_SENTENCE("Core", "%1, header: the values of the tensors \"%2\" and \"%3\" "
                                   "overlap at byte %4; save the tensors again with save_file of "
                                   "safetensors"),
        {file, excerpt(before.tensor.name), excerpt(entry.tensor.name), std::to_string(entry.begin)});
}

tl::unexpected<Error> gap(const std::string& file, const Entry& entry, std::uint64_t covered)
{
    return failure(LAYERNORM_SENTENCE("Core", "%1, header: the %2 bytes before the values of the tensor "
                                              "\"%3\" belong to no tensor; save the tensors again with "
                                              "save_file of safetensors"),
                   {file, std::to_string(entry.begin - covered), excerpt(entry.tensor.name)});
}

} // namespace

Result<void> checkSpan(const std::string& file, const Entry& entry, std::uint64_t valueBytes)
{
    const std::string name = excerpt(entry.tensor.name);
    if (entry.begin > entry.end)
        return failure(LAYERNORM_SENTENCE("Core", "%1, header: the data_offsets of the tensor \"%2\" end at "
                                                  "%4, before they begin at %3; save the tensors again with "
                                                  "save_file of safetensors"),
                       {file, name, std::to_string(entry.begin), std::to_string(entry.end)});
    const std::optional<std::uint64_t> bytes = bytesOf(entry.tensor);
    if (!bytes)
        return failure(LAYERNORM_SENTENCE("Core", "%1, header: the shape %3 of the tensor \"%2\" is larger "
                                                  "than any file; save the tensors again with save_file of "
                                                  "safetensors"),
                       {file, name, shapeText(entry.tensor.extents)});
    if (entry.end - entry.begin != *bytes)
        return failure(LAYERNORM_SENTENCE("Core", "%1, header: the tensor \"%2\" has the shape %3 of %4, "
                                                  "which takes %5 bytes, and data_offsets of %6; save the "
                                                  "tensors again with save_file of safetensors"),
                       {file, name, shapeText(entry.tensor.extents), formatName(entry.tensor.type),
                        std::to_string(*bytes), std::to_string(entry.end - entry.begin)});
    if (entry.end > valueBytes)
        return failure(LAYERNORM_SENTENCE("Core", "%1 has %4 bytes of values, and those of the tensor \"%2\" "
                                                  "end at %3; copy or download it again, it is cut short"),
                       {file, name, std::to_string(entry.end), std::to_string(valueBytes)});
    return {};
}

Result<void> checkCoverage(const std::string& file, const std::vector<Entry>& entries,
                           std::uint64_t valueBytes)
{
    std::uint64_t covered = 0;
    const Entry* before = nullptr;
    for (const std::uint32_t place : orderOfValues(entries)) {
        const Entry& entry = entries[place];
        if (entry.begin < covered)
            return overlap(file, *before, entry);
        if (entry.begin > covered)
            return gap(file, entry, covered);
        covered = entry.end;
        before = &entry;
    }
    if (covered < valueBytes)
        return failure(LAYERNORM_SENTENCE("Core", "%1: %2 bytes follow behind the values of the last tensor; "
                                                  "save the tensors again with save_file of safetensors"),
                       {file, std::to_string(valueBytes - covered)});
    return {};
}

} // namespace layernorm::safetensors
