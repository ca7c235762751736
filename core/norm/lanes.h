// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <immintrin.h>
#endif

/// Eight doubles side by side, whatever the processor: one register where it has 512 bits, four where it has
/// 128. Their number and the order in which they are added up are fixed, so the bits of a sum are too.
///
/// Private to the core: Eigen's types do not leave the library.
namespace layernorm {

/// Left to itself the compiler calls these few instructions as functions, with lanes passed through memory.
/// Under the sanitizers it may: with every check inlined as well it would take ten minutes.
#ifdef LAYERNORM_SANITIZED
#define LAYERNORM_INLINE inline
#define LAYERNORM_INLINE_LAMBDA
#else
#define LAYERNORM_INLINE [[gnu::always_inline]] inline
#define LAYERNORM_INLINE_LAMBDA __attribute__((always_inline))
#endif

inline constexpr int laneCount = 8;

#if defined(__AVX512F__)
inline constexpr int registerDoubles = 8;
#elif defined(__AVX__)
inline constexpr int registerDoubles = 4;
#else
inline constexpr int registerDoubles = 2;
#endif

/// An Eigen array that is exactly one register: larger ones the compiler keeps in memory.
using Register = Eigen::Array<double, registerDoubles, 1>;

struct Lanes {
    static constexpr int registers = laneCount / registerDoubles;

    Lanes() = default;
    // Copied word by word, as the compiler would, they go through memory, and what loads them next has to
    // wait.
    LAYERNORM_INLINE Lanes(const Lanes& other) { *this = other; }
    LAYERNORM_INLINE Lanes& operator=(const Lanes& other)
    {
#pragma GCC unroll 4
        for (int i = 0; i < registers; ++i)
            parts[i] = other.parts[i];
        return *this;
    }
    LAYERNORM_INLINE explicit Lanes(double value)
    {
        for (Register& part : parts)
            part.setConstant(value);
    }

    LAYERNORM_INLINE static Lanes load(const double* values)
    {
        Lanes lanes;
#pragma GCC unroll 4
        for (int i = 0; i < registers; ++i)
            lanes.parts[i] = Eigen::Map<const Register>(values + i * registerDoubles);
        return lanes;
    }

    LAYERNORM_INLINE void store(double* values) const
    {
#pragma GCC unroll 4
        for (int i = 0; i < registers; ++i)
            Eigen::Map<Register>{values + i* registerDoubles} = parts[i];
    }

