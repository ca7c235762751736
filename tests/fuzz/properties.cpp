// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/properties.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <numeric>
#include <random>
#include <string_view>
#include <type_traits>

namespace layernorm::fuzz {

namespace fs = std::filesystem;

namespace {

/// Bytes of the UTF-8 character that `text` begins with; 0 where there is none (RFC 3629: no overlong forms,
/// no surrogates, nothing above U+10FFFF).
std::size_t characterLength(std::string_view text)
{
    const auto byte = [text](std::size_t i) {
        return static_cast<std::uint8_t>(i < text.size() ? text[i] : 0);
    };
    const auto follows = [&](std::size_t i, int low = 0x80, int high = 0xbf) {
        return byte(i) >= low && byte(i) <= high;
    };
    const int lead = byte(0);
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead <= 0xdf)
        return follows(1) ? 2 : 0;
    if (lead >= 0xe0 && lead <= 0xef)
        return follows(1, lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf) && follows(2) ? 3 : 0;
    if (lead >= 0xf0 && lead <= 0xf4)
        return follows(1, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf) && follows(2) && follows(3)
                   ? 4
                   : 0;
    return 0;
}

void requireOneLine(const std::string& text)
{
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t length = characterLength(rest);
        require(length > 0, "the sentence is not valid UTF-8: " + text);
        const auto lead = static_cast<std::uint8_t>(rest.front());
        require(lead >= 0x20 && lead != 0x7f, "the sentence has a control character: " + text);
        rest.remove_prefix(length);
    }
}

std::int64_t tokens(const Shape& shape)
{
    return shape.elements() / shape[-1];
}

std::size_t elementSize(const Tensor& tensor)
{
    return sizeOf(tensor.dtype());
}

/// A range of every axis, that has at least one index of it.
std::vector<IndexRange> someRanges(const Shape& shape, std::minstd_rand& random)
{
    std::vector<IndexRange> ranges;
    for (const std::int64_t extent : shape.extents()) {
        const auto first = static_cast<std::int64_t>(random()) % extent;
        const auto count = static_cast<std::int64_t>(random()) % (extent - first + 1);
        ranges.push_back({first, count});
    }
    return ranges;
}

/// Where in the whole, counted row-major, the element `index` of the part lies. Both counts are over the
/// first `axes` axes.
std::int64_t placeInWhole(std::int64_t index, const Shape& part, const Shape& whole,
                          const std::vector<IndexRange>& ranges, int axes)
{
    std::int64_t place = 0;
    std::int64_t stride = 1;
    for (int axis = axes - 1; axis >= 0; --axis) {
        place += (index % part[axis] + ranges[static_cast<std::size_t>(axis)].first) * stride;
        index /= part[axis];
        stride *= whole[axis];
    }
    return place;
}

void requirePartOf(const LabelledTensor& whole, const LabelledTensor& part,
                   const std::vector<IndexRange>& ranges)
{
    const Shape& from = whole.tensor.shape();
    const Shape& shape = part.tensor.shape();
    const Result<std::vector<std::int64_t>> extents = selectedExtents(from.extents(), ranges);
    require(extents && shape.extents() == *extents, "a part has another shape than asked for");
    require(part.tensor.dtype() == whole.tensor.dtype(), "a part has another type than the whole");
    const std::size_t size = elementSize(whole.tensor);
    const std::byte* wholeBytes = whole.tensor.bytes().data();
    for (std::int64_t i = 0; i < shape.elements(); ++i) {
        const std::int64_t place = placeInWhole(i, shape, from, ranges, shape.rank());
        const bool same = std::memcmp(part.tensor.bytes().data() + static_cast<std::size_t>(i) * size,
                                      wholeBytes + static_cast<std::size_t>(place) * size, size) == 0;
        require(same, "a part has other values than the whole");
    }
    require(part.labels.empty() == whole.labels.empty(), "a part has lost its labels");
    for (std::size_t i = 0; i < part.labels.size(); ++i) {
        const std::int64_t place =
            placeInWhole(static_cast<std::int64_t>(i), shape, from, ranges, shape.rank() - 1);
        require(part.labels[i] == whole.labels[static_cast<std::size_t>(place)],
                "a part has other labels than the whole");
    }
}

void requireParts(const TensorFormat& format, const fs::path& file, const ReadRequest& request,
                  const LabelledTensor& whole, std::span<const std::uint8_t> bytes)
{
    ReadRequest partial = request;
    partial.dtype = whole.tensor.dtype();
    std::minstd_rand random(std::accumulate(bytes.begin(), bytes.end(), 1U));
    partial.ranges = someRanges(whole.tensor.shape(), random);
    const Result<LabelledTensor> part = format.read(file, partial);
    require(part.has_value(), part ? "" : "a part is refused of what is read: " + part.error().text());
    requireSound(*part);
    requirePartOf(whole, *part, partial.ranges);
}

