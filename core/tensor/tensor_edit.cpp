// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/tensor_edit.h"

#include <algorithm>
#include <stdexcept>

namespace layernorm {

namespace {

/// Copies the common corner of two row-major blocks whose extents from `axis` on are given by their shapes.
template <typename From, typename To>
void copyCorner(const Shape& fromShape, const From* from, const Shape& toShape, To* to, int axis)
{
    const std::int64_t common = std::min(fromShape[axis], toShape[axis]);
    const int inner = fromShape.rank() - axis - 1;
    if (inner == 0) {
        std::transform(from, from + common, to, [](From value) { return static_cast<To>(value); });
        return;
    }
    const std::int64_t fromStride = fromShape.trailingElements(inner);
    const std::int64_t toStride = toShape.trailingElements(inner);
    for (std::int64_t i = 0; i < common; ++i)
        copyCorner(fromShape, from + i * fromStride, toShape, to + i * toStride, axis + 1);
}

} // namespace

Tensor keepingValues(const Tensor& old, Tensor fill)
{
    if (old.shape().rank() != fill.shape().rank())
        throw std::logic_error("keepingValues needs two tensors of one rank");
    old.visit([&](const auto& from) {
        fill.visit([&](auto to) { copyCorner(old.shape(), from.data(), fill.shape(), to.data(), 0); });
    });
    return fill;
}

} // namespace layernorm
