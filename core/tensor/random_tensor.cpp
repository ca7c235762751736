// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/random_tensor.h"

#include <cmath>
#include <numbers>
#include <optional>
#include <random>

namespace layernorm {

namespace {

constexpr std::size_t blockSize = 16;

/// torch's CPU generator: a 32-bit Mersenne Twister, and how torch makes uniform numbers of its output.
class TorchGenerator
{
public:
    explicit TorchGenerator(std::uint64_t seed) : m_engine(static_cast<std::uint32_t>(seed)) {}

    /// Uniform in [0, 1): as many low bits as the type's significand holds.
    template <typename T>
    T uniform();

private:
    std::uint64_t random64()
    {
        const std::uint64_t high = m_engine();
        return (high << 32) | m_engine();
    }

    std::mt19937 m_engine;
};

template <>
float TorchGenerator::uniform<float>()
{
    return static_cast<float>(m_engine() & 0xffffffU) * 0x1p-24F;
}

template <>
double TorchGenerator::uniform<double>()
{
    return static_cast<double>(random64() & ((std::uint64_t{1} << 53) - 1)) * 0x1p-53;
}

/// Below 16 elements: one pair at a time, in double precision whatever the tensor's type.
template <typename T>
void fillPairwise(std::span<T> values, TorchGenerator& generator)
{
    std::optional<double> second;
    for (T& value : values) {
        if (second) {
            value = static_cast<T>(*second);
            second.reset();
            continue;
        }
        const double u1 = generator.uniform<double>();
        const double u2 = generator.uniform<double>();
        const double radius = std::sqrt(-2.0 * std::log(1.0 - u2));
        const double angle = 2.0 * std::numbers::pi * u1;
        second = radius * std::sin(angle);
        value = static_cast<T>(radius * std::cos(angle));
    }
}

/// 16 uniform numbers become 16 normal ones; j and j + 8 make a pair.
template <typename T>
void transformBlock(T* block)
{
    for (std::size_t j = 0; j < blockSize / 2; ++j) {
        // Every step in T as torch has it, but logarithm, cosine and sine in double and rounded once: the
        // float functions differ between processors and C libraries.
        const T u1 = 1 - block[j]; // in (0, 1], so that the logarithm is finite
        const T u2 = block[j + blockSize / 2];
        const T radius = std::sqrt(T{-2} * static_cast<T>(std::log(static_cast<double>(u1))));
        const double angle = static_cast<double>(static_cast<T>(2 * std::numbers::pi) * u2);
        block[j] = radius * static_cast<T>(std::cos(angle));
        block[j + blockSize / 2] = radius * static_cast<T>(std::sin(angle));
    }
}

template <typename T>
void fillBlocks(std::span<T> values, TorchGenerator& generator)
{
    for (T& value : values)
        value = generator.uniform<T>();
    for (std::size_t i = 0; i + blockSize <= values.size(); i += blockSize)
        transformBlock(&values[i]);
    if (values.size() % blockSize == 0)
        return;
    T* last = values.data() + values.size() - blockSize;
    for (std::size_t j = 0; j < blockSize; ++j)
        last[j] = generator.uniform<T>();
    transformBlock(last);
}

} // namespace

Tensor randn(const Shape& shape, std::uint64_t seed, DType dtype)
{
    Tensor tensor(shape, dtype);
    TorchGenerator generator(seed);
    tensor.visit([&](auto values) {
        if (values.size() < blockSize)
            fillPairwise(values, generator);
        else
            fillBlocks(values, generator);
    });
    return tensor;
}

} // namespace layernorm
