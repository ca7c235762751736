// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <system_error>

namespace layernorm {

/// Private to the core: a new content for a file, written beside it and put in its place as a whole, or not
/// at all. `open`, then `write` as often as it takes, then `commit`; an error from any of them ends it.
/// Without a successful `commit` the old file stays as it is, and what was written is removed.
///
/// An existing file keeps its permissions (not its owner), and a link stays a link to the file that is
/// replaced. Two replacements of one file at the same time do not mix: the last to commit stays.
///
/// A process that is killed leaves its unfinished file, ".layernorm-PID-N", beside the target; the next
/// replacement in that folder removes it, once no process has that number and nothing has been written to it
/// for ten minutes (in a shared folder the process may run on another machine).
class FileReplacement
{
public:
    explicit FileReplacement(const std::filesystem::path& file);
    ~FileReplacement();
    FileReplacement(const FileReplacement&) = delete;
    FileReplacement& operator=(const FileReplacement&) = delete;

    /// Errors: a folder, a device or a pipe; a file that is write-protected; a folder that takes no new file.
    std::error_code open();
    /// Errors: the system's, such as a full disk.
    std::error_code write(std::span<const std::byte> bytes);
    /// The new content is on the disk before it takes the place of the old. Errors: the system's.
    std::error_code commit();

private:
    std::error_code openPart();
    std::error_code keepMode();

    std::filesystem::path m_target;
    std::filesystem::path m_part;
    int m_descriptor = -1;
};

} // namespace layernorm