void requireRoundTrip(const TensorFormat& format, const fs::path& file, const LabelledTensor& read)
{
    const fs::path written = file.parent_path() / ("written" + file.extension().string());
    const Result<void> done = format.write(written, read.tensor, read.labels);
    require(done.has_value(), done ? "" : "cannot be written: " + done.error().text());
    const Result<LabelledTensor> again = format.read(written, {.dtype = read.tensor.dtype()});
    require(again.has_value(), again ? "" : "what was written is refused: " + again.error().text());
    // Text tells no NaN from another.
    const bool bits = format.list != nullptr;
    requireSame({bits ? read.tensor : withPlainNans(read.tensor), read.labels, {}},
                {bits ? again->tensor : withPlainNans(again->tensor), again->labels, {}},
                "what was written reads back differently");
}

void requireStoredTensor(const TensorFormat& format, const fs::path& file, const StoredTensor& tensor,
                         std::span<const std::uint8_t> bytes)
{
    const Result<Shape> shape = readableShape(file.string(), tensor, {});
    const ReadRequest request = {.tensor = tensor.name};
    const Result<LabelledTensor> read = format.read(file, request);
    if (!shape)
        requireReadableSentence(shape.error());
    require(read.has_value() == shape.has_value(), "a tensor listed as readable is not, or the other way");
    if (read) {
        require(read->tensor.shape() == *shape, "a tensor has another shape than was listed");
        require(read->tensor.dtype() == readAs(tensor.type), "a tensor has another type than was listed");
    }
    requireRead(format, file, request, bytes);
}

} // namespace

void require(bool holds, const std::string& what)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", what.c_str());
    std::abort();
}

void requireReadableSentence(const Error& error)
{
    const std::string_view sentence = error.sentence;
    require(!sentence.empty(), "an error without a sentence");
    std::size_t highest = 0;
    for (std::size_t i = 0; i + 1 < sentence.size(); ++i) {
        if (sentence[i] == '%' && sentence[i + 1] >= '1' && sentence[i + 1] <= '9')
            highest = std::max(highest, static_cast<std::size_t>(sentence[i + 1] - '0'));
    }
    require(highest <= error.arguments.size(), "a place is not filled: " + error.text());
    require(error.text().size() <= longestSentence, "the sentence is too long: " + error.text());
    requireOneLine(error.text());
}

void requireSound(const LabelledTensor& read)
{
    const auto count = static_cast<std::int64_t>(read.labels.size());
    require(count == 0 || count == tokens(read.tensor.shape()), "the labels do not fit the tokens");
    if (read.notice)
        requireReadableSentence(*read.notice);
}

void requireSame(const LabelledTensor& a, const LabelledTensor& b, const std::string& what)
{
    require(a.tensor.shape() == b.tensor.shape(),
            what + ": shape " + a.tensor.shape().text() + " and " + b.tensor.shape().text());
    require(sameBits(a.tensor, b.tensor), what + ": values");
    require(a.labels == b.labels, what + ": labels");
}

Tensor withPlainNans(Tensor tensor)
{
    tensor.visit([](auto values) {
        using Value = typename std::decay_t<decltype(values)>::value_type;
        std::ranges::replace_if(
            values, [](Value value) { return std::isnan(value); }, std::numeric_limits<Value>::quiet_NaN());
    });
    return tensor;
}

void requireListedFormat(const TensorFormat& format, const fs::path& file,
                         std::span<const std::uint8_t> bytes)
{
    // Of a header that lists thousands: each is read anew.
    constexpr std::size_t enough = 8;
    const Result<StoredTensors> tensors = format.list(file);
    requireRead(format, file, {}, bytes);
    if (!tensors) {
        requireReadableSentence(tensors.error());
        require(!format.read(file, {}), "a tensor is read from a file that lists none");
        return;
    }
    for (const StoredTensor& tensor : std::span(*tensors).first(std::min(tensors->size(), enough))) {
        // Without a name nothing is chosen.
        if (tensors->size() == 1 || !tensor.name.empty())
            requireStoredTensor(format, file, tensor, bytes);
    }
}

void requireRead(const TensorFormat& format, const fs::path& file, const ReadRequest& request,
                 std::span<const std::uint8_t> bytes)
{
    const Result<LabelledTensor> read = format.read(file, request);
    if (!read) {
        requireReadableSentence(read.error());
        return;
    }
    requireSound(*read);
    requireParts(format, file, request, *read, bytes);
    requireRoundTrip(format, file, *read);
}

} // namespace layernorm::fuzz
