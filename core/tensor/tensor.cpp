// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/tensor.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace layernorm {

namespace {

Tensor::Values zeros(std::size_t count, DType dtype)
{
    if (dtype == DType::Float32)
        return TensorValues<float>(count, 0);
    return TensorValues<double>(count, 0);
}

void requireCount(const Shape& shape, std::size_t count)
{
    if (static_cast<std::size_t>(shape.elements()) != count)
        throw std::logic_error("a tensor's values must be as many as its shape says");
}

} // namespace

const char* name(DType dtype)
{
    return dtype == DType::Float32 ? "float32" : "float64";
}

Result<DType> parseDType(std::string_view text)
{
    if (text == "float32")
        return DType::Float32;
    if (text == "float64")
        return DType::Float64;
    return failure(LAYERNORM_SENTENCE("Core", "The type \"%1\" is unknown; use float32 or float64"),
                   {std::string(text)});
}

std::size_t sizeOf(DType dtype)
{
    return dtype == DType::Float32 ? sizeof(float) : sizeof(double);
}

Tensor::Tensor(Shape shape, DType dtype)
    : m_shape(std::move(shape)),
      m_values(zeros(static_cast<std::size_t>(m_shape.elements()), dtype))
{
}

Tensor::Tensor(Shape shape, Values values) : m_shape(std::move(shape)), m_values(std::move(values))
{
    requireCount(m_shape, std::visit([](const auto& v) { return v.size(); }, m_values));
}

Tensor Tensor::filled(Shape shape, DType dtype, double value)
{
    Tensor tensor(std::move(shape), dtype);
    tensor.visit([value](auto values) {
        using T = typename std::decay_t<decltype(values)>::value_type;
        std::ranges::fill(values, static_cast<T>(value));
    });
    return tensor;
}

DType Tensor::dtype() const
{
    return m_values.index() == 0 ? DType::Float32 : DType::Float64;
}

double Tensor::at(std::int64_t index) const
{
    return visit([index](const auto& v) { return static_cast<double>(v[static_cast<std::size_t>(index)]); });
}

void Tensor::set(std::int64_t index, double value)
{
    visit([=](auto v) {
        using T = typename std::decay_t<decltype(v)>::value_type;
        v[static_cast<std::size_t>(index)] = static_cast<T>(value);
    });
}

std::span<const std::byte> Tensor::bytes() const
{
    return visit([](auto v) { return std::as_bytes(v); });
}

std::span<std::byte> Tensor::bytes()
{
    return visit([](auto v) { return std::as_writable_bytes(v); });
}

Tensor Tensor::reshaped(Shape shape) const&
{
    return Tensor(std::move(shape), m_values);
}

Tensor Tensor::reshaped(Shape shape) &&
{
    return Tensor(std::move(shape), std::move(m_values));
}

Tensor Tensor::converted(DType dtype) const
{
    if (dtype == this->dtype())
        return *this;
    Tensor result(m_shape, dtype);
    visit([&](const auto& from) {
        result.visit([&](auto to) {
            using To = typename std::decay_t<decltype(to)>::value_type;
            std::transform(from.begin(), from.end(), to.begin(), [](auto v) { return static_cast<To>(v); });
        });
    });
    return result;
}

bool sameBits(const Tensor& a, const Tensor& b)
{
    return a.shape() == b.shape() && a.dtype() == b.dtype() &&
           std::memcmp(a.bytes().data(), b.bytes().data(), a.bytes().size()) == 0;
}

} // namespace layernorm
