// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors.h"

#include "core/io/file_replacement.h"
#include "core/io/safetensors_header.h"
#include "core/io/safetensors_tokens.h"
#include "core/io/stored_values.h"
#include "core/io/utf8.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

namespace layernorm {

namespace {

namespace fs = std::filesystem;
using safetensors::Entry;
using safetensors::Header;
using safetensors::lengthBytes;

static_assert(std::endian::native == std::endian::little, "values go into the file as they lie in memory");

// --------------------------------------------------------------------------------------------------- reading

/// A file whose header has been read.
struct Opened {
    SourceFile source;
    Header header;
    std::uint64_t valuesAt = 0;
};

Result<std::uint64_t> checkLength(const SourceFile& source, std::uint64_t length)
{
    if (length == 0)
        return failure(LAYERNORM_SENTENCE("Core", "%1, byte 0: the header has the length 0, so this is no "
                                                  ".safetensors file; save the tensors with save_file of "
                                                  "safetensors"),
                       {source.name()});
    if (length > safetensors::longestHeader)
        return failure(LAYERNORM_SENTENCE("Core", "%1, byte 0: a header of %2 bytes is longer than the 100 "
                                                  "MB the format allows, so this is no .safetensors file; "
                                                  "save the tensors with save_file of safetensors"),
                       {source.name(), std::to_string(length)});
    if (length > source.size() - lengthBytes)
        return failure(LAYERNORM_SENTENCE("Core", "%1 ends at byte %2, inside its header of %3 bytes; copy "
                                                  "or download it again, it is cut short"),
                       {source.name(), std::to_string(source.size()), std::to_string(length)});
    return length;
}

Result<std::uint64_t> readLength(const SourceFile& source)
{
    if (source.size() < lengthBytes)
        return failure(LAYERNORM_SENTENCE("Core", "%1 ends at byte %2, before the 8 bytes with the length of "
                                                  "its header; copy or download it again, it is cut short"),
                       {source.name(), std::to_string(source.size())});
    std::array<std::byte, lengthBytes> bytes{};
    if (const Result<void> read = source.read(0, bytes); !read)
        return tl::unexpected(read.error());
    return checkLength(source, std::bit_cast<std::uint64_t>(bytes));
}

Result<Header> readHeader(const SourceFile& source, std::uint64_t length)
{
    std::string start(static_cast<std::size_t>(lengthBytes + length), '\0');
    if (const Result<void> read = source.read(0, std::as_writable_bytes(std::span(start))); !read)
        return tl::unexpected(read.error());
    return safetensors::parseHeader(source.name(), start, source.size() - start.size());
}

Result<Opened> open(const fs::path& file)
{
    Result<SourceFile> source = SourceFile::open(
        file, LAYERNORM_SENTENCE("Core", "save the tensors into it again with save_file of safetensors"));
    if (!source)
        return tl::unexpected(source.error());
    const Result<std::uint64_t> length = readLength(*source);
    if (!length)
        return tl::unexpected(length.error());
    Result<Header> header = readHeader(*source, *length);
    if (!header)
        return tl::unexpected(header.error());
    return Opened{*std::move(source), *std::move(header), lengthBytes + *length};
}

// -------------------------------------------------------------------------------------------------- choosing

/// Whatever its size: of one that is too large, a part can be read.
bool canBeNormalised(const Entry& entry)
{
    const std::vector<std::int64_t>& extents = entry.tensor.extents;
    return readAs(entry.tensor.type) && !extents.empty() && extents.size() <= Shape::maxRank &&
           std::ranges::find(extents, 0) == extents.end();
}

std::vector<const Entry*> choices(const std::vector<Entry>& entries)
{
    std::vector<const Entry*> found;
    for (const Entry& entry : entries) {
        if (canBeNormalised(entry))
            found.push_back(&entry);
    }
    return found;
}

/// "embedding" F32 [4,6,100], ... of the first ten.
std::string listed(const std::vector<const Entry*>& entries)
{
    constexpr std::size_t most = 10;
    std::string list;
    for (const Entry* entry : std::span(entries).first(std::min(most, entries.size())))
        list += (list.empty() ? "\"" : ", \"") + excerpt(entry->tensor.name) + "\" " +
                safetensors::formatName(entry->tensor.type) + " " +
                safetensors::shapeText(entry->tensor.extents);
    return entries.size() > most ? list + ", ..." : list;
}

Result<const Entry*> onlyChoice(const std::string& file, const std::vector<Entry>& entries)
{
    if (entries.empty())
        return failure(LAYERNORM_SENTENCE("Core", "%1 holds no tensor; save one into it with save_file of "
                                                  "safetensors"),
                       {file});
    if (entries.size() == 1) // reading it says what is wrong with it
        return &entries.front();
    const std::vector<const Entry*> found = choices(entries);
    if (found.empty())
        return failure(LAYERNORM_SENTENCE("Core", "%1: none of its %2 tensors can be normalised, for lack of "
                                                  "elements or dimensions or because of their type; save one "
                                                  "as F32 of rank 1 to 8"),
                       {file, std::to_string(entries.size())});
    if (found.size() > 1)
        return failure(LAYERNORM_SENTENCE("Core", "%1 holds %2 tensors to choose from; name one with "
                                                  "--tensor: %3"),
                       {file, std::to_string(found.size()), listed(found)});
    return found.front();
}

Result<const Entry*> choose(const std::string& file, const std::vector<Entry>& entries,
                            const std::string& name)
{
    if (name.empty())
        return onlyChoice(file, entries);
    const auto entry =
        std::ranges::find(entries, name, [](const Entry& e) -> const std::string& { return e.tensor.name; });
    if (entry == entries.end())
        return failure(LAYERNORM_SENTENCE("Core", "%1 holds no tensor \"%2\" among its %3; name one of those "
                                                  "that can be normalised: %4"),
                       {file, excerpt(name), std::to_string(entries.size()), listed(choices(entries))});
    return &*entry;
}

// --------------------------------------------------------------------------------------------------- writing

/// The length of the header, and the header.
std::string headerText(const Tensor& tensor, const std::vector<std::string>& labels)
{
    constexpr std::size_t alignment = 8;
    const std::vector<std::int64_t>& extents = tensor.shape().extents();
    const auto tokens = static_cast<std::size_t>(tensor.elements() / extents.back());
    nlohmann::ordered_json header;
    // Labels of another number could not be told which token they stand for.
    if (!labels.empty() && labels.size() == tokens)
        header["__metadata__"]["tokens"] = safetensors::tokensText(labels, tensor.shape());
    header["embedding"]["dtype"] = tensor.dtype() == DType::Float32 ? "F32" : "F64";
    header["embedding"]["shape"] = extents;
    header["embedding"]["data_offsets"] = {0, tensor.bytes().size()};

    std::string text = header.dump();
    text.append((alignment - (lengthBytes + text.size()) % alignment) % alignment, ' ');
    const auto length = std::bit_cast<std::array<char, lengthBytes>>(std::uint64_t{text.size()});
    return text.insert(0, length.data(), length.size());
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

Result<StoredTensors> listSafetensors(const fs::path& file)
{
    Result<Opened> opened = open(file);
    if (!opened)
        return tl::unexpected(opened.error());
    StoredTensors tensors;
    tensors.reserve(opened->header.entries.size());
    for (Entry& entry : opened->header.entries)
        tensors.push_back(std::move(entry.tensor));
    return tensors;
}

Result<LabelledTensor> readSafetensors(const fs::path& file, const ReadRequest& request)
{
    const Result<Opened> opened = open(file);
    if (!opened)
        return tl::unexpected(opened.error());
    const SourceFile& source = opened->source;
    const Result<const Entry*> entry = choose(source.name(), opened->header.entries, request.tensor);
    if (!entry)
        return tl::unexpected(entry.error());
    const StoredTensor& stored = (*entry)->tensor;
    const ValueLayout layout{.offset = opened->valuesAt + (*entry)->begin};
    Result<LabelledTensor> read = readStoredValues(source, stored, layout, request.ranges);
    if (read && opened->header.tokens)
        read->labels = safetensors::readTokens(*opened->header.tokens, stored.extents, request.ranges);
    return read;
}

Result<void> writeSafetensors(const fs::path& file, const Tensor& tensor,
                              const std::vector<std::string>& labels)
{
    const std::string header = headerText(tensor, labels);
    if (header.size() - lengthBytes > safetensors::longestHeader)
        return failure(LAYERNORM_SENTENCE("Core", "%1 cannot be written: the words of the tokens take more "
                                                  "than the 100 MB the format has room for; write another "
                                                  "kind of file"),
                       {file.string()});
    if (const std::error_code reason = replaceFile(file, header, tensor.bytes()))
        return failure(LAYERNORM_SENTENCE(
                           "Core", "%1 cannot be written: %2; nothing was changed, choose another place or "
                                   "mend this one"),
                       {file.string(), reason.message()});
    return {};
}

} // namespace layernorm
