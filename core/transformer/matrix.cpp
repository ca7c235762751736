// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transformer/matrix.h"

#include "core/norm/lanes.h"

#include <algorithm>

namespace layernorm {

namespace {

/// Rows of c that are added up side by side, eight columns each: as many as stay in registers.
constexpr int tileRows = registerDoubles;

/// Eight columns of b, side by side and filled up with zeros.
void pack(std::vector<double>& panel, ConstView b, std::int64_t firstColumn, std::int64_t width)
{
    for (std::int64_t k = 0; k < b.rows; ++k)
        for (std::int64_t j = 0; j < width; ++j)
            panel[static_cast<std::size_t>(k * laneCount + j)] = b.at(k, firstColumn + j);
}

LAYERNORM_INLINE Lanes loadedPart(const double* values, std::int64_t width)
{
    if (width == laneCount)
        return Lanes::load(values);
    double part[laneCount] = {};
    std::copy_n(values, width, part);
    return Lanes::load(part);
}

LAYERNORM_INLINE void storePart(const Lanes& lanes, double* values, std::int64_t width)
{
    if (width == laneCount) {
        lanes.store(values);
        return;
    }
    double part[laneCount];
    lanes.store(part);
    std::copy_n(part, width, values);
}

/// `c`: at most eight columns. c[i][j] = ((c[i][j] + a[i][0] b[0][j]) + a[i][1] b[1][j]) + ...
template <int rows>
void addTile(View c, ConstView a, const double* panel)
{
    Lanes sums[rows];
#pragma GCC unroll 8
    for (int i = 0; i < rows; ++i)
        sums[i] = loadedPart(c.row(i), c.columns);
    for (std::int64_t k = 0; k < a.columns; ++k) {
        const Lanes b = Lanes::load(panel + k * laneCount);
#pragma GCC unroll 8
        for (int i = 0; i < rows; ++i)
            sums[i] = sums[i] + Lanes(a.at(i, k)) * b;
    }
#pragma GCC unroll 8
    for (int i = 0; i < rows; ++i)
        storePart(sums[i], c.row(i), c.columns);
}

} // namespace

Matrix::Matrix(const Tensor& tensor)
    : rows(tensor.elements() / tensor.shape()[-1]),
      columns(tensor.shape()[-1]),
      values(static_cast<std::size_t>(tensor.elements()))
{
    tensor.visit([this](const auto& numbers) { std::copy(numbers.begin(), numbers.end(), values.begin()); });
}

Tensor Matrix::tensor(const Shape& shape, DType dtype) const
{
    if (dtype == DType::Float64)
        return {shape, values};
    std::vector<float> rounded(values.size());
    std::transform(values.begin(), values.end(), rounded.begin(),
                   [](double value) { return static_cast<float>(value); });
    return {shape, std::move(rounded)};
}

void Matrix::roundTo(DType dtype)
{
    if (dtype == DType::Float32)
        for (double& value : values)
            value = static_cast<double>(static_cast<float>(value));
}

void addProduct(View c, ConstView a, ConstView b)
{
    std::vector<double> panel(static_cast<std::size_t>(b.rows * laneCount));
    for (std::int64_t j = 0; j < c.columns; j += laneCount) {
        const std::int64_t width = std::min<std::int64_t>(laneCount, c.columns - j);
        pack(panel, b, j, width);
        std::int64_t i = 0;
        for (; i + tileRows <= c.rows; i += tileRows)
            addTile<tileRows>(c.block(i, tileRows, j, width), a.block(i, tileRows, 0, a.columns),
                              panel.data());
        for (; i < c.rows; ++i)
            addTile<1>(c.block(i, 1, j, width), a.block(i, 1, 0, a.columns), panel.data());
    }
}

Matrix product(const Matrix& a, const Matrix& b)
{
    Matrix c(a.rows, b.columns);
    addProduct(c.all(), a.all(), b.all());
    return c;
}

Matrix productTransposed(const Matrix& a, const Matrix& b)
{
    Matrix c(a.rows, b.rows);
    addProduct(c.all(), a.all(), b.all().transposed());
    return c;
}

Matrix transposedProduct(const Matrix& a, const Matrix& b)
{
    Matrix c(a.columns, b.columns);
    addProduct(c.all(), a.all().transposed(), b.all());
    return c;
}

void add(Matrix& to, const Matrix& what)
{
    for (std::size_t i = 0; i < to.values.size(); ++i)
        to.values[i] += what.values[i];
}

} // namespace layernorm
