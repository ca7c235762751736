// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace layernorm::fuzz {

/// The file that a reader of paths is given: in memory, thousands of times a second another content. It has a
/// folder to itself, which goes with it.
class ScratchFile
{
public:
    /// Ends the process where there is no room.
    explicit ScratchFile(const std::string& name);
    ~ScratchFile();
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    void hold(std::span<const std::uint8_t> bytes) const;

private:
    std::filesystem::path m_path;
    int m_descriptor = -1;
};

} // namespace layernorm::fuzz
