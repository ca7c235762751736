// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/stored_runs.h"

#include <algorithm>
#include <cstring>

namespace layernorm {

namespace {

/// Runs from this size on are read straight to where they belong.
constexpr std::uint64_t longRun = std::uint64_t{64} << 10;
constexpr std::uint64_t longestWindow = std::uint64_t{1} << 20;
/// What is read in the time that one more call takes.
constexpr std::uint64_t widestGap = std::uint64_t{16} << 10;

} // namespace

StoredRuns::StoredRuns(const SourceFile& file, std::uint64_t offset, std::size_t valueSize,
                       const std::vector<StoredAxis>& axes)
    : m_file(&file),
      m_start(offset),
      m_valueSize(valueSize)
{
    std::uint64_t stride = 1;
    bool together = true; // every faster index is wanted, so that what this one steps over is a run
    for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis) {
        const auto count = static_cast<std::uint64_t>(axis->range.count);
        m_start += static_cast<std::uint64_t>(axis->range.first) * stride * m_valueSize;
        if (together)
            m_runLength *= count;
        else if (count > 1)
            m_steps.push_back({count, stride});
        together = together && axis->range.count == axis->extent;
        stride *= static_cast<std::uint64_t>(axis->extent);
    }
    std::ranges::reverse(m_steps);
    for (const Steps& steps : m_steps)
        m_runCount *= steps.count;
}

Result<void> StoredRuns::read(std::uint64_t first, std::span<std::byte> bytes)
{
    while (!bytes.empty()) {
        const std::uint64_t run = first / m_runLength;
        const std::uint64_t within = first % m_runLength;
        const std::uint64_t length = std::min(m_runLength - within, bytes.size() / m_valueSize);
        const std::uint64_t offset = offsetOf(run) + within * m_valueSize;
        const std::span<std::byte> part = bytes.first(length * m_valueSize);
        const Result<void> done =
            runBytes() < longRun ? readThroughWindow(run, offset, part) : m_file->read(offset, part);
        if (!done)
            return done;
        first += length;
        bytes = bytes.subspan(part.size());
    }
    return {};
}

std::uint64_t StoredRuns::offsetOf(std::uint64_t run) const
{
    std::uint64_t values = 0;
    for (auto steps = m_steps.rbegin(); steps != m_steps.rend(); ++steps) {
        values += run % steps->count * steps->stride;
        run /= steps->count;
    }
    return m_start + values * m_valueSize;
}

Result<void> StoredRuns::readThroughWindow(std::uint64_t run, std::uint64_t offset,
                                           std::span<std::byte> bytes)
{
    const bool isThere = offset >= m_windowStart && offset + bytes.size() <= m_windowStart + m_window.size();
    if (!isThere) {
        m_windowStart = offset;
        m_window.resize(windowEnd(run) - offset);
        if (Result<void> loaded = m_file->read(offset, m_window); !loaded) {
            m_window.clear();
            return loaded;
        }
    }
    std::memcpy(bytes.data(), m_window.data() + (offset - m_windowStart), bytes.size());
    return {};
}

std::uint64_t StoredRuns::windowEnd(std::uint64_t run) const
{
    const std::uint64_t start = offsetOf(run);
    std::uint64_t end = start + runBytes();
    while (++run < m_runCount) {
        const std::uint64_t next = offsetOf(run);
        if (next - end > widestGap || next + runBytes() - start > longestWindow)
            break;
        end = next + runBytes();
    }
    return end;
}

} // namespace layernorm
