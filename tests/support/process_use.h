// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <fstream>
#include <string>
#include <sys/resource.h>

namespace layernorm::testing {

/// The most memory the process has had, in KiB.
inline long peakKilobytes()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/// By read() and its kin since the process began, whether from a disk or from memory: unlike a clock, the
/// same on a slow or busy machine. Asking reads a hundred bytes itself.
inline std::uint64_t bytesRead()
{
    std::ifstream counters("/proc/self/io");
    std::string name;
    std::uint64_t bytes = 0;
    counters >> name >> bytes;
    return bytes;
}

} // namespace layernorm::testing
