// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <new>
#include <utility>

namespace layernorm {

/// Memory for `bytes` that nothing has been written to; large pages are asked for where it is large, because
/// the system clears a new page when it is first touched, and a small one at a time takes it as long as
/// reading what comes into it. std::bad_alloc. To be freed with the same number.
[[nodiscard]] void* allocateUncleared(std::size_t bytes);
void freeUncleared(void* memory, std::size_t bytes) noexcept;

/// For the standard containers of a tensor's values: std::vector<T, UnclearedAllocator<T>>(n) leaves its n
/// numbers as the memory has them, for the one who fills them all; (n, T()) has zeros.
template <typename T>
struct UnclearedAllocator {
    using value_type = T;

    UnclearedAllocator() = default;
    template <typename U>
    UnclearedAllocator(const UnclearedAllocator<U>&) noexcept
    {
    }

    [[nodiscard]] T* allocate(std::size_t count)
    {
        if (count > std::numeric_limits<std::size_t>::max() / sizeof(T))
            throw std::bad_array_new_length();
        return static_cast<T*>(allocateUncleared(count * sizeof(T)));
    }
    void deallocate(T* memory, std::size_t count) noexcept { freeUncleared(memory, count * sizeof(T)); }

    template <typename U, typename... Arguments>
    void construct(U* place, Arguments&&... arguments)
    {
        if constexpr (sizeof...(Arguments) == 0)
            ::new (static_cast<void*>(place)) U;
        else
            ::new (static_cast<void*>(place)) U(std::forward<Arguments>(arguments)...);
    }

    friend bool operator==(const UnclearedAllocator&, const UnclearedAllocator&) { return true; }
};

} // namespace layernorm