    Register parts[registers];
};

LAYERNORM_INLINE Lanes operator+(const Lanes& a, const Lanes& b)
{
    Lanes sum;
#pragma GCC unroll 4
    for (int i = 0; i < Lanes::registers; ++i)
        sum.parts[i] = a.parts[i] + b.parts[i];
    return sum;
}

LAYERNORM_INLINE Lanes operator-(const Lanes& a, const Lanes& b)
{
    Lanes difference;
#pragma GCC unroll 4
    for (int i = 0; i < Lanes::registers; ++i)
        difference.parts[i] = a.parts[i] - b.parts[i];
    return difference;
}

LAYERNORM_INLINE Lanes operator*(const Lanes& a, const Lanes& b)
{
    Lanes product;
#pragma GCC unroll 4
    for (int i = 0; i < Lanes::registers; ++i)
        product.parts[i] = a.parts[i] * b.parts[i];
    return product;
}

LAYERNORM_INLINE Lanes operator/(const Lanes& a, const Lanes& b)
{
    Lanes quotient;
#pragma GCC unroll 4
    for (int i = 0; i < Lanes::registers; ++i)
        quotient.parts[i] = a.parts[i] / b.parts[i];
    return quotient;
}

LAYERNORM_INLINE Lanes operator-(const Lanes& a)
{
    Lanes negative;
#pragma GCC unroll 4
    for (int i = 0; i < Lanes::registers; ++i)
        negative.parts[i] = -a.parts[i];
    return negative;
}

// What Eigen 3.4 has no packets for is told the processor directly: conversion between float and double,
// square roots of eight doubles (its own are approximations refined by Newton's method), fused multiply-add.

LAYERNORM_INLINE Register widenedRegister(const float* values)
{
    Register wide;
#if defined(__AVX512F__)
    _mm512_storeu_pd(wide.data(), _mm512_cvtps_pd(_mm256_loadu_ps(values)));
#elif defined(__AVX__)
    _mm256_storeu_pd(wide.data(), _mm256_cvtps_pd(_mm_loadu_ps(values)));
#elif defined(__SSE2__)
    std::int64_t both; // two floats, aligned for none of the loads there are
    std::memcpy(&both, values, sizeof both);
    _mm_storeu_pd(wide.data(), _mm_cvtps_pd(_mm_castsi128_ps(_mm_cvtsi64_si128(both))));
#else
    for (int i = 0; i < registerDoubles; ++i)
        wide[i] = static_cast<double>(values[i]);
#endif
    return wide;
}

LAYERNORM_INLINE void storeRounded(const Register& wide, float* values)
{
#if defined(__AVX512F__)
    _mm256_storeu_ps(values, _mm512_cvtpd_ps(_mm512_loadu_pd(wide.data())));
#elif defined(__AVX__)
    _mm_storeu_ps(values, _mm256_cvtpd_ps(_mm256_loadu_pd(wide.data())));
#elif defined(__SSE2__)
    const std::int64_t both = _mm_cvtsi128_si64(_mm_castps_si128(_mm_cvtpd_ps(_mm_loadu_pd(wide.data()))));
    std::memcpy(values, &both, sizeof both);
#else
    for (int i = 0; i < registerDoubles; ++i)
        values[i] = static_cast<float>(wide[i]);
#endif
}

/// Rounded correctly on every processor.
LAYERNORM_INLINE Register squareRoot(const Register& values)
{
#if defined(__AVX512F__)
    Register root;
    _mm512_storeu_pd(root.data(), _mm512_sqrt_pd(_mm512_loadu_pd(values.data())));
    return root;
#else
    return values.sqrt();
#endif
}

/// The compiler's own vectors compare and select in registers; Eigen's select() goes through memory.
typedef double NativeDoubles __attribute__((vector_size(registerDoubles * sizeof(double))));
typedef std::int64_t NativeMask __attribute__((vector_size(registerDoubles * sizeof(std::int64_t))));

LAYERNORM_INLINE NativeDoubles native(const Register& part)
{
    NativeDoubles values;
    std::memcpy(&values, part.data(), sizeof values);
    return values;
}

/// 0 in the lanes where `mask` is 0.
LAYERNORM_INLINE Register keptWhere(const NativeMask& mask, const Register& part)
{
    NativeMask bits;
    std::memcpy(&bits, part.data(), sizeof bits);
    bits &= mask;
    Register kept;
    std::memcpy(kept.data(), &bits, sizeof bits);
    return kept;
}

/// NaN replaced by 0.
LAYERNORM_INLINE Lanes withoutNan(const Lanes& lanes)
{
    Lanes numbers;
#pragma GCC unroll 4
    for (int i = 0; i < Lanes::registers; ++i)
        numbers.parts[i] = keptWhere(native(lanes.parts[i]) == native(lanes.parts[i]), lanes.parts[i]);
    return numbers;
}

/// sum + value * value, where the square has no more than 53 bits.
LAYERNORM_INLINE Lanes plusExactSquare(const Lanes& sum, const Lanes& value)
{
    Lanes result;
#pragma GCC unroll 4
    for (int i = 0; i < Lanes::registers; ++i) {
        const Register& x = value.parts[i];
#if defined(__AVX512F__)
        const __m512d factor = _mm512_loadu_pd(x.data());
        _mm512_storeu_pd(result.parts[i].data(),
                         _mm512_fmadd_pd(factor, factor, _mm512_loadu_pd(sum.parts[i].data())));
#elif defined(__FMA__)
        const __m256d factor = _mm256_loadu_pd(x.data());
        _mm256_storeu_pd(result.parts[i].data(),
                         _mm256_fmadd_pd(factor, factor, _mm256_loadu_pd(sum.parts[i].data())));
#else
        result.parts[i] = sum.parts[i] + x * x;
#endif
    }
    return result;
}

LAYERNORM_INLINE Lanes widened(const float* values)
{
    Lanes wide;
#pragma GCC unroll 4
    for (int i = 0; i < Lanes::registers; ++i)
        wide.parts[i] = widenedRegister(values + i * registerDoubles);
    return wide;
}

/// Past the caches: an ordinary store first reads the line it is going to overwrite. `values` is aligned to
/// 32 bytes.
LAYERNORM_INLINE void streamRounded(const Lanes& wide, float* values)
{
#if defined(__AVX512F__)
    _mm256_stream_ps(values, _mm512_cvtpd_ps(_mm512_loadu_pd(wide.parts[0].data())));
#elif defined(__AVX__)
    for (int i = 0; i < Lanes::registers; ++i)
        _mm_stream_ps(values + i * registerDoubles, _mm256_cvtpd_ps(_mm256_loadu_pd(wide.parts[i].data())));
#elif defined(__SSE2__)
    for (int i = 0; i < Lanes::registers; i += 2) {
        const __m128 first = _mm_cvtpd_ps(_mm_loadu_pd(wide.parts[i].data()));
        const __m128 second = _mm_cvtpd_ps(_mm_loadu_pd(wide.parts[i + 1].data()));
        _mm_stream_ps(values + i * registerDoubles, _mm_movelh_ps(first, second));
    }
#else
    for (int i = 0; i < Lanes::registers; ++i)
        storeRounded(wide.parts[i], values + i * registerDoubles);
#endif
}

LAYERNORM_INLINE void streamLanes(const Lanes& lanes, double* values)
{
#pragma GCC unroll 4
    for (int i = 0; i < Lanes::registers; ++i) {
        const double* part = lanes.parts[i].data();
        double* to = values + i * registerDoubles;
#if defined(__AVX512F__)
        _mm256_stream_pd(to, _mm256_loadu_pd(part));
        _mm256_stream_pd(to + 4, _mm256_loadu_pd(part + 4));
#elif defined(__AVX__)
        _mm256_stream_pd(to, _mm256_loadu_pd(part));
#elif defined(__SSE2__)
        _mm_stream_pd(to, _mm_loadu_pd(part));
#else
        std::memcpy(to, part, sizeof lanes.parts[i]);
#endif
    }
}

LAYERNORM_INLINE void storeRounded(const Lanes& wide, float* values)
{
#pragma GCC unroll 4
    for (int i = 0; i < Lanes::registers; ++i)
        storeRounded(wide.parts[i], values + i * registerDoubles);
}

LAYERNORM_INLINE Lanes squareRoot(const Lanes& values)
{
    Lanes root;
#pragma GCC unroll 4
    for (int i = 0; i < Lanes::registers; ++i)
        root.parts[i] = squareRoot(values.parts[i]);
    return root;
}

/// Lane 0 + lane 4, lane 1 + lane 5, ... then 2 and 1 apart. Eigen's own sum() folds in an order that depends
/// on the vector length.
LAYERNORM_INLINE double foldByHalves(const Lanes& lanes)
{
    Eigen::Array4d four;
    Eigen::Array2d two;
    if constexpr (registerDoubles == 8)
        four = lanes.parts[0].head<4>() + lanes.parts[0].tail<4>();
    if constexpr (registerDoubles == 4)
        four = lanes.parts[0] + lanes.parts[1];
    if constexpr (registerDoubles >= 4)
        two = four.head<2>() + four.tail<2>();
    else
        two = (lanes.parts[0] + lanes.parts[2]) + (lanes.parts[1] + lanes.parts[3]);
    return two[0] + two[1];
}

/// Whether every lane is at least 0; NaN is not.
LAYERNORM_INLINE bool allAtLeastZero(const Lanes& values)
{
#if defined(__AVX512F__)
    return _mm512_cmp_pd_mask(_mm512_loadu_pd(values.parts[0].data()), _mm512_setzero_pd(), _CMP_GE_OQ) ==
           0xff;
#elif defined(__AVX__)
    const auto atLeastZero = [&](int i) LAYERNORM_INLINE_LAMBDA {
        return _mm256_cmp_pd(_mm256_loadu_pd(values.parts[i].data()), _mm256_setzero_pd(), _CMP_GE_OQ);
    };
    return _mm256_movemask_pd(_mm256_and_pd(atLeastZero(0), atLeastZero(1))) == 0xf;
#else
    NativeMask all = native(values.parts[0]) >= 0;
    for (int i = 1; i < Lanes::registers; ++i)
        all &= native(values.parts[i]) >= 0;
    for (int i = 0; i < registerDoubles; ++i)
        if (all[i] == 0)
            return false;
    return true;
#endif
}

} // namespace layernorm
