// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/npy.h"

#include "core/io/file_replacement.h"
#include "core/io/npy_header.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace layernorm {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t versionAt = magic.size();
constexpr std::size_t headerSizeAt = versionAt + 2;
// What version 1.0 can say; rank 8 takes 200 bytes, so a longer header is damage, not data.
constexpr std::size_t longestHeader = 65535;

// --------------------------------------------------------------------------------------------------- reading

/// A file that is read once from front to back; `size` is what it had when it was opened.
struct Source {
    std::string name;
    std::ifstream stream;
    std::uintmax_t size = 0;
    std::uintmax_t position = 0;

    [[nodiscard]] std::uintmax_t remaining() const { return size - position; }
    /// False when the file has fewer bytes than it had, or cannot be read.
    bool read(std::span<std::byte> bytes);
};

bool Source::read(std::span<std::byte> bytes)
{
    stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    position += bytes.size();
    return static_cast<std::size_t>(stream.gcount()) == bytes.size();
}

tl::unexpected<Error> cannotRead(const std::string& file, const std::error_code& reason)
{
    return failure(
        LAYERNORM_SENTENCE("Core", "%1 cannot be read: %2; check the name and that you may open it"),
        {file, reason.message()});
}

tl::unexpected<Error> cutShort(const Source& source)
{
    return failure(
        LAYERNORM_SENTENCE("Core",
                           "%1 ends at byte %2, inside its header; copy or save it again, it is cut short"),
        {source.name, std::to_string(source.size)});
}

tl::unexpected<Error> changedMeanwhile(const Source& source)
{
    return failure(
        LAYERNORM_SENTENCE("Core", "%1 could not be read to its end at byte %2; try again when nothing else "
                                   "writes it"),
        {source.name, std::to_string(source.size)});
}

Result<Source> openSource(const fs::path& file)
{
    std::error_code reason;
    const fs::file_status status = fs::status(file, reason);
    if (status.type() == fs::file_type::not_found)
        return failure(LAYERNORM_SENTENCE("Core", "%1 does not exist; check the name and the folder"),
                       {file.string()});
    if (status.type() == fs::file_type::directory)
        return failure(LAYERNORM_SENTENCE("Core", "%1 is a folder; name a .npy file"), {file.string()});
    if (!reason && status.type() != fs::file_type::regular)
        return failure(LAYERNORM_SENTENCE("Core", "%1 is no ordinary file; copy its contents into one"),
                       {file.string()});
    Source source{file.string(), {}, 0, 0};
    if (!reason)
        source.size = fs::file_size(file, reason);
    if (reason)
        return cannotRead(source.name, reason);
    source.stream.open(file, std::ios::binary);
    if (!source.stream)
        return cannotRead(source.name, std::error_code(errno, std::generic_category()));
    if (source.size == 0)
        return failure(
            LAYERNORM_SENTENCE("Core", "%1 is empty; save the array into it again with numpy.save"),
            {source.name});
    return source;
}

struct Version {
    unsigned major = 0;
    unsigned minor = 0;
};

Result<Version> readVersion(Source& source)
{
    std::array<std::byte, headerSizeAt> start{};
    const auto available = std::min<std::uintmax_t>(source.size, start.size());
    if (!source.read(std::span(start).first(available)))
        return changedMeanwhile(source);
    const std::string_view text(reinterpret_cast<const char*>(start.data()), available);
    const std::string_view beginning = text.substr(0, magic.size());
    if (beginning != magic.substr(0, beginning.size()))
        return failure(
            LAYERNORM_SENTENCE("Core",
                               "%1, byte 0: this does not begin as a .npy file; write it with numpy.save"),
            {source.name});
    if (available < start.size())
        return cutShort(source);
    const Version version{std::to_integer<unsigned>(start[versionAt]),
                          std::to_integer<unsigned>(start[versionAt + 1])};
    if (version.major < 1 || version.major > 3 || version.minor != 0)
        return failure(
            LAYERNORM_SENTENCE("Core", "%1, byte 6: version %2 of the format is unknown; save it again with "
                                       "numpy.save, which writes 1.0"),
            {source.name, std::to_string(version.major) + "." + std::to_string(version.minor)});
    return version;
}

Result<std::size_t> readHeaderSize(Source& source, Version version)
{
    std::array<std::byte, 4> bytes{};
    const std::size_t width = version.major == 1 ? 2 : 4;
    if (source.remaining() < width)
        return cutShort(source);
    if (!source.read(std::span(bytes).first(width)))
        return changedMeanwhile(source);
    std::size_t size = 0;
    for (std::size_t i = width; i-- > 0;)
        size = size << 8 | std::to_integer<std::size_t>(bytes[i]);
    if (size > longestHeader)
        return failure(LAYERNORM_SENTENCE(
                           "Core", "%1, byte 8: a header of %2 bytes is not one of an array of numbers; save "
                                   "the array again with numpy.save"),
                       {source.name, std::to_string(size)});
    if (size > source.remaining())
        return cutShort(source);
    return size;
}

Result<npy::Header> readHeader(Source& source)
{
    const Result<Version> version = readVersion(source);
    if (!version)
        return tl::unexpected(version.error());
    const Result<std::size_t> size = readHeaderSize(source, *version);
    if (!size)
        return tl::unexpected(size.error());
    const std::uintmax_t start = source.position;
    std::string text(*size, '\0');
    if (!source.read(std::as_writable_bytes(std::span(text))))
        return changedMeanwhile(source);
    return npy::parseHeader(source.name, text, start);
}

