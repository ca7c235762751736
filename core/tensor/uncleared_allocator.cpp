// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/uncleared_allocator.h"

#include <sys/mman.h>

namespace layernorm {

namespace {

/// The size and the alignment of a large page.
constexpr std::size_t largePage = std::size_t{2} << 20;
/// From here on half a large page that is touched for nothing does not matter.
constexpr std::size_t largeFrom = 16 * largePage;

} // namespace

void* allocateUncleared(std::size_t bytes)
{
    if (bytes < largeFrom)
        return ::operator new(bytes);
    void* memory = ::operator new(bytes, std::align_val_t(largePage));
    ::madvise(memory, bytes, MADV_HUGEPAGE); // advice: may be refused
    return memory;
}

void freeUncleared(void* memory, std::size_t bytes) noexcept
{
    if (bytes < largeFrom)
        ::operator delete(memory);
    else
        ::operator delete(memory, std::align_val_t(largePage));
}

} // namespace layernorm
