// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace layernorm {

/// Private to the core: an ordinary file that is read with bounds and never mapped (a mapped file that
/// shrinks kills the process). What is no ordinary file is refused before it is opened, so that a pipe nobody
/// writes to holds nothing up.
class SourceFile
{
public:
    /// Errors, each naming the file: does not exist; a folder; a pipe, socket or device; may not be read;
    /// empty. `advice` ends the sentence about an empty file ("save the array into it again with
    /// numpy.save").
    static Result<SourceFile> open(const std::filesystem::path& file, const char* advice);

    SourceFile(SourceFile&& other) noexcept;
    SourceFile& operator=(SourceFile&& other) noexcept;
    ~SourceFile();

    /// As errors show it.
    [[nodiscard]] const std::string& name() const { return m_name; }
    /// Bytes the file had when it was opened.
    [[nodiscard]] std::uint64_t size() const { return m_size; }

    /// Fills `bytes` from byte `offset` on. Errors: the file has become shorter, or cannot be read there.
    Result<void> read(std::uint64_t offset, std::span<std::byte> bytes) const;

private:
    SourceFile() = default;

    std::string m_name;
    std::uint64_t m_size = 0;
    int m_descriptor = -1;
};

/// The whole of a text file. Errors: as `SourceFile`; longer than `limit` bytes (refused unread).
Result<std::string> readWholeFile(const std::filesystem::path& file, const char* advice, std::uint64_t limit);

} // namespace layernorm
