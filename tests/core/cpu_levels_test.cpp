// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/spawned_process.h"

#include <algorithm>
#include <cstddef>
#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <vector>

namespace layernorm {
namespace {

using layernorm::testing::SpawnedProcess;

const std::string loader = "/lib64/ld-linux-x86-64.so.2";

std::vector<std::string> linesOf(const std::vector<std::string>& command)
{
    SpawnedProcess process(command);
    std::istringstream text(process.readRest());
    const auto end = process.wait();
    EXPECT_TRUE(end && !end->bySignal && end->code == 0) << command.front() << process.errorText();
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);)
        lines.push_back(line);
    return lines;
}

/// Level by level what the dynamic loader says it would take for this machine.
bool isSupported(const std::string& level)
{
    const std::vector<std::string> help = linesOf({loader, "--help"});
    return std::any_of(help.begin(), help.end(), [&](const std::string& line) {
        return line.find(level + " (supported") != std::string::npos;
    });
}

/// What `result_hashes` prints when the loader sees no other builds of the library than those of `mask`.
std::vector<std::string> hashes(const std::string& mask)
{
    return linesOf({loader, "--glibc-hwcaps-mask", mask, LAYERNORM_RESULT_HASHES});
}

void expectSameHashes(const std::vector<std::string>& found, const std::vector<std::string>& expected)
{
    ASSERT_EQ(found.size(), expected.size());
    std::size_t different = 0;
    // The first line is the level.
    for (std::size_t i = 1; i < expected.size(); ++i)
        if (found[i] != expected[i] && ++different <= 10)
            ADD_FAILURE() << found[0] << ": " << found[i] << "\n" << expected[0] << ": " << expected[i];
    EXPECT_EQ(different, 0) << "of " << expected.size() - 1 << " cases";
}

TEST(CpuLevels, GiveTheSameBits)
{
    const std::vector<std::string> baseline = hashes("none");
    ASSERT_GT(baseline.size(), 300);
    EXPECT_EQ(baseline[0], "baseline");
    std::string best = "baseline";
    for (const std::string level : {"x86-64-v3", "x86-64-v4"}) {
        if (!isSupported(level))
            continue;
        best = level;
        const std::vector<std::string> found = hashes(level);
        ASSERT_FALSE(found.empty());
        EXPECT_EQ(found[0], level);
        expectSameHashes(found, baseline);
    }
    // As it starts by itself, with the best build that the machine can run.
    const std::vector<std::string> found = linesOf({LAYERNORM_RESULT_HASHES});
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found[0], best);
    expectSameHashes(found, baseline);
}

} // namespace
} // namespace layernorm
