// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/file_replacement.h"

#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <optional>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace layernorm {

namespace fs = std::filesystem;

namespace {

std::error_code systemError()
{
    return {errno, std::generic_category()};
}

constexpr std::string_view partPrefix = ".layernorm-";

std::string partName(unsigned number)
{
    return std::string(partPrefix) + std::to_string(::getpid()) + "-" + std::to_string(number);
}

/// The process that gave a file this name; nullopt for names of others.
std::optional<pid_t> ownerOf(std::string_view name)
{
    if (!name.starts_with(partPrefix))
        return std::nullopt;
    const char* const end = name.data() + name.size();
    pid_t owner = 0;
    unsigned number = 0;
    const auto process = std::from_chars(name.data() + partPrefix.size(), end, owner);
    if (process.ec != std::errc() || owner <= 0 || process.ptr == end || *process.ptr != '-')
        return std::nullopt;
    const auto counter = std::from_chars(process.ptr + 1, end, number);
    return counter.ec == std::errc() && counter.ptr == end ? std::optional(owner) : std::nullopt;
}

bool isAbandoned(const fs::directory_entry& entry)
{
    constexpr auto stillWritten = std::chrono::minutes(10);
    std::error_code ignored;
    const std::optional<pid_t> owner = ownerOf(entry.path().filename().native());
    if (!owner || !fs::is_regular_file(entry.symlink_status(ignored)))
        return false;
    if (::kill(*owner, 0) == 0 || errno != ESRCH)
        return false;
    const fs::file_time_type written = entry.last_write_time(ignored);
    return !ignored && fs::file_time_type::clock::now() - written > stillWritten;
}

/// Before the new content is written, which may need their room. What cannot be removed stays.
void removeAbandonedParts(const fs::path& folder)
{
    std::error_code ignored;
    fs::directory_iterator entry(folder.empty() ? fs::path(".") : folder, ignored);
    for (; entry != fs::directory_iterator(); entry.increment(ignored)) {
        if (isAbandoned(*entry))
            ::unlink(entry->path().c_str());
    }
}

} // namespace

FileReplacement::FileReplacement(const fs::path& file) : m_target(file)
{
    // Through a link to the file itself, or the rename would replace the link.
    std::error_code missing;
    const fs::path resolved = fs::canonical(file, missing);
    if (!missing)
        m_target = resolved;
}

FileReplacement::~FileReplacement()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    if (!m_part.empty())
        ::unlink(m_part.c_str());
}

std::error_code FileReplacement::open()
{
    std::error_code reason;
    const fs::file_type type = fs::status(m_target, reason).type();
    if (type == fs::file_type::not_found)
        return openPart();
    if (reason)
        return reason;
    if (type == fs::file_type::directory)
        return std::make_error_code(std::errc::is_a_directory);
    // A rename would put a file where a device or a pipe was.
    if (type != fs::file_type::regular)
        return std::make_error_code(std::errc::not_supported);
    // A rename asks only for the folder's permission; a write-protected file says that it is to stay.
    if (::access(m_target.c_str(), W_OK) != 0)
        return systemError();
    const std::error_code opened = openPart();
    return opened ? opened : keepMode();
}

std::error_code FileReplacement::openPart()
{
    static std::atomic<unsigned> counter = 0;
    constexpr mode_t readWriteLessUmask = 0666;
    removeAbandonedParts(m_target.parent_path());
    while (true) {
        // A short name of its own: the target's may be as long as a name can be.
        const fs::path part = m_target.parent_path() / partName(++counter);
        m_descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, readWriteLessUmask);
        if (m_descriptor >= 0)
            m_part = part;
        if (m_descriptor >= 0 || errno != EEXIST)
            return m_descriptor >= 0 ? std::error_code() : systemError();
    }
}

std::error_code FileReplacement::keepMode()
{
    constexpr mode_t permissions = 0777;
    struct stat status = {};
    if (::stat(m_target.c_str(), &status) != 0 || ::fchmod(m_descriptor, status.st_mode & permissions) != 0)
        return systemError();
    return {};
}

std::error_code FileReplacement::write(std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR)
            return systemError();
        if (written > 0)
            bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

std::error_code FileReplacement::commit()
{
    // Network file systems report a full disk as late as here.
    if (::fsync(m_descriptor) != 0)
        return systemError();
    if (::close(std::exchange(m_descriptor, -1)) != 0)
        return systemError();
    if (::rename(m_part.c_str(), m_target.c_str()) != 0)
        return systemError();
    m_part.clear();
    return {};
}

} // namespace layernorm
