// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/shape.h"
#include "core/tensor/uncleared_allocator.h"

#include <cstddef>
#include <span>
#include <variant>
#include <vector>

namespace layernorm {

enum class DType { Float32, Float64 };

/// "float32", "float64"
[[nodiscard]] const char* name(DType dtype);
/// Errors: any other text.
[[nodiscard]] Result<DType> parseDType(std::string_view text);
/// Bytes an element takes.
[[nodiscard]] std::size_t sizeOf(DType dtype);

/// Holds the values of a tensor.
template <typename T>
using TensorValues = std::vector<T, UnclearedAllocator<T>>;

/// A dense row-major tensor of float32 or float64 that owns its values.
class Tensor
{
public:
    using Values = std::variant<TensorValues<float>, TensorValues<double>>;

    /// One float32 zero.
    Tensor() : Tensor(Shape(), DType::Float32) {}
    /// Zeros.
    Tensor(Shape shape, DType dtype);
    /// std::logic_error unless there are exactly shape.elements() values.
    Tensor(Shape shape, Values values);
    /// A copy of them.
    template <typename T>
    Tensor(Shape shape, const std::vector<T>& values)
        : Tensor(std::move(shape), Values(TensorValues<T>(values.begin(), values.end())))
    {
    }

    /// Every element `value`, rounded to `dtype`.
    [[nodiscard]] static Tensor filled(Shape shape, DType dtype, double value);

    [[nodiscard]] const Shape& shape() const { return m_shape; }
    [[nodiscard]] DType dtype() const;
    [[nodiscard]] std::int64_t elements() const { return m_shape.elements(); }

    /// The values as T, which must be the tensor's own type (std::bad_variant_access otherwise).
    template <typename T>
    [[nodiscard]] std::span<const T> values() const
    {
        return std::get<TensorValues<T>>(m_values);
    }
    template <typename T>
    [[nodiscard]] std::span<T> values()
    {
        return std::get<TensorValues<T>>(m_values);
    }

    /// One element, widened exactly to double. 0 <= index < elements().
    [[nodiscard]] double at(std::int64_t index) const;
    /// Rounds `value` to the tensor's type. 0 <= index < elements().
    void set(std::int64_t index, double value);

    [[nodiscard]] std::span<const std::byte> bytes() const;
    [[nodiscard]] std::span<std::byte> bytes();

    /// The same values under another shape of as many elements (std::logic_error otherwise).
    [[nodiscard]] Tensor reshaped(Shape shape) const&;
    [[nodiscard]] Tensor reshaped(Shape shape) &&;
    /// Every value rounded (or widened exactly) to `dtype`.
    [[nodiscard]] Tensor converted(DType dtype) const;

    /// Calls `function` with the values, as std::span<const float> or std::span<const double>.
    template <typename Function>
    decltype(auto) visit(Function&& function) const
    {
        return std::visit([&](const auto& values) -> decltype(auto) { return function(std::span(values)); },
                          m_values);
    }
    /// The same with std::span<float> or std::span<double>.
    template <typename Function>
    decltype(auto) visit(Function&& function)
    {
        return std::visit([&](auto& values) -> decltype(auto) { return function(std::span(values)); },
                          m_values);
    }

private:
    Shape m_shape;
    Values m_values;
};

/// Equal shape, type and bits: 0 and -0 differ, a NaN equals the same NaN.
[[nodiscard]] bool sameBits(const Tensor& a, const Tensor& b);

} // namespace layernorm
