// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/npy.h"

#include "core/io/file_replacement.h"
#include "core/io/npy_header.h"

#include <algorithm>
#include <array>
#include <cstdint>
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
// NumPy's own limit; rank 8 takes 200 bytes.
constexpr std::size_t longestHeader = 10000;

// --------------------------------------------------------------------------------------------------- reading

tl::unexpected<Error> cutShort(const SourceFile& source)
{
    return failure(
        LAYERNORM_SENTENCE("Core",
                           "%1 ends at byte %2, inside its header; copy or save it again, it is cut short"),
        {source.name(), std::to_string(source.size())});
}

struct Version {
    unsigned major = 0;
    unsigned minor = 0;
};

Result<Version> readVersion(const SourceFile& source)
{
    std::array<std::byte, headerSizeAt> start{};
    const auto available = std::min<std::uint64_t>(source.size(), start.size());
    if (const Result<void> read = source.read(0, std::span(start).first(available)); !read)
        return tl::unexpected(read.error());
    const std::string_view text(reinterpret_cast<const char*>(start.data()), available);
    const std::string_view beginning = text.substr(0, magic.size());
    if (beginning != magic.substr(0, beginning.size()))
        return failure(
            LAYERNORM_SENTENCE("Core",
                               "%1, byte 0: this does not begin as a .npy file; write it with numpy.save"),
            {source.name()});
    if (available < start.size())
        return cutShort(source);
    const Version version{std::to_integer<unsigned>(start[versionAt]),
                          std::to_integer<unsigned>(start[versionAt + 1])};
    if (version.major < 1 || version.major > 3 || version.minor != 0)
        return failure(
            LAYERNORM_SENTENCE("Core", "%1, byte 6: version %2 of the format is unknown; save it again with "
                                       "numpy.save, which writes 1.0"),
            {source.name(), std::to_string(version.major) + "." + std::to_string(version.minor)});
    return version;
}

Result<std::size_t> readHeaderSize(const SourceFile& source, std::size_t width)
{
    std::array<std::byte, 4> bytes{};
    if (source.size() - headerSizeAt < width)
        return cutShort(source);
    if (const Result<void> read = source.read(headerSizeAt, std::span(bytes).first(width)); !read)
        return tl::unexpected(read.error());
    std::size_t size = 0;
    for (std::size_t i = width; i-- > 0;)
        size = size << 8 | std::to_integer<std::size_t>(bytes[i]);
    if (size > longestHeader)
        return failure(LAYERNORM_SENTENCE(
                           "Core", "%1, byte 8: a header of %2 bytes is not one of an array of numbers; save "
                                   "the array again with numpy.save"),
                       {source.name(), std::to_string(size)});
    if (size > source.size() - headerSizeAt - width)
        return cutShort(source);
    return size;
}

/// Errors: fewer or more bytes than the header says.
Result<void> requireBytes(const SourceFile& source, const npy::Header& header)
{
    const std::uint64_t remaining = source.size() - header.layout.offset;
    if (remaining < header.bytes)
        return failure(LAYERNORM_SENTENCE("Core",
                                          "%1 ends at byte %2, after %3 of the %4 bytes of values its header "
                                          "promises; copy or save it again, it is cut short"),
                       {source.name(), std::to_string(source.size()), std::to_string(remaining),
                        std::to_string(header.bytes)});
    if (remaining > header.bytes)
        return failure(LAYERNORM_SENTENCE("Core", "%1, byte %2: after the values that its header promises "
                                                  "more bytes follow (%3); save the array again with "
                                                  "numpy.save"),
                       {source.name(), std::to_string(header.layout.offset + header.bytes),
                        std::to_string(remaining - header.bytes)});
    return {};
}

Result<npy::Header> readHeader(const SourceFile& source)
{
    const Result<Version> version = readVersion(source);
    if (!version)
        return tl::unexpected(version.error());
    const std::size_t width = version->major == 1 ? 2 : 4;
    const Result<std::size_t> size = readHeaderSize(source, width);
    if (!size)
        return tl::unexpected(size.error());
    const std::uint64_t start = headerSizeAt + width;
    std::string text(*size, '\0');
    if (const Result<void> read = source.read(start, std::as_writable_bytes(std::span(text))); !read)
        return tl::unexpected(read.error());
    Result<npy::Header> header = npy::parseHeader(source.name(), text, start);
    if (!header)
        return header;
    return requireBytes(source, *header).map([&] { return *std::move(header); });
}

struct OpenedNpy {
    SourceFile source;
    npy::Header header;
};

Result<OpenedNpy> openNpy(const fs::path& file)
{
    Result<SourceFile> source =
        SourceFile::open(file, LAYERNORM_SENTENCE("Core", "save the array into it again with numpy.save"));
    if (!source)
        return tl::unexpected(source.error());
    Result<npy::Header> header = readHeader(*source);
    if (!header)
        return tl::unexpected(header.error());
    return OpenedNpy{*std::move(source), *std::move(header)};
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

Result<StoredTensors> listNpy(const fs::path& file)
{
    return openNpy(file).map([](const OpenedNpy& npy) { return StoredTensors{npy.header.tensor}; });
}

Result<LabelledTensor> readNpy(const fs::path& file, const ReadRequest& request)
{
    const Result<OpenedNpy> npy = openNpy(file);
    if (!npy)
        return tl::unexpected(npy.error());
    if (!request.tensor.empty())
        return failure(LAYERNORM_SENTENCE("Core", "%1 holds one array, which has no name; leave the name "
                                                  "\"%2\" out"),
                       {file.string(), request.tensor});
    return readStoredValues(npy->source, npy->header.tensor, npy->header.layout, request.ranges);
}

Result<void> writeNpy(const fs::path& file, const Tensor& tensor, const std::vector<std::string>& /*labels*/)
{
    if (const std::error_code reason = replaceFile(file, headerText(tensor), tensor.bytes()))
        return failure(LAYERNORM_SENTENCE(
                           "Core", "%1 cannot be written: %2; nothing was changed, choose another place or "
                                   "mend this one"),
                       {file.string(), reason.message()});
    return {};
}

} // namespace layernorm
