// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/stored_values.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace layernorm {

/// One axis of a tensor in a file, and what of it is wanted.
struct StoredAxis {
    std::int64_t extent = 1;
    IndexRange range; ///< within the extent; `count` is at least 1 here
};

/// Private to the core: the wanted values of a tensor in the order in which the file holds them, as if they
/// lay there one behind the other. `axes` are in that order too, the one whose index varies fastest last.
///
/// Values that lie together are read in one go; runs that are short and near each other through a window of
/// at most a megabyte, because a call for each takes longer than reading what lies between them.
class StoredRuns
{
public:
    StoredRuns(const SourceFile& file, std::uint64_t offset, std::size_t valueSize,
               const std::vector<StoredAxis>& axes);

    /// Fills `bytes`, a multiple of a value's size, with the values from the `first` wanted one on. Fastest
    /// when called from front to back. Errors: as `SourceFile::read`.
    Result<void> read(std::uint64_t first, std::span<std::byte> bytes);

    /// Whether all the wanted values lie together.
    [[nodiscard]] bool areTogether() const { return m_runCount == 1; }
    /// The same as `read` for such values; several threads may call it at a time.
    Result<void> readTogether(std::uint64_t first, std::span<std::byte> bytes) const
    {
        return m_file->read(m_start + first * m_valueSize, bytes);
    }

private:
    /// Wanted indices that are apart from each other by `stride` values.
    struct Steps {
        std::uint64_t count;
        std::uint64_t stride;
    };

    [[nodiscard]] std::uint64_t offsetOf(std::uint64_t run) const;
    [[nodiscard]] std::uint64_t runBytes() const { return m_runLength * m_valueSize; }
    Result<void> readThroughWindow(std::uint64_t run, std::uint64_t offset, std::span<std::byte> bytes);
    [[nodiscard]] std::uint64_t windowEnd(std::uint64_t run) const;

    const SourceFile* m_file;
    std::uint64_t m_start; ///< the byte of the first wanted value
    std::uint64_t m_valueSize;
    std::uint64_t m_runLength = 1; ///< values that lie together
    std::uint64_t m_runCount = 1;
    std::vector<Steps> m_steps; ///< from run to run, the fastest index last
    std::vector<std::byte> m_window;
    std::uint64_t m_windowStart = 0;
};

} // namespace layernorm
