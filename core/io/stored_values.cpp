// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/stored_values.h"

#include "core/io/stored_numbers.h"
#include "core/io/stored_runs.h"
#include "core/io/utf8.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <numeric>
#include <string>
#include <tbb/parallel_for.h>
#include <tbb/parallel_pipeline.h>
#include <utility>
#include <vector>

namespace layernorm {

namespace {

/// Pieces of what is read, in the order of the file: of `extent` indices of one axis up to `step`, with all
/// of the faster axes (`inner` values an index), for each index of the slower ones (`outer` in all).
struct Blocks {
    std::uint64_t outer = 1;
    std::uint64_t extent = 1;
    std::uint64_t step = 1;
    std::uint64_t inner = 1;
    std::uint64_t inFlight = 1; ///< how many are in memory at a time

    [[nodiscard]] std::uint64_t perOuter() const { return (extent + step - 1) / step; }
    [[nodiscard]] std::uint64_t count() const { return outer * perOuter(); }
};

struct Block {
    std::uint64_t outer = 0;
    std::uint64_t index = 0; ///< the first of `steps` along the axis
    std::uint64_t steps = 0;
    std::uint64_t first = 0; ///< value, counted in the order of the file
    std::uint64_t size = 0;
};

Block blockAt(const Blocks& blocks, std::uint64_t number)
{
    Block block;
    block.outer = number / blocks.perOuter();
    block.index = number % blocks.perOuter() * blocks.step;
    block.steps = std::min(blocks.step, blocks.extent - block.index);
    block.first = (block.outer * blocks.extent + block.index) * blocks.inner;
    block.size = block.steps * blocks.inner;
    return block;
}

struct Encoding {
    StoredType type;
    bool bigEndian;
};

/// A block on its way from the file into the tensor.
template <typename T>
struct Part {
    Block block;
    std::span<T> values;          ///< where they are decoded to
    std::vector<T> own;           ///< that place, for those who put the values elsewhere afterwards
    std::vector<std::byte> bytes; ///< as in the file; unused where these are the values
};

template <typename T>
Result<void> fetch(StoredRuns& runs, const Encoding& encoding, Part<T>& part)
{
    if (isStoredAsRead(encoding.type, encoding.bigEndian))
        return runs.read(part.block.first, std::as_writable_bytes(part.values));
    part.bytes.resize(part.block.size * sizeOf(encoding.type));
    return runs.read(part.block.first, part.bytes);
}

template <typename T>
std::size_t decode(const Encoding& encoding, Part<T>& part)
{
    if (isStoredAsRead(encoding.type, encoding.bigEndian))
        return 0;
    return decodeValues(part.bytes, encoding.type, encoding.bigEndian, part.values);
}

/// Calls `prepare(part)`, which says where the values come, and `place(part)` for one block after the other,
/// while the next ones are read and decoded by other threads. Returns how many values were rounded.
template <typename T, typename Prepare, typename Place>
Result<std::size_t> readBlocks(StoredRuns& runs, const Encoding& encoding, const Blocks& blocks,
                               Prepare prepare, Place place)
{
    std::vector<Part<T>> parts(static_cast<std::size_t>(std::min(blocks.inFlight, blocks.count())));
    std::uint64_t next = 0;
    Result<void> outcome;
    std::atomic<std::size_t> rounded = 0;
    // In turn: parts are placed in order too, so that the oldest of them is free when another one may begin.
    const auto fetchNext = [&](tbb::flow_control& control) -> Part<T>* {
        Part<T>& part = parts[next % parts.size()];
        if (next < blocks.count()) {
            part.block = blockAt(blocks, next++);
            prepare(part);
            outcome = fetch(runs, encoding, part);
            if (outcome)
                return &part;
        }
        control.stop();
        return nullptr;
    };
    const auto decodeIt = [&](Part<T>* part) {
        rounded += decode(encoding, *part);
        return part;
    };
    const auto placeIt = [&](Part<T>* part) { place(*part); };
    using tbb::filter_mode;
    tbb::parallel_pipeline(parts.size(),
                           tbb::make_filter<void, Part<T>*>(filter_mode::serial_in_order, fetchNext) &
                               tbb::make_filter<Part<T>*, Part<T>*>(filter_mode::parallel, decodeIt) &
                               tbb::make_filter<Part<T>*, void>(filter_mode::serial_in_order, placeIt));
    return outcome.map([&] { return rounded.load(); });
}

template <typename T>
struct ReadValues {
    TensorValues<T> values;
    std::size_t rounded = 0;
};

/// The values lie in the file as they do in memory: each thread reads stretches of them to where they belong.
/// One alone would wait half of the time for new pages.
template <typename T>
Result<ReadValues<T>> readTogether(const StoredRuns& runs, std::uint64_t elements)
{
    constexpr std::uint64_t stretch = (std::uint64_t{4} << 20) / sizeof(T);
    TensorValues<T> values(elements);
    std::mutex guard;
    std::pair<std::uint64_t, Result<void>> firstFailure{elements, {}};
    tbb::parallel_for(std::uint64_t{0}, (elements + stretch - 1) / stretch, [&](std::uint64_t number) {
        const std::uint64_t first = number * stretch;
        const auto part = std::span(values).subspan(first, std::min(stretch, elements - first));
        Result<void> done = runs.readTogether(first, std::as_writable_bytes(part));
        const std::lock_guard lock(guard);
        if (!done && first < firstFailure.first)
            firstFailure = {first, std::move(done)};
    });
    return firstFailure.second.map([&] { return ReadValues<T>{std::move(values), 0}; });
}

/// The file's order is the tensor's.
template <typename T>
Result<ReadValues<T>> readInOrder(StoredRuns& runs, const Encoding& encoding, std::uint64_t elements)
{
    if (runs.areTogether() && isStoredAsRead(encoding.type, encoding.bigEndian))
        return readTogether<T>(runs, elements);
    constexpr std::uint64_t blockSize = (std::uint64_t{256} << 10) / sizeof(T); // a part of the cache
    TensorValues<T> values(elements);
    const Blocks blocks{1, elements, std::min(blockSize, elements), 1, 8};
    const Result<std::size_t> rounded = readBlocks<T>(
        runs, encoding, blocks,
        [&](Part<T>& part) { part.values = std::span(values).subspan(part.block.first, part.block.size); },
        [](const Part<T>&) {});
    return rounded.map([&](std::size_t count) { return ReadValues<T>{std::move(values), count}; });
}

/// An axis of the result, with the distance of neighbours along it.
struct PlacedAxis {
    std::uint64_t extent;
    std::uint64_t stride;
};

/// Axes of a row-major tensor, fastest in the file first; those of one index are left out.
std::vector<PlacedAxis> placedAxes(const Shape& shape)
{
    std::vector<PlacedAxis> axes;
    std::uint64_t stride = 1;
    for (int axis = shape.rank(); axis-- > 0;) {
        const auto extent = static_cast<std::uint64_t>(shape[axis]);
        if (extent > 1)
            axes.insert(axes.begin(), {extent, stride});
        stride *= extent;
    }
    return axes;
}

/// Of every faster axis everything, and of the first that does not fit as a whole as much as fits.
struct Slab {
    Blocks blocks;
    std::size_t axis = 0; ///< that the blocks are steps along
};

Slab slabsOf(const std::vector<PlacedAxis>& axes, std::uint64_t elements)
{
    constexpr std::uint64_t slabSize = std::uint64_t{1} << 19;
    Slab slab;
    Blocks& blocks = slab.blocks;
    while (slab.axis + 1 < axes.size() && blocks.inner * axes[slab.axis].extent <= slabSize)
        blocks.inner *= axes[slab.axis++].extent;
    blocks.extent = axes[slab.axis].extent;
    blocks.step = std::clamp<std::uint64_t>(slabSize / blocks.inner, 1, blocks.extent);
    blocks.outer = elements / (blocks.inner * blocks.extent);
    blocks.inFlight = 4;
    return slab;
}

/// Where the value of number `index`, counted with the first of `axes` fastest, has its place.
std::uint64_t placeOf(std::uint64_t index, std::span<const PlacedAxis> axes)
{
    std::uint64_t place = 0;
    for (const PlacedAxis& axis : axes) {
        place += index % axis.extent * axis.stride;
        index /= axis.extent;
    }
    return place;
}

/// The steps of a block lie nearest each other in the result: they are placed together, a line of cache at a
/// time, for each of the `inner` values of a step.
template <typename T>
void placeSlab(const Part<T>& part, const std::vector<PlacedAxis>& axes, const Slab& slab,
               std::span<T> values)
{
    const PlacedAxis along = axes[slab.axis];
    const auto slower = std::span(axes).subspan(slab.axis + 1);
    const auto faster = std::span(axes).first(slab.axis);
    const std::uint64_t start = placeOf(part.block.outer, slower) + part.block.index * along.stride;
    const PlacedAxis run = faster.empty() ? PlacedAxis{1, 0} : faster.front();
    for (std::uint64_t inner = 0; inner < slab.blocks.inner; inner += run.extent) {
        T* const to = values.data() + start + placeOf(inner, faster);
        const T* const from = part.values.data() + inner;
        for (std::uint64_t i = 0; i < run.extent; ++i) {
            for (std::uint64_t step = 0; step < part.block.steps; ++step)
                to[i * run.stride + step * along.stride] = from[i + step * slab.blocks.inner];
        }
    }
}

template <typename T>
Result<ReadValues<T>> readReversed(StoredRuns& runs, const Encoding& encoding, const Shape& shape)
{
    const auto elements = static_cast<std::uint64_t>(shape.elements());
    const std::vector<PlacedAxis> axes = placedAxes(shape);
    const Slab slab = slabsOf(axes, elements);
    TensorValues<T> values(elements);
    const Result<std::size_t> rounded = readBlocks<T>(
        runs, encoding, slab.blocks,
        [](Part<T>& part) {
            part.own.resize(part.block.size);
            part.values = part.own;
        },
        [&](const Part<T>& part) { placeSlab(part, axes, slab, std::span(values)); });
    return rounded.map([&](std::size_t count) { return ReadValues<T>{std::move(values), count}; });
}

/// In the order of the file, slowest first.
std::vector<StoredAxis> storedAxes(const StoredTensor& tensor, const Shape& shape, bool fortranOrder,
                                   const std::vector<IndexRange>& ranges)
{
    std::vector<StoredAxis> axes;
    for (std::size_t axis = 0; axis < tensor.extents.size(); ++axis) {
        const std::int64_t first = axis < ranges.size() ? ranges[axis].first : 0;
        axes.push_back({tensor.extents[axis], {first, shape[static_cast<int>(axis)]}});
    }
    if (fortranOrder)
        std::ranges::reverse(axes);
    return axes;
}

std::optional<Error> noticeOf(const std::string& file, const StoredTensor& tensor, DType dtype,
                              std::size_t rounded)
{
    if (tensor.type == StoredType::Float32 || tensor.type == StoredType::Float64)
        return std::nullopt;
    std::string place = std::filesystem::path(file).filename().string();
    if (!tensor.name.empty())
        place += " \"" + excerpt(tensor.name) + "\"";
    if (rounded == 0)
        return Error{LAYERNORM_SENTENCE("Core", "The %1 values of %2 became %3"),
                     {name(tensor.type), place, name(dtype)}};
    return Error{LAYERNORM_SENTENCE("Core", "The %1 values of %2 became %3, which rounded %4 of them: not "
                                            "every integer beyond 2^53 is a float64"),
                 {name(tensor.type), place, name(dtype), std::to_string(rounded)}};
}

template <typename T>
Result<LabelledTensor> readAsType(const SourceFile& file, const StoredTensor& tensor,
                                  const ValueLayout& layout, const std::vector<IndexRange>& ranges,
                                  const Shape& shape)
{
    const Encoding encoding{tensor.type, layout.bigEndian};
    StoredRuns runs(file, layout.offset, sizeOf(tensor.type),
                    storedAxes(tensor, shape, layout.fortranOrder, ranges));
    // With fewer than two axes to walk along there is but one order.
    const bool isReversed = layout.fortranOrder && placedAxes(shape).size() > 1;
    Result<ReadValues<T>> read =
        isReversed ? readReversed<T>(runs, encoding, shape)
                   : readInOrder<T>(runs, encoding, static_cast<std::uint64_t>(shape.elements()));
    if (!read)
        return tl::unexpected(read.error());
    Tensor result(shape, std::move(read->values));
    const std::optional<Error> notice = noticeOf(file.name(), tensor, result.dtype(), read->rounded);
    return LabelledTensor{std::move(result), {}, notice};
}

} // namespace

Result<LabelledTensor> readStoredValues(const SourceFile& file, const StoredTensor& tensor,
                                        const ValueLayout& layout, const std::vector<IndexRange>& ranges)
{
    const Result<Shape> shape = readableShape(file.name(), tensor, ranges);
    if (!shape)
        return tl::unexpected(shape.error());
    if (readAs(tensor.type) == DType::Float32)
        return readAsType<float>(file, tensor, layout, ranges, *shape);
    return readAsType<double>(file, tensor, layout, ranges, *shape);
}

} // namespace layernorm
