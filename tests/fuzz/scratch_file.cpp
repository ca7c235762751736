// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/scratch_file.h"

#include "tests/fuzz/properties.h"

#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace layernorm::fuzz {

namespace fs = std::filesystem;

namespace {

/// In memory where there is such a place: a disk would be waited for at every fsync.
fs::path ownFolder()
{
    std::error_code missing;
    const fs::path memory = "/dev/shm";
    const fs::path parent = fs::is_directory(memory, missing) ? memory : fs::temp_directory_path();
    std::string folder = parent / "layernorm-fuzz-XXXXXX";
    require(::mkdtemp(folder.data()) != nullptr, "no folder for the fuzzed file: " + folder);
    return folder;
}

} // namespace

ScratchFile::ScratchFile(const std::string& name) : m_path(ownFolder() / name)
{
    constexpr mode_t readWrite = 0600;
    m_descriptor = ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, readWrite);
    require(m_descriptor >= 0, "cannot create " + m_path.string());
}

ScratchFile::~ScratchFile()
{
    ::close(m_descriptor);
    std::error_code ignored;
    fs::remove_all(m_path.parent_path(), ignored);
}

void ScratchFile::hold(std::span<const std::uint8_t> bytes) const
{
    const bool held = ::ftruncate(m_descriptor, 0) == 0 && ::pwrite(m_descriptor, bytes.data(), bytes.size(),
                                                                    0) == static_cast<ssize_t>(bytes.size());
    require(held, "cannot write " + m_path.string());
}

} // namespace layernorm::fuzz
