// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <cstdint>
#include <type_traits>
#include <vector>

namespace layernorm {

/// Private to the core: a matrix somewhere in memory, its elements `rowStride` and `columnStride` apart.
template <typename T>
struct ViewOf {
    T* data = nullptr;
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::int64_t rowStride = 0;
    std::int64_t columnStride = 1;

    [[nodiscard]] T& at(std::int64_t i, std::int64_t j) const
    {
        return data[i * rowStride + j * columnStride];
    }
    /// Elements side by side: only where columnStride is 1.
    [[nodiscard]] T* row(std::int64_t i) const { return data + i * rowStride; }
    operator ViewOf<const T>() const requires(!std::is_const_v<T>)
    {
        return {data, rows, columns, rowStride, columnStride};
    }
    [[nodiscard]] ViewOf block(std::int64_t firstRow, std::int64_t rowCount, std::int64_t firstColumn,
                               std::int64_t columnCount) const
    {
        return {&at(firstRow, firstColumn), rowCount, columnCount, rowStride, columnStride};
    }
    /// The same memory, looked at the other way.
    [[nodiscard]] ViewOf transposed() const { return {data, columns, rows, columnStride, rowStride}; }
};
using View = ViewOf<double>;
using ConstView = ViewOf<const double>;

/// Private to the core: a dense row-major matrix in double precision.
struct Matrix {
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::vector<double> values;

    Matrix() = default;
    /// Zeros.
    Matrix(std::int64_t rowCount, std::int64_t columnCount)
        : rows(rowCount),
          columns(columnCount),
          values(static_cast<std::size_t>(rowCount * columnCount))
    {
    }
    /// The last extent of the tensor are the columns.
    explicit Matrix(const Tensor& tensor);

    [[nodiscard]] View all() { return {values.data(), rows, columns, columns}; }
    [[nodiscard]] ConstView all() const { return {values.data(), rows, columns, columns}; }
    /// Rounds every value to `dtype`.
    [[nodiscard]] Tensor tensor(const Shape& shape, DType dtype) const;
    /// Every value as `dtype` can hold it.
    void roundTo(DType dtype);
};

/// c += a b. Every element is summed in the order of the columns of a, one product after the other, in double
/// precision without fused multiply-add: the same bits whatever the processor. NaN and infinities are
/// multiplied by 0 as by any number. The columns of c lie side by side; c overlaps neither a nor b.
void addProduct(View c, ConstView a, ConstView b);

[[nodiscard]] Matrix product(const Matrix& a, const Matrix& b);
/// a b^T, as torch.nn.functional.linear(a, b).
[[nodiscard]] Matrix productTransposed(const Matrix& a, const Matrix& b);
/// a^T b.
[[nodiscard]] Matrix transposedProduct(const Matrix& a, const Matrix& b);
void add(Matrix& to, const Matrix& what);

} // namespace layernorm