void swapBytes(std::span<std::byte> bytes, std::size_t width)
{
    for (; !bytes.empty(); bytes = bytes.subspan(width))
        std::reverse(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(width));
}

/// Elements that lie with the first extent contiguous, put into row-major order.
template <typename T>
std::vector<T> rowMajor(const std::vector<T>& columnMajor, const Shape& shape)
{
    const auto rank = static_cast<std::size_t>(shape.rank());
    const std::vector<std::int64_t>& extents = shape.extents();
    std::vector<std::int64_t> strides(rank, 1);
    for (std::size_t axis = 1; axis < rank; ++axis)
        strides[axis] = strides[axis - 1] * extents[axis - 1];

    std::vector<T> ordered;
    ordered.reserve(columnMajor.size());
    std::vector<std::int64_t> indices(rank, 0);
    std::int64_t from = 0;
    while (ordered.size() < columnMajor.size()) {
        ordered.push_back(columnMajor[static_cast<std::size_t>(from)]);
        for (std::size_t axis = rank; axis-- > 0;) {
            from += strides[axis];
            if (++indices[axis] < extents[axis])
                break;
            from -= strides[axis] * std::exchange(indices[axis], 0);
        }
    }
    return ordered;
}

/// Nothing is allocated before the file has proved to be as long as the header says.
Result<void> requireData(const Source& source, std::uintmax_t promised)
{
    if (source.remaining() < promised)
        return failure(LAYERNORM_SENTENCE("Core",
                                          "%1 ends at byte %2, after %3 of the %4 bytes of values its header "
                                          "promises; copy or save it again, it is cut short"),
                       {source.name, std::to_string(source.size), std::to_string(source.remaining()),
                        std::to_string(promised)});
    if (source.remaining() > promised)
        return failure(LAYERNORM_SENTENCE(
                           "Core", "%1, byte %2: %3 bytes follow after the values its header promises; save "
                                   "the array again with numpy.save"),
                       {source.name, std::to_string(source.position + promised),
                        std::to_string(source.remaining() - promised)});
    return {};
}

Result<Tensor> readValues(Source& source, const npy::Header& header)
{
    const std::size_t width = sizeOf(header.dtype);
    const auto elements = static_cast<std::uintmax_t>(header.shape.elements());
    const Result<void> enough = requireData(source, elements * width);
    if (!enough)
        return tl::unexpected(enough.error());
    Tensor tensor(header.shape, header.dtype);
    if (!source.read(tensor.bytes()))
        return changedMeanwhile(source);
    if (header.swapped)
        swapBytes(tensor.bytes(), width);
    if (header.fortranOrder)
        tensor.visit([&](auto& values) { values = rowMajor(values, header.shape); });
    return tensor;
}

// --------------------------------------------------------------------------------------------------- writing

std::string pythonTuple(const Shape& shape)
{
    std::string text = "(";
    for (const std::int64_t extent : shape.extents())
        text += (text.size() == 1 ? "" : ", ") + std::to_string(extent);
    return text + (shape.rank() == 1 ? ",)" : ")");
}

/// Everything before the values, byte for byte as numpy.save writes it.
std::string headerText(const Tensor& tensor)
{
    constexpr std::size_t alignment = 64;
    constexpr std::size_t headerAt = headerSizeAt + 2;
    std::string dictionary = std::string("{'descr': '") + npy::nativeOrder + "f" +
                             std::to_string(sizeOf(tensor.dtype())) +
                             "', 'fortran_order': False, 'shape': " + pythonTuple(tensor.shape()) + ", }";
    const std::size_t unpadded = headerAt + dictionary.size() + 1;
    dictionary.append((alignment - unpadded % alignment) % alignment, ' ');
    dictionary += '\n';

    std::string text(magic);
    text += {'\x01', '\x00'};
    text += {static_cast<char>(dictionary.size() & 0xff), static_cast<char>(dictionary.size() >> 8)};
    return text + dictionary;
}

std::error_code replaceFile(const fs::path& file, std::string_view header, std::span<const std::byte> values)
{
    FileReplacement replacement(file);
    if (const std::error_code reason = replacement.open())
        return reason;
    if (const std::error_code reason = replacement.write(std::as_bytes(std::span(header))))
        return reason;
    if (const std::error_code reason = replacement.write(values))
        return reason;
    return replacement.commit();
}

} // namespace

Result<Tensor> readNpy(const fs::path& file)
{
    Result<Source> source = openSource(file);
    if (!source)
        return tl::unexpected(source.error());
    const Result<npy::Header> header = readHeader(*source);
    if (!header)
        return tl::unexpected(header.error());
    return readValues(*source, *header);
}

Result<void> writeNpy(const fs::path& file, const Tensor& tensor)
{
    if (const std::error_code reason = replaceFile(file, headerText(tensor), tensor.bytes()))
        return failure(LAYERNORM_SENTENCE(
                           "Core", "%1 cannot be written: %2; nothing was changed, choose another place or "
                                   "mend this one"),
                       {file.string(), reason.message()});
    return {};
}

} // namespace layernorm
