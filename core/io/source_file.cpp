// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/source_file.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace layernorm {

namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> cannotRead(const std::string& file, const std::error_code& reason)
{
    return failure(
        LAYERNORM_SENTENCE("Core", "%1 cannot be read: %2; check the name and that you may open it"),
        {file, reason.message()});
}

tl::unexpected<Error> isMissing(const fs::path& file)
{
    std::error_code reason;
    if (fs::is_symlink(fs::symlink_status(file, reason)))
        return failure(
            LAYERNORM_SENTENCE("Core", "%1 is a link to a file that does not exist; open the file itself"),
            {file.string()});
    return failure(LAYERNORM_SENTENCE("Core", "%1 does not exist; check the name and the folder"),
                   {file.string()});
}

/// Asked of the name, because opening a pipe waits for its writer and opening a device may do something.
Result<void> requireOrdinaryFile(const fs::path& file)
{
    std::error_code reason;
    const fs::file_type type = fs::status(file, reason).type();
    if (type == fs::file_type::not_found)
        return isMissing(file);
    if (type == fs::file_type::directory)
        return failure(LAYERNORM_SENTENCE("Core", "%1 is a folder; name a file in it"), {file.string()});
    if (type == fs::file_type::none || reason)
        return cannotRead(file.string(), reason);
    if (type != fs::file_type::regular)
        return failure(LAYERNORM_SENTENCE("Core", "%1 is no ordinary file but a pipe, a socket or a device; "
                                                  "copy its contents into a file and open that"),
                       {file.string()});
    return {};
}

std::error_code systemError()
{
    return {errno, std::generic_category()};
}

} // namespace

SourceFile::SourceFile(SourceFile&& other) noexcept
    : m_name(std::move(other.m_name)),
      m_size(other.m_size),
      m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

SourceFile& SourceFile::operator=(SourceFile&& other) noexcept
{
    std::swap(m_name, other.m_name);
    std::swap(m_size, other.m_size);
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

SourceFile::~SourceFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<SourceFile> SourceFile::open(const fs::path& file, const char* advice)
{
    if (const Result<void> ordinary = requireOrdinaryFile(file); !ordinary)
        return tl::unexpected(ordinary.error());
    SourceFile source;
    source.m_name = file.string();
    // Without waiting, should a pipe have taken the file's place meanwhile.
    source.m_descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat status = {};
    if (source.m_descriptor < 0 || ::fstat(source.m_descriptor, &status) != 0)
        return cannotRead(source.m_name, systemError());
    if (status.st_size == 0)
        return failure(LAYERNORM_SENTENCE("Core", "%1 is empty; %2"), {source.m_name, advice});
    source.m_size = static_cast<std::uint64_t>(status.st_size);
    return source;
}

Result<void> SourceFile::read(std::uint64_t offset, std::span<std::byte> bytes) const
{
    while (!bytes.empty()) {
        const ssize_t count = ::pread(m_descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return cannotRead(m_name, systemError());
        if (count == 0)
            return failure(LAYERNORM_SENTENCE("Core",
                                              "%1 became shorter while it was read, it had %2 bytes and now "
                                              "ends before byte %3; try again when nothing else writes it"),
                           {m_name, std::to_string(m_size), std::to_string(offset)});
        offset += static_cast<std::uint64_t>(count);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return {};
}

Result<std::string> readWholeFile(const fs::path& file, const char* advice, std::uint64_t limit)
{
    const Result<SourceFile> source = SourceFile::open(file, advice);
    if (!source)
        return tl::unexpected(source.error());
    if (source->size() > limit)
        return failure(LAYERNORM_SENTENCE("Core", "%1 has %2 bytes, more than the %3 that are read of such a "
                                                  "file; open a smaller one"),
                       {source->name(), std::to_string(source->size()), std::to_string(limit)});
    std::string text(static_cast<std::size_t>(source->size()), '\0');
    if (const Result<void> read = source->read(0, std::as_writable_bytes(std::span(text))); !read)
        return tl::unexpected(read.error());
    return text;
}

} // namespace layernorm
